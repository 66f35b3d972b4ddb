"""What the guide shows of meters and shifts can be read."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.reading.profiles.making import make_all, stamps
from tests.reading.profiles.workbook import write_workbook

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide"


@pytest.mark.parametrize("page", ["scenario.md", "scenario.zh.md"])
def test_the_example_of_the_guide_is_read(tmp_path: Path, page: str) -> None:
    text = (GUIDE / page).read_text(encoding="utf-8")
    (block,) = (block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "kind: meter" in block)
    hours = json.loads(json.dumps(YAML(typ="safe").load(block)["hours"]))
    (sample,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    head, *first = sample.splitlines()
    rows = [f"{at:%Y-%m-%d %H:%M},400" for at in stamps(minutes=15)]
    (tmp_path / "meter-2025.csv").write_text("\n".join([head, *first, *rows[len(first) :]]), encoding="utf-8")
    weather = [["time", "temperature"], *([at, 5.0] for at in stamps(shift=timedelta(hours=-8)))]
    write_workbook(tmp_path / "weather.xlsx", {"2025": weather})
    profiles, desk = make_all(tmp_path, hours["profiles"], hours["calendar_year"], hours["time_zone"])
    assert not desk.problems and not desk.notices
    assert profiles["workshop"][0] == (412.5 + 409 + 400 + 400) / 4
    assert profiles["colder"] == pytest.approx([60 / 58] * 8760)

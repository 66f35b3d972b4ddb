"""What the guide shows of PV and tariffs can be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.reading.resolving import case_of

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide"


def example(page: str) -> Any:
    """The YAML of the section on PV and tariffs."""
    text = (GUIDE / page).read_text(encoding="utf-8")
    (block,) = (block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "kind: tariff" in block)
    return YAML(typ="safe", pure=True).load(block)


@pytest.mark.parametrize("page", ["scenario.md", "scenario.zh.md"])
def test_the_example_of_the_guide_is_read(page: str) -> None:
    given = example(page)
    trade = given["commodities"]["electricity"]
    case = case_of(
        ("hours", given["hours"]),
        ("commodities.electricity.unit", "kWh"),
        ("commodities.electricity.buy", trade["buy"]),
        ("commodities.electricity.sell", trade["sell"]),
        ("measures.pv.profile", given["measures"]["pv"]["profile"]),
    )
    data = case.commodities["electricity"]
    assert data.price_cny_per_mwh[2026] == pytest.approx(620) and data.fixed_price_cny_per_mwh[2026] == pytest.approx(80)
    assert sorted(set(data.price_multiplier)) == [0.4, 1.0, 1.6, 1.92]
    assert sum(data.price_multiplier) / 8760 == pytest.approx(1.011, abs=5e-4), "the mean that the guide states"

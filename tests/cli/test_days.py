"""``planner days`` and ``--resolution`` on a small scenario that is given hour by hour."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.errors import Exit
from tests.cli.conftest import Run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "two-measures" / "scenario.yaml"
HOURS = """
schema: planner/1
resolution: typical
hours:
  calendar_year: 2025
  profiles:
    load:
      {kind: periods, default: 0.4, source: test, periods: [{value: 1.0, from_hour: 8, to_hour: 20, days: working}]}
    tou:
      {kind: periods, default: 1.0, source: test, periods: [{value: 1.4, from_hour: 16, to_hour: 21, months: [7, 8]}]}
commodities:
  electricity: {buy: {price_profile: tou}}
end_uses:
  plant: {profile: load}
"""


@pytest.fixture
def hours(tmp_path: Path) -> Path:
    file = tmp_path / "hours.yaml"
    file.write_text(HOURS, encoding="utf-8")
    return file


def test_days_shows_which_day_stands_for_which_and_what_that_costs(run: Run, hours: Path) -> None:
    result = run("days", EXAMPLE, "--with", hours)
    assert result.code == Exit.DONE
    for words in ("stands for itself", "load: electricity", "Mean price paid by load", "Calendar", "nothing is solved"):
        assert words in result.out
    chinese = run("days", EXAMPLE, "--with", hours, "--lang", "zh").out
    for words in ("典型日", "只代表自身", "负荷：电力", "历时曲线误差", "日历"):
        assert words in chinese


def test_days_as_json(run: Run, hours: Path) -> None:
    told = run("days", EXAMPLE, "--with", hours, "--json").json
    # 2025-01-01 is the peak day; January has working and rest days, and so has summer with its own price.
    assert [one["date"] for one in told["typical_days"]] == ["01-01", "01-02", "01-04", "07-01", "07-05"]
    assert sum(one["occurrences"] for one in told["typical_days"]) == 365 == len(told["representatives"])
    load = next(one for one in told["profiles"] if one["kind"] == "load")
    assert set(load["monthly_peaks"]) == {str(month) for month in range(1, 13)}
    assert load["duration_error"] == pytest.approx(0, abs=1e-9)


def test_the_resolution_of_the_scenario_holds_unless_the_command_line_says_otherwise(run: Run, hours: Path) -> None:
    def slices(*words: str) -> tuple[int, str]:
        told = run("validate", EXAMPLE, "--with", hours, "--json", *words).json
        return told["slices"], told["resolution"]

    assert slices() == (120, "typical")
    assert slices("--resolution", "annual") == (1, "annual")
    assert slices("--resolution", "hourly") == (8760, "hourly")
    assert slices("--set", "resolution=null") == (8760, "hourly")


def test_a_resolution_that_is_none_or_that_the_scenario_can_not_have_is_refused(run: Run, hours: Path) -> None:
    unknown = run("plan", EXAMPLE, "--tier", "low", "--resolution", "weekly")
    assert unknown.code == Exit.USAGE and "annual, typical or hourly, got 'weekly'" in unknown.err
    for words in (("plan", EXAMPLE, "--tier", "low", "--resolution", "typical"), ("days", EXAMPLE)):
        refused = run(*words)
        assert refused.code == Exit.USAGE and "has no hours" in refused.err


def test_a_plan_on_typical_days_is_judged_and_listed_at_its_own_resolution(run: Run, hours: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    planned = run("plan", EXAMPLE, "--with", hours, "--tier", "low", "-o", out, "--json")
    assert planned.code == Exit.DONE
    assert planned.json["resolution"] == "typical" and len(planned.json["typical_days"]) == 5
    assert "01-02 x" in (out / "summary.md").read_text(encoding="utf-8")
    assert len(json.loads((out / "plan.json").read_text(encoding="utf-8"))["representatives"]) == 365
    checked = run("check", EXAMPLE, out, "--with", hours, "--json")
    assert checked.code == Exit.DONE
    assert checked.json["total_cost_cny"] == planned.json["total_cost_cny"]
    assert checked.json["typical_days"] == planned.json["typical_days"]
    assert run("inventory", EXAMPLE, out, "--with", hours, "--json").code == Exit.DONE
    both = run("inventory", EXAMPLE, out, "--with", hours, "--resolution", "annual")
    assert both.code == Exit.USAGE and "resolution of its own" in both.err

"""``planner check`` without a plan, and the readings that every verdict shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import Exit
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
AUTO_PARTS = ROOT / "examples" / "auto-parts" / "scenario.yaml"
TWO_MEASURES = ROOT / "examples" / "two-measures" / "scenario.yaml"


def test_today_is_information_unless_a_tier_is_asked_for(run: Run) -> None:
    assert run("check", AUTO_PARTS).code == Exit.DONE
    assert run("check", AUTO_PARTS, "--tier", "low").code == Exit.NOT_MET


def test_today_shows_tiers_gaps_papers_and_what_needs_a_plan(run: Run) -> None:
    out = run("check", AUTO_PARTS).out
    for words in (
        "today's factory (2025, binhai-2022) holds by all indicators: none", "by its numbers alone",
        "near-zero-carbon factory: today's factory, 2025",
        "up by 5 pp", "missing for the low-carbon factory", "needs a plan: R01, R02, R11 (planner plan", "Papers to get or renew",
        "begins on 2026-01-01", "Under another reading", "can't be judged under electricity_tce=equivalent",
        "readings of binhai-2022", "baseline=fixed",
    ):  # fmt: skip
        assert words in out, words


def test_today_in_chinese(run: Run) -> None:
    out = run("check", AUTO_PARTS, "--lang", "zh").out
    for words in ("2025 年现状与各级别", "待改善的数值", "须取得或更新的证明材料", "换一种读法的结论", "还缺", "须提高 5 个百分点"):
        assert words in out, words


def test_one_tier_shows_itself_only(run: Run) -> None:
    out = run("check", AUTO_PARTS, "--tier", "near").out
    assert "missing for the near-zero-carbon factory" in out and "low-carbon factory: today's factory" not in out


def test_today_as_json(run: Run) -> None:
    found = run("check", AUTO_PARTS, "--json").json
    assert found["year"] == 2025 and found["held"] == {"binhai-2022": []} and found["held_by_numbers"] == {"binhai-2022": []}
    assert [tier["tier"] for tier in found["tiers"]] == ["low", "near", "zero"]
    near = found["tiers"][1]
    assert {"indicator": "R12", "need": "paper"}.items() <= near["gaps"][[gap["indicator"] for gap in near["gaps"]].index("R12")].items()
    assert near["verdict"]["R15"]["margin"] == pytest.approx(near["verdict"]["R15"]["value"] - 0.5)
    assert found["settings"]["baseline"] == "fixed" and found["other_readings"]["tried"] > 20
    assert {item["reading"] for item in found["other_readings"]["unjudged"]} == {"electricity_tce", "grid_factor", "own_reduction_first"}


def test_today_in_another_past_year(run: Run) -> None:
    assert run("check", AUTO_PARTS, "--year", "2024", "--json").json["year"] == 2024
    result = run("check", AUTO_PARTS, "--year", "2030")
    assert result.code == Exit.USAGE and "takes a plan" in result.err


def test_an_unknown_tier_is_refused(run: Run) -> None:
    result = run("check", AUTO_PARTS, "--tier", "golden")
    assert result.code == Exit.USAGE and "low, near, zero" in result.err


def test_a_reading_that_the_scenario_chose_is_marked(run: Run) -> None:
    out = run("check", AUTO_PARTS, "--set", "index.settings.baseline=rolling").out
    assert "baseline=rolling*" in out and "trend_falls=2," in out


def test_all_readings_with_their_reasons(run: Run) -> None:
    out = run("check", AUTO_PARTS, "--readings").out
    assert "Row 15 does not say whether" in " ".join(out.split()) or "Row 15 does not say" in out
    assert "(* chosen by the scenario)" not in out


@pytest.mark.slow
def test_a_plan_shows_and_writes_what_another_reading_would_say(run: Run, tmp_path: Path) -> None:
    planned = run("plan", AUTO_PARTS, "--tier", "near", "-o", tmp_path / "out")
    assert planned.code == Exit.DONE
    assert "fixed -> rolling" in planned.out and "met -> not met" in planned.out
    table = (tmp_path / "out" / "alternatives.csv").read_text(encoding="utf-8-sig")
    assert "binhai-2022,near,2029,baseline,fixed,rolling,R15" in table
    assert "binhai-2022,,,electricity_tce,calorific,equivalent" in table
    assert "Under another reading" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")
    checked = run("check", AUTO_PARTS, tmp_path / "out", "--json")
    assert {change["reading"] for change in checked.json["other_readings"]["changes"]} >= {"baseline", "emission_scope"}

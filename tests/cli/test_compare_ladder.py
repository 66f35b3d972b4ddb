"""What compare adds between the tiers: steps, regret, cost by target year and calendars; what it takes and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner import pathway
from planner.cli.calendars import MOST_YEARS, list_outside, read_calendar, read_tiers, read_years
from planner.domain.outcome import Outcome
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.errors import Exit, UnknownName
from planner.index import load_index
from planner.report.phrases import PHRASES as REPORT_PHRASES
from tests.builders import BINHAI, TIERS
from tests.cli.conftest import Run, Stub
from tests.cli.test_end_to_end import AUTO_PARTS
from tests.report.samples import CLASH, DISAGREEMENT, SHORTFALL, sample_outcome, unreachable

TITLES = load_index(BINHAI)[0].tier_titles
PLANNED = tuple(range(2026, 2037))


def wish(*tiers: tuple[str, int]) -> Request:
    return Request(tiers=tuple(TierYear(index=BINHAI, tier=tier, year=year) for tier, year in tiers))


BOTH = wish(("low", 2025), ("zero", 2026))


@pytest.mark.parametrize(
    "text",
    ["low 2027, near 2029, zero 2032", "low 2027，near 2029、 zero 2032；", "低碳工厂 2027年，近零碳工厂：2029年起、零碳工厂2032",
     "Low=2027; NEAR: 2029; Zero-carbon factory 2032"],
)  # fmt: skip
def test_calendars_are_read_with_either_punctuation_and_name(text: str) -> None:
    assert read_calendar(text, TITLES) == {"low": 2027, "near": 2029, "zero": 2032}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("neer 2027", "there is no tier 'neer'; known: low, near, zero; did you mean near?"),
        ("low 2027, low 2029", "--calendar names low twice"),
        ("low", "--calendar takes tiers with their years"),
        ("low 27", "--calendar takes tiers with their years"),
        ("，", "--calendar takes tiers with their years"),
    ],
)
def test_calendars_that_cannot_be_read_are_refused(text: str, told: str) -> None:
    with pytest.raises(UnknownName) as refused:
        read_calendar(text, TITLES)
    assert told in refused.value.en and refused.value.zh != refused.value.en


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (None, ()), ("2027", (2027,)), ("2027-2029", (2027, 2028, 2029)), ("2027年至2029年", (2027, 2028, 2029)),
        ("2027，2035", (2027, 2035)), ("2035-2050", (2035, 2036)), ("all", PLANNED), ("全部", PLANNED),
    ],
)  # fmt: skip
def test_spans_of_years(text: str | None, years: tuple[int, ...]) -> None:
    assert read_years(text, PLANNED) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (None, ()), ("all", ()), ("2026-2036", ()), ("2030", ()), ("2020-2040", ("2020-2025", "2037-2040")), ("2025-2027,2035-2037",
         ("2025", "2037")),
    ],
)  # fmt: skip
def test_years_beyond_the_horizon_are_listed(text: str | None, years: tuple[str, ...]) -> None:
    assert list_outside(text, PLANNED) == years


def test_years_left_out_are_told_and_the_earliest_is_one_of_those_asked(run: Run, stub: Stub) -> None:
    result = run("compare", "s.yaml", "--tiers", "low", "--years", "2020-2026")
    assert "warning: --years: 2020-2024 lie outside the planning years (2025-2026) and are left out" in result.err
    assert "earliest of the years asked" in " ".join(result.out.split())
    assert "left out" not in run("compare", "s.yaml", "--tiers", "low", "--years", "2025-2026").err


def test_a_route_in_chinese_has_no_stray_spaces() -> None:
    assert REPORT_PHRASES["route"].fill(aims="低碳工厂 2027", top="零碳工厂 2032").zh == "先低碳工厂 2027，再零碳工厂 2032"


def test_all_years_of_a_long_horizon_are_thinned() -> None:
    years = read_years("all", range(2026, 2061))
    assert len(years) == MOST_YEARS and (years[0], years[-1]) == (2026, 2060)
    assert len(read_years("2026-2060", range(2026, 2061))) == 35


@pytest.mark.parametrize(("text", "told"), [("2040", "nearest is 2036"), ("soon", "2027-2032, 2027,2030 or all"), ("", "got ''")])
def test_years_that_cannot_be_read_are_refused(text: str, told: str) -> None:
    with pytest.raises(UnknownName) as refused:
        read_years(text, PLANNED)
    assert told in refused.value.en


def test_tiers_are_read_with_either_comma() -> None:
    assert read_tiers("low，Zero、near", TIERS) == ("low", "zero", "near")


def test_a_wrong_calendar_or_year_is_refused_before_the_first_solve(run: Run, stub: Stub) -> None:
    for words in (("--calendar", "low 2050"), ("--years", "2050"), ("--calendar", "low 2026, zero 2025")):
        assert run("compare", "s.yaml", *words).code == Exit.USAGE
    assert stub.requests == []


def test_compare_climbs_from_tier_to_tier(run: Run, stub: Stub) -> None:
    stub.by_request = {"zero": sample_outcome(request=BOTH, cost=1_400_000.0)}
    stub.after_commitment = sample_outcome(request=BOTH, cost=1_450_000.0)
    result = run("compare", "s.yaml", "--json")
    assert result.json["steps"][0]["cost_cny"] == 200_000.0
    (regret,) = result.json["regret"]
    assert (regret["aims"], regret["regret_cny"], regret["shut_out"]) == ([{"tier": "low", "year": 2025}], 50_000.0, False)
    assert [committed.until for committed in stub.committed] == [2025]
    assert stub.requests.count(BOTH) == 2  # the zero tier's own plan is the one from the start; the other is under the commitment
    out = run("compare", "s.yaml").out
    assert "Steps from tier to tier" in out and "Regret of aiming low first" in out and "50,000" in out


def test_regret_can_be_left_out_and_needs_two_years(run: Run, stub: Stub) -> None:
    stub.by_request = {"zero": sample_outcome(request=BOTH)}
    assert run("compare", "s.yaml", "--no-regret", "--json").json["regret"] == [] and stub.committed == []
    assert run("compare", "s.yaml", "--tiers", "low", "--json").json["regret"] == []
    assert stub.committed == []


def test_a_top_that_is_out_of_reach_anyway_is_not_regretted(run: Run, stub: Stub) -> None:
    stub.by_request = {"zero": replace(unreachable("zero", 2026), request=BOTH)}
    result = run("compare", "s.yaml", "--json")
    assert result.code == Exit.INFEASIBLE and result.json["regret"] == [] and stub.committed == []


def test_a_top_that_is_shut_out_is_an_answer(run: Run, stub: Stub) -> None:
    stub.by_request = {"zero": sample_outcome(request=BOTH)}
    stub.after_commitment = replace(unreachable("zero", 2026), request=BOTH, shortfalls=(SHORTFALL,), clash=CLASH)
    result = run("compare", "s.yaml")
    words = "low-carbon factory 2025 first, then zero-carbon factory 2026: shuts out zero-carbon factory in 2026"
    assert words in result.out and SHORTFALL.en in result.out and CLASH[0][1] in result.out
    plain = run("compare", "s.yaml", "--no-regret").code
    assert result.code == plain != Exit.INFEASIBLE
    assert run("compare", "s.yaml", "--json").json["regret"][0]["shut_out"] is True


def test_an_unproven_or_disagreeing_plan_under_a_commitment_counts(run: Run, stub: Stub) -> None:
    stub.by_request = {"zero": sample_outcome(request=BOTH)}
    stub.after_commitment = sample_outcome(request=BOTH, status=SolveStatus.NOT_PROVEN)
    assert run("compare", "s.yaml").code == Exit.NOT_PROVEN
    stub.after_commitment = sample_outcome(request=BOTH, disagreements=(DISAGREEMENT,))
    result = run("compare", "s.yaml")
    assert result.code == Exit.ACCOUNTS_DISAGREE and "optimizer and evaluator disagree" in result.err


def test_cost_by_target_year_and_calendars(run: Run, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(self: pathway.Pathways, request: Request, **_: object) -> Outcome:
        return replace(stub.run(self.case, request), request=request)

    monkeypatch.setattr(pathway.Pathways, "run", answer)
    stub.by_request = {"zero": replace(unreachable("zero", 2026), request=BOTH)}
    words = ("--years", "all", "--calendar", "low 2026", "--calendar", "低碳工厂 2025，零碳工厂 2026")
    result = run("compare", "s.yaml", *words, "--json", "-o", tmp_path / "out")
    low, zero = result.json["ladder"]
    assert (low["tier"], low["earliest_year"], len(low["years"])) == ("low", 2025, 2)
    assert zero["earliest_year"] is None and zero["years"][0]["shortfalls"][0]["rule"] == "R06"
    assert [line["cost_over_reference_cny"] for line in result.json["calendars"]] == [200_000.0, None]
    assert result.json["calendars"][1]["shortfalls"] and not result.json["calendars"][1]["holds"]
    assert json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8")) == result.json
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "ladder.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 4 and rows[0]["total_cost_cny"] == "1200000.0" and rows[-1]["shortfall_en"] == SHORTFALL.en
    page = (tmp_path / "out" / "comparison.md").read_text(encoding="utf-8")
    assert "## Calendars" in page and "## Cost of each tier by target year" in page
    out = run("compare", "s.yaml", *words).out
    assert "no: R06" in out and "zero-carbon factory: out of reach in every year listed" in out


def test_years_that_cannot_be_reached_do_not_change_the_exit_code_and_calendars_do(run: Run, stub: Stub) -> None:
    stub.by_request = {"near": unreachable("near", 2026)}
    assert run("compare", "s.yaml", "--tiers", "low").code == run("compare", "s.yaml", "--tiers", "low", "--years", "2025").code
    assert run("compare", "s.yaml", "--tiers", "low", "--calendar", "near 2026").code == Exit.INFEASIBLE


@pytest.mark.slow
def test_the_example_regrets_its_gas_boiler(run: Run) -> None:
    result = run("compare", AUTO_PARTS, "--json", "--calendar", "low 2027, near 2029, zero 2032")
    assert result.code == Exit.DONE
    zero = result.json["tiers"][-1]
    assert result.json["calendars"][0]["total_cost_cny"] == zero["total_cost_cny"]
    assert sum(step["cost_cny"] for step in result.json["steps"]) == pytest.approx(
        zero["total_cost_cny"] - result.json["tiers"][0]["total_cost_cny"], rel=1e-9
    )
    assert len(result.json["regret"]) == 3 and all(regret["regret_cny"] > 0 for regret in result.json["regret"])
    vain = [line["measure"] for line in result.json["regret"][0]["measures"] if line["difference"] == "in_vain"]
    assert vain == ["new_gas_boiler"]

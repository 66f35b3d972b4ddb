"""The rolling baseline by hand: the peak of the five years before each year, past and planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from planner.domain.case import Case
from planner.domain.plan import Plan, Request, TierYear
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation import build_ledger
from planner.evaluation.judge import judge_tier
from planner.evaluation.ratios import add_ratios, find_baseline
from planner.index import load_index
from tests.builders import base_plan, electricity, past, plan_for, readings, tiny_case

ROLLING = readings(baseline="rolling")
HISTORY, YEARS = tuple(range(2020, 2025)), tuple(range(2025, 2038))


def long_case(years: tuple[int, ...] = YEARS, history: tuple[int, ...] = HISTORY) -> Case:
    return replace(tiny_case(), years=years, stands_for=dict.fromkeys(years, 1), history_years=history, base_year=history[-1])


def ledger_of(case: Case, scope_t: Mapping[int, float]) -> Ledger:
    """Accounts that hold just the emissions that count, and what follows from them."""
    history = {year: YearAccount(year, {"scope_emissions_t": scope_t[year]}) for year in case.history_years}
    counted = ("scope_emissions_t", "own_scope_emissions_t", "gross_emissions_t", "energy_emissions_t")
    values = {year: {**dict.fromkeys(counted, scope_t[year]), "energy_use_tce": 0.0} for year in case.years}
    planned = add_ratios(case, ROLLING, history, values)
    return Ledger(history, {year: YearAccount(year, account) for year, account in planned.items()}, (), 0.0, {})


def status(case: Case, ledger: Ledger, year: int, tier: str = "near", plan: Plan | None = None) -> Status:
    index, read = load_index("binhai-2022", {"baseline": "rolling"})
    verdict = judge_tier(case, index, read, plan, ledger, tier, year)
    return next(found.status for found in verdict.verdicts if found.indicator == "R15")


def test_a_plant_that_halves_and_holds_passes_for_five_years_and_then_fails() -> None:
    case = long_case()
    ledger = ledger_of(case, {year: 100.0 if year <= 2025 else 50.0 for year in (*HISTORY, *YEARS)})
    found = {year: status(case, ledger, year) for year in YEARS}
    assert [year for year, of in found.items() if of is Status.MET] == [2026, 2027, 2028, 2029, 2030]
    assert all(found[year] is Status.NOT_MET for year in (2025, *range(2031, 2038)))


def test_the_window_is_the_five_years_before() -> None:
    case = long_case()
    scope = {year: float(year) for year in (*HISTORY, *YEARS)} | {2021: 9000.0, 2022: 8000.0}
    assert find_baseline(case, scope, ROLLING, 2026) == 9000.0
    assert find_baseline(case, scope, ROLLING, 2027) == 8000.0
    assert find_baseline(case, scope, ROLLING, 2028) == 2027.0
    assert find_baseline(case, scope, readings(), 2030) == 9000.0  # fixed


def test_fewer_than_five_past_years_are_taken_as_they_are() -> None:
    case = long_case(history=(2023, 2024))
    assert find_baseline(case, {2023: 7.0, 2024: 5.0}, ROLLING, 2025) == 7.0
    assert find_baseline(case, {2023: 7.0, 2024: 5.0}, ROLLING, 2023) is None


def test_a_gap_between_milestones_is_not_assessed() -> None:
    case = long_case(years=(2025, 2028))
    ledger = ledger_of(case, dict.fromkeys((*HISTORY, 2025, 2028), 10.0))
    assert "baseline_t" not in ledger.years[2028].values
    assert status(case, ledger, 2028) is Status.NOT_ASSESSED
    assert status(case, ledger, 2025) is Status.NOT_MET


def test_years_after_the_award_are_not_judged() -> None:
    case = long_case()
    ledger = ledger_of(case, {year: 100.0 if year <= 2025 else 50.0 for year in (*HISTORY, *YEARS)})
    plan = plan_for(case).model_copy(update={"request": Request(tiers=(TierYear(index="binhai-2022", tier="near", year=2028),))})
    assert status(case, ledger, 2028, plan=plan) is Status.MET
    assert status(case, ledger, 2035, plan=plan) is Status.NOT_REQUIRED


def test_a_plant_at_zero_has_nothing_left_to_reduce() -> None:
    case = long_case()
    ledger = ledger_of(case, {year: 100.0 if year <= 2025 else 0.0 for year in (*HISTORY, *YEARS)})
    assert "emission_reduction" not in ledger.years[2033].values  # five years at zero: no peak to compare with
    assert status(case, ledger, 2033) is Status.MET


def test_the_ledger_of_a_plan_rolls_on() -> None:
    """1000 and 700 MWh bought in the past at 0.6 t/MWh, then 1000 MWh and gas for 450 MWh steam: 600, 420, 600 + 100 ..."""
    case = tiny_case(
        history={2023: past({"electricity": 1000.0}), 2024: past({"electricity": 700.0})},
        commodities={**tiny_case().commodities, "electricity": electricity(factors={"CO2": {2023: 0.6, 2024: 0.6, 2025: 0.6, 2026: 0.3}})},
    )
    years = build_ledger(case, base_plan(case), ROLLING).years
    assert years[2025]["baseline_t"] == pytest.approx(600.0)
    assert years[2026]["baseline_t"] == pytest.approx(years[2025]["scope_emissions_t"])
    assert years[2026]["emission_reduction"] == pytest.approx(1 - years[2026]["scope_emissions_t"] / years[2025]["scope_emissions_t"])
    assert build_ledger(case, base_plan(case), readings()).years[2026]["baseline_t"] == pytest.approx(600.0)

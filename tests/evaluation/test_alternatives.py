"""The verdict under other readings: accounts made anew are the ledger's own, and changes are told with their figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.domain.plan import Plan, Request, TierYear
from planner.domain.tiers import Status
from planner.evaluation import build_ledger, judge_tier
from planner.evaluation.alternatives import compare_readings
from planner.evaluation.reaccounting import OF_ACCOUNTS, OF_EFFECTS, Reaccounting
from planner.evaluation.today import build_history_ledger
from planner.index import ChosenIndex, load_index
from planner.index.readings import Readings
from planner.pathway import Pathways, request_for
from planner.reading import read_scenario, resolve
from tests.builders import BINHAI, HISTORY, YEARS, base_plan, capture, electricity, purchase, removal, source, tiny_case
from tests.factories import SETTINGS

ROOT = Path(__file__).parents[2]


def rich_case() -> Case:
    """Green power, certificates, sales, a kiln with capture, and credits."""
    known = (*HISTORY, *YEARS)
    power = replace(
        electricity(sell_price=300.0),
        equivalent_tce_per_mwh=dict.fromkeys(known, 0.3),
        residual_t_per_mwh={"CO2": dict.fromkeys(known, 0.7)},
        fossil_t_per_mwh={"CO2": dict.fromkeys(known, 0.83)},
    )
    measures = (purchase("green"), purchase("cert", "certificate"), capture("ccs", "kiln"), removal("credits"))
    return tiny_case(
        measures=measures, sources={"kiln": source("kiln", {"CO2": 0.5})}, commodities={**tiny_case().commodities, "electricity": power}
    )


def rich_plan(case: Case) -> Plan:
    return base_plan(
        case, purchased={"green": 300.0, "cert": {2025: 100.0, 2026: 250.0}}, captured={"ccs": 10.0}, removed={"credits": 5.0},
        deploy={"ccs": {2025: 20.0}},
    )  # fmt: skip


NEED_ANOTHER_PLAN = {("own_reduction_first", "priced"), ("own_reduction_first", "all_available")}
"""Readings under which only the optimizer can say how far own reduction must go."""


def binhai(**choices: str | float | bool) -> ChosenIndex:
    return ChosenIndex(*load_index(BINHAI, choices))


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({name: st.sampled_from(SETTINGS[name]) for name in OF_ACCOUNTS}))
def test_accounts_made_anew_are_those_of_the_ledger(choices: dict[str, str]) -> None:
    case = rich_case()
    plan, first, other = rich_plan(case), binhai().readings, binhai(**choices).readings
    again = Reaccounting(case, plan, build_ledger(case, plan, first), first).under(other)
    whole = build_ledger(case, plan, other)
    assert {year: account.values for year, account in again.history.items()} == {y: a.values for y, a in whole.history.items()}
    assert {year: account.values for year, account in again.years.items()} == {y: a.values for y, a in whole.years.items()}


def test_readings_that_are_not_listed_change_no_figure() -> None:
    case = rich_case()
    plan = rich_plan(case)
    first = build_ledger(case, plan, binhai().readings)
    for name in (name for name in SETTINGS if name not in OF_ACCOUNTS and name in Readings.model_fields):
        for choice in SETTINGS[name]:
            other = build_ledger(case, plan, binhai(**{name: choice}).readings)
            assert (other.years, other.history) == (first.years, first.history), name
    assert set(OF_EFFECTS) <= set(OF_ACCOUNTS)


def test_each_change_is_the_verdict_of_an_index_read_that_way() -> None:
    case = rich_case()
    plan = rich_plan(case)
    chosen = binhai()
    ledger = build_ledger(case, plan, chosen.readings)
    verdict = judge_tier(case, chosen.index, chosen.readings, plan, ledger, "near", 2026)
    found = compare_readings(case, chosen, plan, ledger, [verdict])
    assert found.tried == len(chosen.other_choices())
    assert {(item.reading, item.choice) for item in found.unjudged} == NEED_ANOTHER_PLAN
    changed = {(change.reading, change.choice, change.indicator) for change in found.changes}
    assert ("renewable_numerator", "physical_only", "R06") in changed
    for reading, choice in (other for other in chosen.other_choices() if other not in NEED_ANOTHER_PLAN):
        other = binhai(**{reading: choice})
        again = judge_tier(case, other.index, other.readings, plan, build_ledger(case, plan, other.readings), "near", 2026)
        differing = {was.indicator for was, now in zip(verdict.verdicts, again.verdicts, strict=True) if was.status is not now.status}
        assert {indicator for name, value, indicator in changed if (name, value) == (reading, choice)} == differing
        for change in (change for change in found.changes if (change.reading, change.choice) == (reading, choice)):
            now = next(one for one in again.verdicts if one.indicator == change.indicator)
            assert (change.status, change.value, change.threshold, change.reasons) == (now.status, now.value, now.threshold, now.reasons)
            assert change.tier_holds is again.holds and change.chosen == chosen.settings[reading]


def test_a_reading_without_its_figures_can_not_be_judged() -> None:
    case = replace(tiny_case(), evidence=())
    chosen = binhai()
    ledger = build_history_ledger(case, chosen.readings)
    verdict = judge_tier(case, chosen.index, chosen.readings, None, ledger, "low", 2024)
    found = compare_readings(case, chosen, None, ledger, [verdict])
    lacking = {(item.reading, item.choice): item.why for item in found.unjudged}
    assert "equivalent value" in lacking["electricity_tce", "equivalent"].en
    assert "等价值" in lacking["electricity_tce", "equivalent"].zh
    assert "commodities.electricity.equivalent_tce_per_unit" in lacking["electricity_tce", "equivalent"].en
    assert "commodities.electricity.emissions.residual_co2_t_per_unit" in lacking["grid_factor", "excluding_traded"].en
    assert not [why for why in lacking.values() if "it here" in why.en or "在此" in why.zh]
    assert not {change.reading for change in found.changes} & {"electricity_tce"}


def test_the_plan_to_make_for_a_further_index_is_set_there() -> None:
    case = rich_case()
    plan, chosen = rich_plan(case), replace(binhai(), entry="further_indexes.0")
    ledger = build_ledger(case, plan, chosen.readings)
    verdict = judge_tier(case, chosen.index, chosen.readings, plan, ledger, "zero", 2026)
    whys = [item.why.en for item in compare_readings(case, chosen, plan, ledger, [verdict]).unjudged]
    assert len(whys) == 2 and all("--set further_indexes.0.settings.own_reduction_first=" in why for why in whys)


def test_nothing_asked_for_nothing_tried() -> None:
    case = tiny_case()
    chosen = binhai()
    assert compare_readings(case, chosen, None, build_history_ledger(case, chosen.readings), []).tried == 0


@pytest.mark.slow
def test_the_same_plan_passes_under_one_reading_and_fails_under_another() -> None:
    case = resolve(*read_scenario(ROOT / "examples/auto-parts/scenario.yaml", [], []))
    paths = Pathways(case)
    outcome = paths.compare_readings(paths.run(request_for(case, "near")))
    assert outcome.holds
    rolling = next(change for change in outcome.other_readings.changes if change.reading == "baseline")
    assert (rolling.indicator, rolling.tier, rolling.year) == ("R15", "near", 2029)
    assert (rolling.chosen_status, rolling.status, rolling.tier_holds) == (Status.MET, Status.NOT_MET, False)


def test_only_the_year_of_application_is_told() -> None:
    case = tiny_case()
    request = Request(tiers=(TierYear(index=BINHAI, tier="low", year=2026),))
    plan = base_plan(case).model_copy(update={"request": request})
    paths = Pathways(case)
    told = paths.compare_readings(paths.check(plan)).other_readings
    assert told.tried and {change.year for change in told.changes} <= {2026}

"""Today's factory without a plan: which tiers hold, and what stands against the others, by what has to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.assessment import Assessment, Need
from planner.domain.case import Case, Standing
from planner.domain.scenario import Evidence, SolidWasteYear
from planner.domain.tiers import Status
from planner.errors import UnknownName
from planner.evaluation.today import build_history_ledger, find_need, keep_need
from planner.index import index_for, load_index
from planner.index.rules import AllOf, AnyOf, AtLeast, Papers, Rule
from planner.pathway import check_today
from tests.builders import generation, investment, past, readings, tiny_case


def paper(item: str, *, until: date | None = None, level: str | None = None) -> Evidence:
    return Evidence(item=item, level=level, issuer="office", valid_from=date(2020, 1, 1), valid_to=until)


def factory(**changes: object) -> Case:
    """A factory that has cut its power from 1000 to 500 MWh, half of it green, with the rest of the tiny case."""
    history = {2023: past({"electricity": 1000.0}), 2024: past({"electricity": 500.0}, green_power_mwh={"electricity": 250.0})}
    return replace(tiny_case(history=history), **changes)  # type: ignore[arg-type]


def gaps(assessment: Assessment, tier: str) -> set[tuple[str, str]]:
    standing = next(one for one in assessment.standings if one.verdict.tier == tier)
    return {(gap.indicator, gap.need.value) for gap in standing.gaps}


def test_every_tier_is_judged_in_the_base_year() -> None:
    found = check_today(factory())
    assert found.year == 2024
    assert [standing.verdict.tier for standing in found.standings] == ["low", "near", "zero"]
    assert all(standing.verdict.year == 2024 for standing in found.standings)
    assert found.held("binhai-2022") == ()
    assert found.next_of("binhai-2022") is found.standings[0]


def test_what_is_missing_is_told_by_what_has_to_be_done() -> None:
    found = check_today(factory())
    low, near = gaps(found, "low"), gaps(found, "near")
    assert {("R01", "plan"), ("R02", "plan"), ("R11", "plan"), ("R03", "paper"), ("R10", "paper"), ("R08", "number")} <= low
    assert not {("R06", "number"), ("R15", "number")} & low  # half of it renewable, and down from 600 t to 150 t
    assert {("R05", "number"), ("R05", "paper")} <= near and ("R15", "number") not in near


def test_numbers_may_hold_where_papers_and_the_plan_are_missing() -> None:
    waste = {2024: SolidWasteYear(generated_t=5.0, utilised_t=5.0)}
    young = factory(founded_year=2023, solid_waste=waste)  # one fall is enough
    found = check_today(young)
    assert found.held_by_numbers("binhai-2022") == ("low",)
    assert found.held("binhai-2022") == ()
    assert {need for _, need in gaps(found, "low")} == {"paper", "plan"}


def test_pv_that_stands_counts_today_and_in_no_earlier_year() -> None:
    standing = generation("pv", built=investment(existing=(Standing(300.0, 2040), Standing(50.0, 2024))))
    case = factory(measures={"pv": standing})
    ledger = build_history_ledger(case, readings())
    assert ledger.history[2024]["pv_kw"] == 300.0  # what is gone by 2024 does not count
    assert "pv_kw" not in ledger.history[2023].values
    with_record = replace(case, evidence=(paper("pv_grid_connection"),))
    assert not {"R05"} & {indicator for indicator, _ in gaps(check_today(with_record), "near")}


def test_an_expired_paper_is_named_with_its_date() -> None:
    found = check_today(factory(evidence=(paper("emission_inventory_report", until=date(2024, 6, 30)),)))
    (gap,) = (gap for gap in found.standings[0].gaps if gap.indicator == "R12")
    assert gap.need is Need.PAPER and gap.missing == ("emission_inventory_report",)
    assert "2024-06-30" in gap.reasons[0].zh and "2024-06-30" in gap.reasons[0].en


def test_another_past_year_may_be_judged_and_a_planned_one_not() -> None:
    assert check_today(factory(), 2023).year == 2023
    with pytest.raises(UnknownName, match="2025"):
        check_today(factory(), 2025)


def test_gaps_and_verdict_tell_the_same() -> None:
    for standing in check_today(factory()).standings:
        failing = {judged.indicator for judged in (*standing.verdict.not_met, *standing.verdict.not_assessed)}
        assert {gap.indicator for gap in standing.gaps} == failing


def test_each_single_test_goes_by_one_need() -> None:
    index, _ = load_index("binhai-2022")
    r05 = next(indicator for indicator in index.indicators if indicator.id == "R05").tests["near"]
    assert isinstance(r05, AllOf)
    assert [find_need(rule) for rule in r05.tests] == [Need.NUMBER, Need.PAPER]
    kept = keep_need(r05, Need.PAPER)
    assert isinstance(kept, AllOf) and [rule.kind for rule in kept.tests] == ["evidence"]
    assert keep_need(r05, Need.PLAN) is None


def test_a_leg_that_holds_leaves_no_gap() -> None:
    """An "or" that its number settles asks for no paper."""
    number = AtLeast(kind="at_least", metric="renewable_share", value=0.1)
    rule: Rule = AnyOf(kind="any_of", tests=(number, Papers(kind="evidence", items=("emission_inventory_report",))))
    index, chosen = index_for(factory())
    row = index.indicators[0].model_copy(update={"tests": dict.fromkeys(index.tiers, rule)})
    case = factory()
    from planner.evaluation.today import assess_tier

    found = assess_tier(case, index.model_copy(update={"indicators": (row,)}), chosen, build_history_ledger(case, chosen), "low", 2024)
    assert found.verdict.verdicts[0].status is Status.MET and found.gaps == ()

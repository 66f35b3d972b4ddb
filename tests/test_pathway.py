"""One run end to end: requests from a scenario, outcomes with and without a plan, and the check of a plan by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case, CommodityData, WantedIndex
from planner.domain.outcome import Outcome
from planner.domain.plan import OwnReduction, Request, TierYear
from planner.domain.scenario import IndexChoice
from planner.domain.tiers import SolveStatus, Status
from planner.errors import InputRefused, Unbounded, UnknownName
from planner.evaluation.own_proof import ALL_CEILING, CLAIMED, NO_PLAN_FOUND, NONE_ASKED
from planner.index.numbers import display_number
from planner.pathway import Pathways, check, no_target_request, reference_request, request_for, run
from tests.builders import (
    base_plan,
    electricity,
    generation,
    investment,
    natural_gas,
    past,
    plan_for,
    purchase,
    removal,
    saving,
    text,
    tiny_case,
)

MEASURES = (
    generation("pv", built=investment(capex=3000.0)), purchase("green"), saving("led", {"power": 0.3}, full_size=300.0), removal("credits"),
)  # fmt: skip
FALLEN = {2023: past({"electricity": 1200.0, "gas": 600.0}), 2024: past({"electricity": 1000.0, "gas": 500.0})}
"""A past that falls, so that two falls in a row are possible by 2025."""
TARGETS = {"low": 2025, "near": 2026, "zero": 2026}


def case_of(**changes: object) -> Case:
    return tiny_case(**{"measures": MEASURES, "targets": TARGETS, "history": FALLEN, **changes})


def tiers_of(request: Request) -> list[tuple[str, int]]:
    return [(asked.tier, asked.year) for asked in request.tiers]


def test_the_plain_requests() -> None:
    assert (reference_request().tiers, reference_request().new_measures) == ((), False)
    assert (no_target_request().tiers, no_target_request().new_measures) == ((), True)


def test_a_tier_comes_with_the_lower_ones_on_the_way_or_alone() -> None:
    assert tiers_of(request_for(case_of(), "zero")) == [("low", 2025), ("near", 2026), ("zero", 2026)]
    assert tiers_of(request_for(case_of(lower_tiers_on_the_way=False), "zero")) == [("zero", 2026)]
    assert tiers_of(request_for(case_of(targets={"zero": 2026}), "zero")) == [("zero", 2026)]


def test_another_year_draws_the_lower_tiers_forward() -> None:
    assert tiers_of(request_for(case_of(), "zero", 2025)) == [("low", 2025), ("near", 2025), ("zero", 2025)]


@pytest.mark.parametrize(
    "year, words", [(None, "the scenario gives no year for tier zero"), (2050, "2050 is not a planning year (2025-2026)")]
)
def test_a_tier_without_a_year_or_with_a_strange_one_is_refused(year: int | None, words: str) -> None:
    with pytest.raises(UnknownName) as refused:
        request_for(case_of(targets={"low": 2025}), "zero", year)
    assert words in refused.value.en
    assert refused.value.zh


def test_an_unknown_index_is_refused() -> None:
    with pytest.raises(InputRefused, match="atlantis"):
        run(case_of(index=IndexChoice(id="atlantis")), reference_request())


def test_a_run_gives_a_plan_and_two_accounts_that_agree() -> None:
    found = run(case_of(), request_for(case_of(), "near"))
    assert found.status is SolveStatus.OPTIMAL
    assert found.plan is not None
    assert found.ledger is not None
    assert found.disagreements == ()
    assert found.ledger.breaches == ()
    assert [(v.tier, v.year) for v in found.verdicts] == [("low", 2025), ("low", 2026), ("near", 2026)]
    assert all(not verdict.not_met for verdict in found.verdicts)
    assert not found.holds  # papers are missing
    assert set(found.optimizer_figures) == {2025, 2026}


def test_a_tier_that_is_not_kept_is_judged_in_its_year_only() -> None:
    case = case_of(tiers_kept=False)
    assert [(v.tier, v.year) for v in run(case, request_for(case, "near")).verdicts] == [("low", 2025), ("near", 2026)]


def test_the_reference_holds_when_nothing_is_asked() -> None:
    found = run(case_of(), reference_request())
    assert found.verdicts == ()
    assert found.holds


def test_an_unreachable_tier_has_shortfalls_and_a_clash_and_no_plan() -> None:
    case = tiny_case(measures=[purchase("green", limit_mwh=dict.fromkeys((2025, 2026), 1.0))], targets=TARGETS, history=FALLEN)
    found = run(case, request_for(case, "zero"))
    assert found.status is SolveStatus.INFEASIBLE
    assert (found.plan, found.ledger, found.verdicts, found.optimizer_figures) == (None, None, (), {})
    assert found.shortfalls
    assert found.clash
    assert all(zh and en for zh, en in found.clash)
    assert not found.holds


def test_money_without_end_is_raised() -> None:
    case = case_of(
        commodities={**tiny_case().commodities, "electricity": electricity(sell_price=5000.0)},
    )
    with pytest.raises(Unbounded):
        run(case, no_target_request())


def test_pathways_answer_several_requests_like_single_runs() -> None:
    case = case_of()
    several = Pathways(case)
    for request in (no_target_request(), request_for(case, "low"), reference_request()):
        together, alone = several.run(request), run(case, request)
        assert together.plan == alone.plan
        assert together.verdicts == alone.verdicts


def test_a_solved_plan_checks_out_without_a_solver() -> None:
    case = case_of()
    solved = run(case, request_for(case, "near"))
    assert solved.plan is not None
    checked = check(case, solved.plan)
    assert checked.status is SolveStatus.OPTIMAL
    assert checked.verdicts == solved.verdicts
    assert checked.ledger == solved.ledger
    assert not any("another" in en for _, en in checked.warnings)
    assert checked.disagreements == ()


def test_a_plan_by_hand_is_judged_and_never_called_proven() -> None:
    case = case_of()
    plan = base_plan(case).model_copy(update={"request": Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2026),))})
    found = check(case, plan)
    assert found.status is SolveStatus.NOT_PROVEN
    assert found.ledger is not None
    assert found.ledger.breaches == ()
    assert [v.indicator for v in found.verdicts[0].not_met]
    assert not found.holds


def test_a_plan_that_breaks_physics_never_holds() -> None:
    case = case_of()
    found = check(case, plan_for(case))
    assert found.ledger is not None
    assert found.ledger.breaches
    assert not found.holds


def test_what_was_made_up_is_told_with_every_outcome() -> None:
    """Also where there is no plan: a contracted capacity that is too small may be why."""
    case = case_of(notices=(text("made up"),))
    impossible = replace(
        case, demands={id: replace(one, annual_mwh={year: 1e9 for year in case.years}) for id, one in case.demands.items()}
    )
    for told in (run(case, no_target_request()), run(replace(impossible, commodities=_unbuyable(case)), no_target_request())):
        assert ("made up", "made up") in told.warnings, told.status


def _unbuyable(case: Case) -> dict[str, CommodityData]:
    return {id: replace(one, can_buy=False) for id, one in case.commodities.items()}


def test_a_plan_of_another_scenario_is_judged_with_a_warning() -> None:
    case = case_of()
    found = check(replace(case, scenario_sha256="f" * 64), base_plan(case))
    assert [en for _, en in found.warnings if "made from another or an edited scenario" in en]
    assert all(zh and en for zh, en in found.warnings)


ALL_AVAILABLE = IndexChoice(id="binhai-2022", settings={"own_reduction_first": "all_available"})


def r11(found: Outcome) -> Status:
    """The verdict on row 11 at the zero tier in 2026."""
    (zero,) = (tier for tier in found.verdicts if (tier.tier, tier.year) == ("zero", 2026))
    return next(verdict.status for verdict in zero.verdicts if verdict.indicator == "R11")


def test_a_solved_plan_records_how_far_own_reduction_goes_and_is_held_to_it() -> None:
    case = case_of(index=ALL_AVAILABLE)
    found = run(case, request_for(case, "zero"))
    assert found.plan is not None
    assert found.ledger is not None
    record = found.plan.own_reduction["binhai-2022"]
    assert (record.rule, record.scenario_sha256, set(record.ceilings_t)) == ("all_available", case.scenario_sha256, {2026})
    assert found.ledger.years[2026]["own_scope_emissions_t"] <= record.ceilings_t[2026]
    for judged in (found, check(case, found.plan), check(case, found.plan, prove=True)):
        assert r11(judged) is Status.MET
        assert judged.breaches == ()
    shown = display_number(record.ceilings_t[2026], "tCO2e")
    assert found.proof == ()
    assert check(case, found.plan).proof == (CLAIMED,)
    (proof,) = check(case, found.plan, prove=True).proof
    assert proof.en == f"solved again: the ceilings of own reduction (binhai-2022) are confirmed, 2026: {shown}"
    assert proof.zh == f"已重新求解：自主减排上限（binhai-2022）得到确认，2026 年 {shown}"


def test_a_record_written_by_hand_is_found_out_by_proving() -> None:
    pv = generation("pv", built=investment(capex=3000.0, limit_size=50.0))
    cheap = case_of(measures={m.id: m for m in (pv, *MEASURES[1:3], removal("credits", price=1.0))})
    case = replace(cheap, index=ALL_AVAILABLE)
    lazy = run(cheap, request_for(cheap, "zero")).plan
    assert lazy is not None
    claim = OwnReduction(scenario_sha256=case.scenario_sha256, rule="all_available", ceilings_t={2026: 1e6})
    forged = lazy.model_copy(update={"own_reduction": {"binhai-2022": claim}})
    assert r11(check(case, lazy)) is Status.NOT_ASSESSED
    assert r11(check(case, forged)) is Status.MET  # the record is a claim, and nothing else was asked
    proved = check(case, forged, prove=True)
    assert r11(proved) is Status.NOT_MET
    assert [text.en for text in proved.breaches if "found anew" in text.en]
    assert "the plan records 1,000,000 tCO2e" in proved.proof[0].en and "confirmed" not in proved.proof[0].en
    assert not proved.holds


def test_proving_supplies_what_a_plan_by_hand_does_not_record() -> None:
    case = case_of(index=ALL_AVAILABLE)
    solved = run(case, request_for(case, "zero")).plan
    assert solved is not None
    bare = solved.model_copy(update={"own_reduction": {}, "solver": None})
    assert r11(check(case, bare)) is Status.NOT_ASSESSED
    proved = check(case, bare, prove=True)
    assert r11(proved) is Status.MET
    assert "the plan records none" in proved.proof[0].en and "方案没有记录" in proved.proof[0].zh


def test_proving_says_when_there_is_nothing_to_prove() -> None:
    case = case_of(index=ALL_AVAILABLE)
    plan = base_plan(case)
    low = plan.model_copy(update={"request": request_for(case, "low")})
    assert check(case_of(), plan, prove=True).proof == (ALL_CEILING,)
    assert check(case_of(), plan).proof == ()
    assert check(case, low, prove=True).proof == (NONE_ASKED,)
    out_of_reach = replace(case, measures={})
    zero = plan.model_copy(update={"request": request_for(case, "zero")})
    assert check(out_of_reach, zero, prove=True).proof == (NO_PLAN_FOUND,)


def test_a_tier_of_a_further_index_is_told_from_an_unknown_one() -> None:
    further = WantedIndex(IndexChoice(id="hunan-2025", settings={"electricity_tce": "calorific"}), {"by-2030": 2026})
    case = case_of(further_indexes=(further,))
    with pytest.raises(UnknownName) as refused:
        request_for(case, "by-2030")
    assert "by-2030 is a tier of hunan-2025, a further index" in refused.value.en and "hunan-2025" in refused.value.zh
    with pytest.raises(UnknownName) as refused:
        request_for(case, "gold")
    assert "further" not in refused.value.en


def test_raised_ceilings_are_told() -> None:
    plant = removal("dac", price=1.0, consumes={"electricity": 0.5})
    green = purchase("green", limit_mwh=dict.fromkeys((2025, 2026), 600.0))
    case = tiny_case(measures=[*MEASURES[:1], green, MEASURES[2], plant], targets={"zero": 2026}, history=FALLEN, index=ALL_AVAILABLE)
    case = replace(case, measures={**case.measures, "pv": replace(case.measures["pv"], built=investment(capex=3000.0, limit_size=50.0))})
    found = run(case, request_for(case, "zero"))
    assert found.plan is not None
    assert found.plan.own_reduction["binhai-2022"].raised_t[2026] > 0
    assert [en for _, en in found.warnings if "the ceiling on own emissions is raised" in en]


def test_a_dearer_carrier_never_makes_the_plan_cheaper() -> None:
    dear = case_of(commodities={**tiny_case().commodities, "gas": natural_gas(price=900.0)})
    costs = [run(case, no_target_request()).plan.solver.objective_cny for case in (case_of(), dear)]  # type: ignore[union-attr]
    assert costs[0] < costs[1]

"""One run end to end: requests from a scenario, outcomes with and without a plan, and the check of a plan by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.scenario import IndexChoice
from planner.domain.tiers import SolveStatus
from planner.errors import InputRefused, Unbounded, UnknownName
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
    tiny_case,
)

MEASURES = (
    generation("pv", built=investment(capex=3000.0)), purchase("green"), saving("led", {"power": 0.3}, full_size=300.0), removal("credits"),
)  # fmt: skip
FALLEN = {2023: past({"electricity": 1200.0, "gas": 600.0}), 2024: past({"electricity": 1000.0, "gas": 500.0})}
"""A past that falls, so that two falls in a row are possible by 2025."""
TARGETS = {"low": 2025, "near": 2026, "zero": 2026}


def case_of(**changes: object) -> Case:
    return tiny_case(measures=MEASURES, **{"targets": TARGETS, "history": FALLEN, **changes})


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


def test_a_plan_of_another_scenario_is_judged_with_a_warning() -> None:
    case = case_of()
    found = check(replace(case, scenario_sha256="f" * 64), base_plan(case))
    assert [en for _, en in found.warnings if "made from another or an edited scenario" in en]
    assert all(zh and en for zh, en in found.warnings)


def test_a_dearer_carrier_never_makes_the_plan_cheaper() -> None:
    dear = case_of(commodities={**tiny_case().commodities, "gas": natural_gas(price=900.0)})
    costs = [run(case, no_target_request()).plan.solver.objective_cny for case in (case_of(), dear)]  # type: ignore[union-attr]
    assert costs[0] < costs[1]

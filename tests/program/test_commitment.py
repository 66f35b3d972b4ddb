"""What an earlier plan decided is kept to the last unit, leaves everything later free, and is named when it leaves no plan."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.case import Case, GroupData
from planner.domain.commitment import commit
from planner.domain.plan import Commitment, Flows, Plan, Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.errors import NoPlanInTime, TierUnreachable
from planner.index import load_index
from planner.index.rules import Index
from planner.pathway import no_target_request, request_for
from planner.program import Program
from planner.program.run import PROVEN_GAP
from tests.builders import BINHAI, TIERS, alone, base_plan, capture, generation, investment, purchase, readings, removal, storage, text
from tests.factories import cases
from tests.test_hand_solved import at_least, case_of, index_of, price
from tests.test_invariants import FEW, LINEAR, size_of
from tests.test_two_accounts import quantitative

LOW = Request(tiers=(TierYear(index=BINHAI, tier="low", year=2025),))


def pv_index(kw: float) -> Index:
    """An index whose low tier asks for PV and nothing else."""
    return index_of(at_least("pv_kw", kw))


def test_decisions_up_to_the_year_are_taken_over_and_running_is_not() -> None:
    case = case_of(generation("pv"), purchase("green"), removal("credits"), removal("plant", built=investment()), storage("battery"))
    plan = base_plan(
        case, deploy={"pv": {2025: 10.0, 2026: 20.0}, "battery": {2026: 5.0}}, deploy_kwh={"battery": {2026: 10.0}},
        purchased={"green": {2025: 100.0, 2026: 200.0}}, removed={"credits": {2025: 3.0, 2026: 4.0}, "plant": {2025: 5.0, 2026: 5.0}},
    )  # fmt: skip
    assert commit(case, plan, 2025) == Commitment(
        until=2025, deploy={"pv": {2025: 10.0}}, purchased={"green": {2025: 100.0}}, removed={"credits": {2025: 3.0}}
    )
    assert commit(case, plan, 2026).deploy_kwh == {"battery": {2026: 10.0}}
    assert commit(case, plan, 2024) == Commitment(until=2024)


def test_lumpy_sizes_are_whole_units_again() -> None:
    case = case_of(generation("pv", built=investment(unit_size=60.0)))
    assert commit(case, base_plan(case, deploy={"pv": {2025: 119.9999999}}), 2025).deploy == {"pv": {2025: 120.0}}


def test_the_plan_keeps_what_was_committed_and_says_so() -> None:
    # PV never pays here, and nothing asks for it: 80 kW stand there only because an earlier plan built them.
    case = case_of(generation("pv", built=price(3000)), purchase("green"))
    committed = Commitment(until=2025, deploy={"pv": {2025: 80.0}}, purchased={"green": {2025: 50.0}})
    program = Program(case, alone(pv_index(1.0)))
    plan = program.solve(no_target_request(), committed=committed).plan
    assert plan.deploy == {"pv": {2025: pytest.approx(80.0, rel=1e-7)}}
    assert plan.flows.purchased == {"green": {2025: pytest.approx(50.0, rel=1e-7)}}
    assert plan.solver is not None and plan.solver.committed == committed
    free = program.solve(no_target_request()).plan
    assert free.deploy == {} and free.solver is not None and free.solver.committed is None


def test_what_was_not_built_can_not_be_built_any_more() -> None:
    # The low tier asks for PV in 2025, and the commitment says that nothing was built in that year.
    case = case_of(generation("pv", built=price(3000)))
    with pytest.raises(TierUnreachable) as refused:
        Program(case, alone(pv_index(10.0))).solve(LOW, committed=Commitment(until=2025))
    assert [shortfall.rule for shortfall in refused.value.shortfalls] == ["R01"]
    english = [words.partition("|")[2] for words in refused.value.clash]
    assert english == [
        "what is committed until 2025: sizes that started to operate and contracts bought",
        "R01 indicator (indicator, 2025-2026)",
    ]


def test_a_clash_that_stands_without_the_commitment_does_not_name_it() -> None:
    case = case_of(generation("pv", built=price(3000, limit_size=5.0)))
    with pytest.raises(TierUnreachable) as refused:
        Program(case, alone(pv_index(10.0))).solve(LOW, committed=Commitment(until=2025))
    assert not any("committed" in words for words in refused.value.clash)
    assert any("limit_size" in words for words in refused.value.clash)


def test_the_clash_may_be_left_out() -> None:
    case = case_of(generation("pv", built=price(3000)))
    with pytest.raises(TierUnreachable) as refused:
        Program(case, alone(pv_index(10.0))).solve(LOW, committed=Commitment(until=2025), name_clash=False)
    assert refused.value.shortfalls and refused.value.clash == ()


def test_sizes_at_the_edge_of_a_limit_stay_possible() -> None:
    # Two kinds of PV fill a shared roof to its last square metre, with thirds that no binary number holds.
    plain, dense = generation("plain", built=price(900, limit_size=100 / 3)), generation("dense", built=price(950))
    roof = GroupData("roof", text("roof"), 1000 / 3, "m2", {"plain": 7.0, "dense": 0.7})
    case = case_of(plain, dense, groups={"roof": roof})
    program = Program(case, alone(pv_index(1.0)))
    first = program.solve(no_target_request())
    again = program.solve(no_target_request(), committed=commit(case, first.plan, 2026))
    assert first.plan.solver is not None and again.plan.solver is not None
    assert again.plan.solver.objective_cny == pytest.approx(first.plan.solver.objective_cny, rel=1e-7)


def test_captured_co2_and_bought_energy_stay_free() -> None:
    case = case_of(capture("ccs", "boiler", built=investment()))
    plan = base_plan(case, deploy={"ccs": {2025: 10.0}}, captured={"ccs": 9.0})
    assert isinstance(plan.flows, Flows) and plan.flows.captured
    committed = commit(case, plan, 2025)
    found = Program(case, alone(pv_index(1.0), readings())).solve(no_target_request(), committed=committed).plan
    assert found.flows.captured == {}  # nothing pays for running it


# Random factories -------------------------------------------------------------------------------------------------------


def program_of(case: Case) -> Program:
    index, choices = load_index(case.index.id, case.index.settings)
    return Program(case, alone(quantitative(index), choices))


def proven(program: Program, request: Request, committed: Commitment | None = None) -> Plan | None:
    """The plan if it is proven cheapest, None if it is proven that there is none; other draws are left out."""
    try:
        plan = program.solve(request, time_limit_s=10.0, committed=committed, name_clash=False).plan
    except NoPlanInTime:
        assume(False)
    except TierUnreachable as unreachable:
        assume(unreachable.proven)
        return None
    assume(plan.solver is not None and plan.solver.status is SolveStatus.OPTIMAL)
    return plan


def cost_of(plan: Plan) -> float:
    assert plan.solver is not None
    return plan.solver.objective_cny


@pytest.mark.slow
@FEW
@given(cases(most_years=4), st.sampled_from(["none", *TIERS]), st.integers(0, 3))
def test_a_plan_can_always_be_kept_to(case: Case, tier: str, place: int) -> None:
    """The same request under a commitment to its own plan has the same cost, whole units and exclusions included."""
    program, request = program_of(case), no_target_request() if tier == "none" else request_for(case, tier)
    first = proven(program, request)
    assume(first is not None)
    assert first is not None
    again = proven(program, request, commit(case, first, case.years[min(place, len(case.years) - 1)]))
    assert again is not None
    assert abs(cost_of(again) - cost_of(first)) <= 2 * PROVEN_GAP * max(size_of(case), abs(cost_of(first)))


@pytest.mark.slow
@FEW
@given(cases(rules=LINEAR, most_years=4), st.sampled_from(TIERS), st.integers(0, 2))
def test_a_commitment_never_makes_anything_cheaper(case: Case, tier: str, place: int) -> None:
    program, request = program_of(case), request_for(case, tier)
    first = proven(program, no_target_request())
    assume(first is not None)
    assert first is not None
    bound = proven(program, request, commit(case, first, case.years[min(place, len(case.years) - 1)]))
    assume(bound is not None)
    assert bound is not None
    free = proven(program, request)
    assert free is not None  # what can be had under a commitment can be had without
    assert cost_of(free) <= cost_of(bound) + 2 * PROVEN_GAP * max(size_of(case), abs(cost_of(bound)))

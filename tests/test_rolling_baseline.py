"""The program and the judge agree about a baseline that rolls on, on random factories; and no leg is cheaper than the plan's."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.scenario import IndexChoice
from planner.errors import NoPlanInTime, TierUnreachable
from planner.index import load_index
from planner.program import Program, Solution
from planner.program.targets import read_targets
from tests.builders import BINHAI, alone
from tests.drawing import Dice
from tests.factories import cases
from tests.test_two_accounts import RANDOM, TIME_LIMIT_S, assert_met, assert_same, quantitative

pytestmark = pytest.mark.slow


def rolling(case: Case) -> Case:
    """The case with a baseline that rolls on."""
    return replace(case, index=IndexChoice(id=case.index.id, settings={**case.index.settings, "baseline": "rolling"}))


def solve(program: Program, request: Request) -> Solution | None:
    try:
        return program.solve(request, time_limit_s=TIME_LIMIT_S)
    except (TierUnreachable, NoPlanInTime):
        return None


@settings(RANDOM, max_examples=60)
@given(cases(), st.integers(0, 2**32 - 1))
def test_the_judge_accepts_what_the_program_plans(case: Case, seed: int) -> None:
    case = rolling(case)
    index, readings = load_index(case.index.id, case.index.settings)
    index = quantitative(index)
    dice = Dice(seed)
    request = Request(tiers=(TierYear(index=BINHAI, tier=dice.choice(["low", "near", "zero"]), year=dice.choice(case.years)),))
    solution = solve(Program(case, alone(index, readings)), request)
    if solution is not None:
        assert_same(case, readings, solution)
        assert_met(case, index, readings, request, solution)


@settings(RANDOM, max_examples=12)
@given(cases(counts=(1,), most_years=6, kinds=("savings", "claims", "suns"), parts=(), rules=()), st.sampled_from(["low", "near"]))
def test_no_combination_of_legs_is_cheaper(case: Case, tier: str) -> None:
    case = rolling(case)
    index, readings = load_index(case.index.id, case.index.settings)
    index = quantitative(index)
    request = Request(tiers=(TierYear(index=BINHAI, tier=tier, year=case.years[-1]),))
    program = Program(case, alone(index, readings))
    solution = solve(program, request)
    asked = read_targets(case, alone(index, readings), request)
    compiled = program._stated(request, asked.every_target)
    from planner.program.solve import _only

    costs = [float("inf")]
    for choice in itertools.product(*asked.open.values()):
        targets = [*asked.fixed, *(target for leg in choice for target in leg.targets)]
        costs.append(program._run(_only(compiled, asked, targets), {}, TIME_LIMIT_S).objective_cny)
    if solution is None:
        assert min(costs) == float("inf")
    else:
        assert solution.plan.solver is not None
        assert solution.plan.solver.objective_cny == pytest.approx(min(costs), rel=1e-6)

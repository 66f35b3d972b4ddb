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
from planner.index.rules import AtLeast, Index
from planner.program import Program, Solution
from planner.program.solve import _only
from planner.program.targets import Asked, read_targets
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


def with_low_past(case: Case, part: float) -> Case:
    """Past years that bought only a part, so that planned years are the peaks."""
    history = {
        year: replace(past, bought_mwh={name: part * amount for name, amount in past.bought_mwh.items()}, sold_mwh={},
                      own_renewable_mwh={}, green_power_mwh={}, certificates_mwh={}, captured_t=0.0)
        for year, past in case.history.items()
    }  # fmt: skip
    return replace(case, history=history, carbon_price=None)


def with_reduction_only(index: Index, share: float) -> Index:
    """Row 15 alone, asking for a fall by ``share`` at every tier."""
    row = next(indicator for indicator in index.indicators if indicator.id == "R15")
    rule = AtLeast(kind="at_least", metric="emission_reduction", value=share)
    return index.model_copy(update={"indicators": (row.model_copy(update={"tests": dict.fromkeys(index.tiers, rule)}),)})


def every_cost(program: Program, asked: Asked, request: Request) -> list[float]:
    """Least cost under every combination of legs."""
    compiled = program._stated(request, asked.every_target)
    costs = []
    for choice in itertools.product(*asked.open.values()):
        targets = [*asked.fixed, *(target for leg in choice for target in leg.targets)]
        costs.append(program._run(_only(compiled, asked, targets), {}, TIME_LIMIT_S).objective_cny)
    return costs


def check_every_leg(case: Case, share: float, part: float) -> str:
    """Solve, judge, and compare with every leg. The leg of the plan, or nothing where none can hold."""
    case = with_low_past(rolling(case), part)
    index, readings = load_index(case.index.id, case.index.settings)
    index = with_reduction_only(index, share)
    request = Request(tiers=(TierYear(index=BINHAI, tier="low", year=case.years[-1]),))
    program = Program(case, alone(index, readings))
    asked = read_targets(case, alone(index, readings), request)
    solution, costs = solve(program, request), every_cost(program, asked, request)
    if solution is None:
        assert min(costs) == float("inf")
        return ""
    assert solution.plan.solver is not None
    assert_same(case, readings, solution)
    assert_met(case, index, readings, request, solution)
    assert solution.plan.solver.objective_cny == pytest.approx(min(costs), rel=1e-6)
    return solution.plan.solver.branches.get("R15_low", "")


def test_no_leg_is_cheaper_and_planned_years_are_peaks_too() -> None:
    legs: list[str] = []

    @settings(RANDOM, max_examples=40)
    @given(cases(counts=(1, 4), most_years=8, rules=()), st.sampled_from((0.01, 0.1, 0.5)), st.sampled_from((0.1, 1.0)))
    def draw(case: Case, share: float, part: float) -> None:
        legs.append(check_every_leg(case, share, part))

    draw()
    assert sum(leg.startswith("peak_2") for leg in legs) >= 5
    assert "peak_past" in legs

"""The search over legs against every combination, on made-up programs whose plans are listed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.tiers import SolveStatus
from planner.program import branching
from planner.program.branching import settle_legs
from planner.program.run import Run
from planner.program.targets import Leg

RULES = {"A": tuple(Leg(name, ()) for name in "xyz"), "B": tuple(Leg(name, ()) for name in "xy"), "C": (Leg("x", ()), Leg("y", ()))}


@dataclass
class Listed:
    """A program whose plans are known: cost, and for each rule the legs that the plan passes."""

    plans: list[tuple[float, Mapping[str, frozenset[str]]]]
    solved: int = 0

    def solve(self, legs: Mapping[str, Leg]) -> Run:
        self.solved += 1
        able = [at for at, (_, passes) in enumerate(self.plans) if all(leg.name in passes[rule] for rule, leg in legs.items())]
        nothing: Any = None
        if not able:
            return Run(dict(legs), nothing, SolveStatus.INFEASIBLE, None, float("inf"), None, "0")
        at = min(able, key=lambda place: self.plans[place][0])
        return Run(dict(legs), nothing, SolveStatus.OPTIMAL, np.array([at]), self.plans[at][0], self.plans[at][0], "0")

    def passed(self, run: Run) -> dict[str, Leg]:
        assert run.x is not None
        passes = self.plans[int(run.x[0])][1]
        return {rule: leg for rule, legs in RULES.items() for leg in reversed(legs) if leg.name in passes[rule]}

    def best(self) -> float:
        """Cheapest plan that passes some leg of every rule."""
        return min((cost for cost, passes in self.plans if all(passes[rule] for rule in RULES)), default=float("inf"))


def passing(names: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=2)


PLANS = st.lists(st.tuples(st.floats(-50, 100), st.fixed_dictionaries({"A": passing("xyz"), "B": passing("xy"), "C": passing("xy")})))


@given(PLANS)
def test_the_best_plan_is_found_with_its_bound(plans: list[Any]) -> None:
    program = Listed(plans)
    runs = settle_legs(RULES, program.solve, program.passed)
    best = min(runs, key=lambda run: run.objective_cny)
    assert best.objective_cny == program.best()
    assert all(set(run.legs) == set(RULES) for run in runs if run.x is not None)
    assert program.solved <= 1 + 3 + 3 * 2 + 3 * 2 * 2
    bounds = [run.bound_cny for run in runs if run.bound_cny is not None]
    if best.x is not None:
        assert min(bounds) >= best.objective_cny - 1e-9 * abs(best.objective_cny)


def test_one_run_is_enough_when_the_relaxed_plan_passes() -> None:
    program = Listed([(1.0, {rule: frozenset("x") for rule in RULES}), (0.5, {"A": frozenset("x"), "B": frozenset(), "C": frozenset()})])
    program.plans = program.plans[:1]
    (run,) = settle_legs(RULES, program.solve, program.passed)
    assert program.solved == 1 and {rule: leg.name for rule, leg in run.legs.items()} == dict.fromkeys(RULES, "x")


def test_an_impossible_program_is_solved_once() -> None:
    program = Listed([])
    (run,) = settle_legs(RULES, program.solve, program.passed)
    assert program.solved == 1 and run.status is SolveStatus.INFEASIBLE


def test_beyond_the_limit_nothing_is_called_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    every = itertools.product("xyz", "xy", "xy")
    plans = [(float(at), {"A": frozenset(a), "B": frozenset(b), "C": frozenset(c)}) for at, (a, b, c) in enumerate(every, 5)]
    cheap = {"A": frozenset[str](), "B": frozenset("x"), "C": frozenset("x")}
    program = Listed([*plans, (0.0, cheap)])
    monkeypatch.setattr(branching, "MOST_RUNS", 1)
    runs = settle_legs(RULES, program.solve, program.passed)
    assert [run.status for run in runs] == [SolveStatus.NO_PLAN] and runs[0].x is None and runs[0].bound_cny == 0.0

"""Rules with an "or", settled without a binary: solve without them, then add legs one rule at a time, cheapest bound first.

A run with fewer legs costs no more than any run that adds to it. So a run that passes some leg of every rule is the best of all
that extend it, and one that is dearer than a known plan needs no extension. Few of the combinations are ever solved.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import replace

from planner.domain.tiers import SolveStatus
from planner.program.run import Run
from planner.program.targets import Leg

MOST_RUNS = 400
"""Runs after which the search for legs ends. What is still open then is unproven: the plan is not called optimal."""
TIED = 1e-9
"""Distance to the best plan, relative to its cost, from which on a run isn't extended."""

Legs = Mapping[str, Leg]


def settle_legs(open_: Mapping[str, tuple[Leg, ...]], solve: Callable[[Legs], Run], passed: Callable[[Run], Legs]) -> list[Run]:
    """The runs that together say what the best plan is: those with a plan that passes every rule, and those that end a branch.

    A run that ends a branch without being a plan holds no vector; its bound is that of all the combinations it stands for.
    ``solve`` takes the legs to be held; ``passed`` tells for each rule a leg that a run's plan happens to pass.
    """
    settled: list[Run] = []
    left: list[tuple[float, int, Run, str]] = []
    solved, best = 0, float("inf")

    def take(legs: Legs) -> None:
        """Solve with these legs: a plan, a dead end, or a run to be extended."""
        nonlocal solved, best
        run, solved = solve(legs), solved + 1
        if run.x is None:
            settled.append(run)
            return
        chosen = {**passed(run), **legs}
        unsettled = next((rule for rule in open_ if rule not in chosen), None)
        if unsettled is None:
            settled.append(replace(run, legs=chosen))
            best = min(best, run.objective_cny)
        else:
            heapq.heappush(left, (_bound_of(run), solved, run, unsettled))

    take({})
    while left:
        bound, _, run, rule = heapq.heappop(left)
        if bound >= best - TIED * abs(best):
            settled.append(_closed(run, SolveStatus.OPTIMAL))
        elif solved >= MOST_RUNS:
            settled.append(_closed(run, SolveStatus.NO_PLAN))
        else:
            for leg in open_[rule]:
                take({**run.legs, rule: leg})
    return settled


def _bound_of(run: Run) -> float:
    return -float("inf") if run.bound_cny is None else run.bound_cny


def _closed(run: Run, status: SolveStatus) -> Run:
    """A run that isn't extended: its bound stays, its vector is no plan."""
    return replace(run, status=status, x=None, objective_cny=float("inf"))

"""A store charges or discharges, never both: what a linear program leaves open is settled after every solve.

Where doing both changes nothing it is netted; else each such slice gets the direction that moves the level more, and the program is
solved again. The first solve's cost stays the proven bound; where few slices are at stake, binaries close the gap.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program.compile import Compiled
from planner.program.either_way import largest_flows, solve_either_way
from planner.program.netting import both_ways, find_stores, net
from planner.program.run import PROVEN_GAP, Run, Start, money_behind, run_once
from planner.program.targets import Leg

MOST_ROUNDS = 6
"""Solves after which every slice gets a direction, whether it did both or not."""
MOST_BINARIES = 200
MOST_COLUMNS = 100_000
"""Slices that did both, and columns, up to which binaries are tried."""
FIRST_PART = 0.7
"""Part of a time limit for the first solve, so that some is left for settling."""
LONGEST_PROOF_S = 60.0
"""Time for one program with binaries where no limit is asked for. [s]"""


def run_settled(model: Any, compiled: Compiled, legs: dict[str, Leg], time_limit_s: float | None, begin: Start | None = None) -> Run:
    """One hand-over to the solver, and as many more as it takes until no store charges and discharges in one slice."""
    if not len(model.FOLLOWING) or not (len(model.STORAGE) or len(model.FLEXIBLE)):
        return run_once(model, compiled, legs, time_limit_s, begin)
    start = time.perf_counter()
    run = run_once(model, compiled, legs, None if time_limit_s is None else FIRST_PART * time_limit_s, begin)
    if run.x is None:
        return run
    return _Settling(model, compiled, None if time_limit_s is None else start + time_limit_s).settled(run)


class _Settling:
    def __init__(self, model: Any, compiled: Compiled, until: float | None) -> None:
        self.model, self.compiled, self.until = model, compiled, until
        self.stores = find_stores(model, compiled)
        self.seen = np.zeros(0, np.int64)
        self.bound: float | None = None

    def settled(self, first: Run) -> Run:
        """The first run if netting is enough; else the best one found, with what is proven of it."""
        netted = self._netted(first)
        if not len(self._both(netted)):
            return netted
        self.bound = first.bound_cny
        plan = self._directed(netted)
        return self._concluded(plan if self._is_close(plan) else self._exact(plan))

    def _directed(self, run: Run) -> Run:
        """Fix directions and solve again until no slice does both; a run without a vector where that leads nowhere."""
        compiled, everywhere = self.compiled, np.arange(len(self.stores.gain))
        for step in range(1, MOST_ROUNDS + 1):
            both = self._both(run)
            if not len(both):
                break
            self.seen = np.union1d(self.seen, both)
            at = both if step < MOST_ROUNDS else everywhere
            compiled = self._fixed(compiled, at, self._charges(run)[at])
            run = self._solved(compiled, run)
            if run.x is None:
                return replace(run, status=SolveStatus.NO_PLAN)
        return run

    def _exact(self, plan: Run) -> Run:
        """With binaries at all slices that ever did both: a relaxation, exact once its plan does both nowhere else."""
        while len(self.seen) <= MOST_BINARIES and self.compiled.matrix.shape[1] <= MOST_COLUMNS and self._left_s() != 0:
            known = plan if plan.x is not None else None
            largest = largest_flows(self.model, self.compiled, self.seen, known, self._left_s())
            if largest is None:
                break
            left = LONGEST_PROOF_S if self.until is None else self._left_s()
            run, charges = solve_either_way(self.model, self.compiled, self.stores, self.seen, largest, left, plan.legs)
            if run.status is SolveStatus.INFEASIBLE:
                return replace(run, compiled=plan.compiled, proof="search")
            if run.bound_cny is not None:
                self.bound = run.bound_cny if self.bound is None else max(self.bound, run.bound_cny)
            if charges is None:
                break
            chosen = self._solved(self._fixed(self.compiled, self.seen, charges), run)
            more = np.zeros(0, np.int64) if chosen.x is None else self._both(chosen)
            if chosen.x is not None and not len(more) and chosen.objective_cny < plan.objective_cny:
                plan = chosen
            if not len(more) or self._is_close(plan):
                break
            self.seen = np.union1d(self.seen, more)
        return plan

    def _concluded(self, plan: Run) -> Run:
        """The plan with its bound; without one, what is known of it."""
        if plan.x is None:
            return plan if plan.status is SolveStatus.INFEASIBLE else replace(plan, bound_cny=self.bound)
        bound = None if self.bound is None else min(self.bound, plan.objective_cny)
        return replace(plan, status=SolveStatus.OPTIMAL if self._is_close(plan) else SolveStatus.NOT_PROVEN, bound_cny=bound)

    def _is_close(self, plan: Run) -> bool:
        """Whether a plan is as good as proven."""
        if plan.x is None or self.bound is None:
            return False
        return plan.objective_cny - self.bound <= PROVEN_GAP * money_behind(self.model, plan)

    # solving ----------------------------------------------------------------------------------------------------------

    def _solved(self, compiled: Compiled, before: Run) -> Run:
        run = run_once(self.model, compiled, before.legs, self._left_s(), before.start)
        return run if run.x is None else self._netted(run)

    def _netted(self, run: Run) -> Run:
        return net(self.model, self.stores, run)

    def _both(self, run: Run) -> np.ndarray:
        assert run.x is not None  # only of runs with a vector
        return both_ways(self.stores, run.x)

    def _charges(self, run: Run) -> np.ndarray:
        """Whether a position raises the level. Shape (positions,)."""
        assert run.x is not None  # only of runs with a vector
        return np.asarray(self.stores.gain * run.x[self.stores.charge] >= self.stores.loss * run.x[self.stores.discharge])

    def _fixed(self, compiled: Compiled, at: np.ndarray, charges: np.ndarray) -> Compiled:
        """The program in which positions ``at`` charge, or else discharge, if they do anything."""
        upper = compiled.matrix.upper.copy()
        upper[np.where(charges, self.stores.discharge[at], self.stores.charge[at])] = 0.0
        return replace(compiled, matrix=replace(compiled.matrix, upper=upper))

    def _left_s(self) -> float | None:
        return None if self.until is None else max(self.until - time.perf_counter(), 0.0)

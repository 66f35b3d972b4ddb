"""The least cost where savings meet: a bound from below, plans from inside, and halving intervals of adoption until they agree.

The outer program lets several savings take a little more than the product of their shares, so its cost is a proven bound; the
inner one never does, so what it finds is a plan. Both close in on each other as the intervals of adoption get narrower.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program.compile import Compiled, Compiler
from planner.program.directions import run_settled
from planner.program.families import overlaps, tier
from planner.program.overlaps import Adoptions, Box, Order, in_given_order, most_adopted_first
from planner.program.run import LARGE, PROVEN_GAP, Run, Start, money_behind, run_once
from planner.program.takings import find_excess, read_adopted, size_rows
from planner.program.targets import Leg

CLOSED_GAP = 1e-7
"""Distance at which the search ends."""
EXACT = 1e-9
"""Share of a demand by which rounding may exceed the product; the solver's tolerance, a thousandth of the evaluator's."""
FIRST_PART = 0.5
"""Part of a time limit that the first outer program may take, so that some is left to find a plan."""
MOST_BOXES = 100
"""Boxes that are split before the search ends with the gap that is left."""
NARROWEST_PART = 0.01
"""Least part of an interval that a split leaves on either side, so that every split gets somewhere."""
MOST_ROUNDS = 4
"""Times that a new best plan is improved around its own adoptions."""


def find_least_cost(
    model: Any, compiler: Compiler, compiled: Compiled, legs: dict[str, Leg], time_limit_s: float | None, start: Start | None = None
) -> Run:
    """The cheapest plan that is found, with what is proven of it; large programs are solved from ``start``."""
    if not model.numbers.overlaps:
        return run_settled(model, compiled, legs, time_limit_s, start)
    return _Search(model, compiler, compiled, legs, time_limit_s, start).best()


def find_start(model: Any, base: Compiled, time_limit_s: float | None) -> Start | None:
    """Where large programs begin: the optimum of the outer program without targets and whole numbers, which is found fast.

    Every request begins there, so that none depends on what was asked before. None for small programs and where none is found.
    """
    if base.matrix.shape[0] < LARGE:
        return None
    matrix = replace(base.matrix, integer=np.zeros_like(base.matrix.integer))
    inner = _rows_of(base, overlaps.INNER)
    return run_once(model, replace(base, matrix=matrix.without_rows(inner)), {}, time_limit_s).start


def _rows_of(compiled: Compiled, families: Sequence[str]) -> list[int]:
    """Rows of those families that the program has."""
    found = [compiled.rows(name) for name in families if name in compiled.first_row]
    return [row for rows in found for row in range(rows.start, rows.stop)]


@dataclass(frozen=True, slots=True)
class _Node:
    """A box whose bound is known, with the adoptions of its outer program."""

    box: Box
    bound_cny: float
    run: Run
    adopted: np.ndarray

    def __lt__(self, other: _Node) -> bool:
        return self.bound_cny < other.bound_cny


class _Search:
    def __init__(
        self,
        model: Any,
        compiler: Compiler,
        compiled: Compiled,
        legs: dict[str, Leg],
        time_limit_s: float | None,
        start: Start | None,
    ) -> None:
        self.model, self.compiler, self.compiled, self.legs, self.start = model, compiler, compiled, legs, start
        self.adoptions: Adoptions = model.adoptions
        self.limit_s, self.started = time_limit_s, time.perf_counter()
        self.plan: Run | None = None

    def best(self) -> Run:
        """Outer program first: where it keeps to the product by itself, it is the optimum."""
        widest = self.adoptions.widest
        root = self._run(self._freed(overlaps.INNER), FIRST_PART)
        if root.x is None and root.status is not SolveStatus.NO_PLAN:
            return root
        if root.x is not None and self._is_exact(root):
            return root
        in_order = self._run(self._freed(overlaps.OUTER))
        if root.x is None:
            return replace(in_order, bound_cny=root.bound_cny, status=_without_proof(in_order.status))
        self._take(in_order)
        node = _Node(widest, _known(root.bound_cny), root, self._adopted(root))
        self._look_inside(node)
        return self._concluded(self._branch(node), in_order)

    def _branch(self, root: _Node) -> float:
        """Split the box of the lowest bound again and again. Returns the bound of all that is left."""
        left, closed = [root], float("inf")
        for _ in range(MOST_BOXES):
            if not left or left[0].bound_cny >= self._cost() - CLOSED_GAP * self._scale() or self._left_s() == 0:
                break
            node = heapq.heappop(left)
            for box in self._halves(node):
                outer = self._outer(box)
                if outer.status is SolveStatus.INFEASIBLE:
                    continue
                bound = max(node.bound_cny, _known(outer.bound_cny))
                if outer.x is None:
                    closed = min(closed, bound)
                elif self._is_exact(outer):
                    closed = min(closed, bound)
                    self._take(outer)
                else:
                    child = _Node(box, bound, outer, self._adopted(outer))
                    self._look_inside(child)
                    heapq.heappush(left, child)
        return min([closed, *(node.bound_cny for node in left)])

    def _concluded(self, bound: float, in_order: Run) -> Run:
        """The best plan with its bound; without a plan, whether it is proven that there is none."""
        if self.plan is None:
            through = bound == float("inf")
            status = SolveStatus.INFEASIBLE if through or self._left_s() != 0 else SolveStatus.NO_PLAN
            return replace(in_order, status=status, bound_cny=None, proof="search" if through else "nothing")
        bound = min(bound, self.plan.objective_cny)
        known = bound if np.isfinite(bound) else None
        close = known is not None and self.plan.objective_cny - bound <= PROVEN_GAP * self._scale()
        return replace(self.plan, status=SolveStatus.OPTIMAL if close else SolveStatus.NOT_PROVEN, bound_cny=known)

    # plans ------------------------------------------------------------------------------------------------------------

    def _look_inside(self, node: _Node) -> None:
        """A plan with no more than the outer program's adoptions, where what it credits is exact."""
        if node.bound_cny >= self._cost() - CLOSED_GAP * self._scale():
            return
        if not self._take(self._inner(replace(node.box, high=np.clip(node.adopted, node.box.low, node.box.high)), node.adopted)):
            return
        for _ in range(MOST_ROUNDS):
            before = self._cost()
            for side in ("high", "low"):
                assert self.plan is not None  # one was just taken
                adopted = self._adopted(self.plan)
                widest = self.adoptions.widest
                near = replace(widest, **{side: np.clip(adopted, widest.low, widest.high)})
                self._take(self._inner(near, adopted))
            if self._cost() >= before - CLOSED_GAP * self._scale():
                return

    def _take(self, run: Run) -> bool:
        """Keep a run if it has a cheaper plan."""
        if run.x is None or run.objective_cny >= self._cost():
            return False
        self.plan = run
        return True

    def _cost(self) -> float:
        return float("inf") if self.plan is None else self.plan.objective_cny

    def _scale(self) -> float:
        """Size of the money that the cost is made of: what gaps are measured by."""
        return 1.0 if self.plan is None else money_behind(self.model, self.plan)

    # programs ---------------------------------------------------------------------------------------------------------

    def _outer(self, box: Box) -> Run:
        order = in_given_order(self.adoptions.overlaps, len(self.model.case.years))
        return self._run(self._in_box(overlaps.OUTER, box, order))

    def _inner(self, box: Box, adopted: np.ndarray) -> Run:
        return self._run(self._in_box(overlaps.INNER, box, most_adopted_first(self.adoptions, adopted)))

    def _freed(self, families: Sequence[str]) -> Compiled:
        return replace(self.compiled, matrix=self.compiled.matrix.without_rows(_rows_of(self.compiled, families)))

    def _in_box(self, names: Sequence[str], box: Box, order: Order) -> Compiled:
        """The program with adoptions in a box, and the planes that belong to it."""
        freed = self._freed((*overlaps.OUTER, *overlaps.INNER))
        families = overlaps.add_in_box(self.model, names, box, order)
        stated = self.compiler.extend(freed, families)
        tier.remove(self.model, families)
        return self._kept_inside(stated, box)

    def _kept_inside(self, compiled: Compiled, box: Box) -> Compiled:
        low, high = compiled.matrix.row_lower.copy(), compiled.matrix.row_upper.copy()
        rows, standing, full = size_rows(self.model, compiled), self.adoptions.standing, self.adoptions.full_size
        least = (box.low - standing) * full
        high[rows] = np.minimum(high[rows], (box.high - standing) * full)
        low[rows] = np.where(least > 0, np.minimum(least, high[rows]), low[rows])  # rounding must not cross them
        return replace(compiled, matrix=replace(compiled.matrix, row_lower=low, row_upper=high))

    def _run(self, compiled: Compiled, part: float = 1.0) -> Run:
        left = self._left_s()
        run = run_settled(self.model, compiled, self.legs, None if left is None else part * left, self.start)
        if compiled.matrix.shape[0] == self.compiled.matrix.shape[0]:
            self.start = run.start or self.start
        return run

    def _left_s(self) -> float | None:
        return None if self.limit_s is None else max(self.limit_s - (time.perf_counter() - self.started), 0.0)

    # what a run says --------------------------------------------------------------------------------------------------

    def _adopted(self, run: Run) -> np.ndarray:
        assert run.x is not None  # only of runs with a vector
        return read_adopted(self.model, run.compiled, run.x)

    def _is_exact(self, run: Run) -> bool:
        assert run.x is not None  # only of runs with a vector
        return bool(np.all(find_excess(self.model, run.compiled, run.x) <= EXACT))

    def _halves(self, node: _Node) -> tuple[Box, Box]:
        """Split where the outer program takes most too much, at the adoption of the measure that is furthest inside its interval."""
        assert node.run.x is not None  # only of runs with a vector
        excess = find_excess(self.model, node.run.compiled, node.run.x)
        worst, year = divmod(int(np.argmax(excess)), excess.shape[1])
        overlap, adopted = self.adoptions.overlaps[worst], node.adopted[:, year]
        low, high = node.box.low[:, year], node.box.high[:, year]
        edge = NARROWEST_PART * (high - low)
        inside = np.minimum(adopted - low, high - adopted) + edge
        rows = self.adoptions.rows(overlap)
        row = rows[int(np.argmax(inside[rows] * overlap.shares))]
        at = float(np.clip(adopted[row], low[row] + edge[row], high[row] - edge[row]))
        return self.adoptions.split(node.box, row, year, at)


def _known(bound_cny: float | None) -> float:
    return -float("inf") if bound_cny is None else bound_cny


def _without_proof(status: SolveStatus) -> SolveStatus:
    """What an inner program alone can say: it may lack the best plan, or any."""
    weaker = {SolveStatus.OPTIMAL: SolveStatus.NOT_PROVEN, SolveStatus.INFEASIBLE: SolveStatus.NO_PLAN}
    return weaker.get(status, status)

"""A few whole numbers in a large linear program: branch on them here, each program from the basis of the one before.

HiGHS's own search starts every time from scratch; on 11 years x 336 slices with two whole numbers that took twice as long.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program import highs
from planner.program.highs import Answer, Basis
from planner.program.matrix import Matrix

MOST_WHOLES = 6
"""Whole numbers up to which we branch."""
WHOLE = 1e-9
"""Distance to a whole number that counts as none; the solver's own tolerance."""


@dataclass(frozen=True, slots=True)
class _Node:
    """The relaxed program within bounds, solved."""

    lower: np.ndarray
    upper: np.ndarray
    objective: float
    x: np.ndarray
    basis: Basis | None
    number: int

    def __lt__(self, other: _Node) -> bool:
        return (self.objective, self.number) < (other.objective, other.number)


def solve_wholes(matrix: Matrix, start: Basis | None, time_limit_s: float | None) -> Answer:
    """The optimum of a program with whole numbers, lowest bound first: the first plan with whole numbers that comes up is the best.

    The answer's basis is that of its relaxation without any branch.
    """
    until = None if time_limit_s is None else time.perf_counter() + time_limit_s
    relaxed = replace(matrix, integer=np.zeros_like(matrix.integer))
    first = highs.solve_from(relaxed, start, time_limit_s)
    if first.status is SolveStatus.UNBOUNDED:
        return highs.solve(matrix, _left_s(until))
    if first.status is not SolveStatus.OPTIMAL:
        return replace(first, status=SolveStatus.NO_PLAN, x=None, objective=None) if first.x is not None else first
    left, count = [_node(relaxed, first, 0)], 0
    while left:
        node = heapq.heappop(left)
        at = _furthest(matrix, node.x)
        if at is None:
            return Answer(SolveStatus.OPTIMAL, node.x, node.objective, node.objective, first.basis)
        for side in (np.floor, np.ceil):
            count += 1
            inside = _beside(relaxed, node, at, float(side(node.x[at])), below=side is np.floor)
            answer = highs.solve_from(inside, node.basis, _left_s(until), near=True)
            if answer.status is SolveStatus.OPTIMAL:
                heapq.heappush(left, _node(inside, answer, count))
            elif answer.status is not SolveStatus.INFEASIBLE:
                return _stopped(matrix, left, node.objective)
    return Answer(SolveStatus.INFEASIBLE, None, None, None)


def _node(matrix: Matrix, answer: Answer, number: int) -> _Node:
    assert answer.x is not None and answer.objective is not None  # of optimal answers only
    return _Node(matrix.lower, matrix.upper, answer.objective, answer.x, answer.basis, number)


def _furthest(matrix: Matrix, x: np.ndarray) -> int | None:
    """The whole number that is furthest from one; None where all are whole."""
    wholes = np.flatnonzero(matrix.integer)
    off = np.abs(x[wholes] - np.round(x[wholes]))
    return int(wholes[np.argmax(off)]) if off.max() > WHOLE else None


def _beside(relaxed: Matrix, node: _Node, at: int, bound: float, *, below: bool) -> Matrix:
    """The node's program with column ``at`` at most ``bound``, or at least."""
    lower, upper = node.lower.copy(), node.upper.copy()
    (upper if below else lower)[at] = bound
    return replace(relaxed, lower=lower, upper=upper)


def _stopped(matrix: Matrix, left: list[_Node], open_bound: float) -> Answer:
    """What is known when time ends while a node of bound ``open_bound`` is being split."""
    plan = min((node for node in left if _furthest(matrix, node.x) is None), default=None)
    bound = min([open_bound, *(node.objective for node in left)])
    if plan is None:
        return Answer(SolveStatus.NO_PLAN, None, None, bound)
    return Answer(SolveStatus.NOT_PROVEN, plan.x, plan.objective, bound)


def _left_s(until: float | None) -> float | None:
    return None if until is None else max(until - time.perf_counter(), 0.0)

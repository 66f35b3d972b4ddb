"""One year at given links: its least cost, how the cost changes with the links, and by how much they fall short.

Where the links leave something unmet (a demand, a yearly requirement), the lack is let through at a high price, so that a year always has
an answer. The answer is a cut: no plan with links u costs the year less than ``cost + slope (u - links)``, for the cost is convex in
the links and letting something through only makes it lower.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.errors import SolverRefused
from planner.program import highs, watch
from planner.program.decomposition.split import Block
from planner.program.matrix import Matrix

NOTHING = 1e-7
"""Scaled lack up to this is none; a plan is only taken from a solve without any."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a plan of the year must keep to, beyond what the bound asks."""

    columns: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rows: np.ndarray
    row_upper: np.ndarray


@dataclass(frozen=True, slots=True)
class Question:
    """What a year is asked."""

    links: np.ndarray
    price: float
    """Of a unit that is lacking."""
    held: Held
    time_limit_s: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a year answers."""

    status: SolveStatus
    """Infeasible: no links at all would do."""
    cost: float
    slope: np.ndarray
    links: np.ndarray
    lacking: np.ndarray
    """What each soft row lacks."""
    plan: np.ndarray | None
    """Own columns of a plan with exactly these links."""
    plan_cost: float


@dataclass(frozen=True, slots=True)
class Year:
    """A block that answers questions. Each answer starts afresh: presolve gains more than the last basis would."""

    block: Block
    soft: np.ndarray
    """Rows that may lack something."""

    def answer(self, question: Question) -> Finding:
        """The cut at the question's links and, where nothing lacks, a plan. Only what can't be met as it is gets softened."""
        block, count = self.block, self.block.links.height
        for soft in (self.soft[:0], self.soft):
            solver = highs.load(soften(block, soft, question.links, question.price), question.time_limit_s)
            status = run_from_here(solver)
            if status is not SolveStatus.INFEASIBLE:
                break
        if status is not SolveStatus.OPTIMAL:
            nothing = np.zeros(count)
            return Finding(status, -np.inf, nothing, question.links, nothing, None, np.inf)
        answer = solver.getSolution()
        x, reduced = np.asarray(answer.col_value, float), np.asarray(answer.col_dual, float)
        lacking = x[block.own + count :].reshape(2, -1).sum(axis=0)
        cost = float(solver.getInfo().objective_function_value)
        finding = Finding(status, cost, reduced[block.own : block.own + count], question.links, lacking, None, np.inf)
        return finding if lacking.max(initial=0.0) > NOTHING else self._planned(solver, len(soft), question.held, finding)

    def _planned(self, solver: Any, soft: int, held: Held, finding: Finding) -> Finding:
        """The same with a plan: nothing lacks, and what it is held to is kept."""
        block = self.block
        answer = solver.getSolution()
        x, activity = np.asarray(answer.col_value, float), np.asarray(answer.row_value, float)
        most = np.minimum(held.upper, block.matrix.upper[held.columns])
        least = np.minimum(held.lower, most)
        inside = np.all(x[held.columns] >= least) and np.all(x[held.columns] <= most)
        kept = inside and np.all(activity[held.rows] <= held.row_upper)
        if kept and not soft:
            return replace(finding, plan=x[: block.own], plan_cost=finding.cost)
        lacks = block.own + block.links.height + np.arange(2 * soft)
        solver.changeColsBounds(len(lacks), lacks.astype(np.int32), np.zeros(len(lacks)), np.zeros(len(lacks)))
        solver.changeColsBounds(len(held.columns), held.columns.astype(np.int32), least, most)
        for row, side in zip(held.rows.tolist(), held.row_upper.tolist(), strict=True):
            solver.changeRowBounds(row, -np.inf, side)
        if run_from_here(solver) is not SolveStatus.OPTIMAL:
            return finding
        plan = np.asarray(solver.getSolution().col_value, float)[: block.own]
        return replace(finding, plan=plan, plan_cost=float(solver.getInfo().objective_function_value))


def find_soft(block: Block, row_slice: np.ndarray) -> np.ndarray:
    """Rows that may lack something: yearly ones, and those of a slice that idle things don't meet."""
    matrix = block.matrix
    met_idle = (matrix.row_lower <= 0) & (matrix.row_upper >= 0)
    return np.flatnonzero((row_slice < 0) | ~met_idle)


def soften(block: Block, soft: np.ndarray, links: np.ndarray, price: float) -> Matrix:
    """The block at these links; soft rows may be missed on either side at a price."""
    matrix, count = block.matrix, len(soft)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    width = matrix.shape[1]
    lacks = width + np.arange(count)
    all_rows = np.concatenate([rows, soft, soft])
    order = np.argsort(all_rows, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(all_rows, minlength=matrix.shape[0]))]).astype(np.int32)
    columns = np.concatenate([matrix.columns, lacks, lacks + count]).astype(np.int32)[order]
    values = np.concatenate([matrix.values, np.ones(count), -np.ones(count)])[order]
    own = block.own
    return Matrix(
        starts, columns, values, matrix.row_lower, matrix.row_upper,
        np.concatenate([matrix.lower[:own], links, np.zeros(2 * count)]),
        np.concatenate([matrix.upper[:own], links, np.full(2 * count, np.inf)]),
        np.concatenate([matrix.cost, np.full(2 * count, price)]), 0.0, np.zeros(width + 2 * count, np.int32),
    )  # fmt: skip


def run_from_here(solver: Any) -> SolveStatus:
    """Solve from the basis at hand; refuse whatever is neither an answer, nor a proof, nor the end of the time."""
    import highspy

    known = highspy.HighsModelStatus
    answers = {
        known.kOptimal: SolveStatus.OPTIMAL, known.kInfeasible: SolveStatus.INFEASIBLE, known.kUnbounded: SolveStatus.UNBOUNDED,
        known.kTimeLimit: SolveStatus.NO_PLAN, known.kInterrupt: SolveStatus.NO_PLAN,
    }  # fmt: skip
    for presolve in ("choose", "off", "off"):
        solver.setOptionValue("presolve", presolve)
        watch.run(highspy, solver)
        status = solver.getModelStatus()
        if status in answers:
            return answers[status]
        solver.clearSolver()
        solver.setOptionValue("simplex_scale_strategy", 0)
    name = solver.modelStatusToString(status)
    raise SolverRefused(f"求解器以状态“{name}”停止，结果不可用", f"the solver stopped with status {name!r}; nothing can be used")

"""One hand-over to the solver: the program with one choice of legs, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program import highs
from planner.program.compile import Compiled
from planner.program.decisions import clean
from planner.program.highs import Basis
from planner.program.lifting import lift
from planner.program.matrix import Matrix, guard
from planner.program.scaling import scaled
from planner.program.targets import Leg
from planner.program.wholes import MOST_WHOLES, solve_wholes

PROVEN_GAP = 1e-6
"""Distance from the bound up to which a plan is called optimal, relative to the cost and the energy bills behind it."""

LARGE = 20_000
"""Rows from which on sums are lifted and bases kept; below, the solver takes no time worth it."""

Proof = Literal["program", "search", "nothing"]
"""The program itself is infeasible; so are all the narrower ones that the search went through; or the search ended before that."""


@dataclass(frozen=True, slots=True)
class Start:
    """The basis of a solved program, its rows first and then those of its lifted sums."""

    rows: int
    """Of the program."""
    lifted: int
    """Sums that were lifted."""
    basis: Basis

    def for_matrix(self, rows: int, lifted: int) -> Basis | None:
        """The basis of a program with the same rows first and as many lifted sums; None where it doesn't fit."""
        if rows < self.rows or lifted != self.lifted:
            return None
        return self.basis.with_basic_rows(self.rows, rows - self.rows)


@dataclass(frozen=True, slots=True)
class Run:
    """The program with one choice of legs, after the solver."""

    legs: dict[str, Leg]
    compiled: Compiled
    status: SolveStatus
    x: np.ndarray | None
    objective_cny: float
    """Infinite without a plan."""
    bound_cny: float | None
    matrix_sha256: str
    proof: Proof = "program"
    """What proves that there is no plan, where there is none."""
    gap_asked: float | None = None
    """Share of the cost within which a plan was to be proven; None where the best one was asked for."""
    start: Start | None = None
    """From where a program like this one is solved again, if it is large."""


def run_once(model: Any, compiled: Compiled, legs: dict[str, Leg], time_limit_s: float | None, start: Start | None = None) -> Run:
    """Scale, check, solve, and bring the answer back to the units of the model. A large program is solved from ``start``."""
    matrix, _, columns, money = scaled(model, compiled)
    guard(matrix, compiled.row_name, compiled.column_name)
    if matrix.shape[0] < LARGE:
        answer, reached = highs.solve(matrix, time_limit_s), None
    else:
        answer, reached = _solve_large(matrix, _lifted(compiled, matrix), time_limit_s, start)
    x = None if answer.x is None else clean(answer.x[: len(columns)], matrix) * columns
    objective = float("inf") if answer.objective is None else answer.objective * money
    bound = None if answer.bound is None else answer.bound * money
    return Run(legs, compiled, answer.status, x, objective, bound, matrix.sha256(), start=reached)


def _solve_large(matrix: Matrix, lifted: Matrix, time_limit_s: float | None, start: Start | None) -> tuple[highs.Answer, Start | None]:
    """The answer, and from where to go on."""
    rows, sums = matrix.shape[0], lifted.shape[1] - matrix.shape[1]
    basis = None if start is None else start.for_matrix(rows, sums)
    wholes = np.count_nonzero(matrix.integer)
    if wholes > MOST_WHOLES:
        return highs.solve(lifted, time_limit_s), None
    answer = solve_wholes(lifted, basis, time_limit_s) if wholes else highs.solve_from(lifted, basis, time_limit_s)
    return answer, None if answer.basis is None else Start(rows, sums, answer.basis)


def _lifted(compiled: Compiled, matrix: Matrix) -> Matrix:
    """The program with columns of their own for sums of sizes."""
    sizes = [np.arange(at.start, at.stop) for at in map(compiled.columns, ("deploy", "deploy_kwh"))]
    return lift(matrix, np.concatenate(sizes))


def money_behind(model: Any, run: Run) -> float:
    """Size of the money that a plan's cost is made of: what gaps are measured by. [CNY]"""
    assert run.x is not None  # of runs with a plan only
    energy = np.abs(run.x[run.compiled.columns("energy_cost_cny")])
    discount = [model.numbers.discount[y] for y in model.case.years]
    return float(energy @ discount) + abs(run.objective_cny)

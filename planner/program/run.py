"""One hand-over to the solver: the program with one choice of legs, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program import highs
from planner.program.compile import Compiled
from planner.program.decisions import clean
from planner.program.lifting import lift
from planner.program.matrix import Matrix, guard
from planner.program.scaling import scaled
from planner.program.targets import Leg

PROVEN_GAP = 1e-6
"""Distance from the bound up to which a plan is called optimal, relative to the cost and the energy bills behind it."""

LARGE = 20_000
"""Rows from which on shared sums get columns of their own; below, the solver takes no time worth the change."""

Proof = Literal["program", "search", "nothing"]
"""The program itself is infeasible; so are all the narrower ones that the search went through; or the search ended before that."""


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


def run_once(model: Any, compiled: Compiled, legs: dict[str, Leg], time_limit_s: float | None) -> Run:
    """Scale, check, solve, and bring the answer back to the units of the model."""
    matrix, _, columns, money = scaled(model, compiled)
    guard(matrix, compiled.row_name, compiled.column_name)
    answer = highs.solve(_lifted(compiled, matrix), time_limit_s)
    x = None if answer.x is None else clean(answer.x[: len(columns)], matrix) * columns
    objective = float("inf") if answer.objective is None else answer.objective * money
    bound = None if answer.bound is None else answer.bound * money
    return Run(legs, compiled, answer.status, x, objective, bound, matrix.sha256())


def _lifted(compiled: Compiled, matrix: Matrix) -> Matrix:
    """A large program with columns of their own for sums of sizes."""
    if matrix.shape[0] < LARGE:
        return matrix
    sizes = [np.arange(at.start, at.stop) for at in map(compiled.columns, ("deploy", "deploy_kwh"))]
    return lift(matrix, np.concatenate(sizes))


def money_behind(model: Any, run: Run) -> float:
    """Size of the money that a plan's cost is made of: what gaps are measured by. [CNY]"""
    assert run.x is not None  # of runs with a plan only
    energy = np.abs(run.x[run.compiled.columns("energy_cost_cny")])
    discount = [model.numbers.discount[y] for y in model.case.years]
    return float(energy @ discount) + abs(run.objective_cny)

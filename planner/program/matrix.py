"""The linear program as arrays: what the solver gets, checked before and after the hand-over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import SolverRefused

SMALLEST_COEFFICIENT = 1e-11
LARGEST_COEFFICIENT = 1e9
"""Range of scaled coefficients that HiGHS keeps to its tolerances; outside it a model is refused, never sent."""
LARGEST_BOUND = 1e15


@dataclass(frozen=True, slots=True)
class Matrix:
    """min cost x + offset, row_lower <= A x <= row_upper, lower <= x <= upper; A by rows, sorted by column, no zeros."""

    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    cost: np.ndarray
    offset: float
    integer: np.ndarray
    """1 where the variable takes whole numbers only."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, columns, non-zeros."""
        return len(self.row_lower), len(self.lower), len(self.values)

    def sha256(self) -> str:
        """Hash of every array, for provenance and for reading back."""
        digest = hashlib.sha256()
        for part in (
            self.starts, self.columns, self.values, self.row_lower, self.row_upper,
            self.lower, self.upper, self.cost, np.array([self.offset]), self.integer,
        ):  # fmt: skip
            digest.update(np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()

    def without_rows(self, rows: Sequence[int] | np.ndarray) -> Matrix:
        """The same program in which these rows stay but don't bind."""
        low, high = self.row_lower.copy(), self.row_upper.copy()
        low[rows], high[rows] = -np.inf, np.inf
        return replace(self, row_lower=low, row_upper=high)

    def without_cost(self) -> Matrix:
        """The same program with nothing to minimise: only feasibility is asked."""
        return replace(self, cost=np.zeros_like(self.cost))

    def activity(self, x: np.ndarray) -> np.ndarray:
        """A x. Shape (rows,)."""
        rows = np.repeat(np.arange(self.shape[0]), np.diff(self.starts))
        return np.bincount(rows, self.values * x[self.columns], minlength=self.shape[0])


def from_terms(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, row_count: int, column_count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row-wise matrix from loose terms: same places added up, zeros dropped. Returns starts, columns, values."""
    key = rows.astype(np.int64) * column_count + columns
    order = np.argsort(key, kind="stable")
    key, values = key[order], values[order]
    if len(key):
        first = np.concatenate([[True], key[1:] != key[:-1]])
        if not first.all():
            values = np.add.reduceat(values, np.flatnonzero(first))
            key = key[first]
    keep = values != 0
    key, values = key[keep], values[keep]
    starts = np.zeros(row_count + 1, np.int32)
    np.cumsum(np.bincount(key // column_count, minlength=row_count), out=starts[1:])
    return starts, (key % column_count).astype(np.int32), values


def append_rows(
    matrix: Matrix, starts: np.ndarray, columns: np.ndarray, values: np.ndarray, row_lower: np.ndarray, row_upper: np.ndarray
) -> Matrix:
    """The matrix with more rows below."""
    return replace(
        matrix,
        starts=np.concatenate([matrix.starts, matrix.starts[-1] + starts[1:]]),
        columns=np.concatenate([matrix.columns, columns]),
        values=np.concatenate([matrix.values, values]),
        row_lower=np.concatenate([matrix.row_lower, row_lower]),
        row_upper=np.concatenate([matrix.row_upper, row_upper]),
    )


def by_columns(matrix: Matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same coefficients column by column: starts, rows, values."""
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.starts))
    order = np.argsort(matrix.columns, kind="stable")
    starts = np.zeros(matrix.shape[1] + 1, np.int32)
    np.cumsum(np.bincount(matrix.columns, minlength=matrix.shape[1]), out=starts[1:])
    return starts, rows[order], matrix.values[order]


def scale(matrix: Matrix, row_scale: np.ndarray, column_scale: np.ndarray, cost_scale: float) -> Matrix:
    """The same program in other units: x = column_scale x', rows and cost divided by their scales."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    return Matrix(
        starts=matrix.starts,
        columns=matrix.columns,
        values=matrix.values * column_scale[matrix.columns] / row_scale[rows],
        row_lower=matrix.row_lower / row_scale,
        row_upper=matrix.row_upper / row_scale,
        lower=matrix.lower / column_scale,
        upper=matrix.upper / column_scale,
        cost=matrix.cost * column_scale / cost_scale,
        offset=matrix.offset / cost_scale,
        integer=matrix.integer,
    )


def guard(matrix: Matrix, row_name: Callable[[int], str], column_name: Callable[[int], str]) -> None:
    """Refuse what a solver would take silently and get wrong: NaN, infinities, coefficients out of range."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    size = np.abs(matrix.values)
    bad = ~np.isfinite(matrix.values) | (size > LARGEST_COEFFICIENT) | (size < SMALLEST_COEFFICIENT)
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        row, column = row_name(int(rows[at])), column_name(int(matrix.columns[at]))
        raise SolverRefused(
            f"方程 {row} 中 {column} 的系数 {matrix.values[at]:g} 超出可可靠求解的范围，请检查相应数据的单位",
            f"in equation {row} the coefficient {matrix.values[at]:g} of {column} is outside the range that can be "
            "solved reliably; check the units of the data behind it",
        )
    for bounds, what, name in (
        (matrix.row_lower, "row", row_name), (matrix.row_upper, "row", row_name),
        (matrix.lower, "column", column_name), (matrix.upper, "column", column_name), (matrix.cost, "cost", column_name),
    ):  # fmt: skip
        finite = np.isfinite(bounds)
        wrong = np.isnan(bounds) | (finite & (np.abs(bounds) > LARGEST_BOUND)) | (~finite & (what == "cost"))
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise SolverRefused(
                f"{name(at)} 的界限或成本为 {bounds[at]:g}，无法求解，请检查相应数据",
                f"{name(at)} has a bound or cost of {bounds[at]:g}, which can't be solved; check the data behind it",
            )

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


@dataclass(frozen=True, slots=True)
class Block:
    """Rows to be put below others; A as in a Matrix."""

    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray


def from_terms(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, row_count: int, column_count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row-wise matrix from loose terms: same places added up, zeros dropped. Returns starts, columns, values."""
    key = np.multiply(rows, column_count, dtype=np.int64)
    key += columns
    step = np.diff(key)
    if np.any(step < 0):
        order = np.argsort(key, kind="stable")
        key, values = key[order], values[order]
        step = np.diff(key)
    if not np.all(step):
        first = np.concatenate([[True], step != 0])
        values, key = np.add.reduceat(values, np.flatnonzero(first)), key[first]
    keep = values != 0
    if not keep.all():
        key, values = key[keep], values[keep]
    row, column = np.divmod(key, column_count) if row_count > 1 else (np.zeros(len(key), np.int64), key)
    starts = np.zeros(row_count + 1, np.int32)
    np.cumsum(np.bincount(row, minlength=row_count), out=starts[1:])
    return starts, column.astype(np.int32), values


def append_rows(
    matrix: Matrix, starts: np.ndarray, columns: np.ndarray, values: np.ndarray, row_lower: np.ndarray, row_upper: np.ndarray
) -> Matrix:
    """The matrix with more rows below."""
    return append_blocks(matrix, [Block(starts, columns, values, row_lower, row_upper)])


def append_blocks(matrix: Matrix, blocks: Sequence[Block]) -> Matrix:
    """The matrix with the rows of every block below, in order."""
    if not blocks:
        return matrix
    starts, above = [matrix.starts], matrix.starts[-1]
    for block in blocks:
        starts.append(above + block.starts[1:])
        above = starts[-1][-1]
    return replace(
        matrix,
        starts=np.concatenate(starts),
        columns=np.concatenate([matrix.columns, *(block.columns for block in blocks)]),
        values=np.concatenate([matrix.values, *(block.values for block in blocks)]),
        row_lower=np.concatenate([matrix.row_lower, *(block.row_lower for block in blocks)]),
        row_upper=np.concatenate([matrix.row_upper, *(block.row_upper for block in blocks)]),
    )


def by_row(matrix: Matrix, operation: np.ufunc, entries: np.ndarray) -> np.ndarray:
    """``np.add``, ``np.maximum`` ... over one number per coefficient, row by row; 0 for a row without any. Shape (rows,)."""
    result = np.zeros(matrix.shape[0])
    filled = np.flatnonzero(np.diff(matrix.starts))
    if len(filled):
        result[filled] = operation.reduceat(entries, matrix.starts[filled])
    return result


def scale(matrix: Matrix, row_scale: np.ndarray, column_scale: np.ndarray, cost_scale: float) -> Matrix:
    """The same program in other units: x = column_scale x', rows and cost divided by their scales."""
    values = matrix.values * column_scale[matrix.columns]
    values /= np.repeat(row_scale, np.diff(matrix.starts))
    return Matrix(
        starts=matrix.starts,
        columns=matrix.columns,
        values=values,
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
    size = np.abs(matrix.values)
    bad = ~np.isfinite(matrix.values) | (size > LARGEST_COEFFICIENT) | (size < SMALLEST_COEFFICIENT)
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        place = int(np.searchsorted(matrix.starts, at, side="right")) - 1
        row, column = row_name(place), column_name(int(matrix.columns[at]))
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

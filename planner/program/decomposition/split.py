"""The program taken apart by years: what is decided once, and one block of rows and columns for every year.

A block sees what is decided once only through *links*: linear functions of it, such as the size of a measure online in the year.
Rows that use the same function, up to a factor, share one link, so that a size stands in a block once and not once per vintage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.program.decomposition.places import NOWHERE, Places
from planner.program.matrix import Matrix

ALIKE_DIGITS = 12
"""Digits to which two rows must agree to share a link; a solver sees nine."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix by rows."""

    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    width: int

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.starts) - 1

    @property
    def rows(self) -> np.ndarray:
        """Row of every coefficient."""
        return np.repeat(np.arange(self.height), np.diff(self.starts))

    def times(self, x: np.ndarray) -> np.ndarray:
        """A x."""
        return np.bincount(self.rows, self.values * x[self.columns], minlength=self.height)

    def transposed_times(self, y: np.ndarray) -> np.ndarray:
        """A' y."""
        return np.bincount(self.columns, self.values * y[self.rows], minlength=self.width)


@dataclass(frozen=True, slots=True)
class Block:
    """One year: rows over its own columns and its links. Columns of ``matrix`` are the own ones, then the links."""

    year: int
    """Position among the planning years."""
    rows: np.ndarray
    """Of the program."""
    columns: np.ndarray
    """Own ones, of the program."""
    matrix: Matrix
    """Links are free here."""
    links: Sparse
    """Link by column of the first stage, numbered as in ``Split.columns``."""

    @property
    def own(self) -> int:
        """Number of its own columns."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Split:
    """The program by years. Every row and column of it is in the first stage or in one block."""

    rows: np.ndarray
    columns: np.ndarray
    matrix: Matrix
    """The first stage."""
    blocks: tuple[Block, ...]


def split_by_years(matrix: Matrix, places: Places) -> Split:
    """Take a program apart. Columns that meet columns of another year in some row belong to the first stage."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    once = _decided_once(matrix, places.year, row_of)
    year = np.where(once, NOWHERE, places.year)
    row_year = np.full(matrix.shape[0], NOWHERE)
    np.maximum.at(row_year, row_of, year[matrix.columns])
    years = np.unique(year[year != NOWHERE])
    rows, columns = np.flatnonzero(row_year == NOWHERE), np.flatnonzero(once)
    first = _part(matrix, rows, columns)
    order = np.argsort(row_year, kind="stable")
    firsts = np.searchsorted(row_year[order], years)
    lasts = np.searchsorted(row_year[order], years, side="right")
    blocks = tuple(
        _block(matrix, int(y), np.sort(order[low:high]), np.flatnonzero(year == y), columns)
        for y, low, high in zip(years, firsts, lasts, strict=True)
    )
    return Split(rows, columns, first, blocks)


def _decided_once(matrix: Matrix, year: np.ndarray, row_of: np.ndarray) -> np.ndarray:
    """Columns without a year, those that meet another year, and accounts of nothing but such columns."""
    seen = year[matrix.columns]
    known = seen != NOWHERE
    low, high = np.full(matrix.shape[0], np.iinfo(np.int64).max), np.full(matrix.shape[0], NOWHERE)
    np.minimum.at(low, row_of[known], seen[known])
    np.maximum.at(high, row_of[known], seen[known])
    across = (high > low) & (high != NOWHERE)
    once = (year == NOWHERE) | (matrix.integer == 1)
    once[matrix.columns[across[row_of]]] = True
    uses, length = np.bincount(matrix.columns, minlength=matrix.shape[1]), np.diff(matrix.starts)
    while True:
        left = ~once[matrix.columns]
        alone = np.bincount(row_of[left], minlength=matrix.shape[0]) == 1
        found = matrix.columns[left & alone[row_of]]
        found = found[(uses[found] == 1) & (length[row_of[left & alone[row_of]]] > 1)]
        if not len(found):
            return np.asarray(once)
        once[found] = True


def _part(matrix: Matrix, rows: np.ndarray, columns: np.ndarray) -> Matrix:
    """The rows over these columns; they hold no others."""
    part = _take_rows(matrix, rows)
    place = np.full(matrix.shape[1], NOWHERE)
    place[columns] = np.arange(len(columns))
    return Matrix(
        part.starts.astype(np.int32), place[part.columns].astype(np.int32), part.values, matrix.row_lower[rows], matrix.row_upper[rows],
        matrix.lower[columns], matrix.upper[columns], matrix.cost[columns], matrix.offset, matrix.integer[columns],
    )  # fmt: skip


def _take_rows(matrix: Matrix, rows: np.ndarray) -> Sparse:
    counts = np.diff(matrix.starts)[rows]
    starts = np.concatenate([[0], np.cumsum(counts)])
    at = np.arange(starts[-1]) + np.repeat(matrix.starts[rows].astype(np.int64) - starts[:-1], counts)
    return Sparse(starts, matrix.columns[at], matrix.values[at], matrix.shape[1])


def _block(matrix: Matrix, year: int, rows: np.ndarray, own: np.ndarray, first: np.ndarray) -> Block:
    part = _take_rows(matrix, rows)
    place = np.full(matrix.shape[1], NOWHERE)
    place[first] = np.arange(len(first))
    linked = place[part.columns] != NOWHERE
    row_of = part.rows
    at = np.concatenate([[0], np.cumsum(np.bincount(row_of[linked], minlength=len(rows)))])
    functions = Sparse(at, place[part.columns[linked]], part.values[linked], len(first))
    link_of_row, factor, links = _find_links(functions)
    local = np.full(matrix.shape[1], NOWHERE)
    local[own] = np.arange(len(own))
    using = np.flatnonzero(link_of_row != NOWHERE)
    counts = np.bincount(row_of[~linked], minlength=len(rows))
    counts[using] += 1
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    columns, values = np.empty(starts[-1], np.int32), np.empty(starts[-1])
    last = np.zeros(starts[-1], bool)
    last[starts[1:][using] - 1] = True
    columns[~last], values[~last] = local[part.columns[~linked]], part.values[~linked]
    columns[last], values[last] = len(own) + link_of_row[using], factor[using]
    free = np.full(links.height, np.inf)
    inner = Matrix(
        starts, columns, values, matrix.row_lower[rows], matrix.row_upper[rows],
        np.concatenate([matrix.lower[own], -free]), np.concatenate([matrix.upper[own], free]),
        np.concatenate([matrix.cost[own], np.zeros(links.height)]), 0.0,
        np.zeros(len(own) + links.height, np.int32),
    )  # fmt: skip
    return Block(year, rows, own, inner, links)


def _find_links(functions: Sparse) -> tuple[np.ndarray, np.ndarray, Sparse]:
    """Link and factor of every row, and the links: functions of which none is a multiple of another."""
    counts = np.diff(functions.starts)
    using = np.flatnonzero(counts)
    factor = np.zeros(functions.height)
    factor[using] = functions.values[functions.starts[using]]
    ratio = np.round(functions.values / np.repeat(factor[using], counts[using]), ALIKE_DIGITS) + 0.0
    dice = np.random.default_rng(SEED).random((2, functions.width))
    marks = np.zeros(functions.height, complex)
    for unit, weight in zip((1.0, 1j), dice, strict=True):
        marks[using] += unit * np.add.reduceat(ratio * weight[functions.columns], functions.starts[using]) if len(using) else 0.0
    _, sample, of = np.unique(marks[using], return_index=True, return_inverse=True)
    link_of_row = np.full(functions.height, NOWHERE)
    link_of_row[using] = of
    sample = using[sample]
    starts = np.concatenate([[0], np.cumsum(counts[sample])]).astype(np.int64)
    at = np.arange(starts[-1]) + np.repeat(functions.starts[sample] - starts[:-1], counts[sample])
    return link_of_row, factor, Sparse(starts, functions.columns[at], ratio[at], functions.width)

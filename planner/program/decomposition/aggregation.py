"""The relaxation of a block: rows of alike slices added up, over sums of columns.

Every plan of the block gives one of the relaxation with the same cost: a sum of rows holds where the rows hold, and where columns of
one sum have different coefficients, the least is taken in an "at most" row and the largest in an "at least" row, which is right
since columns of slices are never negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.program.decomposition.grouping import HOURS, group_slices, read_features
from planner.program.decomposition.places import NOWHERE, Places
from planner.program.decomposition.split import Block
from planner.program.matrix import Matrix, from_terms

SEED = 13
DIGITS = 3
"""Digits of a yearly coefficient, such as a price, by which columns are told apart."""


@dataclass(frozen=True, slots=True)
class Aggregated:
    """A smaller program over sums of the block's columns; links stay as they are, in the last columns."""

    matrix: Matrix
    column_sum: np.ndarray
    """For every column of the block, links included, its sum here."""
    row_sum: np.ndarray
    """For every row of the block its sum here."""
    row_slice: np.ndarray
    """For every row of the block its slice; ``NOWHERE`` for yearly ones."""


def aggregate(block: Block, places: Places, groups: np.ndarray | int) -> Aggregated:
    """The relaxation over groups of slices, or over so many kinds of day."""
    matrix, links = block.matrix, block.links.height
    piece = np.concatenate([places.slice[block.columns], np.full(links, NOWHERE)])
    bounded = np.concatenate([matrix.lower[: block.own] == 0.0, np.zeros(links, bool)])
    piece = np.where(bounded, piece, NOWHERE)
    lead = np.concatenate([places.lead[block.columns], -1.0 - np.arange(links)])
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    row_slice = _slice_of_rows(matrix, row_of, piece)
    mark = _marks(matrix, row_of, row_slice, lead)
    if isinstance(groups, int):
        groups = group_slices(*read_features(block, row_slice, mark, piece, lead), groups)
    row_group = np.where(row_slice != NOWHERE, groups[row_slice], NOWHERE)
    _, row_sum = np.unique(mark + 1j * row_group, return_inverse=True)
    column_sum = _column_sums(matrix, row_of, row_slice, row_sum, piece, lead)
    return Aggregated(_add_up(matrix, row_of, row_sum, column_sum), column_sum, row_sum, row_slice)


def _slice_of_rows(matrix: Matrix, row_of: np.ndarray, piece: np.ndarray) -> np.ndarray:
    """The slice in which a row is mostly, or the first one of a row within a day; nowhere for those over more slices, or none."""
    at = piece[matrix.columns]
    timed = at != NOWHERE
    count = matrix.shape[0]
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, NOWHERE)
    np.minimum.at(low, row_of[timed], at[timed])
    np.maximum.at(high, row_of[timed], at[timed])
    of_low = np.bincount(row_of[timed], at[timed] == low[row_of[timed]], minlength=count)
    of_high = np.bincount(row_of[timed], at[timed] == high[row_of[timed]], minlength=count)
    both = np.bincount(row_of[timed], minlength=count)
    few = (both > 0) & ((low == high) | (of_low + of_high == both))
    within_a_day = np.where((both > 0) & (high - low < HOURS), low, NOWHERE)
    return np.where(few, np.where(of_low > of_high, low, high), within_a_day)


def _marks(matrix: Matrix, row_of: np.ndarray, row_slice: np.ndarray, lead: np.ndarray) -> np.ndarray:
    """A number for every kind of row: of the things in it and the kind of its sides. Every yearly row is a kind of its own."""
    dice = np.random.default_rng(SEED)
    _, thing = np.unique(lead, return_inverse=True)
    weight = dice.random(int(thing.max(initial=0)) + 1)
    mark = np.bincount(row_of, weight[thing[matrix.columns]], minlength=matrix.shape[0])
    mark = np.round(mark, 9) + 1000.0 * np.isfinite(matrix.row_lower) + 2000.0 * np.isfinite(matrix.row_upper)
    return np.where(row_slice == NOWHERE, -1.0 - np.arange(matrix.shape[0]), mark)


def _column_sums(
    matrix: Matrix, row_of: np.ndarray, row_slice: np.ndarray, row_sum: np.ndarray, piece: np.ndarray, lead: np.ndarray
) -> np.ndarray:
    """Columns of one thing that stand in the same sums of rows, with like yearly coefficients, are added up."""
    dice = np.random.default_rng(SEED + 1)
    weight = dice.random(int(row_sum.max(initial=0)) + 1)
    with np.errstate(divide="ignore"):
        size = 10.0 ** (np.floor(np.log10(np.abs(matrix.values))) - DIGITS)
    rough = np.round(matrix.values / size) * size
    term = weight[row_sum[row_of]] * np.where(row_slice[row_of] == NOWHERE, rough, 1.0)
    mark = np.round(np.bincount(matrix.columns, term, minlength=matrix.shape[1]), 9)
    last = len(lead) + np.arange(len(lead))
    _, thing = np.unique(lead, return_inverse=True)
    kind = np.where(piece == NOWHERE, last, thing)
    _, column_sum = np.unique(kind + 1j * np.where(piece == NOWHERE, 0.0, mark), return_inverse=True)
    return np.asarray(column_sum)


def _add_up(matrix: Matrix, row_of: np.ndarray, row_sum: np.ndarray, column_sum: np.ndarray) -> Matrix:
    rows, columns = int(row_sum.max(initial=NOWHERE)) + 1, int(column_sum.max(initial=NOWHERE)) + 1
    members = np.bincount(column_sum, minlength=columns)
    row_at, column_at, value = _added_rows(matrix, row_of, row_sum)
    key = row_at * columns + column_sum[column_at]
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    low, high = (np.minimum.reduceat(value, first), np.maximum.reduceat(value, first)) if len(key) else (value, value)
    present = np.diff(np.concatenate([first, [len(key)]]))
    place_row, place_column = np.divmod(key[first], columns)
    lacking = present < members[place_column]
    low, high = np.where(lacking, np.minimum(low, 0.0), low), np.where(lacking, np.maximum(high, 0.0), high)
    with np.errstate(invalid="ignore"):
        lower = np.bincount(row_sum, matrix.row_lower, minlength=rows)
        upper = np.bincount(row_sum, matrix.row_upper, minlength=rows)
    uneven = np.zeros(rows, bool)
    uneven[place_row[high - low > 1e-12 * np.maximum(np.abs(low), np.abs(high))]] = True
    twofold = np.flatnonzero(uneven & np.isfinite(lower))
    second = np.full(rows, NOWHERE)
    second[twofold] = rows + np.arange(len(twofold))
    copied = second[place_row] != NOWHERE
    all_rows = np.concatenate([place_row, second[place_row[copied]]])
    all_columns = np.concatenate([place_column, place_column[copied]])
    all_values = np.concatenate([low, high[copied]])
    starts, cols, values = from_terms(all_rows, all_columns, all_values, rows + len(twofold), columns)
    row_lower = np.concatenate([np.where(uneven, -np.inf, lower), lower[twofold]])
    row_upper = np.concatenate([upper, np.full(len(twofold), np.inf)])
    cost = np.full(columns, np.inf)
    np.minimum.at(cost, column_sum, matrix.cost)
    return Matrix(
        starts, cols, values, row_lower, row_upper,
        np.bincount(column_sum, matrix.lower, minlength=columns), np.bincount(column_sum, matrix.upper, minlength=columns),
        cost, 0.0, np.zeros(columns, np.int32),
    )  # fmt: skip


def _added_rows(matrix: Matrix, row_of: np.ndarray, row_sum: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients of the sums of rows, column by column."""
    rows = int(row_sum.max(initial=NOWHERE)) + 1
    starts, columns, values = from_terms(row_sum[row_of], matrix.columns, matrix.values, rows, matrix.shape[1])
    return np.repeat(np.arange(rows), np.diff(starts)), columns.astype(np.int64), values

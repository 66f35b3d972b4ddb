"""Sums that many rows share, such as the size online in a year, get a column of their own before a large program is handed over.

A size counts in every slice of every year in which it is online, so that in a long program its column is long. With one column for
their sum most of these coefficients go: the simplex took half the time on 11 years x 336 slices. The program stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.program.matrix import Matrix, append_rows, from_terms

LEAST_ROWS = 24
"""Rows that a sum has to be in."""
ALIKE = 1e-12
"""Largest difference of coefficients, relative to the row's first, that counts as the same sum."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The coefficients of each row in the columns that may be lifted."""

    entry: np.ndarray
    """Position of each coefficient in the matrix."""
    row: np.ndarray
    """Its row."""
    first: np.ndarray
    """Place of each part's first coefficient among them. Shape (parts,)."""
    count: np.ndarray
    """Shape (parts,)."""
    lead: np.ndarray
    """First coefficient of each part. Shape (parts,)."""
    ratio: np.ndarray
    """Each coefficient over the first of its part."""


def lift(matrix: Matrix, columns: np.ndarray) -> Matrix:
    """The same program with a new column, free and without cost, and an equation for each sum of ``columns`` that many rows share.

    ``columns`` are positions; new columns and rows come last.
    """
    parts = _find_parts(matrix, columns)
    if not len(parts.first):
        return matrix
    pattern, group = _find_shared(matrix, parts)
    return _stated(matrix, parts, pattern, group) if len(pattern) else matrix


def _find_parts(matrix: Matrix, columns: np.ndarray) -> _Parts:
    lifted = np.zeros(matrix.shape[1], bool)
    lifted[columns] = True
    entry = np.flatnonzero(lifted[matrix.columns])
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))[entry]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    count = np.diff(first, append=len(row))
    lead = matrix.values[entry[first]]
    return _Parts(entry, row, first, count, lead, matrix.values[entry] / np.repeat(lead, count))


def _find_shared(matrix: Matrix, parts: _Parts) -> tuple[np.ndarray, np.ndarray]:
    """For each shared sum a part that shows it, and for each part its sum, -1 without one."""
    weight = np.random.default_rng(0).uniform(1.0, 2.0, matrix.shape[1])
    mark = np.add.reduceat(parts.ratio * weight[matrix.columns[parts.entry]], parts.first)
    mark[parts.count < 2] = 0.0
    _, shown, group = np.unique(np.round(mark, 9), return_index=True, return_inverse=True)
    model = shown[group]
    same = (parts.count == parts.count[model]) & (parts.count > 1)
    place = np.repeat(np.where(same, parts.first[model], parts.first) - parts.first, parts.count) + np.arange(len(parts.entry))
    differs = matrix.columns[parts.entry] != matrix.columns[parts.entry[place]]
    differs |= np.abs(parts.ratio - parts.ratio[place]) > ALIKE
    same &= ~np.logical_or.reduceat(differs, parts.first)
    enough = np.bincount(group[same], minlength=len(shown)) >= LEAST_ROWS
    number = np.where(enough, np.cumsum(enough) - 1, -1)
    return shown[enough], np.where(same, number[group], -1)


def _stated(matrix: Matrix, parts: _Parts, pattern: np.ndarray, group: np.ndarray) -> Matrix:
    """The program in which the sums stand for what they replace."""
    rows, width, _ = matrix.shape
    new = len(pattern)
    taken = np.flatnonzero(group >= 0)
    kept = np.ones(len(matrix.values), bool)
    kept[parts.entry[np.repeat(group >= 0, parts.count)]] = False
    row = np.repeat(np.arange(rows), np.diff(matrix.starts))
    starts, columns, values = from_terms(
        np.concatenate([row[kept], parts.row[parts.first[taken]]]),
        np.concatenate([matrix.columns[kept].astype(np.int64), width + group[taken]]),
        np.concatenate([matrix.values[kept], parts.lead[taken]]),
        rows,
        width + new,
    )
    wide = replace(
        matrix, starts=starts, columns=columns, values=values,
        lower=np.concatenate([matrix.lower, np.full(new, -np.inf)]), upper=np.concatenate([matrix.upper, np.full(new, np.inf)]),
        cost=np.concatenate([matrix.cost, np.zeros(new)]),
        integer=np.concatenate([matrix.integer, np.zeros(new, matrix.integer.dtype)]),
    )  # fmt: skip
    return append_rows(wide, *_equations(matrix, parts, pattern), np.zeros(new), np.zeros(new))


def _equations(matrix: Matrix, parts: _Parts, pattern: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sum of each pattern less its new column, as starts, columns and values."""
    width, count = matrix.shape[1], parts.count[pattern]
    at = np.concatenate([parts.first[one] + np.arange(parts.count[one]) for one in pattern])
    which = np.arange(len(pattern))
    return from_terms(
        np.concatenate([np.repeat(which, count), which]),
        np.concatenate([matrix.columns[parts.entry[at]].astype(np.int64), width + which]),
        np.concatenate([parts.ratio[at], np.full(len(pattern), -1.0)]),
        len(pattern),
        width + len(pattern),
    )

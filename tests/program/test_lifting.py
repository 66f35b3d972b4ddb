"""Sums with a column of their own: the same program, with fewer coefficients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.program import highs
from planner.program.lifting import LEAST_ROWS, lift
from planner.program.matrix import Matrix
from tests.program.test_matrix import matrix_of

INF = np.inf


def _drawn(seed: int, rows: int, vintages: int) -> Matrix:
    """Flows of ``rows`` slices below one of two shares of what is built in some vintages, and a cost."""
    dice = np.random.default_rng(seed)
    alive = [1.0 * (np.arange(vintages) <= last) for last in dice.integers(0, vintages, 2)]
    aged = alive[1] * 0.99 ** np.arange(vintages)
    patterns = [alive[0], aged]
    dense = np.zeros((rows + 1, rows + vintages))
    for row in range(rows):
        dense[row, vintages + row] = 1.0
        dense[row, :vintages] = -dice.uniform(0.2, 2.0) * patterns[row % 2]
    dense[rows, vintages:] = 1.0
    low, high = np.full(rows + 1, -INF), np.zeros(rows + 1)
    low[rows], high[rows] = rows / 10.0, INF
    matrix = matrix_of(dense.tolist(), low.tolist(), high.tolist(), dice.uniform(1.0, 2.0, rows + vintages).tolist())
    return replace(matrix, upper=np.full(rows + vintages, 50.0))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(2, 100), vintages=st.integers(1, 6))
def test_the_lifted_program_has_the_same_rows_and_the_same_optimum(seed: int, rows: int, vintages: int) -> None:
    matrix = _drawn(seed, rows, vintages)
    lifted = lift(matrix, np.arange(vintages))
    new = lifted.shape[1] - matrix.shape[1]
    assert lifted.shape[0] - matrix.shape[0] == new <= 2
    x = np.random.default_rng(seed).uniform(0.0, 3.0, matrix.shape[1])
    wide = np.concatenate([x, np.zeros(new)])
    wide[matrix.shape[1] :] = lifted.activity(wide)[matrix.shape[0] :]
    np.testing.assert_allclose(lifted.activity(wide)[: matrix.shape[0]], matrix.activity(x), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(lifted.activity(wide)[matrix.shape[0] :], 0.0, atol=1e-12)
    plain, other = highs.solve(matrix), highs.solve(lifted)
    assert plain.status is other.status
    assert plain.objective == (None if other.objective is None else pytest.approx(other.objective, rel=1e-9))


def test_a_sum_in_many_rows_is_stated_once() -> None:
    rows, vintages = 4 * LEAST_ROWS, 5
    dense = np.hstack([-np.ones((rows, vintages)), np.eye(rows)])
    matrix = matrix_of(dense.tolist(), [-INF] * rows, [0.0] * rows, [1.0] * (rows + vintages))
    lifted = lift(matrix, np.arange(vintages))
    assert lifted.shape == (rows + 1, rows + vintages + 1, 2 * rows + vintages + 1)
    assert (lifted.row_lower[-1], lifted.row_upper[-1], lifted.lower[-1], lifted.cost[-1]) == (0.0, 0.0, -INF, 0.0)


@pytest.mark.parametrize(("rows", "vintages"), [(LEAST_ROWS - 1, 5), (4 * LEAST_ROWS, 1)])
def test_what_few_rows_share_or_one_column_makes_stays(rows: int, vintages: int) -> None:
    dense = np.hstack([-np.ones((rows, vintages)), np.eye(rows)])
    matrix = matrix_of(dense.tolist(), [-INF] * rows, [0.0] * rows, [1.0] * (rows + vintages))
    assert lift(matrix, np.arange(vintages)) is matrix


def test_columns_that_may_not_be_lifted_stay() -> None:
    matrix = _drawn(3, 120, 4)
    assert lift(matrix, np.arange(0)) is matrix

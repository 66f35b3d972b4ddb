"""The matrix as arrays: duplicates added, rows and columns agree, and what a solver can't be trusted with is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import SolverRefused
from planner.program.matrix import LARGEST_COEFFICIENT, SMALLEST_COEFFICIENT, Matrix, append_rows, by_row, from_terms, guard, scale

INF = np.inf


def matrix_of(rows: list[list[float]], lower: list[float], upper: list[float], cost: list[float]) -> Matrix:
    """A dense matrix with variables of at least zero."""
    dense = np.array(rows, float)
    at = np.nonzero(dense)
    starts, columns, values = from_terms(at[0], at[1], dense[at], *dense.shape)
    width = dense.shape[1]
    return Matrix(
        starts, columns, values, np.array(lower, float), np.array(upper, float), np.zeros(width), np.full(width, INF),
        np.array(cost, float), 0.0, np.zeros(width, np.int32),
    )  # fmt: skip


SMALL = matrix_of([[1.0, 2.0, 0.0], [0.0, 3.0, 4.0]], [-INF, 1.0], [5.0, 1.0], [1.0, 1.0, 1.0])


def names(matrix: Matrix) -> None:
    guard(matrix, lambda row: f"balance[{row}]", lambda column: f"imported[{column}]")


def test_terms_at_one_place_add_up_and_zeros_vanish() -> None:
    rows, columns = np.array([1, 0, 1, 0, 0]), np.array([0, 2, 0, 1, 1])
    starts, places, values = from_terms(rows, columns, np.array([1.0, 7.0, 2.0, 4.0, -4.0]), 3, 3)
    assert (starts.tolist(), places.tolist(), values.tolist()) == ([0, 1, 2, 2], [2, 0], [7.0, 3.0])


def test_no_terms_make_empty_rows() -> None:
    starts, places, values = from_terms(*(np.zeros(0, np.int64),) * 2, np.zeros(0), 2, 3)
    assert (starts.tolist(), len(places), len(values)) == ([0, 0, 0], 0, 0)


def test_rows_are_added_up_or_searched_and_empty_ones_give_zero() -> None:
    gappy = matrix_of([[0.0, 0.0], [1.0, 5.0], [0.0, 0.0], [0.0, 2.0], [0.0, 0.0]], [0.0] * 5, [1.0] * 5, [1.0, 1.0])
    assert by_row(gappy, np.add, gappy.values).tolist() == [0.0, 6.0, 0.0, 2.0, 0.0]
    assert by_row(gappy, np.maximum, gappy.values).tolist() == [0.0, 5.0, 0.0, 2.0, 0.0]
    empty = matrix_of([[0.0, 0.0]], [0.0], [1.0], [1.0, 1.0])
    assert by_row(empty, np.maximum, empty.values).tolist() == [0.0]


def test_activity_is_the_product() -> None:
    assert SMALL.activity(np.array([1.0, 10.0, 100.0])).tolist() == [21.0, 430.0]


def test_rows_are_appended_below() -> None:
    block = from_terms(np.array([0]), np.array([2]), np.array([9.0]), 1, 3)
    taller = append_rows(SMALL, *block, np.array([2.0]), np.array([3.0]))
    assert taller.shape == (3, 3, 5)
    assert taller.activity(np.ones(3)).tolist() == [3.0, 7.0, 9.0]
    assert (taller.row_lower[2], taller.row_upper[2]) == (2.0, 3.0)


def test_scaling_changes_units_and_nothing_else() -> None:
    rows, columns = np.array([10.0, 0.1]), np.array([100.0, 1.0, 0.01])
    scaled, x = scale(SMALL, rows, columns, 1000.0), np.array([2.0, 3.0, 5.0])
    np.testing.assert_allclose(scaled.activity(x / columns) * rows, SMALL.activity(x), rtol=1e-15)
    np.testing.assert_allclose(scaled.row_upper * rows, SMALL.row_upper)
    assert float(scaled.cost @ (x / columns)) * 1000.0 == pytest.approx(float(SMALL.cost @ x), rel=1e-15)


@pytest.mark.parametrize("part", ["starts", "columns", "values", "row_lower", "row_upper", "lower", "upper", "cost", "offset", "integer"])
def test_the_hash_sees_every_array(part: str) -> None:
    value = getattr(SMALL, part)
    changed = (
        value + 1.0 if part == "offset" else np.concatenate([value[:-1], np.array([1], value.dtype) + np.nan_to_num(value[-1:], posinf=6)])
    )
    assert replace(SMALL, **{part: changed}).sha256() != SMALL.sha256()
    assert replace(SMALL).sha256() == SMALL.sha256()


def test_a_sound_matrix_passes() -> None:
    names(SMALL)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 10 * LARGEST_COEFFICIENT, -10 * LARGEST_COEFFICIENT, SMALLEST_COEFFICIENT / 10])
def test_a_coefficient_out_of_range_is_refused_with_row_and_column(value: float) -> None:
    values = SMALL.values.copy()
    values[2] = value
    with pytest.raises(SolverRefused) as refused:
        names(replace(SMALL, values=values))
    for words in (refused.value.zh, refused.value.en):
        assert "balance[1]" in words
        assert "imported[1]" in words


@pytest.mark.parametrize("value", [LARGEST_COEFFICIENT, SMALLEST_COEFFICIENT])
def test_the_ends_of_the_range_are_inside(value: float) -> None:
    values = SMALL.values.copy()
    values[0] = value
    names(replace(SMALL, values=values))


@pytest.mark.parametrize(
    "part, value, name",
    [
        ("row_lower", np.nan, "balance[1]"), ("row_upper", np.nan, "balance[1]"), ("row_upper", 1e16, "balance[1]"),
        ("lower", np.nan, "imported[1]"), ("upper", np.nan, "imported[1]"), ("upper", -1e17, "imported[1]"),
        ("cost", np.nan, "imported[1]"), ("cost", np.inf, "imported[1]"), ("cost", 1e16, "imported[1]"),
    ],
)  # fmt: skip
def test_a_bound_or_cost_that_is_no_number_is_refused_by_name(part: str, value: float, name: str) -> None:
    array = getattr(SMALL, part).copy()
    array[1] = value
    with pytest.raises(SolverRefused) as refused:
        names(replace(SMALL, **{part: array}))
    assert name in refused.value.zh
    assert name in refused.value.en


def test_open_bounds_are_no_fault() -> None:
    names(replace(SMALL, lower=np.full(3, -INF), upper=np.full(3, INF), row_upper=np.full(2, INF)))

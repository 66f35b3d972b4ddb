"""Branching on a few whole numbers finds what HiGHS's own search finds, and bases lead to the same optima."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.tiers import SolveStatus
from planner.program import highs
from planner.program.matrix import Matrix
from planner.program.wholes import solve_wholes
from tests.program.test_highs import DIET, ENDLESS, IMPOSSIBLE
from tests.program.test_matrix import matrix_of

INF = np.inf


def _drawn(seed: int, wholes: int) -> Matrix:
    """A cover of a few needs by ten goods, some of them whole; in about a third of the draws there is no plan."""
    dice = np.random.default_rng(seed)
    dense = dice.integers(0, 9, (5, 10)).astype(float)
    need = dense.sum(axis=1) * dice.uniform(0.3, 1.6)
    matrix = matrix_of(dense.tolist(), need.tolist(), [INF] * 5, dice.uniform(1.0, 9.0, 10).tolist())
    integer = (np.arange(10) < wholes).astype(np.int32)
    return replace(matrix, integer=integer, upper=dice.integers(1, 3, 10) * np.where(integer == 1, 1.0, 0.75))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), wholes=st.integers(1, 6))
def test_branching_agrees_with_the_solvers_own(seed: int, wholes: int) -> None:
    matrix = _drawn(seed, wholes)
    ours, theirs = solve_wholes(matrix, None, None), highs.solve(matrix)
    assert ours.status is theirs.status
    if theirs.objective is not None:
        assert ours.x is not None
        assert ours.objective == pytest.approx(theirs.objective, rel=1e-9)
        assert ours.bound == ours.objective == pytest.approx(float(matrix.cost @ ours.x), rel=1e-9)
        whole = ours.x[matrix.integer == 1]
        np.testing.assert_allclose(whole, np.round(whole), atol=1e-9)


@pytest.mark.parametrize(("matrix", "status"), [(IMPOSSIBLE, SolveStatus.INFEASIBLE), (ENDLESS, SolveStatus.UNBOUNDED)])
def test_programs_without_an_optimum_are_told_apart(matrix: Matrix, status: SolveStatus) -> None:
    assert solve_wholes(replace(matrix, integer=np.ones(2, np.int32)), None, None).status is status


def test_whole_numbers_that_leave_no_plan_are_infeasible() -> None:
    between = matrix_of([[1.0, 0.0]], [0.2], [0.8], [1.0, 1.0])
    assert solve_wholes(replace(between, integer=np.array([1, 0], np.int32)), None, None).status is SolveStatus.INFEASIBLE


def test_time_that_ends_while_branching_leaves_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = highs.solve_from, iter(range(100))

    def stopping(matrix: Any, *given: Any, **options: Any) -> highs.Answer:
        if next(calls) == 0:
            return real(matrix, *given, **options)
        return highs.Answer(SolveStatus.NO_PLAN, None, None, None)

    monkeypatch.setattr(highs, "solve_from", stopping)
    found = solve_wholes(replace(DIET, integer=np.ones(2, np.int32)), None, 10.0)
    assert (found.status, found.x) == (SolveStatus.NO_PLAN, None)
    assert found.bound == pytest.approx(4.5, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), near=st.booleans())
def test_a_program_with_one_row_more_has_the_same_optimum_from_a_basis(seed: int, near: bool) -> None:
    matrix = replace(_drawn(seed, 0), integer=np.zeros(10, np.int32))
    fewer = replace(
        matrix, starts=matrix.starts[:-1], columns=matrix.columns[: matrix.starts[-2]], values=matrix.values[: matrix.starts[-2]],
        row_lower=matrix.row_lower[:-1], row_upper=matrix.row_upper[:-1],
    )  # fmt: skip
    start = highs.solve_from(fewer, None).basis
    warm = highs.solve_from(matrix, None if start is None else start.with_basic_rows(4, 1), near=near)
    cold = highs.solve(matrix)
    assert warm.status is cold.status
    assert warm.objective == (None if cold.objective is None else pytest.approx(cold.objective, rel=1e-9))


def test_a_basis_of_another_shape_is_passed_over() -> None:
    start = highs.solve_from(DIET, None).basis
    assert start is not None
    other = matrix_of([[1.0, 1.0, 1.0]], [2.0], [INF], [1.0, 2.0, 3.0])
    assert highs.solve_from(other, start).objective == pytest.approx(2.0, abs=1e-12)

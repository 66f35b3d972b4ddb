"""The only room that talks to HiGHS: what is sent arrives, what comes back is known, and a wrong solver is refused."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from typing import Any

import highspy
import numpy as np
import pytest

from planner.domain.tiers import SolveStatus
from planner.errors import SolverRefused
from planner.program import highs
from tests.program.test_matrix import matrix_of

INF = np.inf
DIET = matrix_of([[1.0, 1.0], [1.0, 3.0]], [2.0, 3.0], [INF, INF], [2.0, 3.0])
"""min 2 x + 3 y with x + y >= 2 and x + 3 y >= 3: x = 1.5, y = 0.5, cost 4.5."""
IMPOSSIBLE = matrix_of([[1.0, 1.0], [1.0, 1.0]], [2.0, -INF], [INF, 1.0], [1.0, 1.0])
ENDLESS = matrix_of([[1.0, -1.0]], [0.0], [INF], [-1.0, 0.0])


@pytest.fixture
def fresh_version() -> Any:
    """The version is read once per process; forget it before and after."""
    highs.solver_version.cache_clear()
    yield
    highs.solver_version.cache_clear()


def test_an_optimum_is_found_with_its_bound() -> None:
    answer = highs.solve(DIET)
    assert answer.status is SolveStatus.OPTIMAL
    assert answer.x is not None
    np.testing.assert_allclose(answer.x, [1.5, 0.5], atol=1e-12)
    assert answer.objective == pytest.approx(4.5, abs=1e-12)
    assert answer.bound == answer.objective


def test_the_offset_is_part_of_the_objective() -> None:
    assert highs.solve(replace(DIET, offset=10.0)).objective == pytest.approx(14.5, abs=1e-12)


def test_whole_numbers_are_whole() -> None:
    answer = highs.solve(replace(DIET, integer=np.ones(2, np.int32)))
    assert answer.x is not None
    assert answer.objective == pytest.approx(5.0, abs=1e-9)
    assert answer.bound == pytest.approx(5.0, abs=1e-9)
    np.testing.assert_allclose(answer.x, np.round(answer.x), atol=1e-9)


def test_the_impossible_is_infeasible_without_a_vector() -> None:
    assert highs.solve(IMPOSSIBLE) == highs.Answer(SolveStatus.INFEASIBLE, None, None, None)


def test_the_endless_is_unbounded() -> None:
    assert highs.solve(ENDLESS) == highs.Answer(SolveStatus.UNBOUNDED, None, None, None)


def test_what_is_both_is_called_infeasible() -> None:
    both = matrix_of([[1.0, -1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]], [0.0, 2.0, -INF], [INF, INF, 1.0], [-1.0, 0.0, 0.0])
    assert highs.solve(both).status is SolveStatus.INFEASIBLE


def _knapsack(items: int = 120) -> Any:
    dice = np.random.default_rng(1)
    weights = dice.integers(1000, 9999, (12, items)).astype(float)
    matrix = matrix_of(weights.tolist(), [-INF] * 12, (weights.sum(axis=1) / 2).tolist(), (-weights.sum(axis=0)).tolist())
    return replace(matrix, integer=np.ones(items, np.int32), upper=np.ones(items))


def test_a_limit_before_any_plan_gives_no_plan() -> None:
    assert highs.solve(replace(_knapsack(), row_lower=_knapsack().row_upper - 1.0), 0.0).status is SolveStatus.NO_PLAN


def test_a_limit_after_a_plan_gives_it_unproven_with_a_bound() -> None:
    answer = highs.solve(_knapsack(), 1.0)
    assert answer.status is SolveStatus.NOT_PROVEN
    assert answer.x is not None
    assert answer.objective is not None
    assert answer.bound is not None
    assert answer.bound <= answer.objective
    assert float(_knapsack().cost @ answer.x) == pytest.approx(answer.objective)


@pytest.mark.parametrize("part", ["cost", "lower", "upper", "row_lower", "row_upper", "values"])
def test_reading_back_sees_every_changed_number(part: str) -> None:
    held = highs.load(DIET)
    array = getattr(DIET, part).copy()
    array[0] = array[0] + 0.25 if np.isfinite(array[0]) else 7.0
    with pytest.raises(SolverRefused, match="holds another model"):
        highs._read_back(highspy, held, replace(DIET, **{part: array}))


def test_reading_back_sees_moved_coefficients_and_lost_rows() -> None:
    held = highs.load(DIET)
    with pytest.raises(SolverRefused, match="holds another model"):
        highs._read_back(highspy, held, replace(DIET, columns=DIET.columns[::-1].copy()))
    taller = matrix_of([[1.0, 1.0], [1.0, 3.0], [1.0, 0.0]], [2.0, 3.0, 0.0], [INF] * 3, [2.0, 3.0])
    with pytest.raises(SolverRefused, match="holds 2 rows, 2 columns and 4 non-zeros; it was sent 3, 2 and 5"):
        highs._read_back(highspy, held, taller)


def test_a_coefficient_that_highs_drops_is_noticed() -> None:
    with pytest.raises(SolverRefused):
        highs.load(replace(DIET, values=np.array([1.0, 1e-13, 1.0, 3.0])))


def test_a_matrix_that_is_none_is_refused() -> None:
    with pytest.raises(SolverRefused, match="passModel"):
        highs.load(replace(DIET, lower=np.array([5.0, INF])))


def test_an_unknown_option_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SolverRefused, match="option no_such_option"):
        highs.load(DIET, ways={"no_such_option": 1})


def test_a_value_that_an_option_can_not_have_is_refused() -> None:
    with pytest.raises(SolverRefused, match="option time_limit"):
        highs.load(DIET, -1.0)


def test_another_way_is_tried_when_one_ends_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of zero iterations ends without an answer; the second way has none."""
    known, used = highspy.HighsModelStatus, []
    real = highs.load

    class Dazed:
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def getModelStatus(self) -> Any:
            return known.kUnknown

    def load(matrix: Any, limit: float | None = None, ways: Any = None) -> Any:
        used.append(ways)
        held = real(matrix, limit, ways)
        return Dazed(held) if len(used) == 1 else held

    monkeypatch.setattr(highs, "load", load)
    assert highs.solve(DIET).status is SolveStatus.OPTIMAL
    assert used == list(highs.WAYS[:2])


def test_a_status_that_says_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda self: highspy.HighsModelStatus.kUnknown)
    with pytest.raises(SolverRefused, match="status 'Unknown'"):
        highs.solve(DIET)


@pytest.mark.parametrize("found", ["1.15.0", "1.9.9", "0.99"])
def test_too_old_a_solver_is_refused(found: str, monkeypatch: pytest.MonkeyPatch, fresh_version: None) -> None:
    monkeypatch.setattr(highs, "version", lambda _: found)
    with pytest.raises(SolverRefused, match=f"highspy {found} is too old"):
        highs.solve(DIET)


@pytest.mark.parametrize("found", ["1.15.1", "1.15.2", "1.16.0", "2.0.0"])
def test_a_new_enough_solver_is_taken(found: str, monkeypatch: pytest.MonkeyPatch, fresh_version: None) -> None:
    monkeypatch.setattr(highs, "version", lambda _: found)
    assert highs.solver_version() == found


def test_a_missing_solver_is_named(monkeypatch: pytest.MonkeyPatch, fresh_version: None) -> None:
    def missing(_: str) -> str:
        raise PackageNotFoundError("highspy")

    monkeypatch.setattr(highs, "version", missing)
    with pytest.raises(SolverRefused, match="highspy is not installed"):
        highs.solver_version()

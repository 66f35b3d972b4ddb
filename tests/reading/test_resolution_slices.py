"""Slices of the year and the profiles over them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from planner.errors import Problem
from tests.reading.resolving import REMOVE, case_of, problems_of

HEAD = "slice,hours,occurrences,period,month,sun,lights,tou,runs"
ROWS = (
    "winter day,2190,182.5,winter,,1,1,1.2,1",
    "winter night,2190,182.5,winter,,0,3,0.8,0.5",
    "summer day,2190,182.5,summer,,3,1,1.5,1",
    "summer night,2190,182.5,summer,,0,1,0.5,1",
)
SLICED = (
    ("slices", {"csv": "slices.csv"}),
    ("measures.pv.profile", "sun"),
    ("commodities.electricity.buy.demand_charge.load_factor", REMOVE),
)


def _write(folder: Path, rows: Sequence[str] = ROWS, head: str = HEAD) -> Path:
    (folder / "slices.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


def _refusals(folder: Path, *changes: tuple[str, Any]) -> list[str]:
    return [problem.en for problem in problems_of(*SLICED, *changes, folder=folder)]


def test_slices_and_their_cycles(tmp_path: Path) -> None:
    case = case_of(*SLICED, folder=_write(tmp_path))
    assert [part.hours for part in case.slices] == [2190] * 4
    assert [part.previous for part in case.slices] == [1, 0, 3, 2]
    assert [part.occurrences for part in case.slices] == [182.5] * 4
    assert {part.months for part in case.slices} == {()}
    assert case.commodities["electricity"].load_factor == 1


def test_without_periods_the_year_is_one_cycle(tmp_path: Path) -> None:
    folder = _write(tmp_path, ["a,2920,1", "b,2920,2", "c,2920,3"], "slice,hours,sun")
    case = case_of(*SLICED, folder=folder)
    assert [part.previous for part in case.slices] == [2, 0, 1]
    assert [part.occurrences for part in case.slices] == [1, 1, 1]


def test_profiles_shape_yields_demands_prices_and_availability(tmp_path: Path) -> None:
    case: Any = case_of(
        *SLICED,
        ("end_uses.lighting.profile", "lights"),
        ("commodities.electricity.buy.price_profile", "tou"),
        ("converters.boiler.availability_profile", "runs"),
        folder=_write(tmp_path),
    )
    assert case.measures["pv"].yield_mwh == pytest.approx((0.3, 0, 0.9, 0))
    assert case.demands["lighting"].shape == pytest.approx((1 / 6, 1 / 2, 1 / 6, 1 / 6))
    assert case.demands["drives"].shape == pytest.approx((0.25,) * 4)
    assert case.commodities["electricity"].price_multiplier == (1.2, 0.8, 1.5, 0.5)
    assert case.commodities["electricity"].sell_multiplier == (1, 1, 1, 1)
    assert case.equipment["boiler"].converter.availability == pytest.approx((0.95, 0.475, 0.95, 0.95))


def test_shapes_weigh_hours(tmp_path: Path) -> None:
    folder = _write(tmp_path, ["day,2920,2", "night,5840,1"], "slice,hours,sun")
    case: Any = case_of(*SLICED, folder=folder)
    assert case.measures["pv"].yield_mwh == pytest.approx((0.6, 0.6))


def test_months_are_named_for_all_slices_or_none(tmp_path: Path) -> None:
    rows = [f"m{month},730,1,,{month},1,1,1,1" for month in range(1, 13)]
    case = case_of(*SLICED, folder=_write(tmp_path, rows))
    assert [part.months for part in case.slices] == [(month,) for month in range(1, 13)]
    (problem,) = _refusals(_write(tmp_path, [*rows[:-1], "m12,730,1,,,1,1,1,1"]))
    assert "row 13 has no month" in problem
    (problem,) = _refusals(_write(tmp_path, [*rows[:-1], "m12,730,1,,13,1,1,1,1"]))
    assert "whole number from 1 to 12" in problem
    (problem,) = _refusals(_write(tmp_path, [*rows[:-1], "m12,730,1,,11,1,1,1,1"]))
    assert "no slice belongs to month 12" in problem


def test_the_hash_follows_the_csv(tmp_path: Path) -> None:
    one = case_of(*SLICED, folder=_write(tmp_path)).scenario_sha256
    other = case_of(*SLICED, folder=_write(tmp_path, [row.replace(",3,1,1.5", ",4,1,1.5") for row in ROWS])).scenario_sha256
    assert one != other


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROWS[:3], "sum to 6570; they must sum to 8760"),
        (["a,8784,1,x,,1,1,1,1"], "8784, a leap year"),
        ([*ROWS[:3], ROWS[3].replace("2190", "-2190")], "must be positive"),
        ([*ROWS[:3], ROWS[3].replace("summer night", "summer day")], "names slices twice: summer day"),
        ([*ROWS[:3], ROWS[3].replace("182.5", "100")], 'differ inside period "summer"'),
        ([*ROWS[:3], ROWS[3].replace("182.5", "0")], "occurrences of slices.csv must be positive"),
        ([row.replace(",0,", ",-1,", 1) for row in ROWS], 'profile "sun" runs from -1 to 3'),
        ([row.rsplit(",", 4)[0] + ",0,1,1,1" for row in ROWS], 'profile "sun" is zero everywhere'),
        (["a,100,1,x,,1,1,1,1", "b,8660,1,x,,0,1,1,1"], "times the rating, which is impossible"),
    ],
)
def test_bad_slices_are_refused(tmp_path: Path, rows: Sequence[str], words: str) -> None:
    assert any(words in refusal for refusal in _refusals(_write(tmp_path, rows))), _refusals(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("end_uses.lighting.profile", "ligths"), 'did you mean "lights"'),
        (("end_uses.lighting.profile", "hours"), 'there is no profile column of slices.csv "hours"'),
        (("converters.boiler.availability_profile", "sun"), "between 0 and 1"),
        (("measures.pv.profile", None), "the profile of the yield is needed"),
        (("commodities.electricity.buy.demand_charge.load_factor", 0.6), "remove the load factor"),
        (("slices.csv", "slice.csv"), "slice.csv"),
    ],
)
def test_bad_use_of_profiles_is_refused(tmp_path: Path, change: tuple[str, Any], words: str) -> None:
    refusals = _refusals(_write(tmp_path), change)
    assert any(words in refusal for refusal in refusals), refusals


def test_a_profile_without_slices_is_refused() -> None:
    (problem,) = problems_of(("end_uses.lighting.profile", "lights"))
    assert isinstance(problem, Problem)
    assert problem.path == "end_uses.lighting.profile"
    assert "the year is one slice" in problem.en


def test_missing_columns_are_refused(tmp_path: Path) -> None:
    refusals = _refusals(_write(tmp_path, ["a,8760"], "slice,hour"))
    assert any("no column `hours`" in refusal for refusal in refusals), refusals


def test_a_cell_that_is_no_number_is_pointed_at(tmp_path: Path) -> None:
    folder = _write(tmp_path, [ROWS[0].replace("2190", "2190h"), *ROWS[1:]])
    problem = problems_of(*SLICED, folder=folder)[0]
    assert (problem.file, problem.line) == ("slices.csv", 2)

"""Slices and days in words: hours of a year by date, hours of a typical day, slices of one's own by number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case, Slice
from planner.evaluation.moments import name_day, name_slice
from tests.builders import tiny_case


def _case(resolution: str, count: int, representatives: tuple[int, ...] = ()) -> Case:
    slices = tuple(Slice(8760 / count, 1.0, (at - 1) % count, ()) for at in range(count))
    return replace(tiny_case(), slices=slices, resolution=resolution, representatives=representatives)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (0, " 01-01 0 时（第 1 时段）", "01-01 0:00 (slice 1)"),
        (59 * 24, " 03-01 0 时（第 1417 时段）", "03-01 0:00 (slice 1417)"),  # there is no 29 February
        (8759, " 12-31 23 时（第 8760 时段）", "12-31 23:00 (slice 8760)"),
    ],
)
def test_an_hour_of_the_year(place: int, zh: str, en: str) -> None:
    named = name_slice(_case("hourly", 8760), place)
    assert (named.zh, named.en) == (zh, en)


def test_an_hour_of_a_typical_day() -> None:
    named = name_slice(_case("typical", 48, (6, *[102] * 364)), 24 + 14)
    assert named.zh == "典型日 2（代表日 04-13）14 时（第 39 时段）"
    assert named.en == "typical day 2 (04-13) 14:00 (slice 39)"


def test_a_slice_of_the_scenarios_own() -> None:
    assert name_slice(_case("slices", 2), 1).en == "slice 2"


def test_days() -> None:
    assert [name_day(day) for day in (0, 58, 59, 199, 364)] == ["01-01", "02-28", "03-01", "07-19", "12-31"]

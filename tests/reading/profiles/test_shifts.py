"""Shapes by shifts, rest days and the holidays that the State Council publishes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reading.profiles.calendar import days_of
from tests.reading.profiles.making import made, refusal


def _days(folder: Path, year: int = 2025, **fields: Any) -> dict[date, np.ndarray]:
    """The 24 values of each day of one shift from 8:00 to 16:00, or as ``fields`` say."""
    values = np.array(made(folder, {"kind": "shifts", "shifts": 1, **fields}, year)).reshape(365, 24)
    return dict(zip(days_of(year), values, strict=True))


def _off(days: dict[date, np.ndarray]) -> set[date]:
    return {day for day, values in days.items() if values.sum() == 0}


@pytest.mark.parametrize(
    ("year", "weekend_days", "holidays_on_weekdays", "weekend_days_worked"),
    [
        # 2024 (国办发明电〔2023〕7号): 1 Jan; 12-16 Feb; 4-5 Apr; 1-3 May; 10 Jun; 16-17 Sep; 1-4 and 7 Oct.
        # Worked: 4 and 18 Feb, 7 and 28 Apr, 11 May, 14 and 29 Sep, 12 Oct.
        (2024, 104, 1 + 5 + 2 + 3 + 1 + 2 + 5, 8),
        # 2025 (国办发明电〔2024〕12号): 1 Jan; 28-31 Jan and 3-4 Feb; 4 Apr; 1, 2 and 5 May; 2 Jun; 1-3 and 6-8 Oct.
        # Worked: 26 Jan, 8 Feb, 27 Apr, 28 Sep, 11 Oct.
        (2025, 104, 1 + 6 + 1 + 3 + 1 + 6, 5),
    ],
)
def test_days_off_are_those_published(
    tmp_path: Path, year: int, weekend_days: int, holidays_on_weekdays: int, weekend_days_worked: int
) -> None:
    off = _off(_days(tmp_path, year))
    assert len(off) == weekend_days + holidays_on_weekdays - weekend_days_worked
    assert 365 - len(off) == {2024: 251 - 1, 2025: 248}[year], "working days of the year, without 29 February 2024, a Thursday"


def test_holidays_and_moved_working_days(tmp_path: Path) -> None:
    off = _off(_days(tmp_path))
    assert {date(2025, 1, 28), date(2025, 2, 4), date(2025, 10, 8), date(2025, 1, 25)} <= off
    assert not {date(2025, 1, 26), date(2025, 2, 8), date(2025, 10, 11), date(2025, 2, 5)} & off
    plain = _off(_days(tmp_path, holidays="none"))
    assert plain == {day for day in days_of(2025) if day.weekday() >= 5}


def test_hours_of_the_shifts(tmp_path: Path) -> None:
    monday = _days(tmp_path, idle_share=0.2)[date(2025, 3, 3)]
    assert monday.tolist() == [0.2] * 8 + [1.0] * 8 + [0.2] * 8
    two = _days(tmp_path, shifts=2, first_shift_starts=6, hours_per_shift=8)[date(2025, 3, 3)]
    assert two.tolist() == [0.0] * 6 + [1.0] * 16 + [0.0] * 2


def test_an_end_inside_an_hour_is_weighted(tmp_path: Path) -> None:
    """8:00 to 15:15 works a quarter of the hour from 15:00: 0.25 + 0.75 x 0.2 = 0.4."""
    monday = _days(tmp_path, idle_share=0.2, hours_per_shift=7.25)[date(2025, 3, 3)]
    assert monday[14] == 1 and monday[15] == pytest.approx(0.4) and monday[16] == pytest.approx(0.2)


def test_a_night_shift_belongs_to_the_day_on_which_it_begins(tmp_path: Path) -> None:
    """Friday's shift from 22:00 runs into Saturday; Sunday's does not begin. 31 December, a Wednesday, runs into 1 January."""
    days = _days(tmp_path, first_shift_starts=22, holidays="none")
    assert days[date(2025, 3, 7)].tolist() == [1.0] * 6 + [0.0] * 16 + [1.0] * 2
    assert days[date(2025, 3, 8)].tolist() == [1.0] * 6 + [0.0] * 18
    assert days[date(2025, 3, 10)].tolist() == [0.0] * 22 + [1.0] * 2
    assert days[date(2025, 1, 1)][:6].tolist() == [1.0] * 6


def test_rest_days_run_at_their_share_and_never_below_idle(tmp_path: Path) -> None:
    saturday = date(2025, 3, 8)
    assert _days(tmp_path, idle_share=0.1, rest_day_share=0.5)[saturday].tolist() == [0.1] * 8 + [0.5] * 8 + [0.1] * 8
    assert _days(tmp_path, idle_share=0.3, rest_day_share=0.1)[saturday].tolist() == pytest.approx([0.3] * 24)


def test_a_week_of_six_or_seven_days(tmp_path: Path) -> None:
    six = _off(_days(tmp_path, rest_days=["sunday"], holidays="none"))
    assert six == {day for day in days_of(2025) if day.weekday() == 6}
    seven = _off(_days(tmp_path, rest_days=[]))
    assert len(seven) == 1 + 8 + 3 + 5 + 3 + 8, "the holidays of 2025: New Year, Spring Festival, Qingming, May, Dragon Boat, October"


def test_spring_festival_of_ones_own_length(tmp_path: Path) -> None:
    """28 January to 4 February is official; 12 days around it are 26 January to 6 February, also the moved working day."""
    days = _days(tmp_path, shifts=3, idle_share=0.05, rest_day_share=0.6, spring_festival_days=12, rest_days=[])
    still = {day for day, values in days.items() if set(values) == {0.05} or values[12] == 0.05}
    assert still == {date(2025, 1, 26 + at) if at < 6 else date(2025, 2, at - 5) for at in range(12)}
    only = _off(_days(tmp_path, holidays="none", rest_days=[], spring_festival_days=3))
    assert only == {date(2025, 1, 30), date(2025, 1, 31), date(2025, 2, 1)}
    assert not _off(_days(tmp_path, holidays="none", rest_days=[], spring_festival_days=0))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([1, 2, 3]), st.integers(0, 23), st.floats(0.5, 8), st.floats(0, 1),
    st.integers(2004, 2026), st.sampled_from(["china", "none"]),
)  # fmt: skip
def test_the_hours_worked_are_shifts_times_days(
    tmp_path_factory: pytest.TempPathFactory, shifts: int, starts: int, length: float, idle: float, year: int, holidays: str
) -> None:
    """Whenever the shifts lie: load = hours in shift of working days + idle share of all other hours."""
    fields = {"holidays": holidays, "shifts": shifts, "first_shift_starts": starts, "hours_per_shift": length}
    folder = tmp_path_factory.getbasetemp()
    values = made(folder, {"kind": "shifts", **fields, "idle_share": idle}, year)
    days = 365 - len(_off(_days(folder, year, holidays=holidays)))
    worked = days * shifts * length
    assert sum(values) == pytest.approx(worked + idle * (8760 - worked))
    assert min(values) >= idle * (1 - 1e-12) and max(values) <= 1 + 1e-12


def test_years_without_published_holidays_are_refused(tmp_path: Path) -> None:
    for fields in ({}, {"holidays": "none", "spring_festival_days": 5}):
        problem = refusal(tmp_path, {"kind": "shifts", "shifts": 1, **fields}, 2003)
        assert problem.path == "hours.profiles.load.holidays"
        assert "the public holidays of 2003 are not known, only those of 2004 to 20" in problem.en and "已知 2004 至 20" in problem.zh
    assert len(_off(_days(tmp_path, 2003, holidays="none"))) == 104


def test_more_than_a_day_is_refused(tmp_path: Path) -> None:
    problem = refusal(tmp_path, {"kind": "shifts", "shifts": 3, "hours_per_shift": 8.5})
    assert "3 shifts of 8.5 hours are 25.5 hours, more than a day's 24" in problem.en

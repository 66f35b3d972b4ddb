"""Load shapes by shifts, rest days and holidays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.profiles import Hours, ShiftProfile
from planner.reading.desk import Desk, Path
from planner.reading.profiles.calendar import days_of
from planner.reading.profiles.holidays import Holidays, around, read_holidays

DAY_HOURS = 24
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def make_shifts(desk: Desk, path: Path, given: ShiftProfile, hours: Hours, made: Mapping[str, Sequence[float]]) -> Sequence[float] | None:
    """Load of each hour over that of a full shift hour on a working day. 8760 values.

    A shift that ends after midnight belongs to the day on which it began; what begins on 31 December ends in the first hours of
    the year.
    """
    holidays = _holidays(desk, path, given, hours.calendar_year)
    if not _fits_in_a_day(desk, path, given) or holidays is None:
        return None
    standstill = around(holidays.spring_festival, given.spring_festival_days or 0)
    levels = np.array([_level(given, holidays, standstill, day) for day in days_of(hours.calendar_year)])
    same_day, next_day = _in_shift(given)
    load = np.outer(levels, same_day) + np.outer(np.roll(levels, 1), next_day) + given.idle_share * (1 - same_day - next_day)
    return tuple(load.ravel().tolist())


def _fits_in_a_day(desk: Desk, path: Path, given: ShiftProfile) -> bool:
    total = given.shifts * given.hours_per_shift
    if total <= DAY_HOURS:
        return True
    desk.refuse(
        (*path, "hours_per_shift"),
        f"{given.shifts} 班 × {given.hours_per_shift:g} 小时 = {total:g} 小时，超过一天的 24 小时",
        f"{given.shifts} shifts of {given.hours_per_shift:g} hours are {total:g} hours, more than a day's 24",
    )
    return False


def _holidays(desk: Desk, path: Path, given: ShiftProfile, year: int) -> Holidays | None:
    """Days off and days worked against the week; with ``spring_festival_days`` the official days of that festival are left to it."""
    if given.holidays == "none" and given.spring_festival_days is None:
        return Holidays()
    found = read_holidays(desk, (*path, "holidays"), year)
    if found is None or given.spring_festival_days is None:
        return found
    if given.holidays == "none":
        return Holidays(spring_festival=found.spring_festival)
    return Holidays(found.off.difference(found.spring_festival), found.worked, found.spring_festival)


def _level(given: ShiftProfile, holidays: Holidays, standstill: frozenset[date], day: date) -> float:
    """Load in the shift hours of a day over that of a working day."""
    if day in standstill:
        return given.idle_share
    rests = WEEKDAYS[day.weekday()] in given.rest_days and day not in holidays.worked
    return max(given.rest_day_share, given.idle_share) if rests or day in holidays.off else 1.0


def _in_shift(given: ShiftProfile) -> tuple[np.ndarray, np.ndarray]:
    """Share of each hour of a day, and of the day after, that lies in the shifts which begin on the day."""
    start = given.first_shift_starts
    end = start + given.shifts * given.hours_per_shift
    hour = np.arange(2 * DAY_HOURS)
    share = np.clip(np.minimum(hour + 1, end) - np.maximum(hour, start), 0.0, 1.0)
    return share[:DAY_HOURS], share[DAY_HOURS:]

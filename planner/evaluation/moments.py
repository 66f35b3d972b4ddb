"""When a slice or a day of the year is, in words that people use: month, day and hour, or hour of a typical day (时刻)."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.base import Text
from planner.domain.case import HOURS_PER_YEAR, Case

HOURS_PER_DAY = 24
FIRST_MOMENT = datetime(2023, 1, 1)
"""Of any year without a 29 February."""


def name_day(day: int) -> str:
    """Month and day of a day counted from 0: ``07-28``."""
    return f"{FIRST_MOMENT + timedelta(days=day):%m-%d}"


def name_slice(case: Case, place: int) -> Text:
    """The slice at ``place``, counted from 0: its day and the hour at which it begins, where the year has such, and its number."""
    day, hour = divmod(place, HOURS_PER_DAY)
    number = Text(zh=f"第 {place + 1} 时段", en=f"slice {place + 1}")
    if case.resolution == "typical":
        date = name_day(sorted(set(case.representatives))[day])
        when = Text(zh=f"典型日 {day + 1}（代表日 {date}）{hour} 时", en=f"typical day {day + 1} ({date}) {hour}:00")
    elif case.resolution == "hourly" and len(case.slices) == HOURS_PER_YEAR:
        when = Text(zh=f" {name_day(day)} {hour} 时", en=f"{name_day(day)} {hour}:00")
    else:
        return number
    return Text(zh=f"{when.zh}（{number.zh}）", en=f"{when.en} ({number.en})")

"""Month, day of the week and hour of each of the 8760 hours."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np

HOURS = 8760


def days_of(year: int) -> list[date]:
    """The 365 days of a calendar year, 29 February left out."""
    count = 366 if calendar.isleap(year) else 365
    days = [date(year, 1, 1) + timedelta(days=at) for at in range(count)]
    return [day for day in days if (day.month, day.day) != (2, 29)]


def months_of(year: int) -> np.ndarray:
    """Month of each hour, 1 to 12. Shape (8760,)."""
    return np.repeat([day.month for day in days_of(year)], 24)


def weekdays_of(year: int) -> np.ndarray:
    """Day of the week of each hour, Monday is 0. Shape (8760,)."""
    return np.repeat([day.weekday() for day in days_of(year)], 24)


def hours_of_day() -> np.ndarray:
    """Hour of the day, 0 to 23. Shape (8760,)."""
    return np.tile(np.arange(24), HOURS // 24)

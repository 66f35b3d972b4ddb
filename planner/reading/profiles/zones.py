"""Local standard time: summer time is left out, so that every day has 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from planner.reading.desk import Desk

MONTHS_OF_BOTH_TIMES = (1, 7)
"""In one of January and July a place keeps standard time."""


def standard_offset(desk: Desk, time_zone: str, year: int) -> timedelta | None:
    """How far local standard time is ahead of UTC; None when there is no such time zone, which is refused."""
    if not desk.known(("hours", "time_zone"), time_zone, available_timezones(), "时区", "time zone"):
        return None
    zone = ZoneInfo(time_zone)
    offsets = [datetime(year, month, 1, tzinfo=zone).utcoffset() for month in MONTHS_OF_BOTH_TIMES]
    return min(offset for offset in offsets if offset is not None)

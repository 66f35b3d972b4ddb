"""Time zones by name, and local standard time: summer time is left out, so that every day has 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from planner.reading.desk import Desk, Path
from planner.reading.hints import hint

MONTHS_OF_BOTH_TIMES = (1, 7)
"""In one of January and July a place keeps standard time."""


def find_zone(desk: Desk, path: Path, name: str) -> ZoneInfo | None:
    """The time zone of a name; None when there is none, which is refused."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zh, en = hint(name, available_timezones())
        desk.refuse(
            path,
            f"没有名为“{name}”的时区；可用如 Asia/Shanghai、UTC{zh}",
            f'there is no time zone "{name}"; allowed are names such as Asia/Shanghai, UTC{en}',
        )
        return None


def standard_offset(zone: ZoneInfo, year: int) -> timedelta:
    """How far local standard time is ahead of UTC."""
    offsets = [datetime(year, month, 1, tzinfo=zone).utcoffset() for month in MONTHS_OF_BOTH_TIMES]
    return min(offset for offset in offsets if offset is not None)

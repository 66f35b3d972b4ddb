"""Time stamps of meters: what was typed, as seconds on the factory's clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planner.reading.profiles.zones import standard_offset

DAY, HOUR, MINUTE = 86_400, 3_600, 60
"""Seconds."""
YEARS = range(1900, 2200)
EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
EXCEL_DAYS = range(date(1990, 1, 1).toordinal() - EXCEL_DAY_ZERO, date(2101, 1, 1).toordinal() - EXCEL_DAY_ZERO)
"""Plain numbers that are taken for days as Excel counts them."""

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


class Stamp(NamedTuple):
    """A point in time as typed."""

    seconds: int
    """On its own clock, since the day before 1 January of year 1."""
    offset: int | None
    """What its clock is ahead of UTC, where the stamp says so. [s]"""


def parse_stamp(text: str) -> Stamp | None:
    """A stamp such as ``2025-01-01T00:15+08:00``, ``2025/1/1 0:15``, ``2025-01-01 24:00`` or an Excel day number; None when it is none."""
    day, _, clock = text.replace("T", " ", 1).replace("日", " ", 1).partition(" ")
    days, read = _parse_day(day), _parse_clock(clock)
    if days is None or read is None:
        return _parse_serial(text)
    seconds, offset = read
    return Stamp(days * DAY + seconds, offset)


@lru_cache(maxsize=1000)
def _parse_day(text: str) -> int | None:
    """Number of a day. A file has few different ones, so they are kept."""
    found = _DAY.fullmatch(text)
    if found is None or int(found[1]) not in YEARS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).toordinal()
    except ValueError:
        return None


@lru_cache(maxsize=1000)
def _parse_clock(text: str) -> tuple[int, int | None] | None:
    """Seconds of a time of day, midnight when there is none, and the offset of its zone."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    seconds = hour * HOUR + minute * MINUTE + second
    return (seconds, _offset(found[4])) if seconds <= DAY and max(minute, second) < 60 else None


def _parse_serial(text: str) -> Stamp | None:
    """A day as Excel counts it, where a cell is not formatted as a date."""
    if not _SERIAL.fullmatch(text) or int(text[:5]) not in EXCEL_DAYS:
        return None
    return Stamp(EXCEL_DAY_ZERO * DAY + round(float(text) * DAY), None)


def _offset(zone: str | None) -> int | None:
    if zone is None or zone == "Z":
        return None if zone is None else 0
    size = int(zone[1:3]) * HOUR + int(zone[-2:]) * MINUTE
    return -size if zone[0] == "-" else size


class Clock:
    """Wall clock of a time zone, with its daylight saving. A time that comes twice means the first, then the second."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._offset_of_day: dict[int, int | None] = {}
        self._seen: set[int] = set()

    def utc(self, seconds: int) -> int | None:
        """UTC seconds of a wall-clock time; None when the clock jumped over it."""
        day = seconds // DAY
        if day not in self._offset_of_day:
            before, after = (self._offsets(at)[0] for at in (day * DAY, (day + 1) * DAY))
            self._offset_of_day[day] = before if before == after else None
        offset = self._offset_of_day[day]
        return seconds - offset if offset is not None else self._utc_on_a_day_of_change(seconds)

    def _utc_on_a_day_of_change(self, seconds: int) -> int | None:
        first, second = self._offsets(seconds)
        if first < second:
            return None
        again = seconds in self._seen
        self._seen.add(seconds)
        return seconds - (second if again else first)

    def _offsets(self, seconds: int) -> tuple[int, int]:
        """Offset of a wall-clock time, and of its second coming."""
        naive = datetime.fromordinal(seconds // DAY) + timedelta(seconds=seconds % DAY)
        first, second = (naive.replace(tzinfo=self.zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
        return int(first.total_seconds()), int(second.total_seconds())


def factory_seconds(stamps: Sequence[Stamp], zone: ZoneInfo, factory: ZoneInfo, year: int) -> list[int | None]:
    """Seconds since 1 January of ``year`` on the factory's clock, which has no daylight saving; None for times that don't exist."""
    clock = Clock(zone)
    ahead = int(standard_offset(factory, year).total_seconds()) - date(year, 1, 1).toordinal() * DAY
    utc = [clock.utc(stamp.seconds) if stamp.offset is None else stamp.seconds - stamp.offset for stamp in stamps]
    return [None if seconds is None else seconds + ahead for seconds in utc]

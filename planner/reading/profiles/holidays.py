"""Public holidays of China as the State Council publishes them each year, with the working days moved for them (放假调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.reading.desk import Desk, Path

SPRING_FESTIVAL = "Spring Festival"


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days of a year that are off, or worked, whatever day of the week they are."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    """Days of rest that are worked instead of a holiday (调休上班日)."""
    spring_festival: tuple[date, ...] = ()
    """Its official holidays, rising."""


def read_holidays(desk: Desk, path: Path, year: int) -> Holidays | None:
    """The holidays of a year; None when it was refused because they are not known."""
    known = _published("holidays")
    first, last = min(known).year, max(known).year
    if not first <= year <= last:
        desk.refuse(
            path,
            f"没有 {year} 年的放假安排，已知 {first} 至 {last} 年；请改 calendar_year，或令 holidays 为 none 且不写 spring_festival_days",
            f"the public holidays of {year} are not known, only those of {first} to {last}; change calendar_year, or set holidays to none"
            " and leave out spring_festival_days",
        )
        return None
    festival = tuple(sorted(day for day, name in known.items() if day.year == year and name == SPRING_FESTIVAL))
    return Holidays(_of(known, year), _of(_published("workdays"), year), festival)


def around(festival: tuple[date, ...], count: int) -> frozenset[date]:
    """``count`` days centred on the official holidays; an odd day more goes before them."""
    if count == 0:
        return frozenset()
    middle = festival[0].toordinal() + festival[-1].toordinal() + 1
    first = date.fromordinal((middle - count) // 2)
    return frozenset(first + timedelta(days=day) for day in range(count))


def _published(name: str) -> Mapping[date, str]:
    import chinese_calendar

    found: Mapping[date, str] = getattr(chinese_calendar, name)
    return found


def _of(days: Mapping[date, str], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)

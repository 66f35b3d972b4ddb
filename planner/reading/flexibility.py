"""Loads that may run earlier or later within a window of the day (可调负荷)."""

from __future__ import annotations

from planner.domain.case import FlexibleData
from planner.domain.scenario import Flexible
from planner.reading.desk import Desk, Origin, Path
from planner.reading.slices import Parts

DAY_HOURS = 24


def read_flexible(desk: Desk, parts: Parts, path: Path, given: Flexible | None) -> FlexibleData | None:
    """What of a demand may be moved; None when nothing is, or when it was refused."""
    if given is None:
        return None
    if DAY_HOURS % given.window_hours:
        divisors = [hours for hours in range(2, DAY_HOURS + 1) if DAY_HOURS % hours == 0]
        known = ", ".join(map(str, divisors))
        desk.refuse(
            (*path, "window_hours"),
            f"{given.window_hours} 不能整除 24；可用：{known}",
            f"{given.window_hours} does not divide 24; allowed: {known}",
        )
        return None
    if desk.scenario.hours is None:
        desk.refuse(
            path,
            "可调负荷需要逐时数据：请给出 hours，或删去 flexible",
            "a flexible load needs the year hour by hour: give hours, or remove flexible",
        )
        return None
    desk.record((*path, "share"), given.share, "1", Origin())
    desk.record((*path, "window_hours"), given.window_hours, "h", Origin())
    return FlexibleData(given.share, tuple(hour // given.window_hours for hour in range(len(parts.slices))))

"""Rows of a file set onto the intervals of the calendar year: hours or quarter-hours, none outside the year."""

from __future__ import annotations

import calendar
from collections import Counter

import numpy as np

from planner.reading.profiles.calendar import HOURS
from planner.reading.profiles.rows import Bench, Rows
from planner.reading.profiles.stamps import DAY, HOUR, MINUTE

QUARTER = HOUR // 4
STEPS = (HOUR, QUARTER)
LEAP_DAY_START, LEAP_DAY_END = 59 * DAY, 60 * DAY
"""Of a leap year."""
MIXED_RUN = 3
"""So many hours one after another among quarter-hours are no gaps but hours."""


def year_seconds(year: int) -> int:
    """Length of a calendar year."""
    return (366 if calendar.isleap(year) else 365) * DAY


def place_in_order(bench: Bench, rows: Rows) -> tuple[Rows, int] | None:
    """Rows without stamps: exactly the intervals of the year, in order. With the length of an interval."""
    count = len(rows.values)
    length = year_seconds(bench.year)
    for step in STEPS:
        if count == length // step:
            return Rows(np.arange(count) * step, rows.values, rows.lines), step
        if count * step == HOURS * HOUR:
            bench.tell(
                f"{count} 行，{bench.year} 年按不含 2 月 29 日读取",
                f"{count} rows, read as {bench.year} without 29 February",
            )
            starts = np.arange(count) * step
            return Rows(starts + np.where(starts >= LEAP_DAY_START, DAY, 0), rows.values, rows.lines), step
    hours = length // HOUR
    leap = (
        (f"；这是闰年的行数，而 {bench.year} 年不是闰年", f"; a leap year has so many, but {bench.year} is none")
        if count in (8784, 35136)
        else ("", "")
    )
    bench.refuse(
        int(rows.lines[-1]),
        None,
        f"没有 time_column，{bench.year} 年须恰有 {hours} 行（逐时）或 {4 * hours} 行（每 15 分钟），现有 {count} 行{leap[0]}；"
        "请补齐，或给出 time_column，再由 repair 修补",
        f"without time_column the year {bench.year} has exactly {hours} rows (hours) or {4 * hours} (quarter-hours), here are"
        f" {count}{leap[1]}; complete the file, or give time_column so that repair can act",
    )
    return None


def place_by_stamp(bench: Bench, rows: Rows) -> tuple[Rows, int] | None:
    """Rows in the order of their stamps, each at the start of its interval. With the length of an interval."""
    rows = rows.where(np.argsort(rows.starts, kind="stable"))
    step = _step(bench, rows)
    if step is None or not _on_the_grid(bench, rows, step):
        return None
    if bench.given.stamp == "end":
        rows = Rows(rows.starts - step, rows.values, rows.lines)
    return (rows, step) if _in_the_year(bench, rows, step) else None


def _step(bench: Bench, rows: Rows) -> int | None:
    """The usual distance of two stamps."""
    distances = Counter(np.diff(np.unique(rows.starts)).tolist())
    step = distances.most_common(1)[0][0] if distances else 0
    if step in STEPS:
        return int(step)
    minutes = f"{step / MINUTE:g}"
    bench.refuse(
        int(rows.lines[0]),
        bench.given.time_column,
        f"时间间隔多为 {minutes} 分钟；只接受 60 分钟或 15 分钟，请先换算",
        f"most stamps are {minutes} minutes apart; only 60 or 15 minutes are read, so convert the file first",
    )
    return None


def _on_the_grid(bench: Bench, rows: Rows, step: int) -> bool:
    """Whether all rows are hours, or all quarter-hours."""
    off = np.flatnonzero(rows.starts % step)
    if off.size:
        first = int(off[0])
        if step == HOUR and not np.any(rows.starts % QUARTER):
            return _refuse_mixed(bench, rows, first)
        bench.refuse(
            int(rows.lines[first]),
            bench.given.time_column,
            f"时间 {_full(bench, rows.starts[first])}（工厂时区）不在整 {step // MINUTE} 分钟上，共 {off.size} 行；repair 不能修补",
            f"the stamp is {_full(bench, rows.starts[first])} on the factory's clock, not at a full {step // MINUTE} minutes; {off.size}"
            " rows are so, and no repair does this",
        )
        return False
    if step == QUARTER:
        points, places = np.unique(rows.starts, return_index=True)
        hourly = np.diff(points) == HOUR
        runs = np.convolve(hourly, np.ones(MIXED_RUN, dtype=int), "valid") if hourly.size >= MIXED_RUN else np.zeros(0)
        begins = np.flatnonzero(runs == MIXED_RUN)
        if begins.size:
            return _refuse_mixed(bench, rows, int(places[begins[0]]))
    return True


def _refuse_mixed(bench: Bench, rows: Rows, place: int) -> bool:
    bench.refuse(
        int(rows.lines[place]),
        bench.given.time_column,
        f"自 {bench.moment(rows.starts[place])} 起间隔改变：文件混有小时值与 15 分钟值；请统一，repair 不能修补",
        f"the interval changes at {bench.moment(rows.starts[place])}: the file mixes hours and quarter-hours; make them one, no repair"
        " does this",
    )
    return False


def _in_the_year(bench: Bench, rows: Rows, step: int) -> bool:
    outside = np.flatnonzero((rows.starts < 0) | (rows.starts >= year_seconds(bench.year)))
    if not outside.size:
        return True
    first, last = bench.moment(rows.starts[0]), bench.moment(rows.starts[-1])
    zh, en = _what_may_be_wrong(bench, rows, outside, step)
    bench.refuse(
        int(rows.lines[outside[0]]),
        bench.given.time_column,
        f"此行自 {bench.moment(rows.starts[outside[0]])} 起（工厂时区），不在 {bench.year} 年内；共 {outside.size} 行在年外，"
        f"文件为 {first} 至 {last}{zh}；repair 不能修补",
        f"the row begins at {bench.moment(rows.starts[outside[0]])} on the factory's clock, outside {bench.year}; {outside.size} rows are"
        f" so, the file runs from {first} to {last}{en}; no repair does this",
    )
    return False


def _what_may_be_wrong(bench: Bench, rows: Rows, outside: np.ndarray, step: int) -> tuple[str, str]:
    if outside.size == len(rows.starts):
        return "；请检查 calendar_year", "; check calendar_year"
    if outside.size == 1 and rows.starts[outside[0]] == year_seconds(bench.year) and rows.starts[0] == step:
        return "；时间若指区间末，请写 stamp: end", "; if stamps mark the ends of intervals, write stamp: end"
    if outside.size == 1 and rows.starts[outside[0]] == -step:
        return "；时间若指区间始，请写 stamp: start", "; if stamps mark the starts of intervals, write stamp: start"
    return "；请检查 time_zone、calendar_year，并删去多余的行", "; check time_zone and calendar_year, and delete rows of other years"


def _full(bench: Bench, seconds: int) -> str:
    return f"{bench.moment(seconds)}:{int(seconds) % MINUTE:02d}"

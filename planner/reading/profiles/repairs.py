"""What is wrong with the rows of a year: refused with what a repair would do, or repaired on request and listed."""

from __future__ import annotations

import calendar

import numpy as np

from planner.reading.profiles.intervals import LEAP_DAY_END, LEAP_DAY_START, year_seconds
from planner.reading.profiles.rows import Bench, Rows, Step
from planner.reading.profiles.stamps import DAY, HOUR

SHORT_GAP_HOURS = 3
"""Longest gap that a straight line fills."""
MOST_MISSING = 0.1
"""Share of the year beyond which nothing is filled."""
WEEK = 7 * DAY


def without_leap_day(bench: Bench, rows: Rows, step: int) -> Rows | None:
    """Rows of 365 days: those of 29 February are left out, and the days after it move up."""
    if not calendar.isleap(bench.year):
        return rows
    leap = (rows.starts >= LEAP_DAY_START) & (rows.starts < LEAP_DAY_END)
    if leap.any():
        if not bench.may("leap_day"):
            bench.refuse(
                int(rows.lines[leap][0]),
                bench.given.time_column,
                f"有 2 月 29 日的 {leap.sum()} 行；所有年份按 8760 小时计算，repair: [leap_day] 会略去这一天",
                f"{leap.sum()} rows are of 29 February; every year has 8760 hours here, and repair: [leap_day] leaves that day out",
            )
            return None
        bench.tell(f"略去 2 月 29 日的 {leap.sum()} 行", f"{leap.sum()} rows of 29 February were left out")
    kept = rows.where(~leap)
    return Rows(kept.starts - np.where(kept.starts >= LEAP_DAY_END, DAY, 0), kept.values, kept.lines)


def without_duplicates(bench: Bench, rows: Rows, step: int) -> Rows | None:
    """One row per interval: the mean of those that there are."""
    starts, first, place, count = np.unique(rows.starts, return_index=True, return_inverse=True, return_counts=True)
    twice = count > 1
    if not twice.any():
        return rows
    extra = int((count - 1).sum())
    where = bench.spans(_dated(bench, starts[twice]), step)
    if not bench.may("duplicates"):
        again = np.setdiff1d(np.arange(len(rows.starts)), first)[0]
        bench.refuse(
            int(rows.lines[again]),
            bench.given.time_column,
            f"时间重复，多出 {extra} 行：{where}；请删去，repair: [duplicates] 会取平均值",
            f"a stamp comes again; {extra} rows are too many: {where}; delete them, or repair: [duplicates] takes their mean",
        )
        return None
    known = ~np.isnan(rows.values)
    total = np.bincount(place[known], rows.values[known], len(starts))
    of = np.bincount(place[known], minlength=len(starts))
    means = np.where(of > 0, total / np.maximum(of, 1), np.nan)
    bench.tell(f"重复时间的 {extra} 行并入平均值：{where}", f"{extra} rows with a stamp given before were joined to their mean: {where}")
    return Rows(starts, means, rows.lines[first])


def without_negatives(bench: Bench, rows: Rows, step: int) -> Rows | None:
    """Values of a meter that are not below zero."""
    below = rows.values < 0
    if bench.given.kind == "values" or not below.any():
        return rows
    least, where = rows.values[below].min(), bench.spans(_dated(bench, rows.starts[below]), step)
    if not bench.may("negative"):
        bench.refuse(
            int(rows.lines[below][0]),
            None,
            f"有 {below.sum()} 个负值，最低 {least:g}：{where}；请更正，repair: [negative] 会改为零；温度等可为负的数据用 kind: values",
            f"{below.sum()} values are negative, the lowest {least:g}: {where}; correct them, or repair: [negative] makes them zero;"
            " temperatures and the like are of kind: values",
        )
        return None
    bench.tell(
        f"{below.sum()} 个负值改为零，最低 {least:g}：{where}",
        f"{below.sum()} negative values were made zero, the lowest {least:g}: {where}",
    )
    return Rows(rows.starts, np.where(below, 0.0, rows.values), rows.lines)


def without_gaps(bench: Bench, rows: Rows, step: int) -> Rows | None:
    """A value for every interval of 365 days: short gaps on straight lines, long ones as in the nearest week."""
    count = 365 * DAY // step
    values = np.full(count, np.nan)
    values[rows.starts // step] = rows.values
    missing = np.isnan(values)
    if not missing.any():
        return rows
    where = bench.spans(_dated(bench, np.flatnonzero(missing) * step), step)
    if not bench.may("gaps") or missing.mean() > MOST_MISSING:
        _refuse_gaps(bench, rows, missing, where, step)
        return None
    filled, straight = _filled(values, missing, step)
    bench.tell(
        f"{count} 个值中缺 {missing.sum()} 个，已补：{straight} 个按直线，{missing.sum() - straight} 个取相邻周同一时刻：{where}",
        f"{missing.sum()} of {count} values were missing and filled: {straight} on straight lines, {missing.sum() - straight} as at the"
        f" same time of the nearest week: {where}",
    )
    return Rows(np.arange(count) * step, filled, np.zeros(count, dtype=int))


REPAIRS: tuple[Step, ...] = (without_leap_day, without_duplicates, without_negatives, without_gaps)
"""In the order in which they act."""


def _refuse_gaps(bench: Bench, rows: Rows, missing: np.ndarray, where: str, step: int) -> None:
    first = int(np.flatnonzero(missing)[0]) * step
    at = int(np.searchsorted(rows.starts, first))
    line = int(rows.lines[at]) if at < len(rows.starts) and rows.starts[at] == first else int(rows.lines[max(at - 1, 0)])
    much = missing.mean() > MOST_MISSING
    bench.refuse(
        line,
        None,
        f"{len(missing)} 个值中缺 {missing.sum()} 个：{where}；"
        + (
            f"多于 {MOST_MISSING:.0%}，repair 也不补；请补齐文件"
            if much
            else f"请补齐，repair: [gaps] 会补上：不超过 {SHORT_GAP_HOURS} 小时的按直线，更长的取相邻周同一时刻"
        ),
        f"{missing.sum()} of {len(missing)} values are missing: {where}; "
        + (
            f"that is more than {MOST_MISSING:.0%}, which no repair fills; complete the file"
            if much
            else f"complete the file, or repair: [gaps] fills them: up to {SHORT_GAP_HOURS} hours on straight lines, longer ones as at the"
            " same time of the nearest week"
        ),
    )


def _filled(values: np.ndarray, missing: np.ndarray, step: int) -> tuple[np.ndarray, int]:
    """All values, and how many lie on straight lines."""
    places = np.flatnonzero(missing)
    straight = 0
    filled = values.copy()
    for run in np.split(places, np.flatnonzero(np.diff(places) != 1) + 1):
        inside = run[0] > 0 and run[-1] < len(values) - 1
        if inside and len(run) * step <= SHORT_GAP_HOURS * HOUR:
            ends = run[0] - 1, run[-1] + 1
            filled[run] = np.interp(run, ends, values[list(ends)])
            straight += len(run)
        else:
            filled[run] = [_of_nearest_week(values, int(place), WEEK // step) for place in run]
    return filled, straight


def _of_nearest_week(values: np.ndarray, place: int, week: int) -> float:
    """The value at the same time of the nearest week that has one, the week before first.

    Less than a tenth of the year is missing, so some week has one.
    """
    weeks = (sign * n * week for n in range(1, len(values) // week + 1) for sign in (-1, 1))
    found = (values[place + shift] for shift in weeks if 0 <= place + shift < len(values))
    return float(next(value for value in found if not np.isnan(value)))


def _dated(bench: Bench, starts: np.ndarray) -> np.ndarray:
    """Starts in a year of 365 days as those of the calendar year."""
    leap = year_seconds(bench.year) > 365 * DAY
    return starts + np.where(leap & (starts >= LEAP_DAY_START), DAY, 0)

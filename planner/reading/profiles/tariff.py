"""Price ratios by month and hour of the day, from a time-of-use scheme of the data library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from planner.domain.profiles import Hours, TariffProfile
from planner.reading import library
from planner.reading.desk import Desk, Origin, Path
from planner.reading.library_rows import Tariff
from planner.reading.profiles.calendar import hours_of_day, months_of

MONTHS, HOURS_PER_DAY = 12, 24


def make_tariff(desk: Desk, path: Path, given: TariffProfile, hours: Hours, made: Mapping[str, Sequence[float]]) -> Sequence[float] | None:
    """Ratio of each hour's price to the flat price. 8760 values."""
    here, table = (*path, "scheme"), library.tariffs()
    schemes = dict.fromkeys(row.scheme_id for row in table)
    if not desk.known(here, given.scheme, schemes, "分时电价方案（planner/data/tariff_tou.csv）", "scheme of planner/data/tariff_tou.csv"):
        return None
    rows = [row for row in table if row.scheme_id == given.scheme]
    ratios = _ratios(desk, here, rows)
    if ratios is None:
        return None
    _record(desk, path, rows)
    _check_force(desk, given.scheme, rows[0])
    return tuple(ratios[months_of(hours.calendar_year) - 1, hours_of_day()].tolist())


def months_of_season(row: Tariff) -> Sequence[int]:
    """Months in which a row holds."""
    return tuple(int(month) for month in row.months.split(";"))


def _ratios(desk: Desk, path: Path, rows: Sequence[Tariff]) -> np.ndarray | None:
    """Ratio by month and hour of the day; refused unless each has one. Shape (12, 24)."""
    ratios, times = np.zeros((MONTHS, HOURS_PER_DAY)), np.zeros((MONTHS, HOURS_PER_DAY), int)
    for row in rows:
        for month in months_of_season(row):
            ratios[month - 1, row.hour_start : row.hour_end] = row.ratio_to_flat
            times[month - 1, row.hour_start : row.hour_end] += 1
    wrong = np.argwhere(times != 1)
    if len(wrong):
        month, hour = int(wrong[0][0]) + 1, int(wrong[0][1])
        count, scheme = int(times[month - 1, hour]), rows[0].scheme_id
        desk.refuse(
            path,
            f"方案“{scheme}”的时段没有恰好铺满一天：{month} 月 {hour} 时有 {count} 个时段",
            f'the periods of scheme "{scheme}" do not tile the day: month {month}, hour {hour} has {count} of them',
        )
        return None
    return ratios


def _record(desk: Desk, path: Path, rows: Sequence[Tariff]) -> None:
    """One figure for each period, by season where seasons differ in it."""
    by_period: dict[str, dict[float, Tariff]] = defaultdict(dict)
    for row in rows:
        by_period[row.period].setdefault(row.ratio_to_flat, row)
    for period, alike in by_period.items():
        for ratio, row in alike.items():
            place = (*path, period) if len(alike) == 1 else (*path, row.season, period)
            desk.record(place, ratio, "1", Origin(f"planner/data/tariff_tou.csv {row.scheme_id}: {row.source}", row.status))


def _check_force(desk: Desk, scheme: str, row: Tariff) -> None:
    """Tell of planning years in which the scheme is not in force."""
    first, last = date(desk.years.planning[0], 1, 1), date(desk.years.planning[-1], 12, 31)
    if row.effective_to and date.fromisoformat(row.effective_to) < last:
        desk.notice(
            f"分时电价方案 {scheme} 执行至 {row.effective_to}，本方案各规划年仍按它计价",
            f"time-of-use scheme {scheme} ended on {row.effective_to}; all planning years are priced by it all the same",
        )
    if row.effective_from and date.fromisoformat(row.effective_from) > first:
        desk.notice(
            f"分时电价方案 {scheme} 自 {row.effective_from} 起执行，本方案此前的规划年也按它计价",
            f"time-of-use scheme {scheme} is in force from {row.effective_from}; planning years before that are priced by it, too",
        )

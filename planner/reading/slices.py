"""Parts of the year from a CSV file, and the profiles over them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.domain.case import HOURS_PER_YEAR, BySlice, Slice
from planner.domain.profiles import Hours
from planner.reading.columns import Columns, read_columns
from planner.reading.desk import Desk, Path
from planner.reading.profiles import DAYS_OF_MONTHS, make_profiles

HOURS_PER_LEAP_YEAR = 8784.0
HOURS_TOLERANCE = 1e-6
"""Relative; hours in files are rounded."""
MONTHS = 12
RESERVED = ("slice", "hours", "occurrences", "period", "month")
"""Columns that are no profiles."""
PATH: Path = ("slices", "csv")


@dataclass(frozen=True, slots=True)
class Parts:
    """The slices of the year, and the table or the hours that their profiles come from."""

    slices: tuple[Slice, ...]
    columns: Columns | None
    hours: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Profile to its 8760 values, where the scenario gives the year hour by hour."""
    readable: bool = True
    """False for the stand-in of a file that was refused."""

    @property
    def several(self) -> bool:
        """Whether a profile can mean anything."""
        return len(self.slices) > 1

    @property
    def flat(self) -> BySlice:
        """One for every slice."""
        return (1.0,) * len(self.slices)

    def profile(self, desk: Desk, path: Path, name: str | None, most: float | None = None) -> BySlice:
        """Column ``name`` by slice, ones without a name; refused when negative, above ``most``, or with a single slice."""
        if name is None or not self.readable:
            return self.flat
        values = self._values(desk, path, name)
        if values is None:
            return self.flat
        low, high = min(values), max(values)
        if low < 0 or (most is not None and high > most):
            allowed_zh, allowed_en = (
                ("不能为负", "not negative") if most is None else (f"须在 0 与 {most:g} 之间", f"between 0 and {most:g}")
            )
            desk.refuse(
                path,
                f"曲线“{name}”的值为 {low:g} 至 {high:g}，{allowed_zh}",
                f'profile "{name}" runs from {low:g} to {high:g}; values must be {allowed_en}',
            )
            return self.flat
        return tuple(values)

    def _values(self, desk: Desk, path: Path, name: str) -> Sequence[float] | None:
        if self.hours:
            known = desk.known(path, name, self.hours, "曲线（hours.profiles）", "profile of hours.profiles")
            return self.hours[name] if known else None
        if not self.several or self.columns is None:
            desk.refuse(
                path,
                "全年只有一个时段，曲线不起作用；请删去曲线，或用 hours（逐时）或 slices（时段）划分全年",
                "the year is one slice, so a profile has no effect; remove it, or divide the year by hours or slices",
            )
            return None
        names = [column for column in self.columns.names if column not in RESERVED]
        if not desk.known(path, name, names, f"曲线列（{self.columns.file}）", f"profile column of {self.columns.file}"):
            return None
        return self.columns.numbers(desk, path, name)

    def shape(self, desk: Desk, path: Path, name: str | None) -> BySlice:
        """Share of a yearly amount in each slice, by hours and profile; sums to 1."""
        weights = [part.hours * value for part, value in zip(self.slices, self.profile(desk, path, name), strict=True)]
        total = math.fsum(weights)
        if total <= 0:
            desk.refuse(path, f"曲线“{name}”全为零", f'profile "{name}" is zero everywhere')
            return self.shape(desk, path, None)
        return tuple(weight / total for weight in weights)


WHOLE_YEAR = Parts((Slice(HOURS_PER_YEAR, 1.0, 0, ()),), None)
UNREADABLE = replace(WHOLE_YEAR, readable=False)


def read_parts(desk: Desk) -> Parts:
    """The scenario's hours or slices; without either the year is one slice."""
    if desk.scenario.hours is not None:
        return _read_hours(desk, desk.scenario.hours)
    if desk.scenario.resolution not in (None, "annual"):
        desk.refuse(
            ("resolution",),
            "没有 hours（逐时数据），全年只能按一个时段计算；请给出 hours，或删去 resolution",
            "without hours the year can't be resolved any finer; give hours, or remove resolution",
        )
    if desk.scenario.slices is None:
        return WHOLE_YEAR
    columns = read_columns(desk, PATH, desk.scenario.slices.csv)
    if columns is None:
        return UNREADABLE
    names, hours = columns.texts(desk, PATH, "slice"), columns.numbers(desk, PATH, "hours")
    if names is None or hours is None:
        return UNREADABLE
    _check_names(desk, columns.file, names)
    _check_hours(desk, columns.file, hours)
    count = len(names)
    occurrences = _optional(desk, columns, "occurrences", 1.0, count)
    periods = columns.texts(desk, PATH, "period") if "period" in columns.names else None
    periods = periods or ("",) * count
    _check_occurrences(desk, columns.file, hours, occurrences, periods)
    months = _months(desk, columns, count)
    rows = zip(hours, occurrences, _previous(periods), months, strict=True)
    return Parts(tuple(Slice(h, times, before, (month,) if month else ()) for h, times, before, month in rows), columns)


def _read_hours(desk: Desk, hours: Hours) -> Parts:
    """All 8760 hours, each after the one before it, the first after the last."""
    if desk.scenario.slices is not None:
        desk.refuse(("slices",), "hours 与 slices 只能给一个", "give hours or slices, not both")
    made = make_profiles(desk, hours)
    months = [month for month, days in enumerate(DAYS_OF_MONTHS, 1) for _ in range(24 * days)]
    slices = tuple(Slice(1.0, 1.0, (hour - 1) % len(months), (month,)) for hour, month in enumerate(months))
    return Parts(slices, None, made) if made is not None else UNREADABLE


def _optional(desk: Desk, columns: Columns, name: str, default: float, count: int) -> Sequence[float]:
    if name not in columns.names:
        return (default,) * count
    return columns.numbers(desk, PATH, name) or (default,) * count


def _check_names(desk: Desk, file: str, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        desk.refuse(PATH, f"{file} 的时段名重复：{'、'.join(twice[:5])}", f"{file} names slices twice: {', '.join(twice[:5])}")


def _check_hours(desk: Desk, file: str, hours: Sequence[float]) -> None:
    if min(hours) <= 0:
        desk.refuse(
            PATH, f"{file} 的 hours 须为正，最小为 {min(hours):g}", f"hours of {file} must be positive, the least is {min(hours):g}"
        )
    total = math.fsum(hours)
    if math.isclose(total, HOURS_PER_LEAP_YEAR, rel_tol=HOURS_TOLERANCE):
        desk.refuse(
            PATH,
            f"{file} 的小时合计为 8784（闰年）；所有年份按 8760 小时，请去掉 2 月 29 日",
            f"hours of {file} sum to 8784, a leap year; every year has 8760 hours here, so leave out 29 February",
        )
    elif not math.isclose(total, HOURS_PER_YEAR, rel_tol=HOURS_TOLERANCE):
        desk.refuse(PATH, f"{file} 的小时合计为 {total:.10g}，须为 8760", f"hours of {file} sum to {total:.10g}; they must sum to 8760")


def _check_occurrences(desk: Desk, file: str, hours: Sequence[float], occurrences: Sequence[float], periods: Sequence[str]) -> None:
    if min(occurrences) <= 0:
        desk.refuse(PATH, f"{file} 的 occurrences 须为正", f"occurrences of {file} must be positive")
        return
    by_period: dict[str, set[float]] = defaultdict(set)
    for period, times in zip(periods, occurrences, strict=True):
        by_period[period].add(times)
    mixed = sorted(period for period, times in by_period.items() if len(times) > 1)
    if mixed:
        desk.refuse(
            PATH,
            f"{file} 的周期“{mixed[0]}”内 occurrences 不一致；同一典型日的各时段出现次数须相同",
            f'{file}: occurrences differ inside period "{mixed[0]}"; all slices of one period happen equally often',
        )


def _previous(periods: Sequence[str]) -> Sequence[int]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, period in enumerate(periods):
        places[period].append(place)
    before = {place: members[index - 1] for members in places.values() for index, place in enumerate(members)}
    return [before[place] for place in range(len(periods))]


def _months(desk: Desk, columns: Columns, count: int) -> Sequence[int]:
    filled = [text != "" for text in columns.texts(desk, PATH, "month") or ()] if "month" in columns.names else []
    if not any(filled):
        return (0,) * count
    if not all(filled):
        missing = filled.index(False) + 2
        desk.refuse(
            PATH,
            f"{columns.file} 第 {missing} 行没有 month；要么都填，要么都不填",
            f"{columns.file} row {missing} has no month; give all months or none",
        )
        return (0,) * count
    months = columns.numbers(desk, PATH, "month")
    if months is None:
        return (0,) * count
    if any(month != int(month) or not 1 <= month <= MONTHS for month in months):
        desk.refuse(PATH, f"{columns.file} 的 month 须为 1 至 12 的整数", f"month of {columns.file} must be a whole number from 1 to 12")
        return (0,) * count
    return [int(month) for month in months]

"""Electricity that a heat pump draws by hour over that at its rated point, from the source temperature."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from planner.domain.profiles import HeatPumpProfile, Hours
from planner.reading.desk import Desk, Path
from planner.reading.profiles.calendar import hours_of_day, months_of

COMMON_YEAR = 2023
"""Any year without a 29 February."""
ZERO_C_IN_K = 273.15
WARMEST_HOUR = 15
TEMPERATURE_KINDS = ("values", "periods")
"""Kinds of profiles whose values may be temperatures."""
SOURCE_RANGE_C = (-60.0, 150.0)
SINK_RANGE_C = (-60.0, 250.0)
"""Outside of these a temperature is not in degrees Celsius, or not of a heat pump or chiller."""


def make_heat_pump(
    desk: Desk, path: Path, given: HeatPumpProfile, hours: Hours, made: Mapping[str, Sequence[float]]
) -> Sequence[float] | None:
    """Rated COP over the COP of the hour. 8760 values."""
    source = _source(desk, path, given, hours, made)
    if source is None or not _plausible(desk, path, given, source):
        return None
    rated = _cop(given, np.array([given.rated_source_c]))
    return tuple((rated / _cop(given, source)).tolist())


def _cop(given: HeatPumpProfile, source_c: np.ndarray) -> np.ndarray:
    """Heat out per electricity in at source temperatures: a share of the ideal COP."""
    ideal = (given.sink_c + ZERO_C_IN_K) / (given.sink_c - source_c)
    return np.minimum(given.carnot_share * ideal, given.largest_cop)


def _source(desk: Desk, path: Path, given: HeatPumpProfile, hours: Hours, made: Mapping[str, Sequence[float]]) -> np.ndarray | None:
    """Source temperature by hour. [C]"""
    if (given.source_c is None) == (given.source_monthly_mean_c is None):
        desk.refuse((*path, "source_c"), "请给出 source_c 或 source_monthly_mean_c 之一", "give either source_c or source_monthly_mean_c")
        return None
    if given.source_monthly_mean_c is not None:
        means = np.array(given.source_monthly_mean_c)[months_of(hours.calendar_year) - 1]
        swing = np.cos(2 * math.pi * (hours_of_day() - WARMEST_HOUR) / 24)
        return np.asarray(means + given.source_daily_swing_c * swing)
    return _named_source(desk, path, given, hours, made)


def _named_source(desk: Desk, path: Path, given: HeatPumpProfile, hours: Hours, made: Mapping[str, Sequence[float]]) -> np.ndarray | None:
    here: Path = (*path, "source_c")
    assert given.source_c is not None
    if "source_daily_swing_c" in given.model_fields_set:
        desk.refuse(
            (*path, "source_daily_swing_c"),
            "source_c 已是逐时温度，日波动不起作用；请删去",
            "source_c has the temperature of every hour already, so the daily swing has no effect; remove it",
        )
    fitting = [name for name, profile in hours.profiles.items() if profile.kind in TEMPERATURE_KINDS]
    zh, en = "可作温度的曲线（kind 为 values 或 periods）", "profile of temperatures (kind values or periods)"
    if not desk.known(here, given.source_c, fitting, zh, en) or given.source_c not in made:
        return None
    return np.array(made[given.source_c])


def _plausible(desk: Desk, path: Path, given: HeatPumpProfile, source: np.ndarray) -> bool:
    """Temperatures are degrees Celsius, and heat is pumped upwards in every hour."""
    warmest = int(source.argmax())
    checks = (
        ("sink_c", given.sink_c, SINK_RANGE_C),
        ("rated_source_c", given.rated_source_c, SOURCE_RANGE_C),
        ("source_c" if given.source_c is not None else "source_monthly_mean_c", float(source.min()), SOURCE_RANGE_C),
        ("source_c" if given.source_c is not None else "source_monthly_mean_c", float(source.max()), SOURCE_RANGE_C),
    )
    for field, value, (low, high) in checks:
        if not low <= value <= high:
            desk.refuse(
                (*path, field),
                f"{value:g} 不在 {low:g} 至 {high:g} ℃ 之间；温度须为摄氏度",
                f"{value:g} is not between {low:g} and {high:g} C; temperatures are degrees Celsius",
            )
            return False
    if given.rated_source_c >= given.sink_c:
        desk.refuse(
            (*path, "rated_source_c"),
            f"额定热源温度 {given.rated_source_c:g} ℃ 不低于供热温度 sink_c {given.sink_c:g} ℃，无需热泵",
            f"the rated source of {given.rated_source_c:g} C is not colder than sink_c, {given.sink_c:g} C; no heat pump is needed there",
        )
        return False
    if source[warmest] >= given.sink_c:
        desk.refuse(
            (*path, "sink_c"),
            f"{_moment(warmest)} 热源为 {source[warmest]:g} ℃，不低于供热温度 {given.sink_c:g} ℃，无需热泵；请检查温度",
            f"at {_moment(warmest)} the source has {source[warmest]:g} C, not colder than the sink of {given.sink_c:g} C, so"
            " that no heat pump is needed; check the temperatures",
        )
        return False
    return True


def _moment(hour: int) -> str:
    """Month, day and time at which an hour of the year begins, counted from 0: ``07-13 15:00``."""
    return f"{datetime(COMMON_YEAR, 1, 1) + timedelta(hours=hour):%m-%d %H:%M}"

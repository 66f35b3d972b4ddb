"""Profiles of the year hour by hour: each kind is made by one function, in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planner.domain.base import Sourced
from planner.domain.case import Figure
from planner.domain.profiles import Hours, Profile
from planner.reading.desk import Desk, Origin, Path, dotted
from planner.reading.profiles.heat_pump import make_heat_pump
from planner.reading.profiles.meters import make_meter
from planner.reading.profiles.periods import make_periods
from planner.reading.profiles.pv import make_pv
from planner.reading.profiles.shifts import make_shifts
from planner.reading.profiles.tariff import make_tariff
from planner.reading.profiles.zones import find_zone

DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Of a year of 8760 hours."""

Values = Sequence[float]
"""8760 values, from the first hour of 1 January in the factory's time zone."""
Maker = Callable[[Desk, Path, Any, Hours, Mapping[str, Values]], Values | None]
"""Makes a profile from what the scenario says of it and the profiles before it; None when it was refused."""

MAKERS: Mapping[str, Maker] = {
    "heat_pump": make_heat_pump,
    "meter": make_meter,
    "periods": make_periods,
    "pv": make_pv,
    "shifts": make_shifts,
    "tariff": make_tariff,
    "values": make_meter,
}
RECORDED_IN_PARTS = ("pv", "tariff")
"""Kinds that keep figures of their own, since most of their numbers are of the data library."""
AFTER_OTHERS = ("heat_pump",)
"""Kinds that are made from other profiles, wherever these stand in the file."""


def make_profiles(desk: Desk, hours: Hours) -> Mapping[str, Values] | None:
    """Every profile by name; None when one was refused."""
    if find_zone(desk, ("hours", "time_zone"), hours.time_zone) is None:
        return None
    made: dict[str, Values] = {}
    for name, given in sorted(hours.profiles.items(), key=lambda item: item[1].kind in AFTER_OTHERS):
        path: Path = ("hours", "profiles", name)
        values = MAKERS[given.kind](desk, path, given, hours, made)
        if values is not None:
            made[name] = values
            if given.kind not in RECORDED_IN_PARTS:
                _record(desk, path, given, values)
    return made if len(made) == len(hours.profiles) else None


def _record(desk: Desk, path: Path, given: Profile, values: Values) -> None:
    """Keep the range of a profile with its source among the figures that the plan rests on."""
    if isinstance(given, Sourced):
        origin = Origin.of(given)
        desk.figures.append(Figure(dotted(path), f"{min(values):.6g} … {max(values):.6g}", "1", origin.source, origin.status))

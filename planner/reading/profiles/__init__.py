"""Profiles of the year hour by hour: each kind is made by one function, in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planner.domain.profiles import Hours
from planner.reading.desk import Desk, Path
from planner.reading.profiles.periods import make_periods
from planner.reading.profiles.pv import make_pv
from planner.reading.profiles.tariff import make_tariff

DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Of a year of 8760 hours."""

Values = Sequence[float]
"""8760 values, from the first hour of 1 January in the factory's time zone."""
Maker = Callable[[Desk, Path, Any, Hours, Mapping[str, Values]], Values | None]
"""Makes a profile from what the scenario says of it and the profiles before it; None when it was refused."""

MAKERS: Mapping[str, Maker] = {"periods": make_periods, "pv": make_pv, "tariff": make_tariff}


def make_profiles(desk: Desk, hours: Hours) -> Mapping[str, Values] | None:
    """Every profile by name; None when one was refused."""
    made: dict[str, Values] = {}
    for name, given in hours.profiles.items():
        values = MAKERS[given.kind](desk, ("hours", "profiles", name), given, hours, made)
        if values is not None:
            made[name] = values
    return made if len(made) == len(hours.profiles) else None

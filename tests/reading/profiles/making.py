"""Profiles made outside a whole scenario, and files of meters to make them from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from planner.domain.base import Text
from planner.domain.profiles import Hours
from planner.domain.scenario import Scenario
from planner.errors import Problem
from planner.reading.desk import Desk
from planner.reading.profiles import Values, make_profiles
from planner.reading.source import Source
from planner.reading.years import read_years
from tests.reading.resolving import scenario_of

Line = tuple[str, object]
"""Stamp and value."""


@cache
def _scenario() -> Scenario:
    return scenario_of()


def desk_in(folder: Path) -> Desk:
    """A desk whose files are in ``folder``."""
    source = Source.nowhere(folder)
    return Desk(_scenario(), source, read_years(_scenario(), source))


def make_all(folder: Path, profiles: dict[str, Any], year: int = 2025, zone: str = "Asia/Shanghai") -> tuple[Any, Desk]:
    """Profiles by name, or None, and the desk that holds problems and notices."""
    data = {"calendar_year": year, "time_zone": zone, "profiles": profiles}
    desk = desk_in(folder)
    return make_profiles(desk, Hours.model_validate_json(json.dumps(data))), desk


def made(folder: Path, profile: dict[str, Any], year: int = 2025, zone: str = "Asia/Shanghai") -> Values:
    """The values of one profile, which is not refused."""
    profiles, desk = make_all(folder, {"load": profile}, year, zone)
    assert not desk.problems, desk.problems
    values: Values = profiles["load"]
    assert len(values) == 8760
    return values


def refusal(folder: Path, profile: dict[str, Any], year: int = 2025, zone: str = "Asia/Shanghai") -> Problem:
    """The one problem with which a profile is refused."""
    profiles, desk = make_all(folder, {"load": profile}, year, zone)
    assert profiles is None
    (problem,) = desk.problems
    assert problem.zh and problem.zh != problem.en
    return problem


def repaired(folder: Path, profile: dict[str, Any], year: int = 2025) -> tuple[Values, Sequence[Text]]:
    """The values of one profile, and what was told."""
    profiles, desk = make_all(folder, {"load": profile}, year)
    assert not desk.problems, desk.problems
    return profiles["load"], desk.notices


METER = {"kind": "meter", "file": "load.csv", "column": "kw", "time_column": "time"}


def stamps(year: int = 2025, minutes: int = 60, shift: timedelta = timedelta()) -> list[datetime]:
    """Starts of all intervals of a calendar year."""
    first, last = datetime(year, 1, 1), datetime(year + 1, 1, 1)
    count = int((last - first) / timedelta(minutes=minutes))
    return [first + shift + timedelta(minutes=minutes * at) for at in range(count)]


def year_lines(year: int = 2025, minutes: int = 60, shift: timedelta = timedelta()) -> list[Line]:
    """A row for every interval, valued by its place from 0."""
    return [(f"{at:%Y-%m-%d %H:%M}", place) for place, at in enumerate(stamps(year, minutes, shift))]


def write_lines(folder: Path, lines: Iterable[Line], encoding: str = "utf-8", head: str = "time,kw") -> Path:
    """A CSV file of stamps and values."""
    text = "\n".join([head, *(f"{time},{value}" for time, value in lines)]) + "\n"
    (folder / "load.csv").write_bytes(text.encode(encoding))
    return folder

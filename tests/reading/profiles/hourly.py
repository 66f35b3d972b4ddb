"""The small factory of ``tests.reading.resolving`` hour by hour, with given profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain.case import Case
from tests.reading.resolving import REMOVE, case_of, problems_of

SHIPPED = {"kind": "pv", "library": "tianjin_10deg"}
CALENDAR_YEAR = 2025


def changes(profiles: dict[str, Any], *more: tuple[str, Any], **hours: Any) -> Sequence[tuple[str, Any]]:
    """Changes that give the year by hours; ``sun`` is the PV profile unless ``profiles`` has its own."""
    given = {"calendar_year": CALENDAR_YEAR, "profiles": {"sun": SHIPPED, **profiles}, **hours}
    load_factor = ("commodities.electricity.buy.demand_charge.load_factor", REMOVE)
    return (("hours", given), ("measures.pv.profile", "sun"), load_factor, *more)


def hourly_case(profiles: dict[str, Any], *more: tuple[str, Any], **hours: Any) -> Case:
    """The factory with ``profiles``, resolved."""
    return case_of(*changes(profiles, *more, **hours))


def refusals(profiles: dict[str, Any], *more: tuple[str, Any], **hours: Any) -> Sequence[tuple[str, str]]:
    """Path and English message of each problem."""
    return [(problem.path, problem.en) for problem in problems_of(*changes(profiles, *more, **hours))]

"""How much a store may be used: full cycles a year (循环次数)."""

from __future__ import annotations

from planner.domain.measure import Storage
from planner.reading.desk import Desk, Origin, Path


def read_cycles(desk: Desk, path: Path, measure: Storage, lifetime_years: int) -> float | None:
    """Most full cycles a year: given, or the cycle life spread evenly over the years in operation; None when it is free."""
    a_year, life = measure.cycles_per_year, measure.cycle_life
    if a_year is not None and life is not None:
        desk.refuse(
            (*path, "cycle_life"),
            "cycles_per_year 与 cycle_life 只能二选一",
            "give either cycles_per_year or cycle_life, not both",
        )
    if a_year is not None:
        desk.record((*path, "cycles_per_year"), a_year, "1/year", Origin.of(measure))
        return a_year
    if life is None:
        return None
    desk.record((*path, "cycle_life"), life, "1", Origin.of(measure))
    return life / lifetime_years

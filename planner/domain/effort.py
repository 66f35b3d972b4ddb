"""How hard programs of many hours are solved: at once or year by year, to what gap, by how many processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.plan import Plan


class Method(StrEnum):
    """How a program is solved."""

    AUTO = "auto"
    """At once while it is small, else year by year."""
    MONOLITH = "monolith"
    DECOMPOSED = "decomposed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search year by year is."""

    round: int
    bound_cny: float
    best_cny: float
    """Infinite before the first plan."""
    gap: float
    """Share of the best cost; infinite before the first plan."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to go."""

    method: Method = Method.AUTO
    gap: float = 0.005
    """Share of the cost within which a plan found year by year is to be proven."""
    workers: int | None = None
    """Processes that solve years; None for one per core."""
    start: Plan | None = None
    """A plan whose sizes the search begins with: one of the same factory, as a rule on typical days."""
    progress: Callable[[Progress], None] | None = None
    """Called after every round."""

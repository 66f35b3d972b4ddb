"""Dice and frames: the years, slices and size that a random factory is drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from planner.domain.case import Slice
from tests import builders
from tests.hours import MONTH_OF_DAY, hour_slices

EVER = 2100
SLICES = (1, 2, 4, 24)
HOURLY = (48, 72)
"""Two typical days that stand for the 365 of the year; three days of the year in one chain."""
MOST_YEARS = {1: 12, 2: 8, 4: 4, 24: 2, 48: 2, 72: 2}
"""Slices to the most planning years, so that every factory solves in well under a second."""


class Dice(Random):
    """Seeded numbers with a few more throws."""

    def order(self, low: float, high: float) -> float:
        """A number whose logarithm is uniform."""
        return float(low * (high / low) ** self.random())

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self.random() < share

    def series(self, years: Iterable[int], low: float, high: float, drift: float = 0.05) -> dict[int, float]:
        """A start value that drifts by at most a share from year to year."""
        value, result = self.uniform(low, high), {}
        for year in years:
            result[year] = value
            value *= 1 + self.uniform(-drift, drift)
        return result

    def shape(self, hours: Sequence[float]) -> tuple[float, ...]:
        """Shares of slices that sum to one."""
        raw = [h * self.uniform(0.3, 1.0) for h in hours]
        return tuple(value / sum(raw) for value in raw)


@dataclass(frozen=True)
class Frame:
    """What all parts of a factory share."""

    dice: Dice
    years: tuple[int, ...]
    stands_for: Mapping[int, int]
    history: tuple[int, ...]
    slices: tuple[Slice, ...]
    size: float
    """Order of magnitude of the yearly energy. [MWh]"""
    representatives: tuple[int, ...] = ()
    """Of typical days."""

    @property
    def known(self) -> tuple[int, ...]:
        """Past and planning years."""
        return (*self.history, *self.years)

    @property
    def hours(self) -> tuple[float, ...]:
        """Hours of every slice."""
        return tuple(part.hours for part in self.slices)

    @property
    def power(self) -> float:
        """Power that runs for the year's energy. [kW]"""
        return self.size / 8.76

    def profile(self, low: float, high: float) -> tuple[float, ...]:
        """A number for every slice."""
        return tuple(self.dice.uniform(low, high) for _ in self.slices)


def slices_of(count: int) -> tuple[Slice, ...]:
    """One year; day and night; two seasons of them with months; or two typical days of twelve two-hour slices."""
    if count == 1:
        return builders.ONE_SLICE
    if count == 2:
        return builders.DAY_AND_NIGHT
    if count == 4:
        return tuple(
            Slice(days * hours, days, previous, (month,))
            for days, hours, previous, month in ((165.0, 10, 1, 1), (165.0, 14, 0, 1), (200.0, 10, 3, 7), (200.0, 14, 2, 7))
        )
    parts = ((65.0, 0, (2,)), (300.0, 12, (2, 8)))
    return tuple(Slice(days * 2.0, days, first + (at - 1) % 12, months) for days, first, months in parts for at in range(12))


def typical_slices(representatives: Sequence[int]) -> tuple[Slice, ...]:
    """The 24 hours of every day that stands for some, each with all months that it stands for."""
    found = []
    for place, typical in enumerate(sorted(set(representatives))):
        days = [day for day, of in enumerate(representatives) if of == typical]
        months, times = tuple(sorted({int(MONTH_OF_DAY[day]) for day in days})), float(len(days))
        found += [Slice(times, times, 24 * place + (hour - 1) % 24, months) for hour in range(24)]
    return tuple(found)


def _days_of(count: int, dice: Dice) -> tuple[tuple[int, ...], tuple[Slice, ...]]:
    """Representatives, if days are typical, and slices."""
    if count == 48:
        often = dice.uniform(0.1, 0.9)
        chosen = tuple({30: 30, 200: 200}.get(day, 30 if dice.chance(often) else 200) for day in range(365))
        return chosen, typical_slices(chosen)
    return (), hour_slices(3) if count == 72 else slices_of(count)


@st.composite
def frames(draw: Any, counts: Sequence[int] = SLICES, most_years: int = 12) -> Frame:
    """Years, history, slices and size."""
    count = draw(st.sampled_from(counts))
    planned = draw(st.integers(1, min(MOST_YEARS[count], most_years)))
    past = draw(st.integers(1, 5))
    milestones = draw(st.booleans())
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    steps = [dice.randint(1, 5) if milestones else 1 for _ in range(planned)]
    years = tuple(2026 + sum(steps[:at]) for at in range(planned))
    size = dice.order(10.0, 1e6)
    representatives, slices = _days_of(count, dice)
    return Frame(dice, years, dict(zip(years, steps, strict=True)), tuple(range(2026 - past, 2026)), slices, size, representatives)

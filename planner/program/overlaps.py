"""Savings on one demand, or cuts of one gas of a source, that act together: who meets where, how far each may be adopted.

Measures with shares s and adoptions a, standing part included, leave prod(1 - s a) of the demand. What the program makes of it is
in docs/decisions/0014-savings-exact-or-bounded.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planner.domain.case import AnyMeasure, Case, ProcessData, SavingData

Order = Mapping[str, np.ndarray]
"""Overlap to the positions of its measures in the order in which they are taken, year by year. Each of shape (years, measures)."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A demand, or a gas of a process source, on which measures act together."""

    place: tuple[str, ...]
    """(demand,) or (source, gas)."""
    measures: tuple[str, ...]
    """Cheapest first."""
    shares: tuple[float, ...]
    """Saved by each alone at full adoption."""

    @property
    def name(self) -> str:
        """``power``, ``kiln CO2``."""
        return " ".join(self.place)


@dataclass(frozen=True, slots=True)
class Box:
    """An interval of adoption for every measure and year. Each of shape (measures, years)."""

    low: np.ndarray
    high: np.ndarray


def find_overlaps(case: Case, unit_cost: Mapping[str, float]) -> tuple[Overlap, ...]:
    """Every place on which two or more measures can act together; ``unit_cost`` puts the measures of each in order."""
    shares: dict[tuple[str, ...], dict[str, float]] = {}
    for measure in case.measures.values():
        for place, share in _places(case, measure):
            if share > 0 and _can_act(measure):
                shares.setdefault(place, {})[measure.id] = share
    found = []
    for place, by_measure in shares.items():
        ordered = sorted(by_measure, key=lambda m: (unit_cost[m], m))
        pairs = ((case.measures[m], case.measures[n]) for at, m in enumerate(ordered) for n in ordered[:at])
        if any(not _never_together(*pair) for pair in pairs):
            found.append(Overlap(place, tuple(ordered), tuple(by_measure[m] for m in ordered)))
    return tuple(found)


def _places(case: Case, measure: AnyMeasure) -> list[tuple[tuple[str, ...], float]]:
    """(demand,) or (source, gas) with the share that the measure takes of it at full adoption."""
    if isinstance(measure, SavingData):
        return [((demand,), share) for demand, share in measure.saves.items()]
    if isinstance(measure, ProcessData):
        gases = ((p, gas) for p, source in case.sources.items() for gas in source.t_per_activity)
        return [((p, gas), measure.cuts[p][gas]) for p, gas in gases if gas in measure.cuts.get(p, {})]
    return []


def _can_act(measure: AnyMeasure) -> bool:
    assert isinstance(measure, SavingData | ProcessData)  # no other kind acts on a demand or source
    return measure.built is not None and measure.full_size > 0 and bool(measure.built.vintages or measure.built.existing)


def _never_together(one: AnyMeasure, other: AnyMeasure) -> bool:
    """Whether two measures exclude each other and neither stands already, so that at most one of them ever acts."""
    excluded = other.id in one.excludes or one.id in other.excludes
    return excluded and not any(m.built.existing for m in (one, other) if m.built is not None)


def standing_adoption(measure: SavingData | ProcessData, year: int) -> float:
    """Share of a measure's full adoption that stands already in a year."""
    if measure.built is None or measure.full_size <= 0:
        return 0.0
    return min(sum(part.size for part in measure.built.existing if year < part.until) / measure.full_size, 1.0)


class Adoptions:
    """Adoption of the measures of all overlaps, as arrays of shape (measures, years)."""

    def __init__(self, case: Case, overlaps: Sequence[Overlap]) -> None:
        self.case, self.overlaps = case, overlaps
        self.measures = tuple(dict.fromkeys(m for overlap in overlaps for m in overlap.measures))
        self._at = {m: position for position, m in enumerate(self.measures)}

    def rows(self, overlap: Overlap) -> list[int]:
        """Positions of an overlap's measures."""
        return [self._at[m] for m in overlap.measures]

    @cached_property
    def full_size(self) -> np.ndarray:
        """Size at full adoption. Shape (measures, 1)."""
        return np.array([[self._measure(m).full_size] for m in self.measures])

    @cached_property
    def standing(self) -> np.ndarray:
        """Adoption that stands already."""
        return np.array([[standing_adoption(self._measure(m), y) for y in self.case.years] for m in self.measures])

    @cached_property
    def widest(self) -> Box:
        """From what stands to the most that can be built."""
        return Box(self.standing, np.array([[self._most(m, y) for y in self.case.years] for m in self.measures]))

    def _most(self, measure: str, year: int) -> float:
        data = self._measure(measure)
        assert data.built is not None  # as find_overlaps chose them
        stands = standing_adoption(data, year)
        if not any(v <= year < v + data.built.lifetime_years for v in data.built.vintages):
            return stands
        limit = data.full_size if data.built.limit_size is None else min(data.built.limit_size, data.full_size)
        return max(stands, limit / data.full_size)

    def _measure(self, measure: str) -> SavingData | ProcessData:
        data = self.case.measures[measure]
        assert isinstance(data, SavingData | ProcessData)  # no other kind acts on a demand or source
        return data

    @cached_property
    def _lasting(self) -> np.ndarray:
        """Whether nothing of a measure retires within the horizon, so that its adoption never falls. Shape (measures,)."""
        last = self.case.years[-1]
        found = []
        for built in (self.case.measures[m].built for m in self.measures):
            assert built is not None  # as find_overlaps chose them
            ends = [*(v + built.lifetime_years for v in built.vintages), *(part.until for part in built.existing)]
            found.append(all(end > last for end in ends))
        return np.array(found)

    def split(self, box: Box, row: int, year: int, at: float) -> tuple[Box, Box]:
        """The box below and above an adoption, with what follows for other years where adoption never falls."""
        below, above = box.high.copy(), box.low.copy()
        lasts = bool(self._lasting[row])
        earlier, later = (slice(None, year + 1), slice(year, None)) if lasts else (slice(year, year + 1),) * 2
        below[row, earlier] = np.minimum(below[row, earlier], at)
        above[row, later] = np.maximum(above[row, later], at)
        return replace(box, high=below), replace(box, low=above)


def saved_share(shares: np.ndarray, adopted: np.ndarray) -> np.ndarray:
    """1 - prod(1 - s a), by year; ``adopted`` is (measures, years)."""
    return np.asarray(1 - np.prod(1 - shares[:, None] * adopted, axis=0))


def in_given_order(overlaps: Sequence[Overlap], years: int) -> Order:
    """Cheapest first in every year."""
    return {overlap.name: np.tile(np.arange(len(overlap.measures)), (years, 1)) for overlap in overlaps}


def most_adopted_first(adoptions: Adoptions, adopted: np.ndarray) -> Order:
    """By adoption, largest first; among equals the cheapest."""
    return {overlap.name: np.argsort(-adopted[adoptions.rows(overlap)], axis=0, kind="stable").T for overlap in adoptions.overlaps}

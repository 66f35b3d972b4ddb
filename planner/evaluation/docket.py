"""Everything that lies before the judge for one tier and year (判定所依据的材料)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.verdict import Ledger
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from planner.index.rules import EvidenceItem, StatedFigure

_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Docket:
    """Case, readings, plan and accounts for one question: does ``tier`` hold in ``year``?"""

    case: Case
    index: str
    readings: Readings
    evidence: Mapping[str, EvidenceItem]
    plan: Plan | None
    ledger: Ledger | None
    tier: str
    year: int
    stated: Mapping[str, StatedFigure] = field(default_factory=dict)
    """Figures that the index asks the scenario for."""

    def in_year(self, year: int) -> Docket:
        """The same question asked of another year."""
        return replace(self, year=year)

    def values(self, year: int) -> Mapping[str, float]:
        """All figures of a year, planned or past; empty when there are none."""
        if self.ledger is None:
            return _NOTHING
        account = self.ledger.years.get(year) or self.ledger.history.get(year)
        return account.values if account is not None else _NOTHING

    def figure(self, metric: str, year: int | None = None) -> float | None:
        """One figure, unrounded; None when it isn't known or isn't a finite number. [unit of the metric]"""
        value = self.values(self.year if year is None else year).get(metric)
        return value if value is not None and math.isfinite(value) else None

    def known_years(self) -> tuple[int, ...]:
        """Past and planned years with accounts, up to the year judged."""
        if self.ledger is None:
            return ()
        return tuple(sorted(year for year in {*self.ledger.history, *self.ledger.years} if year <= self.year))

    def size_t(self) -> float:
        """What zero tonnes are judged against: the baseline, or, where it rolls on, the largest past emissions. [tCO2e]"""
        if self.readings.baseline == "fixed" or self.ledger is None:
            return self.values(self.year).get("baseline_t", 0.0)
        return max((account.values.get("scope_emissions_t", 0.0) for account in self.ledger.history.values()), default=0.0)

    def year_of_application(self) -> int | None:
        """First year for which the plan was asked to hold the tier."""
        wishes = self.plan.request.tiers if self.plan else ()
        return min((wish.year for wish in wishes if (wish.index, wish.tier) == (self.index, self.tier)), default=None)

    def unit(self, metric: str) -> str:
        """Unit of a metric, the factory's own unit of output filled in: ``kgce/t``."""
        unit = METRICS[metric].unit
        return f"{unit.removesuffix('unit')}{self.case.intensity.unit}" if unit.endswith("/unit") else unit

    def title(self, metric: str) -> Text:
        """Name of a metric."""
        return METRICS[metric].title

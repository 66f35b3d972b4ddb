"""Verdicts on indicators and tiers, and the yearly figures that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain.attribution import Attribution
from planner.domain.base import Text
from planner.domain.hours import HoursYear
from planner.domain.tiers import Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one indicator for one tier and year."""

    indicator: str
    """``R06``."""
    title: Text
    status: Status
    value: float | None = None
    """Measured value, unrounded, where the indicator is a number."""
    threshold: float | None = None
    unit: str = ""
    margin: float | None = None
    """By how much the test is passed (positive) or failed (negative), in ``unit``."""
    reasons: tuple[Text, ...] = ()
    """Why: sentences for people, missing papers named."""
    missing: tuple[str, ...] = ()
    """Evidence items that are absent or expired."""
    branch: str = ""
    """Which leg of an "or" holds."""


@dataclass(frozen=True, slots=True)
class TierVerdict:
    """All indicators of one tier in one year."""

    index: str
    tier: str
    title: Text
    """Name of the tier."""
    year: int
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """True when every indicator is met or not required."""
        return all(verdict.status in (Status.MET, Status.NOT_REQUIRED) for verdict in self.verdicts)

    @property
    def not_met(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.status is Status.NOT_MET)

    @property
    def not_assessed(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.status is Status.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class YearAccount:
    """The accounts of one year, history or planned: metric name (``planner.index.metrics``) to value.

    A metric that can't be computed for the year (an intensity without a denominator) is absent, never zero.
    """

    year: int
    values: Mapping[str, float]

    def __getitem__(self, metric: str) -> float:
        return self.values[metric]


@dataclass(frozen=True, slots=True)
class MeasureYear:
    """What one measure is and does in one planning year."""

    measure: str
    year: int
    added_size: float
    online_size: float
    amount: float
    """Its flow: MWh saved, made, generated, discharged or bought, or t cut, captured or removed."""
    amount_unit: str
    abatement_t: float
    """Assessed reduction against the reference supply of the same year. [tCO2e]"""
    investment_cny: float
    """Spent in the year, after subsidy."""
    online_kwh: float | None = None
    """Energy that a store holds when it is full. None for what is no store. [kWh]"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the evaluator recomputed from a plan."""

    history: Mapping[int, YearAccount]
    years: Mapping[int, YearAccount]
    measures: tuple[MeasureYear, ...]
    discounted_cost_cny: float
    discounted_parts_cny: Mapping[str, float]
    """Cost metric name to its discounted sum."""
    breaches: tuple[Text, ...] = field(default=())
    """Where the plan breaks physics or the scenario's limits: balances, capacities, claims, budgets."""
    attribution: Attribution | None = None
    """How each year's emissions follow from the base year's. None for a ledger that was not made from a plan's flows."""
    frozen: Mapping[int, YearAccount] = field(default_factory=dict)
    """The planned years again, with electricity factors held at the base year's: what the factory does by itself."""
    hours: tuple[HoursYear, ...] = ()
    """What the slices show. Empty where the year is one slice."""

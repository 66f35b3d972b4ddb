"""What the scenario's own data settles before anything is solved: papers, titles, stated figures, solid waste, the factory's size.

The program's own check. It decides which legs of an "or" are there already, so that nothing is bought for a rule that a paper meets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from planner.domain.case import Case
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from planner.index.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    BySize,
    NotRequired,
    Papers,
    PlanComplete,
    Rule,
    Stated,
    TitleAtLeast,
    every_rule,
)
from planner.program.coefficients import Coefficients

UNDECIDED = frozenset({"solid_waste_utilisation", "baseline_t"})
"""Metrics that no measure changes."""
SLACK = 1e-9
"""Share of a threshold by which a given figure may miss it. [1]"""


class Settled(Enum):
    """What data alone says of a rule in one year."""

    HOLDS = auto()
    OPEN = auto()
    """Missing or missed."""
    WAIVED = auto()
    """Nothing is asked, which proves nothing."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The data of one case under one index."""

    case: Case
    readings: Readings
    numbers: Coefficients

    def sized(self, rule: Rule) -> Rule:
        """The rule as it stands for a factory of this size, free of ``by_size``."""
        if isinstance(rule, BySize):
            amount = self.numbers.history_amount(rule.metric)
            return self.sized(rule.then if amount >= rule.at_least * (1 - SLACK) else rule.otherwise)
        if isinstance(rule, AllOf | AnyOf):
            return rule.model_copy(update={"tests": tuple(self.sized(part) for part in rule.tests)})
        return rule

    def holds(self, rule: Rule, year: int) -> bool:
        """Whether data alone meets a rule that is all data."""
        return self._settle(rule, year) is Settled.HOLDS

    def _settle(self, rule: Rule, year: int) -> Settled:
        match rule:
            case Papers():
                return _holding(all(self._levels(item, year) for item in rule.items))
            case TitleAtLeast():
                enough = rule.levels[rule.levels.index(rule.level) :]
                return _holding(any(level in enough for level in self._levels(rule.item, year)))
            case Stated():
                return _holding(self._stated(rule, year))
            case PlanComplete():
                return _holding(not any(METRICS[metric].ratio for metric in rule.metrics))  # a solved plan has every amount
            case AtLeast() | AtMost():
                return self._given(rule, year)
            case AllOf():
                parts = [self._settle(part, year) for part in rule.tests]
                return Settled.OPEN if Settled.OPEN in parts else Settled.HOLDS if Settled.HOLDS in parts else Settled.WAIVED
            case AnyOf():
                return _holding(any(self.holds(part, year) for part in rule.tests))
        return Settled.WAIVED

    def _levels(self, item: str, year: int) -> list[str | None]:
        """Level of every paper for an item that holds on the last day of a year."""
        day = date(year, 12, 31)
        papers = (paper for paper in self.case.evidence if paper.item == item)
        return [paper.level for paper in papers if paper.valid_from <= day <= (paper.valid_to or day)]

    def _stated(self, rule: Stated, year: int) -> bool:
        value = self.case.stated_figures.get(rule.figure, {}).get(year)
        if value is None:
            return False
        slack = SLACK * (abs(rule.threshold) or 1.0)
        return value >= rule.threshold - slack if rule.at_least is not None else value <= rule.threshold + slack

    def _given(self, rule: AtLeast | AtMost, year: int) -> Settled:
        """A bound on a metric that no measure changes."""
        if rule.metric == "baseline_t" and self.readings.baseline == "rolling":
            return Settled.OPEN  # it follows from the plan then
        if rule.metric == "baseline_t":
            value: float | None = self.numbers.baseline_t
        else:
            waste = self.case.solid_waste.get(year)
            if waste is not None and not (waste.generated_t or waste.utilised_t or waste.earlier_stock_utilised_t):
                return Settled.WAIVED
            value = self._waste_rate(year)
        if value is None:
            return Settled.OPEN
        threshold = rule.threshold(self.readings)
        slack = SLACK * (abs(threshold) or 1.0)
        return _holding(value >= threshold - slack if isinstance(rule, AtLeast) else value <= threshold + slack)

    def _waste_rate(self, year: int) -> float | None:
        waste = self.case.solid_waste.get(year)
        if waste is None:
            return None
        whole = waste.generated_t + (waste.earlier_stock_utilised_t if self.readings.waste_rate == "with_stock" else 0.0)
        return waste.utilised_t / whole if whole > 0 else None


def is_data(rule: Rule) -> bool:
    """Whether data alone settles a rule that is free of ``by_size``."""
    if isinstance(rule, AllOf | AnyOf):
        return all(is_data(part) for part in rule.tests)
    if isinstance(rule, AtLeast | AtMost):
        return rule.metric in UNDECIDED
    return isinstance(rule, Papers | TitleAtLeast | Stated | PlanComplete | NotRequired)


def asks_data(rule: Rule) -> bool:
    """Whether some part of a rule could be met by data that the scenario may still bring."""
    return any(is_data(part) and not isinstance(part, NotRequired | PlanComplete) for part in every_rule(rule))


def _holding(holds: bool) -> Settled:
    return Settled.HOLDS if holds else Settled.OPEN

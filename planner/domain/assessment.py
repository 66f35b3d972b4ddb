"""Verdicts beside the verdict: on today's factory, and under readings other than the chosen ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger, TierVerdict

Choice = str | int | float | bool
"""What a reading may be."""


class Need(StrEnum):
    """What a test goes by, and so what is to be done when it fails."""

    NUMBER = "number"
    """A figure of the accounts or of the scenario: to be improved, or to be given."""
    PAPER = "paper"
    """Dated evidence: to be obtained or renewed."""
    PLAN = "plan"
    """A pathway plan and the effects of its measures: to be made."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What one indicator lacks for a tier, of one kind."""

    indicator: str
    title: Text
    need: Need
    status: Status
    """``not_met`` or ``not_assessed``."""
    reasons: tuple[Text, ...]
    missing: tuple[str, ...]
    """Evidence items that are absent or expired."""


@dataclass(frozen=True, slots=True)
class TierStanding:
    """How the factory of today stands to one tier."""

    verdict: TierVerdict
    gaps: tuple[Gap, ...]
    """Everything that is missing, row by row."""

    @property
    def holds(self) -> bool:
        return self.verdict.holds

    @property
    def numbers_hold(self) -> bool:
        """Whether the tier would hold if papers and the plan were there."""
        return not self.of(Need.NUMBER)

    def of(self, need: Need) -> tuple[Gap, ...]:
        """What is missing of one kind."""
        return tuple(gap for gap in self.gaps if gap.need is need)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One indicator that another reading would judge otherwise."""

    index: str
    tier: str
    year: int
    reading: str
    chosen: Choice
    """The choice in force."""
    choice: Choice
    """The other choice."""
    indicator: str
    title: Text
    chosen_status: Status
    """Under the chosen readings."""
    status: Status
    """Under the other choice, all other readings as chosen."""
    value: float | None
    threshold: float | None
    unit: str
    margin: float | None
    tier_holds: bool
    """Whether the tier would hold under the other choice."""
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A reading that can't be tried, because the scenario lacks what it needs."""

    index: str
    reading: str
    chosen: Choice
    """The choice in force."""
    choice: Choice
    """The other choice."""
    why: Text


@dataclass(frozen=True, slots=True)
class OtherReadings:
    """What changes when one reading at a time is chosen otherwise. Plan and flows stay as they are."""

    tried: int = 0
    """Choices tried, those that can't be judged included."""
    changes: tuple[Alternative, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Today's factory, without a plan, against every tier of every index of its scenario."""

    case: Case
    year: int
    """Historical year judged."""
    standings: tuple[TierStanding, ...]
    """Index by index, tiers loosest first."""
    ledgers: Mapping[str, Ledger]
    """Index to the accounts of the past years under its readings."""
    titles: Mapping[str, Mapping[str, Text]]
    """Index to tier to its name."""
    nested: Mapping[str, bool]
    """Index to whether a tier implies those before it."""
    other_readings: OtherReadings

    def of(self, index: str) -> tuple[TierStanding, ...]:
        """Standings of one index."""
        return tuple(standing for standing in self.standings if standing.verdict.index == index)

    def held(self, index: str) -> tuple[str, ...]:
        """Tiers that hold today by all indicators."""
        return tuple(standing.verdict.tier for standing in self.of(index) if standing.holds)

    def held_by_numbers(self, index: str) -> tuple[str, ...]:
        """Tiers whose numbers hold today, papers and the plan itself aside."""
        return tuple(standing.verdict.tier for standing in self.of(index) if standing.numbers_hold)

    def next_of(self, index: str) -> TierStanding | None:
        """The loosest tier that does not hold yet."""
        return next((standing for standing in self.of(index) if not standing.holds), None)

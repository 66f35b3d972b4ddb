"""What one run gives: the plan, the recomputed accounts, the verdicts, and whether the two accounts agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain.assessment import OtherReadings
from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Plan, Request
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import Ledger, TierVerdict
from planner.errors import Shortfall


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A yearly figure on which optimizer and evaluator differ by more than the tolerance."""

    index: str
    """Index under whose readings the figure is accounted."""
    metric: str
    year: int | None
    """None for the discounted cost."""
    optimizer: float
    evaluator: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run end to end. ``plan``, ``ledger`` and ``verdicts`` are None or empty when there is no plan."""

    case: Case
    request: Request
    status: SolveStatus
    plan: Plan | None
    ledger: Ledger | None
    verdicts: tuple[TierVerdict, ...]
    """For each tier asked for: its verdict in its year of application, and in every later year while it is to be kept."""
    optimizer_figures: Mapping[int, Mapping[str, float]]
    """Year to metric to the optimizer's own figure. Empty for a plan that was not optimised here."""
    disagreements: tuple[Disagreement, ...]
    shortfalls: tuple[Shortfall, ...]
    """When infeasible: by how much each requirement is missed at least."""
    clash: tuple[tuple[str, str], ...]
    """When infeasible: requirements that can't hold together but would without any one of them, each as (zh, en)."""
    titles: Mapping[str, Mapping[str, Text]]
    """Index to tier to its name."""
    further_ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    """Further index to the accounts under its readings. Money is the same in all."""
    warnings: tuple[tuple[str, str], ...] = ()
    """(zh, en)."""
    other_readings: OtherReadings = field(default_factory=OtherReadings)
    """What another reading would change, for each tier in its year of application. Empty until it is asked for."""
    proof: tuple[Text, ...] = ()
    """What is known of the ceilings of own reduction that a plan which is only judged records: claimed, or found anew."""

    def title(self, index: str, tier: str) -> Text:
        """Name of a tier."""
        return self.titles[index][tier]

    @property
    def breaches(self) -> tuple[Text, ...]:
        """Where the plan breaks physics, the scenario's limits or a reading of some index."""
        ledgers = (*((self.ledger,) if self.ledger else ()), *self.further_ledgers.values())
        return tuple({(text.zh, text.en): text for ledger in ledgers for text in ledger.breaches}.values())

    @property
    def holds(self) -> bool:
        """True when there is a plan, nothing is breached, and every tier asked for is judged and holds in every year judged."""
        judged = {(verdict.index, verdict.tier) for verdict in self.verdicts}
        asked = {(asked.index, asked.tier) for asked in self.request.tiers}
        unbroken = self.plan is not None and not self.breaches
        return unbroken and asked <= judged and all(verdict.holds for verdict in self.verdicts)

"""What one run gives: the plan, the recomputed accounts, the verdicts, and whether the two accounts agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.case import Case
from planner.domain.plan import Plan, Request
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import Ledger, TierVerdict
from planner.errors import Shortfall


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A yearly figure on which optimizer and evaluator differ by more than the tolerance."""

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
    warnings: tuple[tuple[str, str], ...] = ()
    """(zh, en)."""

    @property
    def holds(self) -> bool:
        """True when there is a plan, nothing is breached, and every tier asked for is judged and holds in every year judged."""
        judged = {verdict.tier for verdict in self.verdicts}
        asked = {asked.tier for asked in self.request.tiers}
        unbroken = self.plan is not None and not (self.ledger and self.ledger.breaches)
        return unbroken and asked <= judged and all(verdict.holds for verdict in self.verdicts)

"""What is proven of a solution, in words: that it is the best, or how far it may be from it."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from planner.domain.outcome import Outcome
from planner.domain.plan import SolverRecord
from planner.domain.tiers import SolveStatus
from planner.language import Pair
from planner.report.numbers import show_quantity
from planner.report.phrases import PHRASES, SOLVE_STATUSES

FINEST_SHARE = Decimal("0.0001")
"""Percent; a gap is rounded up to it, so that no more is claimed than is proven."""


def solution_pair(outcome: Outcome) -> Pair:
    """What is known about the solution; without a proof, how much dearer than the best plan it may be."""
    words = PHRASES["summary_within"] if is_within_gap_asked(outcome) else SOLVE_STATUSES[outcome.status]
    gap = _gap_words(outcome)
    return words if gap is None else Pair(f"{words.zh}（{gap.zh}）", f"{words.en} ({gap.en})")


def solution_words(outcome: Outcome, language: str) -> str:
    """The same in one language."""
    return solution_pair(outcome).say(language)


def gap_cny(outcome: Outcome) -> float | None:
    """Most that the plan may be dearer than the best one; None without a plan or a bound."""
    solver = _record(outcome)
    return None if solver is None else solver.gap_cny


def is_within_gap_asked(outcome: Outcome) -> bool:
    """Whether a plan is proven to be as near the best one as was asked for."""
    solver = _record(outcome)
    if outcome.status is not SolveStatus.NOT_PROVEN or solver is None or solver.gap_cny is None or solver.gap_asked is None:
        return False
    return solver.gap_cny <= solver.gap_asked * abs(solver.objective_cny)


def _record(outcome: Outcome) -> SolverRecord | None:
    return outcome.plan.solver if outcome.plan else None


def _gap_words(outcome: Outcome) -> Pair | None:
    solver = _record(outcome)
    if outcome.status is not SolveStatus.NOT_PROVEN or solver is None or solver.gap_cny is None:
        return None
    zh, en = (show_quantity(solver.gap_cny, "CNY", language) for language in ("zh", "en"))
    if not solver.objective_cny:
        return Pair(PHRASES["summary_gap"].fill(gap=zh).zh, PHRASES["summary_gap"].fill(gap=en).en)
    share = show_gap(solver.gap_cny / abs(solver.objective_cny))
    words = PHRASES["summary_gap_share"]
    return Pair(words.fill(gap=zh, share=share).zh, words.fill(gap=en, share=share).en)


def show_gap(share: float) -> str:
    """A share in percent, rounded up."""
    return f"{(Decimal(repr(share)) * 100).quantize(FINEST_SHARE, rounding=ROUND_CEILING).normalize():f} %"

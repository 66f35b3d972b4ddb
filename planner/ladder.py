"""The ladder between the tiers: their cost by target year, the steps from one to the next, and the regret of aiming low first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from planner.comparison import LEAST_USE, TierLine, discounted_cost
from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import Ledger
from planner.errors import Shortfall

SAME_SIZE = 1e-6
"""Sizes and amounts that differ by at most this share are the same."""
SAME_YEAR = 1e-3
"""Mean starting years that differ by at most this are the same. [years]"""


@dataclass(frozen=True, slots=True)
class Rung:
    """A tier of the ladder in a year of application."""

    tier: str
    title: Text
    year: int


@dataclass(frozen=True, slots=True)
class RungCost:
    """The least cost when a tier is held from a year on."""

    rung: Rung
    status: SolveStatus
    holds: bool
    total_cost_cny: float | None
    """Discounted; None without a plan. [CNY]"""
    over_no_target_cny: float | None
    """Against the cheapest plan without targets. [CNY]"""
    shortfalls: tuple[Shortfall, ...]
    """What even the nearest plan misses, when the tier can't be had in the year."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one tier to the next, each by the plan that aims at it."""

    lower: Rung
    upper: Rung
    cost_cny: float | None
    """Discounted cost of the upper less that of the lower tier; None unless both have a plan. [CNY]"""
    investment_cny: Mapping[int, float]
    """Year to investment of the upper less that of the lower tier, undiscounted. [CNY]"""


class Fate(StrEnum):
    """How the plan that aims low first treats a measure, seen from the plan that aims at the top from the start."""

    IN_VAIN = "in_vain"
    """What it was committed to exceeds all that the other plan ever builds."""
    MORE = "more"
    """It builds or buys more, or the other none."""
    LESS = "less"
    """It builds or buys less, or none."""
    EARLIER = "earlier"
    """As much, sooner."""
    LATER = "later"
    """As much, later."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that two plans treat differently. Sizes that start to operate, or amounts bought, added up over the horizon."""

    measure: str
    fate: Fate
    low_first: float
    """Of the plan that aims low first. [``unit``]"""
    from_start: float
    """Of the plan that aims at the top from the start. [``unit``]"""
    unit: str
    investment_cny: float
    """Of the first less that of the second plan, undiscounted. [CNY]"""


@dataclass(frozen=True, slots=True)
class Regret:
    """Aim at lower tiers first, each until its year, then re-plan for the rest of the calendar."""

    aims: tuple[Rung, ...]
    """Lower tiers aimed at in turn; the plan made for each is committed to until its year."""
    top: Rung
    reached: tuple[Rung, ...]
    """What the last plan was asked for: the whole calendar, or the part of it at which no plan is left."""
    status: SolveStatus
    """Of the last plan."""
    total_cost_cny: float | None
    """Discounted cost of the path; None when it ends without a plan. [CNY]"""
    from_start_cny: float | None
    """Discounted cost of aiming at the whole calendar from the start. [CNY]"""
    regret_cny: float | None
    """First less second. [CNY]"""
    shortfalls: tuple[Shortfall, ...]
    clash: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]

    @property
    def shut_out(self) -> bool:
        """True when the calendar, which can be kept from the start, can't be kept after aiming low first."""
        return self.status is SolveStatus.INFEASIBLE


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """Tiers by year that the user asked about."""

    rungs: tuple[Rung, ...]
    outcome: Outcome
    total_cost_cny: float | None
    over_reference_cny: float | None
    over_no_target_cny: float | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything beside the tiers of a comparison."""

    costs: tuple[RungCost, ...] = ()
    steps: tuple[Step, ...] = ()
    regrets: tuple[Regret, ...] = ()
    calendars: tuple[CalendarLine, ...] = ()

    @property
    def tiers(self) -> tuple[str, ...]:
        """Tiers whose cost is given by year."""
        return tuple(dict.fromkeys(cost.rung.tier for cost in self.costs))

    def of_tier(self, tier: str) -> tuple[RungCost, ...]:
        """Cost of one tier by year, rising."""
        return tuple(cost for cost in self.costs if cost.rung.tier == tier)

    def earliest(self, tier: str) -> int | None:
        """The first of the years looked at in which the tier can be had; None if in none."""
        return min((cost.rung.year for cost in self.of_tier(tier) if cost.total_cost_cny is not None), default=None)


NO_LADDER = Ladder()


def rungs_of(outcome: Outcome) -> tuple[Rung, ...]:
    """What an outcome was asked of the scenario's own index."""
    index = outcome.case.index.id
    return tuple(Rung(wish.tier, outcome.title(index, wish.tier), wish.year) for wish in outcome.request.tiers if wish.index == index)


def rung_cost(outcome: Outcome, no_target: Outcome) -> RungCost:
    """The cost of the highest tier that the outcome was asked for."""
    cost = discounted_cost(outcome)
    over = _less(cost, discounted_cost(no_target))
    return RungCost(rungs_of(outcome)[-1], outcome.status, outcome.holds, cost, over, outcome.shortfalls)


def steps_of(lines: Sequence[TierLine], order: Sequence[str]) -> tuple[Step, ...]:
    """Steps between the tiers of a comparison, in the order of an index whose tiers nest."""
    rising = sorted(lines, key=lambda line: order.index(line.tier))
    return tuple(
        Step(
            Rung(lower.tier, lower.title, lower.year), Rung(upper.tier, upper.title, upper.year),
            _less(upper.total_cost_cny, lower.total_cost_cny), _investment_step(lower.outcome.ledger, upper.outcome.ledger),
        )
        for lower, upper in pairwise(rising)
    )  # fmt: skip


def _investment_step(lower: Ledger | None, upper: Ledger | None) -> Mapping[int, float]:
    if lower is None or upper is None:
        return {}
    more, less = _investment_by_year(upper), _investment_by_year(lower)
    return {year: more[year] - less[year] for year in sorted(more)}


def _investment_by_year(ledger: Ledger) -> Mapping[int, float]:
    return {year: sum(row.investment_cny for row in ledger.measures if row.year == year) for year in ledger.years}


def calendar_line(outcome: Outcome, reference: Outcome, no_target: Outcome) -> CalendarLine:
    """A calendar beside the two plans without one."""
    cost = discounted_cost(outcome)
    over = (_less(cost, discounted_cost(base)) for base in (reference, no_target))
    return CalendarLine(rungs_of(outcome), outcome, cost, *over)


def regret_of(aims: Sequence[Rung], low_first: Outcome, from_start: Outcome) -> Regret:
    """The path that aimed at ``aims`` first, ended by ``low_first``, against the plan for the same calendar made at the start."""
    cost, direct = discounted_cost(low_first), discounted_cost(from_start)
    return Regret(
        aims=tuple(aims), top=rungs_of(from_start)[-1], reached=rungs_of(low_first), status=low_first.status,
        total_cost_cny=cost, from_start_cny=direct, regret_cny=_less(cost, direct), shortfalls=low_first.shortfalls,
        clash=low_first.clash, differences=plan_differences(low_first, from_start, aims[-1].year),
    )  # fmt: skip


def plan_differences(low_first: Outcome, from_start: Outcome, until: int) -> tuple[Difference, ...]:
    """Measures that the two plans treat differently, in the order of the scenario file; none unless both have a plan.

    The first plan was committed to what an earlier one decided until a year.
    """
    if low_first.ledger is None or from_start.ledger is None:
        return ()
    found = (_difference(low_first.case, measure, low_first.ledger, from_start.ledger, until) for measure in low_first.case.measures)
    return tuple(difference for difference in found if difference is not None)


def _difference(case: Case, measure: str, low_first: Ledger, from_start: Ledger, until: int) -> Difference | None:
    one, other = _series(case, measure, low_first), _series(case, measure, from_start)
    fate = _fate(one, other)
    if fate is None:
        return None
    built = case.measures[measure].built
    if built and _larger(sum(size for year, size in one.items() if year <= until), sum(other.values())):
        fate = Fate.IN_VAIN
    rows = [row for row in low_first.measures if row.measure == measure]
    unit = built.size_unit if built else rows[0].amount_unit
    spent = _investment(measure, low_first) - _investment(measure, from_start)
    return Difference(measure, fate, sum(one.values()), sum(other.values()), unit, spent)


def _series(case: Case, measure: str, ledger: Ledger) -> Mapping[int, float]:
    """Year to size that starts to operate, or to amount bought in all calendar years that the planning year stands for."""
    built = case.measures[measure].built is not None
    rows = [row for row in ledger.measures if row.measure == measure]
    return {row.year: row.added_size if built else row.amount * case.stands_for[row.year] for row in rows}


def _investment(measure: str, ledger: Ledger) -> float:
    return sum(row.investment_cny for row in ledger.measures if row.measure == measure)


def _fate(one: Mapping[int, float], other: Mapping[int, float]) -> Fate | None:
    """None where the first series is the same as the second."""
    total, base = sum(one.values()), sum(other.values())
    if _larger(total, base):
        return Fate.MORE
    if _larger(base, total):
        return Fate.LESS
    if not _larger(min(total, base), 0.0):
        return None
    later = _mean_year(one) - _mean_year(other)
    if abs(later) <= SAME_YEAR:
        return None
    return Fate.LATER if later > 0 else Fate.EARLIER


def _larger(size: float, other: float) -> bool:
    return size > other + max(LEAST_USE, SAME_SIZE * max(size, other))


def _mean_year(sizes: Mapping[int, float]) -> float:
    return sum(year * size for year, size in sizes.items()) / sum(sizes.values())


def _less(cost: float | None, base: float | None) -> float | None:
    return None if cost is None or base is None else cost - base

"""Outcomes of one scenario side by side: what each tier costs, builds and fails. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.verdict import Ledger, MeasureYear, TierVerdict

LEAST_USE = 1e-6
"""Sizes and amounts up to this are the solver's dust, not a use of the measure. [size unit, MWh or t]"""


@dataclass(frozen=True, slots=True)
class Use:
    """What a plan makes of one measure."""

    measure: str
    first_year: int
    """Year of the first deployment; of the first purchase for what is bought and not built."""
    size: float
    """Largest size online, or largest yearly amount of what is bought. [``unit``]"""
    unit: str
    abatement_t: float
    """Assessed abatement in the last planning year. [tCO2e]"""
    investment_cny: float
    """Over the horizon, undiscounted, after subsidy. [CNY]"""


@dataclass(frozen=True, slots=True)
class TierLine:
    """One tier of a comparison."""

    index: str
    tier: str
    title: Text
    year: int
    """Year of application."""
    outcome: Outcome
    verdict: TierVerdict | None
    """Of the tier in its year of application; None without a plan."""
    total_cost_cny: float | None
    """Discounted. [CNY]"""
    over_reference_cny: float | None
    """Against the factory with no new measure. [CNY]"""
    over_no_target_cny: float | None
    """Against the cheapest plan without targets: what the target itself costs. [CNY]"""
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reference, the plan without targets, and the tiers."""

    case: Case
    reference: Outcome
    no_target: Outcome
    tiers: tuple[TierLine, ...]


def discounted_cost(outcome: Outcome) -> float | None:
    """Total discounted cost as the evaluator recomputed it; None without a plan. [CNY]"""
    return None if outcome.ledger is None else outcome.ledger.discounted_cost_cny


def compare_outcomes(reference: Outcome, no_target: Outcome, tiers: Sequence[tuple[str, Outcome]]) -> Comparison:
    """Put outcomes of the same scenario side by side; each of ``tiers`` is a tier of the scenario's own index."""
    if any(outcome.case.scenario_sha256 != reference.case.scenario_sha256 for outcome in (no_target, *(o for _, o in tiers))):
        raise ValueError("outcomes of different scenarios can't be compared")
    return Comparison(
        case=reference.case,
        reference=reference,
        no_target=no_target,
        tiers=tuple(_tier_line(tier, outcome, reference, no_target) for tier, outcome in tiers),
    )


def _tier_line(tier: str, outcome: Outcome, reference: Outcome, no_target: Outcome) -> TierLine:
    index = outcome.case.index.id
    year = next(asked.year for asked in outcome.request.tiers if (asked.index, asked.tier) == (index, tier))
    cost = discounted_cost(outcome)
    return TierLine(
        index=index,
        tier=tier,
        title=outcome.title(index, tier),
        year=year,
        outcome=outcome,
        verdict=next((v for v in outcome.verdicts if (v.index, v.tier, v.year) == (index, tier, year)), None),
        total_cost_cny=cost,
        over_reference_cny=_difference(cost, discounted_cost(reference)),
        over_no_target_cny=_difference(cost, discounted_cost(no_target)),
        uses=measure_uses(outcome),
    )


def _difference(cost: float | None, base: float | None) -> float | None:
    return None if cost is None or base is None else cost - base


def measure_uses(outcome: Outcome) -> tuple[Use, ...]:
    """The measures that the plan takes, by first year and then in the order of the scenario file."""
    if outcome.ledger is None:
        return ()
    uses = [use for measure in outcome.case.measures if (use := _measure_use(outcome.case, outcome.ledger, measure)) is not None]
    return tuple(sorted(uses, key=lambda use: use.first_year))


def _measure_use(case: Case, ledger: Ledger, measure: str) -> Use | None:
    built = case.measures[measure].built
    years = [row for row in ledger.measures if row.measure == measure]
    taken = [row for row in years if (row.added_size if built else row.amount) > LEAST_USE]
    if not taken:
        return None
    return Use(
        measure=measure,
        first_year=min(row.year for row in taken),
        size=max(row.online_size if built else row.amount for row in years),
        unit=built.size_unit if built else years[0].amount_unit,
        abatement_t=_last(years).abatement_t,
        investment_cny=sum(row.investment_cny for row in years),
    )


def _last(years: Sequence[MeasureYear]) -> MeasureYear:
    return max(years, key=lambda row: row.year)

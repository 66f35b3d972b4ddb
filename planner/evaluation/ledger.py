"""Plan to yearly accounts: everything recomputed from sizes and flows, in plain arithmetic (docs/accounting.md)."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation.attribution import build_attribution
from planner.evaluation.cost import account_cost, discount_cost, discount_parts
from planner.evaluation.effects import account_effects, measure_effects
from planner.evaluation.electricity import account_electricity
from planner.evaluation.emissions import account_emissions, sum_process, sum_sinks
from planner.evaluation.energy import account_energy
from planner.evaluation.frozen import freeze_grid
from planner.evaluation.history import history_accounts
from planner.evaluation.hours import describe_hours
from planner.evaluation.inspection import list_breaches
from planner.evaluation.measures import describe_all, sum_pv_kw
from planner.evaluation.quantities import Quantities
from planner.evaluation.ratios import add_ratios
from planner.evaluation.supply import list_planned_supply
from planner.index.readings import Readings


def build_ledger(case: Case, plan: Plan, readings: Readings, *, own: bool = True) -> Ledger:
    """Accounts of every year, every measure, the discounted cost, and where the plan breaks physics or the scenario's limits.

    The carbon price goes by the accounts of the scenario's own index, so allowances are checked under no other.
    """
    book = Quantities(case, plan)
    history = history_accounts(case, readings)
    effects = {year: measure_effects(book, readings, year) for year in case.years}
    years = add_ratios(case, readings, history, {year: _account_year(book, readings, year, effects[year]) for year in case.years})
    frozen = _account_frozen(book.with_factors_of(freeze_grid(case)), readings, history)
    parts = discount_parts(case, years)
    return Ledger(
        history=history,
        years={year: YearAccount(year, values) for year, values in years.items()},
        measures=describe_all(book, effects),
        discounted_cost_cny=discount_cost(parts),
        discounted_parts_cny=parts,
        breaches=list_breaches(book, years, readings, own=own),
        attribution=build_attribution(book, readings, history, years, effects),
        frozen=frozen,
        hours=describe_hours(book),
    )


def _account_frozen(book: Quantities, readings: Readings, history: Mapping[int, YearAccount]) -> Mapping[int, YearAccount]:
    """Every planning year on a grid that stays as in the base year."""
    years = book.case.years
    values = {year: _account_year(book, readings, year, measure_effects(book, readings, year)) for year in years}
    return {year: YearAccount(year, account) for year, account in add_ratios(book.case, readings, history, values).items()}


def _account_year(book: Quantities, readings: Readings, year: int, effects: Mapping[str, float]) -> Mapping[str, float]:
    """Every metric of a planning year that is no ratio of accounts."""
    supplies = list_planned_supply(book, year)
    return {
        **account_energy(supplies, readings, year),
        **account_emissions(book.case, supplies, sum_process(book, year), sum_sinks(book, year), readings, year),
        **account_electricity(book.case, supplies, year),
        "pv_kw": sum_pv_kw(book, year),
        **account_effects(book.case, effects),
        **account_cost(book, year),
    }

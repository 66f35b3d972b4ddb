"""Checks of what is built: years, limits, growth, groups, requirements, exclusions, whole units, budgets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

from planner.domain.base import Text
from planner.domain.case import AnyMeasure, Investment, ProcessData, PurchaseData, RemovalData, SavingData, StorageData
from planner.evaluation.breaches import Breaches, Kind
from planner.evaluation.physics import FLOOR, TOLERANCE, find_slack
from planner.evaluation.quantities import Quantities

YEAR_BUDGET = Text(zh="当年投资预算", en="investment budget of the year")
TOTAL_BUDGET = Text(zh="总投资预算", en="total investment budget")


def check_deployments(book: Quantities, breaches: Breaches) -> None:
    """Each deployment in a year in which it may start, within yearly limit and growth, in whole units of at least the least size."""
    for measure in book.case.measures.values():
        for place, year in enumerate(book.case.years):
            added = book.deployed(measure.id, year)
            if measure.built is None or year not in measure.built.vintages:
                breaches.check_most(Kind.VINTAGE, measure.name, added, 0.0, _unit(measure), year)
            if not book.plan.request.new_measures:
                breaches.check_most(Kind.REFERENCE, measure.name, added, 0.0, _unit(measure), year)
            if measure.built is not None:
                before = book.deployed(measure.id, book.case.years[place - 1]) if place else 0.0
                _check_addition(breaches, measure, measure.built, added, before, year)
            if isinstance(measure, StorageData):
                _check_energy_ratio(book, breaches, measure, year)


def _unit(measure: AnyMeasure) -> str:
    return measure.built.size_unit if measure.built is not None else ""


def _check_addition(breaches: Breaches, measure: AnyMeasure, built: Investment, added: float, before: float, year: int) -> None:
    unit = built.size_unit
    if year in built.yearly_limit:
        breaches.check_most(Kind.YEARLY_LIMIT, measure.name, added, built.yearly_limit[year], unit, year)
    if built.growth_per_year is not None:
        most = built.growth_start_size + built.growth_per_year * before
        breaches.check_most(Kind.GROWTH, measure.name, added, most, unit, year)
    if built.unit_size is not None:
        units = added / built.unit_size
        breaches.check_most(Kind.UNITS, measure.name, abs(units - round(units)), 0.0, "", year, units)
    if built.minimum_size is not None and added > find_slack(built.minimum_size):
        breaches.check_most(Kind.MINIMUM, measure.name, built.minimum_size, added, unit, year)


def _check_energy_ratio(book: Quantities, breaches: Breaches, store: StorageData, year: int) -> None:
    """With fixed hours the plan may leave the energy out, but not say something else."""
    given = book.plan.deploy_kwh.get(store.id, {})
    if store.hours is not None and year in given:
        implied = book.deployed_kwh(store, year)
        breaches.check_most(Kind.ENERGY_RATIO, store.name, abs(given[year] - implied), 0.0, "kWh", year, implied)
    elif not book.plan.request.new_measures:
        breaches.check_most(Kind.REFERENCE, store.name, book.deployed_kwh(store, year), 0.0, "kWh", year)
    if store.built is None or year not in store.built.vintages:
        breaches.check_most(Kind.VINTAGE, store.name, given.get(year, 0.0), 0.0, "kWh", year)


def check_online(book: Quantities, breaches: Breaches, year: int) -> None:
    """Sizes online within their limits, shared limits and requirements."""
    for measure in book.case.measures.values():
        online = book.online(measure.id, year)
        if measure.built is not None and measure.built.limit_size is not None:
            breaches.check_most(Kind.SIZE_LIMIT, measure.name, online, measure.built.limit_size, _unit(measure), year)
        if isinstance(measure, SavingData | ProcessData):
            breaches.check_most(Kind.SIZE_LIMIT, measure.name, online, measure.full_size, _unit(measure), year)
        if isinstance(measure, StorageData) and measure.limit_kwh is not None:
            breaches.check_most(Kind.ENERGY_LIMIT, measure.name, book.online_kwh(measure, year), measure.limit_kwh, "kWh", year)
        for other, ratio in measure.requires.items():
            breaches.check_most(Kind.REQUIRES, measure.name, online, ratio * book.online(other, year), _unit(measure), year)
    for group in book.case.groups.values():
        used = math.fsum(use * book.online(measure_id, year) for measure_id, use in group.uses.items())
        breaches.check_most(Kind.GROUP, group.name, used, group.limit, group.unit, year)


def check_exclusions(book: Quantities, breaches: Breaches) -> None:
    """Of measures that exclude each other the plan builds or buys at most one."""
    chosen = [measure for measure in book.case.measures.values() if _is_chosen(book, measure)]
    for one, other in combinations(chosen, 2):
        if other.id not in one.excludes and one.id not in other.excludes:
            continue
        smaller = min((one, other), key=lambda measure: _sum_taken(book, measure))
        who = Text(zh=f"{one.name.zh}、{other.name.zh}", en=f"{one.name.en} and {other.name.en}")
        breaches.add(Kind.EXCLUDES, who, _sum_taken(book, smaller), _unit(smaller))


def _sum_taken(book: Quantities, measure: AnyMeasure) -> float:
    """What the plan builds of a measure, or buys of one without a size, over all years. [size, MWh or t]"""
    if measure.built is not None:
        return math.fsum(book.deployed(measure.id, year) for year in book.case.years)
    flow = book.purchased if isinstance(measure, PurchaseData) else book.removed
    return math.fsum(flow(measure.id, year) for year in book.case.years)


def _is_chosen(book: Quantities, measure: AnyMeasure) -> bool:
    """Built or bought by the plan in any year, beyond what a solver's whole-number tolerance leaves of its limit."""
    return _sum_taken(book, measure) > TOLERANCE * _find_limit(measure) + FLOOR


def _find_limit(measure: AnyMeasure) -> float:
    """Largest yearly amount or size of a measure; 0 without one. [size, MWh or t]"""
    if measure.built is not None:
        return measure.built.limit_size or 0.0
    if isinstance(measure, PurchaseData):
        return max((measure.limit_mwh or {}).values(), default=0.0)
    return max((measure.limit_t or {}).values(), default=0.0) if isinstance(measure, RemovalData) else 0.0


def check_budgets(book: Quantities, breaches: Breaches, years: Mapping[int, Mapping[str, float]]) -> None:
    """Investment as spent within the budgets."""
    spent = {year: values["investment_cny"] for year, values in years.items()}
    for year in book.case.years:
        if year in book.case.budget_by_year:
            breaches.check_most(Kind.BUDGET, YEAR_BUDGET, spent[year], book.case.budget_by_year[year], "CNY", year)
    if book.case.budget_total is not None:
        breaches.check_most(Kind.BUDGET, TOTAL_BUDGET, math.fsum(spent.values()), book.case.budget_total, "CNY")

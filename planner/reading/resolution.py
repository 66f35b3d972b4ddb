"""A scenario in the units of its file becomes a Case in internal units, or is refused with every problem found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from planner.domain.case import AnyMeasure, CarbonPriceData, Case, GroupData, WantedIndex
from planner.domain.scenario import Scenario
from planner.errors import InputRefused
from planner.reading import cross_checks, plausibility
from planner.reading.charges import tell_capacity_exceeded
from planner.reading.commodities import read_commodities, read_demands
from planner.reading.desk import Desk, Path
from planner.reading.factory import check_solid_waste, read_equipment, read_history, read_intensity, read_sources
from planner.reading.gases import read_families, read_gwp
from planner.reading.indexes import read_wanted
from planner.reading.measures import read_measures
from planner.reading.papers import check_papers
from planner.reading.quantities import plain_unit
from planner.reading.resale import tell_resale
from planner.reading.series import spread
from planner.reading.slices import Parts, read_parts
from planner.reading.source import Source
from planner.reading.stated import read_stated_figures
from planner.reading.years import check_planning_years, check_targets, read_money, read_years


def resolve(scenario: Scenario, source: Source) -> Case:
    """``scenario`` made ready for computing; InputRefused holds all problems."""
    scenario = _with_plain_units(scenario)
    desk = Desk(scenario, source, read_years(scenario, source))
    case = _case(desk, read_parts(desk))
    if desk.problems:
        raise InputRefused(desk.problems)
    return case


def _with_plain_units(scenario: Scenario) -> Scenario:
    """Units of commodities as the tables write them, so that everything after knows each by one name."""
    plain = {id: given.model_copy(update={"unit": plain_unit(given.unit)}) for id, given in scenario.commodities.items()}
    return scenario.model_copy(update={"commodities": plain})


def _case(desk: Desk, parts: Parts) -> Case:
    scenario = desk.scenario
    money, gwp = read_money(desk), read_gwp(desk)
    own, *further = _read_indexes(desk)
    commodities = read_commodities(desk, parts)
    demands = read_demands(desk, parts, commodities)
    tell_capacity_exceeded(desk, parts, commodities, demands)
    equipment = read_equipment(desk, parts, commodities)
    sources = read_sources(desk)
    measures = _with_mutual_exclusion(read_measures(desk, parts, commodities, demands))
    history, intensity = read_history(desk, commodities), read_intensity(desk)
    budget_by_year, carbon_price = _read_budget(desk), _read_carbon_price(desk)
    stated = read_stated_figures(desk)
    check_papers(desk)
    check_solid_waste(desk)
    cross_checks.check_names(desk)
    cross_checks.check_measures(desk, measures)
    cross_checks.check_groups(desk, measures)
    cross_checks.check_captures(desk, commodities, equipment, sources, measures)
    cross_checks.check_supply(desk, commodities, demands, equipment, measures)
    cross_checks.check_reference_supply(desk, commodities, equipment)
    tell_resale(desk, parts, commodities)
    return Case(
        name=scenario.name,
        factory_name=scenario.factory.name,
        industry=scenario.factory.industry,
        founded_year=scenario.factory.founded_year,
        index=own.choice,
        years=desk.years.planning,
        stands_for=desk.years.stands_for,
        base_year=desk.years.base,
        history_years=desk.years.history,
        slices=parts.slices,
        money=money,
        targets=own.targets,
        lower_tiers_on_the_way=scenario.targets.lower_tiers == "on_the_way",
        tiers_kept=scenario.targets.hold == "kept",
        gwp_edition=scenario.gwp_edition,
        gwp=gwp,
        commodities=commodities,
        demands=demands,
        equipment=equipment,
        sources=sources,
        measures=measures,
        groups=_read_groups(scenario),
        budget_by_year=budget_by_year,
        budget_total=scenario.budget.total_cny if scenario.budget is not None else None,
        carbon_price=carbon_price,
        history=history,
        intensity=intensity,
        solid_waste=dict(scenario.solid_waste),
        evidence=scenario.evidence,
        figures=tuple(desk.figures),
        scenario_sha256=fingerprint(desk),
        further_indexes=tuple(further),
        gas_families=read_families(gwp),
        stated_figures=stated,
        resolution=_resolution(scenario),
        asked_resolution=scenario.resolution,
        typical_days=scenario.hours.typical_days if scenario.hours is not None else None,
        notices=tuple(desk.notices),
    )


def _resolution(scenario: Scenario) -> Literal["annual", "hourly", "slices"]:
    """What the slices are: with hours, all of them; ``planner.aggregation`` makes fewer of them where that is asked for."""
    if scenario.hours is not None:
        return "hourly"
    return "annual" if scenario.slices is None else "slices"


def _read_indexes(desk: Desk) -> tuple[WantedIndex, ...]:
    wanted, problems = read_wanted(desk.scenario, desk.source)
    for problem in problems:
        desk.note(problem)
    check_targets(desk)
    return wanted


def _with_mutual_exclusion(measures: Mapping[str, AnyMeasure]) -> Mapping[str, AnyMeasure]:
    """``excludes`` said on one side holds on both."""
    excluders = {id: frozenset(other for other, measure in measures.items() if id in measure.excludes) for id in measures}
    return {id: replace(measure, excludes=measure.excludes | excluders[id]) for id, measure in measures.items()}


def _read_groups(scenario: Scenario) -> Mapping[str, GroupData]:
    return {id: GroupData(id, group.name, group.limit, group.unit, dict(group.uses)) for id, group in scenario.groups.items()}


def _read_budget(desk: Desk) -> Mapping[int, float]:
    budget, path = desk.scenario.budget, ("budget", "by_year_cny")
    if budget is None or budget.by_year_cny is None:
        return {}
    check_planning_years(desk, path, budget.by_year_cny)
    return dict(budget.by_year_cny)


def _read_carbon_price(desk: Desk) -> CarbonPriceData | None:
    given, years = desk.scenario.carbon_price, desk.years.planning
    if given is None:
        return None
    path: Path = ("carbon_price", "price_cny_per_t")
    price = spread(desk, path, given.price_cny_per_t, years, "CNY/tCO2e")
    plausibility.check(desk, path, price, plausibility.CARBON_PRICE, "碳价", "the carbon price")
    free = spread(desk, ("carbon_price", "free_allocation_t"), given.free_allocation_t, years, "tCO2e")
    return CarbonPriceData(price, free, frozenset(given.covers))


def fingerprint(desk: Desk) -> str:
    """SHA-256 of the scenario and of the tables that it uses, rows of hours included."""
    content = desk.scenario.model_dump(mode="json", by_alias=True)
    tables = [[table.headings, [list(row.cells.values()) for row in table.rows]] for table in desk.tables.values()]
    canonical = json.dumps([content, sorted(tables, key=str)], sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()

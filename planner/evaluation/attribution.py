"""Attribution: the base year's emissions to a planning year's, in parts that add up (docs/attribution.md).

Every part is computed from its own flows. None is what the others leave over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.domain.attribution import Attribution, Origin, Part, PartKind, Walk
from planner.domain.case import AnyMeasure, CaptureData, Case, RemovalData
from planner.domain.tiers import Category
from planner.domain.verdict import YearAccount
from planner.evaluation.effects import References, equipment_effects, find_references
from planner.evaluation.emissions import count_emission_claims, find_factor, split_capture
from planner.evaluation.physics import FLOOR, sum_supply, sum_use
from planner.evaluation.quantities import Quantities
from planner.evaluation.supply import Supply, list_past_supply, list_planned_supply
from planner.evaluation.walks import add_years, make_walk, scale_walk
from planner.index.readings import Readings

BOUGHT_IN = (Category.ELECTRICITY, Category.HEAT)


@dataclass(frozen=True, slots=True)
class _Start:
    """The base year, as every walk sees it. [tCO2e]"""

    gross_t: float
    net_t: float
    references: References
    sources_t: float
    """Emissions of the process sources."""
    own_gross_t: float
    """What the year avoided by its own, removals left out."""
    own_net_t: float


def build_attribution(
    book: Quantities,
    readings: Readings,
    history: Mapping[int, YearAccount],
    years: Mapping[int, Mapping[str, float]],
    effects: Mapping[int, Mapping[str, float]],
) -> Attribution:
    """The walk of every planning year; ``years`` are its accounts, ``effects`` the assessed abatement of the measures."""
    case = book.case
    start = _find_start(case, readings, history[case.base_year])
    walks = {year: _walk(book, readings, start, years[year], effects[year], year) for year in case.years}
    cumulative = add_years(case, walks)
    return Attribution(case.base_year, walks, cumulative, scale_walk(cumulative, 1 / sum(case.stands_for.values())))


# The base year -----------------------------------------------------------------------------------------------------------


def _find_start(case: Case, readings: Readings, account: YearAccount) -> _Start:
    year = case.base_year
    references, past = find_references(case, readings, year), case.history[year]
    supplies = list_past_supply(case, year)
    own = math.fsum(past.own_renewable_mwh.get(name, 0.0) * factor for name, factor in references.items())
    claimed = math.fsum(
        count_emission_claims(supply, readings) * find_factor(case, supply.commodity, year, readings)
        for supply in supplies
        if supply.commodity.category in BOUGHT_IN
    )
    sales = _sum_sales(case, supplies, references, readings, year)
    own_gross = math.fsum([own, claimed, past.captured_t, -sales])
    return _Start(
        gross_t=account["gross_emissions_t"],
        net_t=account["net_emissions_t"],
        references=references,
        sources_t=_sum_sources(case, year),
        own_gross_t=own_gross,
        own_net_t=own_gross + past.removed_t,
    )


# The parts of a year -----------------------------------------------------------------------------------------------------


def _walk(
    book: Quantities, readings: Readings, start: _Start, account: Mapping[str, float], effects: Mapping[str, float], year: int
) -> Walk:
    references = find_references(book.case, readings, year)
    parts = (
        *_list_drivers(book, start, references, year),
        *_list_measures(book, effects, year),
        *_list_equipment(book, references, year),
        _both(PartKind.SALES, _sum_sales(book.case, list_planned_supply(book, year), references, readings, year)),
        _both(PartKind.IMBALANCE, _sum_imbalance(book, references, readings, year)),
    )
    end = account["gross_emissions_t"], account["net_emissions_t"]
    return make_walk((start.gross_t, start.net_t), parts, end)


def _both(kind: PartKind, change_t: float, subject: str = "") -> Part:
    """A part that changes gross and net emissions alike."""
    return Part(kind, change_t, change_t, subject)


def _list_drivers(book: Quantities, start: _Start, references: References, year: int) -> Iterator[Part]:
    """From the base year to the year's demands and sources, all met by the reference supply of the year."""
    at_base, at_year = (_sum_demands(book, factors, year) for factors in (start.references, references))
    base_demands = math.fsum([start.gross_t, start.own_gross_t, -start.sources_t])
    yield Part(PartKind.BASE_YEAR_OWN, start.own_gross_t, start.own_net_t)
    yield _both(PartKind.DEMAND, at_base - base_demands)
    yield _both(PartKind.PROCESS_ACTIVITY, _sum_sources(book.case, year) - start.sources_t)
    yield _both(PartKind.SUPPLY_FACTORS, at_year - at_base)


def _list_measures(book: Quantities, effects: Mapping[str, float], year: int) -> Iterator[Part]:
    """The assessed abatement of every measure, in the order of the case."""
    for measure in book.case.measures.values():
        effect, removal = effects[measure.id], _find_removal(book, measure, year)
        yield Part(
            kind=PartKind.MEASURE,
            gross_t=removal - effect,
            net_t=0.0 - effect,  # no -0.0 in files
            subject=measure.id,
            measure_class=measure.measure_class,
            subtype=measure.subtype,
            origin=_find_origin(book, measure, year),
        )


def _find_removal(book: Quantities, measure: AnyMeasure, year: int) -> float:
    """The part of a measure's abatement that lowers net emissions only. [tCO2e]"""
    match measure:
        case RemovalData():
            return book.removed(measure.id, year)
        case CaptureData():
            return split_capture(book, measure, year)[1]
        case _:
            return 0.0


def _find_origin(book: Quantities, measure: AnyMeasure, year: int) -> Origin:
    standing = book.existing(measure.id, year) > FLOOR
    added = any(size > FLOOR for _, size in book.cohorts(measure.id, year))
    return Origin.BOTH if standing and added else Origin.STANDING if standing else Origin.NEW


def _list_equipment(book: Quantities, references: References, year: int) -> Iterator[Part]:
    """What existing equipment changes by running otherwise than the reference supply."""
    for equipment, effect in equipment_effects(book, references, year).items():
        yield _both(PartKind.EQUIPMENT, 0.0 - effect, equipment)


# Sums over flows ---------------------------------------------------------------------------------------------------------


def _sum_demands(book: Quantities, references: References, year: int) -> float:
    """The year's demands before savings, met by a reference supply. [tCO2e]"""
    demands = book.case.demands.values()
    return math.fsum(float(book.demanded(demand.id, year).sum()) * references[demand.commodity] for demand in demands)


def _sum_sources(case: Case, year: int) -> float:
    """Process sources before cuts. [tCO2e]"""
    return math.fsum(
        source.activity[year] * factor * case.gwp[gas] for source in case.sources.values() for gas, factor in source.t_per_activity.items()
    )


def _sum_sales(case: Case, supplies: Iterable[Supply], references: References, readings: Readings, year: int) -> float:
    """What is sold at the reference factor, less what the account deducts for it. [tCO2e]"""
    return math.fsum(
        supply.sold * references[supply.commodity.id]
        - _find_deducted(supply, readings) * find_factor(case, supply.commodity, year, readings)
        for supply in supplies
    )


def _find_deducted(supply: Supply, readings: Readings) -> float:
    """What the emission account takes off its purchases for sales. [MWh]"""
    if supply.commodity.category in BOUGHT_IN:
        return supply.sold if readings.exported_power == "deducted" else 0.0
    return supply.bought - supply.bought_counted


def _sum_imbalance(book: Quantities, references: References, readings: Readings, year: int) -> float:
    """What balances leave open, at the reference factor; purchases of what has no seller; captured CO2 that nothing emits. [tCO2e]"""
    case = book.case
    left_over = [_find_left_over(book, name, year) * factor for name, factor in references.items()]
    unsold = [
        float(book.imported(commodity.id, year).sum()) * (find_factor(case, commodity, year, readings) - references[commodity.id])
        for commodity in case.commodities.values()
        if not commodity.can_buy
    ]
    from_nothing = [
        book.captured(measure.id, year) - math.fsum(split_capture(book, measure, year)) for measure in book.measures_of(CaptureData)
    ]
    return math.fsum([*left_over, *unsold, *from_nothing])


def _find_left_over(book: Quantities, commodity: str, year: int) -> float:
    """Supply less use of the year, with demands as they are asked for: a load moved in that left no other slice is no use. [MWh]"""
    use = sum_use(book, commodity, year) - book.moved_of(commodity, year)
    return float(sum_supply(book, commodity, year).sum() - use.sum())

"""What each measure is and does in each planning year."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import (
    AnyMeasure,
    CaptureData,
    Case,
    ConversionData,
    GenerationData,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.domain.tiers import Category
from planner.domain.verdict import MeasureYear
from planner.evaluation.cost import find_spending
from planner.evaluation.plan_reader import sum_standing
from planner.evaluation.quantities import Quantities
from planner.units import KW_PER_MW

KW_PER_SIZE = {"kW": 1.0, "MW": KW_PER_MW}


def describe_measure(book: Quantities, measure: AnyMeasure, year: int, abatement_t: float) -> MeasureYear:
    """One measure in one planning year."""
    amount, unit = measure_flow(book, measure, year)
    return MeasureYear(
        measure=measure.id,
        year=year,
        added_size=book.deployed(measure.id, year),
        online_size=book.online(measure.id, year),
        amount=amount,
        amount_unit=unit,
        abatement_t=abatement_t,
        investment_cny=find_spending(book, measure, year),
        online_kwh=book.online_kwh(measure, year) if isinstance(measure, StorageData) else None,
    )


def find_unit(case: Case, commodity: str) -> str:
    """Unit in which a commodity is counted: MWh, or its own for category ``other``."""
    data = case.commodities[commodity]
    return data.unit if data.category is Category.OTHER else "MWh"


def measure_flow(book: Quantities, measure: AnyMeasure, year: int) -> tuple[float, str]:
    """What a measure saves, makes, generates, discharges, buys, cuts, captures or removes in a year, with its unit."""
    match measure:
        case SavingData():
            carriers = {find_unit(book.case, book.case.demands[demand].commodity) for demand in measure.saves}
            return float(book.driver(measure, year).sum()), carriers.pop() if len(carriers) == 1 else "MWh"
        case ConversionData():
            return _measure_output(book, measure, year)
        case ProcessData():
            return book.cut_co2e(measure, year), "tCO2e"
        case GenerationData():
            return float(book.generated(measure.id, year).sum()), find_unit(book.case, measure.commodity)
        case StorageData():
            return float(book.discharge(measure.id, year).sum()), find_unit(book.case, measure.commodity)
        case PurchaseData():
            return book.purchased(measure.id, year), "MWh"
        case CaptureData():
            return book.captured(measure.id, year), "tCO2"
        case RemovalData():
            return book.removed(measure.id, year), "tCO2e"


def _measure_output(book: Quantities, measure: ConversionData, year: int) -> tuple[float, str]:
    """Output of a conversion: all outputs that share the unit of the first one."""
    outputs = measure.converter.outputs
    unit = find_unit(book.case, next(iter(outputs)))
    per_activity = math.fsum(amount for name, amount in outputs.items() if find_unit(book.case, name) == unit)
    return float(book.activity(measure.id, year).sum()) * per_activity, unit


def sum_pv_kw(book: Quantities, year: int) -> float:
    """Online PV, existing included; collectors counted in m2 are none. [kW]"""
    return math.fsum(
        book.online(plant.id, year) * KW_PER_SIZE.get(plant.built.size_unit, 0.0)
        for plant in book.measures_of(GenerationData)
        if plant.technology == "pv" and plant.built is not None
    )


def sum_standing_pv_kw(case: Case) -> float:
    """PV that stands in the base year. [kW]"""
    return math.fsum(
        sum_standing(plant.built.existing, case.base_year) * KW_PER_SIZE.get(plant.built.size_unit, 0.0)
        for plant in case.measures.values()
        if isinstance(plant, GenerationData) and plant.technology == "pv" and plant.built is not None
    )


def describe_all(book: Quantities, effects: Mapping[int, Mapping[str, float]]) -> tuple[MeasureYear, ...]:
    """Every measure in every planning year, measures first."""
    return tuple(
        describe_measure(book, measure, year, effects[year][measure.id])
        for measure in book.case.measures.values()
        for year in book.case.years
    )

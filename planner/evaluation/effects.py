"""Assessed abatement: what each measure avoids in a year against the reference supply of the same year."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import (
    AnyMeasure,
    CaptureData,
    Case,
    ConversionData,
    ConverterData,
    Equipment,
    GenerationData,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.domain.tiers import MeasureClass
from planner.evaluation.emissions import claim_counts, find_factor
from planner.evaluation.quantities import Consumer, Quantities
from planner.index.readings import Readings

References = Mapping[str, float]
"""Commodity to reference factor of one year. [tCO2e/MWh]"""


def find_references(case: Case, readings: Readings, year: int) -> References:
    """Reference factor of every commodity: its own if it can be bought, else that of the first existing equipment that makes it."""
    return {commodity: _find_reference(case, readings, commodity, year, frozenset()) for commodity in case.commodities}


def _find_reference(case: Case, readings: Readings, commodity: str, year: int, asked: frozenset[str]) -> float:
    """Co-products of one reference equipment share its emissions by amount.

    A commodity that is met again on the way to its own supply counts 0 there, so that chains end; reading refuses such a case.
    """
    data = case.commodities[commodity]
    if data.can_buy:
        return find_factor(case, data, year, readings)
    maker = _find_maker(case, commodity)
    if maker is None or commodity in asked:
        return 0.0
    path = asked | {commodity}
    makes = maker.converter.outputs
    inputs = [amount * _find_reference(case, readings, name, year, path) for name, amount in maker.converter.inputs.items()]
    others = [name for name in makes if _find_maker(case, name) is not maker]
    credits_ = [-makes[name] * _find_reference(case, readings, name, year, path) for name in others]
    shared = math.fsum(amount for name, amount in makes.items() if name not in others)
    return math.fsum([*inputs, *credits_, _sum_direct(case, maker.converter)]) / shared


def _find_maker(case: Case, commodity: str) -> Equipment | None:
    """The reference equipment of a commodity that can't be bought: the first in file order that makes it."""
    if case.commodities[commodity].can_buy:
        return None
    return next((item for item in case.equipment.values() if commodity in item.converter.outputs), None)


def _sum_direct(case: Case, converter: ConverterData) -> float:
    """Direct emissions per unit of activity. [tCO2e]"""
    return math.fsum(factor * case.gwp[gas] for gas, factor in converter.direct_t.items())


def _value_run(book: Quantities, converter_id: str, converter: ConverterData, references: References, year: int) -> float:
    """Abatement of a year's run: outputs at the reference, less inputs at the reference, less direct emissions. [tCO2e]"""
    activity = float(book.activity(converter_id, year).sum())
    if activity == 0:
        return 0.0
    outputs = [amount * activity * references[name] for name, amount in converter.outputs.items()]
    inputs = [-float(book.taken_in(converter_id, converter, name, year).sum()) * references[name] for name in converter.inputs]
    return math.fsum([*outputs, *inputs, -activity * _sum_direct(book.case, converter)])


def equipment_effects(book: Quantities, references: References, year: int) -> Mapping[str, float]:
    """What existing equipment avoids by running otherwise than the reference supply; not the merit of any measure. [tCO2e]"""
    return {item.id: _value_run(book, item.id, item.converter, references, year) for item in book.case.equipment.values()}


def measure_effects(book: Quantities, readings: Readings, year: int) -> Mapping[str, float]:
    """Assessed abatement of every measure in a planning year. [tCO2e]"""
    references = find_references(book.case, readings, year)
    return {
        measure.id: _avoid(book, measure, references, readings, year) - _emit_consumed(book, measure, references, year)
        for measure in book.case.measures.values()
    }


def _avoid(book: Quantities, measure: AnyMeasure, references: References, readings: Readings, year: int) -> float:
    """Abatement before the energy that the measure itself consumes. [tCO2e]"""
    match measure:
        case SavingData():
            demands = book.case.demands
            return math.fsum(float(book.saved(measure.id, d, year).sum()) * references[demands[d].commodity] for d in measure.saves)
        case ConversionData():
            return _value_run(book, measure.id, measure.converter, references, year)
        case ProcessData():
            return book.cut_co2e(measure, year)
        case GenerationData():
            return float(book.generated(measure.id, year).sum()) * references[measure.commodity]
        case StorageData():
            given = float(book.discharge(measure.id, year).sum()) - float(book.charge(measure.id, year).sum())
            return given * references[measure.commodity]
        case PurchaseData():
            counted = book.purchased(measure.id, year) if claim_counts(measure.form, readings) else 0.0
            return counted * references[measure.commodity]
        case CaptureData():
            return book.captured(measure.id, year)
        case RemovalData():
            return book.removed(measure.id, year)


def _emit_consumed(book: Quantities, measure: AnyMeasure, references: References, year: int) -> float:
    """Emissions of the energy that a measure consumes for its own work. [tCO2e]"""
    if not isinstance(measure, Consumer):
        return 0.0
    driver = float(book.driver(measure, year).sum())
    return math.fsum(amount * driver * references[commodity] for commodity, amount in measure.consumes.items())


def account_effects(case: Case, effects: Mapping[str, float]) -> Mapping[str, float]:
    """Abatement summed by class, and over measures marked as substitution. [tCO2e]"""
    by_class = {
        f"effect_{wanted.value}_t": math.fsum(effects[m.id] for m in case.measures.values() if m.measure_class is wanted)
        for wanted in MeasureClass
    }
    return {**by_class, "effect_substitution_t": math.fsum(effects[m.id] for m in case.measures.values() if m.substitution)}

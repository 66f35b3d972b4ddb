"""Sums over a plan's flows that several accounts need: made, generated, saved, cut, consumed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import copy
from typing import Any, Literal, TypeVar

from planner.domain.case import (
    HOURS_PER_YEAR,
    AnyMeasure,
    CaptureData,
    Case,
    ConversionData,
    ConverterData,
    GenerationData,
    ProcessData,
    RemovalData,
    SavingData,
)
from planner.domain.plan import Plan
from planner.domain.tiers import Category
from planner.evaluation.plan_reader import Array, PlanReader

Kind = TypeVar("Kind", bound=AnyMeasure)
Consumer = SavingData | ProcessData | CaptureData | RemovalData
"""Measures that may consume energy for their own work."""


class Quantities(PlanReader):
    """A plan's sizes and flows, and the sums over them. One book serves all accounts of one plan."""

    def __init__(self, case: Case, plan: Plan) -> None:
        super().__init__(case, plan)
        self._sums: dict[tuple[str, str, int], Array] = {}
        self._by_kind: dict[type, tuple[Any, ...]] = {}

    def with_factors_of(self, case: Case) -> Quantities:
        """The same plan on a case that differs in emission factors only: what was read and summed already is shared."""
        other = copy(self)
        other.case = case
        return other

    def measures_of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Measures of one kind, in the order of the case."""
        if kind not in self._by_kind:
            self._by_kind[kind] = tuple(measure for measure in self.case.measures.values() if isinstance(measure, kind))
        return self._by_kind[kind]

    def converter(self, converter_id: str) -> ConverterData | None:
        """Converter of existing equipment or of a conversion measure."""
        if converter_id in self.case.equipment:
            return self.case.equipment[converter_id].converter
        measure = self.case.measures.get(converter_id)
        return measure.converter if isinstance(measure, ConversionData) else None

    def converters(self) -> Iterator[tuple[str, ConverterData]]:
        """Every converter: existing equipment, then conversion measures."""
        yield from ((item.id, item.converter) for item in self.case.equipment.values())
        yield from ((measure.id, measure.converter) for measure in self.measures_of(ConversionData))

    def converted(self, commodity: str, year: int, side: Literal["inputs", "outputs"]) -> Array:
        """What all converters use (``inputs``) or make (``outputs``) of a commodity. [MWh]"""
        key = (side, commodity, year)
        if key not in self._sums:
            convert = self.taken_in if side == "inputs" else self.given_out
            flows = (convert(converter_id, converter, commodity, year) for converter_id, converter in self.converters())
            self._sums[key] = sum(flows, start=self.zero)
        return self._sums[key]

    def taken_in(self, converter_id: str, converter: ConverterData, commodity: str, year: int) -> Array:
        """What one converter uses of a commodity; some inputs differ by slice. [MWh]"""
        if commodity not in converter.inputs:
            return self.zero
        taken: Array = converter.inputs[commodity] * self.activity(converter_id, year)
        shape = converter.input_shape.get(commodity)
        return taken if shape is None else taken * self.by_slice(shape)

    def given_out(self, converter_id: str, converter: ConverterData, commodity: str, year: int) -> Array:
        """What one converter makes of a commodity. [MWh]"""
        if commodity not in converter.outputs:
            return self.zero
        given: Array = converter.outputs[commodity] * self.activity(converter_id, year)
        return given

    def generated_of(self, commodity: str, year: int) -> Array:
        """All generation of a commodity. [MWh]"""
        key = ("generated", commodity, year)
        if key not in self._sums:
            self._sums[key] = self._sum_generation(commodity, year)
        return self._sums[key]

    def _sum_generation(self, commodity: str, year: int) -> Array:
        made = (self.generated(measure.id, year) for measure in self.measures_of(GenerationData) if measure.commodity == commodity)
        return sum(made, start=self.zero)

    def demanded(self, demand: str, year: int) -> Array:
        """Final demand before savings. [MWh]"""
        key = ("demanded", demand, year)
        if key not in self._sums:
            data = self.case.demands[demand]
            self._sums[key] = data.annual_mwh[year] * self.by_slice(data.shape)
        return self._sums[key]

    def saved_on(self, demand: str, year: int) -> Array:
        """What all measures save on one demand. [MWh]"""
        key = ("saved_on", demand, year)
        if key not in self._sums:
            cuts = (self.saved(measure.id, demand, year) for measure in self.measures_of(SavingData) if demand in measure.saves)
            self._sums[key] = sum(cuts, start=self.zero)
        return self._sums[key]

    def moved_of(self, commodity: str, year: int) -> Array:
        """What demands for a commodity take in this slice instead of another one, less what they take elsewhere. [MWh]"""
        demands = (demand.id for demand in self.case.demands.values() if demand.commodity == commodity)
        return sum((self.moved_in(demand, year) - self.moved_out(demand, year) for demand in demands), start=self.zero)

    def cut_on(self, source: str, gas: str, year: int) -> float:
        """What all measures cut of one gas of a source. [t]"""
        cutters = (measure for measure in self.measures_of(ProcessData) if gas in measure.cuts.get(source, {}))
        return math.fsum(self.cut(measure.id, source, gas, year) for measure in cutters)

    def cut_co2e(self, measure: ProcessData, year: int) -> float:
        """What one process measure cuts. [tCO2e]"""
        return math.fsum(
            self.cut(measure.id, source, gas, year) * self.case.gwp[gas] for source, gases in measure.cuts.items() for gas in gases
        )

    def driver(self, measure: Consumer, year: int) -> Array:
        """What a measure's own energy use goes by: MWh saved, or tonnes spread over the hours of the year."""
        match measure:
            case SavingData():
                return sum((self.saved(measure.id, demand, year) for demand in measure.saves), start=self.zero)
            case ProcessData():
                tonnes = self.cut_co2e(measure, year)
            case CaptureData():
                tonnes = self.captured(measure.id, year)
            case RemovalData():
                tonnes = self.removed(measure.id, year)
        return tonnes * self.hours / HOURS_PER_YEAR

    def consumed(self, commodity: str, year: int) -> Array:
        """Energy that measures consume for their own work. [MWh]"""
        key = ("consumed", commodity, year)
        if key not in self._sums:
            self._sums[key] = self._sum_consumption(commodity, year)
        return self._sums[key]

    def _sum_consumption(self, commodity: str, year: int) -> Array:
        total = self.zero
        for measure in self.case.measures.values():
            if isinstance(measure, Consumer) and commodity in measure.consumes:
                total = total + measure.consumes[commodity] * self.driver(measure, year)
        return total

    def co2_of_inputs(self, converter: ConverterData, year: int) -> tuple[float, float]:
        """Fossil and biogenic CO2 of what a converter burns. [t per unit of activity]"""
        co2 = {Category.FUEL: 0.0, Category.BIOMASS: 0.0}
        for commodity, amount in converter.inputs.items():
            data = self.case.commodities[commodity]
            if data.category in co2 and "CO2" in data.t_per_mwh:
                co2[data.category] += amount * data.t_per_mwh["CO2"][year]
        return co2[Category.FUEL], co2[Category.BIOMASS]

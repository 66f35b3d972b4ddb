"""Every field with one value per slice, replaced by rules: the only place that knows where such fields are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from planner.domain.case import (
    AnyMeasure,
    BySlice,
    Case,
    CommodityData,
    ConversionData,
    ConverterData,
    Demand,
    FlexibleData,
    GenerationData,
    Slice,
)


class Rules(Protocol):
    """What becomes of each kind of field."""

    def amount(self, values: BySlice) -> BySlice:
        """Parts of a yearly amount: demand shapes, yields."""
        ...

    def availability(self, values: BySlice) -> BySlice:
        """Shares of full size."""
        ...

    def input_factor(self, values: BySlice, outputs: Collection[str]) -> BySlice:
        """Factors on an input of a converter that makes ``outputs``."""
        ...

    def price(self, values: BySlice, commodity: str) -> BySlice:
        """Factors on a buying price."""
        ...

    def sell_price(self, values: BySlice, commodity: str) -> BySlice:
        """Factors on a selling price."""
        ...

    def load_factor(self, commodity: CommodityData) -> float:
        """Mean over maximum load in a slice."""
        ...

    def flexible(self, given: FlexibleData) -> FlexibleData | None:
        """What may be moved in time."""
        ...

    def ramp(self, given: float | None) -> float | None:
        """Largest change from one slice to the next."""
        ...


def reshape(case: Case, slices: tuple[Slice, ...], rules: Rules) -> Case:
    """The case over other slices."""
    return replace(
        case,
        slices=slices,
        commodities={id: _commodity(data, rules) for id, data in case.commodities.items()},
        demands={id: _demand(data, rules) for id, data in case.demands.items()},
        equipment={id: replace(data, converter=_converter(data.converter, rules)) for id, data in case.equipment.items()},
        measures={id: _measure(data, rules) for id, data in case.measures.items()},
    )


def _commodity(data: CommodityData, rules: Rules) -> CommodityData:
    return replace(
        data,
        price_multiplier=rules.price(data.price_multiplier, data.id),
        sell_multiplier=rules.sell_price(data.sell_multiplier, data.id),
        load_factor=rules.load_factor(data),
    )


def _demand(data: Demand, rules: Rules) -> Demand:
    flexible = None if data.flexible is None else rules.flexible(data.flexible)
    return replace(data, shape=rules.amount(data.shape), flexible=flexible)


def _converter(data: ConverterData, rules: Rules) -> ConverterData:
    return replace(
        data,
        availability=rules.availability(data.availability),
        input_shape={commodity: rules.input_factor(values, data.outputs.keys()) for commodity, values in data.input_shape.items()},
        ramp_share_per_hour=rules.ramp(data.ramp_share_per_hour),
    )


def _measure(data: AnyMeasure, rules: Rules) -> AnyMeasure:
    if isinstance(data, GenerationData):
        return replace(data, yield_mwh=rules.amount(data.yield_mwh))
    if isinstance(data, ConversionData):
        return replace(data, converter=_converter(data.converter, rules))
    return data

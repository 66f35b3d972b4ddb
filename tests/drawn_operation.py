"""How a random factory runs and is billed by the hour: what a plain factory gets when one of ``FEATURES`` is drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from planner.domain.case import Case, CommodityData, ConverterData, Demand, FlexibleData, StorageData
from tests.drawing import Frame

FEATURES = ("fixed_price", "capacity_charge", "input_shape", "minimum_load", "ramp", "flexible", "wear", "negative_price")
"""Fields that only matter by the hour, and bills besides a price that floats."""
SHAPED = ("electricity", "steam")
"""Inputs that may differ from slice to slice."""


def with_features(f: Frame, case: Case, features: Collection[str]) -> Case:
    """The case with the features drawn."""
    power = case.commodities["electricity"]
    commodities = {**case.commodities, "electricity": _billed(f, power, features)}
    if "fixed_price" in features:
        for id_ in ("electricity", "gas"):
            fixed = f.dice.series(f.years, 5.0, 120.0)
            commodities[id_] = replace(commodities[id_], fixed_price_cny_per_mwh=fixed)

    def run(thing: Any, least: float) -> Any:
        return replace(thing, converter=_running(f, thing.converter, features, least))

    stands = {id_: run(item, 0.08) for id_, item in case.equipment.items()}
    measures = {
        id_: _worn(f, m) if isinstance(m, StorageData) and "wear" in features else run(m, 0.4) if m.kind == "conversion" else m
        for id_, m in case.measures.items()
    }
    demands = {id_: _movable(f, demand) if "flexible" in features else demand for id_, demand in case.demands.items()}
    return replace(case, commodities=commodities, demands=demands, equipment=stands, measures=measures)


def _billed(f: Frame, power: CommodityData, features: Collection[str]) -> CommodityData:
    """Power under a capacity charge instead of a demand charge, mostly of enough capacity; at a price below zero in one slice."""
    dice = f.dice
    if "negative_price" in features and len(f.slices) > 1:
        at = dice.randrange(len(f.slices))
        prices = [-0.2 if place == at else price for place, price in enumerate(power.price_multiplier)]
        power = replace(power, price_multiplier=tuple(prices))
    if "capacity_charge" not in features:
        return power
    charge, mva = dice.series(f.years, 15_000.0, 30_000.0), dice.series(f.years, 1.5, 8.0)
    return replace(
        power, demand_charge_cny_per_mw_month=None, load_factor=1.0, capacity_charge_cny_per_mva_month=charge,
        contracted_mva={year: share * f.power / 1000.0 for year, share in mva.items()},
    )  # fmt: skip


def _running(f: Frame, converter: ConverterData, features: Collection[str], least: float) -> ConverterData:
    """A converter with any of the features; a minimum load up to ``least``."""
    dice = f.dice
    given: dict[str, Callable[[], dict[str, Any]]] = {
        "input_shape": lambda: {"input_shape": {c: f.profile(0.7, 1.5) for c in converter.inputs if c in SHAPED}},
        "minimum_load": lambda: {"minimum_load_share": dice.uniform(0.01, least)},
        "ramp": lambda: {"ramp_share_per_hour": dice.order(0.05, 1.0)},
    }
    for feature, draw in given.items():
        if feature in features and dice.chance(0.6):
            converter = replace(converter, **draw())
    return converter


def _worn(f: Frame, store: StorageData) -> StorageData:
    cycles = f.dice.choice((None, f.dice.order(5.0, 500.0)))
    return replace(store, cycles_per_year=cycles, variable_cost_cny=f.dice.choice((0.0, f.dice.uniform(0.0, 60.0))))


def _movable(f: Frame, demand: Demand) -> Demand:
    """A demand of which a share may move, within the days or parts of them."""
    dice = f.dice
    if dice.chance(0.4):
        return demand
    length = dice.choice((2, 4, 12, 24))
    windows = tuple(min(place, part.previous) if length > len(f.slices) else place // length for place, part in enumerate(f.slices))
    return replace(demand, flexible=FlexibleData(dice.uniform(0.02, 0.4), windows))

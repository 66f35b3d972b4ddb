"""What the plant can physically do in a year: balances and ceilings as arrays over slices, and the tolerance they are judged by."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from planner.domain.case import ConverterData, GenerationData, StorageData
from planner.evaluation.plan_reader import Array
from planner.evaluation.quantities import Quantities

TOLERANCE = 1e-6
"""A plan breaks a balance or a limit when it is off by more than this share of the largest amount in the comparison
(of that flow in the year, or of the limit). Ten times the feasibility tolerance that solvers usually work to. [1]"""
FLOOR = 1e-6
"""Smaller amounts are never a breach: 1 Wh, 1 g, 1 mW, a millionth of a CNY. [unit of the flow]"""


def find_slack(*amounts: Array | float) -> float:
    """How far off a comparison of these amounts may be. [unit of the flow]"""
    return TOLERANCE * max((float(np.max(np.abs(amount), initial=0.0)) for amount in amounts), default=0.0) + FLOOR


def sum_supply(book: Quantities, commodity: str, year: int) -> Array:
    """Everything that brings a commodity: bought, made, generated, discharged, saved on its demands. [MWh per slice]"""
    supply = book.imported(commodity, year) + book.converted(commodity, year, "outputs") + book.generated_of(commodity, year)
    for store in book.measures_of(StorageData):
        if store.commodity == commodity:
            supply = supply + book.discharge(store.id, year)
    for demand in book.case.demands.values():
        if demand.commodity == commodity:
            supply = supply + book.saved_on(demand.id, year)
    return supply


def sum_use(book: Quantities, commodity: str, year: int) -> Array:
    """Everything that takes a commodity: demands as they run, inputs, charging, energy of measures, sold. [MWh per slice]"""
    use = book.exported(commodity, year) + book.converted(commodity, year, "inputs") + book.consumed(commodity, year)
    use = use + book.moved_of(commodity, year)
    for store in book.measures_of(StorageData):
        if store.commodity == commodity:
            use = use + book.charge(store.id, year)
    for demand in book.case.demands.values():
        if demand.commodity == commodity:
            use = use + book.demanded(demand.id, year)
    return use


def find_activity_ceiling(book: Quantities, converter: ConverterData, online_size: float) -> Array:
    """Most that a converter of ``online_size`` can run. [activity per slice]"""
    most: Array = online_size * converter.activity_per_size_hour * book.by_slice(converter.availability) * book.hours
    return most


def find_generation_ceiling(book: Quantities, measure: GenerationData, year: int) -> Array:
    """Most that a generation measure can make; new plant degrades with age, what stands already does not further. [MWh per slice]"""
    aged = [size * (1.0 - measure.degradation_per_year) ** (year - vintage) for vintage, size in book.cohorts(measure.id, year)]
    most: Array = math.fsum([*aged, book.existing(measure.id, year)]) * book.by_slice(measure.yield_mwh)
    return most


def find_stored(book: Quantities, store: StorageData, year: int) -> Array:
    """What one occurrence of each slice adds to the level, losses of charge and discharge taken off. [MWh per slice]"""
    moved = book.charge(store.id, year) * store.charge_efficiency - book.discharge(store.id, year) / store.discharge_efficiency
    stored: Array = moved / book.occurrences
    return stored


def step_level(book: Quantities, store: StorageData, year: int) -> Array:
    """The level that follows from the slice before, with losses; the cycle closes on itself. [MWh per slice]"""
    before = book.level(store.id, year)[book.previous]
    kept = (1.0 - store.standing_loss_per_hour) ** (book.hours / book.occurrences)
    level: Array = before * kept + find_stored(book, store, year)
    return level


def find_adoption(online_size: float, full_size: float) -> float:
    """Share of full adoption, at most 1."""
    if full_size <= 0:
        return 0.0 if online_size <= 0 else 1.0
    return min(1.0, online_size / full_size)


def join_shares(shares: Iterable[float]) -> float:
    """What several measures cut together, each taking its share of what the others leave: 1 - prod(1 - share)."""
    return 1.0 - math.prod(1.0 - share for share in shares)


def find_co2_parts(book: Quantities, target: str, year: int) -> tuple[float, float, float]:
    """CO2 of a capture target in the year: fossil, biogenic, process. [t]"""
    source = book.case.sources.get(target)
    if source is not None:
        emitted = source.activity.get(year, 0.0) * source.t_per_activity.get("CO2", 0.0)
        return 0.0, 0.0, emitted - book.cut_on(target, "CO2", year)
    converter = book.converter(target)
    if converter is None:
        return 0.0, 0.0, 0.0
    activity = float(book.activity(target, year).sum())
    fossil, biogenic = book.co2_of_inputs(converter, year)
    return fossil * activity, biogenic * activity, converter.direct_t.get("CO2", 0.0) * activity

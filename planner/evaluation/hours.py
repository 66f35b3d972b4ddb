"""What the slices show by commodity and year: generation used, sold and curtailed, cycles of stores, maxima."""

from __future__ import annotations

import math

import numpy as np

from planner.domain.case import CommodityData, GenerationData, StorageData
from planner.domain.hours import HoursYear
from planner.evaluation.physics import find_generation_ceiling
from planner.evaluation.quantities import Quantities
from planner.units import KW_PER_MW


def describe_hours(book: Quantities) -> tuple[HoursYear, ...]:
    """Every commodity that slices matter to, in every planning year; nothing where the year is one slice."""
    if len(book.case.slices) == 1:
        return ()
    told = [commodity for commodity in book.case.commodities.values() if _is_told(book, commodity)]
    return tuple(_describe(book, commodity, year) for commodity in told for year in book.case.years)


def _is_told(book: Quantities, commodity: CommodityData) -> bool:
    """Whether it is generated, stored, or billed by its maximum or a contracted capacity."""
    charged = commodity.demand_charge_cny_per_mw_month, commodity.capacity_charge_cny_per_mva_month
    made: tuple[GenerationData | StorageData, ...] = (*book.measures_of(GenerationData), *book.measures_of(StorageData))
    return any(charge is not None for charge in charged) or any(measure.commodity == commodity.id for measure in made)


def _describe(book: Quantities, commodity: CommodityData, year: int) -> HoursYear:
    name = commodity.id
    plants = [plant for plant in book.measures_of(GenerationData) if plant.commodity == name]
    available = math.fsum(float(find_generation_ceiling(book, plant, year).sum()) for plant in plants)
    generated, sold = float(book.generated_of(name, year).sum()), float(book.exported(name, year).sum())
    stores = [store for store in book.measures_of(StorageData) if store.commodity == name]
    bought = book.imported(name, year) / book.hours
    billed = commodity.demand_charge_cny_per_mw_month is not None
    return HoursYear(
        commodity=name,
        year=year,
        available_mwh=available,
        curtailed_mwh=max(0.0, available - generated),
        used_mwh=generated - sold if plants else 0.0,
        sold_mwh=sold,
        charged_mwh=math.fsum(float(book.charge(store.id, year).sum()) for store in stores),
        cycles=_count_cycles(book, stores, year),
        bought_mw=float(np.max(bought)),
        billed_mw=max(book.peaks(name, year).values(), default=0.0) if billed else None,
    )


def _count_cycles(book: Quantities, stores: list[StorageData], year: int) -> float | None:
    """What leaves the stores, before the loss of giving it out, over the energy online. [1/year]"""
    energy = math.fsum(book.online_kwh(store, year) for store in stores) / KW_PER_MW
    taken_out = math.fsum(float(book.discharge(store.id, year).sum()) / store.discharge_efficiency for store in stores)
    return taken_out / energy if energy > 0 else None

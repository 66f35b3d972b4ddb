"""Checks of stores: power, one direction at a time, energy, cycles, and a level that follows and closes on itself."""

from __future__ import annotations

import numpy as np

from planner.domain.case import StorageData
from planner.evaluation.breaches import Breaches, Kind, Place
from planner.evaluation.measures import find_unit
from planner.evaluation.physics import step_level
from planner.evaluation.quantities import Quantities
from planner.evaluation.seasonal import is_seasonal, trace_levels
from planner.units import KW_PER_MW


def check_storage(book: Quantities, breaches: Breaches, year: int) -> None:
    """Every store in every slice, or in every hour of the 365 days where levels run through the year."""
    seasonal = is_seasonal(book.case)
    for store in book.measures_of(StorageData):
        _check_flows(book, breaches, store, year)
        if seasonal:
            _check_days(book, breaches, store, year)
        else:
            _check_levels(book, breaches, store, year)


def _check_flows(book: Quantities, breaches: Breaches, store: StorageData, year: int) -> None:
    """Nothing is moved within a slice of its own; charge or discharge, never both; no more out of the store than its cycles."""
    unit = find_unit(book.case, store.commodity)
    charge, discharge = book.charge(store.id, year), book.discharge(store.id, year)
    power = book.online(store.id, year) / KW_PER_MW * book.hours * (book.previous != book.places)
    breaches.check_most(Kind.STORE_POWER, store.name, charge + discharge, power, unit, year)
    scale = float(max(np.max(charge, initial=0.0), np.max(discharge, initial=0.0)))
    breaches.check_most(Kind.STORE_BOTH, store.name, np.minimum(charge, discharge), 0.0, unit, year, scale)
    if store.cycles_per_year is not None:
        taken_out = float(discharge.sum()) / store.discharge_efficiency
        most = store.cycles_per_year * book.online_kwh(store, year) / KW_PER_MW
        breaches.check_most(Kind.STORE_CYCLES, store.name, taken_out, most, unit, year)


def _check_levels(book: Quantities, breaches: Breaches, store: StorageData, year: int) -> None:
    """The level of each slice within the energy, and following from the slice before it."""
    unit, level = find_unit(book.case, store.commodity), book.level(store.id, year)
    breaches.check_most(Kind.LEVEL, store.name, level, book.online_kwh(store, year) / KW_PER_MW, unit, year)
    gap = np.abs(level - step_level(book, store, year))
    scale = float(np.max(level, initial=0.0))
    closes = book.previous >= book.places
    breaches.check_most(Kind.STORE_STEP, store.name, np.where(closes, 0.0, gap), 0.0, unit, year, scale)
    breaches.check_most(Kind.STORE_CYCLE, store.name, np.where(closes, gap, 0.0), 0.0, unit, year, scale)


def _check_days(book: Quantities, breaches: Breaches, store: StorageData, year: int) -> None:
    """The level of every hour of the year within the energy, each day beginning where the day before it ended."""
    unit, begins = find_unit(book.case, store.commodity), book.day_level(store.id, year)
    levels, energy = trace_levels(book, store, year), book.online_kwh(store, year) / KW_PER_MW
    scale = max(energy, float(np.max(begins, initial=0.0)))
    highest, lowest = np.maximum(begins, levels.max(axis=1)), levels.min(axis=1)
    breaches.check_most(Kind.LEVEL, store.name, highest, energy, unit, year, place=Place.DAY)
    breaches.check_most(Kind.EMPTY, store.name, -lowest, 0.0, unit, year, scale, Place.DAY)
    gap = np.abs(np.roll(begins, -1) - levels[:, -1])
    last = np.arange(len(gap)) == len(gap) - 1
    breaches.check_most(Kind.STORE_STEP, store.name, np.where(last, 0.0, gap), 0.0, unit, year, scale, Place.DAY)
    breaches.check_most(Kind.STORE_CYCLE, store.name, float(gap[-1]), 0.0, unit, year, scale)

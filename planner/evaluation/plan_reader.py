"""A plan's own words: its sizes and flows as numbers and arrays, zero where it says nothing.

What the plan names and the case does not know is never read here; ``records`` reports it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.domain.case import AnyMeasure, BySlice, Case, Standing, StorageData
from planner.domain.plan import Plan

Array = npt.NDArray[np.float64]
DAYS_PER_YEAR = 365


def sum_standing(existing: tuple[Standing, ...], year: int) -> float:
    """Size of what stands already and still runs in the year."""
    return math.fsum(standing.size for standing in existing if year < standing.until)


class PlanReader:
    """Sizes and flows of one plan for one case. Flows are per slice unless the name says otherwise."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case, self.plan = case, plan
        self.hours: Array = np.array([part.hours for part in case.slices])
        self.occurrences: Array = np.array([part.occurrences for part in case.slices])
        self.previous = np.array([part.previous for part in case.slices], dtype=np.intp)
        self.places = np.arange(len(case.slices))
        self.zero: Array = np.zeros(len(case.slices))
        self.zero.setflags(write=False)
        self._data: dict[int, tuple[BySlice, Array]] = {}
        self._arrays: dict[tuple[str | int, ...], Array] = {}
        self._cohorts: dict[tuple[str, int], tuple[tuple[int, float], ...]] = {}
        self._online: dict[tuple[str, int], float] = {}

    @cached_property
    def within_months(self) -> Mapping[int, npt.NDArray[np.bool_]]:
        """Month that slices name to the slices that stand for it; 0 to all of them when none names a month."""
        named = sorted({month for months in {part.months for part in self.case.slices} for month in months})
        standing = [(part.months or (0,)) for part in self.case.slices]
        return {month: np.array([month in months for months in standing]) for month in named or [0]}

    # flows
    def _read(self, kind: str, *path: str | int) -> Array:
        key = (kind, *path)
        if key not in self._arrays:
            self._arrays[key] = self._to_array(_dig(getattr(self.plan.flows, kind), path))
        return self._arrays[key]

    def _to_array(self, values: Any) -> Array:
        if values is None or len(values) != len(self.zero):
            return self.zero
        return np.asarray(values, dtype=np.float64)

    def by_slice(self, values: BySlice) -> Array:
        """Data of the case as an array, made once. The tuple is kept with it, so that its identity stays its own."""
        if id(values) not in self._data:
            self._data[id(values)] = values, np.asarray(values, dtype=np.float64)
        return self._data[id(values)][1]

    def imported(self, commodity: str, year: int) -> Array:
        """Bought. [MWh]"""
        return self._read("imported", commodity, year)

    def exported(self, commodity: str, year: int) -> Array:
        """Sold. [MWh]"""
        return self._read("exported", commodity, year)

    def activity(self, converter: str, year: int) -> Array:
        """Activity of existing equipment or a conversion measure."""
        return self._read("activity", converter, year)

    def saved(self, measure: str, demand: str, year: int) -> Array:
        """Saved by one measure on one demand. [MWh]"""
        return self._read("saved", measure, demand, year)

    def generated(self, measure: str, year: int) -> Array:
        """Generated. [MWh]"""
        return self._read("generated", measure, year)

    def charge(self, store: str, year: int) -> Array:
        """Taken in. [MWh]"""
        return self._read("charge", store, year)

    def discharge(self, store: str, year: int) -> Array:
        """Given out. [MWh]"""
        return self._read("discharge", store, year)

    def level(self, store: str, year: int) -> Array:
        """Level at the end of each slice. [MWh]"""
        return self._read("level", store, year)

    def day_level(self, store: str, year: int) -> Array:
        """Seasonal storage: level with which each of the 365 days begins. [MWh]"""
        values = _dig(self.plan.flows.day_level, (store, year))
        return np.asarray(values, dtype=np.float64) if values is not None and len(values) == DAYS_PER_YEAR else np.zeros(DAYS_PER_YEAR)

    def moved_in(self, demand: str, year: int) -> Array:
        """Runs in this slice instead of another one. [MWh]"""
        return self._read("moved_in", demand, year)

    def moved_out(self, demand: str, year: int) -> Array:
        """Runs in another slice instead of this one. [MWh]"""
        return self._read("moved_out", demand, year)

    def purchased(self, measure: str, year: int) -> float:
        """Green power or certificates of the year. [MWh]"""
        return _number(self.plan.flows.purchased, measure, year)

    def captured(self, measure: str, year: int) -> float:
        """CO2 captured in the year. [t]"""
        return _number(self.plan.flows.captured, measure, year)

    def removed(self, measure: str, year: int) -> float:
        """Removed in the year. [tCO2e]"""
        return _number(self.plan.flows.removed, measure, year)

    def surrendered(self, year: int) -> float:
        """Tonnes that cost the carbon price. [tCO2e]"""
        return _number(self.plan.flows.surrendered, year)

    def peaks(self, commodity: str, year: int) -> Mapping[int, float]:
        """Billed maximum by month. [MW]"""
        return _dig(self.plan.flows.peak_mw, (commodity, year)) or {}

    def cut(self, measure: str, source: str, gas: str, year: int) -> float:
        """Tonnes of a gas that a process measure cuts. [t]"""
        return _number(self.plan.flows.cut_t, measure, source, gas, year)

    # sizes
    def deployed(self, measure: str, vintage: int) -> float:
        """Size that starts to operate in ``vintage``."""
        return _number(self.plan.deploy, measure, vintage)

    def deployed_kwh(self, measure: AnyMeasure, vintage: int) -> float:
        """Energy of a store that starts to operate in ``vintage``. [kWh]"""
        if not isinstance(measure, StorageData):
            return 0.0
        if measure.hours is not None:
            return measure.hours * self.deployed(measure.id, vintage)
        return _number(self.plan.deploy_kwh, measure.id, vintage)

    def _vintages(self, measure: str, year: int) -> Iterator[int]:
        built = self.case.measures[measure].built
        if built is not None:
            yield from (v for v in self.case.years if v <= year < v + built.lifetime_years)

    def cohorts(self, measure: str, year: int) -> tuple[tuple[int, float], ...]:
        """Vintage and size of the plan's deployments that are online in the year."""
        key = (measure, year)
        if key not in self._cohorts:
            self._cohorts[key] = tuple((vintage, self.deployed(measure, vintage)) for vintage in self._vintages(measure, year))
        return self._cohorts[key]

    def existing(self, measure: str, year: int) -> float:
        """Size of the measure that stood before the plan and is still online."""
        built = self.case.measures[measure].built
        return 0.0 if built is None else sum_standing(built.existing, year)

    def online(self, measure: str, year: int) -> float:
        """Size online, existing included."""
        key = (measure, year)
        if key not in self._online:
            self._online[key] = math.fsum([self.existing(measure, year), *(size for _, size in self.cohorts(measure, year))])
        return self._online[key]

    def online_kwh(self, store: StorageData, year: int) -> float:
        """Energy online. [kWh]"""
        return math.fsum(
            [
                (store.hours or 0.0) * self.existing(store.id, year),
                *(self.deployed_kwh(store, vintage) for vintage in self._vintages(store.id, year)),
            ]
        )


def _dig(tree: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        if tree is None:
            return None
        tree = tree.get(key)
    return tree


def _number(tree: Any, *path: str | int) -> float:
    value = _dig(tree, path)
    return 0.0 if value is None else float(value)

"""What typical days cost in accuracy against the full year (典型日精度): from profiles alone, nothing is solved.

Loads are the demands of the first planning year, hour by hour, before savings and converters.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.domain.base import Text
from planner.domain.case import HOURS_PER_YEAR, BySlice, Case, GenerationData
from planner.domain.tiers import Category
from planner.units import KW_PER_MW

Series = npt.NDArray[np.float64]
"""One value per hour of the year, in the order of the hours."""


@dataclass(frozen=True, slots=True)
class Both:
    """A figure of the full year and of the typical days."""

    full: float
    typical: float

    @property
    def error(self) -> float:
        """Relative; 0 where both are zero."""
        return (self.typical - self.full) / self.full if self.full else float(self.typical != 0.0)


@dataclass(frozen=True, slots=True)
class ProfileError:
    """One profile on typical days."""

    kind: str
    """``load`` of a commodity, ``generation`` of a measure, ``price`` of a commodity."""
    id: str
    name: Text
    unit: str
    """Unit of the values; that of the total is the same times h."""
    total: Both
    """Sum over the hours of the year."""
    duration_error: float
    """Root mean square difference of the duration curves (values in falling order) over the mean."""
    peak: Both
    monthly_peaks: Mapping[int, Both]
    """Month to its largest value."""

    @property
    def mean(self) -> float:
        """Mean over all hours of the full year."""
        return self.total.full / HOURS_PER_YEAR

    @property
    def worst_month(self) -> int | None:
        """Month whose peak is furthest off."""
        return max(self.monthly_peaks, key=lambda month: abs(self.monthly_peaks[month].error), default=None)

    @property
    def billed(self) -> Both:
        """Mean of the monthly peaks: what a demand charge is paid for."""
        peaks = self.monthly_peaks.values()
        return Both(_mean([peak.full for peak in peaks]), _mean([peak.typical for peak in peaks]))


@dataclass(frozen=True, slots=True)
class SelfUse:
    """Share of generation that the demand for its commodity takes in the same hour."""

    measure: str
    name: Text
    size: float
    size_unit: str
    size_is: str
    """``existing`` or ``limit``."""
    share: Both

    @property
    def difference(self) -> float:
        """Typical days less full year, as a share of what is generated."""
        return self.share.typical - self.share.full


@dataclass(frozen=True, slots=True)
class PaidPrice:
    """Mean price of a commodity, weighted by the demand for it. [CNY/MWh]"""

    commodity: str
    name: Text
    price: Both


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the reduction costs."""

    profiles: tuple[ProfileError, ...]
    self_use: tuple[SelfUse, ...]
    paid_prices: tuple[PaidPrice, ...]


def measure_accuracy(full: Case, typical: Case) -> Accuracy:
    """An hourly case against its typical days."""
    pair = _Pair(full, typical)
    return Accuracy(tuple(_profiles(pair)), tuple(_self_use(pair)), tuple(_paid_prices(pair)))


class _Pair:
    """Series of both cases over the hours of the full year."""

    def __init__(self, full: Case, typical: Case) -> None:
        self.full, self.typical, self.year = full, typical, full.years[0]
        self.hours = np.array([part.hours for part in full.slices])
        self.months = [part.months for part in full.slices]
        self._typical_hours = np.array([part.hours for part in typical.slices])
        position = {day: place for place, day in enumerate(sorted(set(typical.representatives)))}
        length = len(typical.slices) // len(position)
        self._places = np.concatenate([np.arange(length) + length * position[day] for day in typical.representatives])

    def rates(self, full: BySlice, typical: BySlice) -> tuple[Series, Series]:
        """Values as they are in each hour."""
        return np.asarray(full), np.asarray(typical)[self._places]

    def power(self, full: BySlice, typical: BySlice) -> tuple[Series, Series]:
        """Parts of a yearly amount, per hour."""
        return np.asarray(full) / self.hours, (np.asarray(typical) / self._typical_hours)[self._places]

    def load(self, commodity: str) -> tuple[Series, Series]:
        """Demands for the commodity in the first planning year. [MW]"""
        full, typical = np.zeros(len(self.hours)), np.zeros(len(self.hours))
        for id, demand in self.full.demands.items():
            if demand.commodity == commodity:
                own, reduced = self.power(demand.shape, self.typical.demands[id].shape)
                full, typical = full + demand.annual_mwh[self.year] * own, typical + demand.annual_mwh[self.year] * reduced
        return full, typical

    def price(self, commodity: str) -> tuple[Series, Series]:
        """Buying price in the first planning year. [CNY/MWh]"""
        data = self.full.commodities[commodity]
        floating, fixed = data.price_cny_per_mwh[self.year], data.fixed_price_cny_per_mwh.get(self.year, 0.0)
        full, typical = self.rates(data.price_multiplier, self.typical.commodities[commodity].price_multiplier)
        return floating * full + fixed, floating * typical + fixed

    def generated(self, measure: GenerationData) -> tuple[Series, Series]:
        """Yield of one size. [MWh/h]"""
        reduced = self.typical.measures[measure.id]
        assert isinstance(reduced, GenerationData)
        return self.power(measure.yield_mwh, reduced.yield_mwh)

    @property
    def generations(self) -> Iterator[GenerationData]:
        return (measure for measure in self.full.measures.values() if isinstance(measure, GenerationData))

    def compare(self, kind: str, id: str, name: Text, unit: str, series: tuple[Series, Series]) -> ProfileError:
        full, typical = series
        totals = (math.fsum((values * self.hours).tolist()) for values in series)
        gap = np.sort(typical) - np.sort(full)
        mean = float(full.mean())
        error = float(np.sqrt(np.mean(gap**2)) / mean) if mean else 0.0
        return ProfileError(
            kind, id, name, unit, Both(*totals), error, Both(float(full.max()), float(typical.max())), self._monthly(full, typical)
        )

    def _monthly(self, full: Series, typical: Series) -> dict[int, Both]:
        """Largest value of each month: on typical days the largest of those that stand for a day of it."""
        places: dict[int, list[int]] = {}
        for place, months in enumerate(self.months):
            for month in months:
                places.setdefault(month, []).append(place)
        return {month: Both(float(full[at].max()), float(typical[at].max())) for month, at in sorted(places.items())}


def _profiles(pair: _Pair) -> Iterator[ProfileError]:
    commodities = pair.full.commodities
    for c in dict.fromkeys(demand.commodity for demand in pair.full.demands.values()):
        data = commodities[c]
        unit = f"{data.unit}/h" if data.category is Category.OTHER else "MW"
        yield pair.compare("load", c, data.name, unit, pair.load(c))
    for measure in pair.generations:
        size, data = measure.built.size_unit if measure.built else "", commodities[measure.commodity]
        unit, factor = (f"{data.unit}/h", 1.0) if data.category is Category.OTHER else ("kW", KW_PER_MW)
        full, typical = pair.generated(measure)
        yield pair.compare("generation", measure.id, measure.name, f"{unit}/{size}", (factor * full, factor * typical))
    for c, data in commodities.items():
        if data.can_buy and len(set(data.price_multiplier)) > 1:
            yield pair.compare("price", c, data.name, "CNY/MWh", pair.price(c))


def _self_use(pair: _Pair) -> Iterator[SelfUse]:
    for measure in pair.generations:
        loads, yields, built = pair.load(measure.commodity), pair.generated(measure), measure.built
        if built is None or not loads[0].any() or not yields[0].any():
            continue
        existing = math.fsum(standing.size for standing in built.existing if pair.year < standing.until)
        for size_is, size in (("existing", existing), ("limit", _largest(pair.full, measure.id, built.limit_size))):
            if size > 0:
                shares = (_used(load, size * made) for load, made in zip(loads, yields, strict=True))
                yield SelfUse(measure.id, measure.name, size, built.size_unit, size_is, Both(*shares))


def _largest(case: Case, measure: str, limit_size: float | None) -> float:
    """Most that can stand by the measure's own limit and those that it shares; 0 where nothing limits it."""
    shared = [group.limit / use for group in case.groups.values() if (use := group.uses.get(measure, 0.0)) > 0]
    return min([*shared, *([] if limit_size is None else [limit_size])], default=0.0)


def _used(load: Series, made: Series) -> float:
    return math.fsum(np.minimum(load, made).tolist()) / math.fsum(made.tolist())


def _paid_prices(pair: _Pair) -> Iterator[PaidPrice]:
    for c, data in pair.full.commodities.items():
        loads = pair.load(c)
        if data.can_buy and loads[0].any():
            means = (
                math.fsum((load * price).tolist()) / math.fsum(load.tolist()) for load, price in zip(loads, pair.price(c), strict=True)
            )
            yield PaidPrice(c, data.name, Both(*means))


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0

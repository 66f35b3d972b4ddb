"""The year as one slice (全年一个时段): sums, means, and load factors that keep the bill of the monthly maxima."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from planner.aggregation.days import Array, Days, read_days
from planner.aggregation.reshape import reshape
from planner.domain.base import Text
from planner.domain.case import HOURS_PER_YEAR, BySlice, Case, CommodityData, FlexibleData, Slice

NOTICE = Text(
    zh="时间分辨率为 annual：全年一个时段，储能与负荷转移不起作用，光伏按全年电量自用",
    en="resolution annual: the year is one slice, so stores and moved loads do nothing and PV counts as used on site by yearly amounts",
)


def one_slice(case: Case) -> Case:
    """The hourly case with the year as one slice."""
    days = read_days(case)
    annual = reshape(case, (Slice(HOURS_PER_YEAR, 1.0, 0, ()),), AnnualRules(days))
    return replace(annual, resolution="annual", notices=(*case.notices, NOTICE))


class AnnualRules:
    """What becomes of fields when the year is one slice."""

    def __init__(self, days: Days) -> None:
        self.days = days

    def amount(self, values: BySlice) -> BySlice:
        return (math.fsum(values),)

    def availability(self, values: BySlice) -> BySlice:
        return (math.fsum(values) / len(values),)

    def input_factor(self, values: BySlice, outputs: Collection[str]) -> BySlice:
        return (_weighted(values, self.days.load(outputs)),)

    def price(self, values: BySlice, commodity: str) -> BySlice:
        return (_weighted(values, self.days.load({commodity})),)

    def sell_price(self, values: BySlice, commodity: str) -> BySlice:
        return (_weighted(values, self.days.generated(commodity)),)

    def load_factor(self, commodity: CommodityData) -> float:
        """Mean load over the mean of the twelve monthly maxima, for the bill is twelve times one maximum; 1 where nothing is known."""
        if commodity.demand_charge_cny_per_mw_month is None:
            return commodity.load_factor
        load = self.days.load({commodity.id})
        maxima = monthly_maxima(self.days, load)
        return float(load.mean() / np.mean(list(maxima.values()))) if load.any() and maxima else 1.0

    def flexible(self, given: FlexibleData) -> FlexibleData | None:
        return None

    def ramp(self, given: float | None) -> float | None:
        return None


def monthly_maxima(days: Days, load: Array) -> dict[int, float]:
    """Largest value of each month."""
    largest: dict[int, float] = {}
    for named, row in zip(days.months, load, strict=True):
        for month in named:
            largest[month] = max(largest.get(month, 0.0), float(row.max()))
    return largest


def _weighted(values: BySlice, weights: Array) -> float:
    """Weighted mean; the plain mean where all weights are zero."""
    flat = weights.reshape(-1).tolist() if weights.any() else [1.0] * len(values)
    return math.fsum(value * weight for value, weight in zip(values, flat, strict=True)) / math.fsum(flat)

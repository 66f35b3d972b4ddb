"""The hourly year day by day: profiles as one row of 24 values per day, months, loads, and days of the same prices."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from planner.domain.case import BySlice, Case, GenerationData
from planner.errors import ResolutionRefused

HOURS = 24
"""Hours of a day."""

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Days:
    """An hourly case by days."""

    case: Case

    @property
    def count(self) -> int:
        """Days of the chain: 365."""
        return len(self.case.slices) // HOURS

    @property
    def times(self) -> float:
        """Hours that one slice stands for: 1 when the chain has 365 days."""
        return self.case.slices[0].hours

    def rows(self, values: BySlice) -> Array:
        """One row per day."""
        return np.asarray(values, dtype=np.float64).reshape(self.count, HOURS)

    @cached_property
    def months(self) -> Sequence[tuple[int, ...]]:
        """Months of each day; none where the slices name none."""
        return [self.case.slices[HOURS * day].months for day in range(self.count)]

    def load(self, commodities: Iterable[str]) -> Array:
        """What the demands for the commodities take, by day and hour, summed over the planning years. [MWh]"""
        wanted = frozenset(commodities)
        total = np.zeros((self.count, HOURS))
        for demand in self.case.demands.values():
            if demand.commodity in wanted:
                total += math.fsum(demand.annual_mwh.values()) * self.rows(demand.shape)
        return total

    def generated(self, commodity: str) -> Array:
        """What one size of every generation measure of the commodity yields. [MWh]"""
        total = np.zeros((self.count, HOURS))
        for measure in self.case.measures.values():
            if isinstance(measure, GenerationData) and measure.commodity == commodity:
                total += self.rows(measure.yield_mwh)
        return total

    @cached_property
    def prices(self) -> Array:
        """Multipliers of everything that is bought or sold, one row per day."""
        bought = [self.rows(data.price_multiplier) for data in self.case.commodities.values() if data.can_buy]
        sold = [self.rows(data.sell_multiplier) for data in self.case.commodities.values() if data.can_sell]
        return np.hstack([*bought, *sold]) if bought or sold else np.zeros((self.count, 1))

    @cached_property
    def price_groups(self) -> Places:
        """Number of each day's group: days of one group have the same prices in every hour."""
        return np.unique(self.prices, axis=0, return_inverse=True)[1].reshape(-1)


def read_days(case: Case) -> Days:
    """The days of an hourly case; ResolutionRefused for any other."""
    if case.resolution != "hourly":
        raise ResolutionRefused(
            f"情景“{case.name.zh}”没有 hours（逐时数据），不能改变时间分辨率；请在情景中给出 hours，或去掉 --resolution",
            f'the scenario "{case.name.en}" has no hours, so its resolution can\'t be changed; give hours in the scenario, or leave out'
            " --resolution",
        )
    if len(case.slices) % HOURS or len({part.hours for part in case.slices}) > 1:
        raise ResolutionRefused(
            "逐时情景须由等长的整日（每日 24 个时段）组成", "an hourly case must consist of whole days of 24 slices of the same length"
        )
    return Days(case)

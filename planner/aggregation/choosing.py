"""Which days stand for which: extreme days for themselves, the others by clusters of days with the same prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.aggregation.attributes import list_attributes
from planner.aggregation.clustering import cluster_days, count_distinct
from planner.aggregation.days import Array, Days, read_days
from planner.domain.case import Case, GenerationData
from planner.domain.profiles import TypicalDays
from planner.domain.tiers import Category


def choose_representatives(case: Case) -> tuple[int, ...]:
    """For each day of an hourly case the day that stands for it, by ``case.typical_days``. The same case gives the same days."""
    days, wanted = read_days(case), case.typical_days or TypicalDays()
    chosen = np.arange(days.count)
    left = np.setdiff1d(chosen, sorted(set(extreme_days(days, wanted))))
    groups = [left[days.price_groups[left] == group] for group in np.unique(days.price_groups[left])]
    by_price = len(groups) <= wanted.days
    groups = groups if by_price else [left]
    attributes = list_attributes(days, with_prices=not by_price)
    shares = share_out([len(group) for group in groups], [count_distinct(attributes, group) for group in groups], wanted.days)
    for group, count in zip(groups, shares, strict=True):
        chosen[group] = cluster_days(attributes, group, count)
    return tuple(chosen.tolist())


def extreme_days(days: Days, wanted: TypicalDays) -> Iterator[int]:
    """Days that stand for themselves."""
    if "peak_load" in wanted.extreme_days:
        for load in _billed_loads(days):
            yield int(load.max(axis=1).argmax())
    if "lowest_pv" in wanted.extreme_days:
        solar = [m for m in days.case.measures.values() if isinstance(m, GenerationData) and m.technology == "pv" and any(m.yield_mwh)]
        if solar:
            yield int(np.sum([days.rows(m.yield_mwh) / sum(m.yield_mwh) for m in solar], axis=0).sum(axis=1).argmin())


def _billed_loads(days: Days) -> Sequence[Array]:
    """Own demands of commodities whose maximum is billed; where there are none, of all electricity."""
    commodities = days.case.commodities
    billed = [c for c, data in commodities.items() if data.demand_charge_cny_per_mw_month or data.capacity_charge_cny_per_mva_month]
    loads = [load for load in (days.load({c}) for c in billed) if load.any()]
    electric = days.load(c for c, data in commodities.items() if data.category is Category.ELECTRICITY)
    return loads or ([electric] if electric.any() else [])


def share_out(sizes: Sequence[int], distinct: Sequence[int], total: int) -> list[int]:
    """Typical days of each group: one each, then one by one to the group with most days per typical day, at most one per distinct day."""
    shares = [1] * len(sizes)
    while sum(shares) < min(total, sum(distinct)):
        crowded = max(range(len(sizes)), key=lambda group: (distinct[group] > shares[group], sizes[group] / shares[group]))
        shares[crowded] += 1
    return shares

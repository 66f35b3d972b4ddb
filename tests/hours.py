"""Cases hour by hour: a plain case spread over real-looking profiles, with all 365 days or fewer of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from planner.domain.case import Case, GenerationData, Slice

DAYS = 365
MONTH_OF_DAY = np.repeat(np.arange(1, 13), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))


def first_years(case: Case, count: int) -> Case:
    """The case with its first years only, and the tiers asked for in them."""
    years = case.years[:count]

    def cut(measure: Any) -> Any:
        if measure.built is None:
            return measure
        vintages = tuple(v for v in measure.built.vintages if v in years)
        return replace(measure, built=replace(measure.built, vintages=vintages))

    measures = {m: cut(measure) for m, measure in case.measures.items()}
    targets = {tier: year for tier, year in case.targets.items() if year in years}
    return replace(case, years=years, stands_for={y: case.stands_for[y] for y in years}, measures=measures, targets=targets)


def hour_slices(days: int = DAYS) -> tuple[Slice, ...]:
    """``days`` days of 24 hours in one chain, each day ``365 / days`` times a year; months as the days fall in the year."""
    count, times = 24 * days, DAYS / days
    months = MONTH_OF_DAY[np.arange(days) * DAYS // days]
    return tuple(Slice(times, times, (hour - 1) % count, (int(months[hour // 24]),)) for hour in range(count))


def spread_over_hours(case: Case, days: int = DAYS, seed: int = 0) -> Case:
    """The one-slice case by the hour: two-shift loads with weekends, PV by season and cloud, three price periods.

    Converters may run in every hour, so that their sizes meet the peaks.
    """
    dice = np.random.default_rng(seed)
    slices = hour_slices(days)
    hour, day = np.tile(np.arange(24), days), np.repeat(np.arange(days) * DAYS // days, 24)
    working = np.where(day % 7 < 5, 1.0, 0.35)
    load = working * np.where((hour >= 7) & (hour < 23), 1.0, 0.4) * dice.uniform(0.9, 1.1, len(slices))
    season = 1.0 - 0.35 * np.cos(2 * np.pi * (day - 10) / DAYS)
    cloud = np.repeat(dice.uniform(0.3, 1.0, days), 24)
    sun = np.round(season * cloud * np.clip(np.sin(np.pi * (hour - 6) / 12), 0.0, None), 6)
    price = np.select([(hour < 7), ((hour >= 9) & (hour < 12)) | ((hour >= 16) & (hour < 21))], [0.5, 1.4], 1.0)
    heat = 1.0 + 0.6 * np.cos(2 * np.pi * (day - 15) / DAYS)
    flat = np.full(len(slices), 1.0 / len(slices))
    demands = {
        d: replace(demand, shape=tuple((part / part.sum()).tolist()))
        for place, (d, demand) in enumerate(case.demands.items())
        for part in (load if place % 2 == 0 else load * heat,)
    }
    commodities = {
        c: replace(
            data,
            price_multiplier=tuple(price.tolist()) if data.demand_charge_cny_per_mw_month else (1.0,) * len(slices),
            sell_multiplier=(1.0,) * len(slices),
            load_factor=1.0,
        )
        for c, data in case.commodities.items()
    }
    shape = sun / sun.sum() if sun.sum() else flat
    measures = {
        m: replace(measure, yield_mwh=tuple((sum(measure.yield_mwh) * shape).tolist())) if isinstance(measure, GenerationData) else measure
        for m, measure in case.measures.items()
    }

    def resized(thing: object) -> object:
        converter = getattr(thing, "converter", None)
        if converter is None:
            return thing
        return replace(thing, converter=replace(converter, availability=(1.0,) * len(slices)))  # type: ignore[type-var]

    return replace(
        case,
        slices=slices, demands=demands, commodities=commodities, resolution="hourly",
        measures={m: resized(measure) for m, measure in measures.items()},  # type: ignore[misc]
        equipment={k: resized(item) for k, item in case.equipment.items()},  # type: ignore[misc]
    )  # fmt: skip

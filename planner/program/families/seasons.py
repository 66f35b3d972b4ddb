"""Seasonal storage on typical days: the level of each day of the year, and how a typical day changes it.

The hours of all days that one typical day stands for run alike, so its change of level is known once; only the level with which a
day begins is the day's own.
"""

from __future__ import annotations

import math
from typing import Any

from planner.program.structure import equation, table

LEAST_KEPT = 1e-6
"""Share of a level that is nothing after a day: HiGHS 1.15.1 crashes in presolve on a year's chain of smaller ones (6e-8)."""


def add(model: Any) -> None:
    """The change within typical days, and the level from day to day; nothing where stores are cyclic in their period."""
    slices, stores = model.case.slices, {m: model.case.measures[m] for m in model.SEASONAL}
    hours = len(slices) // max(len(model.TYPICAL), 1)
    typical = {day: place for place, day in enumerate(model.TYPICAL)}
    day_of = {s: day for day, place in typical.items() for s in range(place * hours, (place + 1) * hours)}
    lengths = {day: sum(slices[s].hours / slices[s].occurrences for s, of in day_of.items() if of == day) for day in typical}
    stands_for = dict(zip(model.DAYS, model.case.representatives, strict=False))
    table(model, "typical_of_slice", [model.S], lambda s: day_of.get(s, 0))
    table(model, "kept_in_day", [model.SEASONAL, model.S], lambda m, s: 0.0 if s % hours == 0 else float(model.kept[m, s]))
    table(model, "typical_of", [model.DAYS], lambda day: stands_for[day])
    table(model, "last_slice", [model.DAYS], lambda day: (typical[stands_for[day]] + 1) * hours - 1)
    table(model, "day_before", [model.DAYS], lambda day: (day - 1) % len(model.DAYS))

    def kept(m: str, day: int) -> float:
        share = math.pow(1 - stores[m].standing_loss_per_hour, lengths[stands_for[day]])
        return share if share >= LEAST_KEPT else 0.0

    table(model, "kept_by_day", [model.SEASONAL, model.DAYS], kept)
    for of_slice in (change_step, lowest_change, highest_change):
        equation(model, of_slice, model.SEASONAL, model.Y, model.S)
    for of_day in (day_floor, day_ceiling, day_step):
        equation(model, of_day, model.SEASONAL, model.Y, model.DAYS)


def change_step(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""A typical day begins without change, which then follows from what goes in and out. [MWh]

    .. math:: l^{ch}_{mys} = (1 - \zeta_m)^{w_s / o_s} [s^- \text{ in the day}] \, l^{ch}_{m,y,s^-}
       + \frac{1}{o_s} \left( \eta^{+}_m f^{ch}_{mys} - \frac{f^{dis}_{mys}}{\eta^{-}_m} \right)

    Source: docs/accounting.md, seasonal storage.
    """
    return (
        model.change[m, y, s]
        == model.kept_in_day[m, s] * model.change[m, y, model.before[s]]
        + model.stored[m, s] * model.charge[m, y, s]
        - model.drawn[m, s] * model.discharge[m, y, s]
    )


def lowest_change(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""The least change of a typical day is at most that of each of its slices. [MWh]

    .. math:: l^{lo}_{mye} \le l^{ch}_{mys}, \qquad s \text{ in } e

    Source: docs/accounting.md, seasonal storage.
    """
    return model.lowest[m, y, model.typical_of_slice[s]] <= model.change[m, y, s]


def highest_change(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""The largest change of a typical day is at least that of each of its slices. [MWh]

    .. math:: l^{ch}_{mys} \le l^{hi}_{mye}, \qquad s \text{ in } e

    Source: docs/accounting.md, seasonal storage.
    """
    return model.change[m, y, s] <= model.highest[m, y, model.typical_of_slice[s]]


def day_floor(model: Any, m: Any, y: Any, e: Any) -> Any:
    r"""What is left of a day's first level covers the least change of its typical day. [MWh]

    .. math:: (1 - \zeta_m)^{w_e} l^{day}_{mye} + l^{lo}_{m y \hat{e}} \ge 0

    Source: docs/accounting.md, seasonal storage.
    """
    return model.kept_by_day[m, e] * model.day_level[m, y, e] + model.lowest[m, y, model.typical_of[e]] >= 0


def day_ceiling(model: Any, m: Any, y: Any, e: Any) -> Any:
    r"""A day's first level and the largest change of its typical day stay within the energy. [MWh]

    .. math:: l^{day}_{mye} + l^{hi}_{m y \hat{e}} \le \frac{1}{1000} \left( N^{E}_{my} + \hat{N}^{E}_{my} \right)

    Source: docs/accounting.md, seasonal storage.
    """
    return model.day_level[m, y, e] + model.highest[m, y, model.typical_of[e]] <= 0.001 * (
        model.online_kwh[m, y] + model.standing_kwh[m, y]
    )


def day_step(model: Any, m: Any, y: Any, e: Any) -> Any:
    r"""A day begins with the level that the day before it leaves; the first day of the year follows the last. [MWh]

    .. math:: l^{day}_{mye} = (1 - \zeta_m)^{w_{e^-}} l^{day}_{m y e^-} + l^{ch}_{mys},
       \qquad s \text{ the last slice of the typical day of } e^-

    Source: docs/accounting.md, seasonal storage.
    """
    return (
        model.day_level[m, y, e]
        == model.kept_by_day[m, model.day_before[e]] * model.day_level[m, y, model.day_before[e]]
        + model.change[m, y, model.last_slice[model.day_before[e]]]
    )

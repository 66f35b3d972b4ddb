"""Stores: power, cycles, energy, and a level that ends each period where it began. Seasonal levels are in ``seasons.py``."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.program.structure import add_set, equation, table


def add(model: Any) -> None:
    """Limits of power and energy, and the level from slice to slice."""
    case = model.case
    stores = {m: case.measures[m] for m in model.STORAGE}
    hours = np.array([piece.hours for piece in case.slices])
    occurrences = np.array([piece.occurrences for piece in case.slices])
    lengths = [piece.hours / piece.occurrences for piece in case.slices]
    follows = np.array([piece.previous != s for s, piece in enumerate(case.slices)])
    table(model, "mwh_per_kw", [model.S], hours / 1000.0 * follows)
    by_slice = {
        "kept": [[(1 - store.standing_loss_per_hour) ** length for length in lengths] for store in stores.values()],
        "stored": [store.charge_efficiency / occurrences for store in stores.values()],
        "drawn": [1 / store.discharge_efficiency / occurrences for store in stores.values()],
    }
    for name, values in by_slice.items():
        table(model, name, [model.STORAGE, model.S], np.array(values))
    table(model, "standing_kwh", [model.STORAGE, model.Y], lambda m, y: model.standing[m, y] * (stores[m].hours or 0.0))
    equation(model, store_power, model.STORAGE, model.Y, model.S)
    equation(model, level_energy, model.CYCLIC, model.Y, model.S)
    equation(model, level_step, model.CYCLIC, model.Y, model.S)
    cycled = {m: store for m, store in stores.items() if store.cycles_per_year is not None}
    add_set(model, "CYCLE_LIMITED", cycled)
    table(model, "taken_out", [list(cycled)], lambda m: 1 / cycled[m].discharge_efficiency)
    table(model, "cycled_mwh_per_kwh", [list(cycled)], lambda m: cycled[m].cycles_per_year / 1000.0)
    equation(model, cycle_limit, model.CYCLE_LIMITED, model.Y)
    table(model, "fixed_hours", [model.STORAGE], lambda m: float(stores[m].hours or 0.0))
    add_set(model, "DEPLOY_FIXED_HOURS", [(m, v) for m, v in model.DEPLOY_STORAGE if stores[m].hours is not None], 2)
    equation(model, energy_of_power, model.DEPLOY_FIXED_HOURS)
    capped = {m: store.limit_kwh for m, store in stores.items() if store.limit_kwh is not None}
    table(model, "limit_kwh", [list(capped)], lambda m: capped[m])
    add_set(model, "ENERGY_LIMITED", capped)
    equation(model, energy_limit, model.ENERGY_LIMITED, model.Y)


def store_power(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""A store takes in or gives out within its power, one at a time; within a slice on its own it does neither. [MWh]

    .. math:: f^{ch}_{mys} + f^{dis}_{mys} \le \frac{w_s}{1000} \left( N_{my} + \hat{N}_{my} \right)

    Source: docs/accounting.md, storage.
    """
    return model.charge[m, y, s] + model.discharge[m, y, s] <= model.mwh_per_kw[s] * (model.online[m, y] + model.standing[m, y])


def level_energy(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""A store holds no more than its energy. [MWh]

    .. math:: l_{mys} \le \frac{1}{1000} \left( N^{E}_{my} + \hat{N}^{E}_{my} \right)

    Source: docs/accounting.md, storage.
    """
    return model.level[m, y, s] <= 0.001 * (model.online_kwh[m, y] + model.standing_kwh[m, y])


def level_step(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""The level follows from the slice before it, which for the first slice of a period is its last. [MWh]

    .. math:: l_{mys} = (1 - \zeta_m)^{w_s / o_s} l_{m,y,s^-} + \frac{1}{o_s} \left( \eta^{+}_m f^{ch}_{mys}
       - \frac{f^{dis}_{mys}}{\eta^{-}_m} \right)

    Source: docs/accounting.md, storage.
    """
    return (
        model.level[m, y, s]
        == model.kept[m, s] * model.level[m, y, model.before[s]]
        + model.stored[m, s] * model.charge[m, y, s]
        - model.drawn[m, s] * model.discharge[m, y, s]
    )


def cycle_limit(model: Any, m: Any, y: Any) -> Any:
    r"""No more is taken out of a store in a year than so many times its energy. [MWh]

    .. math:: \sum_s \frac{f^{dis}_{mys}}{\eta^{-}_m} \le \frac{\upsilon_m}{1000} \left( N^{E}_{my} + \hat{N}^{E}_{my} \right)

    Source: docs/accounting.md, storage.
    """
    return sum(model.taken_out[m] * model.discharge[m, y, s] for s in model.S) <= model.cycled_mwh_per_kwh[m] * (
        model.online_kwh[m, y] + model.standing_kwh[m, y]
    )


def energy_of_power(model: Any, m: Any, v: Any) -> Any:
    r"""A store with a fixed ratio has so many hours of its power. [size]

    .. math:: n^{E}_{mv} = H_m n_{mv}

    Source: scenario, measures.*.hours.
    """
    return model.deploy_kwh[m, v] == model.fixed_hours[m] * model.deploy[m, v]


def energy_limit(model: Any, m: Any, y: Any) -> Any:
    r"""A store's energy stays within its limit. [size]

    .. math:: N^{E}_{my} + \hat{N}^{E}_{my} \le \overline{n}^{E}_m

    Source: scenario, measures.*.limit_kwh.
    """
    return model.online_kwh[m, y] + model.standing_kwh[m, y] <= model.limit_kwh[m]

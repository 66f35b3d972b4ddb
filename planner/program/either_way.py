"""Binaries for slices in which a store would charge and discharge: with them the program chooses a direction by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.program.compile import Compiled
from planner.program.matrix import append_rows
from planner.program.netting import Stores
from planner.program.run import Run, money_behind, run_once
from planner.program.scaling import column_scales, unit_scales

ROOM = 1e-6
"""By how much a bound on sizes is loosened, relative to it, so that rounding cuts off no optimum."""


def solve_either_way(
    model: Any, compiled: Compiled, stores: Stores, at: np.ndarray, largest: np.ndarray, time_limit_s: float | None, legs: Any
) -> tuple[Run, np.ndarray | None]:
    """The program with a binary at each position ``at``, 1 where it charges, and these binaries; None without a plan.

    ``largest`` is the largest flow of each position.
    """
    width = compiled.matrix.shape[1]
    run = run_once(model, _with_binaries(compiled, stores.charge[at], stores.discharge[at], largest), legs, time_limit_s)
    if run.x is None:
        return run, None
    return replace(run, compiled=compiled, x=run.x[:width]), run.x[width:] > 0.5


def _with_binaries(compiled: Compiled, charge: np.ndarray, discharge: np.ndarray, largest: np.ndarray) -> Compiled:
    """charge - largest b <= 0 and discharge + largest b <= largest, for a new binary b each."""
    matrix, count = compiled.matrix, len(charge)
    binary = matrix.shape[1] + np.arange(count)
    wide = replace(
        matrix,
        lower=np.concatenate([matrix.lower, np.zeros(count)]), upper=np.concatenate([matrix.upper, np.ones(count)]),
        cost=np.concatenate([matrix.cost, np.zeros(count)]),
        integer=np.concatenate([matrix.integer, np.ones(count, matrix.integer.dtype)]),
    )  # fmt: skip
    columns = np.column_stack([charge, binary, discharge, binary]).reshape(-1).astype(matrix.columns.dtype)
    values = np.column_stack([np.ones(count), -largest, np.ones(count), largest]).reshape(-1)
    starts = np.arange(0, 4 * count + 1, 2).astype(matrix.starts.dtype)
    upper = np.column_stack([np.zeros(count), largest]).reshape(-1)
    return replace(compiled, matrix=append_rows(wide, starts, columns, values, np.full(2 * count, -np.inf), upper))


def largest_flows(model: Any, compiled: Compiled, at: np.ndarray, plan: Run | None, time_limit_s: float | None) -> np.ndarray | None:
    """The most that can flow at each position in any plan that is as cheap as ``plan``; None where there is no bound. [MWh]"""
    slices, years = len(model.S), list(model.Y)
    stores = list(model.STORAGE)
    sizes: dict[tuple[int, int], float | None] = {}
    for place in at // slices:
        store, year = divmod(int(place), len(years))
        if (store, year) not in sizes:
            sizes[store, year] = _largest_size(model, compiled, stores[store], years[year], plan, time_limit_s)
    power = [sizes[divmod(int(place), len(years))] for place in at // slices]
    if any(size is None for size in power):
        return None
    return np.array([size * model.mwh_per_kw[int(s)] for size, s in zip(power, at % slices, strict=True) if size is not None])


def _largest_size(model: Any, compiled: Compiled, store: str, year: int, plan: Run | None, time_limit_s: float | None) -> float | None:
    """Power online, standing part included: by the store's own limit, else by what it may cost. [kW]"""
    standing = float(model.standing[store, year])
    deployed = [lead for lead, _ in model.online.entries.get((store, year), ())]
    if not deployed:
        return standing
    if store in model.SIZE_LIMITED:
        return standing + float(model.size_limit_of[store, year])
    if plan is None:
        return None
    keys = list(model.DEPLOY)
    columns = np.array([compiled.first_column["deploy"] + keys.index(lead) for lead in deployed])
    most = _most(model, compiled, columns, plan, time_limit_s)
    return None if most is None else standing + most * (1 + ROOM)


def _most(model: Any, compiled: Compiled, columns: np.ndarray, plan: Run, time_limit_s: float | None) -> float | None:
    """The largest sum of some columns in any plan that costs at most a little more than ``plan``."""
    matrix, used = compiled.matrix, np.flatnonzero(compiled.matrix.cost)
    dearest = plan.objective_cny + ROOM * money_behind(model, plan) - matrix.offset
    row = np.array([0, len(used)], matrix.starts.dtype)
    kept = append_rows(matrix, row, used.astype(matrix.columns.dtype), matrix.cost[used], np.array([-np.inf]), np.array([dearest]))
    unit, cost = unit_scales(model)["CNY"] / float(column_scales(model, compiled)[columns].min()), np.zeros_like(matrix.cost)
    cost[columns] = -unit
    run = run_once(model, replace(compiled, matrix=replace(kept, cost=cost, offset=0.0)), plan.legs, time_limit_s)
    return -run.objective_cny / unit if run.status is SolveStatus.OPTIMAL else None

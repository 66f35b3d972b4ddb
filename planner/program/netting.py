"""Flows that run both ways in one slice: where a store charges and discharges, and whether taking the difference changes anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.case import GenerationData
from planner.program.compile import Compiled
from planner.program.decisions import settle
from planner.program.run import Run
from planner.program.scaling import column_scales, scaled

NONE = 1e-9
"""Flows up to this are none: what the solver may be off by, in its own units."""
KEPT = 1e-8
"""Scaled violation up to which a row still holds: ten times the solver's tolerance."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Flows of stores: position k of charge and of discharge is the same store, year and slice. Each of shape (positions,)."""

    charge: np.ndarray
    """Columns."""
    discharge: np.ndarray
    """Columns."""
    gain: np.ndarray
    """Level per MWh charged."""
    loss: np.ndarray
    """Level per MWh discharged."""
    none: np.ndarray
    """Amount that is none. [MWh]"""


def find_stores(model: Any, compiled: Compiled) -> Stores:
    """The flows of all stores."""
    each = len(model.Y) * len(model.S)
    measures = [model.case.measures[m] for m in model.STORAGE]
    charge = compiled.first_column["charge"] + np.arange(each * len(measures))
    return Stores(
        charge, compiled.first_column["discharge"] + np.arange(each * len(measures)),
        np.repeat([m.charge_efficiency for m in measures], each), np.repeat([1 / m.discharge_efficiency for m in measures], each),
        NONE * column_scales(model, compiled)[charge],
    )  # fmt: skip


def both_ways(stores: Stores, x: np.ndarray) -> np.ndarray:
    """Positions that charge and discharge."""
    return np.flatnonzero(np.minimum(x[stores.charge], x[stores.discharge]) > stores.none)


def net(model: Any, stores: Stores, run: Run) -> Run:
    """The run with one direction wherever that changes nothing else: no loss, a trace, or energy that could as well be curtailed."""
    assert run.x is not None  # of runs with a plan only
    x = _net_moved(run.compiled, run.x)
    charge, discharge = x[stores.charge], x[stores.discharge]
    both = np.minimum(charge, discharge) > 0
    lossless = stores.gain * (1 / stores.loss) == 1.0
    trace = np.minimum(charge, discharge) <= stores.none
    _take_difference(stores, x, np.flatnonzero(both & (lossless | trace)))
    left = np.flatnonzero(both & ~(lossless | trace))
    if len(left):
        curtailed = _curtailed(model, stores, run.compiled, x, left)
        if curtailed is not None and _is_as_good(model, run, curtailed):
            x = curtailed
    return replace(run, x=x)


def _net_moved(compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """A copy in which no flexible demand moves into and out of the same slice."""
    x = x.copy()
    into, out = compiled.columns("moved_in"), compiled.columns("moved_out")
    same = np.minimum(x[into], x[out])
    x[into] -= same
    x[out] -= same
    return x


def _take_difference(stores: Stores, x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Give positions the one flow that moves the level as both do. Returns what the store draws less than before. [MWh]"""
    charge, discharge = x[stores.charge[at]], x[stores.discharge[at]]
    level = stores.gain[at] * charge - stores.loss[at] * discharge
    x[stores.charge[at]] = np.maximum(level, 0.0) / stores.gain[at]
    x[stores.discharge[at]] = np.maximum(-level, 0.0) / stores.loss[at]
    return np.asarray((charge - discharge) - (x[stores.charge[at]] - x[stores.discharge[at]]))


def _curtailed(model: Any, stores: Stores, compiled: Compiled, x: np.ndarray, at: np.ndarray) -> np.ndarray | None:
    """The solution in which generation is curtailed instead; None where there isn't enough of it."""
    x = x.copy()
    years, slices = len(model.Y), len(model.S)
    surplus = np.zeros((len(model.STORAGE), years * slices))
    surplus.reshape(-1)[at] = _take_difference(stores, x, at)
    commodities = [model.case.measures[m].commodity for m in model.STORAGE]
    generated = compiled.columns("generated")
    flows = x[generated].reshape(-1, years * slices)
    makers = [m for m in model.case.measures.values() if isinstance(m, GenerationData)]
    for commodity in dict.fromkeys(commodities):
        left = surplus[[place for place, c in enumerate(commodities) if c == commodity]].sum(axis=0)
        for place, maker in enumerate(makers):
            if maker.commodity == commodity:
                less = np.minimum(flows[place], left)
                flows[place] -= less
                left = left - less
        if np.any(left > stores.none[0]):
            return None
    x[generated] = flows.reshape(-1)
    return settle(model, compiled, x)


def _is_as_good(model: Any, run: Run, x: np.ndarray) -> bool:
    """Whether a solution keeps every row and bound and costs no more than the run."""
    matrix, _, columns, money = scaled(model, run.compiled)
    seen = x / columns
    activity = matrix.activity(seen)
    if np.any(activity > matrix.row_upper + KEPT) or np.any(activity < matrix.row_lower - KEPT):
        return False
    return float(matrix.cost @ seen + matrix.offset) * money <= run.objective_cny + KEPT * money

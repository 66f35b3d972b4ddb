"""Flexible demands (可调负荷): what may run at another time, how much of it, and within which window."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.domain.case import SavingData
from planner.program.structure import add_set, add_sum, collect, equation, of_kind, table


def add(model: Any) -> None:
    """Limits of what is moved, and what comes back."""
    case = model.case
    flexible = {d: case.demands[d] for d in model.FLEXIBLE}
    share = {d: demand.flexible.share for d, demand in flexible.items()}
    shape = {d: np.array(demand.shape) for d, demand in flexible.items()}
    hours = np.array([piece.hours for piece in case.slices])
    yearly = np.array([[demand.annual_mwh[y] for y in case.years] for demand in flexible.values()]).reshape(-1, len(case.years), 1)
    movable = np.array([share[d] * shape[d] for d in flexible]).reshape(-1, 1, len(hours))
    largest = np.array([share[d] * np.max(shape[d] / hours) * hours for d in flexible]).reshape(-1, 1, len(hours))
    table(model, "movable", [model.FLEXIBLE, model.Y, model.S], yearly * movable)
    table(model, "room_to_move", [model.FLEXIBLE, model.Y, model.S], yearly * largest)
    savings = [(m.id, d) for m in of_kind(case, SavingData) for d in m.saves if d in flexible]
    saved = collect(((d,), (m, d), share[d] * shape[d]) for m, d in savings)
    add_sum(model, "movable_saved", model.saved, saved, 1, spread=True)
    equation(model, moved_out_limit, model.FLEXIBLE, model.Y, model.S)
    equation(model, moved_in_limit, model.FLEXIBLE, model.Y, model.S)
    windows = [(d, w, s) for d, demand in flexible.items() for s, w in enumerate(demand.flexible.window)]
    add_set(model, "WINDOWS", dict.fromkeys((d, w) for d, w, _ in windows), 2)
    for name, variable in (("moved_into", model.moved_in), ("moved_out_of", model.moved_out)):
        add_sum(model, name, variable, collect(((d, w, y), (d, y, s), 1.0) for d, w, s in windows for y in case.years), 0)
    equation(model, window_balance, model.WINDOWS, model.Y)


def moved_out_limit(model: Any, d: Any, y: Any, s: Any) -> Any:
    r"""Only a share of what is left of a slice's demand runs at another time. [MWh]

    .. math:: f^{mo}_{dys} \le \varphi_d \left( D_{dys} - \delta_{ds} \sum_m f^{sav}_{mdy} \right)

    Source: docs/accounting.md, flows.
    """
    return model.moved_out[d, y, s] + model.movable_saved[d, y, s] <= model.movable[d, y, s]


def moved_in_limit(model: Any, d: Any, y: Any, s: Any) -> Any:
    r"""What a slice takes over is at most a share of the largest mean demand of any slice. [MWh]

    .. math:: f^{mi}_{dys} \le \varphi_d w_s \max_{s'} \frac{D_{d y s'}}{w_{s'}}

    Source: docs/accounting.md, flows.
    """
    return model.moved_in[d, y, s] <= model.room_to_move[d, y, s]


def window_balance(model: Any, d: Any, w: Any, y: Any) -> Any:
    r"""What leaves the slices of a window comes back in slices of the same window. [MWh]

    .. math:: \sum_{s \in w} f^{mi}_{dys} = \sum_{s \in w} f^{mo}_{dys}

    Source: docs/accounting.md, flows.
    """
    return model.moved_into[d, w, y] == model.moved_out_of[d, w, y]

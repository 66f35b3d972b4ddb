"""How converters run from slice to slice: not below a minimum load, and not faster up or down than they can."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.program.structure import add_set, equation, table


def add(model: Any) -> None:
    """Minimum loads and ramps of the converters that have them."""
    slices, converters = model.case.slices, model.numbers.converters
    lowest = {k: converters[k].minimum_load_share for k in model.K if converters[k].minimum_load_share > 0}
    add_set(model, "MINIMUM_LOAD", lowest)
    full = dict(zip(model.K, model.full_activity.values.reshape(-1, len(slices)), strict=True))
    table(model, "least_activity", [list(lowest), model.S], np.array([share * full[k] for k, share in lowest.items()]))
    equation(model, minimum_load, model.MINIMUM_LOAD, model.Y, model.S)
    ramps = {k: ramp for k in model.K if (ramp := converters[k].ramp_share_per_hour) is not None}
    lengths = np.array([piece.hours / piece.occurrences for piece in slices])
    add_set(model, "RAMPED", ramps)
    add_set(model, "FOLLOWING", [s for s, piece in enumerate(slices) if piece.previous != s])
    table(model, "per_hour", [model.S], 1 / np.array([piece.hours for piece in slices]))
    both = lengths + lengths[[piece.previous for piece in slices]]
    steps = [ramp * converters[k].activity_per_size_hour * both / 2 for k, ramp in ramps.items()]
    table(model, "largest_step", [list(ramps), model.S], np.array(steps))
    equation(model, ramp_up, model.RAMPED, model.Y, model.FOLLOWING)
    equation(model, ramp_down, model.RAMPED, model.Y, model.FOLLOWING)


def minimum_load(model: Any, k: Any, y: Any, s: Any) -> Any:
    r"""A converter never runs below its minimum load while it is available. [MWh]

    .. math:: f^{act}_{kys} \ge \vartheta_k \alpha_k \theta_{ks} w_s \left( N_{ky} + \hat{N}_{ky} \right)

    Source: docs/accounting.md, flows.
    """
    return model.activity[k, y, s] >= model.least_activity[k, s] * (model.online[k, y] + model.standing[k, y])


def ramp_up(model: Any, k: Any, y: Any, s: Any) -> Any:
    r"""Mean load rises no faster than the ramp allows, from the middle of a slice to that of the next. [MW]

    .. math:: \frac{f^{act}_{kys}}{w_s} - \frac{f^{act}_{k,y,s^-}}{w_{s^-}} \le \rho_k \alpha_k \frac{1}{2} \left( \frac{w_s}{o_s}
       + \frac{w_{s^-}}{o_{s^-}} \right) \left( N_{ky} + \hat{N}_{ky} \right)

    Source: docs/accounting.md, flows.
    """
    return (
        model.per_hour[s] * model.activity[k, y, s] - model.per_hour[model.before[s]] * model.activity[k, y, model.before[s]]
        <= model.largest_step[k, s] * (model.online[k, y] + model.standing[k, y])
    )  # fmt: skip


def ramp_down(model: Any, k: Any, y: Any, s: Any) -> Any:
    r"""Mean load falls no faster than the ramp allows, from the middle of a slice to that of the next. [MW]

    .. math:: \frac{f^{act}_{k,y,s^-}}{w_{s^-}} - \frac{f^{act}_{kys}}{w_s} \le \rho_k \alpha_k \frac{1}{2} \left( \frac{w_s}{o_s}
       + \frac{w_{s^-}}{o_{s^-}} \right) \left( N_{ky} + \hat{N}_{ky} \right)

    Source: docs/accounting.md, flows.
    """
    return (
        model.per_hour[model.before[s]] * model.activity[k, y, model.before[s]] - model.per_hour[s] * model.activity[k, y, s]
        <= model.largest_step[k, s] * (model.online[k, y] + model.standing[k, y])
    )  # fmt: skip

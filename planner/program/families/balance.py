"""What must balance, and what may be bought and sold."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.domain.case import CaptureData, ConverterData, GenerationData, ProcessData, RemovalData, SavingData, StorageData
from planner.program.structure import add_sum, collect, equation, of_kind, table


def add(model: Any) -> None:
    """Balances, purchase and sales limits."""
    _add_terms(model)
    equation(model, commodity_balance, model.C, model.Y, model.S)
    case = model.case
    limited = [(c, y) for c in model.BOUGHT if case.commodities[c].buy_limit_mwh is not None for y in model.Y]
    _limit(model, "buy_limit", "BUY_LIMITED", limited, lambda c, y: case.commodities[c].buy_limit_mwh[y])
    equation(model, purchase_limit, model.BUY_LIMITED)
    limited = [(c, y) for c in model.SOLD if case.commodities[c].sell_limit_mwh is not None for y in model.Y]
    _limit(model, "sell_limit", "SELL_LIMITED", limited, lambda c, y: case.commodities[c].sell_limit_mwh[y])
    equation(model, sales_limit, model.SELL_LIMITED)
    equation(model, sales_from_site, model.SOLD, model.Y, model.S)


def commodity_balance(model: Any, c: Any, y: Any, s: Any) -> Any:
    r"""In every slice, what comes in equals what goes out. [MWh]

    .. math:: f^{in}_{cys} + \sum_k \eta^{out}_{kc} f^{act}_{kys} + \sum_{m \in c} \left( f^{gen}_{mys} + f^{dis}_{mys} \right)
       + \sum_{d \in c} \left( \delta_{ds} \sum_m f^{sav}_{mdy} + f^{mo}_{dys} - f^{mi}_{dys} \right)
       = \sum_{d \in c} D_{dys} + \sum_k \eta^{in}_{kcs} f^{act}_{kys} + \sum_{m \in c} f^{ch}_{mys}
       + \sum_{md} \epsilon_{mc} \delta_{ds} f^{sav}_{mdy}
       + \frac{w_s}{8760} \left( \sum_{mpg} \epsilon_{mc} W_g f^{cut}_{mpgy} + \sum_m \epsilon_{mc} \left( f^{cap}_{my}
       + f^{rem}_{my} \right) \right) + f^{out}_{cys}

    Source: conservation of energy and mass (docs/accounting.md, flows).
    """
    return (
        model.buying[c, y, s] + model.making[c, y, s] + model.generating[c, y, s] + model.discharging[c, y, s] + model.saving_on[c, y, s]
        + model.moving_out[c, y, s]
        == model.demand[c, y, s] + model.moving_in[c, y, s] + model.using[c, y, s] + model.charging[c, y, s] + model.saving_use[c, y, s]
        + model.slice_share[s] * (model.cut_use[c, y] + model.capture_use[c, y] + model.removal_use[c, y])
        + model.selling[c, y, s]
    )  # fmt: skip


def purchase_limit(model: Any, c: Any, y: Any) -> Any:
    r"""No more is bought in a year than can be had. [MWh]

    .. math:: \sum_s f^{in}_{cys} \le \overline{f}^{in}_{cy}

    Source: scenario, commodities.*.buy.limit_per_year.
    """
    return sum(model.imported[c, y, s] for s in model.S) <= model.buy_limit[c, y]


def sales_limit(model: Any, c: Any, y: Any) -> Any:
    r"""No more is sold in a year than is taken. [MWh]

    .. math:: \sum_s f^{out}_{cys} \le \overline{f}^{out}_{cy}

    Source: scenario, commodities.*.sell.limit_per_year.
    """
    return sum(model.exported[c, y, s] for s in model.S) <= model.sell_limit[c, y]


def sales_from_site(model: Any, c: Any, y: Any, s: Any) -> Any:
    r"""Only what is made on site is sold: renewable generation, or converter output where there is none. [MWh]

    .. math:: f^{out}_{cys} \le \sum_{m \in c} f^{gen}_{mys} \quad (c \in \text{GEN}), \qquad f^{out}_{cys}
       \le \sum_k \eta^{out}_{kc} f^{act}_{kys} \quad (c \notin \text{GEN})

    Source: docs/accounting.md, flows.
    """
    return model.exported[c, y, s] <= model.generating[c, y, s] + model.sold_from_converters[c, y, s]


def _limit(model: Any, name: str, set_name: str, keys: list[Any], value: Any) -> None:
    model.add_component(set_name, _pairs(keys))
    table(model, name, [keys], value)


def _pairs(keys: list[Any]) -> Any:
    import pyomo.core as pe

    return pe.Set(initialize=keys, dimen=2, ordered=True)


def _by_slice(converter: ConverterData, commodity: str, amount: float) -> Any:
    """An input per unit of activity: a number, or one for each slice."""
    shape = converter.input_shape.get(commodity)
    return amount if shape is None else amount * np.array(shape)


def _add_terms(model: Any) -> None:
    case, numbers = model.case, model.numbers
    converters = numbers.converters
    own = numbers.generated_commodities
    add_sum(model, "buying", model.imported, {(c,): [((c,), 1.0)] for c in model.BOUGHT}, 2)
    add_sum(model, "selling", model.exported, {(c,): [((c,), 1.0)] for c in model.SOLD}, 2)
    made = [((c,), (k,), amount) for k, x in converters.items() for c, amount in x.outputs.items()]
    add_sum(model, "making", model.activity, collect(made), 2)
    add_sum(model, "sold_from_converters", model.activity, collect(t for t in made if t[0][0] not in own), 2)
    used = (((c,), (k,), _by_slice(x, c, amount)) for k, x in converters.items() for c, amount in x.inputs.items())
    add_sum(model, "using", model.activity, collect(used), 2)
    generation = (((m.commodity,), (m.id,), 1.0) for m in of_kind(case, GenerationData))
    add_sum(model, "generating", model.generated, collect(generation), 2)
    stores = collect(((m.commodity,), (m.id,), 1.0) for m in of_kind(case, StorageData))
    add_sum(model, "charging", model.charge, stores, 2)
    add_sum(model, "discharging", model.discharge, stores, 2)
    flexible = collect(((case.demands[d].commodity,), (d,), 1.0) for d in model.FLEXIBLE)
    add_sum(model, "moving_in", model.moved_in, flexible, 2)
    add_sum(model, "moving_out", model.moved_out, flexible, 2)
    savings = [(m, d) for m in of_kind(case, SavingData) for d in m.saves]
    shape = {d: np.array(demand.shape) for d, demand in case.demands.items()}
    on = collect(((case.demands[d].commodity,), (m.id, d), shape[d]) for m, d in savings)
    add_sum(model, "saving_on", model.saved, on, 1, spread=True)
    use = collect(((c,), (m.id, d), amount * shape[d]) for m, d in savings for c, amount in m.consumes.items())
    add_sum(model, "saving_use", model.saved, use, 1, spread=True)
    processes = {m.id: m for m in of_kind(case, ProcessData)}
    cuts = (((c,), (m, p, g), x * case.gwp[g]) for m, p, g in model.CUT for c, x in processes[m].consumes.items())
    add_sum(model, "cut_use", model.cut, collect(cuts), 1)
    for name, variable, kind in (("capture_use", model.captured, CaptureData), ("removal_use", model.removed, RemovalData)):
        add_sum(model, name, variable, collect(((c,), (m.id,), x) for m in of_kind(case, kind) for c, x in m.consumes.items()), 1)
    table(model, "slice_share", [model.S], np.array([piece.hours for piece in case.slices]) / 8760.0)
    demand = np.zeros((len(case.commodities), len(case.years), len(case.slices)))
    place = {c: i for i, c in enumerate(case.commodities)}
    for item in case.demands.values():
        yearly = np.array([item.annual_mwh[y] for y in case.years])
        demand[place[item.commodity]] += np.outer(yearly, item.shape)
    table(model, "demand", [model.C, model.Y, model.S], demand)

"""What sizes allow: converters, generation, savings, process cuts, capture, removal plants, the demand charge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.core as pe

from planner.domain.case import CaptureData, GenerationData, ProcessData, RemovalData, SavingData
from planner.program.structure import add_set, add_sum, collect, equation, of_kind, table


def add(model: Any) -> None:
    """Every limit of a flow by a size."""
    _add_converters(model)
    equation(model, converter_capacity, model.K, model.Y, model.S)
    generation = of_kind(model.case, GenerationData)
    table(model, "yield_mwh", [model.GENERATION, model.S], np.array([m.yield_mwh for m in generation]))
    equation(model, generation_yield, model.GENERATION, model.Y, model.S)
    _add_shares(model)
    equation(model, saving_share, model.SAVE, model.Y)
    equation(model, cut_share, model.CUT, model.Y)
    _add_capture(model)
    equation(model, capture_size, model.CAPTURE, model.Y)
    equation(model, capture_source, model.TARGETS, model.Y)
    model.REMOVAL_PLANTS = pe.Set(initialize=[m.id for m in of_kind(model.case, RemovalData) if m.built is not None], ordered=True)
    equation(model, removal_size, model.REMOVAL_PLANTS, model.Y)
    slices = model.case.slices
    add_set(model, "SLICE_MONTHS", [(s, b) for s, piece in enumerate(slices) for b in piece.months or (0,)], 2)
    load_factor = np.array([model.case.commodities[c].load_factor for c in model.CHARGED])
    hours = [piece.hours for piece in slices]
    table(model, "billed_hours", [model.CHARGED, model.S], np.outer(load_factor, hours))
    _add_mean_load(model)
    equation(model, billed_maximum, model.CHARGED, model.Y, model.SLICE_MONTHS)
    commodities = {c: model.case.commodities[c] for c in model.BOUGHT}
    add_set(model, "CONTRACTED", [(c, y) for c, data in commodities.items() for y in model.Y if y in data.contracted_mva], 2)
    contracted = [commodities[c].contracted_mva[y] for c, y in model.CONTRACTED]
    table(model, "contracted_mwh", [model.CONTRACTED, model.S], np.outer(contracted, hours))
    equation(model, contracted_capacity, model.CONTRACTED, model.S)


def converter_capacity(model: Any, k: Any, y: Any, s: Any) -> Any:
    r"""A converter runs within its size, new and old, and its availability. [MWh]

    .. math:: f^{act}_{kys} \le \alpha_k \theta_{ks} w_s \left( N_{ky} + \hat{N}_{ky} \right)

    Source: docs/accounting.md, flows.
    """
    return model.activity[k, y, s] <= model.full_activity[k, s] * (model.online[k, y] + model.standing[k, y])


def generation_yield(model: Any, m: Any, y: Any, s: Any) -> Any:
    r"""Renewable generation is at most what sun or wind give to the size, less ageing. [MWh]

    .. math:: f^{gen}_{mys} \le \gamma_{ms} \left( N^{aged}_{my} + \hat{N}_{my} \right)

    Source: docs/accounting.md, flows.
    """
    return model.generated[m, y, s] <= model.yield_mwh[m, s] * (model.yielding[m, y] + model.standing[m, y])


def saving_share(model: Any, m: Any, d: Any, y: Any) -> Any:
    r"""A saving by itself is at most its share of the demand, in proportion to its adoption, standing and new. [MWh]

    .. math:: f^{sav}_{mdy} \le D_{dy} \sigma_{md} \frac{N_{my} + \hat{N}_{my}}{F_m}

    Source: docs/accounting.md, savings.
    """
    return model.saved[m, d, y] <= model.demand_of[d, y] * (
        model.standing_saving[m, d, y] + model.saving_per_size[m, d, y] * model.online[m, y]
    )


def cut_share(model: Any, m: Any, p: Any, g: Any, y: Any) -> Any:
    r"""A process measure by itself cuts at most its share of each gas, in proportion to its adoption, standing and new. [t]

    .. math:: f^{cut}_{mpgy} \le S_{pgy} \sigma_{mpg} \frac{N_{my} + \hat{N}_{my}}{F_m}

    Source: docs/accounting.md, process cuts.
    """
    return model.cut[m, p, g, y] <= model.source_t[p, g, y] * (
        model.standing_cut[m, p, g, y] + model.cut_per_size[m, p, g, y] * model.online[m, y]
    )


def capture_size(model: Any, m: Any, y: Any) -> Any:
    r"""A capture plant takes no more CO2 a year than it is built for. [t]

    .. math:: f^{cap}_{my} \le N_{my} + \hat{N}_{my}

    Source: docs/accounting.md, capture.
    """
    return model.captured[m, y] <= model.online[m, y] + model.standing[m, y]


def capture_source(model: Any, t: Any, y: Any) -> Any:
    r"""Captures on one target share its CO2, each up to its capture share. [t]

    .. math:: \sum_{m \in t} \frac{f^{cap}_{my}}{\kappa_m} \le \omega^{CO2}_{ty} \sum_s f^{act}_{tys} \quad (t \text{ converter}),
       \qquad \sum_{m \in t} \frac{f^{cap}_{my}}{\kappa_m} \le S_{t,CO2,y} - \sum_{m'} f^{cut}_{m',t,CO2,y} \quad (t \text{ source})

    Source: docs/accounting.md, capture.
    """
    return model.capturing[t, y] <= sum(model.running_co2[t, y, s] for s in model.S) + model.source_co2[t, y] - model.cut_co2[t, y]


def removal_size(model: Any, m: Any, y: Any) -> Any:
    r"""A removal plant removes no more than it is built for. [t]

    .. math:: f^{rem}_{my} \le N_{my} + \hat{N}_{my}

    Source: docs/accounting.md, removals.
    """
    return model.removed[m, y] <= model.online[m, y] + model.standing[m, y]


def billed_maximum(model: Any, c: Any, y: Any, s: Any, b: Any) -> Any:
    r"""The billed maximum of a month is at least every load in it; of a yearly mean, own generation is no relief. [MWh]

    .. math:: f^{in}_{cys} \le w_s \lambda_c h_{cby}, \qquad b \text{ a month of } s;
       \qquad \text{one slice: } f^{in}_{cys} + \sum_{m \in c} f^{gen}_{mys} - f^{out}_{cys} \le w_s \lambda_c h_{cby}

    Source: docs/accounting.md, demand charge.
    """
    return (
        model.imported[c, y, s] + model.mean_generated[c, y, s] - model.mean_sold[c, y, s] <= model.billed_hours[c, s] * model.peak[c, b, y]
    )


def contracted_capacity(model: Any, c: Any, y: Any, s: Any) -> Any:
    r"""No more power is bought than the contracted capacity, at a power factor of one. [MWh]

    .. math:: f^{in}_{cys} \le w_s \overline{h}_{cy}

    Source: docs/accounting.md, capacity charge.
    """
    return model.imported[c, y, s] <= model.contracted_mwh[c, y, s]


def _add_mean_load(model: Any) -> None:
    """Generation used on site, where the year is one slice; nothing where slices show when it runs."""
    one = len(model.case.slices) == 1
    made = collect(((m.commodity,), (m.id,), 1.0) for m in of_kind(model.case, GenerationData) if one)
    add_sum(model, "mean_generated", model.generated, made, 2)
    add_sum(model, "mean_sold", model.exported, {(c,): [((c,), 1.0)] for c in model.SOLD if one and (c,) in made}, 2)


def _add_converters(model: Any) -> None:
    slices, converters = model.case.slices, model.numbers.converters
    hours = np.array([piece.hours for piece in slices])
    full = [np.array(converters[k].availability) * hours * converters[k].activity_per_size_hour for k in model.K]
    table(model, "full_activity", [model.K, model.S], np.array(full))


def _add_shares(model: Any) -> None:
    case, numbers = model.case, model.numbers
    sizes = {m.id: m.full_size for m in (*of_kind(case, SavingData), *of_kind(case, ProcessData))}
    credited = numbers.saving_share
    table(model, "standing_saving", [model.SAVE, model.Y], lambda m, d, y: credited[m, d, y].standing)
    table(model, "saving_per_size", [model.SAVE, model.Y], lambda m, d, y: credited[m, d, y].new / sizes[m] if sizes[m] else 0.0)
    table(model, "demand_of", [case.demands, model.Y], lambda d, y: float(case.demands[d].annual_mwh[y]))
    cut = numbers.cut_share
    table(model, "standing_cut", [model.CUT, model.Y], lambda m, p, g, y: cut[m, p, g, y].standing)
    table(model, "cut_per_size", [model.CUT, model.Y], lambda m, p, g, y: cut[m, p, g, y].new / sizes[m])
    gases = [(p, g) for p, source in case.sources.items() for g in source.t_per_activity]
    table(model, "source_t", [gases, model.Y], numbers.source_t)


def _add_capture(model: Any) -> None:
    case, numbers = model.case, model.numbers
    captures = of_kind(case, CaptureData)
    targets = list(dict.fromkeys(m.target for m in captures))
    model.TARGETS = pe.Set(initialize=targets, ordered=True)
    add_sum(model, "capturing", model.captured, collect(((m.target,), (m.id,), 1 / m.capture_share) for m in captures), 1)
    running = (
        ((k, y), (k, y), sum(numbers.fossil_and_biogenic(numbers.converters[k], y)))
        for k in targets
        if k in numbers.converters
        for y in case.years
    )
    add_sum(model, "running_co2", model.activity, collect(running), 1)
    in_source = {t: "CO2" in case.sources[t].t_per_activity for t in targets if t in case.sources}
    table(model, "source_co2", [targets, model.Y], lambda t, y: numbers.source_t(t, "CO2", y) if in_source.get(t) else 0.0)
    add_sum(model, "cut_co2", model.cut, collect(((p,), (m, p, g), 1.0) for m, p, g in model.CUT if g == "CO2"), 1)

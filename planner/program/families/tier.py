"""What tiers ask for: floors, ceilings and falls of metrics, ratios multiplied out so that they stay linear.

``METRICS`` is the one place where a metric of the index meets the program: its numerator and denominator in terms of the
accounts. Targets are tightened by ``SAFETY_MARGIN`` so that they hold in exact arithmetic after the solver's rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyomo.core as pe

from planner.program.books import books, drop, put
from planner.program.structure import ACCOUNTS, equation, table
from planner.program.targets import Target

SAFETY_MARGIN = 1e-7
"""Relative tightening of every target; a hundred times the solver's tolerance, and far above the judge's."""
RESOLUTION = 1e-8
"""Share of a factory's baseline emissions below which the solver's rounding hides an amount of tonnes; a smaller floor of an
effect is raised by it, so that a least effect of 1 kg is still reached by a factory of 10^6 t."""

SHARES = ("renewable_share", "own_renewable_power_share", "emission_reduction", "own_reduction")
"""Metrics that can't be more than 1."""

Expression = Callable[[Any, Any], Any]


def add(model: Any, targets: Sequence[Target]) -> list[Any]:
    """One family per metric and sense. Returns the families."""
    of = books(model)
    if not hasattr(model, "baseline"):
        for book in of.values():
            _add_exogenous(book)
    before = set(model.component_map(pe.Constraint))
    for metric, sense, suffix in dict.fromkeys((t.metric, t.sense, t.suffix) for t in targets):
        group = [t for t in targets if (t.metric, t.sense, t.suffix) == (metric, sense, suffix)]
        _STATED_BY.get(sense, _bound)(of[suffix], metric, group)
    return [family for name, family in model.component_map(pe.Constraint).items() if name not in before]


def remove(model: Any, families: Sequence[Any]) -> None:
    """Take families out again, so that another request can state its own."""
    for family in families:
        model.del_component(family)


def target_floor(model: Any, r: Any, y: Any, numerator: Expression, denominator: Expression, value: Any) -> Any:
    r"""A metric reaches its floor. [metric]

    .. math:: Z_{ry} \ge (1 + \mu) \Theta_{ry} X_{ry}

    Source: index, rules at_least; ratios multiplied out.
    """
    return numerator(model, y) >= value[r, y] * denominator(model, y)


def target_ceiling(model: Any, r: Any, y: Any, numerator: Expression, denominator: Expression, value: Any) -> Any:
    r"""A metric stays under its ceiling; the ceiling of net zero is lowered by the margin times the baseline. [metric]

    .. math:: Z_{ry} \le (1 - \mu) \Theta_{ry} X_{ry}

    Source: index, rules at_most and advanced; ratios multiplied out.
    """
    return numerator(model, y) <= value[r, y] * denominator(model, y)


def target_fall(model: Any, r: Any, y: Any, u: Any, numerator: Expression, amount: Any, ratio: Any, trace: Any) -> Any:
    r"""An intensity falls from one known year to the next. [metric]

    .. math:: Z_{ry} \le (1 - \mu) \Theta_r \frac{V_y}{V_{y^-}} Z_{ry^-} - \mu_0 V_y

    Source: index R04, R14; the amounts V are given.
    """
    return numerator(model, y) <= ratio[r, y, u] * (amount[y] / amount[u]) * numerator(model, u) - trace[y] * amount[y]


def target_fall_from_history(model: Any, r: Any, y: Any, numerator: Expression, ceiling: Any) -> Any:
    r"""An intensity falls from the last past year to the first planned one. [metric]

    .. math:: Z_{ry} \le (1 - \mu) \Theta_r \frac{V_y}{V_{y^-}} \hat{Z}_{ry^-} - \mu_0 V_y

    Source: index R04, R14; the past intensity is known.
    """
    return numerator(model, y) <= ceiling[r, y]


def target_below_year(model: Any, r: Any, y: Any, u: Any, numerator: Expression, ratio: Any) -> Any:
    r"""Emissions stay under a share of those of an earlier planned year, the one taken for the peak of a rolling baseline. [t]

    .. math:: Z_{ry} \le (1 - \mu) \Theta_r \hat{Z}_{ru}

    Source: index R15 under the reading baseline: rolling.
    """
    return numerator(model, y) <= ratio[r, y, u] * scope(model, u)


def gross(model: Any, y: Any) -> Any:
    """Energy and process emissions."""
    return model.energy_emissions_t[y] + model.process_emissions_t[y]


def scope(model: Any, y: Any) -> Any:
    """Emissions that the target counts."""
    return gross(model, y) if model.readings.emission_scope == "whole" else model.energy_emissions_t[y]


def own_scope(model: Any, y: Any) -> Any:
    """Emissions that the target counts, before capture."""
    energy = model.energy_emissions_t[y] + model.captured_energy_t[y]
    if model.readings.emission_scope != "whole":
        return energy
    return energy + model.process_emissions_t[y] + model.captured_process_t[y]


def carbon_of_intensity(model: Any, y: Any) -> Any:
    """Emissions that the emissions per unit count."""
    return gross(model, y) if model.readings.intensity_scope == "whole" else model.energy_emissions_t[y]


def yearly_cost(model: Any, y: Any) -> Any:
    """All costs of a year less its incomes."""
    return (
        model.capital_cost_cny[y] + model.fixed_om_cny[y] + model.variable_om_cny[y] + model.energy_cost_cny[y]
        + model.demand_charge_cny[y] + model.claims_cost_cny[y] + model.removal_cost_cny[y] + model.carbon_cost_cny[y]
        - model.export_income_cny[y] - model.subsidy_income_cny[y]
    )  # fmt: skip


def _account(name: str) -> Expression:
    return lambda model, y: getattr(model, name)[y]


def _effect(effect: str) -> Expression:
    return lambda model, y: model.effect_t[effect, y]


def _one(_: Any, __: Any) -> float:
    return 1.0


def _share(model: Any, y: Any) -> Any:
    by_power = model.readings.renewable_denominator == "electricity"
    return model.renewable_electricity_mwh[y] if by_power else model.renewable_tce[y]


def _share_of(model: Any, y: Any) -> Any:
    by_power = model.readings.renewable_denominator == "electricity"
    return model.electricity_use_mwh[y] if by_power else model.energy_use_tce[y]


def location(model: Any, y: Any) -> Any:
    """Location-based emissions of bought electricity: all of it at the average. [t]"""
    return sum(model.location_co2e[y, s] for s in model.S)


def market(model: Any, y: Any) -> Any:
    """Market-based emissions of bought electricity: what is claimed is zero, the rest at the factor of unclaimed power. [t]"""
    return sum(model.market_co2e[y, s] for s in model.S) - model.market_claims_co2e[y]


def own_power(model: Any, y: Any) -> Any:
    """Own renewable electricity used, without any claim. [MWh]"""
    return sum(model.own_power[y, s] - model.own_sold_power[y, s] + model.converted_power[y, s] for s in model.S)


METRICS: dict[str, tuple[Expression, Expression]] = {
    **{name: (_account(name), _one) for name in ACCOUNTS},
    "renewable_share": (_share, _share_of),
    "own_renewable_power_share": (own_power, lambda model, y: model.electricity_use_mwh[y]),
    "gross_emissions_t": (gross, _one),
    "net_emissions_t": (lambda model, y: gross(model, y) - model.removals_t[y], _one),
    "scope_emissions_t": (scope, _one),
    "net_scope_emissions_t": (lambda model, y: scope(model, y) - model.removals_t[y], _one),
    "net_energy_emissions_t": (lambda model, y: model.energy_emissions_t[y] - model.removals_t[y], _one),
    "electricity_location_t": (location, _one),
    "electricity_market_t": (market, _one),
    "emission_reduction": (lambda model, y: model.baseline[y] - scope(model, y), lambda model, y: model.baseline[y]),
    "own_scope_emissions_t": (own_scope, _one),
    "own_reduction": (lambda model, y: model.baseline[y] - own_scope(model, y), lambda model, y: model.baseline[y]),
    "energy_per_unit_kgce": (lambda model, y: 1000.0 * model.energy_use_tce[y], lambda model, y: model.amount[y]),
    "carbon_per_unit_kg": (lambda model, y: 1000.0 * carbon_of_intensity(model, y), lambda model, y: model.amount[y]),
    "carbon_per_tce": (gross, lambda model, y: model.energy_use_tce[y]),
    "yearly_cost_cny": (yearly_cost, _one),
    **{f"effect_{effect}_t": (_effect(effect), _one) for effect in ("reduction", "zero_carbon", "negative", "substitution")},
}
"""Metric to (numerator, denominator)."""


def _add_exogenous(model: Any) -> None:
    amount = model.case.intensity.amount
    table(model, "amount", [sorted(amount)], lambda y: float(amount[y]))
    table(model, "baseline", [model.Y], lambda _: float(model.numbers.baseline_t))


def _tightened(model: Any, target: Target) -> float:
    value, margin = target.value, SAFETY_MARGIN * abs(target.value)
    if target.sense == "floor":
        if target.metric.startswith("effect_"):
            margin = max(margin, RESOLUTION * float(model.numbers.baseline_t))
        whole = value == 1 and target.metric in SHARES  # nothing lies above
        return value if whole else value + margin
    if value == 0 and target.metric.startswith("net_"):
        return -SAFETY_MARGIN * float(model.numbers.baseline_t)
    return value - margin


def _index_set(model: Any, name: str, keys: list[Any], dimension: int) -> Any:
    drop(model, name)  # of an earlier request
    put(model, name, pe.Set(initialize=keys, dimen=dimension, ordered=True))
    return getattr(model, name)


def _bound(model: Any, metric: str, targets: list[Target]) -> None:
    sense = targets[0].sense
    name = f"{sense}_{metric}"
    strictest = max if sense == "floor" else min
    values: dict[tuple[str, int], float] = {}
    for target in targets:
        key, value = (target.label, target.year), _tightened(model, target)
        values[key] = strictest(values.get(key, value), value)
    index = _index_set(model, f"{name}_index", list(values), 2)
    table(model, f"{name}_value", [index], lambda r, y: values[r, y])
    value = getattr(model, f"{name}_value")
    numerator, denominator = METRICS[metric]
    rule = target_floor if sense == "floor" else target_ceiling
    equation(model, lambda b, r, y: rule(b, r, y, numerator, denominator, value), index, name=name)


def _fall(model: Any, metric: str, targets: list[Target]) -> None:
    name, numerator = f"fall_{metric}", METRICS[metric][0]
    known = model.numbers.history_intensity(metric)
    # where zero does not count as falling, a series at zero must not pass: it would have to fall by a trace more
    trace = 0.0 if model.readings.zero_counts_as_falling else SAFETY_MARGIN * (max(map(abs, known.values()), default=0.0) or 1.0)
    table(model, f"{name}_trace", [model.Y], lambda _: trace)
    falls_by = getattr(model, f"{name}_trace")
    planned = {(t.label, t.year, t.before): t.value * (1 - SAFETY_MARGIN) for t in targets if t.before in model.case.stands_for}
    past = {(t.label, t.year): t for t in targets if t.before not in model.case.stands_for}
    index = _index_set(model, f"{name}_index", list(planned), 3)
    table(model, f"{name}_ratio", [index], lambda r, y, u: planned[r, y, u])
    ratio = getattr(model, f"{name}_ratio")
    equation(model, lambda b, r, y, u: target_fall(b, r, y, u, numerator, model.amount, ratio, falls_by), index, name=name)
    from_history = f"{name}_from_history"
    first = _index_set(model, f"{from_history}_index", list(past), 2)

    def ceiling(r: str, y: int) -> float:
        t = past[r, y]
        return float((t.value * (1 - SAFETY_MARGIN) * known[t.before] - trace) * model.amount[y])

    table(model, f"{from_history}_ceiling", [first], ceiling)
    bound = getattr(model, f"{from_history}_ceiling")
    equation(model, lambda b, r, y: target_fall_from_history(b, r, y, numerator, bound), first, name=from_history)


def _below_year(model: Any, metric: str, targets: list[Target]) -> None:
    name, numerator = f"below_{metric}", METRICS[metric][0]
    ratios = {(t.label, t.year, t.before): t.value * (1 - SAFETY_MARGIN) for t in targets}
    index = _index_set(model, f"{name}_index", list(ratios), 3)
    table(model, f"{name}_ratio", [index], lambda r, y, u: ratios[r, y, u])
    ratio = getattr(model, f"{name}_ratio")
    equation(model, lambda b, r, y, u: target_below_year(b, r, y, u, numerator, ratio), index, name=name)


_STATED_BY = {"fall": _fall, "below": _below_year}
"""Sense to what states its targets; floors and ceilings are bounds."""

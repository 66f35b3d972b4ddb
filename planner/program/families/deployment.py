"""What may be built: limits in total, per year and in growth, groups, requirements, exclusions, whole units."""

from __future__ import annotations

from typing import Any

from planner.domain.case import Case, ProcessData, PurchaseData, RemovalData, SavingData
from planner.program.structure import add_set, add_sum, built, collect, equation, table, variable


def add(model: Any) -> None:
    """Every rule on sizes."""
    sizes = built(model.case)
    limits = {m: limit for m in sizes if (limit := _limit(model, m)) is not None}
    add_set(model, "SIZE_LIMITED", list(limits))
    table(model, "size_limit_of", [list(limits), model.Y], lambda m, y: max(limits[m] - model.standing[m, y], 0.0))
    equation(model, size_limit, model.SIZE_LIMITED, model.Y)
    _add_growth(model)
    equation(model, growth_limit, model.GROWING)
    _add_relations(model)
    equation(model, requirement, model.REQUIRED, model.Y)
    equation(model, group_limit, model.GROUPS, model.Y)
    _add_whole(model, limits)
    equation(model, whole_units, model.UNITS)
    equation(model, smallest_size, model.STARTS)
    equation(model, started_size, model.STARTS)
    equation(model, chosen_size, model.CHOICES)
    equation(model, exclusion, model.EXCLUSIONS)


def size_limit(model: Any, m: Any, y: Any) -> Any:
    r"""What is online stays within the limit, less what stands already. [size]

    .. math:: N_{my} \le \max \left( 0, \overline{n}_m - \hat{N}_{my} \right)

    Source: scenario, measures.*.limit_size; full adoption of savings and process measures.
    """
    return model.online[m, y] <= model.size_limit_of[m, y]


def growth_limit(model: Any, m: Any, v: Any, u: Any) -> Any:
    r"""Additions grow at most by a factor from one vintage to the next, beyond a free start. [size]

    .. math:: n_{mv} \le \xi_m n_{m v^-} + n^{0}_m

    Source: scenario, measures.*.growth_per_year.
    """
    return model.deploy[m, v] <= model.growth_factor[m] * model.deploy[m, u] + model.growth_start[m]


def requirement(model: Any, m: Any, n: Any, y: Any) -> Any:
    r"""A measure does not outgrow the one that it requires. [size]

    .. math:: N_{my} + \hat{N}_{my} \le \xi_{mm'} \left( N_{m'y} + \hat{N}_{m'y} \right)

    Source: scenario, measures.*.requires.
    """
    return model.online[m, y] + model.standing[m, y] <= model.size_per_size[m, n] * (model.online[n, y] + model.standing[n, y])


def group_limit(model: Any, g: Any, y: Any) -> Any:
    r"""Members of a group share its limit. [size]

    .. math:: \sum_{m \in q} \beta_{qm} N_{my} \le \overline{G}_q - \sum_{m \in q} \beta_{qm} \hat{N}_{my}

    Source: scenario, groups.
    """
    return model.group_use[g, y] <= model.group_left[g, y]


def whole_units(model: Any, m: Any, v: Any) -> Any:
    r"""A lumpy measure is built in whole units. [size]

    .. math:: n_{mv} = n^{unit}_m j_{mv}, \qquad j_{mv} \in \mathbb{N}_0

    Source: scenario, measures.*.lumpy.unit_size.
    """
    return model.deploy[m, v] == model.unit_size[m] * model.units_built[m, v]


def smallest_size(model: Any, m: Any, v: Any) -> Any:
    r"""A deployment has at least its smallest size, if there is one. [size]

    .. math:: n_{mv} \ge n^{min}_m \chi_{mv}, \qquad \chi_{mv} \in \lbrace 0, 1 \rbrace

    Source: scenario, measures.*.lumpy.minimum_size.
    """
    return model.deploy[m, v] >= model.minimum_size[m] * model.started[m, v]


def started_size(model: Any, m: Any, v: Any) -> Any:
    r"""Nothing is built where nothing is started. [size]

    .. math:: n_{mv} \le \overline{n}_m \chi_{mv}, \qquad \chi_{mv} \in \lbrace 0, 1 \rbrace

    Source: scenario, measures.*.lumpy.minimum_size with limit_size.
    """
    return model.deploy[m, v] <= model.start_limit[m] * model.started[m, v]


def chosen_size(model: Any, m: Any) -> Any:
    r"""Nothing is built or bought of a measure that is not chosen. [size]

    .. math:: \sum_v n_{mv} + \sum_y \left( f^{pur}_{my} + f^{rem}_{my} \right) \le \overline{n}_m J_m \chi_m,
       \quad \chi_m \in \lbrace 0, 1 \rbrace

    Source: scenario, measures.*.excludes with limit_size, limit_mwh_per_year or limit_t_per_year.
    """
    return model.ever_built[m] + model.ever_purchased[m] + model.ever_removed[m] <= model.choice_limit[m] * model.chosen[m]


def exclusion(model: Any, m: Any, n: Any) -> Any:
    r"""Of two measures that exclude each other at most one is chosen. [1]

    .. math:: \chi_m + \chi_{m'} \le 1

    Source: scenario, measures.*.excludes.
    """
    return model.chosen[m] + model.chosen[n] <= 1


def _limit(model: Any, m: str) -> float | None:
    measure = model.case.measures[m]
    limit: float | None = measure.built.limit_size
    if isinstance(measure, SavingData | ProcessData):
        return measure.full_size if limit is None else min(limit, measure.full_size)
    return limit


def _add_growth(model: Any) -> None:
    sizes = {m: data for m, data in built(model.case).items() if data.growth_per_year is not None}
    deployable = set(model.DEPLOY)
    steps = [(m, v, u) for m, data in sizes.items() for u, v in zip(data.vintages, data.vintages[1:], strict=False) if (m, v) in deployable]
    add_set(model, "GROWING", steps, 3)
    table(model, "growth_factor", [list(sizes)], lambda m: float(sizes[m].growth_per_year or 0.0))
    table(model, "growth_start", [list(sizes)], lambda m: sizes[m].growth_start_size)


def _add_relations(model: Any) -> None:
    case = model.case
    sizes = built(case)
    required = {(m, n): ratio for m in sizes for n, ratio in case.measures[m].requires.items() if n in sizes}
    add_set(model, "REQUIRED", list(required), 2)
    table(model, "size_per_size", [list(required)], lambda m, n: required[m, n])
    add_set(model, "GROUPS", list(case.groups))
    uses = {(g, m): use for g, group in case.groups.items() for m, use in group.uses.items() if m in sizes}
    alive = [
        ((g, y), (m, v), use)
        for (g, m), use in uses.items()
        for n, v in model.DEPLOY
        if n == m
        for y in case.years
        if v <= y < v + sizes[m].lifetime_years
    ]
    add_sum(model, "group_use", model.deploy, collect(alive), 0)

    def left(g: str, y: int) -> float:
        return float(case.groups[g].limit - sum(use * model.standing[m, y] for (h, m), use in uses.items() if h == g))

    table(model, "group_left", [list(case.groups), model.Y], left)


def _add_whole(model: Any, limits: dict[str, float]) -> None:
    case, sizes = model.case, built(model.case)
    units = {m: data.unit_size for m, data in sizes.items() if data.unit_size is not None}
    add_set(model, "UNITS", [(m, v) for m, v in model.DEPLOY if m in units], 2)
    variable(model, "units_built", "1", "whole units that start to operate", model.UNITS, whole=True)
    table(model, "unit_size", [list(units)], lambda m: units[m])
    smallest = {m: data.minimum_size for m, data in sizes.items() if data.minimum_size is not None}
    add_set(model, "STARTS", [(m, v) for m, v in model.DEPLOY if m in smallest], 2)
    variable(model, "started", "1", "1 where a deployment is started", model.STARTS, upper=1.0, whole=True)
    table(model, "minimum_size", [list(smallest)], lambda m: smallest[m])
    table(model, "start_limit", [list(smallest)], lambda m: limits[m])
    pairs = sorted({tuple(sorted((m, n))) for m, measure in case.measures.items() for n in measure.excludes if n in case.measures})
    choices = sorted({m for pair in pairs for m in pair})
    add_set(model, "EXCLUSIONS", pairs, 2)
    add_set(model, "CHOICES", choices)
    variable(model, "chosen", "1", "1 where a measure is chosen", model.CHOICES, upper=1.0, whole=True)
    table(model, "choice_limit", [choices], lambda m: _choice_limit(case, m, limits))
    ever = collect(((m,), (m, v), 1.0) for m, v in model.DEPLOY if m in set(choices))
    add_sum(model, "ever_built", model.deploy, ever, 0)
    bought = [m for m in choices if m not in sizes]
    for name, flow, things in (("ever_purchased", model.purchased, model.PURCHASE), ("ever_removed", model.removed, model.REMOVAL)):
        add_sum(model, name, flow, collect(((m,), (m, y), 1.0) for m in bought if m in things for y in case.years), 0)


def _choice_limit(case: Case, m: str, limits: dict[str, float]) -> float:
    """Most of a measure that the horizon can see: of its size over all vintages, or of what is bought over all years."""
    measure = case.measures[m]
    if measure.built is not None:
        return limits[m] * max(len(measure.built.vintages), 1)
    yearly = measure.limit_mwh if isinstance(measure, PurchaseData) else measure.limit_t if isinstance(measure, RemovalData) else None
    if yearly is None:  # the reader refuses an exclusion without a limit
        raise KeyError(f"measure {m} excludes another one and has no limit")
    return sum(yearly[y] for y in case.years)

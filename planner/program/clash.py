"""Which requirements can't hold together: targets and limits are left out one after the other while the rest stays impossible.

What remains can't be made smaller; other clashes may stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.index.rules import Index
from planner.program import highs
from planner.program.compile import Compiled
from planner.program.matrix import Matrix
from planner.program.places import row_of, span
from planner.program.scaling import scaled
from planner.program.targets import Target

LIMITS = (
    "yearly_budget", "total_budget", "purchase_limit", "sales_limit", "group_limit", "size_limit", "energy_limit",
    "growth_limit", "requirement", "exclusion", "smallest_size", "started_size", "whole_units", "contracted_capacity", "cycle_limit",
    "minimum_load", "ramp_up", "ramp_down",
)  # fmt: skip
"""Limits of the scenario that may be what stands in the way."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and upper bounds that stand or fall together, with their name in words."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    words: str
    """``zh|en``."""
    bounds: tuple[np.ndarray, np.ndarray] | None = None
    """Lower and upper bounds of the columns without the group; None for no upper bound at all."""


def find_clash(model: Any, compiled: Compiled, indexes: Mapping[str, Index], targets: Sequence[Target]) -> list[str]:
    """Limits and targets that can't hold together but would without any one of them, as "zh|en"; a commitment and limits are
    given up first."""
    matrix, _, columns, _ = scaled(model, compiled)
    limits = [*_limit_groups(model, compiled), *_bound_groups(model, compiled)]
    groups = [*_commitment_group(compiled, columns), *limits, *_target_groups(targets, compiled, indexes)]
    kept = list(groups)
    for group in groups:
        rest = [other for other in kept if other is not group]
        if not _feasible(matrix, [other for other in groups if other not in rest]):
            kept = rest
    return [group.words for group in kept]


def _feasible(matrix: Matrix, dropped: list[Group]) -> bool:
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for group in dropped:
        places = list(group.columns)
        if group.bounds is None:
            upper[places] = np.inf
        else:
            lower[places], upper[places] = group.bounds
    freed = replace(matrix, lower=lower, upper=upper).without_rows([row for group in dropped for row in group.rows])
    return highs.solve(freed.without_cost()).status is not SolveStatus.INFEASIBLE


def _target_groups(targets_asked: Sequence[Target], compiled: Compiled, indexes: Mapping[str, Index]) -> list[Group]:
    groups = []
    for rule in dict.fromkeys(target.rule for target in targets_asked):
        targets = [t for t in targets_asked if t.rule == rule]
        rows = tuple(at for t in targets if (at := row_of(compiled, t)) is not None)
        years, index = span([t.year for t in targets]), indexes[targets[0].index]
        title = next(i.title for i in index.indicators if i.id == targets[0].indicator)
        tier = index.tier_titles[targets[0].tier]
        zh = f"{targets[0].indicator} {title.zh}（{tier.zh}，{years} 年）"
        groups.append(Group(rows, (), f"{zh}|{targets[0].indicator} {title.en} ({tier.en}, {years})"))
    return groups


def _limit_groups(model: Any, compiled: Compiled) -> list[Group]:
    """Limits of the scenario by what they limit: a measure, a commodity, a group, or the budget."""
    groups: dict[tuple[str, str], list[int]] = {}
    for family in (name for name in LIMITS if name in compiled.row_counts):
        keys = compiled.layouts[family].factors[0].keys
        span = compiled.row_counts[family] // len(keys)
        for position in range(compiled.row_counts[family]):
            key = keys[position // span]
            thing = str(key[0]) if isinstance(key[0], str) else ""
            if family == "size_limit" and _is_full_adoption(model.case.measures[thing]):
                continue  # nobody set this limit: a demand can't be saved twice
            groups.setdefault((family, thing), []).append(compiled.first_row[family] + position)
    return [Group(tuple(rows), (), limit_words(model, family, thing)) for (family, thing), rows in groups.items()]


def _is_full_adoption(measure: Any) -> bool:
    limit, full = measure.built.limit_size, getattr(measure, "full_size", None)
    return full is not None and (limit is None or limit >= full)


def _bound_groups(model: Any, compiled: Compiled) -> list[Group]:
    """Yearly limits of measures, which are bounds of their variables."""
    columns: dict[tuple[str, str], list[int]] = {}
    held = set() if compiled.held is None else set(compiled.held.columns.tolist())
    for variable, family in (("deploy", "yearly_addition"), ("purchased", "yearly_amount"), ("removed", "yearly_amount")):
        first = compiled.first_column[variable]
        for position, (measure, year) in enumerate(compiled.layouts[variable].all_keys()):
            if first + position in held:
                continue  # what the bound says there is the commitment, not a limit
            if compiled.matrix.upper[first + position] < np.inf and _limited(model, variable, str(measure), int(year)):
                columns.setdefault((family, str(measure)), []).append(first + position)
    return [Group((), tuple(found), limit_words(model, family, measure)) for (family, measure), found in columns.items()]


def _commitment_group(compiled: Compiled, scales: np.ndarray) -> list[Group]:
    """What an earlier plan committed to, if anything; without it the columns have the bounds that they had before."""
    held = compiled.held
    if held is None:
        return []
    bounds = (held.lower / scales[held.columns], held.upper / scales[held.columns])
    zh = f"{held.until} 年及以前已定的投运规模与采购"
    en = f"what is committed until {held.until}: sizes that started to operate and contracts bought"
    return [Group((), tuple(held.columns.tolist()), f"{zh}|{en}", bounds)]


def _limited(model: Any, variable: str, measure: str, year: int) -> bool:
    """Whether a bound is a limit that the scenario states, and not that something isn't there yet."""
    data = model.case.measures[measure]
    if variable == "deploy":
        return True
    return year >= data.first_year and (data.limit_mwh if variable == "purchased" else data.limit_t) is not None


def limit_words(model: Any, family: str, thing: str) -> str:
    """A limit by what it limits, as ``zh|en``."""
    zh, en = _LIMIT_WORDS[family]
    case = model.case
    named = case.measures.get(thing) or case.equipment.get(thing) or case.commodities.get(thing) or case.groups.get(thing)
    if named is None:
        return f"{zh}|{en}"
    return f"{named.name.zh}（{thing}）的{zh}|{en} of {named.name.en} ({thing})"


_LIMIT_WORDS = {
    "yearly_budget": ("年度投资预算 budget.by_year_cny", "the yearly investment budget, budget.by_year_cny"),
    "total_budget": ("总投资预算 budget.total_cny", "the total investment budget, budget.total_cny"),
    "purchase_limit": ("年采购上限 buy.limit_per_year", "the yearly purchase limit, buy.limit_per_year,"),
    "group_limit": ("共用上限 groups", "the shared limit, groups,"),
    "size_limit": ("规模上限 limit_size", "the size limit, limit_size,"),
    "sales_limit": ("年外售上限 sell.limit_per_year", "the yearly sales limit, sell.limit_per_year,"),
    "energy_limit": ("储能容量上限 limit_kwh", "the energy limit, limit_kwh,"),
    "growth_limit": ("新增增速上限 growth_per_year", "the growth limit, growth_per_year,"),
    "requirement": ("前提措施 requires", "the requirement, requires,"),
    "exclusion": ("互斥 excludes", "the exclusion, excludes,"),
    "smallest_size": ("最小规模 lumpy.minimum_size", "the smallest size, lumpy.minimum_size,"),
    "started_size": ("规模上限 limit_size", "the size limit, limit_size,"),
    "whole_units": ("整台规模 lumpy.unit_size", "whole units, lumpy.unit_size,"),
    "contracted_capacity": ("合同容量 capacity_charge.contracted_kva", "the contracted capacity, capacity_charge.contracted_kva,"),
    "cycle_limit": ("年循环次数上限 cycles_per_year", "the cycle limit, cycles_per_year,"),
    "minimum_load": ("最低负荷 minimum_load_share", "the minimum load, minimum_load_share,"),
    "ramp_up": ("升负荷速率 ramp_share_per_hour", "the ramp upwards, ramp_share_per_hour,"),
    "ramp_down": ("降负荷速率 ramp_share_per_hour", "the ramp downwards, ramp_share_per_hour,"),
    "yearly_addition": (
        "年新增上限 limit_size_per_year / growth_start_size",
        "the yearly addition, limit_size_per_year / growth_start_size,",
    ),
    "yearly_amount": (
        "年可得量 limit_mwh_per_year / limit_t_per_year",
        "the yearly amount to be had, limit_mwh_per_year / limit_t_per_year,",
    ),
}

"""Why nothing is feasible: by how much each requirement is missed at least, and which requirements clash.

The elastic program lets every soft row be broken at a price and asks for the least weighted breach. Targets are softened
first; if the factory can't even run, limits and balances are softened too. The clash is found by leaving requirements out
one after the other while the rest stays impossible, so what remains can't be made smaller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.errors import Shortfall, TierUnreachable
from planner.index.metrics import METRICS
from planner.index.numbers import display_gap, display_number
from planner.index.rules import Index
from planner.program import highs
from planner.program.compile import Compiled
from planner.program.decisions import figures
from planner.program.matrix import Matrix, from_terms
from planner.program.scaling import scaled
from planner.program.targets import Target

LIMITS = ("yearly_budget", "total_budget", "purchase_limit", "group_limit", "size_limit", "sales_limit")
"""Limits of the scenario that may be what stands in the way."""
BREACH = 1e-6
"""Scaled breaches below this are none."""
YEARS_SHOWN = 5
"""Years that a sentence about a shortfall spells out."""


@dataclass(frozen=True, slots=True)
class Misses:
    """The elastic answer."""

    total: float
    rows: np.ndarray
    """Breach of every row, in the row's own unit."""
    x: np.ndarray


def explain(model: Any, compiled: Compiled, index: Index, targets: Sequence[Target]) -> tuple[float, TierUnreachable]:
    """Weighted total breach, and the shortfalls with the clash as an error to raise.

    ``compiled`` holds the rows of ``targets`` and no other target that binds.
    """
    target_rows = np.array([at for t in targets if (at := row_of(compiled, t)) is not None], np.int64)
    missed = _elastic(model, compiled, target_rows) if len(target_rows) else None
    if missed is None:
        return float("inf"), TierUnreachable(tuple(_physical(model, compiled)), ())
    shortfalls = tuple(_target_shortfalls(model, compiled, missed, index, targets))
    return missed.total, TierUnreachable(shortfalls, tuple(_clash(model, compiled, index, targets)))


def _rows(compiled: Compiled, families: Sequence[str]) -> np.ndarray:
    parts = [np.arange(compiled.rows(name).start, compiled.rows(name).stop) for name in families if name in compiled.row_counts]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _elastic(model: Any, compiled: Compiled, soft: np.ndarray) -> Misses | None:
    matrix, rows, columns, _ = scaled(model, compiled)
    count, width, _ = matrix.shape
    base = np.repeat(np.arange(count), np.diff(matrix.starts))
    up, down = width + np.arange(len(soft)), width + len(soft) + np.arange(len(soft))
    ones = np.ones(len(soft))
    starts, cols, values = from_terms(
        np.concatenate([base, soft, soft]), np.concatenate([matrix.columns, up, down]),
        np.concatenate([matrix.values, ones, -ones]), count, width + 2 * len(soft),
    )  # fmt: skip
    extra = np.zeros(2 * len(soft))
    weight = 1.0 / np.maximum(1.0, np.abs(_finite_side(matrix, soft)))
    wide = Matrix(
        starts, cols, values, matrix.row_lower, matrix.row_upper, np.concatenate([matrix.lower, extra]),
        np.concatenate([matrix.upper, np.full(2 * len(soft), np.inf)]),
        np.concatenate([np.zeros(width), weight, weight]), 0.0, np.concatenate([matrix.integer, extra.astype(np.int32)]),
    )  # fmt: skip
    answer = highs.solve(wide)
    if answer.status is not SolveStatus.OPTIMAL or answer.x is None:
        return None
    breach = np.zeros(count)
    breach[soft] = (answer.x[up] + answer.x[down]) * rows[soft]
    return Misses(float(answer.objective or 0.0), breach, answer.x[:width] * columns)


def _finite_side(matrix: Matrix, rows: np.ndarray) -> np.ndarray:
    low, high = matrix.row_lower[rows], matrix.row_upper[rows]
    return np.where(np.isfinite(high), high, np.where(np.isfinite(low), low, 0.0))


def _target_shortfalls(model: Any, compiled: Compiled, missed: Misses, index: Index, targets: Sequence[Target]) -> list[Shortfall]:
    """One shortfall for each requirement of a tier, its years together."""
    reached = figures(model, compiled, missed.x)
    _, rows, _, _ = scaled(model, compiled)
    groups: dict[tuple[str, str, str], list[_Miss]] = {}
    for target in targets:
        at = row_of(compiled, target)
        if at is not None and missed.rows[at] > BREACH * rows[at]:
            miss = _Miss(target, _asked(model, target, reached), reached[target.year].get(target.metric, float("nan")))
            groups.setdefault((target.rule, target.metric, target.sense), []).append(miss)
    return [_shortfall(group, index) for _, group in sorted(groups.items())]


@dataclass(frozen=True, slots=True)
class _Miss:
    """A target that the elastic plan misses."""

    target: Target
    asked: float
    reached: float


def _asked(model: Any, target: Target, reached: Mapping[int, Mapping[str, float]]) -> float:
    if target.sense != "fall":
        return target.value
    past = model.numbers.history_intensity(target.metric)
    before = reached[target.before][target.metric] if target.before in reached else past[target.before]
    return float(target.value * before)


def _shortfall(misses: Sequence[_Miss], index: Index) -> Shortfall:
    target, metric = misses[0].target, METRICS[misses[0].target.metric]
    worst = max(misses, key=lambda miss: abs(miss.asked - miss.reached))
    amount = abs(worst.asked - worst.reached)
    named = (target.indicator, METRICS[target.metric].title, index.tier_titles[target.tier])
    title = next(i.title for i in index.indicators if i.id == target.indicator)
    word_zh, word_en = ("至少", "at least") if target.sense == "floor" else ("至多", "at most")
    asked = display_number(worst.asked, metric.unit)
    gap = display_gap(amount, metric.unit)
    shown = [f"{miss.target.year}: {display_number(miss.reached, metric.unit)}" for miss in misses]
    series = "; ".join(shown if len(shown) <= YEARS_SHOWN else [*shown[: YEARS_SHOWN - 1], "...", shown[-1]])
    span = _span([miss.target.year for miss in misses])
    return Shortfall(
        target.indicator, worst.target.year, amount, metric.unit,
        f"{named[0]} {title.zh}（{named[2].zh}，{span} 年）：要求{named[1].zh}{word_zh} {asked}；总缺口最小时为 {series}；"
        f"最多差 {gap}（{worst.target.year} 年）",
        f"{named[0]} {title.en} ({named[2].en}, {span}): {named[1].en} must be {word_en} {asked}; with the least total shortfall"
        f" it is {series}; short by {gap} at worst ({worst.target.year})",
    )  # fmt: skip


def _span(years: Sequence[int]) -> str:
    return f"{min(years)}-{max(years)}" if len(set(years)) > 1 else f"{years[0]}"


def row_of(compiled: Compiled, target: Target) -> int | None:
    """Row of a target, or None when it has no row of its own."""
    family = f"{target.sense}_{target.metric}"
    keys: tuple[Any, ...] = (target.label, target.year)
    if target.sense == "fall":
        if f"{family}_from_history" in compiled.row_counts and keys in compiled.layouts[f"{family}_from_history"].factors[0].keys:
            family = f"{family}_from_history"
        else:
            keys = (*keys, target.before)
    if family not in compiled.row_counts or keys not in compiled.layouts[family].factors[0].keys:
        return None
    return compiled.first_row[family] + compiled.layouts[family].factors[0].keys.index(keys)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows and upper bounds that stand or fall together, with their name in words."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    words: str
    """``zh|en``."""


def _clash(model: Any, compiled: Compiled, index: Index, targets: Sequence[Target]) -> list[str]:
    """A smallest set of limits and targets that can't hold together, as "zh|en" sentences; limits are given up first."""
    groups = [*_limit_groups(model, compiled), *_bound_groups(model, compiled), *_target_groups(targets, compiled, index)]
    matrix, _, _, _ = scaled(model, compiled)
    kept = list(groups)
    for group in groups:
        rest = [other for other in kept if other is not group]
        if not _feasible(matrix, [other for other in groups if other not in rest]):
            kept = rest
    return [group.words for group in kept]


def _feasible(matrix: Matrix, dropped: list[_Group]) -> bool:
    low, high, upper = matrix.row_lower.copy(), matrix.row_upper.copy(), matrix.upper.copy()
    for group in dropped:
        low[list(group.rows)], high[list(group.rows)] = -np.inf, np.inf
        upper[list(group.columns)] = np.inf
    calm = replace(matrix, row_lower=low, row_upper=high, upper=upper, cost=np.zeros_like(matrix.cost))
    return highs.solve(calm).status is not SolveStatus.INFEASIBLE


def _target_groups(targets_asked: Sequence[Target], compiled: Compiled, index: Index) -> list[_Group]:
    groups = []
    for rule in dict.fromkeys(target.rule for target in targets_asked):
        targets = [t for t in targets_asked if t.rule == rule]
        rows = tuple(at for t in targets if (at := row_of(compiled, t)) is not None)
        span = _span([t.year for t in targets])
        title = next(i.title for i in index.indicators if i.id == targets[0].indicator)
        tier = index.tier_titles[targets[0].tier]
        zh = f"{targets[0].indicator} {title.zh}（{tier.zh}，{span} 年）"
        groups.append(_Group(rows, (), f"{zh}|{targets[0].indicator} {title.en} ({tier.en}, {span})"))
    return groups


def _limit_groups(model: Any, compiled: Compiled) -> list[_Group]:
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
    return [_Group(tuple(rows), (), _limit_words(model, family, thing)) for (family, thing), rows in groups.items()]


def _is_full_adoption(measure: Any) -> bool:
    limit, full = measure.built.limit_size, getattr(measure, "full_size", None)
    return full is not None and (limit is None or limit >= full)


def _bound_groups(model: Any, compiled: Compiled) -> list[_Group]:
    """Yearly limits of purchases and removals, which are bounds of their variables."""
    groups = []
    for variable, names in (("purchased", model.PURCHASE), ("removed", model.REMOVAL)):
        first, years = compiled.first_column[variable], len(model.Y)
        for position, measure in enumerate(names):
            columns = range(first + position * years, first + (position + 1) * years)
            limited = tuple(c for c in columns if 0 < compiled.matrix.upper[c] < np.inf)
            if limited:
                groups.append(_Group((), limited, _limit_words(model, "yearly_amount", measure)))
    return groups


def _limit_words(model: Any, family: str, thing: str) -> str:
    zh, en = _LIMIT_WORDS[family]
    case = model.case
    named = case.measures.get(thing) or case.commodities.get(thing) or case.groups.get(thing)
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
    "yearly_amount": (
        "年可得量 limit_mwh_per_year / limit_t_per_year",
        "the yearly amount to be had, limit_mwh_per_year / limit_t_per_year,",
    ),
}


def _physical(model: Any, compiled: Compiled) -> list[Shortfall]:
    """What keeps the factory from running at all: demands that nothing can meet, and limits too tight."""
    soft = _rows(compiled, ["commodity_balance", *LIMITS])
    missed = _elastic(model, compiled, soft)
    if missed is None:
        return [
            Shortfall("model", None, 0.0, "", "设备可用年限、整台规模或排他要求之间互相矛盾，请检查措施的限制条件",
                      "whole units, exclusions or other rules on measures contradict each other; check the limits of the measures")
        ]  # fmt: skip
    _, rows, _, _ = scaled(model, compiled)
    found = []
    for at in soft[missed.rows[soft] > BREACH * rows[soft]]:
        name = compiled.row_name(int(at))
        family, key = name.split("[")[0], [part.strip() for part in name.split("[")[1].rstrip("]").split(",")]
        amount = float(missed.rows[at])
        if family == "commodity_balance":
            commodity = model.case.commodities[key[0]]
            text = (
                f"{commodity.name.zh}在 {key[1]} 年缺 {amount:.4g} MWh（或其单位）：现有设备、采购与措施合计供不上需求",
                f"{commodity.name.en} is short by {amount:.4g} MWh (or its unit) in {key[1]}:"
                " equipment, purchases and measures can't meet the demand",
            )
            found.append(Shortfall(f"balance {key[0]}", int(key[1]), amount, "MWh", *text))
        else:
            zh, en = _limit_words(model, family, key[0]).split("|")
            year = next((int(part) for part in key if part.isdigit() and len(part) == 4), None)
            found.append(Shortfall(family, year, amount, "", f"{zh}（{name}）差 {amount:.4g}", f"{en} ({name}) is short by {amount:.4g}"))
    return found

"""Why nothing is feasible: by how much each requirement is missed at least, and which requirements clash.

The elastic program lets every soft row be broken at a price and asks for the least weighted breach. Targets are softened
first; if the factory can't even run, limits and balances are softened too. ``clash.py`` then names what can't hold together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.tiers import Category, SolveStatus
from planner.errors import Shortfall, TierUnreachable
from planner.index.metrics import METRICS
from planner.index.numbers import display_gap, display_number
from planner.index.rules import Index
from planner.program import highs
from planner.program.books import books
from planner.program.clash import LIMITS, find_clash, limit_words
from planner.program.compile import Compiled
from planner.program.decisions import figures
from planner.program.matrix import Matrix, from_terms
from planner.program.places import row_of, span
from planner.program.scaling import scaled
from planner.program.targets import Target

BREACH = 1e-6
"""Scaled breaches below this are none."""
YEARS_SHOWN = 5
"""Years that a sentence about a shortfall spells out."""


@dataclass(frozen=True, slots=True)
class Misses:
    """The elastic answer."""

    total: float
    rows: np.ndarray
    """Breach of every row, in the row's own unit; 0 where it is within ``BREACH``."""
    x: np.ndarray


def explain(
    model: Any, compiled: Compiled, indexes: Mapping[str, Index], targets: Sequence[Target], *, name_clash: bool = True
) -> tuple[float, TierUnreachable]:
    """Weighted total breach, and the shortfalls with the clash (unless it isn't wanted) as an error to raise.

    ``compiled`` holds the rows of ``targets`` and no other target that binds.
    """
    target_rows = np.array([at for t in targets if (at := row_of(compiled, t)) is not None], np.int64)
    missed = _elastic(model, compiled, target_rows) if len(target_rows) else None
    if missed is None:
        return float("inf"), TierUnreachable(
            tuple(_physical(model, replace(compiled, matrix=compiled.matrix.without_rows(target_rows)))), ()
        )
    shortfalls = tuple(_target_shortfalls(model, compiled, missed, indexes, targets))
    clash = find_clash(model, compiled, indexes, targets) if name_clash else ()
    return missed.total, TierUnreachable(shortfalls, tuple(clash))


def _rows(compiled: Compiled, families: Sequence[str]) -> np.ndarray:
    parts = [np.arange(compiled.rows(name).start, compiled.rows(name).stop) for name in families if name in compiled.row_counts]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _elastic(model: Any, compiled: Compiled, soft: np.ndarray) -> Misses | None:
    """The least weighted breach of the soft rows; None when the others can't hold together."""
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
    missed = answer.x[up] + answer.x[down]
    breach = np.zeros(count)
    breach[soft] = np.where(missed > BREACH, missed, 0.0) * rows[soft]
    return Misses(float(answer.objective or 0.0), breach, answer.x[:width] * columns)


def _finite_side(matrix: Matrix, rows: np.ndarray) -> np.ndarray:
    low, high = matrix.row_lower[rows], matrix.row_upper[rows]
    return np.where(np.isfinite(high), high, np.where(np.isfinite(low), low, 0.0))


def _target_shortfalls(
    model: Any, compiled: Compiled, missed: Misses, indexes: Mapping[str, Index], targets: Sequence[Target]
) -> list[Shortfall]:
    """One shortfall for each requirement of a tier, its years together."""
    reached = dict(zip(books(model), figures(model, compiled, missed.x), strict=True))
    groups: dict[tuple[str, str, str], list[_Miss]] = {}
    for target in targets:
        at = row_of(compiled, target)
        if at is not None and missed.rows[at] > 0:
            own = reached[target.suffix]
            miss = _Miss(target, _asked(books(model)[target.suffix], target, own), own[target.year].get(target.metric, float("nan")))
            groups.setdefault((target.rule, target.metric, target.sense), []).append(miss)
    return [_shortfall(group, indexes[group[0].target.index]) for _, group in sorted(groups.items())]


@dataclass(frozen=True, slots=True)
class _Miss:
    """A target that the elastic plan misses."""

    target: Target
    asked: float
    reached: float


def _asked(model: Any, target: Target, reached: Mapping[int, Mapping[str, float]]) -> float:
    if target.sense == "below":
        return float(target.value * reached[target.before]["scope_emissions_t"])
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
    years = span([miss.target.year for miss in misses])
    return Shortfall(
        target.indicator, worst.target.year, amount, metric.unit,
        f"{named[0]} {title.zh}（{named[2].zh}，{years} 年）：要求{named[1].zh}{word_zh} {asked}；总缺口最小时为 {series}；"
        f"最多差 {gap}（{worst.target.year} 年）",
        f"{named[0]} {title.en} ({named[2].en}, {years}): {named[1].en} must be {word_en} {asked}; with the least total shortfall"
        f" it is {series}; short by {gap} at worst ({worst.target.year})",
    )  # fmt: skip


def _physical(model: Any, compiled: Compiled) -> list[Shortfall]:
    """What keeps the factory from running at all, targets apart: demands that nothing can meet, and limits too tight."""
    soft = _rows(compiled, ["commodity_balance", *LIMITS])
    missed = _elastic(model, compiled, soft)
    if missed is None:
        return [
            Shortfall("model", None, 0.0, "", "设备可用年限、整台规模或排他要求之间互相矛盾，请检查措施的限制条件",
                      "whole units, exclusions or other rules on measures contradict each other; check the limits of the measures")
        ]  # fmt: skip
    lacking: dict[tuple[str, str], dict[int, float]] = {}
    for at in soft[missed.rows[soft] > 0]:
        family, key = compiled.row_key(int(at))
        year = next((part for part in key if isinstance(part, int) and part in model.case.stands_for), 0)
        by_year = lacking.setdefault((family, str(key[0]) if isinstance(key[0], str) else ""), {})
        by_year[year] = by_year.get(year, 0.0) + float(missed.rows[at])
    return [_lack(model, family, thing, by_year) for (family, thing), by_year in lacking.items()]


def _lack(model: Any, family: str, thing: str, by_year: Mapping[int, float]) -> Shortfall:
    """One balance or limit that keeps the factory from running, its years together."""
    worst = max(by_year, key=lambda year: by_year[year])
    known = [year for year in by_year if year]
    when_zh, when_en = (f" {span(known)} 年", f" in {span(known)}") if known else ("", "")
    if family == "commodity_balance":
        commodity = model.case.commodities[thing]
        unit = commodity.unit if commodity.category is Category.OTHER else "MWh"
        gap = display_gap(by_year[worst], unit)
        return Shortfall(
            f"balance {thing}", worst or None, by_year[worst], unit,
            f"{commodity.name.zh}（{thing}）{when_zh}供不应求，最多一年缺 {gap}：现有设备、采购与措施合计供不上需求",
            f"{commodity.name.en} ({thing}) can't be supplied{when_en}: equipment, purchases and measures together lack up to {gap} a year",
        )  # fmt: skip
    zh, en = limit_words(model, family, thing).split("|")
    gap = display_gap(by_year[worst], "")
    return Shortfall(
        family, worst or None, by_year[worst], "", f"{zh}{when_zh}最多差 {gap}", f"{en.rstrip(',')}{when_en} is too tight by up to {gap}"
    )

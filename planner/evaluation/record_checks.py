"""Checks on the plan as a record: names, years and slices that exist, and numbers that are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from planner.domain.base import Text
from planner.domain.case import (
    CaptureData,
    Case,
    ConversionData,
    GenerationData,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.domain.plan import Flows, Plan
from planner.evaluation.breaches import Breaches, Kind
from planner.evaluation.plan_reader import DAYS_PER_YEAR
from planner.evaluation.quantities import Quantities
from planner.evaluation.seasonal import is_seasonal

Path = tuple[str | int, ...]
OTHER_DAYS = Text(zh="所选典型日不同", en="other typical days stand for the days of the year")
SLICED = frozenset(
    {"imported", "exported", "activity", "saved", "generated", "charge", "discharge", "level", "moved_in", "moved_out"}
)  # fmt: skip
"""Flows with one value per slice."""


def check_records(book: Quantities, breaches: Breaches) -> None:
    """Every leaf of the plan has a known name, a planning year, the right number of slices and finite values of at least zero."""
    case, plan = book.case, book.plan
    _check_resolution(case, plan, breaches)
    if plan.years != case.years:
        breaches.add(Kind.UNKNOWN, _same(f"years {' '.join(map(str, plan.years))}"), 0.0)
    known = _list_known(book)
    for field, tree in _list_trees(plan):
        for path, leaf in _walk(tree, ()):
            who = _same(".".join(map(str, (field, *path))))
            if not _is_known(book, known[field], path):
                breaches.add(Kind.UNKNOWN, who, 0.0)
            elif field in SLICED and len(leaf) != len(case.slices):
                breaches.add(Kind.UNKNOWN, _same(f"{who.en} ({len(leaf)} slices, not {len(case.slices)})"), 0.0)
            elif field == "day_level" and len(leaf) != DAYS_PER_YEAR:
                breaches.add(Kind.UNKNOWN, _same(f"{who.en} ({len(leaf)} days, not {DAYS_PER_YEAR})"), 0.0)
            values = np.atleast_1d(np.asarray(leaf, dtype=np.float64))
            bad = values[~(np.isfinite(values) & (values >= 0))]
            if bad.size:
                breaches.add(Kind.NUMBER, who, float(bad[0]))


def _check_resolution(case: Case, plan: Plan, breaches: Breaches) -> None:
    """A plan of other slices than the scenario's is not this scenario's plan, even where their number is the same."""
    if plan.resolution != case.resolution:
        zh, en = f"方案为 {plan.resolution}，情景为 {case.resolution}", f"{plan.resolution}, not {case.resolution}"
        breaches.add(Kind.RESOLUTION, Text(zh=zh, en=en), 0.0)
    elif plan.representatives != case.representatives:
        breaches.add(Kind.RESOLUTION, OTHER_DAYS, 0.0)


def _same(words: str) -> Text:
    return Text(zh=words, en=words)


def _list_trees(plan: Plan) -> Iterator[tuple[str, Any]]:
    yield "deploy", plan.deploy
    yield "deploy_kwh", plan.deploy_kwh
    yield from ((name, getattr(plan.flows, name)) for name in Flows.model_fields)


def _walk(tree: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every leaf of nested mappings, with its path."""
    if not isinstance(tree, Mapping):
        yield path, tree
        return
    for key, branch in tree.items():
        yield from _walk(branch, (*path, key))


def _list_known(book: Quantities) -> Mapping[str, frozenset[Path]]:
    """Field to the names that may stand before the year."""
    case = book.case
    commodities = frozenset((name,) for name in case.commodities)
    stores, seasonal = _ids(book, StorageData), is_seasonal(case)
    demands = frozenset((name,) for name in case.demands)
    return {
        "deploy": frozenset((name,) for name in case.measures),
        "deploy_kwh": stores,
        "imported": commodities,
        "exported": commodities,
        "activity": frozenset((name,) for name in case.equipment) | _ids(book, ConversionData),
        "saved": frozenset((m.id, demand) for m in book.measures_of(SavingData) for demand in m.saves),
        "generated": _ids(book, GenerationData),
        "charge": stores,
        "discharge": stores,
        "level": frozenset() if seasonal else stores,
        "day_level": stores if seasonal else frozenset(),
        "moved_in": demands,
        "moved_out": demands,
        "peak_mw": commodities,
        "cut_t": frozenset((m.id, source, gas) for m in book.measures_of(ProcessData) for source, gases in m.cuts.items() for gas in gases),
        "purchased": _ids(book, PurchaseData),
        "captured": _ids(book, CaptureData),
        "removed": _ids(book, RemovalData),
        "surrendered": frozenset({()}),
    }


def _ids(book: Quantities, kind: type[Any]) -> frozenset[Path]:
    return frozenset((measure.id,) for measure in book.measures_of(kind))


def _is_known(book: Quantities, names: frozenset[Path], path: Path) -> bool:
    """Names before a planning year, and after it only a month that is billed."""
    place = next((position for position, key in enumerate(path) if isinstance(key, int)), None)
    if place is None:
        return False
    months = path[place + 1 :]
    return path[:place] in names and path[place] in book.case.years and all(month in book.within_months for month in months)

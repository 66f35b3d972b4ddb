"""Sums over the parts of an attribution: by class, over the years, per year."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from planner.domain.attribution import ClassSum, Origin, Part, Walk
from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.tiers import MeasureClass


def make_walk(base: tuple[float, float], parts: tuple[Part, ...], end: tuple[float, float]) -> Walk:
    """A walk with its sums by class and subtype; ``base`` and ``end`` are gross and net emissions. [tCO2e]"""
    return Walk(
        base_gross_t=base[0],
        base_net_t=base[1],
        parts=parts,
        by_class=_sum_measures(parts, lambda part: None),
        by_subtype=_sum_measures(parts, lambda part: part.subtype),
        gross_t=end[0],
        net_t=end[1],
    )


def _sum_measures(parts: Iterable[Part], tell_group: Callable[[Part], Text | None]) -> tuple[ClassSum, ...]:
    """Measures added up by class and by what ``tell_group`` says of them, classes in the order of the index."""
    groups: dict[tuple[MeasureClass, str], list[Part]] = {}
    for part in parts:
        if part.measure_class is not None:
            name = tell_group(part)
            groups.setdefault((part.measure_class, "" if name is None else name.zh), []).append(part)
    order = list(MeasureClass)
    return tuple(
        ClassSum(measure_class, tell_group(alike[0]), *_add(alike))
        for (measure_class, _), alike in sorted(groups.items(), key=lambda item: order.index(item[0][0]))
    )


def _add(parts: Iterable[Part]) -> tuple[float, float]:
    """Gross and net. [tCO2e]"""
    alike = list(parts)
    return math.fsum(part.gross_t for part in alike), math.fsum(part.net_t for part in alike)


def add_years(case: Case, walks: Mapping[int, Walk]) -> Walk:
    """All calendar years that the plan stands for."""
    weighted = [scale_walk(walks[year], case.stands_for[year]) for year in case.years]
    return make_walk(
        (math.fsum(walk.base_gross_t for walk in weighted), math.fsum(walk.base_net_t for walk in weighted)),
        tuple(_join(alike) for alike in zip(*(walk.parts for walk in weighted), strict=True)),
        (math.fsum(walk.gross_t for walk in weighted), math.fsum(walk.net_t for walk in weighted)),
    )


def _join(alike: tuple[Part, ...]) -> Part:
    """One part over the years; its origin where all years have the same."""
    gross_t, net_t = _add(alike)
    origins = {part.origin for part in alike}
    return replace(alike[0], gross_t=gross_t, net_t=net_t, origin=origins.pop() if len(origins) == 1 else Origin.BOTH)


def scale_walk(walk: Walk, factor: float) -> Walk:
    """Every amount of the walk times a factor."""
    parts = tuple(replace(part, gross_t=factor * part.gross_t, net_t=factor * part.net_t) for part in walk.parts)
    base, end = (walk.base_gross_t, walk.base_net_t), (walk.gross_t, walk.net_t)
    return make_walk((factor * base[0], factor * base[1]), parts, (factor * end[0], factor * end[1]))

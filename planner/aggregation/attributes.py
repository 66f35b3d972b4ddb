"""What days are alike or different by, and how much each counts (聚类属性与权重).

Sun and metered loads differ on every day; shapes made of shifts and seasons know a few kinds of day. Were each to count the same, several
shapes by the calendar would outweigh the sun: days would be told apart as working days and rest days, and never as clear or dull.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.aggregation.days import HOURS, Array, Days
from planner.domain.case import ConversionData, ConverterData, GenerationData
from planner.domain.tiers import Category

DIGITS = 9
"""To which profiles are compared, as shares of their largest value."""
KINDS_OF_A_CALENDAR = 60
"""A profile with no more kinds of day than this follows the calendar; one by the weather or a meter has about as many as days."""
TIE = 0.1
"""Weight of what tells days apart only where nothing else does."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A profile as shares of its largest value, one row per day, and its weight against others."""

    rows: Array
    weight: float = 1.0


def list_attributes(days: Days, *, with_prices: bool) -> tuple[Attribute, ...]:
    """Each profile of an hourly case once.

    What differs from day to day, and prices if wanted, count fully. Energy loads by the calendar together count as much as one of these.
    Other profiles by the calendar (work that is no energy, availability, factors on inputs) only break ties.
    """
    energy, others = _distinct(_energy(days)), _distinct(_others(days))
    prices = _distinct(iter(np.hsplit(days.prices, days.prices.shape[1] // HOURS))) if with_prices else {}
    regular = [key for key, rows in energy.items() if _by_calendar(rows)]
    weights = {key: TIE if _by_calendar(rows) else 1.0 for key, rows in others.items()}
    weights |= dict.fromkeys(energy, 1.0) | {key: 1.0 / math.sqrt(len(regular)) for key in regular} | dict.fromkeys(prices, 1.0)
    return tuple(Attribute(rows, weights[key]) for key, rows in (others | energy | prices).items())


def _energy(days: Days) -> Iterator[Array]:
    """Loads by commodity and yields."""
    commodities = days.case.commodities
    yield from (days.load({c}) for c, data in commodities.items() if data.category is not Category.OTHER)
    yield from (days.rows(measure.yield_mwh) for measure in days.case.measures.values() if isinstance(measure, GenerationData))


def _others(days: Days) -> Iterator[Array]:
    """Work that is no energy, availabilities, factors on inputs."""
    yield from (days.load({c}) for c, data in days.case.commodities.items() if data.category is Category.OTHER)
    for converter in _converters(days):
        yield from (days.rows(values) for values in (converter.availability, *converter.input_shape.values()))


def _converters(days: Days) -> Iterator[ConverterData]:
    yield from (item.converter for item in days.case.equipment.values())
    yield from (measure.converter for measure in days.case.measures.values() if isinstance(measure, ConversionData))


def _distinct(profiles: Iterator[Array]) -> dict[bytes, Array]:
    """Scaled profiles that are not zero throughout, each once."""
    scaled = [np.round(rows / rows.max(), DIGITS) for rows in profiles if rows.any()]
    return {rows.tobytes(): rows for rows in scaled}


def _by_calendar(rows: Array) -> bool:
    return len(np.unique(rows, axis=0)) <= KINDS_OF_A_CALENDAR

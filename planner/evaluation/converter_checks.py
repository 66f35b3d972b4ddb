"""Checks of converters: capacity, minimum load, ramps."""

from __future__ import annotations

import numpy as np

from planner.domain.base import Text
from planner.domain.case import ConverterData
from planner.evaluation.breaches import Breaches, Kind
from planner.evaluation.physics import find_activity_ceiling
from planner.evaluation.plan_reader import sum_standing
from planner.evaluation.quantities import Quantities


def check_converters(book: Quantities, breaches: Breaches, year: int) -> None:
    """Activity within the online size, at least the minimum load of it, and no faster from slice to slice than the ramp."""
    for converter_id, converter in book.converters():
        item = book.case.equipment.get(converter_id)
        name = item.name if item else book.case.measures[converter_id].name
        online = sum_standing(item.existing, year) if item else book.online(converter_id, year)
        activity, ceiling = book.activity(converter_id, year), find_activity_ceiling(book, converter, online)
        breaches.check_most(Kind.CAPACITY, name, activity, ceiling, "", year)
        if converter.minimum_load_share > 0:
            breaches.check_most(Kind.MINIMUM_LOAD, name, converter.minimum_load_share * ceiling, activity, "", year)
        if converter.ramp_share_per_hour is not None:
            _check_ramp(book, breaches, name, converter, converter_id, online * converter.ramp_share_per_hour, year)


def _check_ramp(
    book: Quantities, breaches: Breaches, name: Text, converter: ConverterData, converter_id: str, ramp_size: float, year: int
) -> None:
    """The change of mean activity over the time between the middles of two slices; ``ramp_size`` is the size per hour."""
    rate = book.activity(converter_id, year) / book.hours
    length = book.hours / book.occurrences
    between = (length + length[book.previous]) / 2
    change = np.abs(rate - rate[book.previous]) / between
    follows = book.previous != book.places
    most = ramp_size * converter.activity_per_size_hour
    breaches.check_most(Kind.RAMP, name, np.where(follows, change, 0.0), most, "", year, float(np.max(rate, initial=0.0)))

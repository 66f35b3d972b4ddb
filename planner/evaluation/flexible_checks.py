"""Checks of demands that may be moved in time: how much leaves a slice, how much comes into one, and that it comes back."""

from __future__ import annotations

import numpy as np

from planner.domain.case import Demand, FlexibleData
from planner.evaluation.breaches import Breaches, Kind, Place
from planner.evaluation.measures import find_unit
from planner.evaluation.quantities import Quantities


def check_moved(book: Quantities, breaches: Breaches, year: int) -> None:
    """Flexible demands within share and window; all others stay where they are."""
    for demand in book.case.demands.values():
        if demand.flexible is not None:
            _check_flexible(book, breaches, demand, demand.flexible, year)
        else:
            moved = np.maximum(book.moved_in(demand.id, year), book.moved_out(demand.id, year))
            breaches.check_most(Kind.NOT_FLEXIBLE, demand.name, moved, 0.0, find_unit(book.case, demand.commodity), year)


def _check_flexible(book: Quantities, breaches: Breaches, demand: Demand, flexible: FlexibleData, year: int) -> None:
    """Out: a share of what is left of the slice's demand after savings. In: a share of the largest mean power of any slice."""
    unit, whole = find_unit(book.case, demand.commodity), book.demanded(demand.id, year)
    came, left = book.moved_in(demand.id, year), book.moved_out(demand.id, year)
    scale = float(np.max(whole, initial=0.0))
    movable = flexible.share * (whole - book.saved_on(demand.id, year))
    room = flexible.share * book.hours * float(np.max(whole / book.hours, initial=0.0))
    breaches.check_most(Kind.MOVED_OUT, demand.name, left, movable, unit, year, scale)
    breaches.check_most(Kind.MOVED_IN, demand.name, came, room, unit, year, scale)
    _, firsts, windows = np.unique(np.array(flexible.window), return_index=True, return_inverse=True)
    gap = np.zeros(len(came))
    gap[firsts] = np.abs(np.bincount(windows, weights=came - left))
    breaches.check_most(Kind.WINDOW, demand.name, gap, 0.0, unit, year, scale, Place.WINDOW)

"""Levels of stores that carry energy from one day of the year to another, on typical days (跨日储能)."""

from __future__ import annotations

import numpy as np

from planner.domain.case import Case, StorageData
from planner.evaluation.physics import find_stored
from planner.evaluation.plan_reader import Array
from planner.evaluation.quantities import Quantities

HOURS_PER_DAY = 24


def is_seasonal(case: Case) -> bool:
    """Whether levels run through the 365 days of the year instead of closing within each typical day."""
    return bool(case.representatives) and case.typical_days is not None and case.typical_days.seasonal_storage


def trace_levels(book: Quantities, store: StorageData, year: int) -> Array:
    """Level after each hour of each of the 365 days: what the day began with, kept, and what its typical day has added since. [MWh]"""
    kept = 1.0 - store.standing_loss_per_hour
    stored = find_stored(book, store, year).reshape(-1, HOURS_PER_DAY)
    added = np.zeros_like(stored)
    before = np.zeros(len(stored))
    for hour in range(HOURS_PER_DAY):
        before = before * kept + stored[:, hour]
        added[:, hour] = before
    remains = kept ** np.arange(1, HOURS_PER_DAY + 1)
    levels: Array = np.outer(book.day_level(store.id, year), remains) + added[_find_typical(book.case)]
    return levels


def _find_typical(case: Case) -> np.ndarray:
    """For each day of the year the place of its typical day among those that the slices are made of, in the order of the days."""
    _, places = np.unique(np.array(case.representatives), return_inverse=True)
    return places

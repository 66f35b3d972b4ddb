"""A profile on typical days whose yearly total is that of all days."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from planner.aggregation.days import Array

ROUNDING = 1e-12
"""Relative; a value this little above the largest is the largest."""


def keep_total(own: Array, members: Sequence[Array], most: float) -> Array:
    """``own`` values of typical days, such that their sum over all the days they stand for is that of ``members``.

    Days that stand for themselves alone are exact and stay; the others are multiplied by one factor, nothing going above ``most``.
    Where no factor does, they take the mean of their days.
    """
    counts = np.array([len(days) for days in members], dtype=np.float64)[:, None]
    several = counts[:, 0] > 1
    if not several.any():
        return own
    total = math.fsum(value for days, many in zip(members, several, strict=True) if many for value in days.reshape(-1).tolist())
    scaled = _scale(own[several], np.broadcast_to(counts[several], own[several].shape), total, most)
    kept = own.copy()
    kept[several] = scaled if scaled is not None else [days.mean(axis=0) for days, many in zip(members, several, strict=True) if many]
    return kept


def _scale(values: Array, counts: Array, total: float, most: float) -> Array | None:
    """``values`` times a factor, cut at ``most``, so that the weighted sum is ``total``; None where no factor does."""
    scaled, cut = values, np.zeros(values.shape, dtype=bool)
    while True:
        free = math.fsum((values * counts)[~cut].tolist())
        left = total - most * float(counts[cut].sum())
        if free <= 0 or left < 0:
            return scaled if total == 0 and not cut.any() else None
        scaled = np.where(cut, most, values * (left / free))
        over = ~cut & (scaled > most * (1.0 + ROUNDING))
        if not over.any():
            return scaled
        cut |= over

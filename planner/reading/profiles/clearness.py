"""Made-up clouds: a clearness for each day, drawn by seed, that brings a cloudless year down to stated full-load hours."""

from __future__ import annotations

import math

import numpy as np

from planner.reading.profiles.sunlight import LEAST_OUTPUT

HOURS_PER_DAY = 24
HALVINGS = 100


def cloud_over(clear: np.ndarray, months: np.ndarray, full_load_hours: float, seed: int) -> np.ndarray:
    """Output of each hour: the cloudless one times the clearness of its day, never above it. Shape (8760,). [kW/kW]

    ``months`` is the month of each hour. Every month keeps its share of the cloudless year, and the year has ``full_load_hours``,
    which is at most what the cloudless year has. Days are drawn independently. The same seed gives the same year.
    """
    draws = np.random.Generator(np.random.PCG64(seed)).random(len(clear) // HOURS_PER_DAY)
    share = full_load_hours / math.fsum(clear)
    output = np.zeros_like(clear)
    for month in np.unique(months):
        inside = months == month
        output[inside] = _cloud_month(clear[inside].reshape(-1, HOURS_PER_DAY), draws[inside[::HOURS_PER_DAY]], share).ravel()
    return output


def _cloud_month(clear: np.ndarray, draws: np.ndarray, share: float) -> np.ndarray:
    """Days times hours of one month, together ``share`` of the cloudless month."""
    target = share * clear.sum()
    output = clear * clearness(draws, clear.sum(axis=1), share)[:, np.newaxis]
    output[output < LEAST_OUTPUT] = 0.0
    return _topped_up(output, clear, target)


def clearness(draws: np.ndarray, weights: np.ndarray, mean: float) -> np.ndarray:
    """Clearness of each day, between 0 and 1: draw to a power for which their weighted mean is ``mean``.

    Of even draws this makes many clear days and a tail of dull ones, as long as the mean is above one half.
    """
    if not weights.any():
        return np.ones_like(draws)
    low, high = 0.0, 1.0
    while np.average(draws**high, weights=weights) > mean:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if np.average(draws**middle, weights=weights) > mean:
            low = middle
        else:
            high = middle
    return np.asarray(draws**high)


def _topped_up(output: np.ndarray, clear: np.ndarray, target: float) -> np.ndarray:
    """What hours too dull to count have lost is spread over the others, in proportion to their distance from a cloudless sky."""
    headroom = np.where(output > 0, clear - output, 0.0)
    missing = target - math.fsum(output.ravel())
    return output + headroom * (missing / headroom.sum()) if headroom.any() else output

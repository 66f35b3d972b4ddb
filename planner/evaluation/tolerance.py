"""The one tolerance of every verdict (判定容差). See docs/decisions/0003-one-tolerance.md."""

from __future__ import annotations

from planner.index.metrics import METRICS

JUDGE_TOLERANCE = 1e-9
"""A figure may miss its threshold by this share of the scale of the comparison and still meet it. [1]

It absorbs what a sum of floats loses (about 1e-16 per step) and nothing a meter or an invoice could show.
"""


def find_scale(metric: str, threshold: float, size_t: float) -> float:
    """What the tolerance is a share of, in the metric's unit.

    The threshold itself. Where that is zero: the factory's size (its baseline) for tonnes of CO2e, so that "zero" means the
    same share of every factory, and 1 for all other metrics or without a baseline.
    """
    if threshold != 0.0:
        return abs(threshold)
    return size_t if METRICS[metric].unit == "tCO2e" and size_t > 0.0 else 1.0


def reaches(value: float, threshold: float, scale: float) -> bool:
    """Whether ``value`` is at least ``threshold``, within the tolerance."""
    return value >= threshold - JUDGE_TOLERANCE * scale


def stays_within(value: float, threshold: float, scale: float) -> bool:
    """Whether ``value`` is at most ``threshold``, within the tolerance."""
    return value <= threshold + JUDGE_TOLERANCE * scale

"""Clouds that are made up keep to the sky above them and to the full-load hours asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reading.profiles.calendar import months_of
from planner.reading.profiles.clearness import clearness, cloud_over
from planner.reading.profiles.sunlight import LEAST_OUTPUT

MONTHS = months_of(2025)


def half_sine_year() -> np.ndarray:
    """A cloudless year in which summer days are longer and brighter."""
    day, hour = np.divmod(np.arange(8760), 24)
    season = -np.cos(2 * np.pi * (day + 10) / 365)
    light = np.sin(np.pi * (hour + 0.5 - 6 + 1.5 * season) / (12 + 3 * season))
    return np.where(light > LEAST_OUTPUT, light * (0.6 + 0.2 * season), 0.0)


CLEAR = half_sine_year()
CLOUDLESS_HOURS = math.fsum(CLEAR)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.15, 1.0))
def test_full_load_hours_are_exact_and_no_hour_outshines_the_sky(seed: int, share: float) -> None:
    wanted = share * CLOUDLESS_HOURS
    output = cloud_over(CLEAR, MONTHS, wanted, seed)
    assert math.fsum(output) == pytest.approx(wanted, rel=1e-9)
    assert (output <= CLEAR * (1 + 1e-12)).all()
    assert ((output == 0) | (output >= LEAST_OUTPUT)).all()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_month_keeps_its_share_of_the_cloudless_year(seed: int) -> None:
    output = cloud_over(CLEAR, MONTHS, 0.6 * CLOUDLESS_HOURS, seed)
    for month in range(1, 13):
        assert output[month == MONTHS].sum() == pytest.approx(0.6 * CLEAR[month == MONTHS].sum(), rel=1e-9)


def test_the_same_seed_gives_the_same_year_and_another_one_another() -> None:
    one, again, other = (cloud_over(CLEAR, MONTHS, 1200, seed) for seed in (3, 3, 4))
    assert (one == again).all()
    assert not np.allclose(one, other)


def test_days_differ_but_keep_their_shape() -> None:
    days = cloud_over(CLEAR, MONTHS, 0.6 * CLOUDLESS_HOURS, 0).reshape(365, 24) / np.where(CLEAR > 0, CLEAR, 1).reshape(365, 24)
    noon = days[:, 12]
    assert noon.min() < 0.2 and noon.max() > 0.95
    assert np.allclose(days[:, 10], noon, atol=1e-3)


def test_a_whole_share_is_the_cloudless_year() -> None:
    assert cloud_over(CLEAR, MONTHS, CLOUDLESS_HOURS, 1) == pytest.approx(CLEAR, abs=1e-12)


def test_draws_are_those_of_pcg64() -> None:
    """Pinned, so that no platform or version of NumPy gives another year unnoticed."""
    assert np.random.Generator(np.random.PCG64(0)).random(3) == pytest.approx(
        [0.6369616873214543, 0.2697867137638703, 0.04097352393619469], abs=1e-16
    )


def test_clearness_by_hand() -> None:
    """0.25 and 1 to the power 1/2 are 0.5 and 1; with equal weights their mean is 0.75."""
    assert clearness(np.array([0.25, 1.0]), np.array([2.0, 2.0]), 0.75) == pytest.approx([0.5, 1.0])


def test_a_month_without_sun_stays_dark() -> None:
    dark = np.where(MONTHS == 12, 0.0, CLEAR)
    output = cloud_over(dark, MONTHS, 800, 0)
    assert (output[MONTHS == 12] == 0).all()
    assert math.fsum(output) == pytest.approx(800, rel=1e-9)

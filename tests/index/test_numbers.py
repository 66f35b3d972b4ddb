"""What is shown never contradicts what was judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.index.numbers import display_bound, display_gap, display_number

FIGURES = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


def read_back(text: str) -> float:
    return float(text.removesuffix("%").removesuffix(" t").replace(",", ""))


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.05, "1", "5%"), (0.123456, "1", "12.35%"), (1234567.8, "tCO2e", "1,234,568 tCO2e"), (0.0, "t", "0 t"), (-0.0, "t", "0 t"),
        (1e-7, "t", "0.0000001 t"), (-12.3456, "t", "-12.35 t"), (100.0, "", "100"), (99999.6, "kW", "100,000 kW"),
    ],
)  # fmt: skip
def test_a_number_as_people_read_it(value: float, unit: str, shown: str) -> None:
    assert display_number(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "threshold", "shown"),
    [(0.04999999, 0.05, "4.999999%"), (0.0500000001, 0.05, "5%"), (0.042, 0.05, "4.2%"), (0.1999999999999, 0.2, "19.99999999999%")],
)
def test_a_miss_never_looks_like_a_pass(value: float, threshold: float, shown: str) -> None:
    assert display_bound(value, threshold, "1", at_least=True, met=value >= threshold)[0] == shown


@given(FIGURES, FIGURES, st.booleans(), st.sampled_from(["1", "t"]))
def test_the_pair_shown_compares_as_the_pair_judged(value: float, threshold: float, at_least: bool, unit: str) -> None:
    met = value >= threshold if at_least else value <= threshold
    left, right = map(read_back, display_bound(value, threshold, unit, at_least=at_least, met=met))
    assert (left >= right if at_least else left <= right) == met


@given(st.floats(min_value=1e-6, max_value=1e9), st.booleans())
def test_a_pass_within_the_tolerance_looks_like_a_pass(threshold: float, at_least: bool) -> None:
    value = threshold * (1 - 5e-10) if at_least else threshold * (1 + 5e-10)
    left, right = map(read_back, display_bound(value, threshold, "t", at_least=at_least, met=True))
    assert left >= right if at_least else left <= right


@given(st.floats(min_value=1e-9, max_value=1e9))
def test_closing_the_gap_shown_is_enough(gap: float) -> None:
    assert read_back(display_gap(-gap, "t")) >= gap


def test_gaps_of_shares_are_percentage_points() -> None:
    assert display_gap(-0.008, "1") == "0.8 pp"

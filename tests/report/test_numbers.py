"""Numbers as people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.report.numbers import show_number, show_quantity, show_share, shown_unit


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (-0.0, "0"), (1e-9, "~0"), (0.25, "0.250"), (-3.14159, "-3.142"), (12.345, "12.3"), (1234567.8, "1,234,568")],
)
def test_digits_follow_size(value: float, shown: str) -> None:
    assert show_number(value) == shown


def test_a_negative_that_rounds_to_zero_loses_its_sign() -> None:
    assert show_number(-0.004, 2) == "0.00"


def test_money_is_wan_in_chinese_and_yuan_in_english() -> None:
    assert show_quantity(12_345_678.0, "CNY", "zh") == "1,234.57 万元"
    assert show_quantity(12_345_678.0, "CNY", "en") == "12,345,678 CNY"
    assert show_quantity(5.0, "kW", "zh") == "5.000 kW"
    assert show_quantity(12_345_678.0, "CNY", "en", with_unit=False) == "12,345,678"
    assert shown_unit("1", "zh") == "%"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.1, "10.00"), (0.0999999, "9.99"), (0.09999999999, "10.00"), (0.29, "29.00"), (1.0, "100.00"), (-0.00001, "-0.01")],
)
def test_shares_are_rounded_down(share: float, shown: str) -> None:
    assert show_share(share) == shown


@given(st.floats(0, 1), st.sampled_from([0.05, 0.1, 0.2, 0.5]))
def test_a_share_below_a_threshold_never_shows_as_reaching_it(share: float, threshold: float) -> None:
    if share < threshold - 1e-9:
        assert float(show_share(share)) < threshold * 100

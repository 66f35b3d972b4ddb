"""Units of files: what converts, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reading.quantities import MEASURES, convert_price, ratio


@pytest.mark.parametrize(
    ("price", "unit", "other", "expected"),
    [
        (0.68, "CNY/kWh", "CNY/MWh", 680),
        (0.68, "CNY/kWh", "CNY/10^4 kWh", 6800),
        (3.3, "CNY/m3", "CNY/10^4 Nm3", 33_000),
        (700, "CNY/t", "CNY/kg", 0.7),
        (92, "CNY/GJ", "CNY/MWh", 331.2),
        (5.51, "CNY/GEC", "CNY/MWh", 5.51),
        (70.76, "CNY/tCO2", "CNY/tCO2e", 70.76),
        (40, "CNY/kW-month", "CNY/MW-month", 40_000),
    ],
)
def test_prices_convert(price: float, unit: str, other: str, expected: float) -> None:
    assert convert_price(price, unit, other) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "other"),
    [("CNY/L", "CNY/t"), ("CNY/t", "CNY/MWh"), ("CNY/m3", "CNY/MWh"), ("CNY/USD", "CNY/t"), ("CNY/kWh", "CNY/kW-month"), ("%", "CNY/MWh")],
)
def test_unsure_conversions_are_refused(unit: str, other: str) -> None:
    assert convert_price(1.0, unit, other) is None


def test_the_same_unit_needs_no_table() -> None:
    assert ratio("barrel", "barrel") == 1
    assert ratio("barrel", "t") is None


@given(st.sampled_from(sorted(MEASURES)), st.sampled_from(sorted(MEASURES)))
def test_there_and_back(one: str, other: str) -> None:
    there, back = ratio(one, other), ratio(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there * back == pytest.approx(1)

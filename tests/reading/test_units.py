"""Units of files: what converts, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reading.quantities import MEASURES, convert_price, plain_unit, ratio
from tests.reading.resolving import case_of


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("万千瓦时", "10^4 kWh"),
        ("万kWh", "10^4 kWh"),
        ("10^4kWh", "10^4 kWh"),
        ("10⁴ kWh", "10^4 kWh"),
        ("万度", "10^4 kWh"),
        ("千瓦时", "kWh"),
        ("兆瓦时", "MWh"),
        ("mwh", "MWh"),
        ("ＭＷｈ", "MWh"),
        ("吉焦", "GJ"),
        ("吨标准煤", "tce"),
        ("吨", "t"),
        ("万吨", "10^4 t"),
        ("万立方米", "10^4 m3"),
        ("万Nm3", "10^4 Nm3"),
        ("Nm³", "Nm3"),
        ("千立方米", "10^3 m3"),
        ("MHW", "MHW"),
        ("barrel", "barrel"),
        ("件", "件"),
        ("万吨标准煤", "万吨标准煤"),
    ],
)
def test_units_of_one_meaning_become_their_canonical_form(typed: str, meant: str) -> None:
    assert plain_unit(typed) == meant


@given(st.sampled_from(sorted(MEASURES)))
def test_canonical_units_stay_in_any_case_and_spacing(unit: str) -> None:
    assert plain_unit(unit) == unit
    assert ratio(plain_unit(unit.lower().replace(" ", "")), unit) == 1


def test_a_chinese_unit_gives_the_same_case() -> None:
    plain, chinese = case_of(), case_of(("commodities.electricity.unit", "万千瓦时"), ("commodities.gas.unit", "万立方米"))
    assert chinese.commodities["electricity"] == plain.commodities["electricity"]
    assert chinese.commodities["gas"].mwh_per_unit == pytest.approx(plain.commodities["gas"].mwh_per_unit)

"""Selling prices above buying prices are told, with the hours."""

from __future__ import annotations

from typing import Any

from tests.reading.profiles.hourly import hourly_case
from tests.reading.resolving import case_of

BUY, SELL = "commodities.electricity.buy", "commodities.electricity.sell"
SAID = "sells for more than it costs"


def told(*notices: Any) -> list[str]:
    return [notice.en for notice in notices if SAID in notice.en]


def test_a_selling_price_above_the_price_of_some_hours_is_told_with_the_hours() -> None:
    """300 CNY/MWh for sale against 0.4 x 600 by night and 600 by day; what does not float lifts the night to 301."""
    valley = {"kind": "periods", "default": 1.0, "periods": [{"value": 0.4, "from_hour": 0, "to_hour": 8}]}
    prices = (
        (f"{BUY}.price_cny_per_unit", 6000), (f"{BUY}.price_profile", "valley"), (f"{BUY}.demand_charge", None),
        (f"{SELL}.price_cny_per_unit", 3000),
    )  # fmt: skip
    (found,) = told(*hourly_case({"valley": valley}, *prices).notices)
    assert "in 2920 hours of 2026" in found
    assert not told(*hourly_case({"valley": valley}, *prices, (f"{BUY}.not_floating_cny_per_unit", 610)).notices)


def test_usual_prices_are_not_talked_about() -> None:
    assert not told(*case_of().notices)

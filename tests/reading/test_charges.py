"""Prices as they are billed: what floats and what does not, charges by maximum and by capacity."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.case import CommodityData
from tests.reading.profiles.hourly import hourly_case, refusals
from tests.reading.resolving import REMOVE, case_of, problems_of

BUY = "commodities.electricity.buy"
TWO_PRICES = {"kind": "periods", "default": 1.0, "periods": [{"value": 0.5, "from_hour": 0, "to_hour": 8}]}
CAPACITY = {"price_cny_per_kva_month": 25.5, "contracted_kva": {"by_year": {str(year): year - 1000 for year in range(2026, 2031)}}}
BY_CAPACITY = ((f"{BUY}.demand_charge", REMOVE), (f"{BUY}.capacity_charge", CAPACITY))


def electricity(*changes: tuple[str, Any]) -> CommodityData:
    return case_of(*changes).commodities["electricity"]


def messages(*changes: tuple[str, Any]) -> list[str]:
    return [f"{problem.path}: {problem.en}" for problem in problems_of(*changes)]


def test_the_profile_multiplies_only_what_floats() -> None:
    """6000 CNY/10^4 kWh float, 800 do not: a night MWh costs 600 x 0.5 + 80 = 380 CNY, a day MWh 680."""
    changes = ((f"{BUY}.price_cny_per_unit", 6000), (f"{BUY}.not_floating_cny_per_unit", 800), (f"{BUY}.price_profile", "tou"))
    case = hourly_case({"tou": TWO_PRICES}, *changes)
    data = case.commodities["electricity"]
    paid = [data.price_cny_per_mwh[2026] * data.price_multiplier[hour] + data.fixed_price_cny_per_mwh[2026] for hour in (7, 8)]
    assert paid == pytest.approx([380, 680])
    assert f"{BUY}.not_floating_cny_per_unit" in {figure.field for figure in case.figures}


def test_without_a_profile_it_adds_up() -> None:
    data = electricity((f"{BUY}.price_cny_per_unit", 6000), (f"{BUY}.not_floating_cny_per_unit", 800))
    assert data.price_cny_per_mwh[2028] + data.fixed_price_cny_per_mwh[2028] == pytest.approx(680)


def test_nothing_fixed_is_nothing() -> None:
    data = electricity()
    assert data.fixed_price_cny_per_mwh == {} and data.contracted_mva == {}
    assert data.capacity_charge_cny_per_mva_month is None


def test_the_fixed_part_of_a_product_has_no_limits_of_energy() -> None:
    product = {"price_cny_per_unit": 5, "not_floating_cny_per_unit": 0.001}
    assert case_of(("commodities.product.buy", product)).commodities["product"].fixed_price_cny_per_mwh[2026] == 0.001


@pytest.mark.parametrize(
    ("commodity", "price", "refused"),
    [("electricity", 0.08, True), ("electricity", 0, False), ("electricity", 300_000, True), ("gas", 0.2, True), ("gas", 1000, False)],
)
def test_slips_of_units_in_the_fixed_part(commodity: str, price: float, refused: bool) -> None:
    found = messages((f"commodities.{commodity}.buy.not_floating_cny_per_unit", price))
    assert bool(found) is refused
    assert all(
        message.startswith(f"commodities.{commodity}.buy.not_floating_cny_per_unit") and "check the unit" in message for message in found
    )


def test_a_negative_fixed_part_is_refused() -> None:
    assert any("must not be negative" in message for message in messages((f"{BUY}.not_floating_cny_per_unit", -10)))


def test_the_capacity_charge_in_internal_units() -> None:
    data = electricity(*BY_CAPACITY)
    assert data.capacity_charge_cny_per_mva_month == dict.fromkeys(range(2026, 2031), 25_500)
    assert data.contracted_mva[2026] == pytest.approx(1.026) and data.contracted_mva[2030] == pytest.approx(1.03)
    assert data.demand_charge_cny_per_mw_month is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (((f"{BUY}.capacity_charge", CAPACITY),), "goes by demand or by capacity"),
        ((("commodities.product.buy", {"price_cny_per_unit": 5, "capacity_charge": CAPACITY}),), "fits electricity only"),
        ((("commodities.gas.buy.capacity_charge", CAPACITY),), "fits electricity only"),
        ((*BY_CAPACITY, (f"{BUY}.capacity_charge.price_cny_per_kva_month", 25_500)), "25500 CNY/kVA-month, outside"),
        ((*BY_CAPACITY, (f"{BUY}.capacity_charge.contracted_kva", 3.15)), "3.15 kVA, outside"),
        ((*BY_CAPACITY, (f"{BUY}.capacity_charge.contracted_kva", 0)), "0 kVA, outside"),
    ],
)
def test_capacity_charges_that_do_not_fit(changes: tuple[tuple[str, Any], ...], words: str) -> None:
    found = messages(*changes)
    assert len(found) == 1 and "capacity_charge" in found[0] and words in found[0], found


def test_one_slice_does_not_see_peaks_and_says_so() -> None:
    said = "held against the mean power"
    assert any(said in notice.en for notice in case_of(*BY_CAPACITY).notices)
    assert not any(said in notice.en for notice in hourly_case({}, *BY_CAPACITY[1:], (f"{BUY}.demand_charge", None)).notices)


def test_demand_above_the_contracted_capacity_is_told_for_its_first_year() -> None:
    """1200 MWh a year with a shape of 1 by night (8 h) and 2 by day (16 h): 1200 / (365 x 40) x 2 = 0.16438 MW by day."""
    shape = {"kind": "periods", "default": 2.0, "periods": [{"value": 1.0, "from_hour": 0, "to_hour": 8}]}
    loads = (
        ("end_uses.lighting.demand_per_year", 20),
        ("end_uses.lighting.profile", "shape"),
        ("end_uses.drives.demand_per_year", 100),
        ("end_uses.drives.profile", "shape"),
        (f"{BUY}.demand_charge", None),
    )
    for contracted, told in ((165, False), (164, True)):
        charge = {"price_cny_per_kva_month": 25, "contracted_kva": contracted}
        notices = hourly_case({"shape": shape}, *loads, (f"{BUY}.capacity_charge", charge)).notices
        found = [notice.en for notice in notices if "above the contracted" in notice.en]
        assert bool(found) is told
        assert all("peaks at 0.1644 MW in 2026, above the contracted 0.164 MVA" in notice for notice in found)


def test_hours_show_the_maximum_so_that_no_load_factor_is_wanted() -> None:
    assert hourly_case({}).commodities["electricity"].load_factor == 1
    ((where, message),) = refusals({}, (f"{BUY}.demand_charge.load_factor", 0.6))
    assert where == f"{BUY}.demand_charge.load_factor"
    assert "the hours show the maximum" in message and "annual resolution" in message


def test_one_slice_needs_a_load_factor() -> None:
    assert any("with one slice the load factor" in message for message in messages((f"{BUY}.demand_charge.load_factor", REMOVE)))

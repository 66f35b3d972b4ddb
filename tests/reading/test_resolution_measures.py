"""Measures of every kind in internal units, with what the library fills in."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain import case as data
from planner.domain.tiers import MeasureClass
from tests.reading.resolving import case_of, problems_of


def _measure(id: str, *changes: tuple[str, Any]) -> Any:
    return case_of(*((f"measures.{id}.{field}", value) for field, value in changes)).measures[id]


def test_a_saving_from_the_library() -> None:
    led = _measure("led")
    assert isinstance(led, data.SavingData)
    assert led.saves == {"lighting": 0.6}
    assert led.full_size == pytest.approx(0.6 * 140)
    assert led.built is not None
    assert led.built.limit_size == led.full_size
    assert led.built.vintages == (2027, 2028, 2029, 2030)
    assert led.built.capex_cny == dict.fromkeys(range(2027, 2031), 1987)
    assert led.built.lifetime_years == 12
    assert led.first_year == 2027
    assert (led.measure_class, led.substitution) == (MeasureClass.REDUCTION, False)
    assert led.subtype is not None
    assert led.subtype.en == "energy saving and efficiency"


def test_a_saving_over_several_demands() -> None:
    audit = _measure("audit", ("limit_size", 80))
    assert audit.full_size == pytest.approx(0.1 * 140 + 0.05 * 1610.51)
    assert audit.built.limit_size == 80
    assert audit.built.vintages[0] == 2026
    assert audit.built.fixed_om_cny[2026] == 10


def test_pv_yield_from_full_load_hours() -> None:
    pv = _measure("pv")
    assert pv.yield_mwh == (1.2,)
    assert pv.built.fixed_om_cny[2027] == pytest.approx(3000 * 0.0135)
    megawatts = _measure("pv", ("size_unit", "MW"), ("limit_size", 5))
    assert megawatts.yield_mwh == (1200,)
    assert megawatts.built.capex_cny[2027] == pytest.approx(3e6)
    assert (pv.measure_class, pv.substitution) == (MeasureClass.ZERO_CARBON, True)


def test_solar_heat_per_square_metre() -> None:
    collectors = {
        "kind": "generation",
        "name": "collectors",
        "size_unit": "m2",
        "commodity": "steam",
        "technology": "solar_heat",
        "library": "solar_thermal",
        "level": "low",
    }
    solar: Any = case_of(("measures.solar", collectors)).measures["solar"]
    assert solar.yield_mwh == (0.4,)
    assert solar.built.capex_cny[2027] == 1435.2


def test_capex_follows_the_yield_of_one_unit_of_activity() -> None:
    pump = _measure("heat_pump")
    assert pump.built.capex_cny[2027] == pytest.approx(8148 * 2.5 * 1000)
    assert pump.converter.variable_cost_cny == pytest.approx(31.9 * 2.5)
    assert pump.converter.activity_per_size_hour == 1
    boiler = _measure("e_boiler")
    assert boiler.built.capex_cny[2027] == pytest.approx(546 * 0.99)
    assert boiler.converter.availability == (0.98,)


def test_an_electrolyser_is_priced_per_electric_kilowatt() -> None:
    hydrogen = {"name": "H2", "category": "fuel", "unit": "MWh", "emissions": {"co2_t_per_unit": 0}}
    electrolyser = {
        "kind": "conversion",
        "name": "electrolyser",
        "size_unit": "kW",
        "inputs": {"electricity": 1.6},
        "outputs": {"h2": 1.0},
        "availability": 0.9,
        "library": "electrolyser_alkaline",
        "level": "central",
        "variable_cost_cny_per_activity": 0,
    }
    measure: Any = case_of(("commodities.h2", hydrogen), ("measures.ely", electrolyser)).measures["ely"]
    assert measure.built.capex_cny[2027] == pytest.approx(2160 * 1.6)
    assert measure.measure_class is MeasureClass.ZERO_CARBON


def test_a_battery_priced_per_kilowatt_hour() -> None:
    battery = _measure("battery", ("capex_cny_per_size", 300))
    assert battery.built.energy_capex_cny == 900
    assert battery.built.capex_cny[2027] == 300
    assert battery.built.fixed_om_cny[2027] == pytest.approx(0.0241 * (300 + 2 * 900))
    assert battery.measure_class is MeasureClass.ZERO_CARBON


def test_a_process_measure() -> None:
    r32 = _measure("r32")
    assert r32.cuts == {"cooling": {"R-410A": 0.66}}
    assert r32.built.limit_size == 500
    assert r32.built.capex_cny[2027] == 400


def test_purchases_and_credits_have_no_size() -> None:
    green, credit = _measure("green"), _measure("ccer")
    assert green.built is None
    assert credit.built is None
    assert (green.first_year, credit.first_year) == (2027, 2026)
    assert green.price_cny[2030] == 10
    assert credit.price_cny[2030] == 100
    assert (green.measure_class, credit.measure_class) == (MeasureClass.ZERO_CARBON, MeasureClass.NEGATIVE)
    assert green.substitution


def test_a_removal_plant_is_built() -> None:
    dac = {
        "kind": "removal",
        "name": "DAC",
        "form": "plant",
        "price_cny_per_t": 200,
        "library": "dac",
        "level": "low",
        "limit_t_per_year": 50,
    }
    plant: Any = case_of(("measures.dac", dac)).measures["dac"]
    assert plant.built.capex_cny[2028] == 4778
    assert plant.built.size_unit == "t CO2/yr"
    assert plant.limit_t == dict.fromkeys(range(2026, 2031), 50)


def test_capture_from_the_library() -> None:
    capture = _measure("ccs")
    assert capture.variable_cost_cny == 19.5
    assert capture.built.vintages == (2029, 2030)
    assert capture.consumes == {"steam": 0.8, "electricity": 0.1}
    assert capture.measure_class is MeasureClass.NEGATIVE


@pytest.mark.parametrize(
    ("lead", "available", "first"),
    [(0, None, 2026), (0.25, None, 2027), (1, 2028, 2029), (1, 2025, 2026), (2, 2025, 2027), (1.5, 2029, 2031)],
)
def test_lead_time_is_rounded_up_to_whole_years(lead: float, available: int | None, first: int) -> None:
    audit = _measure("audit", ("lead_time_years", lead), ("available_from", available))
    assert audit.built.vintages == tuple(range(first, 2031))
    assert audit.first_year == first


def test_an_order_before_the_base_year_is_refused() -> None:
    problems = problems_of(("measures.audit.available_from", 2020))
    assert [problem.path for problem in problems] == ["measures.audit.available_from"]
    assert "before the base year 2025" in problems[0].en


def test_what_stands_acts_from_the_first_year_and_costs_its_share() -> None:
    capex = {"by_year": {"2027": 3000, "2028": 2900, "2029": 2800, "2030": 2700}}
    pv = _measure("pv", ("existing", [{"size": 100, "until": 2035}]), ("capex_cny_per_size", capex), ("fixed_om_share_of_capex", 0.02))
    assert pv.first_year == 2026
    assert pv.built.existing == (data.Standing(100, 2035),)
    assert pv.built.existing_fixed_om_cny == pytest.approx(60)
    assert pv.built.fixed_om_cny[2030] == pytest.approx(54)
    assert _measure("pv").built.existing_fixed_om_cny == 0


def test_yearly_limits_by_number_or_by_year() -> None:
    assert _measure("pv", ("limit_size_per_year", 800)).built.yearly_limit == dict.fromkeys(range(2027, 2031), 800)
    assert _measure("pv", ("limit_size_per_year", {"2026": 1, "2029": 50})).built.yearly_limit == {2029: 50}


def test_class_and_substitution_may_be_said() -> None:
    pump = _measure("heat_pump", ("measure_class", "zero_carbon"), ("substitution", False))
    assert (pump.measure_class, pump.substitution) == (MeasureClass.ZERO_CARBON, False)
    biomass = _measure("e_boiler", ("library", "biomass_boiler"))
    assert biomass.measure_class is MeasureClass.ZERO_CARBON


def test_exclusion_holds_on_both_sides() -> None:
    measures = case_of().measures
    assert measures["heat_pump"].excludes == {"e_boiler"}
    assert measures["e_boiler"].excludes == {"heat_pump"}


def test_typed_values_come_before_the_library() -> None:
    pv = _measure(
        "pv", ("capex_cny_per_size", 2800), ("lifetime_years", 20), ("yield_mwh_per_size_year", 1.1), ("fixed_om_cny_per_size_year", 30)
    )
    assert (pv.built.capex_cny[2027], pv.built.lifetime_years, pv.yield_mwh, pv.built.fixed_om_cny[2027]) == (2800, 20, (1.1,), 30)


def test_lifetimes_of_the_library_are_cut_to_whole_years() -> None:
    furnace = _measure("e_boiler", ("library", "electric_furnace"), ("variable_cost_cny_per_activity", 0), ("requires", []))
    assert furnace.built.lifetime_years == 12


def test_lumps_and_growth_pass_through() -> None:
    pv = _measure("pv", ("lumpy", {"unit_size": 50, "minimum_size": 100}), ("growth_per_year", 1.5), ("growth_start_size", 20))
    assert (pv.built.unit_size, pv.built.minimum_size, pv.built.growth_per_year, pv.built.growth_start_size) == (50, 100, 1.5, 20)
    assert _measure("ccs", ("requires", [{"measure": "heat_pump", "size_per_size": 4}])).requires == {"heat_pump": 4}


def test_a_saving_of_a_product_is_sized_in_its_unit() -> None:
    product = [("commodities.product.buy", {"price_cny_per_unit": 5}), ("commodities.product.demand_per_year", 900)]
    scrap = {
        "kind": "saving",
        "name": "less scrap",
        "saves": {"product": 0.02},
        "capex_cny_per_size": 0.1,
        "fixed_om_share_of_capex": 0,
        "lifetime_years": 5,
        "lead_time_years": 0,
    }
    measure: Any = case_of(*product, ("measures.scrap", scrap)).measures["scrap"]
    assert measure.full_size == pytest.approx(18)
    assert measure.built.size_unit == "t/yr"

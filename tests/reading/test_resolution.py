"""From a scenario in the units of its file to a case in internal units: every conversion by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.reading import carriers
from tests.reading.resolving import REMOVE, case_of

NCV_GAS_MWH = 389.31 / 3.6
"""108.1417 MWh per 10^4 m3."""


def _gas(*changes: tuple[str, Any]) -> Any:
    return case_of(*changes).commodities["gas"]


def test_years_and_targets() -> None:
    case = case_of()
    assert case.years == (2026, 2027, 2028, 2029, 2030)
    assert case.stands_for == dict.fromkeys(case.years, 1)
    assert (case.base_year, case.history_years) == (2025, (2024, 2025))
    assert case.targets == {"low": 2026, "near": 2028}
    assert case.lower_tiers_on_the_way
    assert case.tiers_kept


def test_milestones_stand_for_the_years_up_to_the_next() -> None:
    case = case_of(
        ("horizon", {"base_year": 2025, "milestones": [2026, 2028, 2035], "last_stands_for_years": 10}),
        ("end_uses.lighting.demand_per_year", 10),
        ("budget", REMOVE),
        ("carbon_price", REMOVE),
    )
    assert case.stands_for == {2026: 2, 2028: 7, 2035: 10}
    assert case.measures["ccs"].first_year == 2035
    assert case.measures["ccer"].first_year == 2026


def test_a_nominal_rate_is_freed_of_inflation() -> None:
    case = case_of(("finance.discount_rate_basis", "nominal"), ("finance.inflation_rate", 0.02))
    assert case.money.real_rate == pytest.approx(1.08 / 1.02 - 1)
    assert case_of().money.real_rate == 0.08


def test_natural_gas_from_the_library() -> None:
    gas = _gas()
    assert gas.mwh_per_unit == pytest.approx(NCV_GAS_MWH)
    assert gas.price_cny_per_mwh[2026] == pytest.approx(3.3 * 10_000 / NCV_GAS_MWH)
    assert gas.tce_per_mwh * gas.mwh_per_unit == pytest.approx(13.3)
    assert gas.t_per_mwh["CO2"][2030] * gas.mwh_per_unit == pytest.approx(0.055539 * 389.31)
    assert gas.t_per_mwh["CH4"][2024] == pytest.approx(1e-3 * 3.6e-3)
    assert gas.t_per_mwh["N2O"][2024] == pytest.approx(0.1e-3 * 3.6e-3)
    assert set(gas.t_per_mwh["CO2"]) == set(range(2024, 2031))


def test_the_unit_may_be_a_multiple_of_the_library_s() -> None:
    changes = [("commodities.gas.unit", "Nm3"), ("commodities.gas.buy.price_cny_per_unit", 3.3)]
    gas = _gas(*changes)
    assert gas.mwh_per_unit == pytest.approx(NCV_GAS_MWH / 10_000)
    assert gas.price_cny_per_mwh == pytest.approx(_gas().price_cny_per_mwh)
    assert gas.tce_per_mwh == pytest.approx(_gas().tce_per_mwh)


def test_a_measured_heating_value_comes_first() -> None:
    gas = _gas(("commodities.gas.heat_value_gj_per_unit", 360))
    assert gas.mwh_per_unit == 100
    assert gas.tce_per_mwh == pytest.approx(3.6 / 29.3076)
    assert gas.t_per_mwh["CO2"][2026] == pytest.approx(0.055539 * 3.6)


def test_stated_emissions_and_tce_come_before_the_library() -> None:
    emissions = {"co2_t_per_unit": 21, "ch4_kg_per_unit": 0.4, "n2o_kg_per_unit": 0.04}
    gas = _gas(("commodities.gas.emissions", emissions), ("commodities.gas.tce_per_unit", 12.143))
    assert gas.t_per_mwh["CO2"][2025] == pytest.approx(21 / NCV_GAS_MWH)
    assert gas.t_per_mwh["CH4"][2025] == pytest.approx(0.0004 / NCV_GAS_MWH)
    assert gas.t_per_mwh["N2O"][2025] == pytest.approx(0.00004 / NCV_GAS_MWH)
    assert gas.tce_per_mwh == pytest.approx(12.143 / NCV_GAS_MWH)


def test_electricity_in_10_000_kwh() -> None:
    power = case_of(("commodities.electricity.equivalent_tce_per_unit", 3.024)).commodities["electricity"]
    assert power.mwh_per_unit == 10
    assert power.tce_per_mwh == pytest.approx(0.1229)
    assert power.equivalent_tce_per_mwh is not None
    assert power.equivalent_tce_per_mwh[2024] == pytest.approx(0.3024)
    assert power.price_cny_per_mwh[2026] == pytest.approx(680)
    assert power.sell_price_cny_per_mwh[2026] == pytest.approx(320)
    assert power.demand_charge_cny_per_mw_month is not None
    assert power.demand_charge_cny_per_mw_month[2026] == pytest.approx(38_400)
    assert power.load_factor == 0.6


def test_steam_made_on_site_needs_no_factor_but_bought_heat_does() -> None:
    steam = case_of().commodities["steam"]
    assert steam.mwh_per_unit == pytest.approx(1 / 3.6)
    assert steam.tce_per_mwh == pytest.approx(carriers.TCE_PER_MWH)
    assert set(steam.t_per_mwh["CO2"].values()) == {0.0}
    bought = case_of(("commodities.steam.library", "heat"), ("commodities.steam.buy", {"price_cny_per_unit": 92})).commodities["steam"]
    assert bought.t_per_mwh["CO2"][2026] == pytest.approx(0.11 * 3.6)
    assert bought.tce_per_mwh == pytest.approx(0.03412 * 3.6)
    assert bought.price_cny_per_mwh[2026] == pytest.approx(92 * 3.6)


def test_biomass_from_the_library() -> None:
    pellets = {
        "name": "pellets",
        "category": "biomass",
        "unit": "t",
        "library": "biomass_pellet",
        "buy": {"price_cny_per_unit": {"library_price": "biomass_pellet", "level": "low"}},
    }
    data = case_of(("commodities.pellets", pellets)).commodities["pellets"]
    assert data.mwh_per_unit == pytest.approx(18.422 / 3.6)
    assert data.t_per_mwh["CO2"][2026] == pytest.approx(0.112 * 3.6)
    assert data.t_per_mwh["CH4"][2026] == pytest.approx(30e-6 * 3.6)
    assert data.price_cny_per_mwh[2026] == pytest.approx(700 * 3.6 / 18.422)


def test_products_keep_their_unit() -> None:
    product = case_of(("commodities.product.buy", {"price_cny_per_unit": 5, "limit_per_year": 70})).commodities["product"]
    assert (product.mwh_per_unit, product.tce_per_mwh, product.t_per_mwh) == (1, 0, {})
    assert product.buy_limit_mwh == dict.fromkeys(range(2026, 2031), 70)


def test_demands_of_end_uses_and_commodities() -> None:
    demands = case_of().demands
    assert demands["lighting"].annual_mwh == {2026: 100, 2027: 110, 2028: 120, 2029: 130, 2030: 140}
    assert demands["drives"].annual_mwh[2027] == pytest.approx(1210)
    assert demands["steam"].annual_mwh[2026] == pytest.approx(10_000)
    assert demands["steam"].shape == (1.0,)
    assert set(demands) == {"lighting", "drives", "steam"}


def test_equipment_sources_history_and_intensity() -> None:
    case = case_of()
    boiler = case.equipment["boiler"]
    assert boiler.converter.activity_per_size_hour == 0.001
    assert boiler.converter.availability == (0.95,)
    assert boiler.converter.outputs == {"steam": 0.9}
    assert case.sources["calcination"].activity == {2024: 900, 2025: 950} | dict.fromkeys(range(2026, 2031), 1000)
    assert case.history[2025].bought_mwh == pytest.approx({"electricity": 1100, "gas": 55 * NCV_GAS_MWH})
    assert case.intensity.amount[2024] == 10_000
    assert case.intensity.amount[2030] == 12_000
    assert case.intensity.advanced_energy_kgce.value == 30
    assert case.intensity.advanced_carbon_kg.status == "unknown"


def test_gwp_of_every_gas_that_occurs() -> None:
    assert case_of().gwp == {"CO2": 1, "CH4": 28, "N2O": 265, "R-410A": 1923.5}
    assert case_of(("gwp_edition", "ar6")).gwp["CH4"] == 27.9


def test_budget_carbon_price_and_groups() -> None:
    case = case_of()
    assert (case.budget_by_year, case.budget_total) == ({2027: 5e6}, 2e7)
    assert case.carbon_price is not None
    assert case.carbon_price.free_t == {2026: 5000, 2027: 4000, 2028: 3000, 2029: 2000, 2030: 1000}
    assert case.carbon_price.covers == {"fuel", "process"}
    assert case.groups["roof"].uses == {"pv": 6}


def _figures(case: Case) -> Mapping[str, tuple[str, str]]:
    return {figure.field: (figure.value, figure.status) for figure in case.figures}


def test_every_figure_says_where_it_comes_from() -> None:
    stated = {"value": 34_000, "source": "contract 2025-17"}
    case = case_of(("commodities.gas.buy.price_cny_per_unit", stated))
    figures = _figures(case)
    assert figures["commodities.gas.buy.price_cny_per_unit"] == ("34000", "user")
    assert figures["commodities.gas.heat_value_gj_per_unit"] == ("389.31", "verified")
    assert figures["measures.pv.capex_cny_per_size"] == ("3000", "unverified")
    assert figures["measures.pv.lifetime_years"] == ("25", "single_source")
    assert figures["gwp_edition.R-410A"] == ("1923.5", "derived")
    source = next(figure.source for figure in case.figures if figure.field == "commodities.gas.buy.price_cny_per_unit")
    assert source == "contract 2025-17"
    assert all(figure.source and figure.unit for figure in case.figures)
    assert len(figures) == len(case.figures)


def test_figures_write_years_only_when_they_differ() -> None:
    figures = _figures(case_of())
    assert figures["end_uses.lighting.demand_per_year"][0] == "2026: 10; 2027: 11; 2028: 12; 2029: 13; 2030: 14"
    assert figures["carbon_price.price_cny_per_t"][0] == "80"


def test_the_hash_follows_the_scenario() -> None:
    one, same = case_of().scenario_sha256, case_of().scenario_sha256
    assert one == same
    assert len(one) == hashlib.sha256().digest_size * 2
    assert case_of(("finance.discount_rate", 0.081)).scenario_sha256 != one


@given(price=st.floats(1000, 90_000), heat_value=st.floats(200, 500), demand=st.floats(0, 1e6))
def test_money_and_energy_survive_the_change_of_units(price: float, heat_value: float, demand: float) -> None:
    case = case_of(
        ("commodities.gas.heat_value_gj_per_unit", heat_value),
        ("commodities.gas.buy.price_cny_per_unit", price),
        ("commodities.gas.demand_per_year", demand),
    )
    cost = case.demands["gas"].annual_mwh[2028] * case.commodities["gas"].price_cny_per_mwh[2028]
    assert cost == pytest.approx(price * demand)

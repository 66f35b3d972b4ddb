"""Energy account by hand: tce, equivalent value, own renewables, exports, biomass, claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case, Standing
from planner.domain.plan import Plan
from planner.domain.tiers import Category
from planner.domain.verdict import YearAccount
from planner.errors import InputRefused
from planner.evaluation import build_ledger
from tests.builders import (
    base_plan,
    commodity,
    conversion,
    converter,
    electricity,
    generation,
    investment,
    natural_gas,
    purchase,
    readings,
    tiny_case,
)


def account(case: Case, plan: Plan, year: int = 2025, **choices: object) -> YearAccount:
    """The accounts of one year of a plan that breaks nothing."""
    ledger = build_ledger(case, plan, readings(**choices))
    assert ledger.breaches == ()
    return ledger.years[year]


def test_energy_of_what_is_bought() -> None:
    """1000 MWh x 0.1229 + 500 MWh x 0.12 = 122.9 + 60."""
    case = tiny_case()
    year = account(case, base_plan(case))
    assert year["energy_use_tce"] == pytest.approx(182.9, rel=1e-12)
    assert year["renewable_tce"] == 0.0
    assert year["renewable_share"] == 0.0
    assert year["energy_per_unit_kgce"] == pytest.approx(1829.0, rel=1e-12)  # over 100 t


def test_equivalent_value_of_electricity() -> None:
    """1000 MWh x 0.3 (2025) or 0.29 (2026) + 60; gas keeps its calorific value."""
    grid = electricity(equivalent_tce_per_mwh={2023: 0.31, 2024: 0.305, 2025: 0.3, 2026: 0.29})
    case = tiny_case(commodities={**tiny_case().commodities, "electricity": grid})
    ledger = build_ledger(case, base_plan(case), readings(electricity_tce="equivalent"))
    assert ledger.years[2025]["energy_use_tce"] == pytest.approx(360.0, rel=1e-12)
    assert ledger.years[2026]["energy_use_tce"] == pytest.approx(350.0, rel=1e-12)
    assert ledger.history[2023]["energy_use_tce"] == pytest.approx(370.0, rel=1e-12)


def test_missing_equivalent_value_is_refused() -> None:
    case = tiny_case()
    with pytest.raises(InputRefused) as refused:
        build_ledger(case, base_plan(case), readings(electricity_tce="equivalent"))
    assert "commodities.electricity.equivalent_tce_per_unit" in str(refused.value)


def test_export_with_generation_is_own_renewable_sold() -> None:
    """PV makes 240, 40 are sold: own 200, bought 800 + 40 - 40 = 800 counts in full, used 1000."""
    grid = electricity(sell_price=350.0)
    case = tiny_case(commodities={**tiny_case().commodities, "electricity": grid}, measures=[generation("pv")])
    plan = base_plan(
        case, deploy={"pv": {2025: 200.0}}, generated={"pv": 240.0}, imported={"electricity": 800.0}, exported={"electricity": 40.0}
    )
    year = account(case, plan)
    assert year["electricity_use_mwh"] == pytest.approx(1000.0)
    assert year["renewable_electricity_mwh"] == pytest.approx(200.0)
    assert year["energy_use_tce"] == pytest.approx(182.9)
    assert year["renewable_tce"] == pytest.approx(200 * 0.1229)
    assert year["renewable_share"] == pytest.approx(24.58 / 182.9)
    assert year["pv_kw"] == 200.0
    assert year["electricity_emissions_t"] == pytest.approx(480.0)  # gross import, exported_power: ignored
    assert account(case, plan, exported_power="deducted")["electricity_emissions_t"] == pytest.approx(456.0)  # (800 - 40) x 0.6


def test_export_without_generation_lowers_what_is_bought() -> None:
    """A CHP unit makes 400 MWh power from 1000 MWh gas and sells 100 of it: bought 700, counted 600, plus 1500 MWh gas."""
    grid = electricity(sell_price=350.0)
    chp = conversion("chp", converter({"gas": 2.5}, {"electricity": 1.0}))
    case = tiny_case(commodities={**tiny_case().commodities, "electricity": grid}, measures=[chp])
    plan = base_plan(
        case, deploy={"chp": {2025: 100.0}}, activity={"chp": 400.0}, imported={"electricity": 700.0, "gas": 1500.0},
        exported={"electricity": 100.0},
    )  # fmt: skip
    year = account(case, plan)
    assert year["electricity_use_mwh"] == pytest.approx(600.0)
    assert year["energy_use_tce"] == pytest.approx(600 * 0.1229 + 1500 * 0.12)
    assert year["fuel_emissions_t"] == pytest.approx(300.0)


def test_biomass_is_renewable_and_its_co2_a_memo() -> None:
    """450 MWh steam from 500 MWh wood: 500 x 0.123 tce renewable, 500 x 0.35 t biogenic, CH4 and N2O count by GWP."""
    wood = commodity("wood", Category.BIOMASS, price=200.0, tce=0.123, factors={"CO2": 0.35, "CH4": 1e-4, "N2O": 1e-5})
    burner = conversion("burner", converter({"wood": 1 / 0.9}, {"steam": 1.0}))
    case = tiny_case(commodities={**tiny_case().commodities, "wood": wood}, measures=[burner])
    plan = base_plan(
        case, deploy={"burner": {2025: 100.0}}, activity={"burner": 450.0, "boiler": 0.0},
        imported={"gas": 0.0, "wood": 500.0},
    )  # fmt: skip
    year = account(case, plan)
    assert year["renewable_tce"] == pytest.approx(61.5)
    assert year["renewable_share"] == pytest.approx(61.5 / (61.5 + 122.9))
    assert year["biogenic_co2_t"] == pytest.approx(175.0)
    assert year["fuel_emissions_t"] == pytest.approx(500 * (1e-4 * 28 + 1e-5 * 265))  # 1.4 + 1.325
    assert year["gross_emissions_t"] == pytest.approx(602.725)


def test_methane_and_nitrous_oxide_of_gas() -> None:
    """500 MWh x (0.2 + 4e-6 x 28 + 4e-7 x 265) t."""
    gas = natural_gas(factors={"CO2": 0.2, "CH4": 4e-6, "N2O": 4e-7})
    case = tiny_case(commodities={**tiny_case().commodities, "gas": gas})
    assert account(case, base_plan(case))["fuel_emissions_t"] == pytest.approx(100.109, rel=1e-12)


@pytest.mark.parametrize(
    ("numerator", "denominator", "share"),
    [
        ("all_claims", "total_energy", 300 * 0.1229 / 182.9),
        ("no_certificates", "total_energy", 200 * 0.1229 / 182.9),
        ("physical_only", "total_energy", 0.0),
        ("all_claims", "electricity", 0.3),
        ("no_certificates", "electricity", 0.2),
    ],
)
def test_claims_in_the_renewable_share(numerator: str, denominator: str, share: float) -> None:
    """200 MWh green power and 100 MWh certificates on 1000 MWh bought."""
    case = tiny_case(measures=[purchase("green"), purchase("paper", "certificate")])
    plan = base_plan(case, purchased={"green": 200.0, "paper": 100.0})
    year = account(case, plan, renewable_numerator=numerator, renewable_denominator=denominator)
    assert year["renewable_share"] == pytest.approx(share)


def test_renewable_output_of_a_conversion() -> None:
    """A heat plant with free input: its 100 MWh heat is energy used and renewable; the rest of the steam is bought."""
    steam = commodity("steam", Category.HEAT, price=250.0, tce=0.1286, factors={"CO2": 0.4})
    ambient = commodity("ambient", price=0.0)
    solar = conversion("solar", converter({"ambient": 1.0}, {"steam": 1.0}), renewable_output="steam")
    case = tiny_case(commodities={**tiny_case().commodities, "steam": steam, "ambient": ambient}, measures=[solar])
    plan = base_plan(
        case, deploy={"solar": {2025: 50.0}}, activity={"solar": 100.0, "boiler": 0.0},
        imported={"gas": 0.0, "steam": 350.0, "ambient": 100.0},
    )  # fmt: skip
    year = account(case, plan)
    assert year["renewable_tce"] == pytest.approx(12.86)
    assert year["energy_use_tce"] == pytest.approx(122.9 + 450 * 0.1286)
    assert year["heat_emissions_t"] == pytest.approx(140.0)


def test_ratio_without_denominator_is_absent() -> None:
    case = tiny_case()
    still = tiny_case(demands={}, intensity=case.intensity)
    year = build_ledger(still, base_plan(case, imported={"electricity": 0.0, "gas": 0.0}, activity={"boiler": 0.0}), readings()).years[2025]
    assert "renewable_share" not in year.values
    assert "carbon_per_tce" not in year.values
    assert "solid_waste_utilisation" not in year.values


def test_existing_pv_in_mw_counts_in_kw() -> None:
    plant = replace(generation("pv", yields=(1200.0,)), built=investment(size_unit="MW", existing=(Standing(0.5, 2026),)))
    case = tiny_case(measures=[plant])
    plan = base_plan(case, generated={"pv": {2025: 600.0}}, imported={"electricity": {2025: 400.0, 2026: 1000.0}})
    assert account(case, plan)["pv_kw"] == 500.0
    assert account(case, plan, 2026)["pv_kw"] == 0.0

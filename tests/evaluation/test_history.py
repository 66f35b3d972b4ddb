"""Accounts of past years by hand."""

from __future__ import annotations

import pytest

from planner.domain.scenario import SolidWasteYear
from planner.domain.tiers import Category
from planner.evaluation import build_ledger, history_accounts
from tests.builders import base_plan, commodity, electricity, past, readings, source, tiny_case


def test_a_past_year_with_everything() -> None:
    """Own PV 100 of which 20 sold, 50 MWh gas resold, 300 green power, 40 t captured, 25 t removed."""
    year = past(
        {"electricity": 900.0, "gas": 550.0}, sold_mwh={"electricity": 20.0, "gas": 50.0}, own_renewable_mwh={"electricity": 100.0},
        green_power_mwh={"electricity": 300.0}, certificates_mwh={"electricity": 60.0}, captured_t=40.0, removed_t=25.0,
    )  # fmt: skip
    case = tiny_case(history={2023: past({"electricity": 1000.0}), 2024: year}, sources={"lime": source("lime", {"CO2": 0.5})})
    account = history_accounts(case, readings())[2024]
    assert account["electricity_use_mwh"] == pytest.approx(980.0)  # 900 + 80, the sold part was own
    assert account["energy_use_tce"] == pytest.approx(980 * 0.1229 + 500 * 0.12)
    assert account["renewable_tce"] == pytest.approx((80 + 300 + 60) * 0.1229)
    assert account["fuel_emissions_t"] == pytest.approx(100.0)
    assert account["electricity_emissions_t"] == pytest.approx((900 - 300) * 0.6)
    assert account["captured_energy_t"] == 40.0
    assert account["energy_emissions_t"] == pytest.approx(100 + 360 - 40)
    assert account["process_emissions_t"] == 50.0
    assert account["net_emissions_t"] == pytest.approx(470 - 25)
    assert account["baseline_t"] == pytest.approx(600.0)  # 2023, energy only
    assert account["emission_reduction"] == pytest.approx(1 - 420 / 600)
    assert "yearly_cost_cny" not in account.values
    deducted = history_accounts(case, readings(exported_power="deducted"))[2024]
    assert deducted["electricity_emissions_t"] == pytest.approx((900 - 300 - 20) * 0.6)


def test_sold_power_without_own_renewable_lowers_what_is_bought() -> None:
    case = tiny_case(history={2023: past({"electricity": 1000.0}, sold_mwh={"electricity": 100.0}), 2024: past({"electricity": 500.0})})
    assert history_accounts(case, readings())[2023]["electricity_use_mwh"] == 900.0


def test_past_biomass_counts_as_renewable() -> None:
    wood = commodity("wood", Category.BIOMASS, price=200.0, tce=0.123, factors={"CO2": 0.35})
    base = tiny_case()
    case = tiny_case(commodities={**base.commodities, "wood": wood}, history={2023: past({}), 2024: past({"wood": 100.0})})
    account = history_accounts(case, readings())[2024]
    assert account["renewable_share"] == 1.0
    assert account["biogenic_co2_t"] == pytest.approx(35.0)
    assert account["gross_emissions_t"] == 0.0
    assert "emission_reduction" not in account.values  # no baseline above zero
    assert "renewable_share" not in history_accounts(case, readings())[2023].values


def test_baseline_looks_at_five_years_at_most() -> None:
    years = range(2018, 2025)
    bought = {year: past({"electricity": 1000.0 * (2030 - year)}) for year in years}
    grid, steam = electricity(years=range(2018, 2027)), commodity("steam")
    case = tiny_case(history_years=tuple(years), history=bought, commodities={"electricity": grid, "steam": steam})
    history = history_accounts(case, readings())
    assert set(history) == set(years)
    assert history[2024]["baseline_t"] == pytest.approx(10_000 * 0.6)  # 2020
    assert "carbon_per_unit_kg" not in history[2018].values  # no amount known


@pytest.mark.parametrize(("rate", "share"), [("with_stock", 95 / 110), ("same_year", 0.95)])
def test_solid_waste(rate: str, share: float) -> None:
    waste = SolidWasteYear(generated_t=100.0, utilised_t=95.0, earlier_stock_utilised_t=10.0)
    case = tiny_case(solid_waste={2024: waste, 2026: waste, 2023: SolidWasteYear(generated_t=0.0, utilised_t=0.0)})
    ledger = build_ledger(case, base_plan(case), readings(waste_rate=rate))
    assert ledger.history[2024]["solid_waste_utilisation"] == pytest.approx(share)
    assert ledger.years[2026]["solid_waste_utilisation"] == pytest.approx(share)
    assert "solid_waste_utilisation" not in ledger.years[2025].values
    assert "solid_waste_utilisation" not in ledger.history[2023].values

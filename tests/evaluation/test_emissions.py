"""Emission account by hand: heat, process, claims, capture split, removals, scope."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import SourceData
from planner.domain.tiers import Category
from planner.evaluation import build_ledger
from tests.builders import (
    YEARS,
    base_plan,
    capture,
    commodity,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    investment,
    plan_for,
    process,
    purchase,
    readings,
    removal,
    source,
    tiny_case,
)


def test_fuel_electricity_and_heat() -> None:
    """500 x 0.2 + 1000 x 0.6 + 300 MWh bought heat x 0.11 x 3.6 t; the grid factor falls in the second year."""
    heat = commodity("heat", Category.HEAT, price=200.0, tce=0.1228, factors={"CO2": 0.396})
    grid = electricity(factors={"CO2": {2023: 0.62, 2024: 0.61, 2025: 0.6, 2026: 0.55}})
    base = tiny_case()
    case = tiny_case(
        commodities={**base.commodities, "heat": heat, "electricity": grid},
        demands={**base.demands, "heat": demand("heat", annual=300.0)},
    )
    ledger = build_ledger(case, base_plan(case, imported={"heat": 300.0}), readings())
    assert ledger.breaches == ()
    first, second = ledger.years[2025], ledger.years[2026]
    assert first["fuel_emissions_t"] == pytest.approx(100.0, rel=1e-12)
    assert first["electricity_emissions_t"] == pytest.approx(600.0, rel=1e-12)
    assert first["heat_emissions_t"] == pytest.approx(118.8, rel=1e-12)
    assert first["energy_emissions_t"] == first["gross_emissions_t"] == first["scope_emissions_t"] == pytest.approx(818.8, rel=1e-12)
    assert second["electricity_emissions_t"] == pytest.approx(550.0, rel=1e-12)
    # history: 100 + 620 and 100 + 610; the peak is 720
    assert first["baseline_t"] == pytest.approx(720.0)
    assert second["emission_reduction"] == pytest.approx(1 - 768.8 / 720)


@pytest.mark.parametrize(
    ("green", "paper", "emissions"),
    [("counts", "ignored", 480.0), ("counts", "counts", 420.0), ("ignored", "counts", 540.0), ("ignored", "ignored", 600.0)],
)
def test_claims_in_the_electricity_account(green: str, paper: str, emissions: float) -> None:
    """200 MWh green power, 100 MWh certificates, factor 0.6."""
    case = tiny_case(measures=[purchase("green"), purchase("paper", "certificate")])
    plan = base_plan(case, purchased={"green": 200.0, "paper": 100.0})
    ledger = build_ledger(case, plan, readings(green_power_in_emissions=green, certificates_in_emissions=paper))
    assert ledger.breaches == ()
    assert ledger.years[2025]["electricity_emissions_t"] == pytest.approx(emissions)
    assert ledger.years[2025]["effect_zero_carbon_t"] == pytest.approx(600.0 - emissions)


def test_process_sources_and_cuts_by_gas() -> None:
    """Etching: 100 x 0.001 t SF6 and 100 x 0.1 t CO2; half of full adoption cuts 45 % of the SF6."""
    etching = source("etching", {"SF6": 0.001, "CO2": 0.1})
    abatement = process("abatement", {"etching": {"SF6": 0.9}}, full_size=10.0)
    case = tiny_case(sources={"etching": etching}, measures=[abatement])
    cut = {"abatement": {"etching": {"SF6": dict.fromkeys(YEARS, 0.045)}}}
    ledger = build_ledger(case, base_plan(case, deploy={"abatement": {2025: 5.0}}, cut_t=cut), readings(emission_scope="whole"))
    assert ledger.breaches == ()
    year = ledger.years[2025]
    assert year["process_emissions_t"] == pytest.approx((0.1 - 0.045) * 23500 + 10)  # 1302.5
    assert year["scope_emissions_t"] == year["gross_emissions_t"] == pytest.approx(2002.5)
    assert year["effect_reduction_t"] == pytest.approx(1057.5)
    assert ledger.history[2024]["process_emissions_t"] == pytest.approx(2360.0)  # 0.1 x 23500 + 10
    assert year["baseline_t"] == pytest.approx(3060.0)


def test_capture_splits_fossil_biogenic_and_process() -> None:
    """A kiln: per unit 1 MWh gas (0.2 t), 0.5 MWh wood (0.2 t biogenic), 0.4 t direct; 100 t captured of 450 x 0.8 = 360 t."""
    wood = commodity("wood", Category.BIOMASS, price=200.0, tce=0.123, factors={"CO2": 0.4})
    kiln = equipment("kiln", converter({"gas": 1.0, "wood": 0.5}, {"steam": 1.0}, direct_t={"CO2": 0.4}))
    unit = replace(capture("unit", "kiln"), consumes={"electricity": 0.3})
    base = tiny_case()
    case = tiny_case(commodities={**base.commodities, "wood": wood}, equipment={"kiln": kiln}, measures=[unit])
    plan = plan_for(
        case, deploy={"unit": {2025: 120.0}}, captured={"unit": 100.0}, activity={"kiln": 450.0},
        imported={"electricity": 1030.0, "gas": 450.0, "wood": 225.0},
    )  # fmt: skip
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    year = ledger.years[2025]
    assert year["captured_energy_t"] == pytest.approx(25.0)  # 0.2 / 0.8
    assert year["removals_t"] == pytest.approx(25.0)
    assert year["captured_process_t"] == pytest.approx(50.0)
    assert year["fuel_emissions_t"] == pytest.approx(90.0)  # before capture
    assert year["energy_emissions_t"] == pytest.approx(90 + 618 - 25)
    assert year["process_emissions_t"] == pytest.approx(180 - 50)
    assert year["biogenic_co2_t"] == pytest.approx(90.0)  # before capture
    assert year["net_emissions_t"] == pytest.approx(683 + 130 - 25)
    assert year["effect_negative_t"] == pytest.approx(100 - 30 * 0.6)  # less the emissions of its own power


def test_capture_on_a_process_source_after_cuts() -> None:
    """Calcination 100 t CO2, 20 t cut, at most half of the remaining 80 t can be captured."""
    lime: SourceData = source("lime", {"CO2": 1.0})
    clinker = process("clinker", {"lime": {"CO2": 0.2}}, full_size=1.0)
    case = tiny_case(sources={"lime": lime}, measures=[clinker, capture("unit", "lime", capture_share=0.5)])
    plan = base_plan(
        case, deploy={"unit": {2025: 50.0}, "clinker": {2025: 1.0}}, captured={"unit": 40.0},
        cut_t={"clinker": {"lime": {"CO2": dict.fromkeys(YEARS, 20.0)}}},
    )  # fmt: skip
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    assert ledger.years[2025]["process_emissions_t"] == pytest.approx(40.0)
    assert ledger.years[2025]["captured_process_t"] == 40.0
    assert ledger.years[2025]["captured_energy_t"] == 0.0


def test_removals_and_scope() -> None:
    """700 t gross less 650 t credits and a plant's 30 t that draws 60 MWh."""
    plant = replace(removal("plant"), form="plant", built=investment(size_unit="tCO2/a"), consumes={"electricity": 2.0})
    case = tiny_case(measures=[removal("credit"), plant])
    plan = base_plan(case, deploy={"plant": {2025: 30.0}}, removed={"credit": 650.0, "plant": 30.0}, imported={"electricity": 1060.0})
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    year = ledger.years[2025]
    assert year["removals_t"] == 680.0
    assert year["net_emissions_t"] == year["net_scope_emissions_t"] == pytest.approx(736.0 - 680.0)
    assert year["effect_negative_t"] == pytest.approx(680.0 - 36.0)
    assert year["removal_cost_cny"] == pytest.approx(680.0 * 80.0)


def test_carbon_intensity_by_reading() -> None:
    """Whole: (700 + 10) t over 100 t of product; energy: 700 t."""
    case = tiny_case(sources={"lime": source("lime", {"CO2": 0.1})})
    plan = base_plan(case)
    assert build_ledger(case, plan, readings()).years[2025]["carbon_per_unit_kg"] == pytest.approx(7100.0)
    assert build_ledger(case, plan, readings(intensity_scope="energy")).years[2025]["carbon_per_unit_kg"] == pytest.approx(7000.0)
    assert build_ledger(case, plan, readings()).years[2025]["carbon_per_tce"] == pytest.approx(710 / 182.9)


def test_direct_emissions_of_new_converters_are_process() -> None:
    """450 units of a furnace with 1e-3 t CH4 each: 12.6 tCO2e."""
    furnace = conversion("furnace", converter({"gas": 1.0}, {"steam": 1.0}, direct_t={"CH4": 1e-3}))
    case = tiny_case(measures=[furnace])
    plan = base_plan(case, deploy={"furnace": {2025: 60.0}}, activity={"furnace": 450.0, "boiler": 0.0}, imported={"gas": 450.0})
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    assert ledger.years[2025]["process_emissions_t"] == pytest.approx(12.6)
    assert ledger.years[2025]["effect_reduction_t"] == pytest.approx(450 * (0.2 / 0.9 - 0.2) - 12.6)

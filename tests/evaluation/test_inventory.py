"""The inventory: a factory worked out by hand, and totals that equal the accounts on random factories and the examples."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from planner.domain.case import Case, Figure
from planner.domain.inventory import SEVEN_GASES, Entry, Inventory, Kind, Section
from planner.domain.plan import Plan
from planner.evaluation import build_ledger, list_inventories
from planner.evaluation.inventory import sum_totals
from planner.index import index_for
from planner.index.readings import Readings
from planner.pathway import no_target_request, reference_request
from planner.program import Program
from planner.reading import read_case
from tests.builders import (
    alone,
    base_plan,
    capture,
    electricity,
    generation,
    natural_gas,
    past,
    purchase,
    readings,
    removal,
    source,
    tiny_case,
)
from tests.factories import cases

ROOT = Path(__file__).resolve().parents[2]
EXACT = 1e-12
"""Relative to the largest amount that a total is made of."""
TOTALS = {
    "fuel": "fuel_emissions_t",
    "captured_energy": "captured_energy_t",
    "electricity": "electricity_emissions_t",
    "heat": "heat_emissions_t",
    "energy": "energy_emissions_t",
    "process": "process_emissions_t",
    "captured_process": "captured_process_t",
    "gross": "gross_emissions_t",
    "removals": "removals_t",
    "net": "net_emissions_t",
    "biogenic_co2": "biogenic_co2_t",
}


# By hand ---------------------------------------------------------------------------------------------------------------

FIGURES = (
    Figure("commodities.gas.emissions.CO2", "0.2", "t/MWh", "gas bill", "verified"),
    Figure("process_sources.leaks.t_per_activity.HFC-32", "0.001", "t HFC-32/kg", "maker", "user"),
    Figure("gwp_edition.CH4", "28", "tCO2e/t", "AR5", "verified"),
)


def golden_case() -> Case:
    """Gas in 10^4 Nm3, a refrigerant, green power and certificates, PV that sells.

    Gas: 50 units of 10 MWh = 500 MWh a year; 0.2 tCO2 and 1e-5 tCH4 per MWh. Refrigerant: 20 kg of half HFC-32 (GWP 677), half
    HFC-125 (GWP 3170). Power: average 0.6, residual 0.7 tCO2/MWh; equivalent value 0.3 tce/MWh.
    """
    known = (2023, 2024, 2025, 2026)
    grid = electricity(
        sell_price=300.0, equivalent_tce_per_mwh=dict.fromkeys(known, 0.3), residual_t_per_mwh={"CO2": dict.fromkeys(known, 0.7)}
    )
    gas = natural_gas(factors={"CO2": 0.2, "CH4": 1e-5}, unit="10^4 Nm3", mwh_per_unit=10.0)
    base = tiny_case(measures=[generation("pv"), purchase("green"), purchase("paper", "certificate"), removal("credit")])
    return replace(
        base,
        commodities={**base.commodities, "electricity": grid, "gas": gas},
        sources={"leaks": source("leaks", {"HFC-32": 0.0005, "HFC-125": 0.0005}, 20.0)},
        gwp={**base.gwp, "HFC-32": 677.0, "HFC-125": 3170.0},
        gas_families={"HFC-32": "HFCs", "HFC-125": "HFCs", "CH4": "CH4"},
        figures=FIGURES,
    )


def golden_plan(case: Case) -> Plan:
    """Each year 1000 MWh of power: 880 bought, 200 from PV of which 80 sold; 100 MWh green power, 50 MWh certificates; 30 t of credits."""
    return base_plan(
        case, imported={"electricity": 880.0, "gas": 500.0}, exported={"electricity": 80.0}, generated={"pv": 200.0},
        purchased={"green": 100.0, "paper": 50.0}, removed={"credit": 30.0}, deploy={"pv": {2025: 200 / 1.2}},
    )  # fmt: skip


def inventory_of(case: Case, plan: Plan, year: int, **choices: str) -> Inventory:
    chosen = readings(**choices)
    found = list_inventories(case, chosen, plan, build_ledger(case, plan, chosen))
    return next(inventory for inventory in found if inventory.year == year)


def golden(**choices: str) -> Inventory:
    case = golden_case()
    return inventory_of(case, golden_plan(case), 2025, **choices)


def lines(inventory: Inventory, section: Section) -> Mapping[tuple[str, str], Entry]:
    return {(entry.name.en, entry.gas): entry for entry in inventory.of(section)}


def test_fuel_by_gas_in_the_units_of_the_bill() -> None:
    """500 MWh = 50 x 10^4 Nm3 = 1800 GJ; CO2 500 x 0.2 = 100 t; CH4 500 x 1e-5 = 0.005 t x 28 = 0.14 tCO2e."""
    inventory = golden()
    (gas,) = inventory.fuels
    assert (gas.quantity, gas.unit, gas.mwh, gas.gj, gas.heat_value_gj) == (50.0, "10^4 Nm3", 500.0, 1800.0, 36.0)
    found = lines(inventory, Section.FUEL)
    co2, ch4 = found["gas", "CO2"], found["gas", "CH4"]
    assert (co2.quantity, co2.factor, co2.factor_unit, co2.t, co2.tco2e) == (50.0, 2.0, "tCO2/10^4 Nm3", 100.0, 100.0)
    assert (co2.source, co2.status) == ("gas bill", "verified")
    assert ch4.t == pytest.approx(0.005) and ch4.tco2e == pytest.approx(0.14)
    assert inventory.totals.fuel == pytest.approx(100.14)


def test_process_by_source_and_refrigerants_as_one_family() -> None:
    """20 kg x 0.0005 t = 0.01 t of each: 0.01 x 677 + 0.01 x 3170 = 38.47 tCO2e of HFCs, whose tonnes are not added up."""
    inventory = golden()
    assert {key[1]: entry.t for key, entry in lines(inventory, Section.PROCESS).items()} == {"HFC-32": 0.01, "HFC-125": 0.01}
    assert inventory.totals.process == pytest.approx(38.47)
    by_gas = {total.gas: total for total in inventory.gases}
    assert tuple(by_gas) == SEVEN_GASES
    assert by_gas["HFCs"].tco2e == pytest.approx(38.47) and by_gas["HFCs"].t is None
    assert by_gas["CH4"].t == pytest.approx(0.005)
    assert (by_gas["SF6"].t, by_gas["SF6"].tco2e) == (0.0, 0.0)


def test_purchased_electricity_with_claims_on_lines_of_their_own() -> None:
    """880 x 0.6 = 528; green power counts: -100 x 0.6 = -60; certificates are ignored: 468. Exports 80 x 0.6 = 48 are a memo."""
    inventory = golden()
    bought = lines(inventory, Section.ELECTRICITY)
    assert {name: entry.tco2e for (name, _), entry in bought.items()} == {"electricity": 528.0, "electricity: green power": -60.0}
    (sold,) = inventory.of(Section.EXPORTED)
    assert (sold.tco2e, sold.counted, sold.quantity) == (-48.0, False, -80.0)
    assert inventory.totals.electricity == pytest.approx(468.0)
    assert inventory.totals.energy == pytest.approx(568.14)
    assert inventory.totals.gross == pytest.approx(606.61)
    assert inventory.totals.removals == 30.0 and inventory.totals.net == pytest.approx(576.61)
    assert math.fsum(total.tco2e for total in inventory.gases) == pytest.approx(606.61)


def test_exports_are_deducted_when_the_reading_says_so() -> None:
    inventory = golden(exported_power="deducted")
    (sold,) = inventory.of(Section.EXPORTED)
    assert sold.counted and inventory.exports_deducted
    assert inventory.totals.electricity == pytest.approx(468.0 - 48.0)


def test_both_electricity_ledgers() -> None:
    """Location: 880 x 0.6 = 528. Market: 880 - 100 - 50 = 730 unclaimed x 0.7 = 511. The index counts 468: neither."""
    power = golden().power
    (line,) = power.lines
    assert (line.unclaimed_mwh, line.location_factor, line.market_factor, line.residual_given) == (730.0, 0.6, 0.7, True)
    assert power.location_t == pytest.approx(528.0) and power.market_t == pytest.approx(511.0)
    assert (power.judged_t, power.judged_by) == (pytest.approx(468.0), "mixed")


@pytest.mark.parametrize(
    ("choices", "ledger", "value"),
    [
        ({"green_power_in_emissions": "ignored"}, "location", 528.0),
        ({"certificates_in_emissions": "counts", "grid_factor": "excluding_traded"}, "market", 511.0),
        ({"certificates_in_emissions": "counts"}, "mixed", 438.0),
        ({"certificates_in_emissions": "counts", "grid_factor": "excluding_traded", "exported_power": "deducted"}, "mixed", 455.0),
        ({"green_power_in_emissions": "ignored", "grid_factor": "excluding_traded"}, "mixed", 616.0),
    ],
)
def test_which_ledger_the_readings_take(choices: dict[str, str], ledger: str, value: float) -> None:
    """438 = 730 x 0.6; 455 = 511 - 80 x 0.7; 616 = 880 x 0.7."""
    power = golden(**choices).power
    assert power.judged_by == ledger and power.judged_t == pytest.approx(value)


def test_without_a_residual_factor_the_average_stands_for_it() -> None:
    case = golden_case()
    grid = replace(case.commodities["electricity"], residual_t_per_mwh=None)
    case = replace(case, commodities={**case.commodities, "electricity": grid})
    power = inventory_of(case, golden_plan(case), 2025, certificates_in_emissions="counts").power
    assert not power.lines[0].residual_given and power.lines[0].market_factor == 0.6
    assert power.market_t == pytest.approx(438.0) and power.judged_by == "market"


def test_energy_by_both_values() -> None:
    """Power used 880 bought + 120 own = 1000 MWh: 122.9 tce or 300 tce; gas 500 x 0.12 = 60 tce.

    Renewable 120 own + 150 claims = 270 MWh: 33.183 tce or 81 tce. Per t of product: 182.9 x 1000 / 100 = 1829 kgce.
    """
    sheet = golden().energy
    power, gas = sheet.lines
    assert (power.bought, power.sold, power.own_renewable, power.used_mwh, power.used_gj) == (880.0, 80.0, 120.0, 1000.0, 3600.0)
    assert power.tce == pytest.approx(122.9) and power.equivalent_tce == pytest.approx(300.0)
    assert (gas.bought, gas.unit, gas.used_mwh) == (50.0, "10^4 Nm3", 500.0)
    assert sheet.calorific.use_tce == pytest.approx(182.9) and sheet.calorific.per_unit_kgce == pytest.approx(1829.0)
    assert sheet.calorific.renewable_tce == pytest.approx(33.183) and sheet.calorific.share == pytest.approx(33.183 / 182.9)
    assert sheet.equivalent is not None
    assert sheet.equivalent.use_tce == pytest.approx(360.0) and sheet.equivalent.share == pytest.approx(81 / 360)
    assert sheet.judged_by == "calorific" and sheet.judged_share == pytest.approx(33.183 / 182.9)


def test_no_equivalent_total_without_an_equivalent_value() -> None:
    case = tiny_case()
    sheet = inventory_of(case, base_plan(case), 2025).energy
    assert sheet.equivalent is None and [line.equivalent_tce for line in sheet.lines] == [None, pytest.approx(60.0)]


def test_factors_bring_value_source_and_status() -> None:
    found = {factor.field: factor for factor in golden().factors}
    gas = found["commodities.gas.emissions.CO2"]
    assert (gas.value, gas.unit, gas.source, gas.status) == (2.0, "tCO2/10^4 Nm3", "gas bill", "verified")
    assert found["commodities.gas.heat_value_gj_per_unit"].value == pytest.approx(36.0)
    assert found["commodities.electricity.emissions.residual_co2_t_per_unit"].value == 0.7
    assert found["gwp_edition.CH4"].value == 28.0 and found["gwp_edition.CH4"].source == "AR5"
    assert "gwp_edition.SF6" not in found, "a gas that does not occur"
    assert found["leaks.HFC-32"].source == "maker"


def test_cuts_and_capture_stand_on_lines_of_their_own() -> None:
    """The boiler burns 500 MWh of gas with 100 t CO2, of which 40 t are captured."""
    case = tiny_case(measures=[capture("stack", "boiler")])
    inventory = inventory_of(case, base_plan(case, captured={"stack": 40.0}), 2025)
    (taken,) = inventory.of(Section.CAPTURED)
    assert (taken.kind, taken.t, taken.tco2e, taken.gas) == (Kind.CAPTURE, -40.0, -40.0, "CO2")
    assert inventory.totals.captured_energy == 40.0
    assert inventory.totals.energy == pytest.approx(100.0 + 600.0 - 40.0)
    assert inventory.gases[0].tco2e == pytest.approx(660.0)


def test_past_years_from_bills() -> None:
    """2023: 1000 x 0.6 - 200 green x 0.6 + 500 x 0.2 - 5 captured = 575 t; 7 t of credits beside."""
    first = past({"electricity": 1000.0, "gas": 500.0}, green_power_mwh={"electricity": 200.0}, captured_t=5.0, removed_t=7.0)
    case = tiny_case(history={2023: first, 2024: past({"electricity": 1000.0, "gas": 500.0})})
    inventory, later = list_inventories(case, readings())
    assert (inventory.year, inventory.period, inventory.frozen) == (2023, "history", None)
    assert inventory.totals.energy == pytest.approx(575.0) and inventory.totals.removals == 7.0
    assert later.totals.energy == pytest.approx(700.0)


def test_a_frozen_grid_shows_own_effort() -> None:
    """Factor 0.6 in 2024, 0.5 in 2025, 0.4 in 2026: with 1000 MWh bought the grid alone takes 100 and 200 t."""
    grid = electricity(factors={"CO2": {2023: 0.7, 2024: 0.6, 2025: 0.5, 2026: 0.4}})
    case = tiny_case()
    case = replace(case, commodities={**case.commodities, "electricity": grid})
    ledger = build_ledger(case, base_plan(case), readings())
    for year, factor in ((2025, 0.5), (2026, 0.4)):
        assert ledger.years[year]["energy_emissions_t"] == pytest.approx(1000 * factor + 100)
        assert ledger.frozen[year]["energy_emissions_t"] == pytest.approx(700.0)
        assert ledger.frozen[year]["baseline_t"] == ledger.years[year]["baseline_t"] == pytest.approx(800.0)
        assert ledger.frozen[year]["emission_reduction"] == pytest.approx(1 - 700 / 800)
        assert ledger.frozen[year]["electricity_location_t"] == pytest.approx(600.0)
        assert ledger.frozen[year]["yearly_cost_cny"] == ledger.years[year]["yearly_cost_cny"]


# Equal to the accounts --------------------------------------------------------------------------------------------------


def assert_equal(case: Case, inventory: Inventory) -> None:
    """Every total, summed from the lines, is the account's figure."""
    account = inventory.account
    scale = max([1e-9, *(abs(entry.tco2e) for entry in inventory.entries)])
    again = sum_totals(case, inventory.entries)
    for name, metric in TOTALS.items():
        assert abs(getattr(again, name) - account[metric]) <= EXACT * scale, (inventory.year, name)
    assert abs(math.fsum(total.tco2e for total in inventory.gases) - account["gross_emissions_t"]) <= EXACT * scale
    for name in ("location", "market"):
        assert abs(getattr(inventory.power, f"{name}_t") - account[f"electricity_{name}_t"]) <= EXACT * scale
    sheet = inventory.energy
    totals = sheet.calorific if sheet.judged_by == "calorific" else sheet.equivalent
    assert totals is not None
    energy = max([1e-9, *(abs(line.equivalent_tce or line.tce) for line in sheet.lines)])
    assert abs(totals.use_tce - account["energy_use_tce"]) <= EXACT * energy
    assert abs(totals.renewable_tce - account["renewable_tce"]) <= EXACT * energy
    assert sheet.judged_share == account.values.get("renewable_share")
    if "energy_per_unit_kgce" in account.values:
        assert totals.per_unit_kgce == pytest.approx(account["energy_per_unit_kgce"], rel=1e-9)
    used = math.fsum(line.tce if sheet.judged_by == "calorific" else line.equivalent_tce or 0.0 for line in sheet.lines)
    assert abs(used - totals.use_tce) <= EXACT * energy
    assert {gas.gas for gas in inventory.gases} == set(SEVEN_GASES)


def assert_all_equal(case: Case, chosen: Readings, plan: Plan) -> None:
    ledger = build_ledger(case, plan, chosen)
    inventories = list_inventories(case, chosen, plan, ledger)
    assert tuple(inventory.year for inventory in inventories) == (*case.history_years, *case.years)
    for inventory in inventories:
        assert_equal(case, inventory)
        expected = ledger.history if inventory.period == "history" else ledger.years
        assert inventory.account == expected[inventory.year]


@pytest.mark.slow
@settings(
    max_examples=40, derandomize=True, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck)
)
@given(cases(rules=("groups", "carbon_price"), features=()))
def test_totals_equal_the_accounts_on_random_factories(case: Case) -> None:
    index, chosen = index_for(case)
    plan = Program(case, alone(index, chosen)).solve(no_target_request()).plan
    assert_all_equal(case, chosen, plan)


@pytest.mark.parametrize("name", ["two-measures", "auto-parts", "float-glass"])
@pytest.mark.parametrize("settings_", [(), ("index.settings.exported_power=deducted", "index.settings.certificates_in_emissions=counts")])
def test_totals_equal_the_accounts_of_the_examples(name: str, settings_: tuple[str, ...]) -> None:
    case = read_case(ROOT / "examples" / name / "scenario.yaml", settings_)
    index, chosen = index_for(case)
    for request in (reference_request(), no_target_request()):
        assert_all_equal(case, chosen, Program(case, alone(index, chosen)).solve(request).plan)

"""Money by hand: annuities, discounting, milestones, tariffs, demand charge, storage, carbon price, degradation."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.case import CarbonPriceData, Case, Money, Slice, Standing
from planner.domain.verdict import Ledger
from planner.evaluation import build_ledger
from planner.evaluation.cost import PAID_AFTER, find_annuity, find_discount_factor
from tests.builders import (
    DAY_AND_NIGHT,
    YEARS,
    base_plan,
    capture,
    electricity,
    equipment,
    generation,
    investment,
    natural_gas,
    plan_for,
    purchase,
    readings,
    saving,
    storage,
    tiny_case,
)

TIMINGS = ("start_of_year", "mid_year", "end_of_year")


def money(rate: float, timing: str) -> Money:
    return Money(real_rate=rate, timing=timing, base_year=2024, price_year=2024)


def clean(case: Case, **plan: object) -> Ledger:
    """Ledger of a plan on top of the tiny case's flows that breaks nothing."""
    ledger = build_ledger(case, base_plan(case, **plan), readings())
    assert ledger.breaches == ()
    return ledger


@pytest.mark.parametrize(
    ("timing", "annuity"),
    [
        ("end_of_year", 0.1 * 1.21 / 0.21),  # 0.576190...: 1 = a / 1.1 + a / 1.21
        ("start_of_year", 0.1 * 1.21 / 0.21 / 1.1),  # 1 = a + a / 1.1
        ("mid_year", 0.1 * 1.21 / 0.21 / math.sqrt(1.1)),
    ],
)
def test_annuity_of_two_years_at_ten_percent(timing: str, annuity: float) -> None:
    assert find_annuity(money(0.1, timing), 2) == pytest.approx(annuity, rel=1e-12)


@pytest.mark.parametrize("timing", TIMINGS)
def test_annuity_without_interest(timing: str) -> None:
    assert find_annuity(money(0.0, timing), 8) == 0.125
    assert find_discount_factor(tiny_case(money=money(0.0, timing)), 2026) == 1.0


@given(rate=st.floats(1e-6, 0.5), lifetime=st.integers(1, 60), timing=st.sampled_from(TIMINGS))
def test_present_value_of_the_annuity_is_the_overnight_cost(rate: float, lifetime: int, timing: str) -> None:
    """Payments at t + k years after the start of the vintage, k = 0 .. L-1."""
    payments = (find_annuity(money(rate, timing), lifetime) * (1 + rate) ** -(k + PAID_AFTER[timing]) for k in range(lifetime))
    assert math.fsum(payments) == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize(
    ("timing", "factor"),
    [("end_of_year", 1 / 1.08), ("start_of_year", 1.0), ("mid_year", 1.08**-0.5)],
)
def test_discount_factor_of_the_first_year(timing: str, factor: float) -> None:
    assert find_discount_factor(tiny_case(money=money(0.08, timing)), 2025) == pytest.approx(factor, rel=1e-12)


def test_milestone_years_stand_for_several() -> None:
    """2025 stands for 2025, 2026, 2027 and 2028 for two years, 10 %, paid at the end: D = 1/1.1 + 1/1.21 + 1/1.331, 1/1.1^4 + 1/1.1^5."""
    years = (2025, 2028)
    base = tiny_case()
    spread_years = (2023, 2024, *years)
    case = tiny_case(
        years=years, stands_for={2025: 3, 2028: 2}, money=money(0.1, "end_of_year"), equipment=base.equipment,
        commodities={
            **base.commodities, "electricity": electricity(years=spread_years), "gas": natural_gas(years=spread_years),
        },
        demands={key: replace(item, annual_mwh=dict.fromkeys(years, item.annual_mwh[2025])) for key, item in base.demands.items()},
        intensity=replace(base.intensity, amount=dict.fromkeys(spread_years, 100.0)),
    )  # fmt: skip
    ledger = clean(case)
    assert ledger.discounted_cost_cny == pytest.approx(750_000 * (1 / 1.1 + 1 / 1.21 + 1 / 1.331 + 1.1**-4 + 1.1**-5), rel=1e-12)


def test_pv_with_degradation_subsidy_and_upkeep() -> None:
    """100 kW at 4000 CNY less 10 %, 1.2 MWh/kW losing 2 % a year; second batch of 50 kW in 2026 at 3500 CNY; 40 kW stand till 2026."""
    built = investment(
        capex={2025: 4000.0, 2026: 3500.0}, fixed_om={2025: 60.0, 2026: 50.0}, subsidy_share=0.1, lifetime_years=25,
        existing=(Standing(40.0, 2026),), existing_fixed_om_cny=70.0,
    )  # fmt: skip
    pv = replace(generation("pv"), built=built, degradation_per_year=0.02, variable_cost_cny=5.0, subsidy_cny=20.0)
    case = tiny_case(measures=[pv], money=money(0.0, "end_of_year"))
    first, second = (100 + 40) * 1.2, 100 * 1.2 * 0.98 + 50 * 1.2  # 168 and 177.6 MWh
    ledger = clean(
        case, deploy={"pv": {2025: 100.0, 2026: 50.0}}, generated={"pv": {2025: first, 2026: second}},
        imported={"electricity": {2025: 1000 - first, 2026: 1000 - second}},
    )  # fmt: skip
    one, two = ledger.years[2025], ledger.years[2026]
    assert one["investment_cny"] == pytest.approx(360_000.0)
    assert two["investment_cny"] == pytest.approx(157_500.0)
    assert one["capital_cost_cny"] == pytest.approx(360_000 / 25)
    assert two["capital_cost_cny"] == pytest.approx((360_000 + 157_500) / 25)
    assert one["fixed_om_cny"] == pytest.approx(100 * 60 + 40 * 70)
    assert two["fixed_om_cny"] == pytest.approx(100 * 60 + 50 * 50)
    assert one["variable_om_cny"] == pytest.approx(168 * 5)
    assert two["subsidy_income_cny"] == pytest.approx(177.6 * 20)
    assert two["energy_cost_cny"] == pytest.approx(822.4 * 600 + 150_000)
    rows = {row.year: row for row in ledger.measures}
    assert (rows[2026].added_size, rows[2026].online_size, rows[2026].amount_unit) == (50.0, 150.0, "MWh")
    assert rows[2026].abatement_t == pytest.approx(177.6 * 0.6)
    assert rows[2026].investment_cny == pytest.approx(157_500.0)


def test_lifetime_ends_annuity_and_upkeep() -> None:
    led = replace(saving("led", {"power": 0.2}), built=investment(capex=1000.0, fixed_om=10.0, lifetime_years=1), variable_cost_cny=3.0)
    case = tiny_case(measures=[led], money=money(0.0, "end_of_year"))
    ledger = clean(
        case, deploy={"led": {2025: 50.0}}, saved={"led": {"power": {2025: 100.0}}}, imported={"electricity": {2025: 900.0, 2026: 1000.0}}
    )
    assert ledger.years[2025]["capital_cost_cny"] == 50_000.0
    assert ledger.years[2025]["variable_om_cny"] == 300.0
    assert ledger.years[2026]["capital_cost_cny"] == ledger.years[2026]["fixed_om_cny"] == ledger.years[2026]["variable_om_cny"] == 0.0


def test_time_of_use_storage_and_demand_charge() -> None:
    """Day at 1.5 x 600, night at 0.5 x 600. A battery takes 100 MWh in the night and gives 81 by day at 0.9 x 0.9."""
    tariff = electricity(slices=2, price_multiplier=(1.5, 0.5), demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 40_000.0))
    battery = replace(
        storage("battery", charge_efficiency=0.9, discharge_efficiency=0.9),
        built=investment(capex=500.0, energy_capex_cny=900.0, fixed_om=20.0, lifetime_years=10),
    )
    base = tiny_case(slices=DAY_AND_NIGHT)
    case = tiny_case(
        slices=DAY_AND_NIGHT, commodities={**base.commodities, "electricity": tariff}, measures=[battery], money=money(0.0, "mid_year")
    )
    stored = 100 * 0.9 / 365  # 0.24657 MWh a night
    ledger = clean(
        case, deploy={"battery": {2025: 150.0}}, charge={"battery": (0.0, 100.0)}, discharge={"battery": (81.0, 0.0)},
        level={"battery": (0.0, stored)}, imported={"electricity": (419.0, 600.0)},
        peak_mw={"electricity": {2025: {0: 600 / 4380}, 2026: {0: 600 / 4380}}},
    )  # fmt: skip
    year = ledger.years[2025]
    assert year["energy_cost_cny"] == pytest.approx(419 * 900 + 600 * 300 + 150_000)
    assert year["demand_charge_cny"] == pytest.approx(600 / 4380 * 40_000 * 12)
    assert year["investment_cny"] == pytest.approx(150 * 500 + 300 * 900)  # two hours
    assert year["fixed_om_cny"] == pytest.approx(150 * 20)
    assert year["effect_zero_carbon_t"] == pytest.approx(-19 * 0.6)  # losses
    assert ledger.measures[0].amount == 81.0


def test_demand_charge_by_month_and_load_factor() -> None:
    """Two named months, one billed each: 1.0 and 0.5 MW mean load over a load factor of 0.8."""
    slices = (Slice(8760 / 2, 182.5, 0, (1,)), Slice(8760 / 2, 182.5, 1, (7,)))
    tariff = electricity(slices=2, demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 40_000.0), load_factor=0.8)
    base = tiny_case(slices=slices)
    demands = {**base.demands, "power": replace(base.demands["power"], annual_mwh=dict.fromkeys(YEARS, 6570.0), shape=(2 / 3, 1 / 3))}
    case = tiny_case(slices=slices, commodities={**base.commodities, "electricity": tariff}, demands=demands)
    peaks = {1: 1.25, 7: 0.625}
    ledger = clean(case, imported={"electricity": (4380.0, 2190.0)}, peak_mw={"electricity": {2025: peaks, 2026: peaks}})
    assert ledger.years[2025]["demand_charge_cny"] == pytest.approx(1.875 * 40_000)


def test_carbon_price_with_free_allocation() -> None:
    """Fuel and electricity covered: 700 t less 500 t free in 2025; 800 t free in 2026 leave nothing to pay or to sell."""
    carbon = CarbonPriceData(
        price_cny=dict.fromkeys(YEARS, 100.0), free_t={2025: 500.0, 2026: 800.0}, covers=frozenset({"fuel", "electricity"})
    )
    ledger = clean(tiny_case(carbon_price=carbon), surrendered={2025: 200.0, 2026: 0.0})
    assert ledger.years[2025]["carbon_cost_cny"] == 20_000.0
    assert ledger.years[2026]["carbon_cost_cny"] == 0.0


def test_yearly_cost_is_costs_less_incomes() -> None:
    """Existing boiler 30 CNY/kW and 4 CNY/MWh, claims, export."""
    grid = electricity(sell_price=350.0)
    base = tiny_case()
    boiler = replace(base.equipment["boiler"], fixed_om_cny=30.0)
    boiler = replace(boiler, converter=replace(boiler.converter, variable_cost_cny=4.0))
    case = tiny_case(
        commodities={**base.commodities, "electricity": grid}, equipment={"boiler": boiler}, measures=[generation("pv"), purchase("green")]
    )
    ledger = clean(
        case, deploy={"pv": {2025: 100.0}}, generated={"pv": 120.0}, exported={"electricity": 20.0}, imported={"electricity": 900.0},
        purchased={"green": 300.0},
    )  # fmt: skip
    year = ledger.years[2025]
    capital = 100_000 * 0.08 / (1 - 1.08**-10)
    assert year["export_income_cny"] == 7000.0
    assert year["claims_cost_cny"] == 9000.0
    assert year["yearly_cost_cny"] == pytest.approx(capital + 30_000 + 1800 + 540_000 + 150_000 + 9000 - 7000, rel=1e-12)
    assert ledger.discounted_cost_cny == pytest.approx(year["yearly_cost_cny"] * (1 / 1.08 + 1 / 1.08**2), rel=1e-12)


def test_variable_cost_of_capture() -> None:
    unit = replace(capture("unit", "boiler"), variable_cost_cny=200.0)
    ledger = clean(tiny_case(measures=[unit]), deploy={"unit": {2025: 50.0}}, captured={"unit": 50.0})
    assert ledger.years[2025]["variable_om_cny"] == 10_000.0


@given(factor=st.floats(0.01, 100.0), generated=st.floats(0.0, 100.0))
def test_scaling_prices_scales_cost(factor: float, generated: float) -> None:
    def cost(scale: float) -> Ledger:
        pv = replace(generation("pv"), built=investment(capex=4000.0 * scale, fixed_om=60.0 * scale))
        base = tiny_case(measures=[pv])
        commodities = {**base.commodities, "electricity": electricity(price=600.0 * scale), "gas": natural_gas(price=300.0 * scale)}
        case = replace(base, commodities=commodities)
        flows = {"generated": {"pv": generated}, "imported": {"electricity": 1000.0 - generated}}
        return build_ledger(case, base_plan(case, deploy={"pv": {2025: 90.0}}, **flows), readings())

    once, scaled = cost(1.0), cost(factor)
    assert scaled.discounted_cost_cny == pytest.approx(factor * once.discounted_cost_cny, rel=1e-9)
    assert scaled.years[2026]["gross_emissions_t"] == once.years[2026]["gross_emissions_t"]


def test_equipment_that_is_gone_costs_nothing() -> None:
    base = tiny_case()
    old = equipment("old", base.equipment["boiler"].converter, size=10.0, until=2026, fixed_om=100.0)
    case = tiny_case(equipment={**base.equipment, "old": old})
    ledger = build_ledger(case, plan_for(case), readings())
    assert ledger.years[2025]["fixed_om_cny"] == 1000.0
    assert ledger.years[2026]["fixed_om_cny"] == 0.0

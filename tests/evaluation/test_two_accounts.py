"""The optimizer's figures and the evaluator's accounts at the optimum of varied small factories (docs/accounting.md)."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from planner.domain.base import Text
from planner.domain.case import AnyMeasure, CarbonPriceData, Case, CommodityData, GroupData, Investment, Slice, Standing
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import Category
from planner.domain.verdict import Ledger
from planner.evaluation import build_ledger
from planner.evaluation.agreement import compare_accounts
from planner.index import load_index
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from tests.builders import (
    BINHAI,
    DAY_AND_NIGHT,
    EVER,
    HISTORY,
    capture,
    commodity,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    natural_gas,
    past,
    process,
    purchase,
    removal,
    saving,
    solve_plan,
    source,
    storage,
    text,
    tiny_case,
)

SEEDS = range(8)
TWO_MONTHS = (Slice(4380.0, 182.5, 0, (1,)), Slice(4380.0, 182.5, 1, (7,)))
CHOICES = {
    "renewable_denominator": ("total_energy", "electricity"),
    "renewable_numerator": ("all_claims", "no_certificates", "physical_only"),
    "electricity_tce": ("calorific", "equivalent"),
    "grid_factor": ("average", "excluding_traded"),
    "green_power_in_emissions": ("counts", "ignored"),
    "certificates_in_emissions": ("counts", "ignored"),
    "emission_scope": ("energy", "whole"),
    "intensity_scope": ("whole", "energy"),
    "exported_power": ("ignored", "deducted"),
}


def falling(start: float, years: Iterable[int]) -> dict[int, float]:
    """A series that falls by 1 % of its start from year to year."""
    return {year: start * (1 - 0.01 * place) for place, year in enumerate(years)}


def make_commodities(years: tuple[int, ...]) -> dict[str, CommodityData]:
    """Power with tariff, demand charge and export; gas, wood, bought heat, steam."""
    known = (*HISTORY, *years)
    grid = electricity(
        slices=2, years=known, sell_price=300.0, sell_limit_mwh=dict.fromkeys(years, 50.0), price_multiplier=(1.4, 0.6),
        equivalent_tce_per_mwh=dict.fromkeys(known, 0.29),
        residual_t_per_mwh={"CO2": falling(0.7, known)}, demand_charge_cny_per_mw_month=falling(40_000.0, years),
    )  # fmt: skip
    wood = {"price": 150.0, "tce": 0.123, "factors": {"CO2": 0.4, "CH4": 1e-4}}
    return {
        "electricity": grid,
        "gas": natural_gas(slices=2, years=known, factors={"CO2": 0.2, "CH4": 4e-6}),
        "steam": commodity("steam", slices=2),
        "wood": commodity("wood", Category.BIOMASS, slices=2, years=known, **wood),
        "hot": commodity("hot", Category.HEAT, price=200.0, tce=0.1, factors={"CO2": 0.4}, slices=2, years=known),
    }


def make_measures(draw: random.Random, years: tuple[int, ...]) -> list[AnyMeasure]:
    """Every kind of measure, several on one target, at prices low enough to be used."""

    def built(**changes: object) -> Investment:
        given = {"lifetime_years": draw.choice((1, 3, 20)), "subsidy_share": 0.1, "capex": 30.0, **changes}
        return investment(years, **given)

    burner = converter({"wood": 1.1, "electricity": 0.01}, {"steam": 1.0}, direct_t={"CO2": 0.05}, slices=2)
    pump = converter({"electricity": 1 / 3}, {"steam": 1.0}, slices=2, variable_cost_cny=2.0)
    pv = built(limit_size=300.0, existing=(Standing(20.0, 2027),), existing_fixed_om_cny=10.0, minimum_size=draw.choice((None, 50.0)))
    return [
        replace(saving("wrap", {"steam": 0.2, "hot": 0.1}), consumes={"electricity": 0.03}, built=built(capex=draw.choice((20.0, 900.0)))),
        replace(saving("seal", {"steam": 0.3}, full_size=130.0), built=built(unit_size=draw.choice((None, 26.0)))),
        replace(saving("led", {"power": 0.2}, full_size=200.0), built=built(growth_per_year=1.2, growth_start_size=40.0)),
        replace(conversion("burner", burner), built=built(limit_size=15.0)),
        replace(conversion("pump", pump), built=built(limit_size=20.0), excludes=frozenset(draw.choice(((), ("burner",))))),
        replace(process("clinker", {"lime": {"CO2": 0.3, "CH4": 0.9}}), consumes={"electricity": 0.1, "gas": 0.2}, built=built()),
        replace(process("binder", {"lime": {"CO2": 0.5}}), built=built(), variable_cost_cny=3.0),
        replace(generation("pv", yields=(1.0, 0.2)), degradation_per_year=0.02, subsidy_cny=5.0, variable_cost_cny=2.0, built=pv),
        replace(
            storage("battery", charge_efficiency=0.9, discharge_efficiency=0.9, standing_loss_per_hour=0.001),
            hours=draw.choice((2.0, None)), limit_kwh=400.0, built=built(capex=10.0, energy_capex_cny=5.0, limit_size=100.0),
        ),
        purchase("green", price=falling(10.0, years), limit_mwh=dict.fromkeys(years, 900.0)),
        purchase("paper", "certificate", price=falling(5.0, years), first_year=years[1]),
        replace(capture("stack", "burner"), consumes={"electricity": 0.01, "steam": 0.01}, built=built()),
        replace(capture("chimney", "boiler"), consumes={"electricity": 0.1}, built=built(limit_size=15.0), variable_cost_cny=4.0),
        replace(capture("side", "boiler", capture_share=0.5), built=built(limit_size=10.0)),
        replace(removal("air", price=falling(20.0, years)), built=built(limit_size=20.0), consumes={"electricity": 0.01}),
        removal("credit", price=falling(90.0, years), limit_t=dict.fromkeys(years, 700.0)),
    ]  # fmt: skip


def make_case(seed: int) -> Case:
    """A small factory whose years, slices, money and measures vary with the seed."""
    draw = random.Random(seed)
    years = draw.choice(((2025, 2026, 2027, 2028), (2025, 2028, 2030)))
    known, slices = (*HISTORY, *years), draw.choice((DAY_AND_NIGHT, TWO_MONTHS))
    base = tiny_case(slices=slices)
    electrode = converter({"electricity": 1.01}, {"steam": 1.0}, direct_t={"SF6": 1e-7}, slices=2)
    return tiny_case(
        slices=slices, years=years, stands_for={year: until - year for year, until in zip(years, (*years[1:], years[-1] + 2), strict=True)},
        commodities=make_commodities(years), measures=make_measures(draw, years),
        demands={
            "power": demand("power", "electricity", falling(1000.0, years), (0.6, 0.4)),
            "steam": demand("steam", annual=falling(450.0, years), shape=(0.5, 0.5)),
            "hot": demand("hot", annual=falling(200.0, years), shape=(0.7, 0.3)),
        },
        equipment={**base.equipment, "electrode": equipment("electrode", electrode, until=draw.choice((2027, EVER)), fixed_om=3.0)},
        sources={"lime": source("lime", {"CO2": 0.4, "CH4": 0.001}, dict.fromkeys(known, 100.0))},
        groups={"yard": GroupData("yard", text("yard"), 250.0, "m2", {"pv": 1.0, "battery": 1.0})},
        budget_total=draw.choice((None, 300_000.0)),
        carbon_price=CarbonPriceData(
            falling(draw.choice((50.0, 500.0, 1500.0)), years), dict.fromkeys(years, 100.0),
            frozenset(draw.sample(("fuel", "electricity", "heat", "process"), 3)),
        ),
        history={year: past({"electricity": 1000.0, "gas": 500.0, "hot": 200.0}) for year in HISTORY},
        intensity=replace(base.intensity, amount=dict.fromkeys(known, 100.0)),
        money=replace(
            base.money, real_rate=draw.choice((0.0, 0.08)), timing=draw.choice(("start_of_year", "mid_year", "end_of_year"))
        ),
    )  # fmt: skip


def make_readings(seed: int) -> Readings:
    """Readings that vary with the seed."""
    draw = random.Random(seed + 1000)
    _, given = load_index("binhai-2022")
    drawn = {name: draw.choice(choices) for name, choices in CHOICES.items()}
    return given.model_copy(update={**drawn, "credits_at_zero": "literal"})


@cache
def solve(seed: int, new_measures: bool = True) -> tuple[Ledger, tuple[object, ...], tuple[Text, ...]]:
    """Ledger, disagreements and breaches of the optimum; of three seeds one asks for the low tier and one for zero."""
    case, readings = make_case(seed), make_readings(seed)
    asked = (
        (TierYear(index="binhai-2022", tier="low", year=case.years[1]),),
        (TierYear(index="binhai-2022", tier="zero", year=case.years[-1]),),
        (),
    )
    tiers = asked[seed % 3] if new_measures else ()
    solution = solve_plan(case, load_index("binhai-2022")[0], readings, Request(tiers=tiers, new_measures=new_measures))
    assert solution.plan.solver is not None
    ledger = build_ledger(case, solution.plan, readings)
    return ledger, compare_accounts(BINHAI, solution.figures, ledger, solution.plan.solver.objective_cny), ledger.breaches


@pytest.mark.parametrize("seed", SEEDS)
def test_optimizer_and_evaluator_agree(seed: int) -> None:
    _, disagreements, breaches = solve(seed)
    assert disagreements == ()
    assert breaches == ()


@pytest.mark.parametrize("seed", (0, 1))
def test_they_agree_on_the_reference(seed: int) -> None:
    ledger, disagreements, breaches = solve(seed, new_measures=False)
    assert disagreements == ()
    assert breaches == ()
    assert all(row.added_size == 0 for row in ledger.measures)


def test_the_factories_use_every_measure() -> None:
    """Otherwise the agreement would say little."""
    used = {row.measure for seed in SEEDS for row in solve(seed)[0].measures if row.amount > 1e-6}
    assert used == set(make_case(0).measures)


def test_every_metric_is_accounted() -> None:
    ledger, _, _ = solve(0)
    for account in ledger.years.values():
        assert set(account.values) == set(METRICS) - {"solid_waste_utilisation"}

"""Assessed abatement: by hand for the reference factors, and as an identity on random balanced plans."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.tiers import Category
from planner.evaluation import build_ledger
from planner.evaluation.effects import equipment_effects, find_references
from planner.evaluation.quantities import Quantities
from tests.builders import (
    DAY_AND_NIGHT,
    YEARS,
    base_plan,
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
    plan_for,
    process,
    purchase,
    readings,
    removal,
    saving,
    source,
    storage,
    tiny_case,
)

ALL_COUNT = readings(green_power_in_emissions="counts", certificates_in_emissions="counts", exported_power="deducted")


def test_references_follow_the_first_equipment() -> None:
    """Steam: 0.2 / 0.9. Air: 0.11 MWh power x 0.6 + 0.01 t CH4 x 28, whoever else makes it. Ore is bought but emits nothing."""
    base = tiny_case()
    case = tiny_case(
        commodities={
            **base.commodities, "air": commodity("air"), "dust": commodity("dust"),
            "ore": commodity("ore", price=5.0, factors={"CO2": 9.0}),
        },
        equipment={
            **base.equipment,
            "compressor": equipment("compressor", converter({"electricity": 0.11}, {"air": 1.0}, direct_t={"CH4": 0.01})),
            "second": equipment("second", converter({"gas": 9.0}, {"air": 1.0})),
        },
    )  # fmt: skip
    references = find_references(case, readings(), 2025)
    assert references == pytest.approx({"electricity": 0.6, "gas": 0.2, "steam": 0.2 / 0.9, "air": 0.346, "ore": 0.0, "dust": 0.0})


def test_reference_of_joint_production_credits_the_other_output() -> None:
    """CHP: 2.5 MWh gas to 1 MWh power (bought at 0.6) and 0.9 MWh steam: (0.5 - 0.6) / 0.9, below zero."""
    base = tiny_case()
    case = tiny_case(equipment={"chp": equipment("chp", converter({"gas": 2.5}, {"electricity": 1.0, "steam": 0.9})), **base.equipment})
    assert find_references(case, readings(), 2025)["steam"] == pytest.approx(-0.1 / 0.9)


def test_coproducts_share_the_emissions_of_their_equipment() -> None:
    """Steam and cold that only come together: 0.2 tCO2e over 0.5 + 0.4 MWh, the same factor for both."""
    base = tiny_case()
    case = tiny_case(
        commodities={**base.commodities, "cold": commodity("cold")},
        equipment={"both": equipment("both", converter({"gas": 1.0}, {"steam": 0.5, "cold": 0.4}))},
    )
    references = find_references(case, readings(), 2025)
    assert (references["steam"], references["cold"]) == pytest.approx((0.2 / 0.9, 0.2 / 0.9))


def test_a_coproduct_with_another_reference_is_credited() -> None:
    """Power is bought at 0.6, so steam of a CHP carries 0.2 - 0.3 x 0.6 over 0.5."""
    case = tiny_case(equipment={"chp": equipment("chp", converter({"gas": 1.0}, {"steam": 0.5, "electricity": 0.3}))})
    assert find_references(case, readings(), 2025)["steam"] == pytest.approx((0.2 - 0.3 * 0.6) / 0.5)


def test_effects_of_saving_and_conversion() -> None:
    """Insulation saves 45 MWh steam (x 0.2222) with 2 MWh power; a heat pump makes 105 MWh steam from 35 MWh power."""
    wrap = replace(saving("wrap", {"steam": 0.2}), consumes={"electricity": 2 / 45})
    pump = conversion("pump", converter({"electricity": 1 / 3}, {"steam": 1.0}))
    case = tiny_case(measures=[wrap, pump])
    plan = base_plan(
        case, deploy={"wrap": {2025: 50.0}, "pump": {2025: 20.0}}, saved={"wrap": {"steam": 45.0}},
        activity={"pump": 105.0, "boiler": 300.0}, imported={"electricity": 1037.0, "gas": 300 / 0.9},
    )  # fmt: skip
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    effects = {row.measure: row.abatement_t for row in ledger.measures if row.year == 2025}
    assert effects["wrap"] == pytest.approx(45 * 0.2 / 0.9 - 2 * 0.6)
    assert effects["pump"] == pytest.approx(105 * 0.2 / 0.9 - 35 * 0.6)
    year = ledger.years[2025]
    assert year["effect_reduction_t"] == pytest.approx(sum(effects.values()))
    assert year["effect_substitution_t"] == pytest.approx(effects["pump"])
    assert year["gross_emissions_t"] == pytest.approx(700 - sum(effects.values()))


def whole_plant() -> Case:
    """A case with every kind of measure, two slices, and existing equipment beside the reference."""
    base = tiny_case(slices=DAY_AND_NIGHT)
    wood = commodity("wood", Category.BIOMASS, price=200.0, tce=0.123, factors={"CO2": 0.4, "CH4": 1e-4}, slices=2)
    hot = commodity("hot", Category.HEAT, price=200.0, tce=0.1, factors={"CO2": 0.4}, slices=2)
    two = {"slices": 2}
    return tiny_case(
        slices=DAY_AND_NIGHT,
        commodities={
            "electricity": electricity(slices=2, sell_price=300.0), "steam": base.commodities["steam"], "wood": wood, "hot": hot,
            "gas": natural_gas(slices=2, factors={"CO2": 0.2, "CH4": 4e-6, "N2O": 4e-7}),
        },
        demands={**base.demands, "hot": demand("hot", annual=200.0, shape=(0.7, 0.3))},
        equipment={
            **base.equipment,
            "electrode": equipment("electrode", converter({"electricity": 1.01}, {"steam": 1.0}, direct_t={"SF6": 1e-7}, **two)),
        },
        sources={"lime": source("lime", {"CO2": 0.4, "CH4": 0.001})},
        measures=[
            replace(saving("wrap", {"steam": 0.2, "hot": 0.1}), consumes={"electricity": 0.03}),
            conversion("burner", converter({"wood": 1.1, "electricity": 0.01}, {"steam": 1.0}, direct_t={"CO2": 0.05}, **two)),
            replace(process("clinker", {"lime": {"CO2": 0.3, "CH4": 0.9}}), consumes={"electricity": 0.1, "gas": 0.2}),
            generation("pv", yields=(1.0, 0.2)),
            storage("battery", charge_efficiency=0.9, discharge_efficiency=0.9),
            purchase("green"), purchase("paper", "certificate"),
            replace(capture("unit", "burner"), consumes={"electricity": 0.3, "steam": 0.1}),
            replace(capture("stack", "boiler"), consumes={"electricity": 0.3}),
            replace(capture("cap", "lime"), consumes={"hot": 0.3}),
            replace(removal("air"), built=investment(), consumes={"electricity": 2.0}), removal("credit"),
        ],
    )  # fmt: skip


def balance(case: Case, shares: list[float]) -> Plan:
    """Decisions from random shares; boiler and purchases close the balances in each slice."""
    wrap, hot, burner, electrode, cut, methane, pv, sold, stored, green, unit, stack, cap, air, credit = shares
    half = 0.5
    saved = {"steam": (45 * wrap, 45 * wrap), "hot": (14 * hot, 6 * hot)}
    cut_t = {"CO2": 12 * cut, "CH4": 0.09 * methane}
    captured = {"unit": 40 * unit, "stack": 20 * stack, "cap": 20 * cap}
    removed = {"air": 10 * air, "credit": 500 * credit}
    steam = [225 - saved["steam"][s] + 0.1 * captured["unit"] * half for s in (0, 1)]
    burnt, boiled = [0.5 * burner * x for x in steam], [0.4 * electrode * x for x in steam]
    boiler = [x - b - e for x, b, e in zip(steam, burnt, boiled, strict=True)]
    tonnes = cut_t["CO2"] + 28 * cut_t["CH4"]
    spread_power = 0.1 * tonnes + 0.3 * captured["unit"] + 0.3 * captured["stack"] + 2.0 * removed["air"]
    generated, exported = (300 * pv, 60 * pv), (300 * pv * sold, 60 * pv * sold)
    charge, discharge = (50 * stored, 0.0), (0.0, 40.5 * stored)
    power = [
        500 + 0.03 * (saved["steam"][s] + saved["hot"][s]) + 1.01 * boiled[s] + 0.01 * burnt[s] + spread_power * half
        + charge[s] + exported[s] - generated[s] - discharge[s]
        for s in (0, 1)
    ]  # fmt: skip
    flows: dict[str, Any] = {
        "imported": {
            "electricity": power, "gas": [x / 0.9 + 0.2 * tonnes * half for x in boiler], "wood": [1.1 * x for x in burnt],
            "hot": [(140, 60)[s] - saved["hot"][s] + 0.3 * captured["cap"] * half for s in (0, 1)],
        },
        "activity": {"boiler": boiler, "burner": burnt, "electrode": boiled},
        "exported": {"electricity": exported}, "generated": {"pv": generated},
        "saved": {"wrap": saved}, "charge": {"battery": charge}, "discharge": {"battery": discharge},
        "cut_t": {"clinker": {"lime": {gas: dict.fromkeys(YEARS, amount) for gas, amount in cut_t.items()}}},
        "purchased": {"green": 200 * green, "paper": 100 * green}, "captured": captured, "removed": removed,
    }  # fmt: skip
    return plan_for(case, **flows)


@settings(max_examples=60, deadline=None)
@given(shares=st.lists(st.floats(0.0, 1.0), min_size=15, max_size=15))
def test_effects_add_up_to_what_is_avoided(shares: list[float]) -> None:
    """Demand and sources at the reference, less all effects, less equipment beside the reference, are the net emissions."""
    case = whole_plant()
    plan = balance(case, shares)
    ledger = build_ledger(case, plan, ALL_COUNT)
    assert not [text for text in ledger.breaches if "short by" in text.en or "more than is used" in text.en]
    book = Quantities(case, plan)
    for year in YEARS:
        references = find_references(case, ALL_COUNT, year)
        demanded = math.fsum(item.annual_mwh[year] * references[item.commodity] for item in case.demands.values())
        sources = 100 * (0.4 + 0.001 * 28)
        effects = math.fsum(row.abatement_t for row in ledger.measures if row.year == year)
        beside = math.fsum(equipment_effects(book, references, year).values())
        assert demanded + sources - effects - beside == pytest.approx(ledger.years[year]["net_emissions_t"], rel=1e-10, abs=1e-9)


def test_zero_flows_change_nothing() -> None:
    case = whole_plant()
    bare = build_ledger(case, base_plan(case, imported={"hot": (140.0, 60.0)}), ALL_COUNT)
    zeros = base_plan(
        case, imported={"hot": (140.0, 60.0), "wood": 0.0}, generated={"pv": 0.0}, saved={"wrap": {"steam": 0.0}}, captured={"unit": 0.0},
        removed={"credit": 0.0}, purchased={"green": 0.0}, charge={"battery": 0.0}, deploy={"pv": {2025: 0.0}},
        cut_t={"clinker": {"lime": {"CO2": {2025: 0.0}}}}, surrendered={2025: 0.0},
    )  # fmt: skip
    assert build_ledger(case, zeros, ALL_COUNT) == bare

"""Attribution: a factory by hand, and the identity on random factories under random readings."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.attribution import Attribution, Origin, Part, PartKind, Walk
from planner.domain.case import Case, Standing
from planner.domain.plan import Plan
from planner.domain.tiers import Category, MeasureClass
from planner.evaluation import build_ledger
from planner.index import load_index
from planner.index.readings import Readings
from planner.pathway import no_target_request, reference_request, request_for
from planner.program import Program
from tests.builders import (
    EVER,
    TIERS,
    alone,
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
    past,
    plan_for,
    purchase,
    readings,
    removal,
    saving,
    source,
    storage,
    text,
    tiny_case,
)
from tests.drawing import Dice
from tests.drawn_plans import draw_plan, draw_readings
from tests.factories import cases
from tests.raw_emissions import count_emissions
from tests.test_examples import EXAMPLES, case_of, outcome_for
from tests.test_two_accounts import RANDOM, quantitative, solve_or_explain

EXACT = 1e-9
"""Of the largest amount of emissions in the year. [1]"""
SOLVED = 1e-6
"""How far a solver may leave balances open, of the largest amount of emissions in the year. [1]"""


def attribution_of(case: Case, plan: Plan, chosen: Readings | None = None) -> Attribution:
    found = build_ledger(case, plan, chosen or readings()).attribution
    assert found is not None
    return found


def walks_of(found: Attribution) -> Iterator[Walk]:
    yield from found.years.values()
    yield found.cumulative
    yield found.average


def parts_of(walk: Walk, kind: PartKind) -> dict[str, Part]:
    return {part.subject: part for part in walk.parts if part.kind is kind}


def change(walk: Walk, kind: PartKind) -> float:
    """Change of net emissions by all parts of one kind. [tCO2e]"""
    return math.fsum(part.net_t for part in walk.parts if part.kind is kind)


def largest(walk: Walk) -> float:
    return max(abs(t) for t in (walk.base_gross_t, walk.base_net_t, walk.gross_t, walk.net_t, *(part.net_t for part in walk.parts)))


def assert_adds_up(found: Attribution) -> None:
    """Base year and parts make the year's emissions; sums by class and by subtype make those of the measures."""
    for walk in walks_of(found):
        room = EXACT * largest(walk)
        assert walk.base_net_t + math.fsum(part.net_t for part in walk.parts) == pytest.approx(walk.net_t, rel=0, abs=room)
        assert walk.base_gross_t + math.fsum(part.gross_t for part in walk.parts) == pytest.approx(walk.gross_t, rel=0, abs=room)
        assert max(abs(walk.open_net_t), abs(walk.open_gross_t)) <= room
        for sums in (walk.by_class, walk.by_subtype):
            assert math.fsum(row.net_t for row in sums) == pytest.approx(change(walk, PartKind.MEASURE), rel=0, abs=room)


def assert_arrives(case: Case, plan: Plan, chosen: Readings) -> None:
    """The parts lead to emissions counted from the flows without the evaluator, year by year and over all years."""
    found = attribution_of(case, plan, chosen)
    assert_adds_up(found)
    counted = {year: count_emissions(case, plan, chosen, year) for year in case.years}
    for year, (gross, net) in counted.items():
        walk = found.years[year]
        assert walk.base_gross_t + math.fsum(part.gross_t for part in walk.parts) == pytest.approx(gross, rel=0, abs=EXACT * largest(walk))
        assert walk.base_net_t + math.fsum(part.net_t for part in walk.parts) == pytest.approx(net, rel=0, abs=EXACT * largest(walk))
    total = math.fsum(case.stands_for[year] * net for year, (_, net) in counted.items())
    assert found.cumulative.net_t == pytest.approx(total, rel=0, abs=EXACT * largest(found.cumulative))


# By hand -----------------------------------------------------------------------------------------------------------------


def worked_case() -> Case:
    """The worked example of docs/attribution.md: more demand, a cleaner grid, and one measure of many kinds."""
    base = tiny_case()
    grid = electricity(factors={"CO2": {2023: 0.6, 2024: 0.6, 2025: 0.5, 2026: 0.5}}, sell_price=300.0)
    pv = replace(generation("pv"), built=investment(existing=(Standing(50.0, EVER),)), subtype=text("renewable energy"))
    bills = {"own_renewable_mwh": {"electricity": 100.0}, "green_power_mwh": {"electricity": 50.0}, "removed_t": 10.0}
    bills["sold_mwh"] = {"electricity": 20.0}
    return tiny_case(
        commodities={**base.commodities, "electricity": grid},
        demands={**base.demands, "light": demand("light", "electricity", 100.0)},
        equipment={**base.equipment, "electrode": equipment("electrode", converter({"electricity": 1.0}, {"steam": 1.0}))},
        sources={"kiln": source("kiln", {"CO2": 0.4}, {2023: 100.0, 2024: 100.0, 2025: 120.0, 2026: 120.0})},
        measures=[
            saving("lamps", {"light": 0.3}, full_size=30.0), saving("controls", {"light": 0.2}, full_size=20.0), pv, purchase("green"),
            replace(capture("unit", "kiln"), consumes={"electricity": 0.1}), removal("credit"),
        ],
        history={year: past({"electricity": 900.0, "gas": 500.0}, **bills) for year in (2023, 2024)},
    )  # fmt: skip


def worked_plan(case: Case) -> Plan:
    return base_plan(
        case, deploy={"lamps": {2025: 30.0}, "controls": {2025: 20.0}, "pv": {2025: 50.0}, "unit": {2025: 50.0}},
        imported={"electricity": 1047.0, "gas": 400.0}, activity={"boiler": 360.0, "electrode": 90.0},
        saved={"lamps": {"light": 30.0}, "controls": {"light": 14.0}}, generated={"pv": 120.0}, exported={"electricity": 20.0},
        purchased={"green": 200.0}, captured={"unit": 10.0}, removed={"credit": 30.0},
    )  # fmt: skip


def test_a_factory_by_hand() -> None:
    """From 640 to 511.5 tCO2e, as docs/attribution.md works it out."""
    case = worked_case()
    ledger = build_ledger(case, worked_plan(case), readings())
    assert ledger.breaches == () and ledger.attribution is not None
    walk = ledger.attribution.years[2025]
    assert (walk.base_gross_t, walk.base_net_t) == pytest.approx((650.0, 640.0))
    assert (walk.gross_t, walk.net_t) == pytest.approx((541.5, 511.5))
    own = parts_of(walk, PartKind.BASE_YEAR_OWN)[""]
    assert (own.gross_t, own.net_t) == pytest.approx((60 + 30 - 12, 60 + 30 - 12 + 10))
    drivers = {kind: change(walk, kind) for kind in PartKind if kind not in (PartKind.BASE_YEAR_OWN, PartKind.MEASURE)}
    assert drivers == pytest.approx(
        {
            PartKind.DEMAND: 760 - 688,
            PartKind.PROCESS_ACTIVITY: 8,
            PartKind.SUPPLY_FACTORS: -110,
            PartKind.EQUIPMENT: 90 * 0.5 - 20,
            PartKind.SALES: 10,
            PartKind.IMBALANCE: 0,
        },
        abs=1e-9,
    )
    measures = parts_of(walk, PartKind.MEASURE)
    net = {"lamps": -15.0, "controls": -7.0, "pv": -60.0, "green": -100.0, "unit": -9.5, "credit": -30.0}
    assert {id_: part.net_t for id_, part in measures.items()} == pytest.approx(net)
    assert {id_: part.gross_t for id_, part in measures.items()} == pytest.approx({**net, "credit": 0.0})
    assert_adds_up(ledger.attribution)


def test_the_worked_example_of_the_page_is_this_factory() -> None:
    """Last column of the table in docs/attribution.md."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "attribution.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([^|]+) \|[^|]*\| (-?[0-9.]+) \|$", page, re.MULTILINE)
    case = worked_case()
    walk = attribution_of(case, worked_plan(case)).years[2025]
    parts = [(f"`{part.subject or part.kind.value}`", part.net_t) for part in walk.parts]
    expected = [("base year", walk.base_net_t), *parts, ("planning year", walk.net_t)]
    assert [name for name, _ in told] == [name for name, _ in expected]
    assert [float(amount) for _, amount in told] == pytest.approx([amount for _, amount in expected], abs=1e-9)


def test_sums_by_class_subtype_years_and_per_year() -> None:
    """Reduction 22, zero-carbon 160 of which PV 60, negative 39.5 tCO2e a year; 2026 stands for three years."""
    case = replace(worked_case(), stands_for={2025: 1, 2026: 3})
    found = attribution_of(case, worked_plan(case))
    for walk, years in ((found.years[2025], 1), (found.cumulative, 4), (found.average, 1)):
        expected = {MeasureClass.REDUCTION: -22.0, MeasureClass.ZERO_CARBON: -160.0, MeasureClass.NEGATIVE: -39.5}
        assert {row.measure_class: row.net_t / years for row in walk.by_class} == pytest.approx(expected)
        rows = {(row.measure_class, row.subtype.en if row.subtype else ""): row.net_t / years for row in walk.by_subtype}
        assert rows[MeasureClass.ZERO_CARBON, "renewable energy"] == pytest.approx(-60.0)
        assert rows[MeasureClass.ZERO_CARBON, ""] == pytest.approx(-100.0)
        assert walk.net_t / years == pytest.approx(511.5)
    pv = parts_of(found.years[2025], PartKind.MEASURE)["pv"]
    assert found.years[2025].share_of_reduction(pv) == pytest.approx(60 / 128.5)


def test_a_year_without_a_fall_has_no_shares() -> None:
    case = replace(worked_case(), history={year: past({"electricity": 10.0}) for year in (2023, 2024)})
    walk = attribution_of(case, worked_plan(case)).years[2025]
    assert walk.net_t > walk.base_net_t and {walk.share_of_reduction(part) for part in walk.parts} == {None}


def test_exports_that_are_deducted_leave_nothing_to_sales() -> None:
    """The account takes 20 MWh x 0.5 off; base year 20 x 0.6 alike."""
    case = worked_case()
    walk = attribution_of(case, worked_plan(case), readings(exported_power="deducted")).years[2025]
    assert (walk.base_net_t, walk.net_t) == pytest.approx((628.0, 501.5))
    assert (change(walk, PartKind.SALES), change(walk, PartKind.BASE_YEAR_OWN)) == pytest.approx((0.0, 100.0))
    assert change(walk, PartKind.DEMAND) == pytest.approx(72.0)


def test_claims_that_do_not_count_change_nothing() -> None:
    case = worked_case()
    walk = attribution_of(case, worked_plan(case), readings(green_power_in_emissions="ignored")).years[2025]
    assert parts_of(walk, PartKind.MEASURE)["green"].net_t == 0.0
    assert (walk.base_net_t, walk.net_t) == pytest.approx((670.0, 611.5))
    assert change(walk, PartKind.DEMAND) == pytest.approx(72.0)


def test_origin_says_what_stood_before_the_plan() -> None:
    """PV stands and is added to; without the addition it only stands; lamps are the plan's own."""
    case = worked_case()
    both = parts_of(attribution_of(case, worked_plan(case)).years[2025], PartKind.MEASURE)
    assert {id_: part.origin for id_, part in both.items()} == {**dict.fromkeys(both, Origin.NEW), "pv": Origin.BOTH}
    later = worked_plan(case).model_copy(update={"deploy": {"pv": {2026: 50.0}}})
    found = attribution_of(case, later)
    origins = [parts_of(walk, PartKind.MEASURE)["pv"].origin for walk in (*found.years.values(), found.cumulative)]
    assert origins == [Origin.STANDING, Origin.BOTH, Origin.BOTH]


def test_two_savings_on_one_demand_share_what_they_save_together() -> None:
    """Lamps 30 % and controls 20 % save 44 % of 100 MWh, and each is credited with its own flow of the plan, at any split of the 44."""
    case = worked_case()
    whole = attribution_of(case, worked_plan(case)).years[2025]
    assert sum(parts_of(whole, PartKind.MEASURE)[id_].net_t for id_ in ("lamps", "controls")) == pytest.approx(-44 * 0.5)
    other = base_plan(case, saved={"lamps": {"light": 24.0}, "controls": {"light": 20.0}})
    split = parts_of(attribution_of(case, other).years[2025], PartKind.MEASURE)
    assert (split["lamps"].net_t, split["controls"].net_t) == pytest.approx((-24 * 0.5, -20 * 0.5))


# Edges -------------------------------------------------------------------------------------------------------------------


def test_no_measures_leave_demand_and_factors() -> None:
    case = tiny_case()
    found = attribution_of(case, base_plan(case))
    assert found.years[2025].by_class == () and found.years[2025].by_subtype == ()
    assert_arrives(case, base_plan(case), readings())


def test_a_factory_that_stops() -> None:
    """No demand: all of the base year's 700 t go by demand."""
    case = tiny_case(demands={"power": demand("power", "electricity", 0.0), "steam": demand("steam", annual=0.0)})
    walk = attribution_of(case, plan_for(case)).years[2025]
    assert (change(walk, PartKind.DEMAND), walk.net_t) == pytest.approx((-700.0, 0.0))


def test_capture_on_biomass_lowers_net_emissions_only() -> None:
    """A boiler of wood and gas: 0.4 of 0.6 t are biogenic; of 90 t captured, 60 are a removal."""
    wood = commodity("wood", Category.BIOMASS, price=200.0, tce=0.123, factors={"CO2": 0.4})
    mixed = conversion("mixed", converter({"gas": 1.0, "wood": 1.0}, {"steam": 1.0}))
    case = tiny_case(commodities={**tiny_case().commodities, "wood": wood}, measures=[mixed, capture("unit", "mixed")])
    plan = base_plan(case, activity={"mixed": 450.0, "boiler": 0.0}, imported={"wood": 450.0, "gas": 450.0}, captured={"unit": 90.0})
    unit = parts_of(attribution_of(case, plan).years[2025], PartKind.MEASURE)["unit"]
    assert (unit.gross_t, unit.net_t) == pytest.approx((-30.0, -90.0))
    assert_arrives(case, plan, readings())


def test_existing_power_and_heat_are_credited_for_both() -> None:
    """A CHP beside the boiler, 100 h of 2.5 gas to 1 power and 0.9 steam: 50 t burnt for 60 t of power and 20 t of steam."""
    base = tiny_case()
    chp = equipment("chp", converter({"gas": 2.5}, {"electricity": 1.0, "steam": 0.9}))
    case = tiny_case(equipment={**base.equipment, "chp": chp})
    plan = base_plan(case, activity={"chp": 100.0, "boiler": 360.0}, imported={"electricity": 900.0, "gas": 250.0 + 400.0})
    parts = parts_of(attribution_of(case, plan).years[2025], PartKind.EQUIPMENT)
    assert {id_: part.net_t for id_, part in parts.items()} == pytest.approx({"boiler": 0.0, "chp": 50.0 - 80.0}, abs=1e-9)
    assert_arrives(case, plan, readings())


def test_losses_of_a_store_add_to_emissions() -> None:
    case = tiny_case(measures=[storage("battery")])
    plan = base_plan(case, charge={"battery": 100.0}, discharge={"battery": 90.0}, imported={"electricity": 1010.0})
    battery = parts_of(attribution_of(case, plan).years[2025], PartKind.MEASURE)["battery"]
    assert battery.net_t == pytest.approx(10 * 0.6)
    assert_arrives(case, plan, readings())


def test_products_sold_stay_in_the_factorys_emissions() -> None:
    """Steam of the boiler has no factor that an account could deduct: 90 MWh sold are 20 t of sales."""
    base = tiny_case()
    steam = replace(base.commodities["steam"], can_sell=True)
    case = tiny_case(commodities={**base.commodities, "steam": steam})
    plan = base_plan(case, activity={"boiler": 540.0}, imported={"gas": 600.0}, exported={"steam": 90.0})
    for chosen in (readings(), readings(exported_power="deducted")):
        assert change(attribution_of(case, plan, chosen).years[2025], PartKind.SALES) == pytest.approx(20.0)
        assert_arrives(case, plan, chosen)


def test_gas_sold_from_own_digester_is_not_taken_off_what_is_bought() -> None:
    """Sold from own generation: 10 x 0.2 t of sales, which the digester was credited with. Sold without one: taken off the purchase."""
    gas = replace(natural_gas(), can_sell=True)
    base = {**tiny_case().commodities, "gas": gas}
    bought = {"imported": {"gas": 510.0}, "exported": {"gas": 10.0}}
    resold = tiny_case(commodities=base)
    assert change(attribution_of(resold, base_plan(resold, **bought)).years[2025], PartKind.SALES) == 0.0
    assert_arrives(resold, base_plan(resold, **bought), readings())
    made = tiny_case(commodities=base, measures=[generation("digester", "gas")])
    plan = base_plan(made, imported={"gas": 480.0}, generated={"digester": 30.0}, exported={"gas": 10.0})
    walk = attribution_of(made, plan).years[2025]
    assert (change(walk, PartKind.SALES), change(walk, PartKind.MEASURE)) == pytest.approx((2.0, -6.0))
    assert_arrives(made, plan, readings())


def test_energy_from_nowhere_is_named_and_not_hidden_in_another_part() -> None:
    """10 MWh less power bought than used: 6 t too few, all of them in the part for open balances."""
    case = tiny_case()
    honest = attribution_of(case, base_plan(case)).years[2025]
    short = attribution_of(case, base_plan(case, imported={"electricity": 990.0})).years[2025]
    assert change(short, PartKind.IMBALANCE) == pytest.approx(-6.0)
    kinds = [kind for kind in PartKind if kind is not PartKind.IMBALANCE]
    assert [change(short, kind) for kind in kinds] == [change(honest, kind) for kind in kinds]


def test_co2_captured_from_nothing_and_purchases_without_a_seller_are_named_too() -> None:
    """Electricity gives no CO2 to capture; steam has no seller, so 9 MWh of it have no emissions in the account but replace 2 t."""
    dry = conversion("dry", converter({"electricity": 1.0}, {"steam": 1.0}))
    case = tiny_case(measures=[dry, capture("unit", "dry")])
    plan = base_plan(case, captured={"unit": 5.0}, activity={"boiler": 441.0}, imported={"steam": 9.0, "gas": 490.0})
    assert change(attribution_of(case, plan).years[2025], PartKind.IMBALANCE) == pytest.approx(5.0 - 2.0)
    assert_arrives(case, plan, readings())


def test_factors_of_fuels_count_as_factors_of_the_supply() -> None:
    gas = natural_gas(factors={"CO2": {2023: 0.2, 2024: 0.2, 2025: 0.18, 2026: 0.1}})
    case = tiny_case(commodities={**tiny_case().commodities, "gas": gas})
    found = attribution_of(case, base_plan(case))
    assert [change(found.years[year], PartKind.SUPPLY_FACTORS) for year in case.years] == pytest.approx([-10.0, -50.0])


# Random factories --------------------------------------------------------------------------------------------------------


@settings(RANDOM, max_examples=200)
@given(cases(), st.integers(0, 2**32 - 1))
def test_parts_add_up_whatever_the_plan_and_the_readings(case: Case, seed: int) -> None:
    """Flows that balance nothing move every part, and still the parts make the emissions counted from the flows."""
    dice = Dice(seed)
    assert_arrives(case, draw_plan(case, dice), draw_readings(case, dice))


@pytest.mark.slow
@settings(RANDOM, max_examples=200)
@given(cases(), st.integers(0, 2**32 - 1))
def test_parts_add_up_in_plans_that_are_solved(case: Case, seed: int) -> None:
    """Here balances are kept, so what they leave open is at most the solver's tolerance."""
    dice = Dice(seed)
    index = quantitative(load_index(case.index.id, case.index.settings)[0])
    chosen = draw_readings(case, dice)
    request = dice.choice((no_target_request(), reference_request(), request_for(case, dice.choice(TIERS))))
    solution = solve_or_explain(Program(case, alone(index, chosen)), request)
    if solution is not None:
        assert_arrives(case, solution.plan, chosen)
        for walk in walks_of(attribution_of(case, solution.plan, chosen)):
            assert abs(change(walk, PartKind.IMBALANCE)) <= SOLVED * largest(walk)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_parts_add_up_in_the_examples(name: str) -> None:
    case = case_of(name)
    chosen: Any = load_index(case.index.id, case.index.settings)[1]
    for tier in (None, *case.targets):
        outcome = outcome_for(name, tier)
        if outcome.plan is not None:
            assert_arrives(case, outcome.plan, chosen)

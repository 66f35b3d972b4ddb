"""Every kind of breach at least once, with its amount worked out by hand, and the tolerance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.base import Text
from planner.domain.case import CarbonPriceData, Case, GroupData, Slice, Standing
from planner.domain.plan import Flows, Plan
from planner.evaluation import build_ledger
from planner.evaluation.breaches import SHOWN_PER_KIND, Kind
from planner.evaluation.physics import FLOOR, TOLERANCE
from tests.builders import (
    DAY_AND_NIGHT,
    YEARS,
    base_plan,
    capture,
    converter,
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
    text,
    tiny_case,
)
from tests.evaluation.broken import Broken
from tests.evaluation.hours_by_hand import broken_hours


def pv(**changes: Any) -> Any:
    return replace(generation("pv"), built=investment(**changes))


def with_grid(**changes: Any) -> dict[str, Any]:
    slices = changes.get("slices", 1)
    base = tiny_case(slices=DAY_AND_NIGHT if slices == 2 else tiny_case().slices)
    return {**base.commodities, "electricity": electricity(**changes)}


def trade() -> list[Broken]:
    """What crosses the fence."""
    plain, two = tiny_case(), tiny_case(measures=[purchase("green"), purchase("paper", "certificate")])
    limited = tiny_case(measures=[purchase("green", limit_mwh=dict.fromkeys(YEARS, 100.0))])
    late = tiny_case(measures=[replace(removal("credit"), first_year=2026)])
    credit = tiny_case(measures=[removal("credit", limit_t=dict.fromkeys(YEARS, 50.0))])
    plant = tiny_case(measures=[replace(removal("air"), built=investment())])
    selling = tiny_case(commodities=with_grid(sell_price=300.0, sell_limit_mwh=dict.fromkeys(YEARS, 5.0)), measures=[pv()])
    both = tiny_case(commodities=with_grid(sell_price=300.0), measures=[pv(), purchase("green")])
    covers = frozenset({"fuel", "electricity"})
    carbon = tiny_case(carbon_price=CarbonPriceData(dict.fromkeys(YEARS, 90.0), dict.fromkeys(YEARS, 500.0), covers))
    gas = tiny_case(commodities={**plain.commodities, "gas": natural_gas(buy_limit_mwh=dict.fromkeys(YEARS, 460.0))})
    return [
        Broken(Kind.NOT_BOUGHT, plain, base_plan(plain, imported={"steam": 7.0}), "2025: steam can't be bought, yet 7 unit is."),
        Broken(Kind.BUY_LIMIT, gas, base_plan(gas), "2026: 40 MWh more of gas is bought than the limit allows."),
        Broken(Kind.NOT_SOLD, plain, base_plan(plain, exported={"steam": 9.0}), "2025: steam can't be sold, yet 9 unit is."),
        Broken(
            Kind.SELL_LIMIT, selling, base_plan(selling, generated={"pv": 30.0}, exported={"electricity": 8.0}),
            "2025: 3 MWh more of electricity is sold than the limit allows.",
        ),
        Broken(
            Kind.EXPORT, selling, base_plan(selling, generated={"pv": 1.0}, exported={"electricity": 5.0}),
            "2025: 4 MWh more of electricity is sold than is made on site.",
        ),
        Broken(
            Kind.DEDUCTED, both, base_plan(both, generated={"pv": 330.0}, exported={"electricity": 330.0}, purchased={"green": 950.0}),
            "2025: claims on electricity and the sales deducted from it exceed what is bought by 280 MWh.",
            readings(exported_power="deducted"),
        ),
        Broken(
            Kind.CLAIMS, two, base_plan(two, purchased={"green": 700.0, "paper": 400.0}),
            "2025: green power and certificates on electricity exceed what is bought by 100 MWh.",
        ),
        Broken(
            Kind.PURCHASE_LIMIT, limited, base_plan(limited, purchased={"green": 120.0}), "2025: green is 20 MWh above its purchase limit."
        ),
        Broken(
            Kind.REMOVAL_LIMIT, credit, base_plan(credit, removed={"credit": 60.0}),
            "2025: credit is 10 tCO2e above its removal limit.",
        ),
        Broken(
            Kind.REMOVAL_SIZE, plant, base_plan(plant, deploy={"air": {2025: 4.0}}, removed={"air": 6.0}),
            "2026: air removes 2 tCO2e above its online size.",
        ),
        Broken(Kind.TOO_EARLY, late, base_plan(late, removed={"credit": 3.0}), "2025: credit is not available yet, but has 3 tCO2e."),
        Broken(
            Kind.CARBON, carbon, base_plan(carbon, surrendered={2025: 200.0, 2026: 150.0}),
            "2026: allowances: 50 tCO2e too little is surrendered.",
        ),
        Broken(
            Kind.REFERENCE, two, base_plan(two, purchased={"green": 11.0}, new_measures=False),
            "2025: the reference may hold no new measure, but green has 11 MWh.",
        ),
    ]  # fmt: skip


def sizes() -> list[Broken]:
    """What is built."""
    late, small = tiny_case(measures=[pv(vintages=(2026,))]), tiny_case(measures=[pv(limit_size=100.0, existing=(Standing(30.0, 2026),))])
    slow = tiny_case(measures=[pv(yearly_limit={2026: 10.0})])
    growing = tiny_case(measures=[pv(growth_per_year=1.5, growth_start_size=10.0)])
    roof = tiny_case(measures=[pv()], groups={"roof": GroupData("roof", text("roof"), 500.0, "m2", {"pv": 6.0})})
    battery = storage("battery", limit_kwh=150.0)
    needy = tiny_case(measures=[pv(), replace(battery, requires={"pv": 0.5})])
    either = tiny_case(measures=[replace(pv(), excludes=frozenset({"battery"})), battery])
    units = tiny_case(measures=[pv(unit_size=40.0, minimum_size=60.0)])
    poor = tiny_case(measures=[pv()], budget_by_year={2026: 50_000.0}, budget_total=120_000.0)
    led = tiny_case(measures=[saving("led", {"power": 0.1}, full_size=100.0)])
    bought = tiny_case(measures=[purchase("green")])

    def build(case: Case, **deploy: dict[int, float]) -> Plan:
        return base_plan(case, deploy=deploy)

    return [
        Broken(Kind.VINTAGE, late, build(late, pv={2025: 5.0}), "2025: pv can't start to operate in that year, but 5 kW is added."),
        Broken(Kind.VINTAGE, bought, build(bought, green={2025: 5.0}), "2025: green can't start to operate in that year, but 5 is added."),
        Broken(Kind.SIZE_LIMIT, small, build(small, pv={2025: 80.0}), "2025: pv is 10 kW above its size limit."),
        Broken(Kind.SIZE_LIMIT, led, build(led, led={2025: 60.0, 2026: 60.0}), "2026: led is 20 MWh/a above its size limit."),
        Broken(Kind.YEARLY_LIMIT, slow, build(slow, pv={2026: 12.0}), "2026: pv adds 2 kW above its yearly limit."),
        Broken(Kind.GROWTH, growing, build(growing, pv={2025: 8.0, 2026: 23.0}), "2026: pv adds 1 kW more than its growth allows."),
        Broken(Kind.GROWTH, growing, build(growing, pv={2025: 11.0}), "2025: pv adds 1 kW more than its growth allows."),
        Broken(Kind.GROUP, roof, build(roof, pv={2025: 90.0}), "2025: the shared limit roof is exceeded by 40 m2."),
        Broken(
            Kind.REQUIRES, needy, build(needy, pv={2025: 40.0}, battery={2025: 25.0}),
            "2025: battery is 5 kW larger than the measure it requires allows.",
        ),
        Broken(
            Kind.EXCLUDES, either, build(either, pv={2025: 40.0}, battery={2026: 25.0}),
            "pv and battery exclude each other, yet both are built, 25 kW of the smaller.",
        ),
        Broken(Kind.UNITS, units, build(units, pv={2025: 90.0}), "2025: pv is not built in whole units, by 0.25."),
        Broken(Kind.MINIMUM, units, build(units, pv={2025: 40.0}), "2025: pv is 20 kW below its minimum size."),
        Broken(Kind.BUDGET, poor, build(poor, pv={2026: 60.0}), "2026: the investment budget of the year is exceeded by 10000 CNY."),
        Broken(Kind.BUDGET, poor, build(poor, pv={2025: 100.0, 2026: 30.0}), "the total investment budget is exceeded by 10000 CNY."),
        Broken(Kind.ENERGY_LIMIT, needy, build(needy, battery={2025: 80.0}), "2025: battery is 10 kWh above its energy limit."),
        Broken(
            Kind.ENERGY_RATIO, needy, base_plan(needy, deploy={"battery": {2025: 10.0}}, deploy_kwh={"battery": {2025: 25.0}}),
            "2025: the energy of battery is not its hours times its power, by 5 kWh.",
        ),
        Broken(
            Kind.REFERENCE, small, base_plan(small, deploy={"pv": {2026: 1.0}}, new_measures=False),
            "2026: the reference may hold no new measure, but pv has 1 kW.",
        ),
    ]  # fmt: skip


def physics() -> list[Broken]:
    """What the plant can do."""
    plain, sunny = tiny_case(), tiny_case(slices=DAY_AND_NIGHT, measures=[generation("pv", yields=(1.0, 0.2))])
    gone = tiny_case(equipment={"boiler": equipment("boiler", plain.equipment["boiler"].converter, size=1000.0, until=2026)})
    weak = tiny_case(equipment={"boiler": equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}), size=50.0)})
    store = tiny_case(slices=DAY_AND_NIGHT, measures=[storage("battery")])
    empty = {"battery": (0.0, 0.0)}
    hourly = (Slice(8760 / 3, 365.0, 2, ()), Slice(8760 / 3, 365.0, 0, ()), Slice(8760 / 3, 365.0, 1, ()))
    step = tiny_case(slices=hourly, measures=[storage("battery", standing_loss_per_hour=0.01)])
    savers = tiny_case(measures=[saving("led", {"power": 0.2}, full_size=200.0), saving("dim", {"power": 0.5}, full_size=500.0)])
    gases = tiny_case(
        sources={"lime": source("lime", {"CO2": 1.0})},
        measures=[process("one", {"lime": {"CO2": 0.4}}), process("two", {"lime": {"CO2": 0.5}})],
    )
    stack = tiny_case(measures=[capture("a", "boiler", capture_share=0.5), capture("b", "boiler", capture_share=0.8)])
    peaky = tiny_case(commodities=with_grid(demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 4e4), load_factor=0.5))

    def cut(**tonnes: float) -> dict[str, Any]:
        return {measure: {"lime": {"CO2": {2025: amount}}} for measure, amount in tonnes.items()}

    def saved(**amounts: float) -> dict[str, Any]:
        return {measure: {"power": {2025: amount}} for measure, amount in amounts.items()}

    return [
        Broken(Kind.SHORT, plain, base_plan(plain, imported={"electricity": {2026: 1000.0}}), "2025: electricity is short by 1000 MWh."),
        Broken(Kind.SURPLUS, plain, base_plan(plain, imported={"gas": 510.0}), "2025: gas has 10 MWh more than is used."),
        Broken(Kind.CAPACITY, weak, base_plan(weak), "2025: boiler runs 12 above what its online size can do."),  # 50 x 8.76 = 438
        Broken(Kind.CAPACITY, gone, base_plan(gone), "2026: boiler runs 450 above what its online size can do."),
        Broken(
            Kind.GENERATION, sunny, base_plan(sunny, deploy={"pv": {2025: 100.0}}, generated={"pv": (99.0, 50.0)}),
            "2025, slice 2: pv generates 30 MWh above what its online size can make.",
        ),
        Broken(
            Kind.STORE_POWER, store, base_plan(store, deploy={"battery": {2025: 1.0}}, charge={"battery": (5.0, 6.0)}, level=empty),
            "2025, slice 2 (worst of 2 slices): battery charges and discharges 1.62 MWh above its power.",  # 1 kW x 4380 h
        ),
        Broken(
            Kind.STORE_POWER, store, base_plan(store, deploy={"battery": {2025: 1.0}}, discharge={"battery": (5.0, 0.0)}, level=empty),
            "2025, slice 1: battery charges and discharges 0.62 MWh above its power.",
        ),
        Broken(
            Kind.LEVEL, store, base_plan(store, deploy={"battery": {2025: 100.0}}, level={"battery": (0.25, 0.25)}),
            "2025, slice 1 (worst of 2 slices): battery holds 0.05 MWh above its energy size.",
        ),
        Broken(
            Kind.STORE_STEP, step,
            base_plan(step, deploy={"battery": {2025: 100.0}}, charge={"battery": (36.5, 0.0, 0.0)}, level={"battery": (0.1, 0.1, 0.0)}),
            # slice 2 should hold 0.1 x 0.99^8 = 0.0922745, and slice 3 0.0922745 while it holds 0
            "2025, slice 3 (worst of 2 slices): the level of battery does not follow from charge and discharge, by 0.0922745 MWh.",
        ),
        Broken(
            Kind.STORE_CYCLE, store,
            base_plan(store, deploy={"battery": {2025: 100.0}}, charge={"battery": (36.5, 0.0)}, level={"battery": (0.1, 0.1)}),
            "2025, slice 1: the cycle of battery does not close on itself, by 0.1 MWh.",
        ),
        Broken(
            Kind.SAVING, savers, base_plan(savers, deploy={"led": {2025: 100.0}}, saved=saved(led=120.0)),
            "2025: led saves 20 MWh above its own share.",
        ),
        Broken(  # 1 - 0.8 x 0.5 = 0.6, claimed 0.2 + 0.5
            Kind.JOINT_SAVING, savers,
            base_plan(savers, deploy={"led": {2025: 200.0}, "dim": {2025: 500.0}}, saved=saved(led=200.0, dim=500.0)),
            "2025: the savings on power together are 100 MWh above what the product of their shares allows.",
        ),
        Broken(
            Kind.CUT, gases, base_plan(gases, deploy={"one": {2025: 5.0}}, cut_t=cut(one=30.0)),
            "2025: one cuts 10 t CO2 above its own share.",
        ),
        Broken(  # 1 - 0.6 x 0.5 = 0.7, claimed 0.9
            Kind.JOINT_CUT, gases, base_plan(gases, deploy={"one": {2025: 10.0}, "two": {2025: 10.0}}, cut_t=cut(one=40.0, two=50.0)),
            "2025: the process cuts on lime CO2 together are 20 t CO2 above what the product of their shares allows.",
        ),
        Broken(
            Kind.CAPTURE_SIZE, stack, base_plan(stack, deploy={"a": {2025: 30.0}}, captured={"a": 40.0}),
            "2025: a captures 10 tCO2 above its online size.",
        ),
        Broken(  # the boiler burns 500 MWh gas: 100 t
            Kind.CAPTURE_SHARE, stack, base_plan(stack, deploy={"a": {2025: 90.0}}, captured={"a": 60.0}),
            "2025: a captures 10 tCO2 above its share of the target's CO2.",
        ),
        Broken(  # 40 / 0.5 + 40 / 0.8 = 130 t treated
            Kind.JOINT_CAPTURE, stack, base_plan(stack, deploy={"a": {2025: 90.0}, "b": {2025: 90.0}}, captured={"a": 40.0, "b": 40.0}),
            "2025: the captures on boiler treat 30 tCO2 more CO2 than it emits.",
        ),
        Broken(  # 1000 / 8760 / 0.5 MW
            Kind.PEAK, peaky, base_plan(peaky, peak_mw={"electricity": {2025: {0: 0.2}, 2026: {0: 0.2}}}),
            "2025: the billed maximum of electricity is 0.0283105 MW below the load.",
        ),
    ]  # fmt: skip


def records() -> list[Broken]:
    """The plan as a record."""
    case = tiny_case(measures=[pv(), saving("led", {"power": 0.1})])
    good = base_plan(case)
    nan = good.model_copy(update={"flows": good.flows.model_copy(update={"purchased": {"pv": {2025: float("nan")}}})})
    minus = good.model_copy(update={"deploy": {"pv": {2026: -3.0}}})

    def unknown(says: str, **flows: Any) -> Broken:
        return Broken(Kind.UNKNOWN, case, base_plan(case, **flows), f"the plan names {says}, which this scenario does not have.")

    return [
        unknown("imported.coal.2025", imported={"coal": 5.0}),
        unknown("deploy.wind.2025", deploy={"wind": {2025: 1.0}}),
        unknown("deploy.pv.2031", deploy={"pv": {2031: 1.0}}),
        unknown("saved.led.steam.2025", saved={"led": {"steam": 5.0}}),
        unknown("activity.pv.2025", activity={"pv": 5.0}),
        unknown("surrendered.2040", surrendered={2040: 1.0}),
        unknown("peak_mw.electricity.2025.7", peak_mw={"electricity": {2025: {7: 1.0}}}),
        unknown("generated.pv.2025 (2 slices, not 1)", generated={"pv": {2025: (1.0, 2.0)}}),
        Broken(
            Kind.UNKNOWN, case, good.model_copy(update={"years": (2025, 2027)}),
            "the plan names years 2025 2027, which this scenario does not have.",
        ),
        Broken(Kind.NUMBER, case, nan, "purchased.pv.2025 is not a finite number of at least zero: nan."),
        Broken(Kind.NUMBER, case, minus, "deploy.pv.2026 is not a finite number of at least zero: -3."),
    ]  # fmt: skip


BROKEN = [*trade(), *sizes(), *physics(), *records(), *broken_hours()]


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{broken.kind.name}-{place}" for place, broken in enumerate(BROKEN)])
def test_breach_is_told(broken: Broken) -> None:
    breaches = build_ledger(broken.case, broken.plan, broken.under).breaches
    assert broken.says in [breach.en for breach in breaches]
    assert broken.says_zh in ["", *(breach.zh for breach in breaches)]
    assert all(breach.zh.endswith("。") and breach.zh != breach.en for breach in breaches)


def test_every_kind_is_covered() -> None:
    assert {broken.kind for broken in BROKEN} == set(Kind)


def test_a_store_moves_nothing_within_a_slice_of_its_own() -> None:
    """One slice a year: charging 10 and giving back 10 MWh would only be a way to waste energy."""
    case = tiny_case(measures=[storage("battery")])
    plan = base_plan(case, deploy={"battery": {2025: 100.0}}, charge={"battery": 10.0}, discharge={"battery": 10.0})
    said = [breach.en for breach in build_ledger(case, plan, readings()).breaches]
    assert "2025: battery charges and discharges 20 MWh above its power." in said


def test_own_generation_does_not_lower_the_maximum_of_a_yearly_mean() -> None:
    """1000 MWh of use, 120 of it from PV: 1000 / 8760 MW is billed, not 880 / 8760."""
    case = tiny_case(commodities=with_grid(demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 1.0)), measures=[pv()])
    seen = {"electricity": {year: {0: 880.0 / 8760.0} for year in YEARS}}
    plan = base_plan(case, deploy={"pv": {2025: 100.0}}, generated={"pv": 120.0}, imported={"electricity": 880.0}, peak_mw=seen)
    said = [breach.en for breach in build_ledger(case, plan, readings()).breaches]
    assert said[0] == "2025: the billed maximum of electricity is 0.0136986 MW below the load."


def test_plan_that_keeps_the_rules_is_clean() -> None:
    """Existing sizes, shared limits and budgets used to the brim."""
    roof = GroupData("roof", text("roof"), 600.0, "m2", {"pv": 6.0})
    plant = pv(limit_size=100.0, yearly_limit={2025: 60.0}, growth_per_year=1.0, growth_start_size=60.0, unit_size=30.0, minimum_size=60.0)
    case = tiny_case(measures=[plant], groups={"roof": roof}, budget_by_year={2025: 60_000.0}, budget_total=60_000.0)
    plan = base_plan(case, deploy={"pv": {2025: 60.0}}, generated={"pv": 72.0}, imported={"electricity": 928.0})
    assert build_ledger(case, plan, readings()).breaches == ()


def test_chinese_sentence_names_year_amount_and_unit() -> None:
    case = tiny_case(slices=DAY_AND_NIGHT)
    plan = base_plan(case, imported={"electricity": {2025: (500.0, 490.0), 2026: 1000.0}})
    zh, en = "2025 年第 2 时段：electricity供应不足，缺 10 MWh。", "2025, slice 2: electricity is short by 10 MWh."
    assert build_ledger(case, plan, readings()).breaches == (Text(zh=zh, en=en),)


def test_long_kinds_are_counted() -> None:
    """Eight measures beyond their limits in two years each: five sentences and eleven more."""
    many = [replace(pv(limit_size=1.0), id=f"pv{place}") for place in range(8)]
    case = tiny_case(measures=many)
    breaches = build_ledger(case, base_plan(case, deploy={measure.id: {2025: 2.0} for measure in many}), readings()).breaches
    assert len(breaches) == SHOWN_PER_KIND + 1
    assert breaches[-1].en == "And 11 more of this kind (size limit)."
    assert "11" in breaches[-1].zh


@pytest.mark.parametrize(("share", "count"), [(0.9, 0), (1.5, 1)])
def test_tolerance_is_relative_to_the_flow(share: float, count: int) -> None:
    """1000 MWh may be off by 1e-3 MWh and the floor."""
    case = tiny_case()
    missing = share * (TOLERANCE * 1000.0 + FLOOR)
    plan = base_plan(case, imported={"electricity": {2025: 1000.0 - missing, 2026: 1000.0}})
    assert len(build_ledger(case, plan, readings()).breaches) == count


def test_reference_keeps_existing_plant() -> None:
    """The reference may run what stands already, a removal plant included."""
    air = replace(removal("air"), built=investment(existing=(Standing(5.0, 2100),)))
    case = tiny_case(measures=[pv(existing=(Standing(50.0, 2100),)), air])
    plan = base_plan(case, new_measures=False, generated={"pv": 60.0}, imported={"electricity": 940.0}, removed={"air": 5.0})
    assert build_ledger(case, plan, readings()).breaches == ()


def test_an_empty_plan_is_only_short() -> None:
    case = tiny_case()
    breaches = build_ledger(case, plan_for(case), readings()).breaches
    assert [breach.en for breach in breaches] == [
        "2025: electricity is short by 1000 MWh.", "2025: steam is short by 450 unit.",
        "2026: electricity is short by 1000 MWh.", "2026: steam is short by 450 unit.",
    ]  # fmt: skip
    assert Flows() == plan_for(case).flows

"""Two-year factories whose best plan a person can work out on paper: the arithmetic is written in each test.

The factory (``tests/builders.py``) buys 1000 MWh of power at 600 CNY and 500 MWh of gas at 300 CNY for 450 MWh of steam a
year: 750 000 CNY and 1000 x 0.6 + 500 x 0.2 = 700 tCO2e. The rate is 10 % and payments fall at the end of the year, so a
yearly amount counts 1/1.1 + 1/1.21 = 1.7355. What lives for 2 years costs 0.1 / (1 - 1.1^-2) = 0.5762 of its price a year,
and all of its price when it starts in 2025.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner.domain.base import Text
from planner.domain.case import CarbonPriceData, Case, GroupData, Investment, Money, Standing
from planner.domain.plan import Request, TierYear
from planner.index.rules import AtLeast, AtMost, Index, Indicator, NotRequired
from planner.program import Solution
from tests.builders import (
    BINHAI,
    DAY_AND_NIGHT,
    TIERS,
    YEARS,
    capture,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    process,
    purchase,
    readings,
    removal,
    saving,
    solve_plan,
    source,
    storage,
    tiny_case,
)
from tests.reading.resolving import FACTORY
from tests.reading.resolving import case_of as resolve_factory

END_OF_YEAR = Money(real_rate=0.10, timing="end_of_year", base_year=2024, price_year=2024)
BOTH_YEARS = 1 / 1.1 + 1 / 1.1**2
TWO_YEAR_ANNUITY = 0.1 / (1 - 1.1**-2)
BASE = 750_000 * BOTH_YEARS
MARGIN = 1e-7
"""Targets are tightened by this share (docs/decisions/0009-safety-margin.md)."""
CENT = 0.01


def case_of(*measures: Any, **changes: Any) -> Case:
    """The factory with a rate of 10 %."""
    return tiny_case(measures=measures, **{"money": END_OF_YEAR, **changes})


def price(capex: float, **changes: Any) -> Investment:
    """Something that lives for two years."""
    return investment(capex=capex, **{"lifetime_years": 2, **changes})


def at_least(metric: str, value: float) -> AtLeast:
    return AtLeast(kind="at_least", metric=metric, value=value)


def at_most(metric: str, value: float) -> AtMost:
    return AtMost(kind="at_most", metric=metric, value=value)


def index_of(*rules: AtLeast | AtMost) -> Index:
    """An index whose low tier asks for ``rules`` and nothing else."""
    words = Text(zh="指标", en="indicator")
    none = NotRequired(kind="not_required")
    rows = [
        Indicator(
            id=f"R{row:02}", row=row, level1=words, title=words, requirements=dict.fromkeys(TIERS, words),
            tests={"low": rule, "near": none, "zero": none},
        )
        for row, rule in enumerate(rules, start=1)
    ]  # fmt: skip
    return Index(
        id=BINHAI, title=words, edition="test", status="test", source="test", sha256="0" * 64, tiers=TIERS, nested=True,
        tier_titles=dict.fromkeys(TIERS, words), readings={}, evidence={}, indicators=tuple(rows),
    )  # fmt: skip


def solve(case: Case, *rules: AtLeast | AtMost) -> Solution:
    """The least-cost plan that keeps ``rules`` in both years."""
    asked = (TierYear(index="binhai-2022", tier="low", year=YEARS[0]),) if rules else ()
    return solve_plan(case, index_of(*rules), readings(), Request(tiers=asked))


def expect(solution: Solution, cost: float, sizes: Mapping[str, Mapping[int, float]]) -> None:
    """The plan costs this much to the cent and builds exactly these sizes."""
    record = solution.plan.solver
    assert record is not None
    assert record.objective_cny == pytest.approx(cost, rel=0, abs=CENT)
    assert {m: set(by_year) for m, by_year in solution.plan.deploy.items()} == {m: set(by_year) for m, by_year in sizes.items()}
    for measure, by_year in sizes.items():
        for year, size in by_year.items():
            assert solution.plan.deploy[measure][year] == pytest.approx(size, rel=1e-6)


def test_nothing_to_build() -> None:
    # (1000 x 600 + 450 / 0.9 x 300) CNY in each of two years.
    expect(solve(case_of()), (600_000 + 150_000) * (1 / 1.1 + 1 / 1.21), {})


def test_saving_that_pays() -> None:
    # LED saves 20 % of 1000 MWh: 200 MWh x 600 CNY = 120 000 CNY a year, in both years 208 264 CNY.
    # Its 200 MWh/a cost 1000 each, 200 000 CNY: less. Starting in 2026 would pay too, but a year later.
    led = saving("led", {"power": 0.2}, full_size=200.0, built=price(1000))
    expect(solve(case_of(led)), BASE - 120_000 * BOTH_YEARS + 200_000, {"led": {2025: 200.0}})


def test_saving_that_does_not_pay() -> None:
    # At 1100 CNY it is 220 000 > 208 264 CNY; in 2026 alone 0.5762 x 1100 = 633.81 > 600 CNY per MWh.
    led = saving("led", {"power": 0.2}, full_size=200.0, built=price(1100))
    expect(solve(case_of(led)), BASE, {})


def test_pv_up_to_its_limit() -> None:
    # 1 kW gives 1.2 MWh, worth 720 CNY a year or 1249.59 CNY in both; it costs 1000 CNY. So all 500 kW are built:
    # 600 MWh less are bought, for 500 000 CNY.
    pv = generation("pv", built=price(1000, limit_size=500.0))
    expect(solve(case_of(pv)), BASE - 600 * 600 * BOTH_YEARS + 500_000, {"pv": {2025: 500.0}})


def test_subsidies_lower_price_and_running_cost() -> None:
    # At 2000 CNY/kW PV does not pay (1249.59). A quarter of the price given leaves 1500; 200 CNY per MWh generated add
    # 1.2 x 200 x 1.7355 = 416.53, so it is worth 1666.12 per kW: all 100 kW are built. O&M of 20 CNY/kW is paid each year.
    pv = generation("pv", subsidy_cny=200.0, built=price(2000, fixed_om=20, limit_size=100.0, subsidy_share=0.25))
    saved = 100 * (720 + 240 - 20)
    expect(solve(case_of(pv)), BASE - saved * BOTH_YEARS + 150_000, {"pv": {2025: 100.0}})


# Energy used: 1000 x 0.1229 + 500 x 0.12 = 182.9 tce, with PV as without. A fifth is 36.58 tce or 297.64 MWh of power.
RENEWABLE_MWH = 0.2 * (1 + MARGIN) * 182.9 / 0.1229


def test_renewable_share_by_pv_when_it_is_cheaper() -> None:
    # PV at 1300 CNY/kW costs 0.5762 x 1300 / 1.2 = 624.21 CNY/MWh, 24.21 more than the grid; green power costs 30 more.
    pv = generation("pv", built=price(1300))
    size = RENEWABLE_MWH / 1.2
    cost = BASE + size * 1300 - RENEWABLE_MWH * 600 * BOTH_YEARS
    solution = solve(case_of(pv, purchase("green")), at_least("renewable_share", 0.2))
    expect(solution, cost, {"pv": {2025: size}})


def test_renewable_share_by_green_power_when_it_is_cheaper() -> None:
    # At 1320 CNY/kW PV costs 633.81 CNY/MWh, 33.81 more than the grid: green power for 30 more is bought, just enough.
    solution = solve(case_of(generation("pv", built=price(1320)), purchase("green")), at_least("renewable_share", 0.2))
    expect(solution, BASE + RENEWABLE_MWH * 30 * BOTH_YEARS, {})
    for year in YEARS:
        assert solution.plan.flows.purchased["green"][year] == pytest.approx(297.640358, rel=1e-6)


def test_emission_target_by_heat_pump_instead_of_boiler() -> None:
    # A MWh of steam emits 0.2 / 0.9 = 0.2222 t by gas, 0.6 / 4 = 0.15 t by heat pump. 2 % of 700 t are 14 t: 193.85 MWh.
    # 1 kW makes 8.76 MWh: 22.13 kW. Each MWh saves 333.33 - 150 CNY of energy, 1606 CNY per kW and year, but 1 kW costs
    # 0.5762 x 4000 = 2304.76 CNY a year, so no more is built than the target asks for.
    pump = conversion("pump", converter({"electricity": 0.25}, {"steam": 1.0}), built=price(4000))
    steam = 700 * 0.02 * (1 + MARGIN) / (0.2 / 0.9 - 0.15)
    cost = BASE + steam / 8.76 * 4000 - steam * (300 / 0.9 - 150) * BOTH_YEARS
    expect(solve(case_of(pump), at_least("emission_reduction", 0.02)), cost, {"pump": {2025: steam / 8.76}})


def test_green_power_only_as_much_as_is_needed() -> None:
    # 10 % of 700 t are 70 t, or 70 / 0.6 = 116.67 MWh of green power for 30 CNY. A certificate for 5 CNY does not count in
    # the emission account (reading certificates_in_emissions: ignored), so none is bought.
    needed = 70 * (1 + MARGIN) / 0.6
    case = case_of(purchase("green"), purchase("certificate", "certificate", price=5.0))
    solution = solve(case, at_least("emission_reduction", 0.10))
    expect(solution, BASE + needed * 30 * BOTH_YEARS, {})
    assert set(solution.plan.flows.purchased) == {"green"}


def test_process_gas_is_cut_as_far_as_asked() -> None:
    # 100 t of castings leak 0.1 t SF6: 2350 tCO2e. Ten tools cut 90 %, 2115 t; a limit of 1292.5 t asks for 1057.5 t, half
    # of that: 5 tools for 1000 CNY each.
    recovery = process("recovery", {"casting": {"SF6": 0.9}}, full_size=10.0, built=price(1000, size_unit="tool"))
    case = case_of(recovery, sources={"casting": source("casting", {"SF6": 0.001})})
    tools = 10 * (2350 - 1292.5 * (1 - MARGIN)) / 2115
    expect(solve(case, at_most("process_emissions_t", 1292.5)), BASE + tools * 1000, {"recovery": {2025: tools}})


def test_capture_pays_for_its_own_power() -> None:
    # The boiler emits 100 t, of which 90 % can be taken. 1 t captured needs 0.5 MWh: 0.3 t more from the grid, so 0.7 t
    # are gained. From 700 to 640 t takes 60 / 0.7 = 85.71 t: 500 CNY per t/a, 300 CNY of power and 20 CNY for each t.
    plant = capture("plant", "boiler", consumes={"electricity": 0.5}, variable_cost_cny=20.0, built=price(500, size_unit="t/a"))
    taken = (700 - 640 * (1 - MARGIN)) / 0.7
    cost = BASE + taken * 500 + taken * (0.5 * 600 + 20) * BOTH_YEARS
    expect(solve(case_of(plant), at_most("energy_emissions_t", 640.0)), cost, {"plant": {2025: taken}})


def test_a_cheap_credit_does_not_displace_own_reduction() -> None:
    # Green power avoids a tonne for 30 / 0.6 = 50 CNY, a credit for 20. The zero tier asks for half of 700 t by own means
    # and net zero: 350 t by 583.33 MWh of green power, and credits only for the 350 t that are left.
    case = case_of(purchase("green"), removal("credit", price=20.0))
    solution = solve(case, at_least("emission_reduction", 0.5), at_most("net_scope_emissions_t", 0.0))
    own, credits = 350 * (1 + MARGIN), 350 * (1 + MARGIN)
    expect(solution, BASE + (own / 0.6 * 30 + credits * 20) * BOTH_YEARS, {})
    assert solution.plan.flows.removed["credit"][2026] == pytest.approx(350.0, rel=1e-6)


def test_budget_of_the_first_year_leaves_the_second_best() -> None:
    # LED (one unit of 200 MWh/a for 180 000 CNY) gains most, PV (100 kW for 100 000 CNY) less. With 100 000 CNY for 2025 PV
    # comes first and LED follows in 2026, where one annuity of 0.5762 x 180 000 falls into the horizon.
    led = saving("led", {"power": 0.2}, full_size=200.0, built=price(900, unit_size=200.0))
    pv = generation("pv", built=price(1000, limit_size=100.0))
    free = case_of(led, pv)
    expect(solve(free), BASE - (200 + 120) * 600 * BOTH_YEARS + 280_000, {"led": {2025: 200.0}, "pv": {2025: 100.0}})
    cost = BASE - 120 * 600 * BOTH_YEARS + 100_000 + (TWO_YEAR_ANNUITY * 180_000 - 200 * 600) / 1.21
    expect(solve(replace(free, budget_by_year={2025: 100_000.0})), cost, {"led": {2026: 200.0}, "pv": {2025: 100.0}})


@pytest.mark.parametrize(("carbon", "built"), [(30.0, False), (50.0, True)])
def test_carbon_price_tips_pv(carbon: float, built: bool) -> None:
    # PV at 1300 CNY/kW costs 624.21 CNY/MWh. The grid costs 600 + 0.6 x 30 = 618 or 600 + 0.6 x 50 = 630 CNY/MWh.
    # 500 t are free: 700 - 500 = 200 t are paid for, or 128 t with 100 kW of PV.
    pv = generation("pv", built=price(1300, limit_size=100.0))
    paid = CarbonPriceData({2025: carbon, 2026: carbon}, dict.fromkeys(YEARS, 500.0), frozenset({"fuel", "electricity"}))
    solution = solve(case_of(pv, carbon_price=paid))
    if built:
        expect(solution, BASE + 130_000 + (128 * 50 - 120 * 600) * BOTH_YEARS, {"pv": {2025: 100.0}})
    else:
        expect(solution, BASE + 200 * 30 * BOTH_YEARS, {})


def test_storage_between_two_prices() -> None:
    # Power costs 900 by day and 300 by night. 1 kW holds 2 kWh: in 365 nights it takes 0.73 / 0.9 = 0.8111 MWh and gives
    # 0.73 x 0.9 = 0.657 MWh by day: 0.657 x 900 - 0.8111 x 300 = 347.97 CNY a year, 603.9 in both, for 500 CNY.
    store = storage("battery", charge_efficiency=0.9, discharge_efficiency=0.9, built=price(500, limit_size=100.0))
    case = case_of(store, slices=DAY_AND_NIGHT)
    power = electricity(slices=2, price_multiplier=(1.5, 0.5))
    case = replace(case, commodities={**case.commodities, "electricity": power})
    gain = 100 * (0.657 * 900 - 0.73 / 0.9 * 300)
    expect(solve(case), BASE - gain * BOTH_YEARS + 50_000, {"battery": {2025: 100.0}})


def test_demand_charge_is_shaved() -> None:
    # 700 MWh by day in 4380 h are 159.82 kW; 1 kW costs 40 CNY a month. A battery of 1 kW with 2 kWh moves 0.73 MWh a year
    # out of the day: 1/6 kW off the maximum, 80 CNY a year, 138.84 in both, for 100 CNY. 60 kW take 10 kW off.
    store = storage("battery", built=price(100, limit_size=60.0))
    case = case_of(store, slices=DAY_AND_NIGHT)
    power = electricity(slices=2, demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 40_000.0))
    uneven = demand("power", "electricity", 1000.0, (0.7, 0.3))
    case = replace(case, commodities={**case.commodities, "electricity": power}, demands={**case.demands, "power": uneven})
    solution = solve(case)
    charge = (700 / 4380 - 0.010) * 40_000 * 12
    expect(solution, BASE + charge * BOTH_YEARS + 6000, {"battery": {2025: 60.0}})
    assert solution.plan.flows.peak_mw["electricity"][2026][0] == pytest.approx(700 / 4380 - 0.010, rel=1e-6)


def test_whole_units_round_up() -> None:
    # 6 % of 700 t are 42 t, or 70 MWh of PV: 58.33 kW. PV at 1400 CNY/kW costs 672 > 600 CNY/MWh, so as little as possible
    # is built, but it comes in units of 50 kW: two of them.
    pv = generation("pv", built=price(1400, unit_size=50.0))
    solution = solve(case_of(pv), at_least("emission_reduction", 0.06))
    expect(solution, BASE + 140_000 - 120 * 600 * BOTH_YEARS, {"pv": {2025: 100.0}})


def test_milestone_year_stands_for_three() -> None:
    # 2026 stands for 2026 to 2028. PV may start in 2026 only and lives for 10 years: 0.1 / (1 - 1.1^-10) = 0.16275 of 3000
    # CNY is 488.24 CNY a year for 720 CNY of power. 100 kW gain 23 176 CNY in each of the three years.
    pv = generation("pv", built=investment((2026,), capex=3000, limit_size=100.0))
    case = case_of(pv, stands_for={2025: 1, 2026: 3})
    gain = 72_000 - 300_000 * 0.1 / (1 - 1.1**-10)
    cost = 750_000 / 1.1 + (750_000 - gain) * (1.1**-2 + 1.1**-3 + 1.1**-4)
    expect(solve(case), cost, {"pv": {2026: 100.0}})


@pytest.mark.parametrize(("timing", "earlier"), [("end_of_year", 0.0), ("mid_year", 0.5), ("start_of_year", 1.0)])
def test_timing_moves_payments_and_not_the_investment(timing: str, earlier: float) -> None:
    # Bills paid half a year or a year earlier weigh 1.1^0.5 or 1.1 times more. The investment is due when 2025 starts,
    # which is the end of the base year: 500 000 CNY whatever the timing.
    pv = generation("pv", built=price(1000, limit_size=500.0))
    money = replace(END_OF_YEAR, timing=timing)
    cost = (750_000 - 360_000) * BOTH_YEARS * 1.1**earlier + 500_000
    expect(solve(case_of(pv, money=money)), cost, {"pv": {2025: 500.0}})


def test_retired_boiler_is_replaced() -> None:
    # The boiler stands until 2026, so in 2026 the 450 MWh of steam need 450 / 8.76 = 51.37 kW of something new: a 95 % gas
    # boiler (1000 CNY/kW, 8360 CNY a year, 142 105 CNY of gas) and not the electric one (450 x 600 CNY of power).
    # In 2025 it would save 150 000 - 142 105 = 7895 CNY for 8360 CNY: too early.
    new = conversion("new", converter({"gas": 1 / 0.95}, {"steam": 1.0}), built=investment(capex=1000))
    electric = conversion("electric", converter({"electricity": 1.0}, {"steam": 1.0}), built=investment(capex=100))
    case = case_of(new, electric)
    case = replace(case, equipment={"boiler": replace(case.equipment["boiler"], existing=(Standing(1000.0, 2026),))})
    size, annuity = 450 / 8.76, 0.1 / (1 - 1.1**-10)
    cost = 750_000 / 1.1 + (600_000 + 450 / 0.95 * 300 + size * 1000 * annuity) / 1.21
    expect(solve(case), cost, {"new": {2026: size}})


def test_two_savings_on_one_demand() -> None:
    # Controls save 20 %, then lamps 30 % of what is left: 1 - 0.8 x 0.7 = 44 % of 1000 MWh. Full adoption is 200 and 300
    # MWh/a; the lamps' last 240 MWh are worth 249 917 CNY for 300 x 400 = 120 000 CNY.
    controls = saving("controls", {"power": 0.2}, full_size=200.0, built=price(300))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    cost = BASE - 440 * 600 * BOTH_YEARS + 60_000 + 120_000
    expect(solve(case_of(controls, lamps)), cost, {"controls": {2025: 200.0}, "lamps": {2025: 300.0}})


def test_two_kinds_of_pv_share_a_roof() -> None:
    # 1 kW is worth 1249.59 CNY. Plain modules (1000 CNY, 5 m2) gain 49.92 CNY per m2, dense ones (1020 CNY, 4 m2) 57.40:
    # dense first, to their limit of 100 kW on 400 m2, then plain on the other 600 m2: 120 kW.
    plain = generation("plain", built=price(1000))
    dense = generation("dense", built=price(1020, limit_size=100.0))
    words = Text(zh="屋顶", en="roof")
    roof = GroupData("roof", words, 1000.0, "m2", {"plain": 5.0, "dense": 4.0})
    cost = BASE - 220 * 720 * BOTH_YEARS + 120_000 + 102_000
    expect(solve(case_of(plain, dense, groups={"roof": roof})), cost, {"plain": {2025: 120.0}, "dense": {2025: 100.0}})


def test_growth_starts_small() -> None:
    # 40 kW in 2025, then at most 0.5 x 40 + 40 = 60 kW. Both pay: 480 CNY/MWh against 600.
    pv = generation("pv", built=price(1000, growth_per_year=0.5, growth_start_size=40.0))
    cost = BASE - 40 * 720 * BOTH_YEARS + 40_000 + 60 * (TWO_YEAR_ANNUITY * 1000 - 720) / 1.21
    expect(solve(case_of(pv)), cost, {"pv": {2025: 40.0, 2026: 60.0}})


@pytest.mark.parametrize(("sell_price", "size"), [(450.0, 1000 / 1.2), (500.0, 1000.0)])
def test_pv_beyond_own_use_only_when_selling_pays(sell_price: float, size: float) -> None:
    # 1 kW costs 576.19 CNY a year. What is sold earns 1.2 x 450 = 540 (too little: build for the own 1000 MWh, 833.33 kW)
    # or 1.2 x 500 = 600 CNY (build all 1000 kW, sell 200 MWh).
    case = case_of(generation("pv", built=price(1000, limit_size=1000.0)))
    case = replace(case, commodities={**case.commodities, "electricity": electricity(sell_price=sell_price)})
    cost = (150_000 - (1.2 * size - 1000) * sell_price) * BOTH_YEARS + size * 1000
    expect(solve(case), cost, {"pv": {2025: size}})


def test_a_required_measure_comes_along() -> None:
    # A battery may have half of PV's power; PV alone does not pay at 1300 CNY/kW (24.21 CNY/MWh too dear: 50.41 CNY per kW
    # in both years). 1 kW of battery gains 0.73 x (900 - 300) = 438 CNY a year, 260.17 CNY after its 500 CNY: with 2 kW of
    # PV for 100.83 CNY still worth it, up to its limit of 100 kW.
    pv = generation("pv", yields=(0.6, 0.6), built=price(1300))
    store = replace(storage("battery", built=price(500, limit_size=100.0)), requires={"pv": 0.5})
    case = case_of(pv, store, slices=DAY_AND_NIGHT)
    power = electricity(slices=2, price_multiplier=(1.5, 0.5))
    case = replace(case, commodities={**case.commodities, "electricity": power})
    cost = BASE - (100 * 438 + 200 * 720) * BOTH_YEARS + 50_000 + 260_000
    expect(solve(case), cost, {"battery": {2025: 100.0}, "pv": {2025: 200.0}})


def test_only_one_of_two_that_exclude_each_other() -> None:
    # Controls gain 200 x 600 x 1.7355 - 60 000 = 148 264 CNY, lamps 300 x 600 x 1.7355 - 120 000 = 192 397 CNY. Together
    # they would gain more, but may not: lamps, with the whole of their 30 % since controls are never there.
    controls = replace(saving("controls", {"power": 0.2}, full_size=200.0, built=price(300)), excludes=frozenset({"lamps"}))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    expect(solve(case_of(controls, lamps)), BASE - 180_000 * BOTH_YEARS + 120_000, {"lamps": {2025: 300.0}})


def test_a_budget_for_one_and_a_half_of_two_savings() -> None:
    # With 120 000 CNY lamps alone would save 300 MWh; controls for 60 000 CNY and half of the lamps save 200 + 15 % of 800 = 320.
    controls = saving("controls", {"power": 0.2}, full_size=200.0, built=price(300))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    case = case_of(controls, lamps, budget_total=120_000.0)
    cost = BASE - (200 + 120) * 600 * BOTH_YEARS + 120_000
    expect(solve(case), cost, {"controls": {2025: 200.0}, "lamps": {2025: 150.0}})


def test_existing_equipment_costs_its_upkeep() -> None:
    # 1000 kW of boiler at 12 CNY/kW add 12 000 CNY a year to 750 000.
    boiler = equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}), fixed_om=12.0)
    expect(solve(case_of(equipment={"boiler": boiler})), 762_000 * BOTH_YEARS, {})


def test_a_nominal_rate_is_freed_of_inflation() -> None:
    # 13.3 % with 3 % inflation is 1.133 / 1.03 - 1 = 10 % real: the same plan and cost as at a real rate of 10 %.
    finance = {"discount_rate": 0.133, "discount_rate_basis": "nominal", "inflation_rate": 0.03}
    rate = resolve_factory(("finance", {**FACTORY["finance"], **finance})).money.real_rate
    pv = generation("pv", built=price(1000, limit_size=500.0))
    solution = solve(case_of(pv, money=replace(END_OF_YEAR, real_rate=rate)))
    expect(solution, BASE - 360_000 * BOTH_YEARS + 500_000, {"pv": {2025: 500.0}})

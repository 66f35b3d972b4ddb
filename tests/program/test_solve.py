"""Least-cost plans against brute force over whole units and against programs assembled by hand with highspy: a third account."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case, Money
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.errors import NoPlanInTime, TierUnreachable, Unbounded
from planner.evaluation import build_ledger
from planner.program import Program, highs
from tests.builders import (
    DAY_AND_NIGHT,
    alone,
    conversion,
    converter,
    demand,
    electricity,
    generation,
    investment,
    natural_gas,
    purchase,
    readings,
    saving,
    solve_plan,
    storage,
    tiny_case,
)
from tests.drawing import Dice
from tests.program.test_targets import at_least, at_most, either, index_of

FREE = Request(tiers=())
REFERENCE = Request(tiers=(), new_measures=False)
LAST = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2026),))
SEED = settings(deadline=None, derandomize=True, database=None)
DISCOUNT = {2025: 1 / 1.08, 2026: 1 / 1.08**2}


def annuity(life: int, rate: float = 0.08) -> float:
    return rate / (1 - (1 + rate) ** -life)


def least_cost(case: Case, index: Any = None, request: Request = FREE) -> float:
    plan = solve_plan(case, index or index_of(), readings(), request).plan
    assert plan.solver is not None
    assert plan.solver.status is SolveStatus.OPTIMAL
    assert build_ledger(case, plan, readings()).breaches == ()
    return plan.solver.objective_cny


# Whole units and smallest sizes -----------------------------------------------------------------------------------------------


@settings(SEED, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_whole_units_and_smallest_sizes_are_as_good_as_trying_everything(seed: int) -> None:
    """Two kinds of PV, one in whole units and one with a smallest size; 1000 MWh of power a year and nothing sold.

    For every number of units in each year and every choice of starting the other one, what is left to decide is one size in
    each year, a linear cost with one kink where generation meets the demand: its best value lies at an end or at the kink.
    """
    dice = Dice(seed)
    unit, limit = dice.uniform(80.0, 300.0), dice.uniform(300.0, 900.0)
    least = dice.uniform(0.2, 0.6) * limit
    prices = [{2025: dice.uniform(3000.0, 7500.0), 2026: dice.uniform(3000.0, 7500.0)} for _ in range(2)]
    life, yields = dice.randint(2, 12), [dice.uniform(0.8, 1.4), dice.uniform(0.8, 1.4)]
    lumpy = investment(capex=prices[0], lifetime_years=life, unit_size=unit, limit_size=3.5 * unit)
    starting = investment(capex=prices[1], lifetime_years=life, minimum_size=least, limit_size=limit)
    case = tiny_case(measures=[
        generation("lumpy", built=lumpy, yields=(yields[0],)), generation("starting", built=starting, yields=(yields[1],)),
    ])  # fmt: skip
    best = float("inf")
    for first, second in itertools.product(range(4), repeat=2):
        if first + second <= 3:  # 3.5 units fit
            best = min(best, _best_sizes(first * unit, second * unit, prices, yields, life, least, limit))
    gas = 500.0 * 300.0 * sum(DISCOUNT.values())
    assert least_cost(case) == pytest.approx(gas + best, rel=1e-8)


def _best_sizes(a: float, b: float, prices: list[dict[int, float]], yields: list[float], life: int, least: float, limit: float) -> float:
    """Least cost with ``a`` and ``b`` kW of whole units built in 2025 and 2026, over all sizes of the other kind."""
    made = {2025: yields[0] * a, 2026: yields[0] * (a + b)}
    kinks = [max(1000.0 - amount, 0.0) / yields[1] for amount in made.values()]
    candidates = {0.0, least, limit, *(kink for kink in kinks if least <= kink <= limit)}

    def cost(x: float, y: float) -> float:
        yearly = annuity(life) * (prices[0][2025] * a + prices[1][2025] * x)
        later = yearly + annuity(life) * (prices[0][2026] * b + prices[1][2026] * y)
        bought = [max(1000.0 - made[2025] - yields[1] * x, 0.0), max(1000.0 - made[2026] - yields[1] * (x + y), 0.0)]
        return DISCOUNT[2025] * (yearly + 600.0 * bought[0]) + DISCOUNT[2026] * (later + 600.0 * bought[1])

    best = float("inf")
    for x in candidates:
        rests = {0.0, least, limit - x, kinks[1] - x}
        best = min(best, *(cost(x, y) for y in rests if y == 0.0 or (least <= y and x + y <= limit + 1e-9)))
    # the first year's size may also be what is left for a given second one
    for total in (limit, kinks[1]):
        x = total - least
        if least <= x and total <= limit:
            best = min(best, cost(x, least))
    return best


@settings(SEED, max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_exclusions_are_as_good_as_trying_each_side(seed: int) -> None:
    dice = Dice(seed)
    sides = [
        generation(
            name,
            built=investment(capex=dice.uniform(1500.0, 6000.0), limit_size=dice.uniform(100.0, 900.0)),
            yields=(dice.uniform(0.8, 1.4),),
        )
        for name in ("roof", "field")
    ]
    bound = replace(sides[0], excludes=frozenset({"field"}))
    alone = [least_cost(tiny_case(measures=[side])) for side in sides]
    assert least_cost(tiny_case(measures=[bound, sides[1]])) == pytest.approx(min(alone), rel=1e-9)


def test_what_is_bought_can_exclude_what_is_built() -> None:
    """22 % of renewable energy: 300 MWh of green power give 20 %, 300 kW of PV 24 %. Both are cheaper; apart only PV is enough."""
    green = purchase("green", price=1.0, limit_mwh=dict.fromkeys((2025, 2026), 300.0), excludes=frozenset({"pv"}))
    pv = generation("pv", built=investment(capex=20_000.0, limit_size=300.0))
    index = index_of(at_least("renewable_share", 0.22))
    together = least_cost(tiny_case(measures=[replace(green, excludes=frozenset()), pv]), index, LAST)
    apart = least_cost(tiny_case(measures=[green, pv]), index, LAST)
    assert apart == pytest.approx(least_cost(tiny_case(measures=[pv]), index, LAST), rel=1e-9)
    assert together < 0.99 * apart
    assert least_cost_or_infinite(tiny_case(measures=[green]), [at_least("renewable_share", 0.22)]) == float("inf")


# A third account: programs assembled by hand ----------------------------------------------------------------------------------


class ByHand:
    """A linear program written down column by column."""

    def __init__(self) -> None:
        self._h = highspy.Highs()
        self._h.setOptionValue("output_flag", False)
        self._places: dict[Any, int] = {}

    def add(self, name: Any, cost: float, upper: float = highspy.kHighsInf) -> None:
        self._places[name] = len(self._places)
        self._h.addVar(0.0, upper)
        self._h.changeColCost(self._places[name], cost)

    def hold(self, low: float, terms: dict[Any, float], high: float) -> None:
        names = np.array([self._places[name] for name in terms], np.int32)
        self._h.addRow(low, high, len(terms), names, np.array(list(terms.values())))

    def least(self) -> float:
        self._h.run()
        assert self._h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(self._h.getInfo().objective_function_value)


INF = highspy.kHighsInf


@settings(SEED, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_heat_and_power_with_a_ceiling_cost_what_a_program_by_hand_says(seed: int) -> None:
    """Boiler, heat pump, PV and green power over two years; emissions of 2026 under a ceiling."""
    dice = Dice(seed)
    power, gas = ({y: dice.uniform(*limits) for y in (2025, 2026)} for limits in ((400.0, 900.0), (200.0, 400.0)))
    pump, sun, premium = dice.uniform(2000.0, 9000.0), dice.uniform(2500.0, 7000.0), dice.uniform(5.0, 60.0)
    life, ceiling, need = dice.randint(1, 15), dice.uniform(150.0, 600.0), dice.uniform(0.25, 0.45)
    case = tiny_case(
        commodities={**tiny_case().commodities, "electricity": electricity(price=power), "gas": natural_gas(price=gas)},
        measures=[
            conversion("pump", converter({"electricity": need}, {"steam": 1.0}), built=investment(capex=pump, lifetime_years=life)),
            generation("pv", built=investment(capex=sun, lifetime_years=life, fixed_om=20.0, limit_size=500.0), degradation_per_year=0.02),
            purchase("green", price=premium, limit_mwh=dict.fromkeys((2025, 2026), 400.0)),
        ],
    )  # fmt: skip
    h = ByHand()
    for v in (2025, 2026):
        alive = [y for y in (2025, 2026) if v <= y < v + life]
        h.add(("pump", v), sum(DISCOUNT[y] * annuity(life) * pump for y in alive))
        h.add(("pv", v), sum(DISCOUNT[y] * (annuity(life) * sun + 20.0) for y in alive))
    for y, d in DISCOUNT.items():
        h.add(("power", y), d * power[y])
        h.add(("gas", y), d * gas[y])
        h.add(("boiler", y), 0.0, 8760.0)
        h.add(("heat", y), 0.0)
        h.add(("sun", y), 0.0)
        h.add(("green", y), d * premium, 400.0)
        vintages = [v for v in (2025, 2026) if v <= y < v + life]
        h.hold(1000.0, {("power", y): 1.0, ("sun", y): 1.0, ("heat", y): -need}, 1000.0)
        h.hold(450.0, {("boiler", y): 1.0, ("heat", y): 1.0}, 450.0)
        h.hold(0.0, {("gas", y): 1.0, ("boiler", y): -1 / 0.9}, 0.0)
        h.hold(-INF, {("heat", y): 1.0, **{("pump", v): -8.76 for v in vintages}}, 0.0)
        h.hold(-INF, {("sun", y): 1.0, **{("pv", v): -1.2 * 0.98 ** (y - v) for v in vintages}}, 0.0)
        h.hold(-INF, {("pv", v): 1.0 for v in vintages}, 500.0)
        h.hold(-INF, {("green", y): 1.0, ("power", y): -1.0}, 0.0)
    h.hold(-INF, {("power", 2026): 0.6, ("green", 2026): -0.6, ("gas", 2026): 0.2}, ceiling * (1 - 1e-7))
    found = least_cost(case, index_of(at_most("energy_emissions_t", ceiling)), LAST)
    assert found == pytest.approx(h.least(), rel=1e-8)


@settings(SEED, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_a_battery_by_day_and_night_costs_what_a_program_by_hand_says(seed: int) -> None:
    """Cheap nights, dear days, sun by day only, and a demand charge on the billed maximum of the year."""
    dice = Dice(seed)
    day, night = dice.uniform(1.0, 1.8), dice.uniform(0.2, 0.9)
    charge, energy, power, sun = (
        dice.uniform(0.0, 40_000.0),
        dice.uniform(100.0, 900.0),
        dice.uniform(50.0, 500.0),
        dice.uniform(1500.0, 6000.0),
    )
    gain, loss = dice.uniform(0.85, 1.0), dice.uniform(0.0, 0.01)
    carrier = electricity(slices=2, price_multiplier=(day, night), demand_charge_cny_per_mw_month=dict.fromkeys((2025, 2026), charge))
    store = storage(
        "battery", built=investment(capex=power, energy_capex_cny=energy, lifetime_years=8), hours=None, charge_efficiency=gain,
        discharge_efficiency=gain, standing_loss_per_hour=loss,
    )  # fmt: skip
    case = tiny_case(
        slices=DAY_AND_NIGHT, commodities={"electricity": carrier}, demands={"power": demand("power", "electricity", 1000.0, (0.6, 0.4))},
        equipment={}, measures=[generation("pv", built=investment(capex=sun, lifetime_years=8), yields=(1.2, 0.0)), store],
        years=(2025,), stands_for={2025: 1},
    )  # fmt: skip
    case = replace(case, measures={id_: _first_year_only(m) for id_, m in case.measures.items()})
    h, pay, kept = ByHand(), annuity(8) / 1.08, (1 - loss) ** 12
    h.add("pv", pay * sun)
    h.add("kw", pay * power)
    h.add("kwh", pay * energy)
    h.add("peak", charge * 12 / 1.08)
    for s, multiplier in enumerate((day, night)):
        h.add(("in", s), 600.0 * multiplier / 1.08)
        for name in ("sun", "charge", "discharge", "level"):
            h.add((name, s), 0.0)
    for s, need in enumerate((600.0, 400.0)):
        h.hold(need, {("in", s): 1.0, ("sun", s): 1.0, ("discharge", s): 1.0, ("charge", s): -1.0}, need)
        h.hold(-INF, {("sun", s): 1.0, "pv": (-1.2, 0.0)[s]}, 0.0)
        h.hold(-INF, {("charge", s): 1.0, "kw": -4.38}, 0.0)
        h.hold(-INF, {("discharge", s): 1.0, "kw": -4.38}, 0.0)
        h.hold(-INF, {("level", s): 1.0, "kwh": -0.001}, 0.0)
        h.hold(0.0, {("level", s): 1.0, ("level", 1 - s): -kept, ("charge", s): -gain / 365, ("discharge", s): 1 / gain / 365}, 0.0)
        h.hold(-INF, {("in", s): 1.0, "peak": -4380.0}, 0.0)
    assert least_cost(case) == pytest.approx(h.least(), rel=1e-8)


def _first_year_only(measure: Any) -> Any:
    built = measure.built
    return replace(measure, built=replace(built, vintages=(2025,), capex_cny={2025: built.capex_cny[2025]}, fixed_om_cny={2025: 0.0}))


# "Or", statuses and records -------------------------------------------------------------------------------------------------------


def test_the_cheaper_leg_of_an_or_is_taken() -> None:
    """30 % of renewable energy by green power at 30 CNY, or 10 kW of PV at 1000 CNY/kW: the PV pays for itself."""
    rule = either(at_least("renewable_share", 0.3), at_least("pv_kw", 10.0))
    pv = generation("pv", built=investment(capex=20_000.0, limit_size=50.0))
    case = tiny_case(measures=[pv, purchase("green", price=30.0)])
    plan = solve_plan(case, index_of(rule), readings(), LAST).plan
    assert plan.solver is not None
    by_leg = {name: least_cost(case, index_of(leg), LAST) for name, leg in zip(("renewable_share", "pv_kw"), rule.tests, strict=True)}
    assert plan.solver.objective_cny == pytest.approx(min(by_leg.values()), rel=1e-9)
    assert plan.solver.branches == {"X1_low": min(by_leg, key=lambda name: by_leg[name])}


def test_an_or_that_holds_anyway_costs_nothing_and_names_its_leg() -> None:
    rule = either(at_most("scope_emissions_t", 1.0), at_most("energy_use_tce", 1e6))
    case = tiny_case()
    plan = solve_plan(case, index_of(rule), readings(), LAST).plan
    assert plan.solver is not None
    assert plan.solver.branches == {"X1_low": "energy_use_tce"}
    assert plan.solver.objective_cny == pytest.approx(least_cost(case), rel=1e-12)


@settings(SEED, max_examples=12)
@given(st.integers(0, 2**32 - 1))
def test_several_ors_are_as_good_as_trying_every_combination(seed: int) -> None:
    dice = Dice(seed)
    legs = [
        (at_least("renewable_share", dice.uniform(0.1, 0.6)), at_least("pv_kw", dice.uniform(50.0, 400.0))),
        (at_most("scope_emissions_t", dice.uniform(200.0, 650.0)), at_most("energy_use_tce", dice.uniform(140.0, 180.0))),
    ]
    pump = conversion("pump", converter({"electricity": 0.3}, {"steam": 1.0}), built=investment(capex=dice.uniform(2000.0, 20_000.0)))
    pv = generation("pv", built=investment(capex=dice.uniform(5000.0, 20_000.0)))
    light = saving("led", {"power": 0.3}, full_size=300.0, built=investment(capex=dice.uniform(1000.0, 9000.0)))
    case = tiny_case(measures=[pump, pv, light, purchase("green", price=dice.uniform(10.0, 90.0))])
    each = [least_cost_or_infinite(case, choice) for choice in itertools.product(*legs)]
    assert least_cost_or_infinite(case, [either(*pair) for pair in legs]) == pytest.approx(min(each), rel=1e-8)


def least_cost_or_infinite(case: Case, rules: Any) -> float:
    try:
        return least_cost(case, index_of(*rules), LAST)
    except TierUnreachable:
        return float("inf")


def test_money_without_end_is_unbounded() -> None:
    case = tiny_case(
        commodities={**tiny_case().commodities, "electricity": electricity(sell_price=900.0)},
        measures=[generation("pv", built=investment(capex=10.0))],
    )
    with pytest.raises(Unbounded):
        solve_plan(case, index_of(), readings(), FREE)
    with pytest.raises(Unbounded):  # whatever leg is taken
        solve_plan(case, index_of(either(at_least("pv_kw", 5.0), at_most("scope_emissions_t", 1.0))), readings(), LAST)


def test_no_time_gives_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tiny_case(measures=[generation("pv")])
    monkeypatch.setattr(highs, "solve", lambda *_: highs.Answer(SolveStatus.NO_PLAN, None, None, None))
    with pytest.raises(NoPlanInTime):
        solve_plan(case, index_of(), readings(), FREE, time_limit_s=1.0)


def test_a_plan_that_is_not_proven_says_so_with_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    real = highs.solve

    def stopped(matrix: Any, limit: float | None = None) -> highs.Answer:
        found = real(matrix, limit)
        assert found.objective is not None
        return replace(found, status=SolveStatus.NOT_PROVEN, bound=0.5 * found.objective)

    monkeypatch.setattr(highs, "solve", stopped)
    record = solve_plan(tiny_case(measures=[generation("pv")]), index_of(), readings(), FREE).plan.solver
    assert record is not None
    assert record.status is SolveStatus.NOT_PROVEN
    assert record.bound_cny == pytest.approx(0.5 * record.objective_cny, rel=1e-9)


def test_the_record_tells_what_was_solved() -> None:
    case = tiny_case(measures=[generation("pv")])
    record = solve_plan(case, index_of(), readings(), FREE).plan.solver
    assert record is not None
    assert (record.name, record.version) == ("HiGHS", highs.solver_version())
    assert record.rows > 0 and record.columns > 0 and record.nonzeros > 0
    assert len(record.matrix_sha256) == 64
    again = solve_plan(case, index_of(), readings(), FREE).plan.solver
    assert again == record


def test_one_program_answers_many_requests_as_if_each_were_alone() -> None:
    case = tiny_case(measures=[generation("pv", built=investment(capex=8000.0)), purchase("green")])
    index = index_of(at_least("renewable_share", 0.3))
    program = Program(case, alone(index))
    requests = (LAST, FREE, REFERENCE, LAST, REFERENCE, FREE)
    shared = [program.solve(request).plan for request in requests]
    apart = [solve_plan(case, index, readings(), request).plan for request in requests]
    assert shared == apart


def test_the_reference_builds_and_buys_nothing() -> None:
    case = tiny_case(measures=[generation("pv", built=investment(capex=10.0)), purchase("green", price=0.0), saving("led", {"power": 0.3})])
    plan = solve_plan(case, index_of(), readings(), REFERENCE).plan
    assert (plan.deploy, plan.flows.purchased, plan.flows.saved) == ({}, {}, {})
    assert plan.solver is not None
    assert plan.solver.objective_cny == pytest.approx(750_000.0 * sum(DISCOUNT.values()), rel=1e-12)


@pytest.mark.parametrize("timing, early", [("start_of_year", 1.0), ("mid_year", 0.5), ("end_of_year", 0.0)])
def test_milestones_weigh_what_they_stand_for(timing: str, early: float) -> None:
    case = tiny_case(stands_for={2025: 1, 2026: 4}, money=Money(0.08, timing, 2024, 2024))
    weights = sum(1.08 ** -(year - 2024 - early) for year in range(2025, 2030))
    assert least_cost(case) == pytest.approx(750_000.0 * weights, rel=1e-12)

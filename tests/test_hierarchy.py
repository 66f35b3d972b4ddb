"""The mitigation hierarchy: a nearly free credit does not displace own reduction that the reading calls available.

The factory buys 1000 MWh of power (0.6 t, 600 CNY) and 500 MWh of gas (0.2 t, 300 CNY) a year and emits 700 t. What it can do,
in CNY per tonne and tonnes a year:
- led: saves 300 MWh of power for 630 CNY each: (630 - 600) / 0.6 = 50 CNY/t, 180 t;
- green: at most 300 MWh of green power at 45 CNY: 45 / 0.6 = 75 CNY/t, 180 t;
- pv: 300 kW make 360 MWh for 780 CNY each: (780 - 600) / 0.6 = 300 CNY/t, 216 t;
- insulation: saves 45 of 450 MWh of steam, made from gas at 90 %. A MWh of steam is 300 / 0.9 = 333.33 CNY and 0.2 / 0.9 = 0.2222 t;
  it is saved for 777.78 CNY: (777.78 - 333.33) / 0.2222 = 2000 CNY/t, 10 t.
All together avoid 180 + 180 + 216 + 10 = 586 t; 40 MWh of power and 450 MWh of gas are left, 24 + 90 = 114 t. A credit costs
0.01 CNY/t. Payments fall at the end of the year, so a yearly amount counts 1/1.1 + 1/1.21.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import Status
from planner.errors import TierUnreachable, Unbounded
from planner.evaluation import build_ledger, judge_tier
from planner.index import ChosenIndex
from planner.index.readings import Readings
from planner.index.rules import AllOf, OwnReductionFirst
from planner.program import Program, Solution
from planner.program.hierarchy import SLACK
from tests.builders import BINHAI, YEARS, alone, capture, generation, process, purchase, readings, removal, saving, source
from tests.test_hand_solved import BASE, BOTH_YEARS, at_least, at_most, case_of, index_of, price

BASELINE = 700.0
FIRST = OwnReductionFirst(kind="own_reduction_first")
LOW = Request(tiers=(TierYear(index=BINHAI, tier="low", year=YEARS[0]),))
NET_ZERO = at_most("net_scope_emissions_t", 0.0)
NEAR = 1e-5
"""Safety margin and slack of the ceilings, as shares of what they move. [1]"""


def led() -> Any:
    return saving("led", {"power": 0.3}, full_size=300.0, variable_cost_cny=630.0, built=price(0.0))


def pv() -> Any:
    return generation("pv", variable_cost_cny=780.0, built=price(0.0, limit_size=300.0))


def factory(*more: Any, **changes: Any) -> Case:
    """The factory of the first lines, with ``more`` measures."""
    green = purchase("green", price=45.0, limit_mwh=dict.fromkeys(YEARS, 300.0))
    insulation = saving("insulation", {"steam": 0.1}, full_size=45.0, variable_cost_cny=7000 / 9, built=price(0.0))
    return case_of(led(), green, pv(), insulation, *more, **changes)


def solve(case: Case, *rules: Any, **read: Any) -> tuple[Solution, Readings]:
    """The least-cost plan that keeps ``rules`` in both years, which breaks nothing."""
    chosen = readings(**read)
    solution = Program(case, alone(index_of(*rules), chosen)).solve(LOW)
    assert build_ledger(case, solution.plan, chosen).breaches == ()
    return solution, chosen


@pytest.mark.parametrize(
    ("read", "own", "yearly"),
    [
        # Half of 700 t is asked for: led, and green power for 350 - 180 = 170 t; 350 credits.
        ({"own_reduction_first": "ceiling"}, 350, 180 * 50 + 170 * 75 + 350 * 0.01),
        # Led alone costs up to 60 CNY/t; half of 700 t is asked for anyway.
        ({"own_reduction_first": "priced", "own_reduction_price_cny_per_t": 60.0}, 350, 180 * 50 + 170 * 75 + 350 * 0.01),
        # Just below 300 CNY/t: led and all green power, 360 t; 340 credits.
        ({"own_reduction_first": "priced", "own_reduction_price_cny_per_t": 299.0}, 360, 180 * 50 + 180 * 75 + 340 * 0.01),
        # Just above: 216 t of PV besides; 124 credits.
        ({"own_reduction_first": "priced", "own_reduction_price_cny_per_t": 301.0}, 576, 180 * 50 + 180 * 75 + 216 * 300 + 124 * 0.01),
        # Everything: 10 t of gas for 2000 CNY/t besides.
        ({"own_reduction_first": "all_available"}, 586, 180 * 50 + 180 * 75 + 216 * 300 + 10 * 2000 + 114 * 0.01),
    ],
)  # fmt: skip
def test_a_nearly_free_credit_comes_after_own_reduction(read: dict[str, Any], own: float, yearly: float) -> None:
    solution, _ = solve(factory(removal("credit", price=0.01)), at_least("own_reduction", 0.5), NET_ZERO, FIRST, **read)
    for year in YEARS:
        assert solution.figures[year]["own_reduction"] == pytest.approx(own / BASELINE, rel=NEAR)
        assert solution.plan.flows.removed["credit"][year] == pytest.approx(BASELINE - own, rel=NEAR)
    assert solution.plan.solver is not None
    assert solution.plan.solver.objective_cny - BASE == pytest.approx(yearly * BOTH_YEARS, rel=10 * NEAR)


def test_pv_is_used_in_full_above_its_cost_and_not_at_all_below() -> None:
    case = factory(removal("credit", price=0.01))
    rules = (at_least("own_reduction", 0.5), NET_ZERO, FIRST)
    for cny, generated in ((299.0, 0.0), (301.0, 360.0)):
        solution, _ = solve(case, *rules, own_reduction_first="priced", own_reduction_price_cny_per_t=cny)
        for year in YEARS:
            made = solution.plan.flows.generated.get("pv", {}).get(year, (0.0,))[0]
            assert made == pytest.approx(generated, abs=0.01)


@pytest.mark.parametrize("credit", [-1.0, 0.0, 0.01, 50.0, 5000.0])
def test_all_that_is_available_does_not_hang_on_what_credits_cost(credit: float) -> None:
    limited = removal("credit", price=credit, limit_t=dict.fromkeys(YEARS, 1000.0))
    solution, _ = solve(factory(limited), NET_ZERO, FIRST, own_reduction_first="all_available")
    record = solution.plan.own_reduction[BINHAI]
    for year in YEARS:
        assert record.ceilings_t[year] == pytest.approx(114 + SLACK * BASELINE, abs=1e-6)
        assert solution.figures[year]["own_scope_emissions_t"] == pytest.approx(114, abs=2 * SLACK * BASELINE)


def test_the_rule_asks_nothing_under_ceiling_and_leaves_no_record() -> None:
    case = factory(removal("credit", price=0.01))
    with_rule, _ = solve(case, NET_ZERO, FIRST)
    without, _ = solve(case, NET_ZERO)
    assert with_rule.plan == without.plan
    assert with_rule.plan.own_reduction == {}


def test_the_rule_binds_inside_all_of_and_in_the_years_judged_alone() -> None:
    case = factory(removal("credit", price=0.01), tiers_kept=False)
    chosen = readings(own_reduction_first="all_available")
    late = Request(tiers=(TierYear(index=BINHAI, tier="low", year=2026),))
    plan = Program(case, alone(index_of(AllOf(kind="all_of", tests=(NET_ZERO, FIRST))), chosen)).solve(late).plan
    assert set(plan.own_reduction[BINHAI].ceilings_t) == {2026}
    assert 2025 not in plan.flows.removed.get("credit", {})


def test_captured_co2_is_no_own_reduction() -> None:
    # The boiler emits 100 t, of which 90 can be captured. With 340 t of own reduction capture would carry 430 t: more than half.
    plant = capture("plant", "boiler", built=price(1.0, size_unit="t/a"))
    case = case_of(led(), purchase("green", price=45.0, limit_mwh=dict.fromkeys(YEARS, 160 / 0.6)), plant)
    solution, _ = solve(case, at_least("emission_reduction", 0.5))
    figures = solution.figures[2026]
    assert figures["emission_reduction"] == pytest.approx(0.5, rel=NEAR)
    assert figures["own_reduction"] == pytest.approx((350 - figures["captured_energy_t"]) / BASELINE, rel=NEAR)
    assert figures["own_scope_emissions_t"] == pytest.approx(figures["scope_emissions_t"] + figures["captured_energy_t"])
    with pytest.raises(TierUnreachable):
        solve(case, at_least("own_reduction", 0.5))


def test_a_ceiling_is_raised_by_what_negative_measures_need_themselves() -> None:
    # Own: 1000 - 300 - 360 = 340 MWh x 0.6 + 100 t of gas = 304 t. A tonne removed takes 0.5 MWh = 0.3 t, so x = 304 + 0.3 x:
    # 434.29 t are emitted and removed, 130.29 t above what own reduction leaves, and there is no other way to net zero.
    plant = removal("dac", price=1.0, consumes={"electricity": 0.5})
    solution, _ = solve(case_of(led(), pv(), plant), NET_ZERO, FIRST, own_reduction_first="all_available")
    record = solution.plan.own_reduction[BINHAI]
    for year in YEARS:
        assert solution.figures[year]["own_scope_emissions_t"] == pytest.approx(304 / 0.7, rel=NEAR)
        assert record.raised_t[year] == pytest.approx(304 / 0.7 - 304, rel=NEAR)


def test_stage_one_leaves_out_what_only_capture_can_meet() -> None:
    # 500 t are allowed and led leaves 520: capture has to take 20.
    plant = capture("plant", "boiler", built=price(1.0, size_unit="t/a"))
    case = case_of(led(), plant)
    solution, _ = solve(case, at_most("energy_emissions_t", 500.0), FIRST, own_reduction_first="all_available")
    assert solution.plan.own_reduction[BINHAI].ceilings_t[2026] == pytest.approx(520.0, rel=NEAR)
    assert solution.plan.own_reduction[BINHAI].raised_t == {}


def test_a_request_that_cannot_be_met_is_explained_without_the_ceilings() -> None:
    with pytest.raises(TierUnreachable) as told:
        solve(case_of(led()), at_least("own_reduction", 0.5), FIRST, own_reduction_first="all_available")
    assert {shortfall.rule for shortfall in told.value.shortfalls} == {"R01"}


@pytest.mark.parametrize("cny", [0.0, 0.01])
@pytest.mark.parametrize("limit", [None, dict.fromkeys(YEARS, 1000.0)])
def test_credits_are_bought_only_where_they_count(cny: float, limit: dict[int, float] | None) -> None:
    """Where nothing asks for them, none are bought, even for nothing."""
    solution, _ = solve(factory(removal("credit", price=cny, limit_t=limit)), at_least("emission_reduction", 0.1))
    assert solution.plan.flows.removed == {}


@pytest.mark.parametrize("reading", ["ceiling", "priced", "all_available"])
def test_credits_that_pay_without_limit_are_refused(reading: str) -> None:
    with pytest.raises(Unbounded):
        solve(factory(removal("credit", price=-1.0)), NET_ZERO, FIRST, own_reduction_first=reading)


def test_the_least_of_each_class_is_planned_and_accepted_and_a_gram_less_is_not() -> None:
    # Rows 2 and 11 at the zero tier ask for 1 t a year of each class: 1 t by led, pv or green power, and credits.
    classes = [at_least(f"effect_{name}_t", 1.0) for name in ("reduction", "zero_carbon", "negative")]
    index, case = index_of(AllOf(kind="all_of", tests=tuple(classes))), factory(removal("credit", price=100.0))
    solution, chosen = solve(case, *index.indicators[0].tests["low"].tests)  # type: ignore[union-attr]
    plan = solution.plan
    for name in ("reduction", "zero_carbon", "negative"):
        assert solution.figures[2025][f"effect_{name}_t"] == pytest.approx(1.0, rel=NEAR)

    def status(credits_t: float) -> Status:
        flows = plan.flows.model_copy(update={"removed": {"credit": dict.fromkeys(YEARS, credits_t)}})
        held = plan.model_copy(update={"flows": flows})
        judged = judge_tier(case, index, chosen, held, build_ledger(case, held, chosen), "low", 2025)
        return judged.verdicts[0].status

    assert [status(t) for t in (plan.flows.removed["credit"][2025], 1.0, 1.0 - 1e-6)] == [Status.MET, Status.MET, Status.NOT_MET]


def test_a_free_credit_changes_neither_the_ceilings_nor_what_keeps_to_them() -> None:
    for read in ({"own_reduction_first": "priced", "own_reduction_price_cny_per_t": 400.0}, {"own_reduction_first": "all_available"}):
        without, _ = solve(factory(), FIRST, **read)
        with_credit, _ = solve(factory(removal("credit", price=0.0)), FIRST, **read)
        assert without.plan.own_reduction == with_credit.plan.own_reduction
        for year in YEARS:
            own = [found.figures[year]["own_scope_emissions_t"] for found in (without, with_credit)]
            assert own[1] <= own[0] * (1 + 1e-9)


def test_whole_units_are_kept_in_both_stages() -> None:
    whole = generation("pv", variable_cost_cny=780.0, built=price(0.0, limit_size=300.0, unit_size=125.0))
    case = case_of(led(), whole, removal("credit", price=0.01))
    solution, _ = solve(case, NET_ZERO, FIRST, own_reduction_first="all_available")
    # Two units of 125 kW fit under 300 kW: 300 MWh. 1000 - 300 - 300 = 400 MWh x 0.6 + 100 = 340 t.
    assert solution.figures[2026]["own_scope_emissions_t"] == pytest.approx(340.0, rel=NEAR)


def test_each_index_puts_own_reduction_first_by_its_own_reading() -> None:
    """A second index counts process emissions too and asks for everything; the scenario's own asks for its 50 % only."""
    kiln = source("kiln", {"CO2": 1.0}, 50.0)
    scrubber = process("scrubber", {"kiln": {"CO2": 0.4}}, variable_cost_cny=3000.0, built=price(0.0, size_unit="tool"))
    case = factory(removal("credit", price=0.01), scrubber, sources={"kiln": kiln})
    own = ChosenIndex(index_of(at_least("own_reduction", 0.5), NET_ZERO, FIRST), readings())
    second = index_of(FIRST).model_copy(update={"id": "second-1"})
    further = ChosenIndex(second, readings(own_reduction_first="all_available", emission_scope="whole"))
    request = Request(tiers=(*LOW.tiers, TierYear(index="second-1", tier="low", year=2026)))
    solution = Program(case, (own, further)).solve(request)
    assert set(solution.plan.own_reduction) == {"second-1"}
    # 114 t of energy as above, and 50 - 20 t of the kiln.
    assert solution.plan.own_reduction["second-1"].ceilings_t == {2026: pytest.approx(144.0, rel=NEAR)}
    assert solution.further_figures["second-1"][2026]["own_scope_emissions_t"] == pytest.approx(144.0, rel=NEAR)
    assert solution.figures[2025]["own_reduction"] == pytest.approx(0.5, rel=NEAR)


@pytest.mark.parametrize(
    "read", [{"own_reduction_first": "all_available"}, {"own_reduction_first": "priced", "own_reduction_price_cny_per_t": 1e3}]
)
def test_ceilings_rise_by_what_the_request_needs_where_savings_meet(read: dict[str, Any]) -> None:
    """Two savings of 50 %, each adopted by half at most: 1 - 0.75 x 0.75 = 43.75 % of 1000 MWh. 300 MWh of the other 562.5 are green:
    262.5 x 0.6 + 500 x 0.2 = 257.5 t. The plant that removes the rest uses 0.1 MWh per tonne: own = 257.5 + 0.06 x own = 273.936 t."""

    def half(name: str) -> Any:
        built = replace(price(0.0), yearly_limit={YEARS[0]: 50.0, YEARS[1]: 0.0})
        return saving(name, {"power": 0.5}, full_size=100.0, built=built, variable_cost_cny=10.0)

    green = purchase("green", price=45.0, limit_mwh=dict.fromkeys(YEARS, 300.0))
    plant = removal("plant", price=0.01, consumes={"electricity": 0.1})
    for more in ((), (at_most("energy_use_tce", 0.1229 * 630 + 60),)):
        solution, _ = solve(case_of(half("one"), half("two"), green, plant), *more, NET_ZERO, FIRST, **read)
        record = solution.plan.own_reduction[BINHAI]
        for year in YEARS:
            assert solution.figures[year]["own_scope_emissions_t"] == pytest.approx(257.5 / 0.94, rel=NEAR)
            assert record.raised_t[year] == pytest.approx(257.5 / 0.94 - 257.5, rel=1e-3)
            assert solution.plan.flows.purchased["green"][year] == pytest.approx(300.0, rel=NEAR)

"""Ways in which an optimizer could pass an indicator without deserving it, each found by trying, and each closed in both accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.errors import TierUnreachable
from planner.evaluation import build_ledger
from planner.index.rules import AtLeast, Falling
from planner.program import Solution
from planner.program.targets import read_targets
from tests.builders import (
    DAY_AND_NIGHT,
    YEARS,
    alone,
    electricity,
    generation,
    investment,
    purchase,
    readings,
    solve_plan,
    storage,
    tiny_case,
)
from tests.reading.resolving import case_of, problems_of
from tests.test_hand_solved import index_of

LOW = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=YEARS[0]),))


def at_least(metric: str, value: float) -> AtLeast:
    return AtLeast(kind="at_least", metric=metric, value=value)


def solve(case: Case, *rules: Any, **read: Any) -> Solution:
    """The least-cost plan, which the evaluator finds clean."""
    chosen = readings(**read)
    solution = solve_plan(case, index_of(*rules), chosen, LOW)
    assert build_ledger(case, solution.plan, chosen).breaches == ()
    return solution


def test_a_store_burns_no_energy_to_raise_the_renewable_share() -> None:
    """Losses of a store would make room for more green power than the plant can use; the share is out of reach and stays so."""
    battery = replace(storage("battery", charge_efficiency=0.5), built=investment(capex=1.0))
    green = purchase("green", limit_mwh=None)
    # All power green is 122.9 of 122.9 + 0.12 x 500 tce, 67.2 %; burning would let it approach 100 %.
    with pytest.raises(TierUnreachable):
        solve(tiny_case(measures=[battery, green]), at_least("renewable_share", 0.70))


def test_a_store_does_one_thing_at_a_time() -> None:
    """In two slices of 4380 h, 1 kW takes or gives 4.38 MWh in each, charge and discharge together."""
    battery = replace(storage("battery", charge_efficiency=0.5), built=investment(capex=1.0, limit_size=1.0))
    case = tiny_case(measures=[battery, purchase("green")], slices=DAY_AND_NIGHT)
    solution = solve(case, at_least("renewable_share", 0.6720))
    flows = solution.plan.flows
    for year in YEARS:
        for place in range(2):
            through = sum(getattr(flows, kind).get("battery", {}).get(year, (0.0, 0.0))[place] for kind in ("charge", "discharge"))
            assert through <= 4.38 * (1 + 1e-9)


def test_own_generation_earns_no_demand_charge_in_a_year_of_one_slice() -> None:
    """1000 MWh over 8760 h is billed with PV or without it."""
    grid = electricity(demand_charge_cny_per_mw_month=dict.fromkeys((2023, 2024, *YEARS), 40_000.0))
    base = tiny_case()
    sunny = replace(generation("pv"), built=investment(capex=1.0, limit_size=100.0))
    case = tiny_case(commodities={**base.commodities, "electricity": grid}, measures=[sunny])
    solution = solve(case)
    assert solution.plan.flows.generated["pv"][2025][0] == pytest.approx(120.0)
    assert solution.figures[2025]["demand_charge_cny"] == pytest.approx(1000.0 / 8760.0 * 40_000.0 * 12)


def test_a_sale_that_is_deducted_is_not_claimed_green_as_well() -> None:
    """330 MWh sold are set against 1000 bought, so at most 670 can be claimed; emissions of power never fall below zero."""
    base = tiny_case()
    grid = electricity(sell_price=700.0)
    sunny = replace(generation("pv"), built=investment(capex=1.0, limit_size=275.0))
    case = tiny_case(commodities={**base.commodities, "electricity": grid}, measures=[sunny, purchase("green", price=0.001)])
    solution = solve(case, at_least("renewable_electricity_mwh", 600.0), exported_power="deducted")
    flows = solution.plan.flows
    for year in YEARS:
        sold, bought = flows.exported.get("electricity", {}).get(year, (0.0,))[0], flows.imported["electricity"][year][0]
        assert flows.purchased["green"][year] + sold <= bought * (1 + 1e-9)
        assert solution.figures[year]["electricity_emissions_t"] >= -1e-6


def test_milestones_years_apart_show_no_fall_year_by_year() -> None:
    """The program asks nothing that the judge could not confirm."""
    apart = replace(tiny_case(), years=(2025, 2029), stands_for={2025: 4, 2029: 1})
    rule = Falling(kind="falling", metric="energy_per_unit_kgce")
    late = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2029),))
    assert read_targets(apart, alone(index_of(rule), readings(trend_falls=1)), late).every_target == ()  # type: ignore[arg-type]
    fall = read_targets(apart, alone(index_of(rule), readings(trend_falls=1)), LOW).every_target[-1]  # type: ignore[arg-type]
    assert (fall.year, fall.before) == (2025, 2024)


def test_only_capture_and_removal_are_negative() -> None:
    """Index item 4: 碳捕集利用与封存、生态林业碳汇、CCER."""
    (problem,) = problems_of(("measures.led.measure_class", "negative"))
    assert problem.path == "measures.led.measure_class"
    (problem,) = problems_of(("measures.ccer.measure_class", "reduction"))
    assert "always negative" in problem.en


def test_burning_fuel_is_no_substitution_unless_the_file_says_so() -> None:
    """Index R11: 低碳能源的替代技术."""
    assert case_of().measures["heat_pump"].substitution
    gas = ("measures.heat_pump.inputs", {"gas": 2.8})
    assert not case_of(gas).measures["heat_pump"].substitution
    assert case_of(gas, ("measures.heat_pump.substitution", True)).measures["heat_pump"].substitution

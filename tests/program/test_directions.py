"""A store charges or discharges, never both: what changes nothing is netted, what pays is forbidden, and the optimum stays proven."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.case import Case, FlexibleData, Slice, Standing
from planner.domain.plan import Plan
from planner.domain.tiers import SolveStatus
from planner.errors import TierUnreachable
from planner.pathway import no_target_request
from planner.program import directions
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.directions import run_settled
from planner.program.either_way import solve_either_way
from planner.program.netting import both_ways, find_stores, net
from planner.program.run import PROVEN_GAP, Run, money_behind, run_once
from tests.builders import demand, electricity, generation, investment, readings, solve_plan, storage, tiny_case
from tests.test_hand_solved import at_least, index_of, solve
from tests.test_invariants import FEW


def parts(count: int) -> tuple[Slice, ...]:
    """A day in ``count`` equal parts, 365 times a year."""
    return tuple(Slice(8760.0 / count, 365.0, (s - 1) % count, ()) for s in range(count))


def battery(**changes: Any) -> Any:
    """A standing battery of 100 kW and 200 kWh that loses a fifth each way; nothing may be built."""
    stands = investment((), existing=(Standing(100.0, 2100),))
    return storage("battery", **{"charge_efficiency": 0.8, "discharge_efficiency": 0.8, "built": stands, **changes})


def power_case(prices: tuple[float, ...], *measures: Any, load: tuple[float, ...] | None = None, **changes: Any) -> Case:
    """1000 MWh of power a year at 100 CNY/MWh times ``prices``, and nothing else."""
    count = len(prices)
    shape = load or (1 / count,) * count
    power = electricity(slices=count, price=100.0, price_multiplier=prices, **changes)
    return tiny_case(
        slices=parts(count), measures=measures, commodities={"electricity": power},
        demands={"power": demand("power", "electricity", 1000.0, shape)}, equipment={},
    )  # fmt: skip


def does_both(plan: Plan) -> bool:
    flows = plan.flows
    return any(
        min(into, out) > 0
        for store in flows.charge
        for year, series in flows.charge[store].items()
        for into, out in zip(series, flows.discharge.get(store, {}).get(year, (0.0,) * len(series)), strict=True)
    )


def test_energy_is_not_burnt_at_negative_prices() -> None:
    # Two slices of 12 h, the first at -100 CNY/MWh. The LP would charge and discharge at once to be paid for the losses. A cycle a day
    # takes 0.2 / 0.8 = 0.25 MWh at -100 and gives 0.16 MWh at 100: 41 CNY, 14 965 a year; 500 MWh at -100 and 500 at 100 cost nothing.
    case = power_case((-1.0, 1.0), battery())
    model = build_model(case, readings())
    compiled = compile_model(model)
    loose = run_once(model, compiled, {}, None)
    assert len(both_ways(find_stores(model, compiled), loose.x))
    plan = solve_plan(case, index_of(), readings(), no_target_request()).plan
    assert plan.solver is not None and plan.solver.status is SolveStatus.OPTIMAL
    assert not does_both(plan)
    assert plan.solver.objective_cny == pytest.approx(-365 * (25 + 16) * sum(1.08**-t for t in (1, 2)), abs=0.01)
    assert loose.objective_cny < plan.solver.objective_cny - 1000


def test_a_lossless_store_is_netted_exactly() -> None:
    case = power_case((1.0, 1.0), battery(charge_efficiency=1.0, discharge_efficiency=1.0))
    model = build_model(case, readings())
    compiled = compile_model(model)
    run = run_once(model, compiled, {}, None)
    assert run.x is not None
    stores = find_stores(model, compiled)
    x = run.x.copy()
    x[stores.charge] += 5.0
    x[stores.discharge] += 5.0
    settled = net(model, stores, replace(run, x=x)).x
    assert settled is not None
    assert not np.any(np.minimum(settled[stores.charge], settled[stores.discharge]))
    np.testing.assert_allclose(compiled.matrix.activity(settled), compiled.matrix.activity(run.x), atol=1e-9)


def test_surplus_that_may_be_curtailed_is_netted_without_a_loss() -> None:
    # PV gives more than the load at noon; burning the surplus in the battery costs as much as curtailing it: nothing.
    pv = generation("pv", yields=(0.0, 2000.0), built=investment((), existing=(Standing(1.0, 2100),)))
    case = power_case((1.0, 1.0), battery(), pv)
    model = build_model(case, readings())
    compiled = compile_model(model)
    run = run_once(model, compiled, {}, None)
    assert run.x is not None
    stores, x = find_stores(model, compiled), run.x.copy()
    years = len(case.years)
    noon = 1 + 2 * np.arange(years)
    x[stores.charge[noon]] += 10.0
    x[stores.discharge[noon]] += 6.4
    x[compiled.columns("generated").start + noon] += 3.6
    burning = replace(run, x=x)
    assert len(both_ways(stores, x)) == years
    settled = net(model, stores, burning)
    assert settled.x is not None
    assert not len(both_ways(stores, settled.x))
    np.testing.assert_allclose(settled.x[compiled.columns("generated")], run.x[compiled.columns("generated")], atol=1e-6)


def test_burning_own_power_does_not_make_it_used() -> None:
    # 30 % of the power is to be own; PV gives 400 MWh in a slice that needs 200. Without a direction the battery would burn the surplus
    # so that it counts as used, and 300 MWh would be had for nothing.
    pv = generation("pv", yields=(0.0, 1.0, 0.0, 0.0), built=investment((), existing=(Standing(400.0, 2100),)))
    case = power_case((1.0,) * 4, battery(), pv, load=(0.3, 0.2, 0.2, 0.3))
    plan = solve(case, at_least("own_renewable_power_share", 0.25)).plan
    assert not does_both(plan)
    assert plan.solver is not None and plan.solver.status is SolveStatus.OPTIMAL


def test_what_only_burning_could_reach_is_out_of_reach() -> None:
    pv = generation("pv", yields=(0.0, 1.0, 0.0, 0.0), built=investment((), existing=(Standing(400.0, 2100),)))
    case = power_case((1.0,) * 4, battery(), pv, load=(0.3, 0.2, 0.2, 0.3))
    with pytest.raises(TierUnreachable) as refused:
        solve(case, at_least("own_renewable_power_share", 0.31))
    assert refused.value.shortfalls


def test_a_slice_on_its_own_costs_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise AssertionError("nothing is to be settled in one slice")

    monkeypatch.setattr(directions, "_Settling", fail)
    model = build_model(tiny_case(measures=[battery()]), readings())
    assert run_settled(model, compile_model(model), {}, None).status is SolveStatus.OPTIMAL


def test_moves_to_and_fro_are_netted() -> None:
    case = power_case((1.0, 1.0))
    case = replace(case, demands={"power": replace(case.demands["power"], flexible=FlexibleData(0.5, (0, 0)))})
    model = build_model(case, readings())
    compiled = compile_model(model)
    run = run_once(model, compiled, {}, None)
    assert run.x is not None
    x = run.x.copy()
    for name in ("moved_in", "moved_out"):
        x[compiled.columns(name)] += 7.0
    settled = net(model, find_stores(model, compiled), replace(run, x=x)).x
    assert settled is not None
    np.testing.assert_allclose(settled, run.x, atol=1e-9)


PRICES = st.lists(st.integers(-20, 20).map(lambda tenths: tenths / 10), min_size=3, max_size=6).map(tuple)
SHARES = st.sampled_from([0.5, 0.8, 0.95, 1.0])


def exact(case: Case) -> tuple[Run, float]:
    """The case solved with a binary in every slice, and the money behind it."""
    model = build_model(case, readings())
    compiled = compile_model(model)
    stores = find_stores(model, compiled)
    at = np.arange(len(stores.gain))
    largest = np.full(len(at), 8760.0 / len(case.slices) * 0.3)  # 300 kW
    run, _ = solve_either_way(model, compiled, stores, at, largest, None, {})
    return run, money_behind(model, run)


@FEW
@given(PRICES, SHARES, SHARES, st.booleans(), st.booleans(), st.sampled_from([None, 200.0]))
def test_the_cost_is_that_of_a_program_with_binaries_everywhere(
    prices: tuple[float, ...], into: float, out: float, sunny: bool, built: bool, cycles: float | None
) -> None:
    sizes = investment(capex=150.0, limit_size=200.0, existing=(Standing(100.0, 2100),)) if built else battery().built
    store = battery(charge_efficiency=into, discharge_efficiency=out, built=sizes, cycles_per_year=cycles)
    sun = generation(
        "pv", yields=(2.0, *(0.0 for _ in prices[1:])), subsidy_cny=30.0, built=investment((), existing=(Standing(300.0, 2100),))
    )
    case = power_case(prices, store, *([sun] if sunny else []))
    best, size = exact(case)
    plan = solve_plan(case, index_of(), readings(), no_target_request()).plan
    assert plan.solver is not None and plan.solver.bound_cny is not None and not does_both(plan)
    assert plan.solver.status is SolveStatus.OPTIMAL
    assert plan.solver.objective_cny == pytest.approx(best.objective_cny, abs=2 * PROVEN_GAP * size)


@FEW
@given(PRICES, SHARES)
def test_a_store_without_a_size_limit_is_settled_too(prices: tuple[float, ...], share: float) -> None:
    store = battery(charge_efficiency=share, discharge_efficiency=share, built=investment(capex=4000.0))
    plan = solve_plan(power_case(prices, store), index_of(), readings(), no_target_request()).plan
    assert plan.solver is not None and not does_both(plan)
    assert plan.solver.bound_cny is not None
    assert plan.solver.bound_cny <= plan.solver.objective_cny
    assert plan.solver.status is SolveStatus.OPTIMAL


def test_many_slices_keep_a_plan_and_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directions, "MOST_BINARIES", 0)
    plan = solve_plan(power_case((-1.0, 0.4, -0.6, 1.0, -0.9, 0.1), battery()), index_of(), readings(), no_target_request()).plan
    assert plan.solver is not None and not does_both(plan)
    assert plan.solver.status is SolveStatus.NOT_PROVEN
    assert plan.solver.gap_cny is not None and plan.solver.gap_cny > 0

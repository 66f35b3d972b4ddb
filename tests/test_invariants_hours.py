"""What must hold by the hour whatever the day: a limit never makes anything cheaper, more freedom never dearer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.case import Case, FlexibleData, Slice
from tests.builders import commodity, conversion, converter, demand, electricity, equipment, generation, investment, storage, tiny_case
from tests.test_hand_solved import solve
from tests.test_invariants import FEW, SAME

SERIES = st.lists(st.integers(1, 9).map(float), min_size=4, max_size=4)


@st.composite
def chains(draw: Any) -> Case:
    """Power and heat in a day of four parts: PV, a battery and an electric boiler may be built beside a gas boiler."""
    slices = tuple(Slice(2190.0, 365.0, (s - 1) % 4, ()) for s in range(4))
    price, load, heat, sun = (draw(SERIES) for _ in range(4))
    power = electricity(slices=4, price_multiplier=tuple(p / 5 for p in price), sell_price=100.0)
    gas = commodity("gas", price=draw(st.sampled_from([200.0, 800.0])), slices=4)
    loss = draw(st.sampled_from([0.8, 0.95, 1.0]))
    measures = (
        generation("pv", yields=tuple(part / sum(sun) for part in sun), built=investment(capex=2000.0)),
        storage("battery", charge_efficiency=loss, discharge_efficiency=loss, built=investment(capex=500.0)),
        conversion("electric", converter({"electricity": 1.0}, {"steam": 1.0}, slices=4), built=investment(capex=300.0)),
    )
    return tiny_case(
        slices=slices, measures=measures, commodities={"electricity": power, "gas": gas, "steam": commodity("steam", slices=4)},
        demands={
            "power": demand("power", "electricity", 1000.0, tuple(part / sum(load) for part in load)),
            "steam": demand("steam", annual=450.0, shape=tuple(part / sum(heat) for part in heat)),
        },
        equipment={"boiler": equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}, slices=4))},
    )  # fmt: skip


def cost(case: Case) -> float:
    record = solve(case).plan.solver
    assert record is not None
    return record.objective_cny


def assert_not_above(lower: float, upper: float) -> None:
    assert lower <= upper + SAME * (1e6 + abs(upper))


def with_battery(case: Case, **changes: Any) -> Case:
    return replace(case, measures={**case.measures, "battery": replace(case.measures["battery"], **changes)})


def with_boiler(case: Case, **changes: Any) -> Case:
    boiler = case.equipment["boiler"]
    return replace(case, equipment={"boiler": replace(boiler, converter=replace(boiler.converter, **changes))})


def with_electric(case: Case, **changes: Any) -> Case:
    electric: Any = case.measures["electric"]
    return replace(case, measures={**case.measures, "electric": replace(electric, converter=replace(electric.converter, **changes))})


@FEW
@given(chains(), st.sampled_from([10.0, 100.0, 365.0]))
def test_a_cycle_limit_or_wear_never_lowers_cost(case: Case, cycles: float) -> None:
    free = cost(case)
    assert_not_above(free, cost(with_battery(case, cycles_per_year=cycles)))
    assert_not_above(cost(with_battery(case, cycles_per_year=2 * cycles)), cost(with_battery(case, cycles_per_year=cycles)))
    assert_not_above(free, cost(with_battery(case, variable_cost_cny=20.0)))


@FEW
@given(chains(), st.floats(0.05, 0.4))
def test_a_larger_flexible_share_is_never_dearer(case: Case, share: float) -> None:
    def moving(part: float, windows: tuple[int, ...]) -> float:
        power = replace(case.demands["power"], flexible=FlexibleData(part, windows))
        return cost(replace(case, demands={**case.demands, "power": power}))

    day, halves = (0, 0, 0, 0), (0, 0, 1, 1)
    assert_not_above(moving(share, halves), cost(case))
    assert_not_above(moving(share, day), moving(share, halves))
    assert_not_above(moving(2 * share, day), moving(share, day))


@FEW
@given(chains(), st.floats(0.01, 0.2))
def test_a_ramp_or_a_minimum_load_never_lowers_cost(case: Case, ramp: float) -> None:
    free = cost(case)
    slow, slower = with_electric(case, ramp_share_per_hour=ramp), with_electric(case, ramp_share_per_hour=ramp / 2)
    assert_not_above(free, cost(slow))
    assert_not_above(cost(slow), cost(slower))
    assert_not_above(free, cost(with_electric(case, minimum_load_share=0.3)))


@FEW
@given(chains())
def test_a_minimum_load_or_ramp_that_never_binds_changes_nothing(case: Case) -> None:
    same = with_boiler(case, minimum_load_share=0.0, ramp_share_per_hour=10.0)
    assert cost(same) == pytest.approx(cost(case), rel=SAME)


@FEW
@given(chains(), st.floats(0.5, 1.0))
def test_contracted_capacity_costs_its_price_and_never_lowers_cost(case: Case, mva: float) -> None:
    def contracted(size: float, charge: float) -> Case:
        years = dict.fromkeys(case.years, size)
        power = replace(
            case.commodities["electricity"], capacity_charge_cny_per_mva_month=dict.fromkeys(case.years, charge), contracted_mva=years
        )
        return replace(case, commodities={**case.commodities, "electricity": power})

    wide = cost(contracted(100.0, 0.0))
    assert wide == pytest.approx(cost(case), rel=SAME)
    assert cost(contracted(100.0, 10.0)) == pytest.approx(wide + 12 * 10 * 100 * sum(1.08**-t for t in (1, 2)), rel=SAME)
    assert_not_above(wide, cost(contracted(mva, 0.0)))

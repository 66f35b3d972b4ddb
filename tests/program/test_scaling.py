"""Scaled units change what the solver sees and nothing that is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from planner.domain.case import Case
from planner.domain.plan import Commitment
from planner.domain.tiers import SolveStatus
from planner.index import load_index
from planner.pathway import no_target_request
from planner.program import Program, highs
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.scaling import scaled, size_scales, unit_scales
from tests.builders import alone, demand, generation, investment, process, purchase, readings, source, storage, tiny_case
from tests.factories import cases
from tests.test_hand_solved import index_of
from tests.test_two_accounts import RANDOM


def test_scales_are_powers_of_ten_near_the_factory() -> None:
    found = unit_scales(build_model(tiny_case(), readings()))
    assert found["MWh"] == 1000.0
    assert found["t"] == 100.0
    assert found["CNY"] == 1000.0 * 100.0
    assert found["1"] == 1.0


@pytest.mark.parametrize("annual", [1e-3, 1.0, 1e7])
def test_scales_follow_the_size_of_the_factory(annual: float) -> None:
    case = tiny_case(demands={"power": demand("power", "electricity", annual)})
    assert unit_scales(build_model(case, readings()))["MWh"] == pytest.approx(annual, rel=1e-12)


def test_every_measure_has_a_size_unit_of_its_own() -> None:
    found = size_scales(build_model(huge_factory(), readings()))
    assert found["scrubber"] == (10.0, 10.0)  # ten tools
    assert found["pv"] == (1e6, 1e6)  # 1e7 MWh from 1.2 MWh each would be 8e6 kW
    assert found["battery"] == (1e6, 1e6)  # 8.76 MWh each; two hours
    assert found["free"] == (1e6, 1e7)  # energy apart from power: emptied every day


def huge_factory() -> Case:
    """Ten tools, PV and batteries in a factory of 10^7 MWh a year."""
    stores = storage("battery"), storage("free", hours=None)
    tools = process("scrubber", {"kiln": {"CO2": 0.5}}, full_size=10.0, built=investment(capex=5000.0, limit_size=10.0))
    return tiny_case(
        demands={"power": demand("power", "electricity", 1e7)}, sources={"kiln": source("kiln", {"CO2": 0.5})},
        measures=[generation("pv"), *stores, tools],
    )  # fmt: skip


def test_a_few_committed_tools_in_a_huge_factory_stay_what_they_are() -> None:
    # With one unit of size for all, 3.3 tools were a ten-millionth of it: they could shift by 1e-4 of themselves, and did.
    case = huge_factory()
    committed = Commitment(until=2025, deploy={"scrubber": {2025: 3.3}})
    program = Program(case, alone(index_of(), readings()))
    plan = program.solve(no_target_request(), committed=committed).plan
    assert plan.deploy["scrubber"][2025] == pytest.approx(3.3, rel=1e-7)


@settings(RANDOM, max_examples=30)
@given(cases(counts=(1, 2, 4), most_years=4))
def test_every_scale_is_a_power_of_ten_and_rows_are_near_one(case: Case) -> None:
    _, chosen = load_index(case.index.id, case.index.settings)
    model = build_model(case, chosen)
    compiled = compile_model(model)
    matrix, rows, columns, money = scaled(model, compiled)
    for scale in (*rows, *columns, money):
        assert math.log10(scale) == pytest.approx(round(math.log10(scale)), abs=1e-9)
    largest = np.zeros(matrix.shape[0])
    np.maximum.at(largest, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts)), np.abs(matrix.values))
    assert np.all((largest == 0) | ((largest >= 0.999) & (largest < 10.001)))
    assert np.all(columns[compiled.matrix.integer == 1] == 1.0)  # whole numbers stay whole


def test_the_optimum_is_the_same_in_either_unit() -> None:
    model = build_model(tiny_case(measures=[purchase("green")]), readings())
    compiled = compile_model(model)
    matrix, _, columns, money = scaled(model, compiled)
    small, plain = highs.solve(matrix), highs.solve(compiled.matrix)
    assert small.status is plain.status is SolveStatus.OPTIMAL
    assert small.objective is not None
    assert small.x is not None
    assert small.objective * money == pytest.approx(plain.objective, rel=1e-9)
    assert float(compiled.matrix.cost @ (small.x * columns)) == pytest.approx(plain.objective, rel=1e-9)

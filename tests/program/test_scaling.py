"""Scaled units change what the solver sees and nothing that is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from planner.domain.case import Case
from planner.domain.tiers import SolveStatus
from planner.index import load_index
from planner.program import highs
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.scaling import scaled, unit_scales
from tests.builders import demand, purchase, readings, tiny_case
from tests.factories import cases
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

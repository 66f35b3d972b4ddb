"""From the solver's vector to decisions: noise out, whole numbers whole, every value under its own name."""

from __future__ import annotations

import numpy as np
import pytest

from planner.index.metrics import COST_PARTS, INCOME_PARTS, METRICS
from planner.program.build import build_model
from planner.program.compile import Compiled, compile_model
from planner.program.decisions import NOISE, Values, clean, deployments, figures, flows, settle
from planner.program.structure import ACCOUNTS
from tests.builders import DAY_AND_NIGHT, generation, investment, process, purchase, readings, source, storage, tiny_case
from tests.program.test_matrix import matrix_of


def build() -> tuple[object, Compiled]:
    case = tiny_case(
        slices=DAY_AND_NIGHT, sources={"kiln": source("kiln", {"CO2": 0.5})},
        measures=[generation("pv", yields=(1.0, 0.2)), storage("battery"), purchase("green"),
                  process("clinker", {"kiln": {"CO2": 0.3}}, built=investment())],
    )  # fmt: skip
    model = build_model(case, readings())
    return model, compile_model(model)


def test_noise_goes_bounds_hold_and_whole_numbers_are_whole() -> None:
    matrix = matrix_of([[1.0, 1.0, 1.0]], [0.0], [9.0], [1.0, 1.0, 1.0])
    matrix.upper[:] = 4.0
    matrix.integer[2] = 1
    x = clean(np.array([-1e-10, NOISE / 2, 2.9999999996]), matrix)
    assert x.tolist() == [0.0, 0.0, 3.0]
    assert clean(np.array([4.0 + 1e-10, 1.5, 0.0]), matrix).tolist() == [4.0, 1.5, 0.0]


def test_every_value_comes_back_under_its_own_index() -> None:
    _, compiled = build()
    x = np.arange(1.0, compiled.matrix.shape[1] + 1)
    values = Values(compiled, x)
    for name in ("deploy", "imported", "level", "purchased", "cut"):
        for key, value in values.items(name):
            column = int(value) - 1
            assert compiled.column_name(column) == f"{name}[{', '.join(map(str, key))}]"


def test_slices_are_grouped_and_empty_series_left_out() -> None:
    _, compiled = build()
    x = np.zeros(compiled.matrix.shape[1])
    first = compiled.columns("imported").start
    x[first : first + 2] = [3.0, 5.0]
    found = Values(compiled, x).by_slice("imported", 2)
    assert found == {("electricity", 2025): (3.0, 5.0)}


def test_flows_and_deployments_keep_what_is_not_zero() -> None:
    model, compiled = build()
    x = np.zeros(compiled.matrix.shape[1])
    for name, position, value in (
        ("deploy", 1, 7.0),
        ("deploy_kwh", 0, 2.0),
        ("purchased", 1, 4.0),
        ("cut", 0, 6.0),
        ("surrendered", 0, 9.0),
    ):
        x[compiled.columns(name).start + position] = value
    values = Values(compiled, x)
    assert deployments(values) == ({"pv": {2026: 7.0}}, {"battery": {2025: 2.0}})
    found = flows(values, model.case)
    assert found.purchased == {"green": {2026: 4.0}}
    assert found.cut_t == {"clinker": {"kiln": {"CO2": {2025: 6.0}}}}
    assert found.surrendered == {2025: 9.0}
    assert found.imported == {}


def test_settled_accounts_satisfy_their_equations_exactly() -> None:
    model, compiled = build()
    x = np.random.default_rng(3).random(compiled.matrix.shape[1]) * 100
    settled = settle(model, compiled, x)
    for name in ("effect_t", *ACCOUNTS):
        rows = compiled.rows(f"define_{name}")
        gap = compiled.matrix.activity(settled)[rows] - compiled.matrix.row_lower[rows]
        np.testing.assert_allclose(gap, 0.0, atol=1e-9)
    touched = np.zeros(len(x), bool)
    for name in ("effect_t", *ACCOUNTS):
        touched[compiled.columns(name)] = True
    np.testing.assert_array_equal(settled[~touched], x[~touched])


def test_figures_have_every_metric_that_a_plan_decides() -> None:
    model, compiled = build()
    x = np.random.default_rng(4).random(compiled.matrix.shape[1]) * 100
    (found,) = figures(model, compiled, x)
    assert set(found) == {2025, 2026}
    for year in found.values():
        assert set(year) == set(METRICS) - {"solid_waste_utilisation", "electricity_location_t", "electricity_market_t"}
        total = sum(year[part] for part in COST_PARTS) - sum(year[part] for part in INCOME_PARTS)
        assert year["yearly_cost_cny"] == pytest.approx(total, rel=1e-14)
        assert year["gross_emissions_t"] == pytest.approx(year["energy_emissions_t"] + year["process_emissions_t"])
        assert year["emission_reduction"] == pytest.approx(1 - year["scope_emissions_t"] / year["baseline_t"])


def test_a_ratio_without_a_denominator_is_absent() -> None:
    model, compiled = build()
    for year in figures(model, compiled, np.zeros(compiled.matrix.shape[1]))[0].values():
        assert "renewable_share" not in year
        assert "carbon_per_tce" not in year

"""Rules read once and evaluated by arrays give the matrix that ordinary Pyomo gives; what is not linear is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyomo.core as pe
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.errors import TierUnreachable
from planner.index import load_index
from planner.pathway import request_for
from planner.program.build import build_model
from planner.program.compile import Compiled, Compiler, compile_model
from planner.program.families import tier as tier_family
from planner.program.structure import add_sum, equation, table, variable
from planner.program.targets import Target, read_targets
from planner.program.terms import Codes
from tests.builders import BINHAI, TIERS, alone, purchase, readings, tiny_case
from tests.factories import cases
from tests.test_two_accounts import RANDOM

YEARS = (2025, 2026)


def targets_of(case: Case, tier: str) -> tuple[Target, ...]:
    """Every target of a tier, all legs included."""
    index, readings = load_index(case.index.id, case.index.settings)
    try:
        return read_targets(case, alone(index, readings), request_for(case, tier)).every_target
    except TierUnreachable:
        return ()


@settings(RANDOM, max_examples=25)
@given(cases(counts=(1, 2, 4), most_years=4), st.sampled_from(list(TIERS)))
def test_templates_give_the_matrix_of_ordinary_pyomo(case: Case, tier: str) -> None:
    _, readings = load_index(case.index.id, case.index.settings)
    targets = targets_of(case, tier)
    fast, plain = (compile_model(build_model(case, readings, targets, templates=templates)) for templates in (True, False))
    assert fast.matrix.shape == plain.matrix.shape
    assert list(fast.first_row) == list(plain.first_row)
    np.testing.assert_array_equal(fast.matrix.starts, plain.matrix.starts)
    np.testing.assert_array_equal(fast.matrix.columns, plain.matrix.columns)
    assert fast.matrix.sha256() == plain.matrix.sha256()


def small(rule: Callable[..., Any], *sets: str, templates: bool = True) -> Compiled:
    """One rule over two years and two converters, compiled."""
    model = pe.ConcreteModel()
    model.templates, model.codes = templates, Codes()
    model.bounds, model.units, model.integer, model.meanings = {}, {}, {}, {}
    model.Y = pe.Set(initialize=YEARS, ordered=True)
    model.K = pe.Set(initialize=["boiler", "chp"], ordered=True)
    variable(model, "flow", "MWh", "flow", model.K, model.Y)
    variable(model, "total", "MWh", "total", model.Y, lower=-float("inf"))
    model.param = pe.Param(model.Y, initialize={2025: 1.0, 2026: 2.0})
    table(model, "share", [model.K, model.Y], lambda k, y: (2.0 if k == "chp" else 1.0) + y - 2025)
    table(model, "short", [[2025]], lambda y: 1.0)
    table(model, "before", [model.Y], lambda y: {2025: 2026, 2026: 2025}[y])
    add_sum(model, "made", model.flow, {("steam",): [(("boiler",), 1.0), (("chp",), 0.5)]}, 1)
    equation(model, rule, *(getattr(model, name) for name in sets))
    model.goal = pe.Objective(expr=3.0 * model.total[2025] + 1.0)
    return compile_model(model)


def dense(compiled: Compiled) -> list[list[float]]:
    """Rows of coefficients."""
    matrix = compiled.matrix
    rows = np.zeros(matrix.shape[:2])
    rows[np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts)), matrix.columns] = matrix.values
    return rows.tolist()


def item(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, y] <= 3.0


def table_times_variable(m: Any, k: Any, y: Any) -> Any:
    return m.share[k, y] * m.flow[k, y] <= m.share[k, y]


def negation(m: Any, y: Any) -> Any:
    return -m.total[y] + 5.0 <= -(2.0 * m.total[y])


def division(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, y] / m.share[k, y] <= 1.0 / m.share[k, y]


def inner_sum(m: Any, y: Any) -> Any:
    return m.total[y] == sum(m.share[k, y] * m.flow[k, y] + 1.0 for k in m.K)


def sparse_sum(m: Any, y: Any) -> Any:
    return m.total[y] >= 4.0 * m.made["steam", y] - m.made["cold", y]


def looked_up_index(m: Any, y: Any) -> Any:
    return m.total[y] <= m.total[m.before[y]]


def plain_variable(m: Any, y: Any) -> Any:
    return m.total[y] <= 2.0 * m.total[2026]


def fixed_label(m: Any, y: Any) -> Any:
    return m.flow["chp", y] + m.flow["boiler", 2025] <= 1.0


def factor_on_the_right(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, y] * m.share[k, y] <= (m.total[y] + 1.0) * (2.0 * m.share[k, y])


RULES = (
    (item, "K", "Y"), (table_times_variable, "K", "Y"), (negation, "Y"), (division, "K", "Y"), (inner_sum, "Y"), (sparse_sum, "Y"),
    (looked_up_index, "Y"), (plain_variable, "Y"), (fixed_label, "Y"), (factor_on_the_right, "K", "Y"),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule[0].__name__)
def test_each_kind_of_node_is_read_as_pyomo_reads_it(rule: tuple[Any, ...]) -> None:
    fast, plain = small(*rule), small(*rule, templates=False)
    assert dense(fast) == dense(plain)
    np.testing.assert_array_equal(fast.matrix.row_lower, plain.matrix.row_lower)
    np.testing.assert_array_equal(fast.matrix.row_upper, plain.matrix.row_upper)


def test_the_numbers_of_a_rule_are_where_they_belong() -> None:
    compiled = small(inner_sum, "Y")
    # columns: flow[boiler, 2025], flow[boiler, 2026], flow[chp, 2025], flow[chp, 2026], total[2025], total[2026]
    assert dense(compiled) == [[-1.0, 0.0, -2.0, 0.0, 1.0, 0.0], [0.0, -2.0, 0.0, -3.0, 0.0, 1.0]]
    assert compiled.matrix.row_lower.tolist() == compiled.matrix.row_upper.tolist() == [2.0, 2.0]
    assert compiled.column_name(3) == "flow[chp, 2026]"
    assert compiled.row_name(1) == "inner_sum[2026]"
    assert compiled.matrix.cost.tolist() == [0.0, 0.0, 0.0, 0.0, 3.0, 0.0]
    assert compiled.matrix.offset == 1.0


def test_an_inequality_is_always_read_as_at_most() -> None:
    compiled = small(sparse_sum, "Y")
    assert compiled.matrix.row_lower.tolist() == [-np.inf, -np.inf]
    assert compiled.matrix.row_upper.tolist() == [0.0, 0.0]
    assert dense(compiled)[0][:5] == [4.0, 0.0, 2.0, 0.0, -1.0]


def product_of_variables(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, y] * m.total[y] <= 1.0


def divided_by_a_variable(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, y] / m.total[y] <= 1.0


def square(m: Any, y: Any) -> Any:
    return m.total[y] ** 2 <= 1.0


def missing_year(m: Any, y: Any) -> Any:
    return m.total[m.short[y]] <= 1.0


def missing_value(m: Any, y: Any) -> Any:
    return m.short[y] * m.total[y] <= 1.0


def missing_index(m: Any, k: Any, y: Any) -> Any:
    return m.flow[k, 2027] <= 1.0


def pyomo_parameter(m: Any, y: Any) -> Any:
    return m.param[y] * m.total[y] <= 1.0


def between(m: Any, y: Any) -> Any:
    return pe.inequality(0.0, m.total[y], 1.0)


@pytest.mark.parametrize(
    "rule, sets, error, words",
    [
        (product_of_variables, ("K", "Y"), TypeError, "multiplies or divides by a variable"),
        (divided_by_a_variable, ("K", "Y"), TypeError, "multiplies or divides by a variable"),
        (square, ("Y",), TypeError, "not linear"),
        (missing_value, ("Y",), KeyError, "table short has no value"),
        (missing_index, ("K", "Y"), KeyError, "variable flow has no such index"),
        (pyomo_parameter, ("Y",), TypeError, "use a Table"),
        (between, ("Y",), TypeError, "one equation or one inequality"),
    ],
)
def test_what_is_not_linear_or_not_there_is_refused(rule: Any, sets: tuple[str, ...], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        small(rule, *sets)


def test_targets_added_later_give_the_same_matrix() -> None:
    """Program adds the rows of targets to a compiled base; building with them at once is the same program."""
    target = Target(BINHAI, "X1", "low", 2026, "renewable_share", "floor", 0.3)
    case = tiny_case(measures=[purchase("green")])
    at_once = compile_model(build_model(case, readings(), [target]))
    model = build_model(case, readings())
    compiler = Compiler(model)
    later = compiler.extend(compiler.compile(), tier_family.add(model, [target]))
    assert later.matrix.sha256() == at_once.matrix.sha256()

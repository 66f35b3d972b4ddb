"""Each equation, row by row, against the text in ``tests/golden``. ``python -m tests.golden.writing`` writes the texts anew."""

from __future__ import annotations

from types import ModuleType

import pytest

from planner.program import costs
from planner.program.build import build_model
from planner.program.compile import Compiled, compile_model
from tests.builders import readings
from tests.golden.factory import golden_case, golden_targets, seasonal_case
from tests.golden.writing import (
    FOLDER,
    Row,
    every_equation,
    families_of,
    file_of,
    golden_program,
    objective,
    parse_text,
    program_of,
    read_rows,
    seasonal_program,
    write_text,
)

TOLERANCE = 1e-9
"""Relative; texts hold twelve digits."""


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return golden_program()


def compare(rows: dict[str, Row], golden: dict[str, Row]) -> None:
    assert list(rows) == list(golden)
    for name, row in rows.items():
        assert row.sign == golden[name].sign, name
        assert row.side == pytest.approx(golden[name].side, rel=TOLERANCE, abs=TOLERANCE), name
        assert dict(row.terms) == pytest.approx(dict(golden[name].terms), rel=TOLERANCE), name


@pytest.fixture(scope="module")
def seasonal() -> Compiled:
    return seasonal_program()


@pytest.mark.parametrize(("module", "equation"), every_equation(), ids=lambda part: part if isinstance(part, str) else "")
def test_equation_is_as_written(compiled: Compiled, seasonal: Compiled, module: ModuleType, equation: str) -> None:
    compiled = program_of(module, (compiled, seasonal))
    rows = read_rows(compiled, families_of(compiled, equation))
    assert rows, f"the golden factory has no row of {equation}; give it one in tests/golden/factory.py"
    assert all(row.terms for row in rows.values()) or equation.startswith("define_")
    compare(rows, parse_text(file_of(module, equation).read_text(encoding="utf-8")))


def test_objective_is_as_written(compiled: Compiled) -> None:
    compare(objective(compiled), parse_text(file_of(costs, "least_cost").read_text(encoding="utf-8")))


def test_every_family_of_the_model_is_covered(compiled: Compiled, seasonal: Compiled) -> None:
    for program in (compiled, seasonal):
        covered = {family for _, equation in every_equation() for family in families_of(program, equation)}
        assert covered == set(program.row_counts)


def test_plain_pyomo_gives_the_same_matrix(compiled: Compiled) -> None:
    plain = compile_model(build_model(golden_case(), readings(), golden_targets(), templates=False))
    assert plain.matrix.sha256() == compiled.matrix.sha256()


def test_plain_pyomo_gives_the_same_seasonal_matrix(seasonal: Compiled) -> None:
    plain = compile_model(build_model(seasonal_case(), readings(), templates=False))
    assert plain.matrix.sha256() == seasonal.matrix.sha256()


def test_no_text_is_left_over() -> None:
    expected = {file_of(module, equation) for module, equation in every_equation()} | {file_of(costs, "least_cost")}
    assert set(FOLDER.glob("*/*.txt")) == expected


def test_texts_read_back() -> None:
    rows = {"a[x, 2025]": Row({"b[x, 2025, 0]": -1.5, "c[y]": 2e-7}, "<=", -3.0), "d[2026]": Row({}, "=", 0.0)}
    assert parse_text(write_text(rows)) == rows


@pytest.mark.parametrize("change", ["coefficient", "side", "sign", "row"])
def test_a_changed_row_is_noticed(change: str) -> None:
    row = Row({"b[1]": 2.0}, "<=", 3.0)
    other = {
        "coefficient": {"a[1]": Row({"b[1]": 2.00001}, "<=", 3.0)},
        "side": {"a[1]": Row({"b[1]": 2.0}, "<=", 3.00001)},
        "sign": {"a[1]": Row({"b[1]": 2.0}, "=", 3.0)},
        "row": {"a[2]": row},
    }[change]
    with pytest.raises(AssertionError):
        compare({"a[1]": row}, other)

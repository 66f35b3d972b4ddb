"""The mathematics page is what the program says, complete, and uses each symbol for one thing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyomo.core as pe
import pytest

from planner.program import costs
from planner.program.build import build_model
from planner.program.mathematics import equation_names, equations, modules, read_equation, render_page
from planner.program.notation import DATA, INDICES, SETS, SYMBOLS, smallest_case, smallest_readings

PAGE = Path(__file__).parents[1] / "docs" / "mathematics.md"
WORDS = frozenset(
    [
        "sum",
        "prod",
        "left",
        "right",
        "le",
        "ge",
        "lt",
        "quad",
        "qquad",
        "frac",
        "min",
        "max",
        "in",
        "notin",
        "cap",
        "mathbb",
        "lbrace",
        "rbrace",
        "text",
    ]
)
"""LaTeX commands that are no symbols."""
DERIVED = (r"N_{my}", r"N^{E}_{my}", r"N^{aged}_{my}", r"z_{uiy}", r"f_{my}", "N_0")
"""Symbols that the page defines by a formula, and the natural numbers."""


def model() -> Any:
    return build_model(smallest_case(), smallest_readings())


def test_the_committed_page_is_the_generated_one() -> None:
    again = "python -m planner.program.mathematics docs/mathematics.md"
    assert PAGE.read_text(encoding="utf-8") == render_page(), f"run: {again}"


def test_every_variable_and_set_is_on_the_page() -> None:
    built = model()
    assert set(SYMBOLS) == {variable.name for variable in built.component_objects(pe.Var)}
    named = {s.name for s in built.component_objects(pe.Set) if not re.search(r"_index($|_)|_domain$", s.name)}
    assert set(SETS) == named
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_every_module_states_equations_with_all_parts() -> None:
    for module in modules():
        assert equation_names(module)
        for equation in equations(module):
            assert equation.sentence.endswith("."), equation.name
            assert equation.unit and equation.formula and equation.source, equation.name


@pytest.mark.parametrize("lacking", ["sentence", "unit", "math", "source"])
def test_a_docstring_without_a_part_is_refused(lacking: str) -> None:
    parts = {"sentence": "What comes in goes out.", "unit": " [MWh]", "math": "\n\n.. math:: a = b", "source": "\n\nSource: physics."}

    def rule() -> None: ...

    rule.__doc__ = "".join(parts.values())
    assert read_equation(rule).formula == "a = b"
    rule.__doc__ = "".join(text for part, text in parts.items() if part != lacking)
    with pytest.raises(ValueError, match="docstring needs"):
        read_equation(rule)


def letters(formula: str) -> set[str]:
    """The symbols of a formula without subscripts: ``f^{in}``, ``\\hat{N}``, ``\\sigma``."""
    bare = re.sub(r"\\text\{[^}]*\}", " ", formula)
    bare = re.sub(r"_\{(?:[^{}]|\{[^{}]*\})*\}|_\\?[A-Za-z0-9]+", "", bare)
    found = re.findall(r"(\\(?:hat|overline|underline)\{[A-Za-z]\}|\\[A-Za-z]+|[A-Za-z])(\^\{(?:[A-Za-z0-9]+|[+-])\})?", bare)
    return {letter + mark for letter, mark in found if letter.lstrip("\\") not in WORDS}


def test_formulas_use_only_symbols_that_the_page_explains() -> None:
    known = set().union(*(letters(text) for text in (*SYMBOLS.values(), *(symbol for symbol, _, _ in (*DATA, *INDICES)), *DERIVED)))
    formulas = {equation.name: equation.formula for module in modules() for equation in equations(module)}
    formulas["least_cost"] = read_equation(costs.least_cost).formula
    unknown = {name: left for name, formula in formulas.items() if (left := letters(formula) - known)}
    assert unknown == {}


def test_every_symbol_of_the_data_is_used() -> None:
    formulas = [equation.formula for module in modules() for equation in equations(module)] + [read_equation(costs.least_cost).formula]
    used = set().union(*(letters(formula) for formula in formulas)) | letters(r"L_m \delta_m")
    given = set().union(*(letters(symbol) for symbol, _, _ in DATA))
    assert given - used == set()

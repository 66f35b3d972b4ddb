"""The mathematics page, made from what the program itself says: docstrings of equations, and units and meanings of variables.

``python -m planner.program.mathematics docs/mathematics.md`` writes it. An equation is a public function of a family that
returns a comparison; its docstring holds a sentence with the unit in square brackets, a ``.. math::`` formula and a source.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from planner.program import costs
from planner.program.build import FAMILIES
from planner.program.families import tier
from planner.program.notation import DATA, INDICES, SETS, SYMBOLS, smallest_case, smallest_readings

_DOCSTRING = re.compile(r"(?P<sentence>.+?) \[(?P<unit>[^\]]+)\]\n\n\.\. math:: (?P<formula>.+?)\n\nSource: (?P<source>.+)", re.S)
INTRODUCTION = """\
# The model in mathematics

Made by `python -m planner.program.mathematics docs/mathematics.md` from the docstrings of `planner/program`; edit those, not
this page. What the words mean is in [accounting.md](accounting.md). Every variable is at least zero unless a table says
otherwise. A superscript is a name and never an exponent, unless it stands outside brackets. A square bracket around a
condition is 1 where it holds and 0 elsewhere.
"""


@dataclass(frozen=True, slots=True)
class Equation:
    """One family of equations as its docstring states it."""

    name: str
    sentence: str
    unit: str
    formula: str
    source: str


def modules() -> tuple[ModuleType, ...]:
    """The modules that hold equations, in the order in which the model is built."""
    return (*FAMILIES, tier)


def equations(module: ModuleType) -> tuple[Equation, ...]:
    """The equations of a module in the order of its file. Raises ValueError for a docstring that lacks a part."""
    return tuple(read_equation(getattr(module, name)) for name in equation_names(module))


def equation_names(module: ModuleType) -> tuple[str, ...]:
    """Public functions that return a comparison, which is what makes an equation."""
    found = ast.parse(inspect.getsource(module)).body
    functions = [node for node in found if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return tuple(node.name for node in functions if isinstance(node.body[-1], ast.Return) and isinstance(node.body[-1].value, ast.Compare))


def read_equation(function: Any) -> Equation:
    """The parts of an equation's docstring."""
    found = _DOCSTRING.fullmatch(inspect.getdoc(function) or "")
    if found is None:
        raise ValueError(f"{function.__module__}.{function.__name__}: the docstring needs a sentence, [unit], .. math:: and Source:")
    sentence, formula, source = (" ".join(found[part].split()) for part in ("sentence", "formula", "source"))
    return Equation(function.__name__, sentence, found["unit"], formula, source)


def render_page() -> str:
    """The whole page as Markdown."""
    from planner.program.build import build_model

    model = build_model(smallest_case(), smallest_readings())
    parts = [INTRODUCTION, *_sets(), *_variables(model), *_data(), *_objective()]
    for module in modules():
        parts += [f"## {module.__name__.rpartition('.')[2].capitalize()}\n", f"{(module.__doc__ or '').strip()}\n"]
        parts += [_section(module, equation) for equation in equations(module)]
    return "\n".join(parts)


def _sets() -> Iterator[str]:
    yield "## Indices and sets\n"
    yield _table(("index", "set in the program", "meaning"), [(f"${symbol}$", f"`{name}`", meaning) for symbol, name, meaning in INDICES])
    yield "Subsets on which variables and equations live:\n"
    yield _table(("set", "meaning"), [(f"`{name}`", meaning) for name, meaning in SETS.items()])


def _variables(model: Any) -> Iterator[str]:
    yield "## Variables\n"
    rows = []
    for name, symbol in SYMBOLS.items():
        low, whole = model.bounds[name][0], model.integer[name]
        kind = "whole" if whole else "free" if low == -float("inf") else ""
        rows.append((f"${symbol}$", f"`{name}`", model.units[name], f"{model.meanings[name]}{f' ({kind})' if kind else ''}"))
    yield _table(("symbol", "name", "unit", "meaning"), rows)
    yield "Sizes online, made from deployments where they are used:\n"
    yield "$$"
    yield r"N_{my} = \sum_{v \le y \lt v + L_m} n_{mv}, \qquad N^{E}_{my} = \sum_{v \le y \lt v + L_m} n^{E}_{mv}, \qquad"
    yield r"N^{aged}_{my} = \sum_{v \le y \lt v + L_m} (1 - \delta_m)^{y - v} n_{mv}"
    yield "$$\n"


def _data() -> Iterator[str]:
    yield "## Data\n"
    yield _table(("symbol", "unit", "meaning"), [(f"${symbol}$", unit, meaning) for symbol, unit, meaning in DATA])


def _objective() -> Iterator[str]:
    yield "## Objective\n"
    yield _section(costs, read_equation(costs.least_cost))


def _section(module: ModuleType, equation: Equation) -> str:
    unit = f"Unit of a row: {equation.unit}." if equation.unit != "1" else "A row has no unit."
    return (
        f"### `{equation.name}`\n\n{equation.sentence}\n\n$$\n{equation.formula}\n$$\n\n"
        f"{unit} Source: {equation.source.rstrip('.')}. In `{module.__name__.replace('.', '/')}.py`.\n"
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_page(), encoding="utf-8")

"""Rows of a compiled program as text that a person can read, and back.

``python -m tests.golden.writing`` writes every file anew; read the difference before you keep it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from planner.program.build import build_model
from planner.program.compile import Compiled, compile_model
from planner.program.families import seasons
from planner.program.mathematics import equation_names, modules
from tests.builders import readings
from tests.golden.factory import golden_case, golden_targets, seasonal_case

FOLDER = Path(__file__).parent
WIDTH = 140


@dataclass(frozen=True, slots=True)
class Row:
    """One equation: variable to coefficient, sign, right side."""

    terms: Mapping[str, float]
    sign: str
    side: float


def golden_program() -> Compiled:
    """The golden factory, compiled."""
    return compile_model(build_model(golden_case(), readings(), golden_targets()))


def seasonal_program() -> Compiled:
    """The seasonal factory, compiled."""
    return compile_model(build_model(seasonal_case(), readings()))


def program_of(module: ModuleType, programs: tuple[Compiled, Compiled]) -> Compiled:
    """Of the golden program and the seasonal one, that which states a module's equations."""
    return programs[module is seasons]


def families_of(compiled: Compiled, equation: str) -> list[str]:
    """The constraint families that a function states: one of its own name, or one per metric for targets."""
    if not equation.startswith("target_"):
        return [name for name in compiled.row_counts if name == equation]
    sense, from_history = equation.removeprefix("target_").split("_")[0], equation.endswith("_from_history")
    return [name for name in compiled.row_counts if name.startswith(f"{sense}_") and name.endswith("_from_history") == from_history]


def read_rows(compiled: Compiled, families: list[str]) -> dict[str, Row]:
    """Rows by name, as the matrix holds them."""
    matrix, found = compiled.matrix, {}
    for family in families:
        for at in range(compiled.rows(family).start, compiled.rows(family).stop):
            part = slice(matrix.starts[at], matrix.starts[at + 1])
            names = [compiled.column_name(int(column)) for column in matrix.columns[part]]
            terms = dict(zip(names, matrix.values[part].tolist(), strict=True))
            low, high = float(matrix.row_lower[at]), float(matrix.row_upper[at])
            sign = "=" if low == high else "<=" if np.isneginf(low) else ">="
            found[compiled.row_name(at)] = Row(terms, sign, low if sign == ">=" else high)
    return found


def objective(compiled: Compiled) -> dict[str, Row]:
    """The objective as a row that is to be at most nothing; its right side is the constant with its sign changed."""
    used = np.flatnonzero(compiled.matrix.cost)
    terms = {compiled.column_name(int(column)): float(compiled.matrix.cost[column]) for column in used}
    return {"least_cost": Row(terms, "=", 0.0 - compiled.matrix.offset)}


def write_text(rows: Mapping[str, Row]) -> str:
    """One row per paragraph: ``name: + 1 imported[...] - 2 activity[...] <= 0``."""
    lines = []
    for name, row in rows.items():
        terms = " ".join(f"{'-' if value < 0 else '+'} {abs(value):.12g} {variable}" for variable, value in row.terms.items())
        whole = f"{name}: {terms or '0'} {row.sign} {row.side:.12g}"
        lines.append(_wrap(whole))
    return "\n".join(lines) + "\n"


def _wrap(whole: str) -> str:
    joined = re.sub(r"([+-]) (\S+) (\w+\[[^\]]*\])", lambda m: "\0".join((m[1], m[2], m[3].replace(" ", "\0"))), whole)
    joined = re.sub(r" (<=|>=|=) (\S+)$", "\0\\1\0\\2", joined)
    lines = textwrap.wrap(joined, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\0", " ")


def parse_text(text: str) -> dict[str, Row]:
    """What ``write_text`` wrote."""
    rows = {}
    for whole in re.sub(r"\n +", " ", text).splitlines():
        name, _, rest = whole.partition(": ")
        left, sign, side = re.fullmatch(r"(.*) (<=|>=|=) (\S+)", rest).groups()  # type: ignore[union-attr]
        terms = {v: float(f"{s}{c}") for s, c, v in re.findall(r"([+-]) (\S+) (\w+\[[^\]]*\])", left)}
        rows[name] = Row(terms, sign, float(side))
    return rows


def file_of(module: ModuleType, equation: str) -> Path:
    """``golden/balance/commodity_balance.txt``."""
    return FOLDER / module.__name__.rpartition(".")[2] / f"{equation}.txt"


def every_equation() -> list[tuple[ModuleType, str]]:
    """Module and function of each equation; the objective is in ``costs/least_cost.txt``."""
    return [(module, name) for module in modules() for name in equation_names(module)]


def main() -> None:
    """Write every file."""
    from planner.program import costs

    programs = golden_program(), seasonal_program()
    texts = {}
    for module, name in every_equation():
        compiled = program_of(module, programs)
        texts[file_of(module, name)] = write_text(read_rows(compiled, families_of(compiled, name)))
    texts[file_of(costs, "least_cost")] = write_text(objective(programs[0]))
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

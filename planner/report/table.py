"""A table before it is drawn: columns with names in two languages, and rows of unrounded cells."""

from __future__ import annotations

from dataclasses import dataclass

from planner.language import Sayable


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    value: float
    unit: str


Cell = str | int | Quantity | Sayable | None
"""What a row may hold. ``None`` is an empty cell, never a zero."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    """Heading in CSV files; never changes with the language."""
    title: Sayable
    """Heading for people."""
    numeric: bool = False
    """Numbers stand to the right."""
    unit: str = ""
    """Unit of every quantity in the column: shown in the heading and not in the cells. A blank one is shown in neither."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns with a title."""

    name: str
    """File name without ending: ``measures``."""
    title: Sayable
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.name}: a row of {len(row)} cells under {len(self.columns)} columns")

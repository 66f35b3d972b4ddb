"""Columns of the CSV and Excel files that a scenario names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from planner.errors import InputRefused, Problem
from planner.reading.desk import Desk, Path
from planner.reading.tables import Table, no_column, read_table
from planner.reading.workbooks import read_workbook


@dataclass(frozen=True, slots=True)
class Columns:
    """A CSV file, or a sheet of an Excel file, by column."""

    table: Table

    @property
    def file(self) -> str:
        """Name for messages."""
        return self.table.file

    @property
    def names(self) -> Sequence[str]:
        """Headings."""
        return self.table.headings

    def texts(self, desk: Desk, path: Path, column: str) -> Sequence[str] | None:
        """Cells of ``column``; a missing column is refused at ``path``."""
        if column not in self.table.headings:
            said = no_column(self.table, column)
            desk.refuse(path, said.zh, said.en)
            return None
        return [row.cells[column] for row in self.table.rows]

    def numbers(self, desk: Desk, path: Path, column: str) -> Sequence[float] | None:
        """Cells of ``column`` as numbers; every other cell is refused where it stands."""
        if self.texts(desk, path, column) is None:
            return None
        numbers = [read_number(row.cells[column]) for row in self.table.rows]
        for row, number in zip(self.table.rows, numbers, strict=True):
            if number is None:
                text = row.cells[column]
                desk.note(
                    self.table.problem(
                        row.line, column, f"“{text}”不是数字", f'"{text}" is no number; give a finite number with a decimal point'
                    )
                )
        found = [number for number in numbers if number is not None]
        return found if len(found) == len(numbers) else None


def read_number(text: str) -> float | None:
    """A finite number with a decimal point; None when the text is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def read_columns(desk: Desk, path: Path, name: str) -> Columns | None:
    """The CSV file ``name`` inside the scenario's folder; None when it was refused."""
    return _read(desk, path, name, None, read_table)


def read_sheet(desk: Desk, path: Path, name: str, sheet: str | None) -> Columns | None:
    """A sheet of the Excel file ``name`` inside the scenario's folder, by default the first; None when it was refused."""
    return _read(desk, path, name, sheet, lambda file, shown: read_workbook(file, sheet, shown))


def _read(desk: Desk, path: Path, name: str, sheet: str | None, read: Callable[[FilePath, str], Table]) -> Columns | None:
    """A table that is read once and counts in the scenario's fingerprint."""
    file = desk.source.file(path, name)
    if isinstance(file, Problem):
        desk.note(file)
        return None
    if (file, sheet) in desk.tables:
        return Columns(desk.tables[file, sheet])
    try:
        table = read(file, name)
    except InputRefused as refused:
        desk.refuse_error(path, refused)
        return None
    desk.tables[file, sheet] = table
    return Columns(table)

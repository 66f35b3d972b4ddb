"""A table as CSV that spreadsheets open with Chinese intact and without running anything."""

from __future__ import annotations

import csv
import io

from planner.report.table import Cell, Quantity, Table

ENCODING = "utf-8-sig"
"""With the mark by which Excel knows UTF-8."""
STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets take the full-width ones for the same
STARTS_CELL = ("\t", "\r", "\n")


def safe_text(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; leading blanks don't hide one."""
    return f"'{text}" if text.startswith(STARTS_CELL) or text.lstrip().startswith(STARTS_FORMULA) else text


def write_csv(table: Table) -> str:
    """Headings are the columns' keys; numbers have every digit; empty cells are empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Quantity(value=value):
            return repr(float(value))
        case int():
            return str(cell)
        case str():
            return safe_text(cell)
        case _:
            return safe_text(f"{cell.say('zh')} / {cell.say('en')}")

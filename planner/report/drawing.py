"""Tables drawn for the terminal (rich) and for documents (Markdown), from the same cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.numbers import show_quantity, shown_unit
from planner.report.table import Cell, Column, Quantity, Table

if TYPE_CHECKING:
    from rich.table import Table as RichTable


def show_cell(cell: Cell, column: Column, language: str) -> str:
    """The cell as text."""
    match cell:
        case None:
            return ""
        case Quantity():
            return show_quantity(cell.value, cell.unit, language, with_unit=not column.unit)
        case str() | int():
            return str(cell)
        case _:
            return cell.say(language)


def show_heading(column: Column, language: str) -> str:
    """The column's title, with its unit in brackets."""
    unit = shown_unit(column.unit, language).strip()
    return f"{column.title.say(language)} [{unit}]" if unit else column.title.say(language)


def draw_markdown(table: Table, language: str) -> str:
    """The table as Markdown."""
    heads = [_markdown_text(show_heading(column, language)) for column in table.columns]
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    rows = [
        [_markdown_text(show_cell(cell, column, language)) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, rules, *rows]) + "\n"


def _markdown_text(text: str) -> str:
    """Names come from files: nothing in them may end a cell or become markup."""
    flat = " ".join(text.split())
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">"):
        flat = flat.replace(mark, f"\\{mark}")
    return flat


def draw_rich(table: Table, language: str) -> RichTable:
    """The table for the terminal. Cells are literal text, never markup."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(title=Text(table.title.say(language)), title_justify="left", title_style="bold", box=box.ASCII2)
    for column in table.columns:
        drawn.add_column(Text(show_heading(column, language)), justify="right" if column.numeric else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(show_cell(cell, column, language)) for cell, column in zip(row, table.columns, strict=True)))
    return drawn

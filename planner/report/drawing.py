"""Tables drawn for the terminal (rich) and for documents (Markdown), from the same cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.report.layout import FRAME, PER_COLUMN, Part, lay_out, measure_column
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
    heads = [markdown_text(show_heading(column, language)) for column in table.columns]
    rules = ["---:" if column.numeric else "---" for column in table.columns]
    rows = [
        [markdown_text(show_cell(cell, column, language)) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, rules, *rows]) + "\n"


def markdown_text(text: str) -> str:
    """Names come from files: nothing in them may end a cell or become markup."""
    flat = " ".join(text.split())
    for mark in ("\\", "|", "`", "*", "_", "[", "]", "<", ">"):
        flat = flat.replace(mark, f"\\{mark}")
    return flat


def draw_fitting(table: Table, language: str, width: int) -> Iterator[RichTable]:
    """The table for a terminal of ``width`` characters, in parts where it is too wide. Numbers are never folded over lines."""
    from rich.cells import cell_len

    heads = [show_heading(column, language) for column in table.columns]
    lines = [[show_cell(cell, column, language) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    breadths = [
        measure_column(cell_len(head), max(map(cell_len, head.split()), default=0), [cell_len(line[at]) for line in lines], numeric=numeric)
        for at, (head, numeric) in enumerate(zip(heads, (column.numeric for column in table.columns), strict=True))
    ]
    for number, part in enumerate(lay_out(breadths, width)):
        yield _draw_part(table, part, heads, lines, table.title.say(language) if number == 0 else None)


def _draw_part(table: Table, part: Part, heads: Sequence[str], lines: Sequence[Sequence[str]], title: str | None) -> RichTable:
    """Cells are literal text, never markup."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = None if title is None else Text(title)
    drawn = RichTable(title=shown, title_justify="left", title_style="bold", box=box.ASCII2)
    for at, wide in zip(part.columns, part.widths, strict=True):
        drawn.add_column(Text(heads[at]), justify="right" if table.columns[at].numeric else "left", overflow="fold", width=wide)
    for line in lines:
        drawn.add_row(*(Text(line[at]) for at in part.columns))
    # Its own width, lest rich squeeze numbers on a terminal narrower than a single column of them.
    drawn.width = FRAME + sum(wide + PER_COLUMN for wide in part.widths)
    return drawn

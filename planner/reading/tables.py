"""A CSV file as text cells that know their line, read strictly."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planner.errors import InputRefused, Problem
from planner.files.messages import Said, listed, suggestion
from planner.files.text import TABLE_BYTES_LIMIT, excerpt, read_text

ROWS_LIMIT = 100_000


class Row(NamedTuple):
    """One line below the heading."""

    line: int
    """Line in the file, from 1."""
    cells: Mapping[str, str]
    """Heading to text, without spaces at the ends."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file."""

    file: str
    """The file as named to the user."""
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def problem(self, line: int, heading: str, zh: str, en: str) -> Problem:
        """A problem with a cell, or with the whole row when there is no such column."""
        place = self.headings.index(heading) if heading in self.headings else 0
        cells = next((tuple(row.cells.values()) for row in self.rows if row.line == line), self.headings)
        return Problem(self.file, line, _column(cells, place), heading, zh, en, excerpt(",".join(map(_as_written, cells))))


def _column(cells: Sequence[str], place: int) -> int:
    """Column of the line at which the cell at ``place`` begins, from 1."""
    return 1 + sum(len(_as_written(cell)) + 1 for cell in cells[:place])


def _as_written(cell: str) -> str:
    """A cell as it stands in a CSV file: in quotes where it holds a comma."""
    return f'"{cell}"' if "," in cell else cell


def read_table(path: Path, shown: str | None = None) -> Table:
    """The table of a CSV file with commas and one heading row, or InputRefused with every problem. ``shown`` is its name in problems."""
    name = shown or str(path)
    text = read_text(path, name, TABLE_BYTES_LIMIT)
    if isinstance(text, Problem):
        raise InputRefused([text])
    return table_of(name, list(_records(text, name)), text.split("\n"))


def table_of(name: str, rows: Sequence[tuple[int, list[str]]], lines: Sequence[str]) -> Table:
    """The table of rows that know their line, the first with the headings, or InputRefused. ``lines`` are the file's, for excerpts."""
    if not rows:
        raise InputRefused(
            [Problem(name, 1, 1, "table", "文件是空的；第一行应为列名", "the file is empty; the first line names the columns")]
        )
    (head_line, head), *body = rows
    headings = tuple(cell.strip() for cell in head)
    problems = [*_heading_problems(name, head_line, headings, lines), *_row_problems(name, body, headings, lines)]
    if not body:
        problems.append(Problem(name, head_line, 1, "table", "只有列名，没有数据", "there are headings but no rows"))
    if problems:
        raise InputRefused(problems)
    return Table(name, headings, tuple([Row(line, dict(zip(headings, map(str.strip, cells), strict=True))) for line, cells in body]))


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; blank lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, count = 1, 0
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                count += 1
                yield line, cells
            if count > ROWS_LIMIT:
                raise InputRefused([Problem(name, line, 1, "table", f"超过 {ROWS_LIMIT} 行", f"more than {ROWS_LIMIT} rows")])
            line = reader.line_num + 1
    except csv.Error as failure:
        problem = Problem(name, line, 1, "table", f"不是有效的 CSV（{failure}）；检查引号", f"not valid CSV ({failure}); check the quotes")
        raise InputRefused([problem]) from None


def _heading_problems(name: str, line: int, headings: tuple[str, ...], lines: Sequence[str]) -> Iterator[Problem]:
    source = excerpt(lines[line - 1])
    for position, heading in enumerate(headings, 1):
        if not heading:
            yield Problem(
                name,
                line,
                _column(headings, position - 1),
                "table",
                f"第 {position} 列没有列名",
                f"column {position} has no heading",
                source,
            )
    for heading, times in Counter(headings).items():
        if times > 1 and heading:
            second = [place for place, word in enumerate(headings) if word == heading][1]
            yield Problem(
                name, line, _column(headings, second), heading, f"列名 `{heading}` 重复", f"duplicate heading `{heading}`", source
            )
    if len(headings) == 1 and any(mark in headings[0] for mark in ";\t，；"):
        yield Problem(name, line, 1, "table", "列之间请用英文逗号分隔", "separate the columns with ASCII commas", source)


def _row_problems(name: str, body: list[tuple[int, list[str]]], headings: tuple[str, ...], lines: Sequence[str]) -> Iterator[Problem]:
    ragged = [(line, cells) for line, cells in body if len(cells) != len(headings)]
    for line, cells in ragged[:50]:
        zh = f"此行有 {len(cells)} 格，列名有 {len(headings)} 个"
        en = f"{len(cells)} cells in this row, {len(headings)} headings"
        yield Problem(name, line, _column(cells, min(len(cells), len(headings))), "table", zh, en, excerpt(lines[line - 1]))


def no_column(table: Table, heading: str) -> Said:
    """What to say when a column is asked for that the table does not have."""
    there = listed(table.headings)
    said = Said(f"{table.file} 没有 `{heading}` 列；现有：{there.zh}", f"{table.file} has no column `{heading}`; it has {there.en}")
    return said + suggestion(heading, table.headings)

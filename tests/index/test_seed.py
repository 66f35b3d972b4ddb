"""The index file holds the words of the source, cell by cell."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from planner.index import load_index
from tests.builders import TIERS

SEED = (Path(__file__).parent / "binhai_seed.txt").read_text(encoding="utf-8")
SPLITS = ("split_r05", "split_r11", "split_r12", "split_r16", "split_r17", "split_r18")


def read_table() -> dict[int, list[str]]:
    """Row number to cells. A line that begins with a tab starts a cell; any other line continues the one above."""
    cells: list[str] = []
    for line in SEED[SEED.index("\t序号") :].splitlines():
        if line.startswith("\t"):
            cells.append(line[1:])
        else:
            cells[-1] += f"\n{line}"
    rows: dict[int, list[str]] = {}
    for cell in (cell.strip() for cell in cells):
        if re.fullmatch(r"\d+", cell):
            rows[int(cell)] = []
        elif rows:
            rows[max(rows)].append(cell)
    return rows


TABLE = read_table()


def cells_of(row: int) -> list[str]:
    """Requirement cells of a row, after its two headings."""
    return TABLE[row][2:]


def level1_of(row: int) -> str:
    """The first heading; an empty one continues the row above."""
    return TABLE[row][0] or level1_of(row - 1)


def test_the_table_has_18_rows() -> None:
    index, _ = load_index("binhai-2022")
    assert sorted(TABLE) == list(range(1, 19)) == [indicator.row for indicator in index.indicators]
    assert [indicator.id for indicator in index.indicators] == [f"R{row:02d}" for row in TABLE]


@pytest.mark.parametrize("choices", list(product(("from_near", "from_zero"), repeat=2)))
def test_every_cell_equals_the_source(choices: tuple[str, str]) -> None:
    """All two-part rows take the first choice, but row 11 the second: each split is seen both ways."""
    chosen = dict.fromkeys(SPLITS, choices[0]) | {"split_r11": choices[1]}
    index, _ = load_index("binhai-2022", chosen)
    for indicator in index.indicators:
        told = [indicator.requirements[tier].zh for tier in TIERS]
        cells = cells_of(indicator.row)
        if len(cells) == 2:
            split = chosen[f"split_r{indicator.row:02d}"]
            cells = [cells[0], cells[1] if split == "from_near" else cells[0], cells[1]]
        assert told == (cells * 3 if len(cells) == 1 else cells), indicator.id


def test_headings_equal_the_source() -> None:
    index, _ = load_index("binhai-2022")
    for indicator in index.indicators:
        note = f"\n{indicator.note.zh}" if indicator.note else ""
        assert indicator.title.zh + note == TABLE[indicator.row][1]
        assert indicator.level1.zh == level1_of(indicator.row)


def test_title_tiers_and_preamble_equal_the_source() -> None:
    index, _ = load_index("binhai-2022")
    opening = SEED[: SEED.index("评价指标体系\n\n")]
    told = "\n".join([index.title.zh, *(item.zh for item in index.preamble)])
    assert [line.strip() for line in opening.strip().splitlines()] == told.splitlines()
    for title in index.tier_titles.values():
        assert f"\t{title.zh}要求\n" in SEED


def test_rows_with_two_cells_are_the_ones_with_a_split() -> None:
    assert [f"split_r{row:02d}" for row in TABLE if len(cells_of(row)) == 2] == list(SPLITS)

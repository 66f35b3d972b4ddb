"""Meters in Excel files."""

from __future__ import annotations

import builtins
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.reading.profiles.making import METER, desk_in, made, make_all, refusal, stamps
from tests.reading.profiles.workbook import serial, write_workbook

BOOK = {**METER, "file": "load.xlsx"}
YEAR = tuple(range(8760))


def _rows(minutes: int = 60) -> list[list[object]]:
    return [["time", "kw"], *([at, place] for place, at in enumerate(stamps(minutes=minutes)))]


def test_dates_of_excel(tmp_path: Path) -> None:
    """Quarter-hours are no round fractions of a day; they are read to the second."""
    write_workbook(tmp_path / "load.xlsx", {"数据": _rows(15)})
    assert made(tmp_path, BOOK) == tuple(4 * hour + 1.5 for hour in YEAR)


def test_stamps_as_text_and_as_bare_numbers(tmp_path: Path) -> None:
    write_workbook(tmp_path / "load.xlsx", {"a": [["time", "kw"], *([f"{at:%Y/%m/%d %H:%M}", place] for place, at in enumerate(stamps()))]})
    assert made(tmp_path, BOOK) == YEAR
    write_workbook(tmp_path / "load.xlsx", {"a": [["time", "kw"], *([serial(at), place] for place, at in enumerate(stamps()))]})
    assert made(tmp_path, BOOK) == YEAR


def test_sheets_are_named_and_the_first_is_the_default(tmp_path: Path) -> None:
    other = [["kw"], *([2.5] for _ in YEAR)]
    write_workbook(tmp_path / "load.xlsx", {"一": _rows(), "二": other})
    plain = {"kind": "meter", "file": "load.xlsx", "column": "kw"}
    profiles, desk = make_all(tmp_path, {"one": plain, "two": {**plain, "sheet": "二"}})
    assert profiles == {"one": YEAR, "two": (2.5,) * 8760}
    assert len(desk.tables) == 2
    problem = refusal(tmp_path, {**plain, "sheet": "三"})
    assert "there is no sheet `三`" in problem.en and "it has `一`, `二`" in problem.en


def test_empty_rows_and_columns_around_the_table(tmp_path: Path) -> None:
    rows = [[], [None, *_rows()[0]], *([None, *row] for row in _rows()[1:]), []]
    write_workbook(tmp_path / "load.xlsx", {"a": rows})
    assert made(tmp_path, BOOK) == YEAR


def test_rows_are_numbered_as_in_excel(tmp_path: Path) -> None:
    rows = _rows()
    rows[10][1] = "off"
    write_workbook(tmp_path / "load.xlsx", {"a": [[], *rows]})
    problem = refusal(tmp_path, BOOK)
    assert (problem.file, problem.line, problem.path) == ("load.xlsx", 12, "kw") and '"off" is no number' in problem.en


def test_what_is_no_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "load.xlsx").write_text("time,kw\n", encoding="utf-8")
    assert "not an Excel .xlsx file" in refusal(tmp_path, BOOK).en
    with zipfile.ZipFile(tmp_path / "load.xlsx", "w") as packed:
        packed.writestr("a.txt", "a")
    assert "not a readable Excel file" in refusal(tmp_path, BOOK).en
    monkeypatch.setattr("planner.reading.workbooks.UNPACKED_BYTES_LIMIT", 100_000)
    write_workbook(tmp_path / "load.xlsx", {"a": _rows()})
    assert "when unpacked" in refusal(tmp_path, BOOK).en


def test_an_empty_sheet(tmp_path: Path) -> None:
    write_workbook(tmp_path / "load.xlsx", {"a": []})
    assert "the file is empty" in refusal(tmp_path, BOOK).en


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workbook(tmp_path / "load.xlsx", {"a": _rows()})
    real = builtins.__import__

    def without(name: str, *rest: Any, **others: Any) -> Any:
        if name == "python_calamine":
            raise ImportError(name)
        return real(name, *rest, **others)

    monkeypatch.setattr(builtins, "__import__", without)
    problem = refusal(tmp_path, BOOK)
    assert 'pip install "planner[excel]"' in problem.en and 'pip install "planner[excel]"' in problem.zh


def test_a_changed_cell_changes_the_table(tmp_path: Path) -> None:
    tables = []
    for last in (1, 2):
        write_workbook(tmp_path / "load.xlsx", {"a": [*_rows()[:-1], [datetime(2025, 12, 31, 23), last]]})
        profiles, desk = make_all(tmp_path, {"load": BOOK})
        assert profiles["load"][-1] == last
        tables.append(next(iter(desk.tables.values())).rows)
    assert tables[0] != tables[1] and not desk_in(tmp_path).tables

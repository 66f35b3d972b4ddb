"""CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import InputRefused
from planner.reading import read_table
from tests.reading.samples import write


def test_cells_are_text_with_lines(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, 'year, 限额 ,note\n\n2026, 5 ,"two\nlines"\r\n2027,6,\n', "a.csv"), "a.csv")
    assert table.headings == ("year", "限额", "note")
    assert [row.line for row in table.rows] == [3, 5]
    assert table.rows[0].cells == {"year": "2026", "限额": "5", "note": "two\nlines"}
    problem = table.problem(5, "限额", "错", "wrong")
    assert problem.say("en") == "a.csv:5:6: 限额: wrong" and problem.excerpt == "2027,6,"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_windows_editors(tmp_path: Path, encoding: str) -> None:
    table = read_table(write(tmp_path, "年份,限额\r\n2026,5\r\n".encode(encoding), "a.csv"))
    assert table.headings == ("年份", "限额") and table.rows[0].cells == {"年份": "2026", "限额": "5"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("\n\n", 1, "empty"),
        ("year,limit\n", 1, "no rows"),
        ("year,year\n1,2\n", 1, "duplicate heading `year`"),
        ("year, year \n1,2\n", 1, "duplicate heading `year`"),
        ("year,\n1,2\n", 1, "column 2 has no heading"),
        ("year,limit\n2026,5\n2027\n", 3, "1 cells in this row, 2 headings"),
        ("year,limit\n2026,1,234\n", 2, "3 cells in this row, 2 headings"),
        ("year;limit\n2026;5\n", 1, "ASCII commas"),
        ('year,limit\n"2026,5\n', 2, "not valid CSV"),
        ("year,limit\n2026,\x00\n", 2, "invisible"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_table(write(tmp_path, text, "a.csv"))
    assert any(problem.line == line and said in problem.en and problem.zh for problem in refusal.value.problems), str(refusal.value)


def test_all_ragged_rows_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_table(write(tmp_path, "a,a\n1\n1,2\n1,2,3\n", "a.csv"))
    assert [problem.line for problem in refusal.value.problems] == [1, 2, 4]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "gone.csv", "does not exist"), (tmp_path, "folder")):
        with pytest.raises(InputRefused) as refusal:
            read_table(path)
        assert said in refusal.value.problems[0].en

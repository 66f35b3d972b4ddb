"""The invented meters of the hourly example are what their maker writes."""

from __future__ import annotations

from tests.example_load import COLUMNS, FILE, rows, text


def test_the_file_is_what_the_maker_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == text()


def test_a_year_of_hours_with_a_standstill_and_a_peak_in_summer() -> None:
    table = list(rows())
    totals = [sum(map(float, row[1:])) for row in table]
    assert len(table) == 8760 and all(len(row) == len(COLUMNS) + 1 for row in table)
    peak = table[totals.index(max(totals))][0]
    assert peak[5:7] in ("07", "08")
    spring_festival = [total for row, total in zip(table, totals, strict=True) if row[0].startswith("2025-01-29")]
    assert max(spring_festival) < 0.3 * max(totals)

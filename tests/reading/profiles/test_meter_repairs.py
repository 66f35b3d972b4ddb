"""What is wrong with a meter's file is refused with its row and what a repair would do, or repaired on request and listed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reading.profiles.stamps import parse_stamp
from tests.reading.profiles.making import METER, Line, made, make_all, refusal, repaired, stamps, write_lines, year_lines

PLAIN = {key: value for key, value in METER.items() if key != "time_column"}
GAPS = {**METER, "repair": ["gaps"]}


def _without(lines: list[Line], *places: int) -> list[Line]:
    return [line for place, line in enumerate(lines) if place not in places]


def test_a_short_gap_is_a_straight_line(tmp_path: Path) -> None:
    """Hours 50 to 52 are missing; the line from 49 to 53 gives them back."""
    write_lines(tmp_path, _without(year_lines(), 50, 51, 52))
    problem = refusal(tmp_path, METER)
    assert (problem.line, problem.excerpt) == (51, "2025-01-03 01:00,49")
    assert problem.en.startswith("3 of 8760 values are missing: 2025-01-03 02:00–05:00; complete the file, or repair: [gaps] fills them")
    assert problem.zh.startswith("8760 个值中缺 3 个：2025-01-03 02:00–05:00；请补齐")
    values, notices = repaired(tmp_path, GAPS)
    assert values == pytest.approx(range(8760))
    assert [notice.en for notice in notices] == [
        "hours.profiles.load (load.csv): 3 of 8760 values were missing and filled: 3 on straight lines, 0 as at the same time of the"
        " nearest week: 2025-01-03 02:00–05:00"
    ]
    assert "已补：3 个按直线，0 个取相邻周同一时刻" in notices[0].zh


def test_a_long_gap_is_as_the_week_before(tmp_path: Path) -> None:
    places = range(500, 504)
    write_lines(tmp_path, _without(year_lines(), *places))
    values, _ = repaired(tmp_path, GAPS)
    assert values[500:504] == tuple(place - 168 for place in places)
    assert values[499] == 499 and values[504] == 504


def test_a_gap_at_either_end_is_as_the_nearest_week(tmp_path: Path) -> None:
    """The first hours have no week before them, and a fortnight without readings reaches for the week before it."""
    write_lines(tmp_path, _without(year_lines(), 0, 1, *range(1000, 1336), 8759))
    values, notices = repaired(tmp_path, GAPS)
    assert values[:2] == (168, 169) and values[8759] == 8759 - 168
    assert values[1000] == 832 and values[1167] == 999
    assert values[1168:1170] == (1336, 1337)
    assert "2025-01-01 00:00–02:00, 2025-02-11 16:00 – 2025-02-25 16:00, 2025-12-31 23:00–24:00" in notices[0].en


def test_empty_cells_are_gaps(tmp_path: Path) -> None:
    lines = [(time, "" if place in (50, 51) else value) for place, (time, value) in enumerate(year_lines())]
    write_lines(tmp_path, lines)
    assert refusal(tmp_path, METER).line == 52
    assert repaired(tmp_path, GAPS)[0] == repaired(tmp_path, {**PLAIN, "repair": ["gaps"]})[0] == tuple(range(8760))


def test_only_the_first_spans_are_listed(tmp_path: Path) -> None:
    write_lines(tmp_path, _without(year_lines(), 10, 20, 30, 40, 50))
    assert "2025-01-01 10:00–11:00, 2025-01-01 20:00–21:00, 2025-01-02 06:00–07:00, … (+2)" in refusal(tmp_path, METER).en


def test_a_gap_in_quarter_hours_keeps_the_others(tmp_path: Path) -> None:
    """0, 1, 3 with 2 on the line between."""
    write_lines(tmp_path, _without(year_lines(minutes=15), 2))
    assert repaired(tmp_path, GAPS)[0][0] == 1.5


def test_too_much_is_not_made_up(tmp_path: Path) -> None:
    write_lines(tmp_path, year_lines()[: 8760 - 877])
    assert "that is more than 10%, which no repair fills" in refusal(tmp_path, GAPS).en
    write_lines(tmp_path, year_lines()[: 8760 - 876])
    assert repaired(tmp_path, GAPS)[0][8759] == 8759 - 6 * 168


def test_a_stamp_given_twice_takes_the_mean(tmp_path: Path) -> None:
    lines = year_lines()
    write_lines(tmp_path, [*lines, (lines[5][0], 7), (lines[5][0], 9), (lines[9][0], "")])
    problem = refusal(tmp_path, METER)
    assert problem.line == 8762 and problem.path == "time"
    assert (
        "3 rows are too many: 2025-01-01 05:00–06:00, 2025-01-01 09:00–10:00" in problem.en
        and "[duplicates] takes their mean" in problem.en
    )
    values, notices = repaired(tmp_path, {**METER, "repair": ["duplicates"]})
    assert values[5] == 7 and values[9] == 9
    assert "3 rows with a stamp given before were joined to their mean" in notices[0].en


@settings(max_examples=6, deadline=None)
@given(st.sets(st.integers(0, 8759), max_size=40), st.sets(st.integers(0, 8759), max_size=40), st.integers(0, 1000))
def test_repairs_bring_back_a_weekly_load(tmp_path_factory: pytest.TempPathFactory, lost: set[int], twice: set[int], seed: int) -> None:
    """A load that repeats every week is the same again wherever hours are lost for long or given twice."""
    folder = tmp_path_factory.mktemp("repairs")
    weekly = [(time, place % 168 // 24) for place, (time, _) in enumerate(year_lines())]
    spans = {place + hour for place in lost for hour in range(5) if place + hour < 8760}
    lines = [line for place, line in enumerate(weekly) if place not in spans] + [weekly[place] for place in twice]
    random.Random(seed).shuffle(lines)
    write_lines(folder, lines)
    expected = tuple(float(value) for _, value in weekly)
    assert repaired(folder, {**METER, "repair": ["gaps", "duplicates"]})[0] == pytest.approx(expected)


def _edit(place: int, line: Line) -> list[Line]:
    lines = year_lines()
    lines[place] = line
    return lines


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (_edit(3, ("2025-01-01 03:00", "12kW")), 5, '"12kW" is no number (1 rows)'),
        (_edit(3, ("2025-01-01 03:00", "1，234.5")), 5, '"1，234.5" is no number (1 rows); leave out thousands separators: 1234.5'),
        ([*year_lines(), ("合计", 5)], 8762, '"合计" is no time that can be read (1 rows); delete the row if it is a sum'),
        (_edit(3, ("2025-01-01 03:00", "nan")), 5, '"nan" is no number'),
        (_edit(3, ("01/13/2025 03:00", 3)), 5, '"01/13/2025 03:00" is no time that can be read (1 rows); write 2025-01-01 00:15'),
        (_edit(3, ("2025-02-30 03:00", 3)), 5, "no time that can be read"),
        (_edit(3, ("2025-01-01 25:00", 3)), 5, "no time that can be read"),
        (_edit(3, ("", 3)), 5, '"" is no time'),
        (_edit(3, ("2025-01-01 03:00:20", 3)), 5, "the stamp is 2025-01-01 03:00:20 on the factory's clock, not at a full 60 minutes"),
        (_edit(3, ("2025-01-01 03:15", 3)), 5, "the interval changes at 2025-01-01 03:15: the file mixes hours and quarter-hours"),
        (year_lines(), 2, "write stamp: start"),
        (_edit(3, ("2026-03-01 03:00", 3)), 5, "1 rows are so, the file runs from 2025-01-01 00:00 to 2026-03-01 03:00"),
        (year_lines(2024), 2, "outside 2025; 8784 rows are so, the file runs from 2024-01-01 00:00 to 2024-12-31 23:00; check cal"),
        (year_lines(minutes=30), 2, "most stamps are 30 minutes apart; only 60 or 15 minutes are read"),
        (year_lines()[:1], 2, "most stamps are 0 minutes apart"),
        (year_lines()[:4000] + year_lines(minutes=15)[16000:], 2, "the file mixes hours and quarter-hours"),
    ],
)  # fmt: skip
def test_what_no_repair_does(tmp_path: Path, lines: list[Line], line: int, words: str) -> None:
    write_lines(tmp_path, lines)
    problem = refusal(tmp_path, {**METER, "stamp": "end" if "stamp: start" in words else "start", "repair": ["gaps", "duplicates"]})
    assert (problem.file, problem.line) == ("load.csv", line), problem
    assert words in problem.en, problem.en


def test_the_wrong_zone_is_told(tmp_path: Path) -> None:
    """A file in UTC for a factory in China runs from 8:00 to 7:00 of the next year."""
    write_lines(tmp_path, year_lines())
    problem = refusal(tmp_path, {**METER, "time_zone": "UTC"})
    assert problem.line == 8754 and "runs from 2025-01-01 08:00 to 2026-01-01 07:00; check time_zone" in problem.en


@pytest.mark.parametrize("count", [8759, 8761, 8784, 35039, 35136, 10])
def test_without_stamps_the_count_is_exact(tmp_path: Path, count: int) -> None:
    write_lines(tmp_path, [("", 1)] * count)
    problem = refusal(tmp_path, PLAIN)
    assert problem.line == count + 1
    assert f"the year 2025 has exactly 8760 rows (hours) or 35040 (quarter-hours), here are {count}" in problem.en
    assert ("a leap year has so many, but 2025 is none" in problem.en) == (count in (8784, 35136))


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"file": "laod.csv"}, "hours.profiles.load.file", "did you mean `load.csv`"),
        ({"file": "../load.csv"}, "hours.profiles.load.file", "leads out of the folder"),
        ({"file": "load.xls"}, "hours.profiles.load.file", "neither a .csv nor an .xlsx file"),
        ({"column": "kww"}, "hours.profiles.load.column", "did you mean `kw`"),
        ({"time_column": "tim"}, "hours.profiles.load.time_column", "did you mean `time`"),
        ({"sheet": "1"}, "hours.profiles.load.sheet", "a CSV file has no sheets"),
        ({"time_zone": "Asia/Shangai"}, "hours.profiles.load.time_zone", 'did you mean "Asia/Shanghai"'),
        ({"time_zone": "../etc"}, "hours.profiles.load.time_zone", "there is no time zone"),
        ({"time_column": None, "time_zone": "UTC"}, "hours.profiles.load.time_zone", "without time_column, time_zone has no effect"),
        ({"time_column": None, "stamp": "end"}, "hours.profiles.load.stamp", "without time_column, stamp has no effect"),
        ({"time_column": None, "repair": ["duplicates"]}, "hours.profiles.load.repair", "no stamps to come twice"),
    ],
)
def test_fields_that_do_not_fit(tmp_path: Path, change: dict[str, Any], path: str, words: str) -> None:
    write_lines(tmp_path, year_lines())
    _, desk = make_all(tmp_path, {"load": {**METER, **change}})
    problem = desk.problems[0]
    assert problem.path == path and words in problem.en, problem


def test_a_zone_without_effect_is_refused(tmp_path: Path) -> None:
    write_lines(tmp_path, [(f"{at:%Y-%m-%dT%H:%M}+08:00", 1) for at in stamps()])
    assert "time_zone has no effect" in refusal(tmp_path, {**METER, "time_zone": "UTC"}).en


def test_an_unknown_zone_of_the_factory(tmp_path: Path) -> None:
    write_lines(tmp_path, year_lines())
    profiles, desk = make_all(tmp_path, {"load": METER}, zone="Beijing")
    assert profiles is None and desk.problems[0].path == "hours.time_zone"


def test_stamps_that_can_be_read() -> None:
    day = 86_400
    midnight = parse_stamp("2025-01-02")
    assert midnight is not None and midnight.offset is None
    assert parse_stamp("2025/1/1 24:00") == midnight == parse_stamp("45659") == parse_stamp("2025年1月2日")
    assert parse_stamp("2025-01-02T00:00:00.000Z") == (midnight.seconds, 0)
    assert parse_stamp("2025-01-02 00:15 -03:30") == (midnight.seconds + 900, -12_600)
    assert parse_stamp("45658.010416666664") == (midnight.seconds - day + 900, None)


@pytest.mark.parametrize(
    "text",
    ["2025", "20250101", "2025-01-01 24:15", "2025-01-01 12:60", "12345", "99999", "2025-13-01", "1-1-2025", "9999-12-31 24:00", "x"],
)
def test_stamps_that_cannot(text: str) -> None:
    assert parse_stamp(text) is None


def test_two_profiles_are_refused_at_once(tmp_path: Path) -> None:
    write_lines(tmp_path, year_lines())
    profiles, desk = make_all(tmp_path, {"a": {**METER, "column": "x"}, "b": {**METER, "column": "y"}, "c": METER})
    assert profiles is None and len(desk.problems) == 2
    assert made(tmp_path, METER)

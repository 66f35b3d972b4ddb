"""Profiles from meters: whatever a file looks like, the same readings give the same hours."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.profiles.making import METER, desk_in, made, make_all, refusal, repaired, stamps, write_lines, year_lines
from tests.reading.resolving import REMOVE, case_of, problems_of

PLAIN = {key: value for key, value in METER.items() if key != "time_column"}
HOURS = np.arange(8760.0)


def test_hours_are_read_as_they_stand(tmp_path: Path) -> None:
    assert made(write_lines(tmp_path, year_lines()), METER) == tuple(HOURS)
    assert made(tmp_path, PLAIN) == tuple(HOURS)


def test_quarter_hours_are_averaged(tmp_path: Path) -> None:
    """Quarter-hours 0, 1, 2, 3 have the mean 1.5."""
    write_lines(tmp_path, year_lines(minutes=15))
    assert made(tmp_path, METER) == made(tmp_path, PLAIN) == tuple(4 * HOURS + 1.5)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([15, 60]))
def test_the_order_of_rows_does_not_matter(tmp_path_factory: pytest.TempPathFactory, seed: int, minutes: int) -> None:
    folder = tmp_path_factory.mktemp("order")
    lines = year_lines(minutes=minutes)
    sorted_values = made(write_lines(folder, lines), METER)
    random.Random(seed).shuffle(lines)
    assert made(write_lines(folder, lines), METER) == sorted_values


@settings(max_examples=2, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=24, max_size=24))
def test_constant_hours_are_the_same_in_quarters(tmp_path_factory: pytest.TempPathFactory, day: list[float]) -> None:
    folder = tmp_path_factory.mktemp("quarters")
    hourly = [(time, day[place % 24]) for place, (time, _) in enumerate(year_lines())]
    quarters = [(time, day[place // 4 % 24]) for place, (time, _) in enumerate(year_lines(minutes=15))]
    assert made(write_lines(folder, quarters), METER) == pytest.approx(made(write_lines(folder, hourly), METER))


@pytest.mark.parametrize(
    "shifted", [("UTC", -8), ("Asia/Tokyo", 1), ("Asia/Kolkata", -2.5), ("America/Phoenix", -15), ("Pacific/Kiritimati", 6)]
)
def test_a_year_shifted_by_its_time_zone_is_the_same_year(tmp_path: Path, shifted: tuple[str, float]) -> None:
    zone, hours = shifted
    lines = year_lines(minutes=15, shift=timedelta(hours=hours))
    assert made(write_lines(tmp_path, lines), {**METER, "time_zone": zone}) == tuple(4 * HOURS + 1.5)


def test_stamps_may_bring_their_zone(tmp_path: Path) -> None:
    utc = [(f"{at:%Y-%m-%dT%H:%M:%S}Z", place) for place, at in enumerate(stamps(shift=timedelta(hours=-8)))]
    local = [(f"{at:%Y-%m-%dT%H:%M}+08:00", place) for place, at in enumerate(stamps())]
    assert made(write_lines(tmp_path, utc), METER) == made(write_lines(tmp_path, local), METER) == tuple(HOURS)


FORMS = (
    "{0:%Y-%m-%d %H:%M:%S}",
    "{0:%Y.%m.%d %H:%M}",
    "{0.year}/{0.month}/{0.day} {0.hour}:{0:%M}",
    "{0.year}年{0.month}月{0.day}日 {0:%H:%M}",
    "{0.year}年{0.month}月{0.day}日{0:%H:%M}",
)


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_stamps(tmp_path: Path, form: str) -> None:
    lines = [(form.format(at), place) for place, at in enumerate(stamps())]
    assert made(write_lines(tmp_path, lines), METER) == tuple(HOURS)


def test_stamps_at_the_end_with_24_hours(tmp_path: Path) -> None:
    """00:15 is the first quarter-hour, 24:00 the last of the day."""
    ends = [at + timedelta(minutes=15) for at in stamps(minutes=15)]
    lines = [
        (f"{at - timedelta(days=1):%Y-%m-%d} 24:00" if (at.hour, at.minute) == (0, 0) else f"{at:%Y-%m-%d %H:%M}", place)
        for place, at in enumerate(ends)
    ]
    assert made(write_lines(tmp_path, lines), {**METER, "stamp": "end"}) == tuple(4 * HOURS + 1.5)
    problem = refusal(tmp_path, METER)
    assert problem.line == 35041 and "write stamp: end" in problem.en and "outside 2025" in problem.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    write_lines(tmp_path, year_lines(), encoding, head="时间,功率")
    assert made(tmp_path, {**METER, "column": "功率", "time_column": "时间"}) == tuple(HOURS)


def test_values_may_be_negative_and_loads_not(tmp_path: Path) -> None:
    write_lines(tmp_path, [(time, -5 if value == 7 else value) for time, value in year_lines()])
    assert made(tmp_path, {**METER, "kind": "values"})[7] == -5
    problem = refusal(tmp_path, METER)
    assert (problem.file, problem.line, problem.path) == ("load.csv", 9, "kw")
    assert "1 values are negative, the lowest -5: 2025-01-01 07:00–08:00" in problem.en and "repair: [negative]" in problem.en
    values, notices = repaired(tmp_path, {**METER, "repair": ["negative"]})
    assert values[7] == 0 and values[8] == 8
    assert [notice.en for notice in notices] == [
        "hours.profiles.load (load.csv): 1 negative values were made zero, the lowest -5: 2025-01-01 07:00–08:00"
    ]


def test_daylight_saving_of_the_stamps_is_undone(tmp_path: Path) -> None:
    """Wall clocks in Berlin: 02:00 on 30 March does not come, 02:00 on 26 October comes twice. The factory runs on standard time."""
    spring, autumn = 24 * 88 + 2, 24 * 298 + 2
    wall = [at + timedelta(hours=1) if spring <= hour < autumn else at for hour, at in enumerate(stamps())]
    lines = [(f"{at:%Y-%m-%d %H:%M}", hour) for hour, at in enumerate(wall)]
    assert lines[spring][0] == "2025-03-30 03:00" and lines[autumn - 1][0] == lines[autumn][0] == "2025-10-26 02:00"
    assert made(write_lines(tmp_path, lines), METER, zone="Europe/Berlin") == tuple(HOURS)
    problem = refusal(write_lines(tmp_path, year_lines()), METER, zone="Europe/Berlin")
    assert problem.line == spring + 2 and "does not exist in Europe/Berlin" in problem.en


def test_a_leap_year(tmp_path: Path) -> None:
    """Hours 1416 to 1439 of 2024 are those of 29 February."""
    write_lines(tmp_path, year_lines(2024))
    without = tuple(hour for hour in range(8784) if not 1416 <= hour < 1440)
    for profile in (METER, PLAIN):
        problem = refusal(tmp_path, profile, 2024)
        assert problem.line == 1418 and "repair: [leap_day] leaves that day out" in problem.en
        values, notices = repaired(tmp_path, {**profile, "repair": ["leap_day"]}, 2024)
        assert values == without
        assert notices[0].en.endswith("24 rows of 29 February were left out")
        assert notices[0].zh.endswith("略去 2 月 29 日的 24 行")


def test_a_leap_year_whose_file_leaves_the_day_out(tmp_path: Path) -> None:
    lines = [line for line in year_lines(2024) if not line[0].startswith("2024-02-29")]
    write_lines(tmp_path, lines)
    assert made(tmp_path, METER, 2024) == made(tmp_path, PLAIN, 2024)
    _, notices = repaired(tmp_path, PLAIN, 2024)
    assert notices[0].en.endswith("8760 rows, read as 2024 without 29 February")
    assert not repaired(tmp_path, METER, 2024)[1]


def test_empty_rows_at_the_end_are_no_rows(tmp_path: Path) -> None:
    write_lines(tmp_path, [*year_lines(), ("", ""), ("", "")])
    assert made(tmp_path, METER) == tuple(HOURS)


def test_files_count_in_the_fingerprint(tmp_path: Path) -> None:
    def sha(last: int) -> str:
        write_lines(tmp_path, [*year_lines()[:-1], ("2025-12-31 23:00", last)])
        hours: dict[str, Any] = {"calendar_year": 2025, "profiles": {"load": METER}}
        changes = (
            ("hours", hours),
            ("measures.pv.profile", "load"),
            ("measures.pv.yield_mwh_per_size_year", 1.1),
            ("commodities.electricity.buy.demand_charge.load_factor", REMOVE),
        )
        return case_of(*changes, folder=tmp_path).scenario_sha256

    assert sha(8000) == sha(8000) != sha(8001)


def test_a_file_is_read_once_for_several_profiles(tmp_path: Path) -> None:
    write_lines(tmp_path, [(time, f"{value},7") for time, value in year_lines()], head="time,kw,other")
    profiles, desk = make_all(tmp_path, {"load": METER, "other": {**METER, "column": "other"}})
    assert profiles["load"] == tuple(HOURS) and set(profiles["other"]) == {7.0}
    assert len(desk.tables) == 1
    assert {figure.field: figure.value for figure in desk.figures}["hours.profiles.load"] == "0 … 8759"
    assert not desk_in(tmp_path).figures


def test_repairs_are_told_with_the_case_and_negative_values_are_no_load(tmp_path: Path) -> None:
    write_lines(tmp_path, [*year_lines()[:100], *year_lines()[101:]])
    hours: dict[str, Any] = {"calendar_year": 2025, "profiles": {"load": {**METER, "repair": ["gaps"]}}}
    changes = (
        ("hours", hours),
        ("measures.pv.profile", "load"),
        ("measures.pv.yield_mwh_per_size_year", 1.1),
        ("commodities.electricity.buy.demand_charge.load_factor", REMOVE),
    )
    case = case_of(*changes, folder=tmp_path)
    assert ["1 of 8760 values were missing" in notice.en for notice in case.notices] == [True]
    hours["profiles"]["cold"] = {**METER, "kind": "values", "repair": ["gaps"], "file": "cold.csv"}
    lines = [(time, -1) for time, _ in year_lines()]
    write_lines(tmp_path, lines).joinpath("load.csv").rename(tmp_path / "cold.csv")
    write_lines(tmp_path, year_lines())
    (problem,) = problems_of(*changes, ("end_uses.drives.profile", "cold"), folder=tmp_path)
    assert problem.path == "end_uses.drives.profile" and 'profile "cold" (kind: values) is no load' in problem.en
    hours["profiles"]["tou"] = {"kind": "tariff", "scheme": "tianjin_2025"}
    (problem,) = problems_of(*changes, ("end_uses.drives.profile", "tou"), folder=tmp_path)
    assert problem.path == "end_uses.drives.profile" and "are of kind meter, shifts or periods" in problem.en

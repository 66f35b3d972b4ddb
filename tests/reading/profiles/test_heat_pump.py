"""Heat pumps that draw more electricity for the same heat when their source is colder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reading.profiles.calendar import months_of
from tests.reading.profiles.making import METER, made, make_all, refusal, write_lines, year_lines

PUMP: dict[str, Any] = {"kind": "heat_pump", "sink_c": 60, "rated_source_c": 7}
MEANS = [-3.0, 0.0, 7.0, 15.0, 21.0, 25.0, 27.0, 26.0, 22.0, 15.0, 6.0, -1.0]
MONTHLY = {**PUMP, "source_monthly_mean_c": MEANS}
TEMPERATURE = {**METER, "kind": "values"}


def test_rated_over_hourly_cop_by_hand(tmp_path: Path) -> None:
    """(60 - source) / (60 - 7): the sink and the Carnot share cancel out while nothing is capped. January: 63 / 53."""
    values = np.array(made(tmp_path, MONTHLY))
    months = months_of(2025)
    assert values[months == 1] == pytest.approx(63 / 53)
    assert values[months == 3] == pytest.approx(1)
    assert values[months == 7] == pytest.approx(33 / 53)


def test_no_hour_is_better_than_the_largest_cop(tmp_path: Path) -> None:
    """Rated 0.45 x 333.15 / 53 = 2.8286; capped at 4, July draws 2.8286 / 4."""
    values = np.array(made(tmp_path, {**MONTHLY, "largest_cop": 4}))
    assert values[months_of(2025) == 7] == pytest.approx(0.45 * 333.15 / 53 / 4)
    assert set(made(tmp_path, {**MONTHLY, "largest_cop": 1})) == {1.0}


def test_the_day_swings_around_its_mean(tmp_path: Path) -> None:
    """The coldest hour is 3, the warmest 15; the mean temperature stays."""
    swung = np.array(made(tmp_path, {**MONTHLY, "source_daily_swing_c": 5}))[:24]
    source = 60 - 53 * swung
    assert source.argmin() == 3 and source.argmax() == 15
    assert (source[3], source[15], source.mean()) == pytest.approx((-8, 2, -3))


def test_a_profile_of_temperatures_wherever_it_stands(tmp_path: Path) -> None:
    write_lines(tmp_path, [(time, place % 30 - 10) for place, (time, _) in enumerate(year_lines())])
    profiles, desk = make_all(tmp_path, {"pump": {**PUMP, "source_c": "outside"}, "outside": TEMPERATURE})
    assert not desk.problems
    assert profiles["pump"] == pytest.approx([(60 - (place % 30 - 10)) / 53 for place in range(8760)])
    periods = {"kind": "periods", "default": 12, "periods": [{"value": 20, "from_hour": 8, "to_hour": 18}]}
    profiles, _ = make_all(tmp_path, {"pump": {**PUMP, "source_c": "waste"}, "waste": periods})
    assert profiles["pump"][7:9] == pytest.approx((48 / 53, 40 / 53))


@given(st.floats(-40, 50), st.floats(0.1, 1), st.floats(60, 120))
def test_the_rated_point_draws_what_it_is_rated_for(
    tmp_path_factory: pytest.TempPathFactory, source: float, carnot: float, sink: float
) -> None:
    pump = {**PUMP, "rated_source_c": source, "source_monthly_mean_c": [source] * 12, "carnot_share": carnot, "sink_c": sink}
    assert set(made(tmp_path_factory.getbasetemp(), pump)) == {1.0}


@pytest.mark.parametrize(
    ("profile", "field", "words"),
    [
        (PUMP, "source_c", "give either source_c or source_monthly_mean_c"),
        ({**MONTHLY, "source_c": "outside"}, "source_c", "give either source_c or source_monthly_mean_c"),
        ({**MONTHLY, "sink_c": 27}, "sink_c", "at 07-01 00:00 the source has 27 C, not colder than the sink of 27 C"),
        ({**MONTHLY, "rated_source_c": 60}, "rated_source_c", "not colder than sink_c, 60 C"),
        ({**MONTHLY, "sink_c": 333, "rated_source_c": 7}, "sink_c", "333 is not between -60 and 250 C"),
        ({**MONTHLY, "source_monthly_mean_c": [280] * 12}, "source_monthly_mean_c", "280 is not between -60 and 150 C"),
        ({**MONTHLY, "rated_source_c": -80}, "rated_source_c", "temperatures are degrees Celsius"),
    ],
)
def test_what_is_refused(tmp_path: Path, profile: dict[str, Any], field: str, words: str) -> None:
    problem = refusal(tmp_path, profile)
    assert problem.path == f"hours.profiles.load.{field}" and words in problem.en, problem


@pytest.mark.parametrize(
    ("source", "others", "words"),
    [
        ("outsid", {"outside": TEMPERATURE}, 'did you mean "outside"'),
        ("other", {"other": METER, "outside": TEMPERATURE}, "there is: outside"),
        ("pump", {}, "none is defined"),
    ],
)
def test_sources_that_are_no_temperatures(tmp_path: Path, source: str, others: dict[str, Any], words: str) -> None:
    write_lines(tmp_path, year_lines())
    _, desk = make_all(tmp_path, {"pump": {**PUMP, "source_c": source}, **others})
    (problem,) = desk.problems
    assert problem.path == "hours.profiles.pump.source_c" and words in problem.en, problem


def test_a_refused_source_is_said_once(tmp_path: Path) -> None:
    _, desk = make_all(tmp_path, {"pump": {**PUMP, "source_c": "outside"}, "outside": TEMPERATURE})
    assert [problem.path for problem in desk.problems] == ["hours.profiles.outside.file"]


def test_a_swing_on_a_profile_has_no_effect(tmp_path: Path) -> None:
    write_lines(tmp_path, [(time, 1) for time, _ in year_lines()])
    _, desk = make_all(tmp_path, {"pump": {**PUMP, "source_c": "t", "source_daily_swing_c": 3}, "t": TEMPERATURE})
    assert [problem.path for problem in desk.problems] == ["hours.profiles.pump.source_daily_swing_c"]

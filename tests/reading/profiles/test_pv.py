"""PV profiles: the shipped year, and years made for a place by pvlib."""

from __future__ import annotations

import math
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.domain.case import GenerationData
from planner.reading import library
from planner.reading.profiles.calendar import months_of
from planner.reading.profiles.sunlight import INVERTER_EFFICIENCY, LEAST_OUTPUT, SYSTEM_LOSSES, Site, clear_sky_output
from tests.reading.profiles.hourly import CALENDAR_YEAR, SHIPPED, hourly_case, refusals

PLACE: dict[str, Any] = {"kind": "pv", "latitude": 39.0, "longitude": 117.7, "tilt_deg": 10, "full_load_hours": 1200}


def yields(profile: dict[str, Any], **hours: Any) -> np.ndarray:
    """Output of each hour, scaled to the yield of the measure. [kW/kW]"""
    measure = hourly_case({"sun": profile}, **hours).measures["pv"]
    assert isinstance(measure, GenerationData)
    return np.array(measure.yield_mwh) * 1000


def test_the_shipped_year_has_8760_hours_and_the_stated_yield() -> None:
    for id, row in library.pv_years().items():
        output = library.pv_output(id)
        assert len(output) == 8760
        assert math.fsum(output) == pytest.approx(row.full_load_hours_h_per_yr, abs=0.05), "five digits are kept"
        assert min(output) >= 0 and max(output) < 1
        assert all(value == round(value, 5) for value in output)


def test_the_shipped_year_is_a_year_of_tianjin() -> None:
    """Months as in the table of clear skies, dark nights, noon near 12:10 local time (117.7 E in the zone of 120 E)."""
    output = np.array(library.pv_output("tianjin_10deg"))
    shares = {row.month: row.share_of_year for row in library.pv_clear_sky() if row.tilt_deg == 10 and row.month != "all"}
    months = months_of(CALENDAR_YEAR)
    for month, share in shares.items():
        assert output[months == int(month)].sum() / output.sum() == pytest.approx(share, abs=0.001)
    by_hour = output.reshape(365, 24).sum(axis=0)
    assert by_hour[:4].sum() == by_hour[20:].sum() == 0
    assert np.average(np.arange(24) + 0.5, weights=by_hour) == pytest.approx(12.15, abs=0.2)


def test_the_shipped_year_shapes_the_yield_and_says_that_its_weather_is_made_up() -> None:
    case = hourly_case({})
    measure: Any = case.measures["pv"]
    output = library.pv_output("tianjin_10deg")
    yearly = math.fsum(measure.yield_mwh)
    assert measure.yield_mwh[12] / yearly == pytest.approx(output[12] / math.fsum(output))
    (notice,) = [notice for notice in case.notices if notice.en.startswith("sun:")]
    assert "weather of this PV profile is made up" in notice.en and "随机数" in notice.zh
    (figure,) = [figure for figure in case.figures if figure.field == "hours.profiles.sun.library"]
    assert (figure.value, figure.unit, figure.status) == ("1200", "h", "unverified")
    assert "pvlib" in figure.source


@pytest.mark.parametrize(
    ("profile", "path", "words"),
    [
        ({"kind": "pv", "library": "tianjin_10"}, "library", 'did you mean "tianjin_10deg"'),
        (SHIPPED | {"seed": 3}, "seed", "names a year that is ready"),
        (SHIPPED | {"status": "verified"}, "status", "names a year that is ready"),
        ({"kind": "pv", "latitude": 39.0, "tilt_deg": 10}, "", "longitude, full_load_hours missing"),
        ({"kind": "pv"}, "", "library: tianjin_10deg"),
    ],
)
def test_profiles_that_say_too_little_or_too_much_are_refused(profile: dict[str, Any], path: str, words: str) -> None:
    ((where, message),) = refusals({"sun": profile})
    assert where == ".".join(part for part in ("hours.profiles.sun", path) if part)
    assert words in message


def test_a_shipped_year_fits_its_own_time_only() -> None:
    assert not refusals({}, time_zone="Asia/Singapore")
    ((where, message),) = refusals({}, time_zone="Asia/Tokyo")
    assert where == "hours.profiles.sun.library"
    assert "UTC+8" in message and "Asia/Tokyo" in message


def test_an_unknown_time_zone_is_refused_once() -> None:
    ((where, message),) = refusals({"other": SHIPPED}, time_zone="Asia/Shangai")
    assert where == "hours.time_zone"
    assert 'did you mean "Asia/Shanghai"' in message


def test_without_pvlib_the_error_names_the_extra_and_the_shipped_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pvlib.irradiance", None)
    ((where, message),) = refusals({"sun": PLACE})
    assert where == "hours.profiles.sun"
    assert "planner[solar]" in message and "tianjin_10deg" in message


class TestWithPvlib:
    """Years made for a place."""

    @pytest.fixture(autouse=True)
    def needs_pvlib(self) -> None:
        pytest.importorskip("pvlib")

    def test_the_place_of_the_shipped_year_gives_the_shipped_year(self) -> None:
        assert yields(PLACE) == pytest.approx(yields(SHIPPED), abs=2e-5)

    def test_full_load_hours_change_the_shape_but_not_the_yield(self) -> None:
        sunny, dull = yields(PLACE | {"full_load_hours": 1500}), yields(PLACE | {"full_load_hours": 900})
        assert math.fsum(sunny) == pytest.approx(math.fsum(dull), rel=1e-12)
        assert sunny.max() < dull.max(), "the duller the year, the more of it falls on its clear days"

    def test_same_seed_same_year(self) -> None:
        assert (yields(PLACE | {"seed": 5}) == yields(PLACE | {"seed": 5})).all()
        assert not np.allclose(yields(PLACE | {"seed": 5}), yields(PLACE | {"seed": 6}), atol=1e-3)

    def test_the_afternoon_belongs_to_the_west(self) -> None:
        by_hour = yields(PLACE | {"tilt_deg": 30, "azimuth_deg": 270}).reshape(365, 24).sum(axis=0)
        assert by_hour[13:].sum() > by_hour[:12].sum()

    def test_a_leap_year_leaves_out_29_february(self) -> None:
        output = yields(PLACE, calendar_year=2028)
        assert len(output) == 8760
        assert output.reshape(365, 24)[:, :4].sum() == 0, "nights stay nights to the end of the year"

    def test_summer_time_is_left_out(self) -> None:
        """Berlin in July: the sun is highest near 12:10 of standard time, 13:10 of summer time."""
        place = PLACE | {"latitude": 52.5, "longitude": 13.4, "full_load_hours": 1000}
        july = yields(place, time_zone="Europe/Berlin")[months_of(CALENDAR_YEAR) == 7].reshape(31, 24).sum(axis=0)
        assert np.average(np.arange(24) + 0.5, weights=july) == pytest.approx(12.2, abs=0.2)

    def test_its_figures_say_what_was_typed_and_what_was_made_up(self) -> None:
        case = hourly_case({"sun": PLACE | {"seed": 7, "source": "design report", "status": "single_source"}})
        figures = {figure.field: (figure.value, figure.source, figure.status) for figure in case.figures}
        assert figures["hours.profiles.sun.full_load_hours"] == ("1200", "design report", "single_source")
        value, source, status = figures["hours.profiles.sun.seed"]
        assert (value, status) == ("7", "unverified") and "pvlib" in source
        assert any("seed 7" in notice.en for notice in case.notices)

    @pytest.mark.parametrize(
        ("full_load_hours", "words"),
        [(1900, "more than the 1791 of a year without clouds"), (1.2, "check the unit"), (120_000, "check the unit")],
    )
    def test_full_load_hours_out_of_reach_are_refused(self, full_load_hours: float, words: str) -> None:
        found = refusals({"sun": PLACE | {"full_load_hours": full_load_hours}})
        assert any(where == "hours.profiles.sun.full_load_hours" and words in message for where, message in found), found

    @pytest.mark.parametrize(
        ("latitude", "longitude", "azimuth"), [(29.65, 91.1, 180), (65.9, 20.0, 180), (-33.9, 18.4, 0), (0.0, 0.0, 90)]
    )
    def test_the_clear_sky_stays_physical_anywhere(self, latitude: float, longitude: float, azimuth: float) -> None:
        """High and clear, nearly polar, southern, on the equator: never above the rating, and something in every month."""
        output = clear_sky_output(Site(latitude, longitude, 30, azimuth), CALENDAR_YEAR, timedelta(hours=round(longitude / 15)))
        assert len(output) == 8760
        assert ((output == 0) | ((output >= LEAST_OUTPUT) & (output <= 1))).all()
        assert all(output[months_of(CALENDAR_YEAR) == month].sum() > 0 for month in range(1, 13))

    def test_the_clear_sky_is_that_of_the_table(self) -> None:
        for row in library.pv_clear_sky():
            if row.month == "all" and row.clear_sky_kwh_per_m2 is not None:
                hours = clear_sky_output(Site(39.0, 117.7, row.tilt_deg, 180), CALENDAR_YEAR, timedelta(hours=8)).sum()
                assert hours / (1 - SYSTEM_LOSSES) / INVERTER_EFFICIENCY == pytest.approx(row.clear_sky_kwh_per_m2, rel=1e-3)

    @pytest.mark.slow
    def test_the_shipped_years_can_be_made_anew(self, tmp_path: Path) -> None:
        from planner.reading.profiles.shipped_pv import write_shipped_years

        write_shipped_years(tmp_path)
        for id in library.pv_years():
            heading, *lines = (tmp_path / f"{id}.csv").read_text(encoding="utf-8").splitlines()
            assert heading == library.PV_YEAR_HEADING
            assert [float(line) for line in lines] == pytest.approx(library.pv_output(id), abs=1.5e-5)

"""Time-of-use schemes of the library by hour and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.case import Case
from planner.reading import library
from planner.reading.library_rows import Tariff
from planner.reading.profiles.calendar import hours_of_day, months_of
from tests.reading.profiles.hourly import CALENDAR_YEAR, hourly_case, refusals

NOW, OLD = {"kind": "tariff", "scheme": "tianjin_2025"}, {"kind": "tariff", "scheme": "tianjin_2021"}
TARIFF = ("commodities.electricity.buy.price_profile", "tou")
MONTHS, OF_DAY = months_of(CALENDAR_YEAR), hours_of_day()


def priced(scheme: dict[str, str], first_year: int = 2026) -> Case:
    return hourly_case({"tou": scheme}, TARIFF, ("horizon.first_year", first_year))


def ratios(scheme: dict[str, str] = NOW) -> np.ndarray:
    return np.array(priced(scheme).commodities["electricity"].price_multiplier)


def test_the_mean_ratio_of_the_tianjin_scheme() -> None:
    """A flat load pays 1.1 % more than the flat price. Counted by hand over seasons.

    Summer (62 days): 8 h valley, 8 h flat, 6 h peak, 2 h sharp peak: (8 x 0.4 + 8 + 6 x 1.6 + 2 x 1.92) / 24 = 1.02667.
    Winter (90 days) the same lengths. Other (213 days): 8 h valley, 8 h flat, 8 h peak: 24 / 24 = 1.
    """
    by_hand = (62 * 24.64 + 90 * 24.64 + 213 * 24.0) / 8760
    assert by_hand == pytest.approx(1.011, abs=5e-4)
    assert ratios().mean() == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(("months", "hours"), [((7, 8), (20, 21)), ((12, 1, 2), (18, 19))])
def test_sharp_peaks_by_season(months: Sequence[int], hours: Sequence[int]) -> None:
    inside = np.isin(MONTHS, months)
    sharp = ratios() == 1.92
    assert set(OF_DAY[inside & sharp].tolist()) == set(hours)
    assert sharp[inside & np.isin(OF_DAY, hours)].all()


def test_no_sharp_peak_in_other_months_and_a_midday_valley_there() -> None:
    other = np.isin(MONTHS, (3, 4, 5, 6, 9, 10, 11))
    assert set(ratios()[other].tolist()) == {0.4, 1.0, 1.6}
    assert (ratios()[other & np.isin(OF_DAY, (12, 13))] == 0.4).all()
    assert (ratios()[np.isin(MONTHS, (7, 8)) & np.isin(OF_DAY, (12, 13))] == 1.0).all()


def test_its_ratios_are_figures_with_source_and_status() -> None:
    figures = {figure.field: figure for figure in priced(NOW).figures if figure.field.startswith("hours.profiles.tou")}
    assert {field.rsplit(".", 1)[1]: figure.value for field, figure in figures.items()} == {
        "valley": "0.4",
        "flat": "1",
        "peak": "1.6",
        "sharp_peak": "1.92",
    }
    assert all(figure.status == "verified" and "tianjin_2025" in figure.source for figure in figures.values())
    assert {figure.status for figure in priced(OLD).figures if figure.field.startswith("hours.profiles.tou")} == {"single_source"}


def test_a_ratio_that_differs_by_season_is_a_figure_of_its_season(monkeypatch: pytest.MonkeyPatch) -> None:
    dearer = [replace(row, ratio_to_flat=1.7) if (row.season, row.period) == ("winter", "peak") else row for row in library.tariffs()]
    monkeypatch.setattr(library, "tariffs", lambda: tuple(dearer))
    figures = {figure.field: figure.value for figure in priced(NOW).figures}
    assert figures["hours.profiles.tou.winter.peak"] == "1.7"
    assert figures["hours.profiles.tou.summer.peak"] == "1.6"


def test_a_scheme_that_has_ended_or_not_begun_is_told() -> None:
    assert not [notice for notice in priced(NOW).notices if "time-of-use" in notice.en]
    (ended,) = [notice for notice in priced(OLD).notices if "time-of-use" in notice.en]
    assert "tianjin_2021 ended on 2025-09-30" in ended.en and "执行至 2025-09-30" in ended.zh


def test_a_scheme_of_later_years_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    later = [replace(row, effective_from="2028-07-01") for row in library.tariffs()]
    monkeypatch.setattr(library, "tariffs", lambda: tuple(later))
    (notice,) = [notice for notice in priced(NOW).notices if "time-of-use" in notice.en]
    assert "in force from 2028-07-01" in notice.en


def test_an_unknown_scheme_gets_the_nearest_name() -> None:
    ((where, message), *_) = refusals({"tou": {"kind": "tariff", "scheme": "tianjin_2024"}}, TARIFF)
    assert where == "hours.profiles.tou.scheme"
    assert 'did you mean "tianjin_202' in message


def _without(rows: Sequence[Tariff]) -> Sequence[Tariff]:
    return [row for row in rows if (row.scheme_id, row.season, row.hour_start) != ("tianjin_2025", "summer", 15)]


def _twice(rows: Sequence[Tariff]) -> Sequence[Tariff]:
    return [
        replace(row, hour_end=16) if (row.scheme_id, row.season, row.hour_end) == ("tianjin_2025", "summer", 15) else row for row in rows
    ]


@pytest.mark.parametrize(("change", "words"), [(_without, "month 7, hour 15 has 0 of them"), (_twice, "month 7, hour 15 has 2 of them")])
def test_periods_that_do_not_tile_the_day_are_refused(monkeypatch: pytest.MonkeyPatch, change: object, words: str) -> None:
    assert callable(change)
    broken = tuple(change(library.tariffs()))
    monkeypatch.setattr(library, "tariffs", lambda: broken)
    ((where, message), *_) = refusals({"tou": NOW}, TARIFF)
    assert where == "hours.profiles.tou.scheme"
    assert words in message

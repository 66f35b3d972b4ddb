"""Typical days: totals, peaks, months and prices are kept; an assignment makes the same case again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from planner.aggregation import at_resolution, case_of, list_typical
from planner.aggregation.choosing import choose_representatives, extreme_days, share_out
from planner.aggregation.days import Days
from planner.aggregation.totals import keep_total
from planner.domain.case import Case, ConversionData, GenerationData
from planner.domain.profiles import TypicalDays
from planner.errors import ResolutionRefused
from tests.aggregation.hourly import flat_case, hourly_case, hourly_cases
from tests.builders import tiny_case

FEW = settings(max_examples=20, deadline=None)


def rows(case: Case, values: tuple[float, ...]) -> np.ndarray:
    return np.asarray(values).reshape(-1, 24)


def converters(case: Case) -> Iterator[Any]:
    yield from (item.converter for item in case.equipment.values())
    yield from (measure.converter for measure in case.measures.values() if isinstance(measure, ConversionData))


@FEW
@given(hourly_cases())
def test_totals_are_kept(case: Case) -> None:
    typical = at_resolution(case, "typical")
    assert math.fsum(part.hours for part in typical.slices) == pytest.approx(8760, rel=1e-12)
    for id, demand in case.demands.items():
        assert math.fsum(typical.demands[id].shape) == pytest.approx(math.fsum(demand.shape), rel=1e-13)
    pv, reduced = case.measures["pv"], typical.measures["pv"]
    assert isinstance(pv, GenerationData) and isinstance(reduced, GenerationData)
    assert math.fsum(reduced.yield_mwh) == pytest.approx(math.fsum(pv.yield_mwh), rel=1e-13)


@FEW
@given(hourly_cases())
def test_means_over_the_year_are_kept_and_nothing_goes_above_the_largest_value(case: Case) -> None:
    typical = at_resolution(case, "typical")
    full_hours, hours = np.array([part.hours for part in case.slices]), np.array([part.hours for part in typical.slices])
    pairs = [(c.availability, t.availability) for c, t in zip(converters(case), converters(typical), strict=True)]
    pairs += [(case.measures["pump"].converter.input_shape["electricity"], typical.measures["pump"].converter.input_shape["electricity"])]
    pairs += [(data.price_multiplier, typical.commodities[c].price_multiplier) for c, data in case.commodities.items()]
    for full, reduced in pairs:
        assert np.dot(hours, reduced) == pytest.approx(np.dot(full_hours, full), rel=1e-12)
        assert max(reduced) <= max(full) * (1 + 1e-9)
    for full, reduced in [(d.shape, typical.demands[id].shape) for id, d in case.demands.items()]:
        assert max(np.array(reduced) / hours) <= max(np.array(full) / full_hours) * (1 + 1e-9)


@FEW
@given(hourly_cases())
def test_the_day_of_the_largest_load_keeps_its_peak(case: Case) -> None:
    typical = at_resolution(case, "typical")
    full = rows(case, case.demands["power"].shape)
    peak_day = int(full.max(axis=1).argmax())
    assert typical.representatives.count(peak_day) == 1
    days = [one.day for one in list_typical(typical)]
    np.testing.assert_array_equal(rows(typical, typical.demands["power"].shape)[days.index(peak_day)], full[peak_day])


@FEW
@given(hourly_cases())
def test_every_month_is_named_and_each_day_stands_for_itself_or_has_one_that_does(case: Case) -> None:
    typical = at_resolution(case, "typical")
    assert {month for part in typical.slices for month in part.months} == {month for part in case.slices for month in part.months}
    assert all(typical.representatives[day] == day for day in typical.representatives)
    for place, part in enumerate(typical.slices):
        assert part.previous == (place - 1 if place % 24 else place + 23)
        assert part.hours == part.occurrences


@FEW
@given(hourly_cases())
def test_days_with_different_prices_are_never_merged_while_there_are_enough_typical_days(case: Case) -> None:
    prices, typical = Days(case).price_groups, choose_representatives(case)
    assert case.typical_days is not None
    left = [day for day in range(len(typical)) if day not in set(extreme_days(Days(case), case.typical_days))]
    if len(set(prices[left])) <= case.typical_days.days:
        assert all(prices[day] == prices[representative] for day, representative in enumerate(typical))


@FEW
@given(hourly_cases())
def test_at_most_as_many_days_as_asked_and_the_extreme_ones(case: Case) -> None:
    assert case.typical_days is not None
    extreme = set(extreme_days(Days(case), case.typical_days))
    assert len(set(choose_representatives(case)) - extreme) <= case.typical_days.days


@FEW
@given(hourly_cases())
def test_the_recorded_assignment_makes_the_same_case(case: Case) -> None:
    typical = at_resolution(case, "typical")
    assert case_of(case, typical.representatives) == typical
    assert typical.resolution == "typical"


def test_the_days_are_the_same_every_time() -> None:
    dice = np.random.default_rng(5)
    case = hourly_case(dice.uniform(0.5, 1, 8760), dice.uniform(0, 1, 8760), np.ones(8760))
    first = choose_representatives(case)
    assert choose_representatives(replace(case)) == first
    assert len(set(first)) == 14
    assert {month for part in case_of(case, first).slices for month in part.months} == set(range(1, 13))


def slice_fields(thing: Any, length: int, path: str = "") -> Iterator[str]:
    """Every tuple of as many values as there were slices."""
    if isinstance(thing, tuple) and len(thing) == length:
        yield path
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from slice_fields(getattr(thing, field.name), length, f"{path}.{field.name}")
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from slice_fields(value, length, f"{path}.{key}")


@pytest.mark.parametrize("resolution", ["typical", "annual"])
def test_no_field_is_left_at_the_hours(resolution: Any) -> None:
    dice = np.random.default_rng(1)
    case = hourly_case(dice.uniform(0.5, 1, 240), dice.uniform(0, 1, 240), np.ones(240), days=10, count=3)
    found = list(slice_fields(case, 240))
    assert {path.rpartition(".")[2] for path in found} == {
        "slices", "price_multiplier", "sell_multiplier", "shape", "window", "availability", "electricity", "yield_mwh",
    }  # fmt: skip
    assert list(slice_fields(at_resolution(case, resolution), 240)) == []


def test_windows_of_flexible_loads_stay_within_their_day() -> None:
    case = hourly_case(np.arange(1.0, 97.0), np.ones(96), np.ones(96), days=4, count=2)
    typical = case_of(case, (0, 0, 2, 2))
    flexible = typical.demands["power"].flexible
    assert flexible is not None
    assert flexible.window == tuple(hour // 12 for hour in range(48))


def test_equal_days_need_no_more_than_one_typical_day() -> None:
    typical = at_resolution(flat_case(10), "typical")
    assert typical.representatives == (0, 1, 1, 1, 1, 1, 1, 1, 1, 1)  # the first is the peak day: all are equal


def test_prices_that_differ_every_day_are_averaged() -> None:
    dice = np.random.default_rng(3)
    case = hourly_case(np.ones(240), np.ones(240), dice.uniform(0.5, 1.5, 240), days=10, count=3)
    typical = at_resolution(case, "typical")
    hours = np.array([part.hours for part in typical.slices])
    price = typical.commodities["electricity"].price_multiplier
    assert len(list_typical(typical)) == 4  # the peak day is that with the least sun
    assert np.dot(hours, price) / 8760 == pytest.approx(np.mean(case.commodities["electricity"].price_multiplier), rel=1e-12)


def test_a_profile_that_is_zero_on_every_typical_day_takes_the_mean_of_its_days() -> None:
    own, dark, bright = np.zeros((1, 24)), np.zeros(24), np.ones(24)
    kept = keep_total(own, [np.array([dark, bright])], most=1.0)
    np.testing.assert_array_equal(kept, np.full((1, 24), 0.5))


def test_a_factor_never_lifts_a_value_above_the_largest_of_the_year() -> None:
    own = np.array([[1.0] * 12 + [0.4] * 12])
    members = [np.array([own[0], np.ones(24)])]
    kept = keep_total(own, members, most=1.0)
    np.testing.assert_allclose(kept[0], [1.0] * 12 + [0.7] * 12)  # 2 x (12 + 12 x 0.7) = 16.8 + 24


def test_days_that_stand_for_themselves_are_not_scaled() -> None:
    own = np.array([[1.0] * 24, [0.25] * 24])
    kept = keep_total(own, [np.array([[1.0] * 24]), np.array([[0.25] * 24, [0.75] * 24])], most=1.0)
    np.testing.assert_array_equal(kept, np.array([[1.0] * 24, [0.5] * 24]))


@pytest.mark.parametrize(
    ("sizes", "distinct", "total", "shares"),
    [
        ([100, 200], [100, 200], 12, [4, 8]),
        ([10, 300], [10, 300], 3, [1, 2]),
        ([10, 300], [10, 2], 12, [10, 2]),
        ([5, 5, 5], [5, 5, 5], 1, [1, 1, 1]),
    ],
)
def test_typical_days_are_shared_out_by_size(sizes: list[int], distinct: list[int], total: int, shares: list[int]) -> None:
    assert share_out(sizes, distinct, total) == shares


def test_extreme_days_are_left_out_where_they_are_not_wanted() -> None:
    case = hourly_case(np.arange(1.0, 97.0), np.ones(96), np.ones(96), days=4)
    assert list(extreme_days(Days(case), TypicalDays(extreme_days=()))) == []
    assert list(extreme_days(Days(case), TypicalDays(extreme_days=("peak_load",)))) == [3]


@pytest.mark.parametrize("representatives", [(0, 0, 2), (0, 0, 1, 3), (0, 0, 2, 9), (0, 0, 2, -1)])
def test_an_assignment_that_makes_no_sense_is_refused(representatives: tuple[int, ...]) -> None:
    case = hourly_case(np.ones(96), np.ones(96), np.ones(96), days=4)
    with pytest.raises(ResolutionRefused, match="representatives"):
        case_of(case, representatives)


@pytest.mark.parametrize("resolution", ["typical", "hourly"])
def test_a_case_without_hours_is_refused(resolution: Any) -> None:
    with pytest.raises(ResolutionRefused, match="has no hours") as refused:
        at_resolution(tiny_case(), resolution)
    assert "没有 hours" in refused.value.zh


def test_without_a_wish_the_case_stays_as_it_is() -> None:
    assert at_resolution(tiny_case()) == at_resolution(tiny_case(), "annual") == tiny_case()
    case = hourly_case(np.ones(96), np.ones(96), np.ones(96), days=4)
    assert at_resolution(case) is at_resolution(case, "hourly") is case
    assert at_resolution(replace(case, asked_resolution="annual")).resolution == "annual"


def test_tsam_is_asked_for_by_name_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from planner.errors import ExtraMissing

    monkeypatch.setitem(sys.modules, "tsam", None)
    dice = np.random.default_rng(1)
    case = hourly_case(dice.uniform(0.5, 1, 240), np.ones(240), np.ones(240), days=10, count=3)
    with pytest.raises(ExtraMissing, match=r"pip install 'planner\[typical-days\]'; without it, --resolution hourly or annual"):
        at_resolution(case, "typical")

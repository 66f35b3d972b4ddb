"""What typical days cost in accuracy, by hand on four days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.aggregation import at_resolution, case_of
from planner.aggregation.accuracy import Accuracy, ProfileError, measure_accuracy
from planner.domain.case import Case, GroupData
from tests.aggregation.hourly import hourly_case
from tests.builders import text

NIGHT_AND_DAY = [0.0] * 12 + [1.0] * 12


def four_days() -> Case:
    """Load of 1, 1, 2 and 4 parts by day; sun on the second day only; one price by day, another by night."""
    load = np.repeat([1.0, 1.0, 2.0, 4.0], 24)
    sun = np.array([0.0] * 24 + NIGHT_AND_DAY + [0.0] * 48)
    return hourly_case(load, sun, np.array(([0.5] * 12 + [1.5] * 12) * 4), days=4)


def profile(accuracy: Accuracy, kind: str, id: str) -> ProfileError:
    return next(one for one in accuracy.profiles if (one.kind, one.id) == (kind, id))


def test_every_day_for_itself_is_exact() -> None:
    case = four_days()
    accuracy = measure_accuracy(case, case_of(case, (0, 1, 2, 3)))
    assert {(one.kind, one.id) for one in accuracy.profiles} == {
        ("load", "electricity"), ("load", "steam"), ("generation", "pv"), ("price", "electricity"),
    }  # fmt: skip
    for one in accuracy.profiles:
        assert (one.total.error, one.duration_error, one.peak.error, one.billed.error) == pytest.approx((0, 0, 0, 0), abs=1e-12)
    assert all(use.share.full == use.share.typical for use in accuracy.self_use)
    assert all(paid.price.error == 0 for paid in accuracy.paid_prices)


def test_a_load_on_fewer_days() -> None:
    case = four_days()
    accuracy = measure_accuracy(case, case_of(case, (0, 0, 0, 3)))
    load = profile(accuracy, "load", "electricity")
    # Days 0 to 2 hold 4 parts in all, so each becomes 4/3; day 3 keeps its 4. One part is 1000 MWh / 8760 h / 2.
    part = 1000 / 8760 / 2
    assert load.mean == pytest.approx(2 * part) and load.total.error == pytest.approx(0, abs=1e-12)
    assert load.peak.full == pytest.approx(4 * part) == load.peak.typical
    gaps = np.array([4 / 3 - 1, 4 / 3 - 1, 4 / 3 - 2, 0.0])
    assert load.duration_error == pytest.approx(np.sqrt(np.mean(gaps**2)) / 2)
    # The four days fall in January, April, July and October.
    assert {month: both.error for month, both in load.monthly_peaks.items()} == pytest.approx({1: 1 / 3, 4: 1 / 3, 7: -1 / 3, 10: 0})
    assert load.worst_month in (1, 4, 7)
    assert load.billed.full == pytest.approx(2 * part) == load.billed.typical


def test_sun_on_fewer_days_is_used_otherwise() -> None:
    case = four_days()
    shared = GroupData("roof", text("roof"), 2400.0, "m2", {"pv": 6.0})
    pv = case.measures["pv"]
    assert pv.built is not None
    case = replace(case, groups={"roof": shared}, measures={**case.measures, "pv": replace(pv, built=replace(pv.built, limit_size=1000.0))})
    (use,) = measure_accuracy(case, case_of(case, (0, 0, 0, 3))).self_use
    # 400 kW for the roof holds no more. 480 MWh in 12 of 96 hours' time: 480 / 1095 MW against one part of load, 1000 / 17520 MW.
    assert (use.size, use.size_is) == (400.0, "limit")
    assert use.share.full == pytest.approx((1000 / 17520) / (480 / 1095))
    # Spread over three days of a load of 4/3 parts.
    assert use.share.typical == pytest.approx((4 / 3 * 1000 / 17520) / (480 / 1095 / 3))
    assert use.difference == use.share.typical - use.share.full


def test_the_price_paid_is_weighted_by_the_load() -> None:
    case = four_days()
    accuracy = measure_accuracy(case, at_resolution(case, "typical"))
    (paid,) = [one for one in accuracy.paid_prices if one.commodity == "electricity"]
    assert paid.price.full == pytest.approx(600.0) == paid.price.typical
    assert profile(accuracy, "price", "electricity").peak.typical == pytest.approx(900.0)

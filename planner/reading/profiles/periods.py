"""Values by hour of the day, month and kind of day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.domain.profiles import Hours, PeriodsProfile
from planner.reading.desk import Desk, Path
from planner.reading.profiles.calendar import HOURS, hours_of_day, months_of, weekdays_of

SATURDAY = 5


def make_periods(
    desk: Desk, path: Path, given: PeriodsProfile, hours: Hours, made: Mapping[str, Sequence[float]]
) -> Sequence[float] | None:
    """The default value, then period over period. 8760 values."""
    months, of_day = months_of(hours.calendar_year), hours_of_day()
    rest = weekdays_of(hours.calendar_year) >= SATURDAY
    values = np.full(HOURS, given.default)
    for place, period in enumerate(given.periods):
        if period.to_hour <= period.from_hour:
            desk.refuse(
                (*path, "periods", place, "to_hour"),
                f"结束时刻 {period.to_hour} 须晚于开始时刻 {period.from_hour}；跨零点请分成两段",
                f"to_hour {period.to_hour} must be later than from_hour {period.from_hour}; a period over midnight is two",
            )
            return None
        inside = (of_day >= period.from_hour) & (of_day < period.to_hour) & np.isin(months, period.months)
        if period.days != "all":
            inside &= rest if period.days == "rest" else ~rest
        values[inside] = period.value
    return tuple(values.tolist())

"""The year hour by hour, as written in a scenario file: calendar, profiles and typical days (逐时数据)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Id, Model, NotNegative, Number, Positive, Share, Sourced

Resolution = Literal["annual", "typical", "hourly"]
"""How finely a year is resolved: one slice, typical days of 24 h, or all 8760 hours (时间分辨率)."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class MeterProfile(Sourced):
    """The user's own hours or quarter-hours, from a CSV or Excel file (表计数据). 8760 or 35040 values of the calendar year."""

    kind: Literal["meter"]
    file: str
    """CSV (``.csv``) or Excel (``.xlsx``) file, relative to the scenario's folder and inside it."""
    column: str
    """Heading of the values: mean power, energy per interval, capacity factor ...; only the shape counts."""
    time_column: str | None = None
    """Heading of the time stamps. Without one the rows must be exactly the hours (or quarter-hours) of the year, in order."""
    sheet: str | None = None
    """Sheet of an Excel file; by default the first."""
    time_zone: str | None = None
    """Time zone of stamps that name none (``Asia/Shanghai``, ``UTC``); by default that of ``hours``."""
    stamp: Literal["start", "end"] = "start"
    """Whether a stamp marks the start or the end of its interval."""
    repair: tuple[Literal["gaps", "duplicates", "leap_day", "negative"], ...] = ()
    """What may be repaired; every repair is listed, and without it the file is refused.

    Missing values (short gaps by straight lines, long ones by the same hours a week before or after), stamps given twice (their
    mean), 29 February (left out), negative values (zero).
    """


class ShiftProfile(Sourced):
    """A shape by shifts and rest days, where there is no meter (班制曲线)."""

    kind: Literal["shifts"]
    shifts: Literal[1, 2, 3]
    """Shifts per working day."""
    first_shift_starts: Annotated[int, Field(ge=0, le=23)] = 8
    """Hour at which the first shift starts."""
    hours_per_shift: Annotated[float, Field(gt=0, le=12)] = 8.0
    """Length of a shift."""
    idle_share: Share = 0.0
    """Load outside shifts as a share of the load in them."""
    rest_days: tuple[Weekday, ...] = ("saturday", "sunday")
    """Days of the week without work."""
    rest_day_share: Share = 0.0
    """Load in the shift hours of a rest day or holiday as a share of a working day's; never below ``idle_share``."""
    holidays: Literal["china", "none"] = "china"
    """Public holidays of China, with the working days moved for them and Spring Festival; or none."""
    spring_festival_days: Annotated[int, Field(ge=0, le=40)] | None = None
    """Days of standstill, all at ``idle_share``, centred on the official holidays of Spring Festival, in their place and also where
    ``holidays`` is none. Without it the official ones are holidays like the others."""


class PvProfile(Sourced):
    """Hourly capacity factors of PV (光伏出力曲线): shipped, or made for a place by pvlib (extra ``solar``)."""

    kind: Literal["pv"]
    library: str | None = None
    """Row id of a shipped year: ``tianjin_10deg``. Then nothing else is given."""
    latitude: Annotated[float, Field(ge=-66, le=66)] | None = None
    """Degrees north."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""
    tilt_deg: Annotated[float, Field(ge=0, le=90)] | None = None
    """Tilt of the modules."""
    azimuth_deg: Annotated[float, Field(ge=0, lt=360)] = 180.0
    """Azimuth of the modules, 180 is south."""
    full_load_hours: Positive | None = None
    """Full-load hours that the year is scaled to. [h]"""
    seed: Annotated[int, Field(ge=0)] = 0
    """Seed of the daily clearness; the same seed gives the same year."""


class TariffProfile(Model):
    """Price ratios of a time-of-use scheme of the library (分时电价): peak, flat, valley and sharp peak by season."""

    kind: Literal["tariff"]
    scheme: str
    """Scheme id of ``planner/data/tariff_tou.csv``: ``tianjin_2025``."""


class Period(Model):
    """A span of hours in some months."""

    value: NotNegative
    """Its value."""
    from_hour: Annotated[int, Field(ge=0, le=23)]
    """First hour."""
    to_hour: Annotated[int, Field(ge=1, le=24)]
    """Hour at which it ends; not before ``from_hour`` + 1."""
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = tuple(range(1, 13))
    """Months; by default all."""
    days: Literal["all", "working", "rest"] = "all"
    """All days, Monday to Friday, or Saturday and Sunday."""


class PeriodsProfile(Sourced):
    """A value by hour of the day and month, for tariffs and availabilities of one's own (分时段取值)."""

    kind: Literal["periods"]
    default: NotNegative
    """Value of all hours that no period names."""
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    """Periods; a later one wins over an earlier one."""


class HeatPumpProfile(Sourced):
    """Electricity per heat of a heat pump by hour, over that at the rated point: rises as the source gets colder (热泵逐时能效).

    COP of an hour = ``carnot_share`` x (sink + 273.15 K) / (sink - source), at most ``largest_cop``. Meant for ``input_profiles``.
    """

    kind: Literal["heat_pump"]
    source_c: str | None = None
    """Profile of the source temperature (kind ``values`` or ``periods``); or the twelve monthly means with a daily swing."""
    source_monthly_mean_c: Annotated[tuple[Number, ...], Field(min_length=12, max_length=12)] | None = None
    """Mean source temperature of each month. [C]"""
    source_daily_swing_c: NotNegative = 0.0
    """Half the difference between the warmest hour (15 h) and the coldest (3 h). [C]"""
    sink_c: Number
    """Temperature at which heat is given out. [C]"""
    rated_source_c: Number
    """Source temperature of the rated point, to which the measure's inputs belong. [C]"""
    carnot_share: Annotated[float, Field(gt=0, le=1)] = 0.45
    """Share of the ideal COP that is reached."""
    largest_cop: Positive = 8.0
    """COP above which no hour goes."""


class ValuesProfile(Sourced):
    """Temperatures or other values of one's own that may be negative, from a file like ``meter`` (温度等逐时数据)."""

    kind: Literal["values"]
    file: str
    """CSV or Excel file, relative to the scenario's folder and inside it."""
    column: str
    """Heading of the values."""
    time_column: str | None = None
    """Heading of the time stamps; without one the rows are the hours of the year in order."""
    sheet: str | None = None
    """Sheet of an Excel file; by default the first."""
    time_zone: str | None = None
    """Time zone of stamps that name none; by default that of ``hours``."""
    stamp: Literal["start", "end"] = "start"
    """Whether a stamp marks the start or the end of its interval."""
    repair: tuple[Literal["gaps", "duplicates", "leap_day"], ...] = ()
    """What may be repaired; every repair is listed."""


Profile = Annotated[
    MeterProfile | ShiftProfile | PvProfile | TariffProfile | PeriodsProfile | HeatPumpProfile | ValuesProfile,
    Field(discriminator="kind"),
]


class TypicalDays(Model):
    """How typical days are chosen (典型日)."""

    days: Annotated[int, Field(ge=1, le=365)] = 12
    """Typical days, extreme days not counted."""
    extreme_days: tuple[Literal["peak_load", "lowest_pv"], ...] = ("peak_load", "lowest_pv")
    """Days that stand for themselves: the day of the largest load, the day of the least PV."""
    seasonal_storage: bool = False
    """Whether stores may carry energy from one day of the year to another (跨日储能), day by day in calendar order."""


class Hours(Model):
    """The year hour by hour. Every year has 8760 hours; a 29 February is left out."""

    calendar_year: Annotated[int, Field(ge=1990, le=2100)]
    """Calendar year whose weekdays and holidays the profiles follow."""
    time_zone: str = "Asia/Shanghai"
    """Time zone of the factory."""
    profiles: Annotated[dict[Id, Profile], Field(min_length=1)]
    """Profiles, to be named where a profile is asked for."""
    typical_days: TypicalDays = TypicalDays()
    """Choice of typical days."""

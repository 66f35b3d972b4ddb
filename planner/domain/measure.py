"""The eight kinds of measures that a factory can deploy, as written in a scenario file (措施)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Id, Model, NotNegative, Positive, Series, Share, Sourced, Words, Year
from planner.domain.tiers import MeasureClass


class Lumpy(Model):
    """Whole units only, or a smallest size. Makes the program a mixed-integer one."""

    unit_size: Positive | None = None
    """Size of one unit; only whole units are built."""
    minimum_size: Positive | None = None
    """Smallest size of a deployment in a year, if there is one at all."""


class Existing(Model):
    """What stands already, with the year in which it is gone."""

    size: Positive
    """Size in the measure's or converter's size unit."""
    until: Year
    """First year in which it no longer runs."""


class Requirement(Model):
    """This measure may not outgrow another one."""

    measure: Id
    """The measure that must be there."""
    size_per_size: Positive
    """Largest online size of this measure per online size of the other."""


class MeasureBase(Sourced):
    """What all measures share. Sizes are in the measure's size unit."""

    name: Words
    """Name (名称)."""
    measure_class: MeasureClass | None = None
    """Class in the index; by default the class of the kind. ``negative`` is for capture and removal alone."""
    subtype: Words | None = None
    """Subtype in the index, item 4: 节能和提高能效, 电气化, ..."""
    substitution: bool | None = None
    """Whether the measure substitutes low-carbon energy or material (index R11).

    By default generation, purchase and a conversion that burns no fuel do, other measures don't.
    """
    library: str | None = None
    """Row of ``planner/data/measures.csv`` from which missing cost, lifetime and lead-time fields are taken."""
    level: Literal["low", "central", "high"] | None = None
    """Which of the library row's values; needed with ``library``."""
    available_from: Year | None = None
    """First year in which it can be ordered, the base year at the earliest; by default the first planning year."""
    lead_time_years: Annotated[float, Field(ge=0, le=20)] | None = None
    """Years from order to operation, rounded up to whole years."""
    requires: tuple[Requirement, ...] = ()
    """Measures without which this one may not run."""
    excludes: tuple[Id, ...] = ()
    """Measures that can't be chosen together with this one (needs a finite ``limit_size``)."""


class Built(MeasureBase):
    """A measure with a size that is invested in."""

    capex_cny_per_size: Series | None = None
    """Investment per unit of size, in the year of commissioning. [CNY/size]"""
    fixed_om_share_of_capex: Share | None = None
    """Fixed operation and maintenance per year as a share of the investment."""
    fixed_om_cny_per_size_year: NotNegative | None = None
    """Fixed operation and maintenance per year; give this or the share. [CNY/(size year)]"""
    capex_subsidy_share: Share = 0.0
    """Share of the investment that a subsidy pays."""
    lifetime_years: Annotated[int, Field(ge=1, le=100)] | None = None
    """Whole years in operation."""
    limit_size: Positive | None = None
    """Largest total size online, existing included. Savings and process measures are limited by their full size anyway."""
    limit_size_per_year: NotNegative | Annotated[dict[Year, NotNegative], Field(min_length=1)] | None = None
    """Largest addition per year, one number or year by year."""
    growth_per_year: Positive | None = None
    """Additions of a year are at most ``growth_start_size`` + this factor x the additions of the year before."""
    growth_start_size: Positive | None = None
    """Addition that is always allowed under ``growth_per_year``."""
    existing: tuple[Existing, ...] = ()
    """What stands already."""
    lumpy: Lumpy | None = None
    """Whole units or a smallest size."""


class Saving(Built):
    """Cuts the demand of end uses by up to a share. Size: MWh (or product units) saved per year at full adoption."""

    kind: Literal["saving"]
    saves: Annotated[dict[Id, Annotated[float, Field(gt=0, lt=1)]], Field(min_length=1)] | None = None
    """End use or commodity with demand to the share of its demand that full adoption saves, were it the only saving there."""
    saves_from_library: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Instead of ``saves``: demands to which the library row's share applies."""
    consumes: dict[Id, NotNegative] = {}
    """Commodity to energy used per MWh saved (oxygen power of oxy-fuel burners ...). [MWh/MWh]"""
    variable_cost_cny_per_mwh: NotNegative = 0.0
    """Running cost per MWh saved."""


class Conversion(Built):
    """A new converter. Size: activity per hour, in ``size_unit``."""

    kind: Literal["conversion"]
    size_unit: Literal["kW", "MW", "t/h", "unit/h"]
    """kW or MW when activity is energy; t/h or unit/h when it is a product."""
    inputs: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Commodity to amount used per unit of activity (energy in MWh, products in their unit)."""
    outputs: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Commodity to amount made per unit of activity."""
    direct_t_per_activity: dict[str, NotNegative] = {}
    """Gas to tonnes emitted per unit of activity besides what the fuel emits."""
    availability: Annotated[float, Field(gt=0, le=1)]
    """Share of the hours of a year (or of the profile's hours) in which the full size can run."""
    availability_profile: str | None = None
    """Profile column 0..1 by slice, multiplied by ``availability``."""
    input_profiles: dict[Id, str] = {}
    """Input electricity or heat to the profile that multiplies its amount by slice (a heat pump's COP)."""
    minimum_load_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Least load as a share of the online size and its availability; it never stops while available. Needs several slices."""
    ramp_share_per_hour: Positive | None = None
    """Largest change of load from an hour to the next as a share of the online size. Needs several slices."""
    variable_cost_cny_per_activity: NotNegative | None = None
    """Running cost per unit of activity, without energy."""
    renewable_heat_output: Id | None = None
    """Output that counts as renewable energy, for plants whose inputs are no energy carriers (solar or ambient heat); seldom needed."""


class Process(Built):
    """Cuts process emissions by up to a share, gas by gas. Size in ``size_unit``; ``full_size`` is full adoption."""

    kind: Literal["process"]
    size_unit: str
    """What is counted: kg charge, process tool, t/yr ..."""
    full_size: Positive
    """Size at which the whole source is treated."""
    cuts: Annotated[dict[Id, Annotated[dict[str, Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)]], Field(min_length=1)]
    """Process source to gas to the share cut at full adoption, were it the only measure there."""
    consumes: dict[Id, NotNegative] = {}
    """Commodity to energy used per tCO2e cut. [MWh/t]"""
    variable_cost_cny_per_t: NotNegative = 0.0
    """Running cost per tCO2e cut."""


class Generation(Built):
    """PV, wind, solar heat: output per slice up to availability, can be curtailed. Size in ``size_unit``."""

    kind: Literal["generation"]
    size_unit: Literal["kW", "MW", "m2"]
    """kW (kWp), MW or m2 of collectors."""
    commodity: Id
    """Commodity that it makes."""
    technology: Literal["pv", "wind", "solar_heat", "other"]
    """What it is; ``pv`` counts for the PV indicator."""
    yield_mwh_per_size_year: Positive | None = None
    """Output of one unit of size in a first full year: full-load hours / 1000 for kW. From the library row when missing."""
    degradation_per_year: Annotated[float, Field(ge=0, lt=0.2)] = 0.0
    """Share of output lost with each year of age."""
    profile: str | None = None
    """Profile column with the shape of the yield over slices; needed when there are several slices."""
    variable_cost_cny_per_mwh: NotNegative = 0.0
    """Running cost per MWh generated."""
    subsidy_cny_per_mwh: NotNegative = 0.0
    """Subsidy per MWh generated."""


class Storage(Built):
    """Moves a commodity between slices. Size: power in kW; energy is sized by ``hours`` or on its own."""

    kind: Literal["storage"]
    commodity: Id
    """Commodity that it stores."""
    hours: Positive | None = None
    """Energy per power when the ratio is fixed. [h]"""
    capex_cny_per_kwh: NotNegative | None = None
    """Investment per kWh of energy, besides ``capex_cny_per_size`` per kW."""
    charge_efficiency: Annotated[float, Field(gt=0, le=1)]
    """Stored per charged."""
    discharge_efficiency: Annotated[float, Field(gt=0, le=1)]
    """Delivered per taken from the store."""
    standing_loss_per_hour: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Share of the level lost each hour."""
    limit_kwh: Positive | None = None
    """Largest energy online."""
    cycles_per_year: Positive | None = None
    """Most full cycles a year: energy taken out of the store over its energy size (循环次数)."""
    cycle_life: Positive | None = None
    """Full cycles until it is worn out; spread evenly over ``lifetime_years``. Give this or ``cycles_per_year``."""
    variable_cost_cny_per_mwh: NotNegative = 0.0
    """Wear per MWh given out. [CNY/MWh]"""


class Purchase(MeasureBase):
    """Green power or certificates: bought per year, no capacity."""

    kind: Literal["purchase"]
    commodity: Id
    """Purchased electricity or heat to which the claim belongs."""
    form: Literal["green_power", "certificate"]
    """Traded green power with its certificate, or an unbundled certificate (绿电 / 绿证)."""
    price_cny_per_mwh: Series
    """Premium over the ordinary price (green power) or price of the certificate. [CNY/MWh]"""
    limit_mwh_per_year: Series | None = None
    """Most that can be had per year."""


class Capture(Built):
    """Takes CO2 out of the gas of one converter or process source (CCUS). Size: tCO2 captured per year."""

    kind: Literal["capture"]
    target: Id
    """Converter, conversion measure or process source."""
    capture_share: Annotated[float, Field(gt=0, le=1)]
    """Largest share of the target's CO2 that can be captured."""
    consumes: dict[Id, NotNegative] = {}
    """Commodity to energy used per tCO2 captured. [MWh/t]"""
    variable_cost_cny_per_t: NotNegative | None = None
    """Running cost per tCO2, transport and storage included."""


class Removal(Built):
    """Tonnes from outside the boundary: forestry sink, CCER, biochar, direct air capture. Size: tCO2 per year, if it is built."""

    kind: Literal["removal"]
    form: Literal["credit", "sink", "plant"]
    """Bought credit, own or contracted sink, or a plant that is built (then capex is needed)."""
    price_cny_per_t: Series
    """Price or running cost per tCO2 removed."""
    limit_t_per_year: Series | None = None
    """Most that can be had per year."""
    consumes: dict[Id, NotNegative] = {}
    """Commodity to energy used per tCO2. [MWh/t]"""


Measure = Annotated[
    Saving | Conversion | Process | Generation | Storage | Purchase | Capture | Removal,
    Field(discriminator="kind"),
]

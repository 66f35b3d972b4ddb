"""A scenario as written in a file: factory, horizon, money, targets, commodities, measures, history, evidence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Id, Model, NotNegative, Number, Positive, Series, Sourced, Words, Year
from planner.domain.measure import Existing, Measure
from planner.domain.profiles import Hours, Resolution
from planner.domain.tiers import Category, TierId


class Horizon(Model):
    """The years that are planned (规划期)."""

    base_year: Year
    """Last historical year (评价基准年); discounting counts from it."""
    first_year: Year | None = None
    """First planning year, with ``last_year``: every year between is planned."""
    last_year: Year | None = None
    """Last planning year."""
    milestones: Annotated[tuple[Year, ...], Field(min_length=1)] | None = None
    """Instead of first and last: years that each stand for the years up to the next one."""
    last_stands_for_years: Annotated[int, Field(ge=1, le=30)] | None = None
    """How many years the last milestone stands for; needed with ``milestones``."""


class Finance(Model):
    """How money over time is compared. All money is real CNY of ``price_year``."""

    discount_rate: Annotated[float, Field(ge=0, le=0.5)]
    """Rate per year (折现率): 0.08 is 8 %."""
    discount_rate_basis: Literal["real", "nominal"]
    """Whether the rate holds inflation. Prices are always real."""
    inflation_rate: Annotated[float, Field(ge=-0.05, le=0.3)] | None = None
    """Needed with a nominal rate."""
    price_year: Year
    """Year of the money."""
    payment_timing: Literal["start_of_year", "mid_year", "end_of_year"]
    """When in the year running costs are paid."""


class Targets(Model):
    """Tiers of the index by year (创建级别与年份). ``lower_tiers`` and ``hold`` go for further indexes too."""

    tiers: dict[TierId, Year] = {}
    """Tier of the index to its year of application (申报年): ``{low: 2027, near: 2029, zero: 2032}``."""
    lower_tiers: Literal["on_the_way", "skipped"]
    """Whether a plan for a tier also holds the lower tiers from their own years on."""
    hold: Literal["kept", "application_year"]
    """Whether a tier is held to the end of the horizon or only in its year."""


class IndexEntry(Model):
    """The index and its readings."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")] | None = None
    """Index edition, as ``planner index list`` shows: ``binhai-2022``. Not needed with ``file``."""
    file: str | None = None
    """Instead: an index file of your own, relative to this file and inside its folder (docs/own-index.md)."""
    settings: dict[str, str | float | bool] = {}
    """Reading to choice, where it differs from the index file's own."""


class IndexChoice(Model):
    """The index that an entry means."""

    id: str
    """Its id, of the entry or of its file."""
    settings: dict[str, str | float | bool] = {}
    """Reading to choice, where it differs from the index file's own."""
    path: str | None = None
    """Place of the user's own file; None for a shipped index."""
    shown: str = ""
    """How that file is named to people."""


class FurtherIndex(IndexEntry):
    """Another index that every target path of the plan has to satisfy as well (同时满足的其他指标体系)."""

    tiers: Annotated[dict[TierId, Year], Field(min_length=1)]
    """Tier of this index to its year of application."""


class Slices(Model):
    """Parts of the year, from a CSV file (时段)."""

    csv: str
    """File with columns ``slice,hours`` and optionally ``occurrences,period,month`` and any profile columns."""


class Combustion(Model):
    """What burning or buying one unit of the commodity emits. Any gas that is left out is zero."""

    co2_t_per_unit: Series
    """tCO2 per unit (fuel: burnt; electricity, heat: bought). Biomass: the biogenic CO2."""
    ch4_kg_per_unit: Series = 0.0
    """kg CH4 per unit."""
    n2o_kg_per_unit: Series = 0.0
    """kg N2O per unit."""
    residual_co2_t_per_unit: Series | None = None
    """Electricity only: tCO2 per unit with market-traded non-fossil power left out (剔除市场化交易非化石能源的因子)."""
    fossil_co2_t_per_unit: Series | None = None
    """Electricity only: tCO2 per unit of fossil power, for indexes that count all power not proven green by it (化石能源电力因子)."""


class SteamState(Model):
    """Pressure and temperature of steam, from which the shipped table gives its enthalpy (蒸汽参数)."""

    pressure_mpa: Positive
    """Absolute pressure; a gauge reads about 0.1 MPa less. [MPa]"""
    temperature_c: Annotated[float, Field(gt=0, le=700)] | None = None
    """Temperature; saturated steam needs none. [C]"""


class DemandCharge(Model):
    """Demand charge by metered maximum (需量电价)."""

    price_cny_per_kw_month: Series
    """Price per kW of the month's maximum."""
    load_factor: Annotated[float, Field(gt=0, le=1)] | None = None
    """Mean over maximum load; needed when the year is one slice."""


class CapacityCharge(Model):
    """Basic charge by contracted transformer capacity (容量电价). No more power is bought than the capacity; power factor 1."""

    price_cny_per_kva_month: Series
    """Price per kVA and month."""
    contracted_kva: Series
    """Capacity that is paid for, used or not. [kVA]"""


class Buy(Model):
    """How a commodity is bought."""

    price_cny_per_unit: Series
    """Price per unit without ``not_floating_cny_per_unit``; without that, all charges that go by quantity. [CNY/unit]"""
    price_profile: str | None = None
    """Profile that multiplies the price by slice (time of use): the price is that of the flat period."""
    not_floating_cny_per_unit: Series | None = None
    """On top of the price in every slice; no profile multiplies it: line losses, system running fees, government funds. [CNY/unit]"""
    limit_per_year: Series | None = None
    """Most that can be bought per year. [unit]"""
    demand_charge: DemandCharge | None = None
    """Charge by the month's maximum."""
    capacity_charge: CapacityCharge | None = None
    """Charge by contracted capacity; of this and the demand charge one at most."""


class Sell(Model):
    """How what is made on site is sold."""

    price_cny_per_unit: Series
    """Price per unit. [CNY/unit]"""
    price_profile: str | None = None
    """Profile column that multiplies the price by slice."""
    limit_per_year: Series | None = None
    """Most that can be sold per year. [unit]"""


class Commodity(Model):
    """Whatever must balance: carriers bought, carriers made on site, services, products (能源品种 / 介质)."""

    name: Words
    """Name."""
    category: Category
    """What it is to the carbon and tce accounts."""
    unit: Annotated[str, Field(min_length=1, max_length=20)]
    """Unit of quantities and prices here: MWh, 10^4 kWh, kWh, GJ, tce, t, 10^4 Nm3, Nm3, ..."""
    library: str | None = None
    """Row of ``planner/data/energy_carriers.csv`` (and of ``combustion_factors.csv``) for what is not given here."""
    heat_value_gj_per_unit: Positive | None = None
    """Lower heating value, where the unit is not an energy unit."""
    steam: SteamState | None = None
    """Instead of a heating value, for steam counted in t (category heat): its state, from which the enthalpy follows."""
    tce_per_unit: NotNegative | None = None
    """Coal equivalent by calorific value. [tce/unit]"""
    equivalent_tce_per_unit: Series | None = None
    """Coal equivalent by equivalent value (等价值), electricity only. [tce/unit]"""
    emissions: Combustion | None = None
    """Emission factors; from the library's default set when missing and ``library`` is given."""
    buy: Buy | None = None
    """Set when it can be bought."""
    sell: Sell | None = None
    """Set when it can be sold."""
    demand_per_year: Series | None = None
    """Final demand, not counting what converters and end uses draw. [unit]"""
    demand_profile: str | None = None
    """Profile column with the shape of the demand."""


class Flexible(Model):
    """A load that may run earlier or later (可调负荷). What is moved out of a slice comes back in the same window."""

    share: Annotated[float, Field(gt=0, le=1)]
    """Largest share of the load of a slice that is moved out of it; a slice takes in at most the same share of the year's largest load."""
    window_hours: Annotated[int, Field(ge=2, le=24)]
    """Length of the windows, counted from the start of the day; a divisor of 24."""


class EndUse(Model):
    """A use of one carrier that savings can cut: lighting, drives, a dryer (用能单元)."""

    name: Words
    """Name."""
    carrier: Id
    """Commodity that it draws, one for one."""
    demand_per_year: Series
    """Demand per year in the carrier's unit. [unit]"""
    profile: str | None = None
    """Profile with its shape over slices."""
    flexible: Flexible | None = None
    """How much of it may be moved in time."""


class Converter(Model):
    """Existing equipment that turns inputs into outputs (用能设备)."""

    name: Words
    """Name."""
    size_unit: Literal["kW", "MW", "t/h", "unit/h"]
    """Unit of sizes: activity per hour."""
    existing: Annotated[tuple[Existing, ...], Field(min_length=1)]
    """Sizes and the years in which they are gone."""
    inputs: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Commodity to amount used per unit of activity (energy in MWh, products in their unit)."""
    outputs: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Commodity to amount made per unit of activity."""
    direct_t_per_activity: dict[str, NotNegative] = {}
    """Gas to tonnes emitted per unit of activity besides what the fuel emits; these are process emissions."""
    availability: Annotated[float, Field(gt=0, le=1)]
    """Share of the year's hours in which the full size can run."""
    availability_profile: str | None = None
    """Profile column 0..1 by slice, multiplied by ``availability``."""
    input_profiles: dict[Id, str] = {}
    """Input electricity or heat to the profile that multiplies its amount by slice (a heat pump's COP)."""
    minimum_load_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Least load as a share of the online size and its availability; it never stops while available. Needs several slices."""
    ramp_share_per_hour: Positive | None = None
    """Largest change of load from an hour to the next as a share of the online size. Needs several slices."""
    fixed_om_cny_per_size_year: NotNegative
    """Fixed operation and maintenance. [CNY/(size year)]"""
    variable_cost_cny_per_activity: NotNegative
    """Running cost without energy. [CNY/activity]"""


class ProcessSource(Sourced):
    """Emissions that are not energy: calcination, refrigerant leakage, waste-water CH4 (过程排放源)."""

    name: Words
    """Name."""
    activity_unit: str
    """What is counted: t carbonate, kg refrigerant, ..."""
    activity_per_year: Series
    """Amount per planning year. [activity]"""
    history: dict[Year, NotNegative]
    """Amount per historical year. [activity]"""
    t_per_activity: Annotated[dict[str, NotNegative], Field(min_length=1)]
    """Gas to tonnes of that gas per unit of activity."""


class Group(Model):
    """Measures that share a limit: roof area, a transformer, one end use (共用上限)."""

    name: Words
    """Name."""
    limit: Positive
    """Most that the members may use together in any year."""
    unit: str
    """Unit of the limit."""
    uses: Annotated[dict[Id, Positive], Field(min_length=1)]
    """Measure to what one unit of its online size uses."""


class Budget(Model):
    """Investment as spent, after subsidies (投资预算)."""

    by_year_cny: dict[Year, NotNegative] | None = None
    """Most to be spent in a year; years left out are free."""
    total_cny: NotNegative | None = None
    """Most to be spent over the horizon."""


class CarbonPrice(Model):
    """A price on emissions above a free allocation (碳价)."""

    price_cny_per_t: Series
    """Price. [CNY/tCO2e]"""
    free_allocation_t: Series
    """Allowances given free per year. A surplus is not sold. [tCO2e]"""
    covers: Annotated[tuple[Literal["fuel", "electricity", "heat", "process"], ...], Field(min_length=1)]
    """Parts of the emissions that are exposed."""


class AdvancedValue(Model):
    """The advanced value (先进值) of the standard that applies to the factory's product."""

    status: Literal["value", "no_standard", "unknown"]
    """``value``: given; ``no_standard``: none exists for the product; ``unknown``: nobody has looked."""
    value: Positive | None = None
    """The value, in the indicator's unit."""
    source: str | None = None
    """Standard, clause and year; needed with a value."""


class Intensity(Model):
    """What energy and emissions are divided by: product, output value or value added (单位产品 / 产值 / 增加值)."""

    per: Literal["product", "output_value", "value_added"]
    """Discrete manufacturing may use output value or value added."""
    unit: str
    """Unit of the amounts: t, 10^4 CNY, ..."""
    history: dict[Year, Positive]
    """Amount per historical year."""
    planned: Series
    """Amount per planning year."""
    advanced_energy_kgce_per_unit: AdvancedValue
    """Advanced value of energy per unit. [kgce/unit]"""
    advanced_carbon_kg_per_unit: AdvancedValue
    """Advanced value of emissions per unit. [kgCO2e/unit]"""


class HistoryYear(Model):
    """One past year, from bills and meters."""

    bought: dict[Id, NotNegative]
    """Commodity to quantity bought, in its unit."""
    sold: dict[Id, NotNegative] = {}
    """Commodity to quantity sold, in its unit."""
    own_renewable_mwh: dict[Id, NotNegative] = {}
    """Commodity to own renewable generation, in MWh, what was sold included."""
    green_power_mwh: dict[Id, NotNegative] = {}
    """Commodity to traded green power used."""
    certificates_mwh: dict[Id, NotNegative] = {}
    """Commodity to unbundled certificates retired."""
    captured_t: NotNegative = 0.0
    """CO2 captured from fuel burning and stored."""
    removed_t: NotNegative = 0.0
    """Credits and removals retired for the year."""


class SolidWasteYear(Model):
    """General industrial solid waste of one year (一般工业固废)."""

    generated_t: NotNegative
    """Generated. [t]"""
    utilised_t: NotNegative
    """Utilised, own and by others, earlier stock included. [t]"""
    earlier_stock_utilised_t: NotNegative = 0.0
    """Part of the utilised that came from stock of earlier years. [t]"""


class StatedFigure(Sourced):
    """A figure that an index asks for and that the plan does not decide, such as a water reuse rate (申报数据)."""

    by_year: Annotated[dict[Year, Number], Field(min_length=1)]
    """Year to value, in the unit that ``planner index show`` names; a year without one is not assessed."""


class Evidence(Model):
    """A dated paper for an indicator that the program can't see (证明材料)."""

    item: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Which paper, as ``planner index show`` names it: ``green_factory_title``, ``verification_statement``, ..."""
    level: str | None = None
    """Level, for titles: ``district``, ``municipal``, ``national``."""
    issuer: str
    """Who issued it."""
    valid_from: date
    """First day on which it holds."""
    valid_to: date | None = None
    """Last day on which it holds; without one it holds until withdrawn."""
    file: str | None = None
    """File name or archive number."""


class Factory(Model):
    """The plant (工厂)."""

    name: Words
    """Name."""
    industry: Literal["discrete", "process"]
    """Discrete manufacturing (装备、电子、电器等离散制造业) or process industry."""
    founded_year: Annotated[int, Field(ge=1850, le=2100)]
    """Year of the first full year of operation."""
    place: Words
    """Where it stands."""


class Scenario(Model):
    """One planning case of one factory."""

    schema_version: Annotated[Literal["planner/1"], Field(alias="schema")]
    """File format."""
    name: Words
    """Name of the scenario."""
    factory: Factory
    """The plant."""
    index: IndexEntry
    """Index and readings."""
    horizon: Horizon
    """Planning years."""
    finance: Finance
    """Discounting."""
    targets: Targets
    """Tiers by year."""
    further_indexes: tuple[FurtherIndex, ...] = ()
    """Other indexes that the same plan has to satisfy."""
    gwp_edition: Literal["sar", "ar4", "ar5", "ar6"]
    """IPCC report whose 100-year warming potentials are used."""
    resolution: Resolution | None = None
    """How finely the year is resolved, with ``hours``; then hourly by default."""
    slices: Slices | None = None
    """Parts of the year of one's own; without them and without ``hours`` the year is one slice of 8760 h."""
    hours: Hours | None = None
    """The year hour by hour; not with ``slices``."""
    commodities: Annotated[dict[Id, Commodity], Field(min_length=1)]
    """What must balance."""
    end_uses: dict[Id, EndUse] = {}
    """Uses that savings can cut."""
    converters: dict[Id, Converter] = {}
    """Existing equipment."""
    process_sources: dict[Id, ProcessSource] = {}
    """Emissions that are not energy."""
    measures: dict[Id, Measure] = {}
    """What can be deployed."""
    groups: dict[Id, Group] = {}
    """Shared limits."""
    budget: Budget | None = None
    """Investment limits."""
    carbon_price: CarbonPrice | None = None
    """Price on exposed emissions."""
    intensity: Intensity
    """What energy and emissions are divided by."""
    history: Annotated[dict[Year, HistoryYear], Field(min_length=1)]
    """Up to five past years ending with the base year."""
    solid_waste: dict[Year, SolidWasteYear] = {}
    """Tonnages by year, past and planned."""
    evidence: tuple[Evidence, ...] = ()
    """Papers."""
    stated_figures: dict[str, StatedFigure] = {}
    """Figures that the index asks for and the plan does not decide."""

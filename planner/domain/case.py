"""A scenario made ready for computing: every figure in internal units, every series spread over the years.

Energy is MWh (lower heating value), emissions t, money real CNY of the price year; products and materials keep their own
unit, and "MWh" below means that unit for a commodity of category ``other``. ``reading.resolve`` makes a Case from a Scenario
once; the program and the evaluator both start here and share nothing after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from planner.domain.base import Text
from planner.domain.profiles import Resolution, TypicalDays
from planner.domain.scenario import Evidence, IndexChoice, SolidWasteYear
from planner.domain.tiers import Category, MeasureClass

HOURS_PER_YEAR = 8760.0

ByYear = Mapping[int, float]
"""Calendar year to value."""
BySlice = tuple[float, ...]
"""One value per slice, in the order of ``Case.slices``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the plan rests on, with where it comes from."""

    field: str
    """Path in the scenario file: ``commodities.natural_gas.emissions``."""
    value: str
    """The value as used, years joined when there are several."""
    unit: str
    """Unit of the value."""
    source: str
    """Document, page, year; ``scenario file`` when the user gave no more."""
    status: str
    """``user`` or the library's status: verified, single_source, derived, conflict, unverified."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the year."""

    hours: float
    """Hours that it stands for in a year. All slices sum to 8760. [h]"""
    occurrences: float
    """How often it happens in a year; hours / occurrences is its length."""
    previous: int
    """Position of the slice before it in its period, cyclic."""
    months: tuple[int, ...]
    """Months (1 to 12) that it stands for, rising; empty when it belongs to none. A typical day may stand for several."""


@dataclass(frozen=True, slots=True)
class CommodityData:
    """A commodity. Quantities in MWh, or in its own unit when its category is ``other``."""

    id: str
    name: Text
    category: Category
    unit: str
    """Unit that people read and type."""
    mwh_per_unit: float
    """1 for category ``other``."""
    tce_per_mwh: float
    """Calorific value; 0 for category ``other``."""
    equivalent_tce_per_mwh: ByYear | None
    """Equivalent value, electricity only. History and planning years."""
    t_per_mwh: Mapping[str, ByYear]
    """Gas to year to t/MWh, history and planning years. CO2 of biomass is biogenic."""
    can_buy: bool
    price_cny_per_mwh: ByYear
    """Empty unless ``can_buy``."""
    price_multiplier: BySlice
    buy_limit_mwh: ByYear | None
    can_sell: bool
    sell_price_cny_per_mwh: ByYear
    sell_multiplier: BySlice
    sell_limit_mwh: ByYear | None
    demand_charge_cny_per_mw_month: ByYear | None
    load_factor: float
    """Mean over maximum load when the year is one slice, else 1."""
    residual_t_per_mwh: Mapping[str, ByYear] | None = None
    """Electricity: as ``t_per_mwh``, for power that nobody has claimed. None when the scenario gives no such factor."""
    fossil_t_per_mwh: Mapping[str, ByYear] | None = None
    """Electricity: as ``t_per_mwh``, for fossil power. None when the scenario gives no such factor."""
    fixed_price_cny_per_mwh: ByYear = field(default_factory=dict)
    """Part of the price that does not float: comes on top of price x multiplier in every slice. Years left out are 0."""
    capacity_charge_cny_per_mva_month: ByYear | None = None
    """Price of contracted capacity; None where no such charge is paid."""
    contracted_mva: ByYear = field(default_factory=dict)
    """Capacity that is paid for, and the most power that is bought. [MVA = MW at power factor 1]"""


@dataclass(frozen=True, slots=True)
class FlexibleData:
    """What of a demand may be moved in time."""

    share: float
    """Largest share of a slice's demand that is moved out of it, and of the largest mean power of any slice that is moved into one."""
    window: tuple[int, ...]
    """Number of each slice's window: what leaves a slice comes back in slices of the same window."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Final demand for a commodity: an end use, or a commodity's own demand (then ids are equal)."""

    id: str
    name: Text
    commodity: str
    annual_mwh: ByYear
    """Planning years."""
    shape: BySlice
    """Share of the annual demand in each slice; sums to 1."""
    flexible: FlexibleData | None = None
    """None where nothing may be moved in time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands already: runs in years before ``until``."""

    size: float
    until: int


@dataclass(frozen=True, slots=True)
class ConverterData:
    """Turns inputs into outputs. Shared by existing converters and conversion measures."""

    inputs: Mapping[str, float]
    """Commodity to MWh per unit of activity."""
    outputs: Mapping[str, float]
    direct_t: Mapping[str, float]
    """Gas to t per unit of activity; process emissions."""
    activity_per_size_hour: float
    """0.001 when the size unit is kW, else 1."""
    availability: BySlice
    """Share of each slice's hours in which the full size can run."""
    variable_cost_cny: float
    """Per unit of activity."""
    input_shape: Mapping[str, BySlice] = field(default_factory=dict)
    """Input (electricity or heat) to the factor on its amount in each slice; inputs left out are the same in all."""
    minimum_load_share: float = 0.0
    """Least activity in a slice over the most that online size and availability allow there."""
    ramp_share_per_hour: float | None = None
    """Largest change of mean activity per hour between a slice and the one before it, over that of the online size."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """An existing converter with its sizes."""

    id: str
    name: Text
    size_unit: str
    converter: ConverterData
    existing: tuple[Standing, ...]
    fixed_om_cny: float
    """Per size and year."""


@dataclass(frozen=True, slots=True)
class SourceData:
    """A source of process emissions."""

    id: str
    name: Text
    activity_unit: str
    activity: ByYear
    """History and planning years."""
    t_per_activity: Mapping[str, float]
    """Gas to t per unit of activity."""


@dataclass(frozen=True, slots=True)
class Investment:
    """Size-related data of a measure that is built."""

    size_unit: str
    vintages: tuple[int, ...]
    """Planning years in which a deployment may start to operate."""
    lifetime_years: int
    capex_cny: ByYear
    """Per size, by vintage, before subsidy."""
    energy_capex_cny: float
    """Storage: per kWh, besides; else 0."""
    subsidy_share: float
    fixed_om_cny: ByYear
    """Per size and year, by vintage."""
    existing_fixed_om_cny: float
    """Per size and year for what stands already."""
    existing: tuple[Standing, ...]
    limit_size: float | None
    """Most online, existing included."""
    yearly_limit: ByYear
    """Vintage to largest addition; vintages left out are free."""
    growth_per_year: float | None
    growth_start_size: float
    unit_size: float | None
    minimum_size: float | None


@dataclass(frozen=True, slots=True)
class MeasureData:
    """What all measures share."""

    id: str
    name: Text
    measure_class: MeasureClass
    subtype: Text | None
    substitution: bool
    kind: str
    requires: Mapping[str, float]
    """Other measure to the largest online size of this one per its online size."""
    excludes: frozenset[str]
    first_year: int
    """First planning year in which it can act."""
    built: Investment | None
    """None for purchases and for removals that are bought."""


@dataclass(frozen=True, slots=True)
class SavingData(MeasureData):
    saves: Mapping[str, float]
    """Demand id to share."""
    full_size: float
    """MWh saved per year at full adoption, alone, in the year of largest demand."""
    consumes: Mapping[str, float]
    """Commodity to MWh per MWh saved."""
    variable_cost_cny: float
    """Per MWh saved."""


@dataclass(frozen=True, slots=True)
class ConversionData(MeasureData):
    converter: ConverterData
    renewable_output: str | None


@dataclass(frozen=True, slots=True)
class ProcessData(MeasureData):
    cuts: Mapping[str, Mapping[str, float]]
    """Source to gas to share."""
    full_size: float
    consumes: Mapping[str, float]
    """Commodity to MWh per tCO2e cut."""
    variable_cost_cny: float
    """Per tCO2e cut."""


@dataclass(frozen=True, slots=True)
class GenerationData(MeasureData):
    commodity: str
    technology: str
    yield_mwh: BySlice
    """MWh per size and slice in the first year of a deployment; sums to the yearly yield."""
    degradation_per_year: float
    variable_cost_cny: float
    subsidy_cny: float
    """Per MWh."""


@dataclass(frozen=True, slots=True)
class StorageData(MeasureData):
    """Size is kW of power; energy is kWh."""

    commodity: str
    hours: float | None
    charge_efficiency: float
    discharge_efficiency: float
    standing_loss_per_hour: float
    limit_kwh: float | None
    cycles_per_year: float | None = None
    """Most that is taken out of the store in a year over its energy online. None: free."""
    variable_cost_cny: float = 0.0
    """Per MWh given out."""


@dataclass(frozen=True, slots=True)
class PurchaseData(MeasureData):
    commodity: str
    form: str
    """``green_power`` or ``certificate``."""
    price_cny: ByYear
    """Per MWh."""
    limit_mwh: ByYear | None


@dataclass(frozen=True, slots=True)
class CaptureData(MeasureData):
    target: str
    """Equipment, conversion measure or process source."""
    capture_share: float
    consumes: Mapping[str, float]
    """Commodity to MWh per tCO2."""
    variable_cost_cny: float
    """Per tCO2."""


@dataclass(frozen=True, slots=True)
class RemovalData(MeasureData):
    form: str
    price_cny: ByYear
    """Per tCO2."""
    limit_t: ByYear | None
    consumes: Mapping[str, float]


AnyMeasure = SavingData | ConversionData | ProcessData | GenerationData | StorageData | PurchaseData | CaptureData | RemovalData


@dataclass(frozen=True, slots=True)
class GroupData:
    id: str
    name: Text
    limit: float
    unit: str
    uses: Mapping[str, float]
    """Measure to use per online size."""


@dataclass(frozen=True, slots=True)
class CarbonPriceData:
    price_cny: ByYear
    free_t: ByYear
    covers: frozenset[str]
    """Of ``fuel``, ``electricity``, ``heat``, ``process``."""


@dataclass(frozen=True, slots=True)
class HistoryData:
    """One past year in internal units."""

    bought_mwh: Mapping[str, float]
    sold_mwh: Mapping[str, float]
    own_renewable_mwh: Mapping[str, float]
    green_power_mwh: Mapping[str, float]
    certificates_mwh: Mapping[str, float]
    captured_t: float
    removed_t: float


@dataclass(frozen=True, slots=True)
class AdvancedValueData:
    status: str
    """``value``, ``no_standard`` or ``unknown``."""
    value: float | None
    source: str


@dataclass(frozen=True, slots=True)
class IntensityData:
    per: str
    unit: str
    amount: ByYear
    """History and planning years."""
    advanced_energy_kgce: AdvancedValueData
    advanced_carbon_kg: AdvancedValueData


@dataclass(frozen=True, slots=True)
class Money:
    """Discounting. Factors are to the end of the base year."""

    real_rate: float
    timing: str
    """``start_of_year``, ``mid_year`` or ``end_of_year``."""
    base_year: int
    price_year: int


@dataclass(frozen=True, slots=True)
class WantedIndex:
    """An index that the plan is to satisfy."""

    choice: IndexChoice
    targets: Mapping[str, int]
    """Tier of the index to its year of application."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the program and the evaluator need to know."""

    name: Text
    factory_name: Text
    industry: str
    founded_year: int
    index: IndexChoice
    years: tuple[int, ...]
    """Planning years, rising."""
    stands_for: Mapping[int, int]
    """Planning year to the calendar years it stands for, itself included: 1 when years are consecutive."""
    base_year: int
    history_years: tuple[int, ...]
    """Rising, ending with the base year."""
    slices: tuple[Slice, ...]
    money: Money
    targets: Mapping[str, int]
    """Tier of the index to its year of application."""
    lower_tiers_on_the_way: bool
    tiers_kept: bool
    gwp_edition: str
    gwp: Mapping[str, float]
    """Gas to GWP100. Every gas that occurs is in it."""
    commodities: Mapping[str, CommodityData]
    demands: Mapping[str, Demand]
    equipment: Mapping[str, Equipment]
    sources: Mapping[str, SourceData]
    measures: Mapping[str, AnyMeasure]
    groups: Mapping[str, GroupData]
    budget_by_year: ByYear
    """Years left out are free."""
    budget_total: float | None
    carbon_price: CarbonPriceData | None
    history: Mapping[int, HistoryData]
    intensity: IntensityData
    solid_waste: Mapping[int, SolidWasteYear]
    evidence: tuple[Evidence, ...]
    figures: tuple[Figure, ...]
    scenario_sha256: str
    """Hash of the resolved scenario."""
    further_indexes: tuple[WantedIndex, ...] = ()
    """Other indexes that every target path satisfies too."""
    gas_families: Mapping[str, str] = field(default_factory=dict)
    """Gas to the one of the seven gases that it is reported under: HFC-32 to HFCs."""
    stated_figures: Mapping[str, ByYear] = field(default_factory=dict)
    """Figures that the plan does not decide: name to year to value, in the unit of the index."""
    resolution: Literal["annual", "typical", "hourly", "slices"] = "annual"
    """``annual``, ``typical``, ``hourly``, or ``slices`` for parts of the year of the user's own."""
    asked_resolution: Resolution | None = None
    """What the scenario asks for; None where it doesn't say."""
    representatives: tuple[int, ...] = ()
    """Typical days: for each of the 365 days of the year, the day (0 to 364) that stands for it; else empty. The slices are then the
    24 hours of each day that stands for some, in the order of the days."""
    typical_days: TypicalDays | None = None
    """How typical days are to be chosen, where the year is known hour by hour."""
    notices: tuple[Text, ...] = ()
    """What was repaired, made up or assumed while the scenario was read; told with every plan."""

    @property
    def wanted_indexes(self) -> tuple[WantedIndex, ...]:
        """The scenario's own index first."""
        return (WantedIndex(self.index, self.targets), *self.further_indexes)

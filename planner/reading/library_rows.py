"""The rows of the shipped data library; column names of ``planner/data/*.csv`` are the field names here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["low", "central", "high"]


@dataclass(frozen=True, slots=True)
class Row:
    """What every row has."""

    status: str
    """verified, single_source, derived, conflict, unverified or missing."""
    source: str
    url: str
    notes: str


@dataclass(frozen=True, slots=True)
class Carrier(Row):
    """Heating value and coal equivalent of an energy carrier (energy_carriers.csv)."""

    id: str
    name_zh: str
    name_en: str
    type: str
    unit: str
    ncv_kcal_per_kg_or_m3: float | None
    ncv_gj_per_unit_kcal_x4_1868: float | None
    ncv_gj_per_unit_yearbook: float | None
    tce_per_unit_calorific: float
    tce_per_unit_low: float | None
    tce_per_unit_high: float | None
    tce_per_unit_equivalent: float | None


@dataclass(frozen=True, slots=True)
class Combustion(Row):
    """What burning a fuel emits (combustion_factors.csv); one fuel may have several factor sets."""

    fuel_id: str
    name_zh: str
    name_en: str
    unit: str
    factor_set: str
    is_default: str
    ncv_gj_per_unit: float | None
    carbon_content_tc_per_gj: float | None
    oxidation_rate_fraction: float | None
    co2_t_per_gj: float
    co2_t_per_unit: float | None
    ch4_kg_per_tj: float
    n2o_kg_per_tj: float
    ch4_n2o_status: str
    ch4_n2o_source: str
    ch4_n2o_url: str


@dataclass(frozen=True, slots=True)
class Biogenic(Row):
    """What burning biomass emits; its CO2 is a memo item (biogenic_factors.csv)."""

    id: str
    name_zh: str
    name_en: str
    co2_t_per_gj: float
    ch4_kg_per_tj: float
    n2o_kg_per_tj: float
    ch4_n2o_status: str
    ch4_n2o_source: str
    ch4_n2o_url: str


@dataclass(frozen=True, slots=True)
class GridFactor(Row):
    """Emission factor of bought electricity or heat, by region, year of data and type (grid_factors.csv)."""

    data_year: int | None
    carrier: str
    scope: str
    region_zh: str
    region_en: str
    factor_type: str
    factor_tco2_per_mwh: float | None
    factor_tco2_per_gj: float | None
    issued_on: str


@dataclass(frozen=True, slots=True)
class WarmingPotential(Row):
    """GWP100 of a gas or refrigerant blend in four IPCC editions (gwp.csv)."""

    id: str
    formula: str
    name_en: str
    group: str
    is_kyoto_gas: str
    composition_mass: str
    gwp100_sar: float | None
    gwp100_ar4: float | None
    gwp100_ar5: float | None
    gwp100_ar6: float | None
    gwp100_ar6_alternative: float | None

    def value(self, edition: str) -> float | None:
        """GWP100 in ``edition`` (sar, ar4, ar5, ar6), None when the edition has none."""
        value: float | None = getattr(self, f"gwp100_{edition}")
        return value


@dataclass(frozen=True, slots=True)
class Price(Row):
    """A price with low, central and high value (prices.csv)."""

    id: str
    item_zh: str
    item_en: str
    unit: str
    period: str
    price_low: float | None
    price_central: float | None
    price_high: float | None
    kind: str

    def value(self, level: Level) -> float | None:
        """The price at ``level``, None when the row has none."""
        return {"low": self.price_low, "central": self.price_central, "high": self.price_high}[level]


@dataclass(frozen=True, slots=True)
class MeasureRow(Row):
    """Cost, lifetime and performance of a measure (measures.csv)."""

    id: str
    name_zh: str
    name_en: str
    category: str
    subtype_zh: str
    subtype_en: str
    kind: str
    acts_on: str
    size_unit: str
    capex_cny_per_unit_low: float
    capex_cny_per_unit_central: float
    capex_cny_per_unit_high: float
    capex_original: str
    capex_range_basis: str
    fixed_om_pct_of_capex_per_yr: float
    variable_cost_cny: float | None
    variable_cost_unit: str
    lifetime_yr: float
    performance_metric: str
    performance_low: float | None
    performance_central: float | None
    performance_high: float | None
    lead_time_yr: float
    emission_scope: str
    cost_status: str
    performance_status: str
    om_lifetime_status: str
    lead_time_status: str

    def capex(self, level: Level) -> float:
        """Investment at ``level``. [CNY/size unit]"""
        low, central, high = self.capex_cny_per_unit_low, self.capex_cny_per_unit_central, self.capex_cny_per_unit_high
        return {"low": low, "central": central, "high": high}[level]

    def performance(self, level: Level) -> float | None:
        """Performance at ``level``, in the row's ``performance_metric``."""
        return {"low": self.performance_low, "central": self.performance_central, "high": self.performance_high}[level]


@dataclass(frozen=True, slots=True)
class ElectricityTce(Row):
    """Coal equivalent of electricity by basis and year (electricity_tce.csv)."""

    year: int | None
    basis: str
    kgce_per_kwh: float
    is_default: str


@dataclass(frozen=True, slots=True)
class Tariff(Row):
    """Ratio of a time-of-use period to the flat price (tariff_tou.csv)."""

    scheme_id: str
    effective_from: str
    effective_to: str
    season: str
    months: str
    hour_start: int
    hour_end: int
    period: str
    ratio_to_flat: float


@dataclass(frozen=True, slots=True)
class Steam(Row):
    """Enthalpy of saturated or superheated steam at absolute pressure (steam_enthalpy.csv)."""

    pressure_mpa_absolute: float
    temperature_c: float
    enthalpy_kj_per_kg: float
    tce_per_t: float
    co2_t_per_t_at_0_11: float
    co2_t_per_t_at_0_11_net_of_20c_water: float


@dataclass(frozen=True, slots=True)
class Carbonate(Row):
    """CO2 of calcined carbonate (carbonate_factors.csv)."""

    formula: str
    name_zh: str
    co2_t_per_t: float
    co2_t_per_t_from_molar_mass: float | None


@dataclass(frozen=True, slots=True)
class PvYield(Row):
    """Announced yield of a PV plant in Tianjin, or a default of this library (pv_yield_tianjin.csv)."""

    record: str
    name_zh: str
    name_en: str
    year_of_report: int | None
    mounting: str
    capacity_kw: float | None
    annual_mwh: float | None
    full_load_hours_h_per_yr: float


@dataclass(frozen=True, slots=True)
class ClearSky(Row):
    """Clear-sky irradiation on a tilted plane in Tianjin, by year or month (pv_clear_sky_tianjin.csv)."""

    tilt_deg: float
    month: str
    clear_sky_kwh_per_m2: float | None
    share_of_year: float | None
    factor_for_1100_h: float | None
    factor_for_1200_h: float | None
    factor_for_1300_h: float | None


@dataclass(frozen=True, slots=True)
class PvYear(Row):
    """A made-up year of hourly PV output at a place; ``pv_years/<id>.csv`` holds its 8760 values (pv_years.csv)."""

    id: str
    name_zh: str
    name_en: str
    latitude: float
    longitude: float
    tilt_deg: float
    azimuth_deg: float
    calendar_year: int
    utc_offset_h: float
    full_load_hours_h_per_yr: float
    seed: int

"""Energy, coal equivalent and emissions per unit of a commodity, from the scenario or the library."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.scenario import Combustion, Commodity
from planner.domain.tiers import Category, Gas
from planner.errors import PlannerError
from planner.files.messages import suggestion
from planner.reading import library, plausibility
from planner.reading.desk import STAND_IN, Desk, Origin, Path
from planner.reading.library_rows import Carrier
from planner.reading.quantities import MEASURES, ratio
from planner.reading.series import Values, spread, unit_ratio
from planner.reading.steam import read_steam
from planner.units import GJ_PER_MWH, GJ_PER_TCE, KG_PER_T, MWH_PER_UNIT

TCE_PER_MWH = GJ_PER_MWH / GJ_PER_TCE
"""By definition; also the coal equivalent by calorific value of everything measured as energy."""
T_PER_MWH_OF_KG_PER_TJ = GJ_PER_MWH / 1000 / KG_PER_T
"""1 kg/TJ in t/MWh."""
FROM_LIBRARY_TYPES = {
    Category.FUEL: ("solid", "liquid", "gas"),
    Category.BIOMASS: ("biomass",),
    Category.ELECTRICITY: ("electricity",),
    Category.HEAT: ("heat",),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What one unit of a commodity holds and emits."""

    mwh_per_unit: float
    tce_per_mwh: float
    equivalent_tce_per_mwh: Values | None
    t_per_mwh: Mapping[str, Values]
    residual_t_per_mwh: Mapping[str, Values] | None = None
    """Of power that nobody has claimed."""
    fossil_t_per_mwh: Mapping[str, Values] | None = None
    """Of fossil power."""


OF_OTHER = Content(1.0, 0.0, None, {})


def read_content(desk: Desk, id: str, commodity: Commodity) -> Content:
    """Energy, coal equivalent and emissions of commodity ``id``."""
    path: Path = ("commodities", id)
    if commodity.category is Category.OTHER:
        _refuse_energy_fields(desk, path, commodity)
        return OF_OTHER
    row = _library_row(desk, path, commodity)
    mwh = _mwh_per_unit(desk, path, commodity, row)
    tce = _tce_per_mwh(desk, path, commodity, row, mwh)
    emissions = _emissions(desk, path, commodity, row, mwh)
    residual, fossil = (_other_power(desk, path, commodity, mwh, emissions, name) for name in OTHER_POWER)
    return Content(mwh, tce, _equivalent(desk, path, commodity, mwh), emissions, residual, fossil)


def _refuse_energy_fields(desk: Desk, path: Path, commodity: Commodity) -> None:
    for name in ("library", "heat_value_gj_per_unit", "steam", "tce_per_unit", "equivalent_tce_per_unit", "emissions"):
        if getattr(commodity, name) is not None:
            desk.refuse(
                (*path, name),
                "category 为 other 的介质不带能量和排放，请删去此项或更改 category",
                "a commodity of category other carries no energy and no emissions; remove this or change category",
            )


def _library_row(desk: Desk, path: Path, commodity: Commodity) -> Carrier | None:
    if commodity.library is None:
        return None
    try:
        row = library.find(library.carriers(), commodity.library, "energy_carriers.csv")
    except PlannerError as error:
        desk.refuse_error((*path, "library"), error)
        return None
    if row.type not in FROM_LIBRARY_TYPES[commodity.category]:
        desk.refuse(
            (*path, "library"),
            f"“{row.id}”在数据库中属于 {row.type}，与 category {commodity.category.value} 不符",
            f'"{row.id}" is of type {row.type} in the library, which does not fit category {commodity.category.value}',
        )
    return row


def _heat_value(row: Carrier) -> tuple[float, Origin] | None:
    """Lower heating value of a library carrier. [GJ/unit of the row]

    A fuel takes the value of its combustion row, so that heating value and CO2 factor belong together; the others take the
    kcal x 4.1868 series.
    """
    fuel = library.combustion().get(row.id)
    if fuel is not None and fuel.ncv_gj_per_unit is not None and fuel.unit == row.unit:
        return fuel.ncv_gj_per_unit, Origin(f"planner/data/combustion_factors.csv {fuel.fuel_id}: {fuel.source}", fuel.status)
    if row.ncv_gj_per_unit_kcal_x4_1868 is None:
        return None
    return row.ncv_gj_per_unit_kcal_x4_1868, _origin(row)


def _origin(row: Carrier) -> Origin:
    return Origin(f"planner/data/energy_carriers.csv {row.id}: {row.source}", row.status)


def _mwh_per_unit(desk: Desk, path: Path, commodity: Commodity, row: Carrier | None) -> float:
    unit, given, here = commodity.unit, commodity.heat_value_gj_per_unit, (*path, "heat_value_gj_per_unit")
    if commodity.steam is not None:
        return read_steam(desk, path, commodity, commodity.steam) / GJ_PER_MWH
    if unit in MWH_PER_UNIT:
        if given is not None:
            desk.refuse(here, f"单位 {unit} 本身就是能量，不需要热值", f"the unit {unit} is energy already; remove the heating value")
        return MWH_PER_UNIT[unit]
    if given is not None:
        plausibility.check(desk, here, given, plausibility.HEAT_VALUE.get(unit), "热值", "the heating value")
        desk.record(here, given, f"GJ/{unit}", Origin())
        return given / GJ_PER_MWH
    if unit not in MEASURES:
        _refuse_unit(desk, path, unit)
        return STAND_IN
    found = _heat_value(row) if row is not None else None
    if row is None or found is None:
        desk.refuse(
            here,
            f"单位 {unit} 不是能量单位，请给出热值，或填写 library 取数据库的值",
            f"the unit {unit} is no energy unit; give the heating value, or name a library row",
        )
        return STAND_IN
    value, origin = found
    scale = unit_ratio(desk, (*path, "unit"), unit, row.unit, f"数据库的“{row.id}”", f'the library row "{row.id}"')
    desk.record(here, value * scale, f"GJ/{unit}", origin)
    return value * scale / GJ_PER_MWH


def _refuse_unit(desk: Desk, path: Path, unit: str) -> None:
    energy, others = ", ".join(MWH_PER_UNIT), ", ".join(unit for unit in MEASURES if unit in plausibility.HEAT_VALUE)
    said = suggestion(unit, (*MWH_PER_UNIT, *plausibility.HEAT_VALUE))
    desk.refuse(
        (*path, "unit"),
        f"不认识单位“{unit}”；能量单位：{energy}；其他单位：{others}；再其他的单位须填 heat_value_gj_per_unit{said.zh}",
        f'unknown unit "{unit}"; units of energy: {energy}; others: {others}; any other unit needs heat_value_gj_per_unit{said.en}',
    )


def _tce_per_mwh(desk: Desk, path: Path, commodity: Commodity, row: Carrier | None, mwh: float) -> float:
    unit, here = commodity.unit, (*path, "tce_per_unit")
    by_definition = Origin("3.6 GJ/MWh over 29.3076 GJ/tce, by definition (calorific value)", "verified")
    if commodity.tce_per_unit is not None:
        tce, origin = commodity.tce_per_unit / mwh, Origin()
        plausibility.check(desk, here, tce, plausibility.TCE_PER_MWH, "折标煤系数", "the coal equivalent")
    elif commodity.heat_value_gj_per_unit is not None or commodity.steam is not None:
        tce, origin = TCE_PER_MWH, by_definition
    elif row is not None and (scale := ratio(unit, row.unit)) is not None:
        tce, origin = row.tce_per_unit_calorific * scale / mwh, _origin(row)
    elif unit in MWH_PER_UNIT and commodity.category is not Category.ELECTRICITY:
        tce, origin = TCE_PER_MWH, by_definition
    elif math.isnan(mwh):
        return STAND_IN
    else:
        desk.refuse(
            here,
            "缺少折标煤系数；请填写，或写 library: electricity 等取数据库的当量值",
            "the coal equivalent is missing; give it, or name a library row such as library: electricity for the calorific value",
        )
        return STAND_IN
    desk.record(here, tce * mwh, f"tce/{unit}", origin)
    return tce


def _equivalent(desk: Desk, path: Path, commodity: Commodity, mwh: float) -> Values | None:
    if commodity.equivalent_tce_per_unit is None:
        return None
    here: Path = (*path, "equivalent_tce_per_unit")
    if commodity.category is not Category.ELECTRICITY:
        desk.refuse(here, "等价值只用于电力", "the equivalent value is for electricity only")
    values = spread(desk, here, commodity.equivalent_tce_per_unit, desk.years.all, f"tce/{commodity.unit}")
    per_mwh = {year: value / mwh for year, value in values.items()}
    plausibility.check(desk, here, per_mwh, plausibility.TCE_PER_MWH, "等价值", "the equivalent value")
    return per_mwh


def _emissions(desk: Desk, path: Path, commodity: Commodity, row: Carrier | None, mwh: float) -> Mapping[str, Values]:
    if commodity.emissions is not None:
        return _stated_emissions(desk, (*path, "emissions"), commodity, mwh)
    needed = commodity.category in (Category.FUEL, Category.BIOMASS) or _bought(desk, path[1], commodity)
    factors = _library_emissions(commodity, row) if needed else None
    here: Path = (*path, "emissions")
    if factors is not None:
        rates, origins = factors
        for gas, rate in rates.items():
            desk.record((*here, gas), rate * mwh, f"t/{commodity.unit}", origins[gas])
        return {gas.value: dict.fromkeys(desk.years.all, rates.get(gas.value, 0.0)) for gas in Gas}
    if needed:
        library_zh, library_en = _why_not_from_library(commodity, row)
        desk.refuse(
            here, f"缺少排放因子，请给出 co2_t_per_unit{library_zh}", f"emission factors are missing; give co2_t_per_unit{library_en}"
        )
    return {gas.value: dict.fromkeys(desk.years.all, 0.0) for gas in Gas}


def _why_not_from_library(commodity: Commodity, row: Carrier | None) -> tuple[str, str]:
    if commodity.category is Category.ELECTRICITY:
        return (
            "（例如 {grid_region: Tianjin, factor_type: average, change_per_year_after_last: 0}）",
            " (for example {grid_region: Tianjin, factor_type: average, change_per_year_after_last: 0})",
        )
    if row is not None:
        return f"；数据库没有“{row.id}”的排放因子", f'; the library has none for "{row.id}"'
    return "，或填写 library 取数据库的缺省值", ", or name a library row for its default"


def _bought(desk: Desk, id: str | int, commodity: Commodity) -> bool:
    return commodity.buy is not None or any(year.bought.get(str(id), 0) > 0 for year in desk.scenario.history.values())


def _stated_emissions(desk: Desk, path: Path, commodity: Commodity, mwh: float) -> Mapping[str, Values]:
    stated, unit, years = commodity.emissions, commodity.unit, desk.years.all
    assert stated is not None
    grid_mwh = mwh if commodity.category is Category.ELECTRICITY else None
    co2 = spread(desk, (*path, "co2_t_per_unit"), stated.co2_t_per_unit, years, f"t/{unit}", grid_mwh)
    ch4, n2o = (_stated_kg(desk, path, stated, name, unit) for name in ("ch4_kg_per_unit", "n2o_kg_per_unit"))
    per_mwh = {
        Gas.CO2.value: {year: value / mwh for year, value in co2.items()},
        Gas.CH4.value: {year: value / KG_PER_T / mwh for year, value in ch4.items()},
        Gas.N2O.value: {year: value / KG_PER_T / mwh for year, value in n2o.items()},
    }
    limit = plausibility.CO2_PER_MWH[commodity.category]
    plausibility.check(desk, (*path, "co2_t_per_unit"), per_mwh[Gas.CO2.value], limit, "CO2 排放因子", "the CO2 factor")
    return per_mwh


OTHER_POWER = {
    "residual_co2_t_per_unit": ("剔除市场化交易的因子", "a factor without market-traded power"),
    "fossil_co2_t_per_unit": ("化石能源电力因子", "a factor of fossil power"),
}
"""Factors beside the average that only electricity has."""


def _other_power(
    desk: Desk, path: Path, commodity: Commodity, mwh: float, average: Mapping[str, Values], name: str
) -> Mapping[str, Values] | None:
    """Factors of a part of the grid's power: its own CO2, and CH4 and N2O as those of the average. None when it is not given."""
    series = getattr(commodity.emissions, name) if commodity.emissions is not None else None
    if series is None:
        return None
    here: Path = (*path, "emissions", name)
    if commodity.category is not Category.ELECTRICITY:
        zh, en = OTHER_POWER[name]
        desk.refuse(here, f"{zh}只用于电力", f"{en} is for electricity only")
        return None
    co2 = spread(desk, here, series, desk.years.all, f"t/{commodity.unit}", mwh)
    per_mwh = {year: value / mwh for year, value in co2.items()}
    plausibility.check(desk, here, per_mwh, plausibility.CO2_PER_MWH[Category.ELECTRICITY], "CO2 排放因子", "the CO2 factor")
    return {**average, Gas.CO2.value: per_mwh}


def _stated_kg(desk: Desk, path: Path, stated: Combustion, name: str, unit: str) -> Values:
    """Kilogrammes per unit; a gas that was left out is zero and no figure."""
    years = desk.years.all
    return (
        spread(desk, (*path, name), getattr(stated, name), years, f"kg/{unit}")
        if name in stated.model_fields_set
        else dict.fromkeys(years, 0.0)
    )


def _library_emissions(commodity: Commodity, row: Carrier | None) -> tuple[dict[str, float], dict[str, Origin]] | None:
    """Gas to t/MWh from the library's default set and to where that is from, None where it has none."""
    if row is None or commodity.category is Category.ELECTRICITY:
        return None
    if commodity.category is Category.HEAT:
        heat = library.heat_default()
        assert heat.factor_tco2_per_gj is not None
        origin = Origin(f"planner/data/grid_factors.csv heat: {heat.source}", heat.status)
        return {Gas.CO2.value: heat.factor_tco2_per_gj * GJ_PER_MWH}, {Gas.CO2.value: origin}
    burnt = library.biogenic().get(row.id) if commodity.category is Category.BIOMASS else library.combustion().get(row.id)
    if burnt is None:
        return None
    file = (
        "biogenic_factors.csv" if commodity.category is Category.BIOMASS else f"combustion_factors.csv ({getattr(burnt, 'factor_set', '')})"
    )
    rates = {
        Gas.CO2.value: burnt.co2_t_per_gj * GJ_PER_MWH,
        Gas.CH4.value: burnt.ch4_kg_per_tj * T_PER_MWH_OF_KG_PER_TJ,
        Gas.N2O.value: burnt.n2o_kg_per_tj * T_PER_MWH_OF_KG_PER_TJ,
    }
    of_co2 = Origin(f"planner/data/{file} {row.id}: {burnt.source}", burnt.status)
    of_others = Origin(f"planner/data/{file} {row.id}: {burnt.ch4_n2o_source}", burnt.ch4_n2o_status)
    return rates, {Gas.CO2.value: of_co2, Gas.CH4.value: of_others, Gas.N2O.value: of_others}

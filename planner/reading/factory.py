"""What stands in the factory, in internal units: equipment, process sources, past years, intensity."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import (
    AdvancedValueData,
    BySlice,
    CommodityData,
    ConverterData,
    Equipment,
    HistoryData,
    IntensityData,
    SourceData,
    Standing,
)
from planner.domain.measure import Conversion, Existing
from planner.domain.scenario import AdvancedValue, Converter
from planner.domain.tiers import Category
from planner.reading.desk import Desk, Origin, Path
from planner.reading.efficiency import check_yield
from planner.reading.operation import read_input_shape, read_minimum_load, read_ramp
from planner.reading.series import spread
from planner.reading.slices import Parts
from planner.reading.years import read_history_amounts
from planner.units import KW_PER_MW


def read_equipment(desk: Desk, parts: Parts, commodities: Mapping[str, CommodityData]) -> Mapping[str, Equipment]:
    """Existing converters by id."""
    equipment = {}
    for id, given in desk.scenario.converters.items():
        path: Path = ("converters", id)
        converter = read_converter(desk, parts, path, given, commodities, given.variable_cost_cny_per_activity)
        desk.record((*path, "fixed_om_cny_per_size_year"), given.fixed_om_cny_per_size_year, f"CNY/({given.size_unit} year)", Origin())
        standing = read_standing(desk, (*path, "existing"), given.existing)
        equipment[id] = Equipment(id, given.name, given.size_unit, converter, standing, given.fixed_om_cny_per_size_year)
    return equipment


def read_standing(desk: Desk, path: Path, existing: tuple[Existing, ...]) -> tuple[Standing, ...]:
    """Existing sizes with the years in which they are gone. What is gone before the plan begins was entered by mistake."""
    first = desk.years.planning[0]
    for place, part in enumerate(existing):
        if part.until <= first:
            desk.refuse(
                (*path, place, "until"),
                f"until 是不再运行的第一年；{part.until} 不晚于第一个规划年 {first}，此设备在规划期内从不运行；请改年份或删去此项",
                f"until is the first year in which it no longer runs; {part.until} is not after the first planning year {first}, so it"
                " never runs in the plan; correct the year or remove the entry",
            )
    return tuple(Standing(part.size, part.until) for part in existing)


def read_converter(
    desk: Desk, parts: Parts, path: Path, given: Converter | Conversion, commodities: Mapping[str, CommodityData], variable_cost: float
) -> ConverterData:
    """Yields, availability, running cost and limits of operation of a converter, existing or new."""
    for side in ("inputs", "outputs"):
        for id in getattr(given, side):
            desk.known((*path, side, id), id, commodities, "介质", "commodity")
    check_yield(desk, path, given, commodities)
    for side in ("inputs", "outputs"):
        for id, amount in getattr(given, side).items():
            unit = "MWh" if id in commodities and commodities[id].category is not Category.OTHER else "unit"
            desk.record((*path, side, id), amount, f"{unit}/activity", Origin())
    return ConverterData(
        inputs=dict(given.inputs),
        outputs=dict(given.outputs),
        direct_t=read_direct(desk, path, given),
        activity_per_size_hour=1 / KW_PER_MW if given.size_unit == "kW" else 1.0,
        availability=_availability(desk, parts, path, given),
        variable_cost_cny=variable_cost,
        input_shape=read_input_shape(desk, parts, path, given, commodities),
        minimum_load_share=read_minimum_load(desk, parts, path, given),
        ramp_share_per_hour=read_ramp(desk, parts, path, given),
    )


def read_direct(desk: Desk, path: Path, given: Converter | Conversion) -> Mapping[str, float]:
    """Direct emissions by gas. [t/activity]"""
    for gas, tonnes in given.direct_t_per_activity.items():
        desk.record((*path, "direct_t_per_activity", gas), tonnes, f"t {gas}/activity", Origin())
    return dict(given.direct_t_per_activity)


def _availability(desk: Desk, parts: Parts, path: Path, given: Converter | Conversion) -> BySlice:
    profile = parts.profile(desk, (*path, "availability_profile"), given.availability_profile, most=1.0)
    return tuple(given.availability * value for value in profile)


def read_sources(desk: Desk) -> Mapping[str, SourceData]:
    """Process sources by id, history and planning years."""
    sources = {}
    for id, given in desk.scenario.process_sources.items():
        path: Path = ("process_sources", id)
        past = read_history_amounts(desk, (*path, "history"), given.history)
        planned = spread(desk, (*path, "activity_per_year"), given.activity_per_year, desk.years.planning, given.activity_unit)
        for gas, tonnes in given.t_per_activity.items():
            desk.record((*path, "t_per_activity", gas), tonnes, f"t {gas}/{given.activity_unit}", Origin.of(given))
        sources[id] = SourceData(id, given.name, given.activity_unit, {**past, **planned}, dict(given.t_per_activity))
    return sources


def read_history(desk: Desk, commodities: Mapping[str, CommodityData]) -> Mapping[int, HistoryData]:
    """Past years in internal units."""
    history = {}
    for year in desk.years.history:
        given, path = desk.scenario.history[year], ("history", year)
        for name in ("bought", "sold", "own_renewable_mwh", "green_power_mwh", "certificates_mwh"):
            for id in getattr(given, name):
                desk.known((*path, name, id), id, commodities, "介质", "commodity")
        for name in ("own_renewable_mwh", "green_power_mwh", "certificates_mwh"):
            _check_energy(desk, (*path, name), getattr(given, name), commodities)
        bought = _in_mwh(given.bought, commodities)
        _check_claims(desk, path, bought, given.green_power_mwh, given.certificates_mwh)
        history[year] = HistoryData(
            bought_mwh=bought,
            sold_mwh=_in_mwh(given.sold, commodities),
            own_renewable_mwh=dict(given.own_renewable_mwh),
            green_power_mwh=dict(given.green_power_mwh),
            certificates_mwh=dict(given.certificates_mwh),
            captured_t=given.captured_t,
            removed_t=given.removed_t,
        )
    return history


def _in_mwh(given: Mapping[str, float], commodities: Mapping[str, CommodityData]) -> Mapping[str, float]:
    return {id: amount * commodities[id].mwh_per_unit for id, amount in given.items() if id in commodities}


def _check_energy(desk: Desk, path: Path, given: Mapping[str, float], commodities: Mapping[str, CommodityData]) -> None:
    for id in given:
        if id in commodities and commodities[id].category not in (Category.ELECTRICITY, Category.HEAT):
            desk.refuse((*path, id), "只能是 category 为 electricity 或 heat 的介质", "must be a commodity of category electricity or heat")


def _check_claims(
    desk: Desk, path: Path, bought: Mapping[str, float], green_power: Mapping[str, float], certificates: Mapping[str, float]
) -> None:
    """Claims beyond what was bought would count a megawatt-hour twice."""
    for id in {**green_power, **certificates}:
        claimed = green_power.get(id, 0.0) + certificates.get(id, 0.0)
        most = bought.get(id, 0.0)
        if claimed > most * (1 + 1e-9):
            desk.refuse(
                (*path, "green_power_mwh" if id in green_power else "certificates_mwh", id),
                f"绿电与绿证共 {claimed:g} MWh，多于购入的 {most:g} MWh；每 MWh 只能主张一次",
                f"green power and certificates are {claimed:g} MWh, more than the {most:g} MWh bought; a MWh is claimed once",
            )


def read_intensity(desk: Desk) -> IntensityData:
    """Amounts by year and the advanced values."""
    given, path = desk.scenario.intensity, ("intensity",)
    past = read_history_amounts(desk, (*path, "history"), given.history)
    planned = spread(desk, (*path, "planned"), given.planned, desk.years.planning, given.unit)
    zero = [year for year, amount in planned.items() if amount == 0]
    if zero:
        desk.refuse(
            (*path, "planned"),
            f"{', '.join(map(str, zero))} 年为零，不能作除数",
            f"zero in {', '.join(map(str, zero))}; nothing can be divided by it",
        )
    energy = _advanced(desk, (*path, "advanced_energy_kgce_per_unit"), given.advanced_energy_kgce_per_unit, f"kgce/{given.unit}")
    carbon = _advanced(desk, (*path, "advanced_carbon_kg_per_unit"), given.advanced_carbon_kg_per_unit, f"kgCO2e/{given.unit}")
    return IntensityData(given.per, given.unit, {**past, **planned}, energy, carbon)


def _advanced(desk: Desk, path: Path, given: AdvancedValue, unit: str) -> AdvancedValueData:
    if given.status == "value":
        if given.value is None:
            desk.refuse((*path, "value"), "status 为 value 时须给出数值", "with status value the value is needed")
        elif given.source is None:
            desk.refuse((*path, "source"), "先进值须写明标准、条款和年份", "an advanced value needs its standard, clause and year")
        else:
            desk.record(path, given.value, unit, Origin(given.source))
    elif given.value is not None:
        desk.refuse((*path, "value"), f"status 为 {given.status} 时不应有数值", f"with status {given.status} there is no value to give")
    return AdvancedValueData(given.status, given.value, given.source or "")


def check_solid_waste(desk: Desk) -> None:
    """Waste of years that are looked at, and no more of it used than there was."""
    for year, waste in desk.scenario.solid_waste.items():
        path: Path = ("solid_waste", year)
        if year not in desk.years.all:
            known = ", ".join(map(str, desk.years.all))
            desk.refuse(
                path,
                f"{year} 既不是历史年份也不是规划年；可用：{known}",
                f"{year} is neither a history nor a planning year; allowed: {known}",
            )
        available = waste.generated_t + waste.earlier_stock_utilised_t
        if waste.utilised_t > available * (1 + 1e-9):
            desk.refuse(
                (*path, "utilised_t"),
                f"利用 {waste.utilised_t:g} t，多于产生与往年贮存之和 {available:g} t，利用率不可能超过 100 %；"
                "用了往年贮存的，请填 earlier_stock_utilised_t",
                f"{waste.utilised_t:g} t utilised is more than the {available:g} t generated and taken from stock, and a rate above 100 %"
                " is impossible; what came from stock of earlier years goes under earlier_stock_utilised_t",
            )

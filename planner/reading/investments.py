"""Size, cost and life of measures that are built, with what the library fills in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.case import CommodityData, Investment
from planner.domain.measure import Capture, Conversion, Generation, MeasureBase, Process, Saving, Storage
from planner.reading import plausibility
from planner.reading.desk import STAND_IN, Desk, Origin, Path, per
from planner.reading.factory import read_standing
from planner.reading.fill_ins import ENERGY, BuiltMeasure, Filler, refuse_missing, row_units_per_size, size_unit
from planner.reading.plausibility import Limit
from planner.reading.series import Values, spread
from planner.reading.years import check_planning_years
from planner.units import KW_PER_MW

PER_CENT = 0.01
STORAGE_ROW_UNIT = "kWh"


@dataclass(frozen=True, slots=True)
class Building:
    """What is needed to read one built measure."""

    desk: Desk
    path: Path
    measure: BuiltMeasure
    filler: Filler | None
    commodities: Mapping[str, CommodityData]
    saved_unit: str = ENERGY
    """What a saving saves; sizes are per year."""

    def at(self, field: str) -> Path:
        """Path of a field."""
        return (*self.path, field)

    def record(self, field: str, value: float | Values, unit: str, origin: Origin | None = None) -> None:
        """Keep a figure, by default of the measure's own source."""
        self.desk.record(self.at(field), value, unit, origin or Origin.of(self.measure))

    @property
    def unit(self) -> str:
        """Unit of sizes."""
        return size_unit(self.measure, self.saved_unit)


def first_start(desk: Desk, path: Path, measure: MeasureBase, filler: Filler | None) -> int:
    """First year in which something ordered at the earliest can start to operate."""
    lead = measure.lead_time_years
    if lead is not None:
        desk.record((*path, "lead_time_years"), lead, "year", Origin.of(measure))
    elif filler is not None:
        lead = filler.row.lead_time_yr
        desk.record((*path, "lead_time_years"), lead, "year", filler.origin(filler.row.lead_time_status))
    else:
        refuse_missing(desk, (*path, "lead_time_years"), None)
        lead = 0.0
    first = desk.years.planning[0]
    if measure.available_from is not None and measure.available_from < desk.years.base:
        desk.refuse(
            (*path, "available_from"),
            f"{measure.available_from} 早于基准年 {desk.years.base}：那时已订购的请写入 existing，否则请给出基准年或以后的年份",
            f"{measure.available_from} is before the base year {desk.years.base}: what was ordered then goes under existing; else give the"
            " base year or a later one",
        )
    last = desk.years.planning[-1]
    if measure.available_from is not None and measure.available_from > last:
        desk.refuse(
            (*path, "available_from"),
            f"{measure.available_from} 晚于最后一个规划年 {last}，此措施永远不能采用；请改年份，或删去此措施",
            f"{measure.available_from} is after the last planning year {last}, so the measure can never run; correct the year or remove the"
            " measure",
        )
    return max((measure.available_from or first) + math.ceil(lead), first)


def read_investment(building: Building, start: int, full_size: float | None = None) -> Investment:
    """The size-related data; vintages are planning years from ``start`` on. ``full_size`` caps savings and process measures."""
    desk, measure = building.desk, building.measure
    vintages = tuple(year for year in desk.years.planning if year >= start)
    priced = vintages or desk.years.planning[:1]
    energy_capex = _energy_capex(building)
    capex = _capex(building, priced)
    fixed_om = _fixed_om(building, capex, energy_capex)
    limit = _limit(building, full_size)
    _check_growth(building)
    _check_lumpy(building, limit)
    return Investment(
        size_unit=building.unit,
        vintages=vintages,
        lifetime_years=_lifetime(building),
        capex_cny={year: capex[year] for year in vintages},
        energy_capex_cny=energy_capex,
        subsidy_share=measure.capex_subsidy_share,
        fixed_om_cny={year: fixed_om[year] for year in vintages},
        existing_fixed_om_cny=fixed_om[priced[0]] if measure.existing else 0.0,
        existing=read_standing(desk, building.at("existing"), measure.existing),
        limit_size=limit,
        yearly_limit=_yearly_limit(building, vintages),
        growth_per_year=measure.growth_per_year,
        growth_start_size=measure.growth_start_size or 0.0,
        unit_size=measure.lumpy.unit_size if measure.lumpy else None,
        minimum_size=measure.lumpy.minimum_size if measure.lumpy else None,
    )


def _capex(building: Building, years: tuple[int, ...]) -> Values:
    """Investment per size by vintage: typed, else of the library row."""
    measure, here = building.measure, building.at("capex_cny_per_size")
    if measure.capex_cny_per_size is not None:
        values = spread(building.desk, here, measure.capex_cny_per_size, years, f"CNY/{per(building.unit)}")
    else:
        values = dict.fromkeys(years, _row_capex(building))
    scale, limit = _capex_limit(measure, building.saved_unit)
    sized = {year: value / scale for year, value in values.items()}
    plausibility.check(building.desk, here, sized, limit, "单位投资", "the investment per size")
    return values


def _row_capex(building: Building) -> float:
    """Investment per size of the library row, refused where its unit does not fit."""
    desk, measure, filler, here = building.desk, building.measure, building.filler, building.at("capex_cny_per_size")
    if filler is None:
        refuse_missing(desk, here, None)
        return STAND_IN
    row_id, row_unit = filler.row.id, filler.row.size_unit
    if isinstance(measure, Storage) and row_unit == STORAGE_ROW_UNIT:
        desk.refuse(
            here,
            f"数据库的“{row_id}”按 kWh 计价；请另填每 kW 的投资，若已含在内则填 0",
            f'the library row "{row_id}" is priced per kWh; give the investment per kW besides, or 0 if it is included',
        )
        return STAND_IN
    scale = row_units_per_size(measure, row_unit, building.commodities, building.saved_unit)
    if scale is None:
        desk.refuse(
            here,
            f"数据库的“{row_id}”按 {row_unit} 计价，此处按 {building.unit}，两者不能可靠换算；请填写",
            f'the library row "{row_id}" is priced per {row_unit}, here sizes are {building.unit};'
            " the conversion is not sure, so type the investment",
        )
        return STAND_IN
    capex = filler.row.capex(filler.level) * scale
    building.record("capex_cny_per_size", capex, f"CNY/{per(building.unit)}", filler.origin(filler.row.cost_status))
    return capex


def _capex_limit(measure: BuiltMeasure, saved_unit: str) -> tuple[float, Limit | None]:
    """Size units per unit of the limit, and the limit."""
    match measure:
        case Generation() if measure.size_unit in ("kW", "MW"):
            return (KW_PER_MW if measure.size_unit == "MW" else 1.0), plausibility.CAPEX_PER_KW.get(measure.technology)
        case Conversion() if measure.size_unit in ("kW", "MW"):
            return (KW_PER_MW if measure.size_unit == "MW" else 1.0), plausibility.CAPEX_PER_KW["conversion"]
        case Capture():
            return 1.0, plausibility.CAPEX_PER_T_CAPTURED
        case Saving() if saved_unit == ENERGY:
            return 1.0, plausibility.CAPEX_PER_MWH_SAVED
        case _:
            return 1.0, None


def _energy_capex(building: Building) -> float:
    measure, filler, field = building.measure, building.filler, "capex_cny_per_kwh"
    if not isinstance(measure, Storage):
        return 0.0
    if measure.capex_cny_per_kwh is not None:
        value, origin = measure.capex_cny_per_kwh, Origin.of(measure)
    elif filler is not None and filler.row.size_unit == STORAGE_ROW_UNIT:
        value, origin = filler.row.capex(filler.level), filler.origin(filler.row.cost_status)
    else:
        refuse_missing(building.desk, building.at(field), filler)
        return STAND_IN
    plausibility.check(building.desk, building.at(field), value, plausibility.CAPEX_PER_KWH, "每 kWh 投资", "the investment per kWh")
    building.record(field, value, "CNY/kWh", origin)
    return value


def _fixed_om(building: Building, capex: Values, energy_capex: float) -> Values:
    """Fixed operation and maintenance per size and year, by vintage."""
    desk, measure, filler = building.desk, building.measure, building.filler
    share, money = measure.fixed_om_share_of_capex, measure.fixed_om_cny_per_size_year
    share_path = building.at("fixed_om_share_of_capex")
    if share is not None and money is not None:
        desk.refuse(
            share_path,
            "fixed_om_share_of_capex 与 fixed_om_cny_per_size_year 只能二选一",
            "give either fixed_om_share_of_capex or fixed_om_cny_per_size_year, not both",
        )
    if money is not None:
        building.record("fixed_om_cny_per_size_year", money, f"CNY/({per(building.unit)} year)")
        return dict.fromkeys(capex, money)
    if share is not None:
        building.record("fixed_om_share_of_capex", share, "1")
    elif filler is not None:
        share = filler.row.fixed_om_pct_of_capex_per_yr * PER_CENT
        building.record("fixed_om_share_of_capex", share, "1", filler.origin(filler.row.om_lifetime_status))
    else:
        desk.refuse(
            share_path,
            "缺少固定运维费：请给出 fixed_om_share_of_capex 或 fixed_om_cny_per_size_year（无运维费则填 0），或用 library 取值",
            "fixed operation and maintenance is missing: give fixed_om_share_of_capex or fixed_om_cny_per_size_year (0 if there is none),"
            " or name a library row",
        )
        return dict.fromkeys(capex, STAND_IN)
    energy_part = _energy_part(building, share, energy_capex)
    return {year: share * (value + energy_part) for year, value in capex.items()}


def _energy_part(building: Building, share: float, energy_capex: float) -> float:
    """Energy investment per kW of a store, on which a share of operation and maintenance falls, too. [CNY/kW]"""
    measure = building.measure
    if not isinstance(measure, Storage) or energy_capex == 0 or share == 0:
        return 0.0
    if measure.hours is None:
        building.desk.refuse(
            building.at("fixed_om_cny_per_size_year"),
            "储能的 kWh 与 kW 分开优化时，运维费不能按投资比例计；请填写每 kW 的运维费，或固定 hours",
            "when kWh and kW are sized apart, operation and maintenance can't be a share of the investment; give it per kW, or fix hours",
        )
        return 0.0
    return energy_capex * measure.hours


def _lifetime(building: Building) -> int:
    measure, filler = building.measure, building.filler
    if measure.lifetime_years is not None:
        building.record("lifetime_years", measure.lifetime_years, "year")
        return measure.lifetime_years
    if filler is None:
        refuse_missing(building.desk, building.at("lifetime_years"), None)
        return 1
    whole = math.floor(filler.row.lifetime_yr)
    building.record("lifetime_years", whole, "year", filler.origin(filler.row.om_lifetime_status))
    return whole


def _limit(building: Building, full_size: float | None) -> float | None:
    measure, limit = building.measure, building.measure.limit_size
    if limit is not None:
        building.record("limit_size", limit, building.unit)
    if full_size is not None and isinstance(measure, Saving | Process):
        limit = full_size if limit is None else min(limit, full_size)
    standing = sum(part.size for part in measure.existing if part.until > building.desk.years.planning[0])
    if limit is not None and standing > limit:
        building.desk.refuse(
            building.at("existing"),
            f"已有规模 {standing:g} 超过上限 {limit:g} {building.unit}",
            f"what stands, {standing:g}, exceeds the limit of {limit:g} {building.unit}",
        )
    return limit


def _yearly_limit(building: Building, vintages: tuple[int, ...]) -> Values:
    given, here = building.measure.limit_size_per_year, building.at("limit_size_per_year")
    if given is None:
        return {}
    if not isinstance(given, dict):
        building.record("limit_size_per_year", given, f"{per(building.unit)}/year")
        return dict.fromkeys(vintages, given)
    check_planning_years(building.desk, here, given)
    building.record("limit_size_per_year", given, f"{per(building.unit)}/year")
    return {year: limit for year, limit in given.items() if year in vintages}


def _check_growth(building: Building) -> None:
    growth, start = building.measure.growth_per_year, building.measure.growth_start_size
    if (growth is None) != (start is None):
        missing = "growth_start_size" if start is None else "growth_per_year"
        building.desk.refuse(
            building.at(missing),
            "growth_per_year 与 growth_start_size 须同时给出：否则增长无从开始或没有速度",
            "growth_per_year and growth_start_size go together: else growth has no start or no rate",
        )


def _check_lumpy(building: Building, limit: float | None) -> None:
    lumpy = building.measure.lumpy
    if lumpy is None:
        return
    if lumpy.unit_size is None and lumpy.minimum_size is None:
        building.desk.refuse(building.at("lumpy"), "请给出 unit_size 或 minimum_size", "give unit_size or minimum_size")
    least = max(lumpy.unit_size or 0.0, lumpy.minimum_size or 0.0)
    if limit is not None and least > limit:
        building.desk.refuse(
            building.at("lumpy"),
            f"最小规模 {least:g} 超过上限 {limit:g}，永远建不成",
            f"the smallest size {least:g} exceeds the limit {limit:g}, so it can never be built",
        )

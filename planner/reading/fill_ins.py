"""What the library fills in for a measure, converted to the measure's size unit or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.case import CommodityData
from planner.domain.measure import Capture, Conversion, Generation, Measure, Process, Removal, Saving, Storage
from planner.domain.tiers import Category
from planner.errors import PlannerError
from planner.reading import library
from planner.reading.desk import Desk, Origin, Path
from planner.reading.library_rows import Level, MeasureRow
from planner.units import KW_PER_MW, MWH_PER_UNIT

SHARE_SAVED = "share of the end use saved"
FULL_LOAD_HOURS = "full-load hours h/yr"
HEAT_PER_M2 = "MWh heat per m2 and year"
ENERGY = "MWh"

BuiltMeasure = Saving | Conversion | Process | Generation | Storage | Capture | Removal
"""Measures with a size."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A library row with the level chosen."""

    row: MeasureRow
    level: Level

    @property
    def name(self) -> str:
        """For messages: ``pv_rooftop (central)``."""
        return f"{self.row.id} ({self.level})"

    def origin(self, status: str) -> Origin:
        """Where a figure of the row comes from; ``status`` is that of the part of the row."""
        return Origin(f"planner/data/measures.csv {self.name}: {self.row.source}", status)


def find_filler(desk: Desk, path: Path, measure: Measure) -> Filler | None:
    """The library row that the measure names, None without one."""
    if measure.library is None:
        if measure.level is not None:
            desk.refuse((*path, "level"), "没有 library 时 level 不起作用", "without library the level has no effect")
        return None
    try:
        row = library.find(library.measures(), measure.library, "measures.csv")
    except PlannerError as error:
        desk.refuse_error((*path, "library"), error)
        return None
    if row.kind != measure.kind:
        desk.refuse(
            (*path, "library"),
            f"数据库的“{row.id}”是 {row.kind} 类，此措施是 {measure.kind} 类",
            f'the library row "{row.id}" is of kind {row.kind}, this measure of kind {measure.kind}',
        )
    if measure.level is None:
        desk.refuse(
            (*path, "level"), "有 library 时须选 level：low、central 或 high", "with library choose the level: low, central or high"
        )
        return None
    return Filler(row, measure.level)


def size_unit(measure: BuiltMeasure, saved_unit: str) -> str:
    """Unit of the measure's sizes, for people; ``saved_unit`` is what a saving saves."""
    match measure:
        case Conversion() | Process() | Generation():
            return measure.size_unit
        case Storage():
            return "kW"
        case Saving():
            return f"{saved_unit}/yr"
        case Capture() | Removal():
            return "t CO2/yr"


def row_units_per_size(measure: BuiltMeasure, row_unit: str, commodities: Mapping[str, CommodityData], saved_unit: str) -> float | None:
    """How many of the library row's size units one size of the measure is, None when that is not sure."""
    match measure:
        case Conversion():
            return _per_activity(measure, row_unit, commodities)
        case Generation():
            return _per_power(measure.size_unit, row_unit)
        case Process():
            return 1.0 if measure.size_unit == row_unit else None
        case Saving():
            return 1.0 if row_unit.startswith("MWh/yr") and saved_unit == ENERGY else None
        case Capture() | Removal():
            return 1.0 if row_unit == "t CO2/yr" else None
        case Storage():
            return None


def _per_power(unit: str, row_unit: str) -> float | None:
    if row_unit in ("kW", "kWp", "kW electric") and unit in ("kW", "MW"):
        return KW_PER_MW if unit == "MW" else 1.0
    return 1.0 if unit == row_unit else None


def _per_activity(measure: Conversion, row_unit: str, commodities: Mapping[str, CommodityData]) -> float | None:
    """A row per kW of heat or electricity fits a size in kW or MW through the yields of one unit of activity."""
    if measure.size_unit not in ("kW", "MW"):
        return None
    kw = KW_PER_MW if measure.size_unit == "MW" else 1.0
    per_activity = energy_per_activity(measure, row_unit.removeprefix("kW "), commodities) if row_unit.startswith("kW ") else None
    return None if per_activity is None else kw * per_activity


def energy_per_activity(measure: Conversion, form: str, commodities: Mapping[str, CommodityData]) -> float | None:
    """MWh of ``heat`` made, or of ``electric`` energy made or else drawn, per unit of activity; None when not sure."""
    if form == "heat":
        heat = _sum(measure.outputs, Category.HEAT, commodities)
        return heat or _only_energy_output(measure, commodities)
    if form == "electric":
        made = _sum(measure.outputs, Category.ELECTRICITY, commodities)
        return made or _sum(measure.inputs, Category.ELECTRICITY, commodities) or None
    return None


def _sum(amounts: Mapping[str, float], category: Category, commodities: Mapping[str, CommodityData]) -> float:
    return sum(amount for id, amount in amounts.items() if id in commodities and commodities[id].category is category)


def _only_energy_output(measure: Conversion, commodities: Mapping[str, CommodityData]) -> float | None:
    """A single output of category other that is measured as energy: useful heat of a furnace, drying."""
    if len(measure.outputs) != 1:
        return None
    ((id, amount),) = measure.outputs.items()
    data = commodities.get(id)
    return amount * MWH_PER_UNIT[data.unit] if data is not None and data.category is Category.OTHER and data.unit in MWH_PER_UNIT else None


def fill_variable_cost(
    desk: Desk, path: Path, measure: Conversion | Capture, filler: Filler | None, commodities: Mapping[str, CommodityData]
) -> float:
    """Running cost per activity or tCO2: typed, else of the library row, else refused."""
    field, unit = (
        ("variable_cost_cny_per_activity", "CNY/activity") if isinstance(measure, Conversion) else ("variable_cost_cny_per_t", "CNY/tCO2")
    )
    here: Path = (*path, field)
    typed: float | None = getattr(measure, field)
    if typed is not None:
        desk.record(here, typed, unit, Origin.of(measure))
        return typed
    cost = _row_cost(measure, filler.row, commodities) if filler is not None else None
    if filler is None or cost is None:
        refuse_missing(desk, here, filler)
        return 0.0
    desk.record(here, cost, unit, filler.origin(filler.row.om_lifetime_status))
    return cost


def _row_cost(measure: Conversion | Capture, row: MeasureRow, commodities: Mapping[str, CommodityData]) -> float | None:
    if row.variable_cost_cny is None:
        return None
    if isinstance(measure, Capture):
        return row.variable_cost_cny if row.variable_cost_unit == "CNY/tCO2" else None
    if row.variable_cost_unit != "CNY/MWh heat":
        return None
    heat = energy_per_activity(measure, "heat", commodities)
    return None if heat is None else row.variable_cost_cny * heat


def fill_share(desk: Desk, path: Path, filler: Filler | None) -> float | None:
    """Share of demand that the library row saves; refused where it has none."""
    row = filler.row if filler is not None else None
    share = row.performance(filler.level) if row is not None and filler is not None and row.performance_metric == SHARE_SAVED else None
    if filler is None or row is None or share is None:
        has_zh, has_en = (
            ("须先填写 library", "name a library row first")
            if row is None
            else (f"数据库的“{row.id}”只有“{row.performance_metric}”", f'the library row "{row.id}" has only "{row.performance_metric}"')
        )
        desk.refuse(path, f"{has_zh}，不是节能比例；请用 saves 填写", f"{has_en}, which is no share saved; type the shares under saves")
        return None
    desk.record(path, share, "1", filler.origin(row.performance_status))
    return share


def fill_yield(desk: Desk, path: Path, measure: Generation, filler: Filler | None) -> float | None:
    """Yearly output of one size: typed, else of the library row. [MWh]"""
    here: Path = (*path, "yield_mwh_per_size_year")
    unit = f"MWh/({measure.size_unit} year)"
    if measure.yield_mwh_per_size_year is not None:
        desk.record(here, measure.yield_mwh_per_size_year, unit, Origin.of(measure))
        return measure.yield_mwh_per_size_year
    found = _row_yield(measure.size_unit, filler)
    if filler is None or found is None:
        refuse_missing(desk, here, filler)
        return None
    desk.record(here, found, unit, filler.origin(filler.row.performance_status))
    return found


def _row_yield(unit: str, filler: Filler | None) -> float | None:
    performance = filler.row.performance(filler.level) if filler is not None else None
    if filler is None or performance is None:
        return None
    if filler.row.performance_metric == FULL_LOAD_HOURS and unit in ("kW", "MW"):
        return performance / KW_PER_MW if unit == "kW" else performance
    return performance if filler.row.performance_metric == HEAT_PER_M2 and unit == "m2" else None


def refuse_missing(desk: Desk, path: Path, filler: Filler | None) -> None:
    """A field that was neither typed nor found in the library row."""
    if filler is None:
        desk.refuse(
            path, "缺少此项；请填写，或用 library 和 level 取数据库的值", "is missing; type it, or name a library row and its level"
        )
    else:
        desk.refuse(
            path,
            f"缺少此项，数据库的“{filler.row.id}”也没有可用的值；请填写",
            f'is missing, and the library row "{filler.row.id}" has no usable value; type it',
        )

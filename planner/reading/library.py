"""The shipped data library: every row of ``planner/data/*.csv`` as a frozen object with its status and source.

``planner/data/README.md`` says what each
file is, how far to trust it, and its traps.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from planner.errors import UnknownName
from planner.reading.hints import hint
from planner.reading.library_rows import (
    Biogenic,
    Carbonate,
    Carrier,
    ClearSky,
    Combustion,
    ElectricityTce,
    GridFactor,
    MeasureRow,
    Price,
    PvYear,
    PvYield,
    Row,
    Steam,
    Tariff,
    WarmingPotential,
)

PV_YEAR_HEADING = "capacity_factor_kw_per_kw"

AnyRow = TypeVar("AnyRow", bound=Row)


def _cell(text: str, kind: Any) -> Any:
    if kind is str:
        return text
    if text == "":
        if kind in (int, float):
            raise ValueError("an empty cell where a number is needed")
        return None
    return int(text) if kind in (int, int | None) else float(text)


def parse_rows(lines: Iterable[str], row_class: type[AnyRow], name: str) -> tuple[AnyRow, ...]:
    """Rows of CSV text as ``row_class``; columns that the class does not name are refused."""
    kinds = get_type_hints(row_class)
    names = [field.name for field in fields(row_class)]
    table = csv.DictReader(lines)
    if sorted(table.fieldnames or ()) != sorted(names):
        raise ValueError(f"{name}: columns are {table.fieldnames}, not {names}")
    return tuple(row_class(**{key: _cell(cells[key], kinds[key]) for key in names}) for cells in table)


def _rows(name: str, row_class: type[AnyRow]) -> tuple[AnyRow, ...]:
    text = files("planner.data").joinpath(name).read_text(encoding="utf-8")
    return parse_rows(text.splitlines(), row_class, name)


def _by(rows: Sequence[AnyRow], key: str) -> Mapping[str, AnyRow]:
    table = {getattr(row, key): row for row in rows}
    if len(table) != len(rows):
        raise ValueError(f"{key} occurs twice in {type(rows[0]).__name__}")
    return MappingProxyType(table)


@cache
def carriers() -> Mapping[str, Carrier]:
    """Carrier id to its row."""
    return _by(_rows("energy_carriers.csv", Carrier), "id")


@cache
def combustion() -> Mapping[str, Combustion]:
    """Fuel id to its row in the default factor set."""
    return _by([row for row in combustion_sets() if row.is_default == "yes"], "fuel_id")


@cache
def combustion_sets() -> tuple[Combustion, ...]:
    """All rows of all factor sets."""
    return _rows("combustion_factors.csv", Combustion)


@cache
def biogenic() -> Mapping[str, Biogenic]:
    """Biomass carrier id to its row."""
    return _by(_rows("biogenic_factors.csv", Biogenic), "id")


@cache
def grid_factors() -> tuple[GridFactor, ...]:
    """All factors of electricity, and the default of heat."""
    return _rows("grid_factors.csv", GridFactor)


@cache
def gwp() -> Mapping[str, WarmingPotential]:
    """Gas id to its row."""
    return _by(_rows("gwp.csv", WarmingPotential), "id")


@cache
def prices() -> Mapping[str, Price]:
    """Price id to its row."""
    return _by(_rows("prices.csv", Price), "id")


@cache
def measures() -> Mapping[str, MeasureRow]:
    """Measure id to its row."""
    return _by(_rows("measures.csv", MeasureRow), "id")


@cache
def electricity_tce() -> tuple[ElectricityTce, ...]:
    """Calorific and equivalent values of electricity."""
    return _rows("electricity_tce.csv", ElectricityTce)


@cache
def tariffs() -> tuple[Tariff, ...]:
    """Time-of-use schemes."""
    return _rows("tariff_tou.csv", Tariff)


@cache
def steam() -> tuple[Steam, ...]:
    """Steam table."""
    return _rows("steam_enthalpy.csv", Steam)


@cache
def carbonates() -> Mapping[str, Carbonate]:
    """Chemical formula to its row."""
    return _by(_rows("carbonate_factors.csv", Carbonate), "formula")


@cache
def pv_yields() -> tuple[PvYield, ...]:
    """PV yields in Tianjin."""
    return _rows("pv_yield_tianjin.csv", PvYield)


@cache
def pv_clear_sky() -> tuple[ClearSky, ...]:
    """Clear-sky irradiation in Tianjin."""
    return _rows("pv_clear_sky_tianjin.csv", ClearSky)


@cache
def pv_years() -> Mapping[str, PvYear]:
    """Id of a shipped year of hourly PV output to its row."""
    return _by(_rows("pv_years.csv", PvYear), "id")


@cache
def pv_output(id: str) -> Sequence[float]:
    """The 8760 capacity factors of a row of ``pv_years.csv``. [kW/kW]"""
    heading, *lines = files("planner.data").joinpath("pv_years", f"{id}.csv").read_text(encoding="utf-8").split()
    if heading != PV_YEAR_HEADING:
        raise ValueError(f"{id}.csv: the heading is {heading}, not {PV_YEAR_HEADING}")
    return tuple(float(line) for line in lines)


def heat_default() -> GridFactor:
    """The default factor of bought heat, for suppliers without a measured one. [tCO2/GJ]"""
    return next(row for row in grid_factors() if row.carrier == "heat")


def grid_path(region: str, factor_type: str) -> Mapping[int, GridFactor]:
    """Year of data to the electricity factor of ``region`` (English name) and type."""
    usable = [row for row in grid_factors() if row.carrier == "electricity" and row.data_year is not None]
    typed = [row for row in usable if row.factor_type == factor_type]
    table = {row.data_year: row for row in typed if row.region_en == region and row.data_year is not None}
    if not table:
        regions = sorted({row.region_en for row in typed})
        hint_zh, hint_en = hint(region, regions)
        raise UnknownName(
            f"数据库没有地区“{region}”的“{factor_type}”电力因子{hint_zh}；有：{'、'.join(regions)}",
            f'no electricity factor of type "{factor_type}" for the region "{region}"{hint_en}; it has {", ".join(regions)}',
        )
    return MappingProxyType(dict(sorted(table.items())))


def find(rows: Mapping[str, AnyRow], wanted: str, file: str) -> AnyRow:
    """The row with id ``wanted``; an unknown one is refused with the nearest ids."""
    if wanted in rows:
        return rows[wanted]
    hint_zh, hint_en = hint(wanted, rows)
    raise UnknownName(f"planner/data/{file} 没有“{wanted}”{hint_zh}", f'planner/data/{file} has no row "{wanted}"{hint_en}')

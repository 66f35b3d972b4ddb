"""Series of a scenario file spread over the years, in the field's own unit, with their figures recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from planner.domain import base
from planner.domain.base import Series
from planner.errors import PlannerError
from planner.reading import library
from planner.reading.columns import read_columns
from planner.reading.desk import STAND_IN, Desk, Origin, Path
from planner.reading.quantities import convert_price, ratio

Values = Mapping[int, float]


def spread(desk: Desk, path: Path, series: Series, years: Sequence[int], unit: str, mwh_per_unit: float | None = None) -> Values:
    """Year to value in ``unit``; negative values and years without a value are refused.

    ``mwh_per_unit`` is given where the unit is per unit of a commodity whose energy is known: a grid factor needs it.
    """
    known, origin = _read(desk, path, series, years, unit, mwh_per_unit)
    if known is None:
        return dict.fromkeys(years, STAND_IN)
    missing = [year for year in years if year not in known]
    if missing:
        desk.refuse(path, f"缺少年份 {_list(missing)} 的值", f"no value for {_list(missing)}")
    values = {year: known.get(year, STAND_IN) for year in years}
    negative = [year for year, value in values.items() if value < 0]
    if negative:
        worst = min(values.values())
        desk.refuse(
            path,
            f"不能为负：{_list(negative)} 年最低为 {worst:g} {unit}",
            f"must not be negative: {worst:g} {unit} at the lowest, in {_list(negative)}",
        )
    if values and not missing and not negative:
        desk.record(path, values, unit, origin)
    return values


def _read(
    desk: Desk, path: Path, series: Series, years: Sequence[int], unit: str, mwh_per_unit: float | None
) -> tuple[Values | None, Origin]:
    match series:
        case base.Constant():
            return dict.fromkeys(years, series.value), Origin.of(series)
        case base.ByYear():
            return series.by_year, Origin.of(series)
        case base.Interpolated():
            return _interpolate(series, years), Origin.of(series)
        case base.Growing():
            growth = 1 + series.growth_per_year
            return {year: series.start * growth ** (year - series.start_year) for year in years}, Origin.of(series)
        case base.FromCsv():
            return _read_csv(desk, path, series), Origin.of(series)
        case base.LibraryPrice():
            return _library_price(desk, path, series, years, unit)
        case base.LibraryGridFactor():
            return _grid_factor(desk, path, series, years, unit, mwh_per_unit)
        case _:
            return dict.fromkeys(years, float(series)), Origin()


def _interpolate(series: base.Interpolated, years: Sequence[int]) -> Values:
    points = sorted(series.interpolate.items())
    values: dict[int, float] = dict(points)
    for (start, first), (end, last) in pairwise(points):
        for year in years:
            if start < year < end:
                values[year] = first + (last - first) * (year - start) / (end - start)
    return values


def _read_csv(desk: Desk, path: Path, series: base.FromCsv) -> Values | None:
    columns = read_columns(desk, (*path, "csv"), series.csv)
    if columns is None:
        return None
    years = columns.numbers(desk, (*path, "csv"), "year")
    values = columns.numbers(desk, (*path, "column"), series.column)
    if years is None or values is None:
        return None
    whole = [int(year) for year in years]
    if [float(year) for year in whole] != list(years) or len(set(whole)) != len(whole):
        desk.refuse(
            (*path, "csv"), f"{series.csv} 的 year 列须为不重复的整数年份", f"column year of {series.csv} must hold whole years, each once"
        )
        return None
    return dict(zip(whole, values, strict=True))


def _library_price(desk: Desk, path: Path, series: base.LibraryPrice, years: Sequence[int], unit: str) -> tuple[Values | None, Origin]:
    here = (*path, "library_price")
    try:
        row = library.find(library.prices(), series.library_price, "prices.csv")
    except PlannerError as error:
        desk.refuse_error(here, error)
        return None, Origin()
    origin = Origin(f"planner/data/prices.csv {row.id} ({series.level}, {row.period}): {row.source}", row.status)
    price = row.value(series.level)
    if price is None:
        desk.refuse(
            (*path, "level"), f"数据库的“{row.id}”没有 {series.level} 值", f'the library row "{row.id}" has no {series.level} value'
        )
        return None, origin
    converted = convert_price(price, row.unit, unit)
    if converted is None:
        desk.refuse(
            here,
            f"数据库的单位是 {row.unit}，此处需要 {unit}，两者不能可靠换算；请直接填写价格",
            f"the library's unit is {row.unit}, here it is {unit}; the conversion is not sure, so type the price",
        )
        return None, origin
    if (series.growth_per_year is None) != (series.from_year is None):
        desk.refuse(path, "growth_per_year 与 from_year 须同时给出", "growth_per_year and from_year go together")
        return None, origin
    if series.growth_per_year is None or series.from_year is None:
        return dict.fromkeys(years, converted), origin
    growth, start = series.growth_per_year, series.from_year
    grown = Origin(f"{origin.source}; {growth:+.1%} a year from {start} (scenario file)", max(origin.status, "derived", key=_doubt))
    return {year: converted * (1 + growth) ** (year - start) for year in years}, grown


def _grid_factor(
    desk: Desk, path: Path, series: base.LibraryGridFactor, years: Sequence[int], unit: str, mwh_per_unit: float | None
) -> tuple[Values | None, Origin]:
    here = (*path, "grid_region")
    if mwh_per_unit is None:
        desk.refuse(
            here,
            f"电网因子只能用作电力的 co2_t_per_unit、residual_co2_t_per_unit 与 fossil_co2_t_per_unit，此处单位是 {unit}",
            "a grid factor fits only co2_t_per_unit, residual_co2_t_per_unit and fossil_co2_t_per_unit of electricity;"
            f" here the unit is {unit}",
        )
        return None, Origin()
    try:
        known = library.grid_path(series.grid_region, series.factor_type)
    except PlannerError as error:
        desk.refuse_error(here, error)
        return None, Origin()
    rows = {year: row.factor_tco2_per_mwh for year, row in known.items() if row.factor_tco2_per_mwh is not None}
    last = max(rows)
    values = {year: factor * mwh_per_unit for year, factor in rows.items()}
    change = 1 + series.change_per_year_after_last
    values |= {year: rows[last] * change ** (year - last) * mwh_per_unit for year in years if year > last}
    absent = [year for year in years if year not in values]
    if absent:
        have = _list(list(rows))
        desk.refuse(
            here,
            f"数据库中“{series.grid_region}”的数据年份为 {have}，没有 {_list(absent)}；请用 by_year 直接填写各年因子",
            f'the library has "{series.grid_region}" for {have}, not for {_list(absent)}; type the factors by_year instead',
        )
        return None, Origin()
    projected = ["derived"] if any(year > last for year in years) else []
    status = max((*projected, *(known[year].status for year in rows if year in years or year == last)), key=_doubt)
    beyond = f"{series.change_per_year_after_last:+.1%} a year after {last} (scenario file)"
    source = f"planner/data/grid_factors.csv {series.grid_region}, {series.factor_type}, {beyond}: {known[last].source}"
    return values, Origin(source, status)


def _doubt(status: str) -> int:
    order = ("verified", "derived", "single_source", "conflict", "unverified")
    return order.index(status) if status in order else len(order)


def unit_ratio(desk: Desk, path: Path, unit: str, other: str, zh: str, en: str) -> float:
    """How many ``other`` one ``unit`` is; refused with both units when that is not sure. ``zh``, ``en`` say of what."""
    found = ratio(unit, other)
    if found is None:
        desk.refuse(
            path,
            f"{zh}的单位是 {other}，此处是 {unit}，两者不能可靠换算",
            f"{en} is in {other}, here the unit is {unit}; the conversion is not sure",
        )
        return STAND_IN
    return found


def _list(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))

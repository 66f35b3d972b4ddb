"""How a converter may run from slice to slice: inputs that change, least load, ramps (逐时运行)."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import BySlice, CommodityData
from planner.domain.measure import Conversion
from planner.domain.scenario import Converter
from planner.domain.tiers import Category
from planner.reading.desk import Desk, Origin, Path
from planner.reading.efficiency import check_yield_by_slice
from planner.reading.slices import Parts

STEADY = (Category.FUEL, Category.BIOMASS)
"""Inputs whose amount is the same in all slices, since the CO2 of captures is split by them."""


def read_input_shape(
    desk: Desk, parts: Parts, path: Path, given: Converter | Conversion, commodities: Mapping[str, CommodityData]
) -> Mapping[str, BySlice]:
    """Factors on inputs by slice."""
    here: Path = (*path, "input_profiles")
    shape: dict[str, BySlice] = {}
    for id, name in given.input_profiles.items():
        if not desk.known((*here, id), id, given.inputs, "投入", "input"):
            continue
        if id in commodities and commodities[id].category in STEADY:
            desk.refuse(
                (*here, id),
                f"“{id}”是燃料或生物质；逐时变化的投入只能是 electricity、heat 或 other",
                f'"{id}" is fuel or biomass; inputs that change by the hour are of category electricity, heat or other',
            )
            continue
        values = parts.profile(desk, (*here, id), name)
        if min(values) <= 0:
            desk.refuse(
                (*here, id),
                f"曲线“{name}”最低为 {min(values):g}；投入的系数须大于零",
                f'profile "{name}" has {min(values):g} at the lowest; factors on an input must be above zero',
            )
            continue
        shape[id] = values
    check_yield_by_slice(desk, path, given, commodities, shape)
    return shape


def read_minimum_load(desk: Desk, parts: Parts, path: Path, given: Converter | Conversion) -> float:
    """Least load over the online size and its availability."""
    share = given.minimum_load_share
    if share > 0 and parts.readable and not parts.several:
        _refuse_single_slice(desk, (*path, "minimum_load_share"), "最低负荷", "a least load")
    if "minimum_load_share" in given.model_fields_set:
        desk.record((*path, "minimum_load_share"), share, "1", Origin())
    return share


def read_ramp(desk: Desk, parts: Parts, path: Path, given: Converter | Conversion) -> float | None:
    """Largest change per hour over the online size."""
    ramp, here = given.ramp_share_per_hour, (*path, "ramp_share_per_hour")
    if ramp is None:
        return None
    if parts.readable and not parts.several:
        _refuse_single_slice(desk, here, "爬坡限制", "a ramp")
    elif parts.readable and all(part.previous == place for place, part in enumerate(parts.slices)):
        desk.refuse(
            here,
            "每个时段自成一个周期，没有前后之分，爬坡限制不起作用；请用 period 把时段连成日，或删去",
            "every slice is a period of its own with none before it, so a ramp has no effect; join slices to days by period, or remove it",
        )
    desk.record(here, ramp, "1/h", Origin())
    return ramp


def _refuse_single_slice(desk: Desk, path: Path, zh: str, en: str) -> None:
    desk.refuse(
        path,
        f"全年只有一个时段，{zh}不起作用；请删去，或用 hours（逐时）划分全年",
        f"the year is one slice, so {en} has no effect; remove it, or divide the year by hours",
    )

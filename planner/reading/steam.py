"""Heat in a tonne of steam from its state: enthalpy of the shipped table less that of feed water (蒸汽热量)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planner.domain.scenario import Commodity, SteamState
from planner.domain.tiers import Category
from planner.reading import library
from planner.reading.desk import STAND_IN, Desk, Origin, Path
from planner.reading.library_rows import Steam

FEED_WATER_KJ_PER_KG = 83.74
"""Enthalpy of feed water at 20 C, as the reporting guides under GB/T 32150 take it. [kJ/kg]"""
KJ_PER_KG_IN_GJ_PER_T = 1000.0
SATURATION_BAND_C = 2.0
"""How near a stated temperature must be to that of saturation to be the same: straight lines between the rows are up to 1.5 C off,
and the table holds saturated steam only. [C]"""


def read_steam(desk: Desk, path: Path, commodity: Commodity, state: SteamState) -> float:
    """Heat of one tonne of steam above feed water. [GJ/t]"""
    here: Path = (*path, "steam")
    if not _fits(desk, here, commodity):
        return STAND_IN
    table = sorted(library.steam(), key=lambda row: row.pressure_mpa_absolute)
    pressure = state.pressure_mpa
    lowest, highest = table[0].pressure_mpa_absolute, table[-1].pressure_mpa_absolute
    if not lowest <= pressure <= highest:
        desk.refuse(
            (*here, "pressure_mpa"),
            f"蒸汽表只有绝对压力 {lowest:g} 至 {highest:g} MPa 的饱和蒸汽，没有 {pressure:g} MPa（表压须加约 0.1 MPa）；"
            "请改填 heat_value_gj_per_unit",
            f"the steam table holds saturated steam from {lowest:g} to {highest:g} MPa absolute, not {pressure:g} MPa (a gauge reads about"
            " 0.1 MPa less); give heat_value_gj_per_unit instead",
        )
        return STAND_IN
    saturation_c, enthalpy = interpolate(table, pressure)
    if state.temperature_c is not None and abs(state.temperature_c - saturation_c) > SATURATION_BAND_C:
        _refuse_state(desk, (*here, "temperature_c"), state.temperature_c, saturation_c, pressure)
        return STAND_IN
    heat = (enthalpy - FEED_WATER_KJ_PER_KG) / KJ_PER_KG_IN_GJ_PER_T
    source = (
        f"planner/data/steam_enthalpy.csv, saturated at {pressure:g} MPa absolute, {saturation_c:.4g} C: {enthalpy:.6g} kJ/kg less"
        f" {FEED_WATER_KJ_PER_KG} kJ/kg of feed water at 20 C; {table[0].source}"
    )
    in_table = any(row.pressure_mpa_absolute == pressure for row in table)
    desk.record(here, heat, "GJ/t", Origin(source, table[0].status if in_table else "derived"))
    return heat


def interpolate(table: Sequence[Steam], pressure_mpa: float) -> tuple[float, float]:
    """Saturation temperature and enthalpy on straight lines between the rows of rising pressure. [C, kJ/kg]"""
    for below, above in pairwise(table):
        if below.pressure_mpa_absolute <= pressure_mpa <= above.pressure_mpa_absolute:
            part = (pressure_mpa - below.pressure_mpa_absolute) / (above.pressure_mpa_absolute - below.pressure_mpa_absolute)
            return (
                below.temperature_c + part * (above.temperature_c - below.temperature_c),
                below.enthalpy_kj_per_kg + part * (above.enthalpy_kj_per_kg - below.enthalpy_kj_per_kg),
            )
    raise ValueError(f"{pressure_mpa} MPa is outside the steam table")


def _fits(desk: Desk, here: Path, commodity: Commodity) -> bool:
    """Whether a state of steam can be used here; problems say why not."""
    before = len(desk.problems)
    if commodity.category is not Category.HEAT or commodity.unit != "t":
        desk.refuse(
            here,
            f"蒸汽参数只用于 category 为 heat、单位为 t 的介质；此处为 {commodity.category.value}、{commodity.unit}",
            f"a state of steam is for a commodity of category heat in t; here it is {commodity.category.value} in {commodity.unit}",
        )
    if commodity.heat_value_gj_per_unit is not None:
        desk.refuse(
            here,
            "steam 与 heat_value_gj_per_unit 只能给出一个",
            "give either steam or heat_value_gj_per_unit, not both",
        )
    return len(desk.problems) == before


def _refuse_state(desk: Desk, path: Path, given_c: float, saturation_c: float, pressure_mpa: float) -> None:
    if given_c < saturation_c:
        desk.refuse(
            path,
            f"绝对压力 {pressure_mpa:g} MPa 下饱和温度为 {saturation_c:.1f} ℃，低于它的 {given_c:g} ℃ 是水而不是蒸汽；请核对压力是绝对压力",
            f"at {pressure_mpa:g} MPa absolute steam saturates at {saturation_c:.1f} C; at {given_c:g} C it is water; check that the"
            " pressure is absolute",
        )
        return
    desk.refuse(
        path,
        f"{given_c:g} ℃ 高于饱和温度 {saturation_c:.1f} ℃（绝对压力 {pressure_mpa:g} MPa），是过热蒸汽，蒸汽表只有饱和蒸汽；"
        "请按供方的焓值算出 (焓 - 83.74)/1000，填入 heat_value_gj_per_unit",
        f"{given_c:g} C is above the {saturation_c:.1f} C of saturation at {pressure_mpa:g} MPa absolute: superheated steam, and the table"
        " holds saturated steam only; take the supplier's enthalpy and give (enthalpy - 83.74)/1000 as heat_value_gj_per_unit",
    )

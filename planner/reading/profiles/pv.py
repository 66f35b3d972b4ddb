"""Capacity factors of PV: a year of the data library, or one made for a place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.domain.profiles import Hours, PvProfile
from planner.reading import library, plausibility
from planner.reading.desk import Desk, Origin, Path
from planner.reading.profiles.calendar import months_of
from planner.reading.profiles.clearness import cloud_over
from planner.reading.profiles.sunlight import Site, clear_sky_output
from planner.reading.profiles.zones import standard_offset
from planner.units import KW_PER_MW

NEEDED = ("latitude", "longitude", "tilt_deg", "full_load_hours")
"""Fields of a year that is made for a place."""
OF_SHIPPED = ("kind", "library")
"""Fields of a shipped year."""


def make_pv(desk: Desk, path: Path, given: PvProfile, hours: Hours, made: Mapping[str, Sequence[float]]) -> Sequence[float] | None:
    """Capacity factors in local standard time. 8760 values. [kW/kW]"""
    return _shipped(desk, path, given, given.library, hours) if given.library is not None else _for_place(desk, path, given, hours)


def _shipped(desk: Desk, path: Path, given: PvProfile, id: str, hours: Hours) -> Sequence[float] | None:
    rows = library.pv_years()
    extra = sorted(given.model_fields_set - set(OF_SHIPPED))
    for field in extra:
        desk.refuse(
            (*path, field),
            "library 给的是现成的一年，不能再改；请删去此项，或删去 library 而给出地点",
            "library names a year that is ready, which this can't change; remove it, or remove library and give a place",
        )
    if extra or not desk.known((*path, "library"), id, rows, "光伏年（planner/data/pv_years.csv）", "PV year of planner/data/pv_years.csv"):
        return None
    row = rows[id]
    offset = standard_offset(ZoneInfo(hours.time_zone), hours.calendar_year)
    if offset != timedelta(hours=row.utc_offset_h):
        desk.refuse(
            (*path, "library"),
            f"“{id}”按 UTC+{row.utc_offset_h:g} 逐时给出，而 hours.time_zone 是 {hours.time_zone}；请给出地点，由 pvlib 生成",
            f'"{id}" is in hours of UTC+{row.utc_offset_h:g}, while hours.time_zone is {hours.time_zone}; give a place instead, for pvlib',
        )
        return None
    origin = Origin(f"planner/data/pv_years.csv {id}: {row.source}", row.status)
    desk.record((*path, "library"), row.full_load_hours_h_per_yr, "h", origin)
    _tell(desk, path, f"数据库的“{id}”", f'year "{id}" of the library')
    return library.pv_output(id)


def _for_place(desk: Desk, path: Path, given: PvProfile, hours: Hours) -> Sequence[float] | None:
    place = _read_place(desk, path, given)
    if place is None:
        return None
    site, full_load_hours = place
    offset = standard_offset(ZoneInfo(hours.time_zone), hours.calendar_year)
    clear = _clear_sky(desk, path, site, hours.calendar_year, offset)
    if clear is None or not _reachable(desk, (*path, "full_load_hours"), full_load_hours, math.fsum(clear)):
        return None
    desk.record((*path, "full_load_hours"), full_load_hours, "h", Origin.of(given))
    made_up = "clear sky by pvlib (Ineichen, Linke turbidity table) times a daily clearness drawn with this seed"
    desk.record((*path, "seed"), given.seed, "1", Origin(made_up, "unverified"))
    _tell(
        desk,
        path,
        f"晴空模型乘以随机的逐日晴朗度（seed {given.seed}）",
        f"a clear sky times a random clearness of each day (seed {given.seed})",
    )
    return tuple(cloud_over(clear, months_of(hours.calendar_year), full_load_hours, given.seed).tolist())


def _read_place(desk: Desk, path: Path, given: PvProfile) -> tuple[Site, float] | None:
    """Site and full-load hours."""
    latitude, longitude, tilt_deg, full_load_hours = (getattr(given, field) for field in NEEDED)
    missing = [field for field in NEEDED if getattr(given, field) is None]
    if missing:
        shipped = ", ".join(library.pv_years())
        desk.refuse(
            path,
            f"缺少 {'、'.join(missing)}；也可用现成的一年，library: {shipped}",
            f"{', '.join(missing)} missing; or take a year that is shipped, library: {shipped}",
        )
        return None
    return Site(latitude, longitude, tilt_deg, given.azimuth_deg), full_load_hours


def _clear_sky(desk: Desk, path: Path, site: Site, calendar_year: int, offset: timedelta) -> np.ndarray | None:
    try:
        return clear_sky_output(site, calendar_year, offset)
    except ImportError:
        shipped = ", ".join(library.pv_years())
        desk.refuse(
            path,
            f'按地点生成光伏曲线需要 pvlib：pip install "planner[solar]"；也可用现成的一年，library: {shipped}',
            f'a PV year for a place needs pvlib: pip install "planner[solar]"; or take a year that is shipped, library: {shipped}',
        )
        return None


def _reachable(desk: Desk, path: Path, full_load_hours: float, cloudless: float) -> bool:
    """Whether the full-load hours are those of PV and no more than a year without clouds has."""
    plausibility.check(
        desk, path, full_load_hours / KW_PER_MW, plausibility.YIELD_MWH_PER_KW["pv"], "满发小时数", "the yield of the full-load hours"
    )
    if full_load_hours > cloudless:
        desk.refuse(
            path,
            f"满发 {full_load_hours:g} 小时，多于该处无云之年的 {cloudless:.0f} 小时；请检查地点、倾角与朝向",
            f"{full_load_hours:g} full-load hours are more than the {cloudless:.0f} of a year without clouds there;"
            " check place, tilt and azimuth",
        )
        return False
    return True


def _tell(desk: Desk, path: Path, zh: str, en: str) -> None:
    desk.notice(
        f"{path[-1]}：光伏出力的天气由随机数生成，并非实测（{zh}），未含日内云变、气温与积雪；有实测或仿真的逐时出力时，请用 kind: meter",
        f"{path[-1]}: the weather of this PV profile is made up ({en}), without clouds within a day, temperature or snow;"
        " where there are metered or simulated hours, take kind: meter",
    )

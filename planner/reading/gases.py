"""Global warming potentials of the gases that occur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.tiers import Gas
from planner.errors import PlannerError
from planner.reading import library
from planner.reading.cross_checks import gases_of
from planner.reading.desk import STAND_IN, Desk, Origin, Path


def read_gwp(desk: Desk) -> Mapping[str, float]:
    """Gas to GWP100 in the scenario's edition. CO2, CH4 and N2O are always there."""
    places: dict[str, Path] = {gas.value: ("gwp_edition",) for gas in Gas}
    places |= {gas: path for gas, path in gases_of(desk.scenario).items() if gas not in places}
    return {gas: _value(desk, path, gas) for gas, path in places.items()}


def read_families(gases: Iterable[str]) -> Mapping[str, str]:
    """Gas to the one of the seven gases of GB/T 32150 that it belongs to. Gases that the library lacks are refused elsewhere."""
    rows = library.gwp()
    return {gas: rows[gas].group for gas in gases if gas in rows}


def _value(desk: Desk, path: Path, gas: str) -> float:
    edition = desk.scenario.gwp_edition
    try:
        row = library.find(library.gwp(), gas, "gwp.csv")
    except PlannerError as error:
        desk.refuse_error(path, error)
        return STAND_IN
    value = row.value(edition)
    if row.is_kyoto_gas != "yes":
        desk.refuse(
            path,
            f"“{gas}”不属于 GB/T 32150 的七类温室气体，不计入核算，请删去",
            f'"{gas}" is outside the seven gases of GB/T 32150 and is not accounted; remove it',
        )
        return STAND_IN
    if value is None:
        desk.refuse(
            path, f"“{gas}”在 {edition} 中没有 GWP；请换用 gwp_edition", f'"{gas}" has no GWP in {edition}; choose another gwp_edition'
        )
        return STAND_IN
    desk.record(("gwp_edition", gas), value, "tCO2e/t", Origin(f"planner/data/gwp.csv {gas} ({edition}): {row.source}", row.status))
    return value

"""Every factor that the inventory of a year rests on, with its source (排放因子与出处)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.base import Text
from planner.domain.case import Case, CommodityData
from planner.domain.inventory import Entry, FactorUse, Section
from planner.domain.tiers import Category
from planner.evaluation.provenance import FOSSIL, RESIDUAL, Provenance
from planner.evaluation.supply import Supply
from planner.units import GJ_PER_MWH, MWH_PER_UNIT


def list_factors(
    case: Case, supplies: tuple[Supply, ...], entries: Iterable[Entry], provenance: Provenance, year: int
) -> tuple[FactorUse, ...]:
    """Factors of the carriers used, of the processes, and the warming potentials of the gases that occur."""
    entries = tuple(entries)
    used = [supply.commodity for supply in supplies if supply.commodity.category is not Category.OTHER and (supply.bought or supply.sold)]
    own = [supply.commodity for supply in supplies if supply.own_renewable and supply.commodity not in used]
    carriers = [factor for commodity in used for factor in _of_carrier(commodity, provenance, year)]
    carriers += [factor for commodity in own for factor in _of_energy(commodity, provenance, year)]
    gases = dict.fromkeys(entry.gas for entry in entries if entry.gas)
    return (*carriers, *_of_processes(entries), *_of_gases(case, gases, provenance))


def _of_carrier(commodity: CommodityData, provenance: Provenance, year: int) -> Iterator[FactorUse]:
    yield from _of_energy(commodity, provenance, year)
    place, per_unit = f"commodities.{commodity.id}.emissions", commodity.mwh_per_unit
    for gas, by_year in commodity.t_per_mwh.items():
        if by_year[year] or gas == "CO2":
            unit, origin = f"t{gas}/{commodity.unit}", provenance.of_gas(commodity.id, gas)
            yield FactorUse(f"{place}.{gas}", commodity.name, gas, by_year[year] * per_unit, unit, *origin)
    others = ((RESIDUAL, "residual_CO2", commodity.residual_t_per_mwh), (FOSSIL, "fossil_CO2", commodity.fossil_t_per_mwh))
    for field, what, given in others:
        if given is not None:
            value, origin = given["CO2"][year] * per_unit, provenance.find(f"{place}.{field}")
            yield FactorUse(f"{place}.{field}", commodity.name, what, value, f"tCO2/{commodity.unit}", *origin)


def _of_energy(commodity: CommodityData, provenance: Provenance, year: int) -> Iterator[FactorUse]:
    place, per_unit, unit = f"commodities.{commodity.id}", commodity.mwh_per_unit, commodity.unit
    if unit not in MWH_PER_UNIT:
        origin = provenance.find(f"{place}.heat_value_gj_per_unit", f"{place}.steam")
        yield FactorUse(f"{place}.heat_value_gj_per_unit", commodity.name, "heat_value", per_unit * GJ_PER_MWH, f"GJ/{unit}", *origin)
    tce = commodity.tce_per_mwh * per_unit
    yield FactorUse(f"{place}.tce_per_unit", commodity.name, "tce", tce, f"tce/{unit}", *provenance.find(f"{place}.tce_per_unit"))
    if commodity.equivalent_tce_per_mwh is not None:
        field = f"{place}.equivalent_tce_per_unit"
        value = commodity.equivalent_tce_per_mwh[year] * per_unit
        yield FactorUse(field, commodity.name, "equivalent_tce", value, f"tce/{unit}", *provenance.find(field))


def _of_processes(entries: Iterable[Entry]) -> Iterator[FactorUse]:
    """Factors of process lines stand in the lines already."""
    for entry in entries:
        if entry.section is Section.PROCESS and entry.factor is not None:
            field = f"{entry.item}.{entry.gas}"
            yield FactorUse(field, entry.name, entry.gas, entry.factor, entry.factor_unit, entry.source, entry.status)


def _of_gases(case: Case, gases: Iterable[str], provenance: Provenance) -> Iterator[FactorUse]:
    for gas in gases:
        field = f"gwp_edition.{gas}"
        yield FactorUse(field, Text(zh=gas, en=gas), "GWP", case.gwp[gas], f"tCO2e/t{gas}", *provenance.find(field))

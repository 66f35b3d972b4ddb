"""The energy sheet of a year by GB/T 2589: every carrier in its own unit and in coal equivalent, by both values (能源消费表)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.domain.case import Case
from planner.domain.inventory import EnergyLine, EnergySheet, EnergyTotals
from planner.domain.tiers import Category
from planner.evaluation.energy import account_energy, count_renewable
from planner.evaluation.supply import Supply
from planner.index.readings import Readings
from planner.units import GJ_PER_MWH, KGCE_PER_TCE


def build_energy_sheet(case: Case, supplies: tuple[Supply, ...], readings: Readings, year: int) -> EnergySheet:
    """Carriers bought, sold or made by renewables in the year, with totals."""
    used = [supply for supply in supplies if _takes_part(supply)]
    by_heat = [supply.commodity.tce_per_mwh for supply in used]
    by_making = [_find_equivalent(supply, year) for supply in used]
    known = [factor for factor in by_making if factor is not None]
    return EnergySheet(
        lines=tuple(_describe(*row, readings) for row in zip(used, by_heat, by_making, strict=True)),
        calorific=_sum_up(case, used, by_heat, readings, year),
        equivalent=_sum_up(case, used, known, readings, year) if len(known) == len(used) else None,
        judged_by=readings.electricity_tce,
        judged_share=account_energy(supplies, readings, year).get("renewable_share"),
        per=case.intensity.unit,
    )


def _takes_part(supply: Supply) -> bool:
    flows = (supply.bought, supply.sold, supply.own_renewable, supply.green_power, supply.certificates)
    return supply.commodity.category is not Category.OTHER and any(flows)


def _find_equivalent(supply: Supply, year: int) -> float | None:
    """Coal equivalent by equivalent value; carriers other than electricity have only one value. [tce/MWh]"""
    commodity = supply.commodity
    if commodity.category is not Category.ELECTRICITY:
        return commodity.tce_per_mwh
    return (commodity.equivalent_tce_per_mwh or {}).get(year)


def _describe(supply: Supply, by_heat: float, by_making: float | None, readings: Readings) -> EnergyLine:
    commodity, unit = supply.commodity, supply.commodity.mwh_per_unit
    mwh = supply.bought_counted + supply.own_renewable
    return EnergyLine(
        commodity=commodity.id,
        name=commodity.name,
        category=commodity.category,
        unit=commodity.unit,
        bought=supply.bought / unit,
        sold=supply.sold / unit,
        own_renewable=supply.own_renewable / unit,
        used=mwh / unit,
        used_mwh=mwh,
        used_gj=mwh * GJ_PER_MWH,
        tce=mwh * by_heat,
        equivalent_tce=None if by_making is None else mwh * by_making,
        renewable_mwh=count_renewable(supply, readings),
    )


def _sum_up(case: Case, supplies: Sequence[Supply], factors: Sequence[float], readings: Readings, year: int) -> EnergyTotals:
    pairs = list(zip(supplies, factors, strict=True))
    use = math.fsum((supply.bought_counted + supply.own_renewable) * factor for supply, factor in pairs)
    renewable = math.fsum(count_renewable(supply, readings) * factor for supply, factor in pairs)
    amount = case.intensity.amount.get(year, 0.0)
    return EnergyTotals(
        use_tce=use,
        renewable_tce=renewable,
        share=renewable / use if use > 0 else None,
        per_unit_kgce=use * KGCE_PER_TCE / amount if amount > 0 else None,
    )

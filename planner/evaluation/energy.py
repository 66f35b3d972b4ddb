"""Energy account: comprehensive energy use, renewable energy, electricity (GB/T 2589, planner/index/metrics.py)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import CommodityData
from planner.domain.tiers import Category
from planner.errors import InputRefused, Problem
from planner.evaluation.supply import Supply
from planner.index.readings import Readings


def find_tce_factor(commodity: CommodityData, readings: Readings, year: int) -> float:
    """Coal equivalent of one MWh under the reading ``electricity_tce``. [tce/MWh]"""
    if commodity.category is not Category.ELECTRICITY or readings.electricity_tce == "calorific":
        return commodity.tce_per_mwh
    equivalent = (commodity.equivalent_tce_per_mwh or {}).get(year)
    if equivalent is None:
        raise InputRefused([_missing_equivalent(commodity, year)])
    return equivalent


def _missing_equivalent(commodity: CommodityData, year: int) -> Problem:
    return Problem(
        file="scenario",
        line=0,
        column=0,
        path=f"commodities.{commodity.id}.equivalent_tce_per_unit",
        zh=f"读法 electricity_tce 选了 equivalent（等价值），但没有 {year} 年的等价值；请给出，或改选 calorific（当量值）",
        en=f"reading electricity_tce is 'equivalent', but there is no equivalent value for {year}; give it, or choose 'calorific'",
    )


def count_claims(supply: Supply, readings: Readings) -> float:
    """Green power and certificates that count as renewable under the reading ``renewable_numerator``. [MWh]"""
    match readings.renewable_numerator:
        case "all_claims":
            return supply.green_power + supply.certificates
        case "no_certificates":
            return supply.green_power
        case "physical_only":
            return 0.0


def count_renewable(supply: Supply, readings: Readings) -> float:
    """Renewable energy of one commodity. [MWh]"""
    biomass = supply.bought_counted if supply.commodity.category is Category.BIOMASS else 0.0
    return supply.own_renewable + biomass + count_claims(supply, readings)


def account_energy(supplies: tuple[Supply, ...], readings: Readings, year: int) -> Mapping[str, float]:
    """Energy metrics of one year."""
    factors = [find_tce_factor(supply.commodity, readings, year) for supply in supplies]
    electricity = [supply for supply in supplies if supply.commodity.category is Category.ELECTRICITY]
    values = {
        "energy_use_tce": math.fsum(
            (supply.bought_counted + supply.own_renewable) * factor for supply, factor in zip(supplies, factors, strict=True)
        ),
        "renewable_tce": math.fsum(count_renewable(supply, readings) * factor for supply, factor in zip(supplies, factors, strict=True)),
        "electricity_use_mwh": math.fsum(supply.bought_counted + supply.own_renewable for supply in electricity),
        "renewable_electricity_mwh": math.fsum(count_renewable(supply, readings) for supply in electricity),
    }
    part, whole = (
        ("renewable_tce", "energy_use_tce")
        if readings.renewable_denominator == "total_energy"
        else ("renewable_electricity_mwh", "electricity_use_mwh")
    )
    if values[whole] > 0:
        values["renewable_share"] = values[part] / values[whole]
    if values["electricity_use_mwh"] > 0:
        own = math.fsum(supply.own_renewable for supply in electricity)
        values["own_renewable_power_share"] = own / values["electricity_use_mwh"]
    return values

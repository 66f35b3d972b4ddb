"""Limits beyond which a number is a slip of units: outside physics, or ten times outside any market.

Each limit is wide on purpose: it refuses kilowatt-hours typed as megawatt-hours, never an unusual contract. A price of
exactly zero passes, since it has been said. ``planner/data/README.md`` lists the limits for users.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.tiers import Category
from planner.reading.desk import Desk, Path


@dataclass(frozen=True, slots=True)
class Limit:
    """Lowest and highest plausible value, with what is usual."""

    lowest: float
    highest: float
    unit: str
    usual: str
    zero_passes: bool = True


ELECTRICITY_PRICE = Limit(20, 10_000, "CNY/MWh", "300-1200 CNY/MWh = 0.3-1.2 CNY/kWh")
ENERGY_PRICE = Limit(3, 20_000, "CNY/MWh", "gas 200-450, coal 80-200, heat 150-450, hydrogen 300-1500 CNY/MWh")
DEMAND_CHARGE = Limit(1, 1000, "CNY/kW-month", "20-60 CNY/kW-month")
FIXED_ELECTRICITY_PRICE = Limit(1, 2000, "CNY/MWh", "30-300 CNY/MWh = 0.03-0.3 CNY/kWh")
FIXED_ENERGY_PRICE = Limit(0.3, 20_000, "CNY/MWh", "1-200 CNY/MWh")
CAPACITY_CHARGE = Limit(1, 500, "CNY/kVA-month", "15-40 CNY/kVA-month")
CONTRACTED_KVA = Limit(10, 10_000_000, "kVA", "315-200000 kVA", zero_passes=False)
CLAIM_PRICE = Limit(0.01, 2000, "CNY/MWh", "1-60 CNY/MWh")
CARBON_PRICE = Limit(0.5, 20_000, "CNY/tCO2e", "40-200 CNY/tCO2e")
REMOVAL_PRICE = Limit(0.5, 60_000, "CNY/tCO2", "60-5000 CNY/tCO2")
CO2_PER_MWH = {
    Category.ELECTRICITY: Limit(0.0001, 2, "tCO2/MWh", "0.1-1.0 tCO2/MWh"),
    Category.HEAT: Limit(0.0001, 2, "tCO2/MWh", "0.2-0.5 tCO2/MWh = 0.06-0.14 tCO2/GJ"),
    Category.FUEL: Limit(0.005, 1.5, "tCO2/MWh", "natural gas 0.20, oil 0.26, coal 0.34, blast-furnace gas 0.93 tCO2/MWh"),
    Category.BIOMASS: Limit(0.05, 1, "tCO2/MWh", "0.35-0.42 tCO2/MWh, biogenic"),
}
TCE_PER_MWH = Limit(0.08, 0.6, "tce/MWh", "0.1228 tce/MWh by calorific value, electricity about 0.30 by equivalent value")
HEAT_VALUE = {
    "t": Limit(1, 142, "GJ/t", "coal 15-30, oil 42, LNG 51, hydrogen 120 GJ/t"),
    "kg": Limit(0.001, 0.142, "GJ/kg", "coal 0.015-0.030, oil 0.042 GJ/kg"),
    "10^4 Nm3": Limit(20, 1500, "GJ/10^4 Nm3", "natural gas 390, blast-furnace gas 33 GJ/10^4 Nm3"),
    "10^4 m3": Limit(20, 1500, "GJ/10^4 m3", "natural gas 390, blast-furnace gas 33 GJ/10^4 m3"),
    "Nm3": Limit(0.002, 0.15, "GJ/Nm3", "natural gas 0.039 GJ/Nm3"),
    "m3": Limit(0.002, 0.15, "GJ/m3", "natural gas 0.039 GJ/m3"),
}
CAPEX_PER_KW = {
    "pv": Limit(500, 20_000, "CNY/kW", "2500-5000 CNY/kW"),
    "wind": Limit(1000, 200_000, "CNY/kW", "4500-47000 CNY/kW"),
    "conversion": Limit(5, 300_000, "CNY/kW", "100-15000 CNY/kW"),
}
CAPEX_PER_KWH = Limit(1, 20_000, "CNY/kWh", "heat 20-400, batteries 450-1500 CNY/kWh")
CAPEX_PER_T_CAPTURED = Limit(50, 100_000, "CNY per t/yr", "2400-8600 CNY per t/yr")
CAPEX_PER_MWH_SAVED = Limit(0.5, 100_000, "CNY per MWh/yr", "50-5000 CNY per MWh/yr")
YIELD_MWH_PER_KW = {
    "pv": Limit(0.3, 3.0, "MWh/kW a year", "0.9-1.6 MWh/kW a year", zero_passes=False),
    "wind": Limit(0.3, 6.5, "MWh/kW a year", "1-3.5 MWh/kW a year", zero_passes=False),
    "other": Limit(0.01, 8.76, "MWh/kW a year", "8.76 MWh/kW a year is every hour at full load", zero_passes=False),
}
YIELD_MWH_PER_M2 = Limit(0.05, 2.5, "MWh/m2 a year", "0.4-0.7 MWh/m2 a year", zero_passes=False)
MOST_KW_PER_KW = 1.25
"""Mean output in a slice per rated power; cold clear hours lift PV a little above its rating."""


def check(desk: Desk, path: Path, values: float | Mapping[int, float], limit: Limit | None, zh: str, en: str) -> None:
    """Refuse values outside ``limit``; ``zh`` and ``en`` name the quantity."""
    if limit is None:
        return
    numbers = list(values.values()) if isinstance(values, Mapping) else [values]
    wrong = [number for number in numbers if (number < limit.lowest or number > limit.highest) and not (number == 0 and limit.zero_passes)]
    if wrong:
        worst, unit = wrong[0], limit.unit
        desk.refuse(
            path,
            f"{zh}换算后为 {worst:.6g} {unit}，超出可能范围 {limit.lowest:g} 至 {limit.highest:g}（通常 {limit.usual}）；请检查单位",
            f"{en} comes to {worst:.6g} {unit}, outside the possible {limit.lowest:g} to {limit.highest:g} (usual: {limit.usual});"
            " check the unit",
        )

"""The greenhouse-gas and energy inventory of one year, in the layout of GB/T 32150 reporting and of GB/T 2589 (清单)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from planner.domain.base import Text
from planner.domain.tiers import Category
from planner.domain.verdict import YearAccount

SEVEN_GASES = ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3")
"""The gases of GB/T 32150, in its order."""


class Section(StrEnum):
    """Headings of the inventory."""

    FUEL = "fuel"
    """Fuel combustion (燃料燃烧); of biomass CH4 and N2O only."""
    CAPTURED = "captured"
    """Fossil CO2 captured from combustion: deducted (捕集)."""
    PROCESS = "process"
    """Process sources and direct emissions of converters, with cuts and capture (过程排放)."""
    ELECTRICITY = "electricity"
    """Purchased electricity (购入电力)."""
    HEAT = "heat"
    """Purchased heat (购入热力)."""
    EXPORTED = "exported"
    """Electricity and heat sold (输出电力、热力): deducted or memo."""
    REMOVALS = "removals"
    """Removals, credits and biogenic CO2 captured: beside the total (清除与抵消)."""
    BIOGENIC = "biogenic"
    """CO2 of biomass burnt: memo (生物质CO2)."""


class Kind(StrEnum):
    """What a line does to its section."""

    EMISSION = "emission"
    CLAIM = "claim"
    """Green power or certificates that count: negative."""
    CUT = "cut"
    """What a process measure cuts: negative."""
    CAPTURE = "capture"
    """Captured CO2: negative."""
    EXPORT = "export"
    """Sold: negative."""
    REMOVAL = "removal"
    """Removed, positive in its own section."""
    MEMO = "memo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a quantity, its factor, and one gas that comes of it."""

    section: Section
    kind: Kind
    item: str
    """Commodity, source, converter or measure."""
    name: Text
    gas: str
    """Gas as the scenario names it; empty where only CO2e is known."""
    quantity: float | None
    """In ``unit``; None where tonnes are the quantity."""
    unit: str
    factor: float | None
    """Tonnes of the gas per unit."""
    factor_unit: str
    t: float | None
    """Tonnes of the gas; None where only CO2e is known."""
    tco2e: float
    counted: bool
    """False for memo lines: in no total of emissions."""
    source: str
    """Where the factor comes from."""
    status: str
    """How far it can be trusted."""


@dataclass(frozen=True, slots=True)
class FuelUse:
    """One fuel or biomass burnt: bought less sold."""

    commodity: str
    name: Text
    biomass: bool
    quantity: float
    unit: str
    mwh: float
    gj: float
    heat_value_gj: float
    """Lower heating value per unit. [GJ/unit]"""


@dataclass(frozen=True, slots=True)
class GasTotal:
    """What is emitted of one of the seven gases, energy and process, before removals."""

    gas: str
    t: float | None
    """Tonnes; None where the family holds several gases, whose tonnes don't add up to anything."""
    tco2e: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the lines. [tCO2e]"""

    fuel: float
    captured_energy: float
    electricity: float
    """Less claims that count, and less exports where they are deducted."""
    heat: float
    energy: float
    process: float
    """After cuts and capture."""
    captured_process: float
    gross: float
    removals: float
    net: float
    biogenic_co2: float


@dataclass(frozen=True, slots=True)
class PowerLine:
    """One electricity commodity in the two ledgers."""

    commodity: str
    name: Text
    bought_mwh: float
    green_power_mwh: float
    certificates_mwh: float
    unclaimed_mwh: float
    location_factor: float
    """Average. [tCO2e/MWh]"""
    market_factor: float
    """Of unclaimed power. [tCO2e/MWh]"""
    residual_given: bool
    """False: no factor without market-traded non-fossil power is given, so the average stands for it."""
    location_t: float
    market_t: float


@dataclass(frozen=True, slots=True)
class PowerLedgers:
    """Purchased electricity by the grid (location-based) and by its claims (market-based), side by side."""

    lines: tuple[PowerLine, ...]
    location_t: float
    market_t: float
    judged_t: float
    """What the index counts under its readings. [tCO2e]"""
    judged_by: Literal["location", "market", "mixed"]
    """Which ledger the readings amount to; ``mixed`` when they take neither as it is."""


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """One carrier in the energy account."""

    commodity: str
    name: Text
    category: Category
    unit: str
    bought: float
    sold: float
    own_renewable: float
    """Own renewable energy used, what is sold left out."""
    used: float
    """Bought that counts plus own renewable used."""
    used_mwh: float
    used_gj: float
    tce: float
    """By calorific value (当量值)."""
    equivalent_tce: float | None
    """By equivalent value (等价值); None where a used electricity has none."""
    renewable_mwh: float
    """Own, biomass, and the claims that count."""


@dataclass(frozen=True, slots=True)
class EnergyTotals:
    """The whole factory by one of the two values of electricity."""

    use_tce: float
    renewable_tce: float
    share: float | None
    """Renewable over use."""
    per_unit_kgce: float | None
    """Per unit of output, or of what intensity counts."""


@dataclass(frozen=True, slots=True)
class EnergySheet:
    """Energy of the year by GB/T 2589."""

    lines: tuple[EnergyLine, ...]
    calorific: EnergyTotals
    equivalent: EnergyTotals | None
    judged_by: Literal["calorific", "equivalent"]
    """Which value the index takes."""
    judged_share: float | None
    """Renewable share as the index counts it."""
    per: str
    """Unit of output: ``t``."""


@dataclass(frozen=True, slots=True)
class FactorUse:
    """A factor that the year's figures rest on."""

    field: str
    """Place in the scenario: ``commodities.gas.emissions.CO2``."""
    name: Text
    what: str
    """Gas, ``heat_value``, ``tce``, ``equivalent_tce``, ``GWP``, ..."""
    value: float
    unit: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything that a factory reports of one year."""

    year: int
    period: Literal["history", "planned"]
    gwp_edition: str
    entries: tuple[Entry, ...]
    fuels: tuple[FuelUse, ...]
    totals: Totals
    gases: tuple[GasTotal, ...]
    exports_deducted: bool
    power: PowerLedgers
    energy: EnergySheet
    factors: tuple[FactorUse, ...]
    account: YearAccount
    """The evaluator's account of the same year, with which the totals agree."""
    frozen: YearAccount | None
    """Planned years: the same with the electricity factors of the base year."""

    def of(self, section: Section) -> tuple[Entry, ...]:
        """The lines of one section."""
        return tuple(entry for entry in self.entries if entry.section is section)

    def sum_of(self, section: Section) -> float:
        """Their sum, memo lines included. [tCO2e]"""
        return math.fsum(entry.tco2e for entry in self.of(section))

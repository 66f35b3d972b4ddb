"""One factory site for one year: what planner, a hand-written program and PyPSA are each asked to make cheap. Numbers are invented."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.case import HOURS_PER_YEAR, Case, Slice
from tests.builders import commodity, conversion, converter, demand, electricity, equipment, generation, investment, natural_gas, storage
from tests.builders import tiny_case as builders_case

YEAR = 2025
RATE, LIFETIME_YEARS = 0.08, 20
DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BOILER_MW, BOILER_EFFICIENCY = 12.0, 0.9
GAS_PRICE, ENERGY_PRICE, DEMAND_PRICE = 420.0, 620.0, 42_000.0
"""CNY/MWh, CNY/MWh at multiplier 1, CNY per MW and month."""
CAPEX = {"pv": 3_000.0, "battery": 1_800.0, "heat_pump": 2_600.0, "heat_store": 240.0}
"""CNY/kW."""
HOURS = {"battery": 2.0, "heat_store": 6.0}
EFFICIENCY = {"battery": 0.95, "heat_store": 0.99}
"""Of charging, and of discharging."""
STANDING_LOSS = {"battery": 0.0, "heat_store": 0.005}
"""Per hour."""
COP = 3.1
PV_LIMIT_KW = 9_000.0


@dataclass(frozen=True)
class Site:
    """Mean powers of each slice and what a slice stands for; every slice is one hour long."""

    times: float
    """How often each slice happens in a year."""
    power_mw: np.ndarray
    heat_mw: np.ndarray
    sun: np.ndarray
    """PV output over its size."""
    price: np.ndarray
    """Multiplier of the energy price."""
    month: np.ndarray
    """1 to 12."""

    @property
    def slices(self) -> int:
        """Number of slices."""
        return len(self.power_mw)


def make_site(slices: int) -> Site:
    """``slices / 24`` days in one chain, spread over the year."""
    days, dice = slices // 24, np.random.default_rng(7)
    day = np.arange(days) * 365 // days
    hour, date = np.tile(np.arange(24), days), np.repeat(day, 24)
    working = np.where(date % 7 < 5, 1.0, 0.4) * np.where((hour >= 7) & (hour < 23), 1.0, 0.45)
    winter = 1.0 + 0.5 * np.cos(2 * np.pi * (date - 15) / 365)
    cloud = np.repeat(dice.uniform(0.25, 1.0, days), 24)
    height = (1.0 - 0.3 * np.cos(2 * np.pi * (date - 10) / 365)) * np.clip(np.sin(np.pi * (hour - 6) / 12), 0.0, None)
    return Site(
        times=HOURS_PER_YEAR / slices,
        power_mw=np.round(6.0 * working * dice.uniform(0.85, 1.15, slices), 6),
        heat_mw=np.round(5.0 * (0.3 + 0.7 * working) * winter * dice.uniform(0.9, 1.1, slices), 6),
        sun=np.round(0.75 * height * cloud, 6),
        price=np.select([hour < 7, ((hour >= 9) & (hour < 12)) | ((hour >= 16) & (hour < 21))], [0.5, 1.5], 1.0),
        month=np.repeat(np.arange(1, 13), DAYS_OF_MONTH)[date],
    )


def yearly_payment() -> float:
    """Annuity per overnight cost."""
    return RATE / (1 - (1 + RATE) ** -LIFETIME_YEARS)


def as_case(site: Site) -> Case:
    """The site as planner reads it: a gas boiler that stands, and four measures of one vintage."""
    count, times = site.slices, site.times
    slices = tuple(Slice(times, times, (s - 1) % count, (int(month),)) for s, month in enumerate(site.month))
    power, heat = site.power_mw.sum() * times, site.heat_mw.sum() * times
    size = {m: replace(investment((YEAR,), capex={YEAR: capex}), lifetime_years=LIFETIME_YEARS) for m, capex in CAPEX.items()}
    stores = [
        storage(
            m, of, hours=HOURS[m], charge_efficiency=EFFICIENCY[m], discharge_efficiency=EFFICIENCY[m],
            standing_loss_per_hour=STANDING_LOSS[m], built=size[m],
        )
        for m, of in (("battery", "electricity"), ("heat_store", "steam"))
    ]  # fmt: skip
    pump = converter({"electricity": 1 / COP}, {"steam": 1.0}, slices=count)
    pv = tuple((site.sun * times / 1000.0).tolist())
    return builders_case(
        slices=slices, years=(YEAR,), stands_for={YEAR: 1}, resolution="hourly",
        commodities={
            "electricity": electricity(
                slices=count, price=ENERGY_PRICE, price_multiplier=tuple(site.price.tolist()),
                demand_charge_cny_per_mw_month={YEAR: DEMAND_PRICE},
            ),
            "gas": natural_gas(slices=count, price=GAS_PRICE), "steam": commodity("steam", slices=count),
        },
        demands={
            "power": demand("power", "electricity", float(power), tuple((site.power_mw / site.power_mw.sum()).tolist())),
            "steam": demand("steam", annual=float(heat), shape=tuple((site.heat_mw / site.heat_mw.sum()).tolist())),
        },
        equipment={
            "boiler": equipment("boiler", converter({"gas": 1 / BOILER_EFFICIENCY}, {"steam": 1.0}, slices=count), size=1000 * BOILER_MW)
        },
        measures=[
            generation("pv", yields=pv, built=replace(size["pv"], limit_size=PV_LIMIT_KW)),
            conversion("heat_pump", pump, built=size["heat_pump"]), *stores,
        ],
    )  # fmt: skip

"""A plan of the hourly auto-parts example counted a third time, from ``plan.json`` and the raw files: no code of planner.

It knows how this one example is written (two electricity prices, one heat carrier of each kind) and nothing more. Sizes cost what
the other tests hold; here it is about the hours: profiles, typical days, balances, stores, bills, shares.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

GJ = 1 / 3.6
"""MWh."""
DAYS = [dt.date(2025, 1, 1) + dt.timedelta(day) for day in range(365)]
HOLIDAYS = {
    dt.date(2025, month, day)
    for month, days in ((1, (1, 28, 29, 30, 31)), (2, (1, 2, 3, 4)), (4, (4, 5, 6)), (5, (1, 2, 3, 4, 5, 31)), (6, (1, 2)))
    for day in days
} | {dt.date(2025, 10, day) for day in range(1, 9)}
"""State Council notice for 2025."""
WORKED = {dt.date(2025, 1, 26), dt.date(2025, 2, 8), dt.date(2025, 4, 27), dt.date(2025, 9, 28), dt.date(2025, 10, 11)}
"""Sundays and Saturdays that are worked instead."""
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END_USES = {
    "machining": "electricity", "stamping": "electricity", "compressed_air": "electricity", "hvac": "electricity",
    "fans_pumps": "electricity", "lighting": "electricity", "office": "electricity", "washing": "hot_water", "amenities": "hot_water",
    "curing": "drying_heat", "space_heating": "heat",
}  # fmt: skip
UNIT_MWH = {"electricity": 10.0, "hot_water": GJ, "drying_heat": GJ, "heat": GJ}
PRICE = {"natural_gas": 3.3e4 / (389.31 * GJ), "heat": 92 / GJ, "diesel": 9286 / (42.652 * GJ), "biomass": 950 / (18.422 * GJ)}
"""CNY/MWh: prices.csv, central, over the heating value of energy_carriers.csv."""
TCE = {
    "electricity": 0.1229, "natural_gas": 13.3 / (389.31 * GJ), "heat": 0.03412 / GJ, "diesel": 1.4571 / (42.652 * GJ),
    "biomass": 0.62857 / (18.422 * GJ),
}  # fmt: skip

Hours = np.ndarray
"""Shape (365, 24), or (typical days, 24)."""


@dataclass(frozen=True)
class Raw:
    """The example's files."""

    base: dict[str, Any]
    hourly: dict[str, Any]
    folder: Path
    data: Path

    def profile(self, name: str) -> Hours:
        """A profile of ``hours.profiles`` over the 365 days."""
        given = self.hourly["hours"]["profiles"][name]
        make: dict[str, Callable[[dict[str, Any]], Hours]] = {
            "meter": self._meter, "shifts": _shifts, "periods": _periods, "pv": self._pv, "tariff": self._tariff, "heat_pump": _heat_pump,
        }  # fmt: skip
        return make[given["kind"]](given)

    def _meter(self, given: dict[str, Any]) -> Hours:
        with (self.folder / given["file"]).open(encoding="utf-8-sig") as file:
            return np.array([float(row[given["column"]]) for row in csv.DictReader(file)]).reshape(365, 24)

    def _pv(self, given: dict[str, Any]) -> Hours:
        lines = (self.data / "pv_years" / f"{given['library']}.csv").read_text().split()[1:]
        return np.array(lines, float).reshape(365, 24)

    def _tariff(self, given: dict[str, Any]) -> Hours:
        ratio = np.full((13, 24), np.nan)
        with (self.data / "tariff_tou.csv").open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                if row["scheme_id"] == given["scheme"]:
                    for month in row["months"].split(";"):
                        ratio[int(month), int(row["hour_start"]) : int(row["hour_end"])] = float(row["ratio_to_flat"])
        return np.array([ratio[day.month] for day in DAYS])


def _shifts(given: dict[str, Any]) -> Hours:
    rest = given.get("rest_days", ["saturday", "sunday"])
    idle, first = given["idle_share"], given["first_shift_starts"]
    last = first + given["shifts"] * given.get("hours_per_shift", 8)
    assert last <= 24
    off = [day in HOLIDAYS or (WEEK[day.weekday()] in rest and day not in WORKED) for day in DAYS]
    return np.array([[1.0 if first <= hour < last and not closed else idle for hour in range(24)] for closed in off])


def _periods(given: dict[str, Any]) -> Hours:
    values = np.full((365, 24), float(given["default"]))
    for period in given["periods"]:
        for place, day in enumerate(DAYS):
            kind = period.get("days", "all")
            if day.month in period.get("months", range(1, 13)) and (kind == "all" or (day.weekday() < 5) == (kind == "working")):
                values[place, period["from_hour"] : period["to_hour"]] = period["value"]
    return values


def _heat_pump(given: dict[str, Any]) -> Hours:
    def cop(source: Any) -> Any:
        return np.minimum(given["carnot_share"] * (given["sink_c"] + 273.15) / (given["sink_c"] - source), given["largest_cop"])

    swing = given["source_daily_swing_c"] * np.cos(2 * np.pi * (np.arange(24) - 15) / 24)
    return cop(given["rated_source_c"]) / cop(np.array([given["source_monthly_mean_c"][day.month - 1] + swing for day in DAYS]))


def read_raw(root: Path) -> Raw:
    """Both scenario files and the folders beside them."""
    folder = root / "examples" / "auto-parts"
    files = [YAML(typ="safe").load((folder / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("scenario", "hourly")]
    return Raw(files[0], files[1], folder, root / "planner" / "data")


@dataclass(frozen=True)
class Count:
    """A plan by the raw files."""

    raw: Raw
    plan: dict[str, Any]

    @property
    def representatives(self) -> np.ndarray:
        return np.array(self.plan["representatives"])

    @property
    def typical(self) -> np.ndarray:
        return np.unique(self.representatives)

    @property
    def counts(self) -> np.ndarray:
        """Days that each typical day stands for."""
        return np.array([np.sum(self.representatives == day) for day in self.typical])

    def mean(self, values: Hours) -> Hours:
        """Mean over the days represented, flattened to slices."""
        return np.array([values[self.representatives == day].mean(axis=0) for day in self.typical]).ravel()

    def yearly(self, values: Hours) -> Hours:
        """Yearly amounts by slice whose sum is that of the 365 days: days that stand for others are scaled, cut at the largest value; where
        that can't be, they take the mean of their days."""
        own, times = values[self.typical].astype(float), self.counts[:, None] * np.ones((1, 24))
        several = self.counts > 1
        total = values[np.isin(self.representatives, self.typical[several])].sum()
        part, weight = own[several], times[several]
        factor_low, factor_high = 0.0, 1e6
        if not part.any() or values.max() * weight.sum() < total:
            own[several] = self.mean(values).reshape(own.shape)[several]
            return (own * times).ravel()
        for _ in range(200):  # by halving, so that nothing of planner's way is copied
            factor = (factor_low + factor_high) / 2
            enough = (np.minimum(part * factor, values.max()) * weight).sum() >= total
            factor_low, factor_high = (factor_low, factor) if enough else (factor, factor_high)
        own[several] = np.minimum(part * factor_high, values.max())
        return (own * times).ravel()

    def flow(self, kind: str, name: str, year: int) -> Hours:
        return np.array(self.plan["flows"].get(kind, {}).get(name, {}).get(str(year), np.zeros(24 * len(self.typical))))

    # what is needed -------------------------------------------------------------------------------------------------------

    def demand(self, use: str, year: int) -> Hours:
        """Of one end use by slice. [MWh]"""
        given = self.raw.base["end_uses"][use]["demand_per_year"]
        amount = given["start"] * (1 + given["growth_per_year"]) ** (year - given["start_year"]) * UNIT_MWH[END_USES[use]]
        shape = self.yearly(self.raw.profile(self.raw.hourly["end_uses"][use]["profile"]))
        return amount * shape / shape.sum()

    def needed(self, commodity: str, year: int) -> Hours:
        """Demands of a commodity after savings and moves. [MWh]"""
        total = np.zeros(24 * len(self.typical))
        for use, carrier in END_USES.items():
            if carrier == commodity:
                saved = sum(by_use.get(use, {}).get(str(year), 0.0) for by_use in map(_arrays, self.plan["flows"]["saved"].values()))
                total += self.demand(use, year) - saved + self.flow("moved_in", use, year) - self.flow("moved_out", use, year)
        if commodity == "haulage":
            shape = self.yearly(self.raw.profile("haulage"))
            total += 43200 * shape / shape.sum()
        return total

    def balance(self, commodity: str, year: int) -> tuple[Hours, Hours]:
        """What comes in and what goes out of a commodity by slice. [MWh, or h of haulage]"""
        supply, use = self.flow("imported", commodity, year), self.needed(commodity, year) + self.flow("exported", commodity, year)
        for name, given in self.converters():
            activity = self.flow("activity", name, year)
            supply = supply + given["outputs"].get(commodity, 0.0) * activity
            shape = np.ones_like(activity)
            if name == "heat_pump_heating" and commodity == "electricity":
                shape = self.mean(self.raw.profile("heat_pump_cold"))
            use = use + given["inputs"].get(commodity, 0.0) * activity * shape
        for name, given in self.measures():
            if given["kind"] == "generation" and given["commodity"] == commodity:
                supply = supply + self.flow("generated", name, year)
            if given["kind"] == "storage" and given["commodity"] == commodity:
                supply, use = supply + self.flow("discharge", name, year), use + self.flow("charge", name, year)
        return supply, use

    def converters(self) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from self.raw.base["converters"].items()
        yield from ((name, given) for name, given in self.measures() if given["kind"] == "conversion")

    def measures(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Measures with the hourly file laid over the other."""
        base, over = self.raw.base["measures"], self.raw.hourly["measures"]
        for name in {**base, **over}:
            yield name, {**base.get(name, {}), **over.get(name, {})}

    # what it costs and counts -----------------------------------------------------------------------------------------------

    def energy_cost_cny(self, year: int) -> float:
        buy = self.raw.hourly["commodities"]["electricity"]["buy"]
        floating, fixed = (buy[key]["value"] / 10 for key in ("price_cny_per_unit", "not_floating_cny_per_unit"))
        power = self.flow("imported", "electricity", year) @ (floating * self.mean(self.raw.profile("time_of_use")) + fixed)
        return float(power + sum(self.flow("imported", c, year).sum() * price for c, price in PRICE.items()))

    def billed_mw(self, year: int) -> dict[int, float]:
        """The largest mean power bought in any slice that stands for a day of the month."""
        power = self.flow("imported", "electricity", year).reshape(-1, 24) / self.counts[:, None]
        found: dict[int, float] = {}
        for day, of in zip(DAYS, self.representatives, strict=True):
            largest = float(power[np.searchsorted(self.typical, of)].max())
            found[day.month] = max(found.get(day.month, 0.0), largest)
        return found

    def renewable_share(self, year: int) -> float:
        """Own generation that is not sold, and biomass, over all energy; this plan buys no claims and sells only electricity."""
        assert set(self.plan["flows"]["exported"]) <= {"electricity"} and not self.plan["flows"]["purchased"]
        made = {c: 0.0 for c in ("electricity", "hot_water")}
        for name, given in self.measures():
            if given["kind"] == "generation":
                made[given["commodity"]] += float(self.flow("generated", name, year).sum())
        made["electricity"] -= float(self.flow("exported", "electricity", year).sum())
        bought = {c: float(self.flow("imported", c, year).sum()) * tce for c, tce in TCE.items()}
        own = made["electricity"] * TCE["electricity"] + made["hot_water"] * TCE["heat"]
        return (own + bought["biomass"]) / (own + sum(bought.values()))


def _arrays(by_use: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, np.ndarray]]:
    return {use: {year: np.array(values) for year, values in by_year.items()} for use, by_year in by_use.items()}

"""Gather the numbers of docs/hours.md from plans that planner wrote: ``python docs/pictures/collect.py FOLDER`` writes hours.json.

FOLDER holds what ``planner plan examples/auto-parts/hourly.yaml --with examples/auto-parts/one-year.yaml --tier zero -o`` wrote:
``annual`` and ``hourly`` at these resolutions, and ``days-4``, ``days-8``, ``days-12`` with ``--set hours.typical_days.days=4`` etc.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from planner import Case, case_of, read_case

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "examples" / "auto-parts" / "hourly.yaml"
ONE_YEAR = SCENARIO.with_name("one-year.yaml")
NUMBERS = Path(__file__).with_name("hours.json")
YEAR = "2032"
DEFAULT_DAYS = 12
POINTS = 120
"""Of a duration curve."""
MEASURES = ("pv_rooftop", "pv_carport", "battery", "heat_pump_water", "heat_pump_heating", "biomass_boiler", "hot_water_tank")

Series = npt.NDArray[np.float64]


def planner_json(*words: str) -> dict[str, Any]:
    """What a command prints with ``--json``; 1 is the exit code of a plan that holds no tier."""
    done = subprocess.run([sys.executable, "-m", "planner", *words, "--json"], capture_output=True, cwd=ROOT, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8"))
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(folder: Path, *more: str) -> dict[str, Any]:
    """The plan in a folder, recomputed and judged."""
    return planner_json("check", str(SCENARIO), str(folder), "--with", str(ONE_YEAR), *more)


def figures(judged: Mapping[str, Any]) -> dict[str, Any]:
    """What the page tells of a plan."""
    year = judged["years"][YEAR]
    power = next((item for item in judged["hours"] if item["commodity"] == "electricity"), {})
    size = {measure: built["size"] for measure, built in judged["measures"].items() if measure in MEASURES}
    used, sold = power.get("used_mwh", year["own_renewable_power_share"] * year["electricity_use_mwh"]), power.get("sold_mwh", 0.0)
    return {
        "cost_cny": judged["total_cost_cny"],
        "year_cost_cny": year["yearly_cost_cny"],
        "sizes": size,
        "self_use": used / (used + sold),
        "renewable_share": year["renewable_share"],
        "energy_emissions_t": year["energy_emissions_t"],
        "billed_mw": power.get("billed_mw"),
        "demand_charge_cny": year["demand_charge_cny"],
        "cycles": power.get("cycles"),
    }


def accuracy(days: Mapping[str, Any]) -> dict[str, float]:
    """What typical days cost in accuracy, from ``planner days``: relative errors, self-use as a difference of shares."""
    profiles = {(item["kind"], item["id"]): item for item in days["profiles"]}
    load, sun = profiles["load", "electricity"], profiles["generation", "pv_rooftop"]
    use = next(item for item in days["self_use"] if item["measure"] == "pv_rooftop")
    return {
        "self_use": use["share"]["typical"] - use["share"]["full"],
        "billed": load["billed"]["typical"] / load["billed"]["full"] - 1.0,
        "pv_curve": sun["duration_error"],
        "load_curve": load["duration_error"],
    }


def curves(case: Case, representatives: Sequence[int]) -> dict[str, dict[str, list[float]]]:
    """Duration curves of all hours and of the typical days: electric load [MW], rooftop PV [kW/kW]."""
    typical = case_of(case, representatives)
    typical_of = np.searchsorted(sorted(set(representatives)), representatives)
    places = (np.asarray(typical_of)[:, None] * 24 + np.arange(24)).reshape(-1)

    def load(given: Case) -> Series:
        hours = np.array([part.hours for part in given.slices])
        demands = [demand for demand in given.demands.values() if demand.commodity == "electricity"]
        return np.sum([demand.annual_mwh[given.years[0]] * np.array(demand.shape) for demand in demands], axis=0) / hours

    def sun(given: Case) -> Series:
        return 1000 * np.array(given.measures["pv_rooftop"].yield_mwh) / np.array([part.hours for part in given.slices])  # type: ignore[union-attr]

    def falling(values: Series) -> list[float]:
        ordered = np.sort(values)[::-1]
        return [round(float(ordered[at]), 4) for at in np.linspace(0, len(ordered) - 1, POINTS).astype(int)]

    return {name: {"full": falling(of(case)), "typical": falling(of(typical)[places])} for name, of in (("load", load), ("sun", sun))}


def dispatch(folder: Path, case: Case, typical_days: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Electricity on three typical days, hour by hour [MW]: the commonest of winter, of spring and autumn, and of summer."""
    flows: dict[str, Series] = {}
    with (folder / "flows.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["what"] in ("electricity", "battery", "pv_rooftop", "pv_carport") and row["part"]:
                name = f"{row['flow']} {row['what']}"
                flows.setdefault(name, np.zeros(24 * len(typical_days)))[int(row["part"]) - 1] = float(row["value"])
    price = case.commodities["electricity"]
    found = []
    for months in ({12, 1}, {4, 5, 10}, {7, 8}):
        place = max(
            (at for at, day in enumerate(typical_days) if months & set(day["months"])), key=lambda at: typical_days[at]["occurrences"]
        )
        day = typical_days[place]
        here = slice(24 * place, 24 * place + 24)
        hourly = {name: (values[here] / day["occurrences"]) for name, values in flows.items()}
        first = 24 * day["day"]
        paid = [
            price.price_cny_per_mwh[int(YEAR)] * price.price_multiplier[first + at] + price.fixed_price_cny_per_mwh[int(YEAR)]
            for at in range(24)
        ]
        sun = hourly["generated pv_rooftop"] + hourly["generated pv_carport"]
        zero = np.zeros(24)
        parts = {
            "bought": hourly["imported electricity"], "sun": sun, "discharge": hourly.get("discharge battery", zero),
            "charge": hourly.get("charge battery", zero), "sold": hourly.get("exported electricity", zero), "price": np.array(paid),
        }  # fmt: skip
        found.append(
            {"date": day["date"], "times": day["occurrences"], **{name: np.round(values, 4).tolist() for name, values in parts.items()}}
        )
    return found


def collect(folder: Path) -> dict[str, Any]:
    """Everything that is drawn."""
    case = read_case(SCENARIO, variants=[ONE_YEAR])
    numbers = sorted(int(path.name.removeprefix("days-")) for path in folder.glob("days-*") if (path / "plan.json").is_file())
    days, resolutions = {}, {"annual": figures(check(folder / "annual"))}
    for count in numbers:
        change = ("--set", f"hours.typical_days.days={count}")
        told = planner_json("days", str(SCENARIO), "--with", str(ONE_YEAR), *change)
        days[count] = {
            "typical_days": len(told["typical_days"]),
            "accuracy": accuracy(told),
            **figures(check(folder / f"days-{count}", *change)),
        }
        if count == DEFAULT_DAYS:
            shape = curves(case, told["representatives"])
            shown = dispatch(folder / f"days-{count}", case, told["typical_days"])
    resolutions["typical"] = {name: value for name, value in days[DEFAULT_DAYS].items() if name in resolutions["annual"]}
    if (folder / "hourly" / "plan.json").is_file():
        resolutions["hourly"] = figures(check(folder / "hourly"))
    return {"resolutions": resolutions, "days": days, "curves": shape, "dispatch": shown}


if __name__ == "__main__":
    NUMBERS.write_text(json.dumps(collect(Path(sys.argv[1])), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

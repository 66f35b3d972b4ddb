"""The hourly example counted a third time from its raw files (tests/raw_hours.py), against what the run reports, to 1e-9."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from planner.cli import main
from tests.raw_hours import Count, read_raw

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
SAME = 1e-9
COMMODITIES = ("electricity", "hot_water", "drying_heat", "heat", "haulage", "natural_gas", "diesel", "biomass")
STORES = {"battery": (0.93, 0.93, 0.00004, 6000 / 15), "hot_water_tank": (0.99, 0.99, 0.002, None)}
"""Efficiencies of charge and discharge, standing loss per hour, cycles a year."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two typical days and the two extreme ones, for the lowest tier."""
    out = tmp_path_factory.mktemp("raw") / "run"
    scenario = ROOT / "examples" / "auto-parts" / "hourly.yaml"
    words = ["plan", str(scenario), "--tier", "low", "--set", "hours.typical_days.days=2", "--output", str(out)]
    assert main(words) == 0
    return out


@pytest.fixture(scope="module")
def count(folder: Path) -> Count:
    return Count(read_raw(ROOT), json.loads((folder / "plan.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def reported(folder: Path) -> dict[tuple[int, str], float]:
    with (folder / "accounts.csv").open(encoding="utf-8-sig") as file:
        return {(int(row["year"]), row["metric"]): float(row["value"]) for row in csv.DictReader(file) if row["period"] == "planned"}


def test_typical_days_cover_the_year_and_keep_its_totals(count: Count) -> None:
    assert count.counts.sum() == 365 and len(count.typical) == 4
    for name in ("machining", "paint_shop", "two_shifts", "haulage", "heating_season", "pv"):
        profile = count.raw.profile(name)
        assert count.yearly(profile).sum() == pytest.approx(profile.sum(), rel=1e-12)


@pytest.mark.parametrize("commodity", COMMODITIES)
def test_every_hour_balances(count: Count, commodity: str) -> None:
    for year in count.plan["years"]:
        supply, use = count.balance(commodity, year)
        assert supply == pytest.approx(use, rel=0, abs=SAME * max(supply.max(), 1.0))


def test_bills_and_shares_are_those_reported(count: Count, reported: dict[tuple[int, str], float]) -> None:
    for year in count.plan["years"]:
        assert count.energy_cost_cny(year) == pytest.approx(reported[year, "energy_cost_cny"], rel=SAME)
        billed = count.billed_mw(year)
        assert len(billed) == 12
        assert sum(billed.values()) * 40_000 == pytest.approx(reported[year, "demand_charge_cny"], rel=SAME)
        assert count.renewable_share(year) == pytest.approx(reported[year, "renewable_share"], rel=SAME)


def test_pv_makes_at_most_what_the_sun_gives(count: Count) -> None:
    shape = count.yearly(count.raw.profile("pv"))
    for name, yearly_mwh in (("pv_rooftop", 1.13), ("pv_carport", 0.875)):
        for year in count.plan["years"]:
            sizes = count.plan["deploy"].get(name, {})
            aged = sum(size * 0.995 ** (year - int(v)) for v, size in sizes.items() if int(v) <= year)
            most = aged * yearly_mwh * shape / shape.sum()
            assert np.all(count.flow("generated", name, year) <= most + SAME * most.max())


@pytest.mark.parametrize("store", STORES)
def test_stores_end_each_day_where_they_began_it(count: Count, store: str) -> None:
    into, out, loss, cycles = STORES[store]
    assert count.plan["deploy_kwh"][store]
    for year in count.plan["years"]:
        charge, discharge, level = (count.flow(kind, store, year).reshape(-1, 24) for kind in ("charge", "discharge", "level"))
        assert np.all(np.minimum(charge, discharge) == 0.0)
        energy = sum(kwh for v, kwh in count.plan["deploy_kwh"][store].items() if int(v) <= year) / 1000
        power = sum(kw for v, kw in count.plan["deploy"][store].items() if int(v) <= year) / 1000
        assert level.max() <= energy * (1 + SAME) and (charge + discharge).max() <= power * count.counts.max() * (1 + SAME)
        stepped = np.roll(level, 1, axis=1) * (1 - loss) + (charge * into - discharge / out) / count.counts[:, None]
        assert level == pytest.approx(stepped, rel=0, abs=SAME * max(energy, 1.0))
        if cycles is not None:
            assert discharge.sum() / out <= cycles * energy * (1 + SAME)

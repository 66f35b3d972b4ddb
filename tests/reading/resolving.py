"""A small factory as the data of a scenario file, ways to change it, and its resolution."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.domain.case import Case
from planner.domain.scenario import Scenario
from planner.errors import InputRefused, Problem
from planner.reading.resolution import resolve
from planner.reading.source import Source

FACTORY: dict[str, Any] = {
    "schema": "planner/1",
    "name": "plant",
    "factory": {"name": "plant", "industry": "process", "founded_year": 2005, "place": "Tianjin"},
    "index": {"id": "binhai-2022"},
    "horizon": {"base_year": 2025, "first_year": 2026, "last_year": 2030},
    "finance": {"discount_rate": 0.08, "discount_rate_basis": "real", "price_year": 2025, "payment_timing": "end_of_year"},
    "targets": {"tiers": {"low": 2026, "near": 2028}, "lower_tiers": "on_the_way", "hold": "kept"},
    "gwp_edition": "ar5",
    "commodities": {
        "electricity": {
            "name": {"zh": "电力", "en": "electricity"},
            "category": "electricity",
            "unit": "10^4 kWh",
            "library": "electricity",
            "emissions": {
                "co2_t_per_unit": {"grid_region": "Tianjin", "factor_type": "average", "change_per_year_after_last": -0.02},
            },
            "buy": {
                "price_cny_per_unit": 6800,
                "demand_charge": {"price_cny_per_kw_month": 38.4, "load_factor": 0.6},
            },
            "sell": {"price_cny_per_unit": {"library_price": "electricity_export_pv", "level": "central"}},
        },
        "gas": {
            "name": {"zh": "天然气", "en": "natural gas"},
            "category": "fuel",
            "unit": "10^4 Nm3",
            "library": "natural_gas",
            "buy": {"price_cny_per_unit": {"library_price": "natural_gas", "level": "central"}},
        },
        "steam": {"name": {"zh": "蒸汽", "en": "steam"}, "category": "heat", "unit": "GJ", "demand_per_year": 36_000},
        "product": {"name": {"zh": "产品", "en": "product"}, "category": "other", "unit": "t"},
    },
    "end_uses": {
        "lighting": {
            "name": "lighting",
            "carrier": "electricity",
            "demand_per_year": {"by_year": {str(y): 10 + y - 2026 for y in range(2026, 2031)}},
        },
        "drives": {
            "name": "drives",
            "carrier": "electricity",
            "demand_per_year": {"start": 100, "start_year": 2025, "growth_per_year": 0.1},
        },
    },
    "converters": {
        "boiler": {
            "name": "boiler",
            "size_unit": "kW",
            "existing": [{"size": 4000, "until": 2040}],
            "inputs": {"gas": 1.0},
            "outputs": {"steam": 0.9},
            "availability": 0.95,
            "fixed_om_cny_per_size_year": 15,
            "variable_cost_cny_per_activity": 5,
        }
    },
    "process_sources": {
        "calcination": {
            "name": "calcination",
            "activity_unit": "t CaCO3",
            "activity_per_year": 1000,
            "history": {"2024": 900, "2025": 950},
            "t_per_activity": {"CO2": 0.44},
        },
        "cooling": {
            "name": "cooling",
            "activity_unit": "kg",
            "activity_per_year": 50,
            "history": {"2024": 50, "2025": 50},
            "t_per_activity": {"R-410A": 0.001},
        },
    },
    "measures": {
        "led": {"kind": "saving", "name": "LED", "library": "led_lighting", "level": "central", "saves_from_library": ["lighting"]},
        "audit": {
            "kind": "saving",
            "name": "audit",
            "saves": {"lighting": 0.1, "drives": 0.05},
            "capex_cny_per_size": 500,
            "fixed_om_cny_per_size_year": 10,
            "lifetime_years": 5,
            "lead_time_years": 0,
        },
        "pv": {
            "kind": "generation",
            "name": "PV",
            "size_unit": "kW",
            "commodity": "electricity",
            "technology": "pv",
            "library": "pv_rooftop",
            "level": "central",
            "limit_size": 5000,
            "degradation_per_year": 0.005,
        },
        "battery": {
            "kind": "storage",
            "name": "battery",
            "commodity": "electricity",
            "hours": 2,
            "capex_cny_per_size": 0,
            "library": "battery_li",
            "level": "central",
            "charge_efficiency": 0.93,
            "discharge_efficiency": 0.93,
        },
        "heat_pump": {
            "kind": "conversion",
            "name": "heat pump",
            "size_unit": "MW",
            "inputs": {"electricity": 1.0},
            "outputs": {"steam": 2.5},
            "availability": 0.95,
            "library": "heat_pump_125c",
            "level": "central",
            "excludes": ["e_boiler"],
            "limit_size": 3,
        },
        "e_boiler": {
            "kind": "conversion",
            "name": "electric boiler",
            "size_unit": "kW",
            "inputs": {"electricity": 1.0},
            "outputs": {"steam": 0.99},
            "availability": 0.98,
            "library": "electric_boiler",
            "level": "low",
            "limit_size": 4000,
        },
        "r32": {
            "kind": "process",
            "name": "R-32",
            "size_unit": "kg charge",
            "full_size": 500,
            "cuts": {"cooling": {"R-410A": 0.66}},
            "library": "fgas_r410a_to_r32",
            "level": "central",
        },
        "green": {
            "kind": "purchase",
            "name": "green power",
            "commodity": "electricity",
            "form": "green_power",
            "price_cny_per_mwh": {"library_price": "green_power_premium", "level": "central"},
            "lead_time_years": 0.25,
        },
        "ccs": {
            "kind": "capture",
            "name": "capture",
            "target": "boiler",
            "capture_share": 0.9,
            "library": "ccs_boiler_gas",
            "level": "central",
            "consumes": {"steam": 0.8, "electricity": 0.1},
        },
        "ccer": {
            "kind": "removal",
            "name": "CCER",
            "form": "credit",
            "price_cny_per_t": {"library_price": "ccer", "level": "high"},
            "lead_time_years": 0,
        },
    },
    "groups": {"roof": {"name": "roof", "limit": 40_000, "unit": "m2", "uses": {"pv": 6}}},
    "budget": {"by_year_cny": {"2027": 5e6}, "total_cny": 2e7},
    "carbon_price": {
        "price_cny_per_t": 80,
        "free_allocation_t": {"interpolate": {"2026": 5000, "2030": 1000}},
        "covers": ["fuel", "process"],
    },
    "intensity": {
        "per": "product",
        "unit": "t",
        "history": {"2024": 10_000, "2025": 11_000},
        "planned": 12_000,
        "advanced_energy_kgce_per_unit": {"status": "value", "value": 30, "source": "GB 00000 cl. 4"},
        "advanced_carbon_kg_per_unit": {"status": "unknown"},
    },
    "history": {"2024": {"bought": {"electricity": 100, "gas": 50}}, "2025": {"bought": {"electricity": 110, "gas": 55}}},
}

REMOVE = object()
"""Value that takes a key away."""


def changed(*changes: tuple[str, Any], base: dict[str, Any] = FACTORY) -> dict[str, Any]:
    """The factory with dotted paths set to other values."""
    data = copy.deepcopy(base)
    for path, value in changes:
        *parents, last = path.split(".")
        place = data
        for key in parents:
            place = place.setdefault(key, {})
        if value is REMOVE:
            del place[last]
        else:
            place[last] = copy.deepcopy(value)
    return data


def scenario_of(*changes: tuple[str, Any]) -> Scenario:
    """The changed factory as a scenario."""
    return Scenario.model_validate_json(json.dumps(changed(*changes)))


def case_of(*changes: tuple[str, Any], folder: Path = Path()) -> Case:
    """The changed factory, resolved."""
    return resolve(scenario_of(*changes), Source.nowhere(folder))


def problems_of(*changes: tuple[str, Any], folder: Path = Path()) -> Sequence[Problem]:
    """The problems with which the changed factory is refused; none when it is accepted."""
    try:
        case_of(*changes, folder=folder)
    except InputRefused as refused:
        return refused.problems
    return ()

"""Figures that divide or compare accounts: intensities, baseline, reduction, solid waste."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import Case
from planner.index.readings import Readings
from planner.units import KG_PER_T, KGCE_PER_TCE

BASELINE_YEARS = 5
"""近五年 (index R15): the historical years that the baseline looks at."""


def find_baseline(case: Case, scope_emissions_t: Mapping[int, float]) -> float:
    """Largest emissions in scope of the last historical years, at most five. [tCO2e]"""
    return max(scope_emissions_t[year] for year in case.history_years[-BASELINE_YEARS:])


def account_ratios(case: Case, values: Mapping[str, float], baseline_t: float, readings: Readings, year: int) -> Mapping[str, float]:
    """Ratios of one year; one whose denominator is missing or not positive is absent."""
    ratios = {"baseline_t": baseline_t}
    if baseline_t > 0:
        ratios["emission_reduction"] = 1.0 - values["scope_emissions_t"] / baseline_t
        ratios["own_reduction"] = 1.0 - values["own_scope_emissions_t"] / baseline_t
    amount = case.intensity.amount.get(year, 0.0)
    if amount > 0:
        counted = values["gross_emissions_t" if readings.intensity_scope == "whole" else "energy_emissions_t"]
        ratios["energy_per_unit_kgce"] = values["energy_use_tce"] * KGCE_PER_TCE / amount
        ratios["carbon_per_unit_kg"] = counted * KG_PER_T / amount
    if values["energy_use_tce"] > 0:
        ratios["carbon_per_tce"] = values["gross_emissions_t"] / values["energy_use_tce"]
    return ratios | _rate_waste(case, readings, year)


def _rate_waste(case: Case, readings: Readings, year: int) -> dict[str, float]:
    """Solid waste utilised over generated, with or without earlier stock in the denominator."""
    waste = case.solid_waste.get(year)
    if waste is None:
        return {}
    stock = waste.earlier_stock_utilised_t if readings.waste_rate == "with_stock" else 0.0
    whole = waste.generated_t + stock
    return {"solid_waste_utilisation": waste.utilised_t / whole} if whole > 0 else {}

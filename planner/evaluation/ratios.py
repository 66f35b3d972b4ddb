"""Figures that divide or compare accounts: intensities, baseline, reduction, solid waste."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import Case
from planner.domain.verdict import YearAccount
from planner.index.readings import Readings
from planner.units import KG_PER_T, KGCE_PER_TCE

BASELINE_YEARS = 5
"""近五年 (index R15): the years that the baseline looks at."""


def find_baseline(case: Case, scope_emissions_t: Mapping[int, float], readings: Readings, year: int) -> float | None:
    """Largest emissions in scope of the years that the reading ``baseline`` looks at; None when one of them is unknown. [tCO2e]"""
    if readings.baseline == "fixed":
        return max(scope_emissions_t[past] for past in case.history_years[-BASELINE_YEARS:])
    window = rolling_window(case, year)
    if not window or any(past not in scope_emissions_t for past in window):
        return None
    return max(scope_emissions_t[past] for past in window)


def rolling_window(case: Case, year: int) -> tuple[int, ...]:
    """The five years before ``year``, known or not, but none before the first historical year."""
    return tuple(range(max(year - BASELINE_YEARS, case.history_years[0]), year))


def add_ratios(
    case: Case, readings: Readings, history: Mapping[int, YearAccount], years: Mapping[int, Mapping[str, float]]
) -> dict[int, Mapping[str, float]]:
    """The accounts of all planning years, each with its ratios; a rolling baseline looks back on past and planned years."""
    scope = {year: values["scope_emissions_t"] for year, values in (*((y, a.values) for y, a in history.items()), *years.items())}
    return {
        year: {**values, **account_ratios(case, values, find_baseline(case, scope, readings, year), readings, year)}
        for year, values in years.items()
    }


def account_ratios(case: Case, values: Mapping[str, float], baseline_t: float | None, readings: Readings, year: int) -> Mapping[str, float]:
    """Ratios of one year; one whose denominator is missing or not positive is absent."""
    ratios = {} if baseline_t is None else {"baseline_t": baseline_t}
    if baseline_t is not None and baseline_t > 0:
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

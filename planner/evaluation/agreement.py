"""Whether the optimizer's own figures and the evaluator's accounts are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.outcome import Disagreement
from planner.domain.verdict import Ledger, YearAccount
from planner.index.metrics import COST_PARTS, INCOME_PARTS, METRICS

AGREEMENT = 1e-9
"""Largest difference between the two accounts, relative to the scale of the figure.

The scale is the larger of the two values, or the largest amount from which figures of that unit are made in the year:
every emission, energy or cost figure is a sum and difference of those, so that a small remainder (net emissions near zero)
carries the rounding of the large amounts and can't be compared relative to itself. All money has the scale of the year's
costs and incomes added as positive numbers; shares the scale of 1; intensities that of the largest emission over the same
denominator. The discounted cost has the scale of its discounted parts added as positive numbers. [1]
"""
OBJECTIVE = "discounted_cost_cny"
"""Name of the discounted cost in a Disagreement."""


def compare_accounts(
    index: str, figures: Mapping[int, Mapping[str, float]], ledger: Ledger, objective_cny: float
) -> tuple[Disagreement, ...]:
    """Every yearly figure of the optimizer under the readings of ``index``, and its objective, that the ledger does not confirm.

    A figure or a whole year that only one side has is a disagreement too, with NaN on the side that lacks it.
    """
    found = [item for year in sorted(set(figures) | set(ledger.years)) for item in _compare_year(index, year, figures.get(year), ledger)]
    scale = math.fsum(abs(part) for part in ledger.discounted_parts_cny.values())
    if _differ(objective_cny, ledger.discounted_cost_cny, scale):
        found.append(Disagreement(index, OBJECTIVE, None, objective_cny, ledger.discounted_cost_cny))
    return tuple(found)


def _compare_year(index: str, year: int, figures: Mapping[str, float] | None, ledger: Ledger) -> list[Disagreement]:
    account = ledger.years.get(year)
    if account is None or figures is None:
        ours = math.nan if account is None else account["yearly_cost_cny"]
        theirs = math.nan if figures is None else figures.get("yearly_cost_cny", math.nan)
        return [Disagreement(index, "yearly_cost_cny", year, theirs, ours)]
    scales = find_scales(account)
    return [
        Disagreement(index, metric, year, figure, account.values.get(metric, math.nan))
        for metric, figure in figures.items()
        if _differ(figure, account.values.get(metric, math.nan), scales.get(_find_unit(metric), 0.0))
    ]


def find_scales(account: YearAccount) -> Mapping[str, float]:
    """Unit to the scale of its figures in the year (see ``AGREEMENT``)."""
    values, scales = account.values, {"1": 1.0}
    for metric, value in values.items():
        if metric in METRICS and not METRICS[metric].ratio:
            unit = _find_unit(metric)
            scales[unit] = max(scales.get(unit, 0.0), abs(value))
    scales["CNY"] = math.fsum([scales["CNY"], *(abs(values[part]) for part in (*COST_PARTS, *INCOME_PARTS))])
    emissions, energy = scales["tCO2e"], values["energy_use_tce"]
    if values.get("baseline_t", 0.0) > 0:
        scales["1"] = max(1.0, emissions / values["baseline_t"])
    if energy > 0:
        scales["tCO2e/tce"] = emissions / energy
        scales["kgCO2e/unit"] = emissions * values.get("energy_per_unit_kgce", 0.0) / energy
    return scales


def _find_unit(metric: str) -> str:
    """Unit family of a metric: all tonnes of CO2 are one."""
    unit = METRICS[metric].unit if metric in METRICS else ""
    return "tCO2e" if unit == "tCO2" else unit


def _differ(theirs: float, ours: float, scale: float) -> bool:
    """True also when one of them is not a finite number."""
    return not abs(theirs - ours) <= AGREEMENT * max(abs(theirs), abs(ours), scale)

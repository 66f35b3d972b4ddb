"""Accounts of the past years, from bills and meters, by the same definitions as the planned years."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import Case
from planner.domain.verdict import YearAccount
from planner.evaluation.electricity import account_electricity
from planner.evaluation.emissions import Sinks, account_emissions
from planner.evaluation.energy import account_energy
from planner.evaluation.ratios import account_ratios, find_baseline
from planner.evaluation.supply import list_past_supply
from planner.index.readings import Readings


def history_accounts(case: Case, readings: Readings) -> Mapping[int, YearAccount]:
    """Energy, emissions, shares, intensities and baseline of every past year.

    Process emissions are those of the process sources: the file records no past activity of converters, so their direct
    emissions are left out, which makes the baseline smaller and every comparison with it stricter.
    """
    accounts = {year: _account_year(case, readings, year) for year in case.history_years}
    scope = {year: values["scope_emissions_t"] for year, values in accounts.items()}
    return {
        year: YearAccount(year, {**values, **account_ratios(case, values, find_baseline(case, scope, readings, year), readings, year)})
        for year, values in accounts.items()
    }


def _account_year(case: Case, readings: Readings, year: int) -> Mapping[str, float]:
    supplies, past = list_past_supply(case, year), case.history[year]
    sinks = Sinks(fossil=past.captured_t, removed=past.removed_t)
    process = _sum_past_process(case, year)
    return {
        **account_energy(supplies, readings, year),
        **account_emissions(case, supplies, process, sinks, readings, year),
        **account_electricity(case, supplies, year),
    }


def _sum_past_process(case: Case, year: int) -> float:
    """Emissions of the process sources. [tCO2e]"""
    return math.fsum(
        source.activity[year] * factor * case.gwp[gas] for source in case.sources.values() for gas, factor in source.t_per_activity.items()
    )

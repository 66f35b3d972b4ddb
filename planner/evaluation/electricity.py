"""The two ledgers of purchased electricity: by the grid where it is used, and by what was claimed of it (基于位置与基于市场)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import ByYear, Case, CommodityData
from planner.domain.tiers import Category
from planner.evaluation.emissions import weigh_gases
from planner.evaluation.supply import Supply


def account_electricity(case: Case, supplies: tuple[Supply, ...], year: int) -> Mapping[str, float]:
    """Both ledgers of one year. [tCO2e]"""
    power = [supply for supply in supplies if supply.commodity.category is Category.ELECTRICITY]
    return {
        "electricity_location_t": math.fsum(s.bought * weigh_gases(case, s.commodity, s.commodity.t_per_mwh, year) for s in power),
        "electricity_market_t": math.fsum(
            find_unclaimed(s) * weigh_gases(case, s.commodity, market_factors(s.commodity), year) for s in power
        ),
    }


def find_unclaimed(supply: Supply) -> float:
    """Bought and claimed by nobody: green power holds its certificate already, so each MWh is claimed once. [MWh]"""
    return supply.bought - supply.green_power - supply.certificates


def market_factors(commodity: CommodityData) -> Mapping[str, ByYear]:
    """Gas to year to t/MWh of unclaimed power: without market-traded non-fossil power where it is given, else the average."""
    return commodity.residual_t_per_mwh or commodity.t_per_mwh

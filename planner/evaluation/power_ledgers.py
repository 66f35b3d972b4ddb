"""The two electricity ledgers laid side by side, with the one that the index's readings amount to."""

from __future__ import annotations

import math
from typing import Literal

from planner.domain.case import Case
from planner.domain.inventory import PowerLedgers, PowerLine
from planner.domain.tiers import Category
from planner.evaluation.electricity import find_unclaimed, market_factors
from planner.evaluation.emissions import weigh_gases
from planner.evaluation.supply import Supply
from planner.index.readings import Readings


def build_power_ledgers(case: Case, supplies: tuple[Supply, ...], readings: Readings, judged_t: float, year: int) -> PowerLedgers:
    """Electricity bought in the year; ``judged_t`` is what the account of the index holds."""
    power = [supply for supply in supplies if supply.commodity.category is Category.ELECTRICITY and supply.bought]
    lines = tuple(_describe(case, supply, year) for supply in power)
    return PowerLedgers(
        lines=lines,
        location_t=math.fsum(line.location_t for line in lines),
        market_t=math.fsum(line.market_t for line in lines),
        judged_t=judged_t,
        judged_by=_name_ledger(readings, residual_given=any(supply.commodity.residual_t_per_mwh for supply in power)),
    )


def _describe(case: Case, supply: Supply, year: int) -> PowerLine:
    commodity, unclaimed = supply.commodity, find_unclaimed(supply)
    average = weigh_gases(case, commodity, commodity.t_per_mwh, year)
    market = weigh_gases(case, commodity, market_factors(commodity), year)
    return PowerLine(
        commodity=commodity.id,
        name=commodity.name,
        bought_mwh=supply.bought,
        green_power_mwh=supply.green_power,
        certificates_mwh=supply.certificates,
        unclaimed_mwh=unclaimed,
        location_factor=average,
        market_factor=market,
        residual_given=commodity.residual_t_per_mwh is not None,
        location_t=supply.bought * average,
        market_t=unclaimed * market,
    )


def _name_ledger(readings: Readings, *, residual_given: bool) -> Literal["location", "market", "mixed"]:
    """The ledger whose rules the readings follow in full."""
    claims = {readings.green_power_in_emissions, readings.certificates_in_emissions}
    whole = readings.exported_power == "ignored"
    market = readings.grid_factor == "excluding_traded" or (readings.grid_factor == "average" and not residual_given)
    if whole and claims == {"ignored"} and readings.grid_factor == "average":
        return "location"
    if whole and claims == {"counts"} and market:
        return "market"
    return "mixed"

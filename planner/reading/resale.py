"""Hours in which selling pays more than buying costs (余电上网价高于购电价), where a plan sells what it makes and buys what it uses."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import CommodityData
from planner.reading.desk import Desk
from planner.reading.slices import Parts


def tell_resale(desk: Desk, parts: Parts, commodities: Mapping[str, CommodityData]) -> None:
    """Tell where buying and selling at once would pay, which one meter at the fence does not bill."""
    for id, commodity in commodities.items():
        years = [year for year in desk.years.planning if year in commodity.price_cny_per_mwh and year in commodity.sell_price_cny_per_mwh]
        hours = {year: _hours(parts, commodity, year) for year in years}
        first = next((year for year in years if hours[year] > 0), None)
        if first is not None:
            desk.notice(
                f"“{id}”的售价在 {first} 年有 {hours[first]:.4g} 小时高于购价；方案会在这些小时售出全部自发量、同时购入所用量，"
                "“自发自用、余量上网”的电表不允许这样结算，请核对价格",
                f'"{id}" sells for more than it costs in {hours[first]:.4g} hours of {first}; plans sell all own generation there and'
                " buy what they use at the same time, which a meter for surplus power does not bill; check the prices",
            )


def _hours(parts: Parts, commodity: CommodityData, year: int) -> float:
    """Hours of a year in which the selling price is above the buying price. [h]"""
    fixed = commodity.fixed_price_cny_per_mwh.get(year, 0.0)
    bought = [commodity.price_cny_per_mwh[year] * ratio + fixed for ratio in commodity.price_multiplier]
    sold = [commodity.sell_price_cny_per_mwh[year] * ratio for ratio in commodity.sell_multiplier]
    return sum(part.hours for part, one, other in zip(parts.slices, sold, bought, strict=True) if one > other)

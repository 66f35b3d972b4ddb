"""Commodities in internal units: how they are bought and sold, and the demands for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planner.domain.base import Series, Text
from planner.domain.case import BySlice, CommodityData, Demand
from planner.domain.scenario import Buy, Commodity, Sell
from planner.domain.tiers import Category
from planner.reading import plausibility
from planner.reading.carriers import read_content
from planner.reading.charges import read_capacity_charge, read_demand_charge, read_fixed_price
from planner.reading.desk import Desk, Path
from planner.reading.flexibility import read_flexible
from planner.reading.series import Values, spread
from planner.reading.slices import Parts

NO_LOADS = ("heat_pump", "pv", "tariff", "values")
"""Kinds of profiles that no demand follows."""


@dataclass(frozen=True, slots=True)
class _Trade:
    """One side of the market in internal units."""

    price: Values
    multiplier: BySlice
    limit: Values | None


def read_commodities(desk: Desk, parts: Parts) -> Mapping[str, CommodityData]:
    """Every commodity of the scenario."""
    return {id: _read_commodity(desk, parts, id, commodity) for id, commodity in desk.scenario.commodities.items()}


def _read_commodity(desk: Desk, parts: Parts, id: str, commodity: Commodity) -> CommodityData:
    path: Path = ("commodities", id)
    content = read_content(desk, id, commodity)
    buy = _read_trade(desk, parts, (*path, "buy"), commodity, commodity.buy, content.mwh_per_unit)
    sell = _read_trade(desk, parts, (*path, "sell"), commodity, commodity.sell, content.mwh_per_unit)
    charge, load_factor = read_demand_charge(desk, parts, path, commodity)
    capacity_charge, contracted = read_capacity_charge(desk, parts, path, commodity)
    return CommodityData(
        id=id,
        name=commodity.name,
        category=commodity.category,
        unit=commodity.unit,
        mwh_per_unit=content.mwh_per_unit,
        tce_per_mwh=content.tce_per_mwh,
        equivalent_tce_per_mwh=content.equivalent_tce_per_mwh,
        t_per_mwh=content.t_per_mwh,
        can_buy=commodity.buy is not None,
        price_cny_per_mwh=buy.price,
        price_multiplier=buy.multiplier,
        buy_limit_mwh=buy.limit,
        can_sell=commodity.sell is not None,
        sell_price_cny_per_mwh=sell.price,
        sell_multiplier=sell.multiplier,
        sell_limit_mwh=sell.limit,
        demand_charge_cny_per_mw_month=charge,
        load_factor=load_factor,
        residual_t_per_mwh=content.residual_t_per_mwh,
        fossil_t_per_mwh=content.fossil_t_per_mwh,
        fixed_price_cny_per_mwh=read_fixed_price(desk, path, commodity, content.mwh_per_unit),
        capacity_charge_cny_per_mva_month=capacity_charge,
        contracted_mva=contracted,
    )


def _read_trade(desk: Desk, parts: Parts, path: Path, commodity: Commodity, trade: Buy | Sell | None, mwh: float) -> _Trade:
    if trade is None:
        return _Trade({}, parts.flat, None)
    years = desk.years.planning
    price = spread(desk, (*path, "price_cny_per_unit"), trade.price_cny_per_unit, years, f"CNY/{commodity.unit}")
    per_mwh = {year: value / mwh for year, value in price.items()}
    plausibility.check(desk, (*path, "price_cny_per_unit"), per_mwh, _price_limit(commodity), "价格", "the price")
    multiplier = parts.profile(desk, (*path, "price_profile"), trade.price_profile)
    limit = read_amount(desk, (*path, "limit_per_year"), trade.limit_per_year, commodity.unit, mwh)
    return _Trade(per_mwh, multiplier, limit)


def _price_limit(commodity: Commodity) -> plausibility.Limit | None:
    if commodity.category is Category.OTHER:
        return None
    return plausibility.ELECTRICITY_PRICE if commodity.category is Category.ELECTRICITY else plausibility.ENERGY_PRICE


def read_amount(desk: Desk, path: Path, series: Series | None, unit: str, mwh_per_unit: float) -> Values | None:
    """Quantity per planning year in MWh, None when it is not given."""
    if series is None:
        return None
    values = spread(desk, path, series, desk.years.planning, unit)
    return {year: value * mwh_per_unit for year, value in values.items()}


def read_demands(desk: Desk, parts: Parts, commodities: Mapping[str, CommodityData]) -> Mapping[str, Demand]:
    """End uses and the commodities' own demands, by id."""
    demands: dict[str, Demand] = {}
    for id, commodity in desk.scenario.commodities.items():
        path: Path = ("commodities", id)
        if commodity.demand_per_year is not None:
            shape = _load_shape(desk, parts, (*path, "demand_profile"), commodity.demand_profile)
            demands[id] = _demand(desk, (*path, "demand_per_year"), id, commodity.name, commodities[id], commodity.demand_per_year, shape)
        elif commodity.demand_profile is not None:
            desk.refuse(
                (*path, "demand_profile"), "没有 demand_per_year，曲线不起作用", "without demand_per_year the profile has no effect"
            )
    for id, use in desk.scenario.end_uses.items():
        path = ("end_uses", id)
        if id in desk.scenario.commodities:
            desk.refuse(path, f"“{id}”已是介质的名字，请改名", f'"{id}" is the name of a commodity already; choose another')
        shape = _load_shape(desk, parts, (*path, "profile"), use.profile)
        if desk.known((*path, "carrier"), use.carrier, commodities, "介质", "commodity"):
            demand = _demand(desk, (*path, "demand_per_year"), id, use.name, commodities[use.carrier], use.demand_per_year, shape)
            demands[id] = replace(demand, flexible=read_flexible(desk, parts, (*path, "flexible"), use.flexible))
    return demands


def _demand(desk: Desk, path: Path, id: str, name: Text, commodity: CommodityData, series: Series, shape: BySlice) -> Demand:
    annual = read_amount(desk, path, series, commodity.unit, commodity.mwh_per_unit) or {}
    return Demand(id, name, commodity.id, annual, shape)


def _load_shape(desk: Desk, parts: Parts, path: Path, name: str | None) -> BySlice:
    """Shape of a demand; profiles that are prices, PV, temperatures or factors on an input are slips."""
    hours = desk.scenario.hours
    kind = hours.profiles[name].kind if hours is not None and name in hours.profiles else None
    if kind in NO_LOADS:
        desk.refuse(
            path,
            f"曲线“{name}”（kind: {kind}）不是负荷；负荷曲线用 kind: meter、shifts 或 periods",
            f'profile "{name}" (kind: {kind}) is no load; profiles of loads are of kind meter, shifts or periods',
        )
        return parts.flat
    return parts.shape(desk, path, name)

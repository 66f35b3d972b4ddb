"""What is paid for buying besides the price that floats: the part that doesn't, the demand charge, the capacity charge (两部制电价)."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import CommodityData, Demand
from planner.domain.scenario import Commodity, DemandCharge
from planner.domain.tiers import Category
from planner.reading import plausibility
from planner.reading.desk import Desk, Path
from planner.reading.series import Values, spread
from planner.reading.slices import MONTHS, Parts
from planner.units import KVA_PER_MVA, KW_PER_MW


def read_fixed_price(desk: Desk, path: Path, commodity: Commodity, mwh_per_unit: float) -> Values:
    """Part of the price that no profile multiplies, by planning year; empty without one. [CNY/MWh]"""
    if commodity.buy is None or commodity.buy.not_floating_cny_per_unit is None:
        return {}
    here: Path = (*path, "buy", "not_floating_cny_per_unit")
    price = spread(desk, here, commodity.buy.not_floating_cny_per_unit, desk.years.planning, f"CNY/{commodity.unit}")
    per_mwh = {year: value / mwh_per_unit for year, value in price.items()}
    if commodity.category is not Category.OTHER:
        electric = commodity.category is Category.ELECTRICITY
        limit = plausibility.FIXED_ELECTRICITY_PRICE if electric else plausibility.FIXED_ENERGY_PRICE
        plausibility.check(desk, here, per_mwh, limit, "不浮动部分的价格", "the part of the price that does not float")
    return per_mwh


def read_demand_charge(desk: Desk, parts: Parts, path: Path, commodity: Commodity) -> tuple[Values | None, float]:
    """Charge by the month's maximum [CNY/MW-month], None without one, and the load factor of a year of one slice, else 1."""
    charge = commodity.buy.demand_charge if commodity.buy is not None else None
    if charge is None:
        return None, 1.0
    here: Path = (*path, "buy", "demand_charge")
    if commodity.category is Category.OTHER:
        desk.refuse(
            here, "按千瓦计的需量电价不适用于 category 为 other 的介质", "a charge per kW does not fit a commodity of category other"
        )
    _check_load_factor(desk, parts, (*here, "load_factor"), charge)
    _check_months(desk, parts, here)
    years = desk.years.planning
    price = spread(desk, (*here, "price_cny_per_kw_month"), charge.price_cny_per_kw_month, years, "CNY/kW-month")
    plausibility.check(desk, (*here, "price_cny_per_kw_month"), price, plausibility.DEMAND_CHARGE, "需量电价", "the demand charge")
    return {year: value * KW_PER_MW for year, value in price.items()}, charge.load_factor or 1.0


def _check_load_factor(desk: Desk, parts: Parts, path: Path, charge: DemandCharge) -> None:
    if charge.load_factor is not None and parts.hours:
        desk.refuse(
            path,
            "已逐时给出（hours），最大负荷由各小时算出；年度分辨率的负荷率也由逐时数据得出，请删去负荷率",
            "the hours show the maximum, and for an annual resolution the load factor is derived from them; remove it",
        )
    elif charge.load_factor is not None and parts.several:
        desk.refuse(
            path,
            "已划分时段，最大负荷由时段算出，请删去负荷率",
            "the year has slices, which show the maximum; remove the load factor",
        )
    elif charge.load_factor is None and parts.readable and not parts.several:
        desk.refuse(
            path,
            "全年为一个时段时须给出负荷率（平均负荷/最大负荷）",
            "with one slice the load factor (mean over maximum load) is needed",
        )


def _check_months(desk: Desk, parts: Parts, path: Path) -> None:
    months = {month for part in parts.slices for month in part.months}
    if months and len(months) < MONTHS:
        named = ", ".join(str(month) for month in range(1, MONTHS + 1) if month not in months)
        desk.refuse(
            path,
            f"时段文件没有 {named} 月，这些月的需量电费会漏计；请补齐各月，或把 month 列留空（按全年最大值计）",
            f"no slice belongs to month {named}, whose demand charge would be lost; name all twelve months, or leave"
            " month empty (one maximum is then billed for 12 months)",
        )


def read_capacity_charge(desk: Desk, parts: Parts, path: Path, commodity: Commodity) -> tuple[Values | None, Values]:
    """Charge by contracted capacity [CNY/MVA-month], None without one, and that capacity [MVA], by planning year."""
    buy = commodity.buy
    if buy is None or buy.capacity_charge is None:
        return None, {}
    here: Path = (*path, "buy", "capacity_charge")
    if buy.demand_charge is not None:
        desk.refuse(
            here,
            "两部制电价的基本电费按需量或按容量计收，只能选一种；请删去 demand_charge 或 capacity_charge",
            "the basic charge of a two-part tariff goes by demand or by capacity; remove demand_charge or capacity_charge",
        )
    if commodity.category is not Category.ELECTRICITY:
        desk.refuse(here, "按千伏安计的容量电价只适用于电力", "a charge per kVA fits electricity only")
    if parts.readable and not parts.several:
        desk.notice(
            "全年为一个时段，变压器容量只与平均功率比较，看不到尖峰",
            "the year is one slice, so the contracted capacity is held against the mean power; peaks do not show",
        )
    charge, years = buy.capacity_charge, desk.years.planning
    price = spread(desk, (*here, "price_cny_per_kva_month"), charge.price_cny_per_kva_month, years, "CNY/kVA-month")
    plausibility.check(desk, (*here, "price_cny_per_kva_month"), price, plausibility.CAPACITY_CHARGE, "容量电价", "the capacity charge")
    capacity = spread(desk, (*here, "contracted_kva"), charge.contracted_kva, years, "kVA")
    plausibility.check(desk, (*here, "contracted_kva"), capacity, plausibility.CONTRACTED_KVA, "变压器容量", "the contracted capacity")
    return (
        {year: value * KVA_PER_MVA for year, value in price.items()},
        {year: value / KVA_PER_MVA for year, value in capacity.items()},
    )


def tell_capacity_exceeded(desk: Desk, parts: Parts, commodities: Mapping[str, CommodityData], demands: Mapping[str, Demand]) -> None:
    """Tell where demand alone peaks above the contracted capacity, so that a missing plan does not surprise."""
    for id, commodity in commodities.items():
        served = [demand for demand in demands.values() if demand.commodity == id]
        for year, contracted in commodity.contracted_mva.items():
            peak = max(
                sum(demand.annual_mwh[year] * demand.shape[at] for demand in served) / part.hours for at, part in enumerate(parts.slices)
            )
            if peak > contracted:
                desk.notice(
                    f"{year} 年“{id}”的需求最高 {peak:.4g} MW，超过变压器容量 {contracted:.4g} MVA；"
                    "超出部分须由自发电、储能、节能或移峰解决，没有这些则无方案",
                    f'demand of "{id}" peaks at {peak:.4g} MW in {year}, above the contracted {contracted:.4g} MVA; the rest must come from'
                    " own generation, storage, savings or moved loads, and without them there is no plan",
                )
                break

"""Money of a year, undiscounted, and its discounted sums. Real CNY of the price year."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.case import (
    AnyMeasure,
    CaptureData,
    Case,
    CommodityData,
    ConversionData,
    GenerationData,
    Investment,
    Money,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.evaluation.plan_reader import sum_standing
from planner.evaluation.quantities import Quantities
from planner.index.metrics import COST_PARTS, INCOME_PARTS

MONTHS_PER_YEAR = 12
PAID_AFTER = {"start_of_year": 0.0, "mid_year": 0.5, "end_of_year": 1.0}
"""When in the year running costs are paid, counted from its start. [years]"""


def find_annuity(money: Money, lifetime_years: int) -> float:
    """Yearly payment per CNY of overnight cost, whose present value over the lifetime is that CNY at the start of the vintage. [1/year]"""
    rate = money.real_rate
    if rate == 0:
        return 1.0 / lifetime_years
    at_year_end = rate / -math.expm1(-lifetime_years * math.log1p(rate))
    return at_year_end * math.pow(1.0 + rate, PAID_AFTER[money.timing] - 1.0)


def find_discount_factor(case: Case, year: int) -> float:
    """Present value, at the end of the base year, of one CNY in each calendar year that a planning year stands for."""
    money = case.money
    early = 1.0 - PAID_AFTER[money.timing]
    stood_for = range(year, year + case.stands_for[year])
    return math.fsum((1.0 + money.real_rate) ** -(calendar - money.base_year - early) for calendar in stood_for)


def find_spending(book: Quantities, measure: AnyMeasure, vintage: int) -> float:
    """What a deployment costs when it is built, energy of stores included, after subsidy. [CNY]"""
    built, size = measure.built, book.deployed(measure.id, vintage)
    if built is None or (size == 0 and book.deployed_kwh(measure, vintage) == 0):
        return 0.0
    power = size * built.capex_cny.get(vintage, 0.0)
    return (1.0 - built.subsidy_share) * (power + book.deployed_kwh(measure, vintage) * built.energy_capex_cny)


def _built_measures(book: Quantities) -> list[tuple[AnyMeasure, Investment]]:
    return [(measure, measure.built) for measure in book.case.measures.values() if measure.built is not None]


def _sum_capital(book: Quantities, year: int) -> float:
    """Annuities of what the plan has built and is online. [CNY]"""
    return math.fsum(
        find_spending(book, measure, vintage) * find_annuity(book.case.money, built.lifetime_years)
        for measure, built in _built_measures(book)
        for vintage, _ in book.cohorts(measure.id, year)
    )


def _sum_fixed_om(book: Quantities, year: int) -> float:
    """Fixed costs of everything online. [CNY]"""
    new = (
        size * built.fixed_om_cny.get(vintage, 0.0)
        for measure, built in _built_measures(book)
        for vintage, size in book.cohorts(measure.id, year)
    )
    standing = (book.existing(measure.id, year) * built.existing_fixed_om_cny for measure, built in _built_measures(book))
    equipment = (sum_standing(item.existing, year) * item.fixed_om_cny for item in book.case.equipment.values())
    return math.fsum([*new, *standing, *equipment])


def _sum_variable_om(book: Quantities, year: int) -> float:
    """Running costs by activity, savings, cuts, generation, capture and what stores give out. [CNY]"""
    equipment = (float(book.activity(item.id, year).sum()) * item.converter.variable_cost_cny for item in book.case.equipment.values())
    return math.fsum([*equipment, *(_run_measure(book, measure, year) for measure in book.case.measures.values())])


def _run_measure(book: Quantities, measure: AnyMeasure, year: int) -> float:
    match measure:
        case ConversionData():
            return float(book.activity(measure.id, year).sum()) * measure.converter.variable_cost_cny
        case SavingData():
            return float(book.driver(measure, year).sum()) * measure.variable_cost_cny
        case ProcessData():
            return book.cut_co2e(measure, year) * measure.variable_cost_cny
        case GenerationData():
            return float(book.generated(measure.id, year).sum()) * measure.variable_cost_cny
        case CaptureData():
            return book.captured(measure.id, year) * measure.variable_cost_cny
        case StorageData():
            return float(book.discharge(measure.id, year).sum()) * measure.variable_cost_cny
        case PurchaseData() | RemovalData():
            return 0.0


def _sum_energy(book: Quantities, year: int) -> float:
    """Purchases of all commodities by slice price, and the part of the price that does not float. [CNY]"""
    return math.fsum(_pay_purchases(book, commodity, year) for commodity in book.case.commodities.values())


def _pay_purchases(book: Quantities, commodity: CommodityData, year: int) -> float:
    bought = book.imported(commodity.id, year)
    floating = float(bought @ book.by_slice(commodity.price_multiplier)) * commodity.price_cny_per_mwh.get(year, 0.0)
    return floating + float(bought.sum()) * commodity.fixed_price_cny_per_mwh.get(year, 0.0)


def _sum_export_income(book: Quantities, year: int) -> float:
    """Sales of all commodities by slice price. [CNY]"""
    return math.fsum(
        float(book.exported(commodity.id, year) @ book.by_slice(commodity.sell_multiplier))
        * commodity.sell_price_cny_per_mwh.get(year, 0.0)
        for commodity in book.case.commodities.values()
    )


def _sum_demand_charge(book: Quantities, year: int) -> float:
    """Billed maxima x price x months, and contracted capacity x price x 12. [CNY]"""
    return math.fsum([_pay_maxima(book, year), *(_pay_capacity(data, year) for data in book.case.commodities.values())])


def _pay_capacity(commodity: CommodityData, year: int) -> float:
    """What the contracted capacity costs, whatever is bought. [CNY]"""
    if commodity.capacity_charge_cny_per_mva_month is None:
        return 0.0
    return commodity.contracted_mva[year] * commodity.capacity_charge_cny_per_mva_month[year] * MONTHS_PER_YEAR


def _pay_maxima(book: Quantities, year: int) -> float:
    """Each month that slices name once, or one peak for the whole year."""
    return math.fsum(
        book.peaks(commodity.id, year).get(month, 0.0) * (1 if month else MONTHS_PER_YEAR) * commodity.demand_charge_cny_per_mw_month[year]
        for commodity in book.case.commodities.values()
        if commodity.demand_charge_cny_per_mw_month is not None
        for month in book.within_months
    )


def _sum_carbon(book: Quantities, year: int) -> float:
    """Tonnes surrendered x price. [CNY]"""
    carbon = book.case.carbon_price
    return 0.0 if carbon is None else book.surrendered(year) * carbon.price_cny[year]


def account_cost(book: Quantities, year: int) -> Mapping[str, float]:
    """Money metrics of a planning year. [CNY]"""
    values = {
        "capital_cost_cny": _sum_capital(book, year),
        "fixed_om_cny": _sum_fixed_om(book, year),
        "variable_om_cny": _sum_variable_om(book, year),
        "energy_cost_cny": _sum_energy(book, year),
        "demand_charge_cny": _sum_demand_charge(book, year),
        "claims_cost_cny": math.fsum(book.purchased(m.id, year) * m.price_cny[year] for m in book.measures_of(PurchaseData)),
        "removal_cost_cny": math.fsum(book.removed(m.id, year) * m.price_cny[year] for m in book.measures_of(RemovalData)),
        "carbon_cost_cny": _sum_carbon(book, year),
        "export_income_cny": _sum_export_income(book, year),
        "subsidy_income_cny": math.fsum(float(book.generated(m.id, year).sum()) * m.subsidy_cny for m in book.measures_of(GenerationData)),
    }
    values["yearly_cost_cny"] = math.fsum([*(values[part] for part in COST_PARTS), *(-values[part] for part in INCOME_PARTS)])
    values["investment_cny"] = math.fsum(find_spending(book, measure, year) for measure in book.case.measures.values())
    return values


def discount_parts(case: Case, years: Mapping[int, Mapping[str, float]]) -> Mapping[str, float]:
    """Discounted sum of every cost and income metric over the horizon; incomes positive. [CNY]"""
    factors = {year: find_discount_factor(case, year) for year in case.years}
    return {part: math.fsum(factors[year] * years[year][part] for year in case.years) for part in (*COST_PARTS, *INCOME_PARTS)}


def discount_cost(parts: Mapping[str, float]) -> float:
    """Discounted cost from its parts: costs less incomes. [CNY]"""
    return math.fsum([*(parts[part] for part in COST_PARTS), *(-parts[part] for part in INCOME_PARTS)])

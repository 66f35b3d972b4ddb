"""Checks of what crosses the fence: buying, selling, green power and certificates, removals, allowances, the reference."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.domain.base import Text
from planner.domain.case import CommodityData, GenerationData, PurchaseData, RemovalData
from planner.domain.tiers import Category
from planner.evaluation.breaches import Breaches, Kind
from planner.evaluation.measures import find_unit
from planner.evaluation.quantities import Quantities

ALLOWANCES = Text(zh="碳配额", en="allowances")


def check_trade(book: Quantities, breaches: Breaches, year: int) -> None:
    """Only what can be bought or sold is, within the limits of the year."""
    for commodity in book.case.commodities.values():
        unit = find_unit(book.case, commodity.id)
        bought = float(book.imported(commodity.id, year).sum())
        sold = float(book.exported(commodity.id, year).sum())
        if not commodity.can_buy:
            breaches.check_most(Kind.NOT_BOUGHT, commodity.name, bought, 0.0, unit, year)
        if commodity.buy_limit_mwh is not None:
            breaches.check_most(Kind.BUY_LIMIT, commodity.name, bought, commodity.buy_limit_mwh[year], unit, year)
        if not commodity.can_sell:
            breaches.check_most(Kind.NOT_SOLD, commodity.name, sold, 0.0, unit, year)
        if commodity.sell_limit_mwh is not None:
            breaches.check_most(Kind.SELL_LIMIT, commodity.name, sold, commodity.sell_limit_mwh[year], unit, year)
        _check_export(book, breaches, commodity, year)


def _check_export(book: Quantities, breaches: Breaches, commodity: CommodityData, year: int) -> None:
    """In every slice at most what is made on site is sold."""
    made_on_site = any(measure.commodity == commodity.id for measure in book.measures_of(GenerationData))
    made = book.generated_of(commodity.id, year) if made_on_site else book.converted(commodity.id, year, "outputs")
    unit = find_unit(book.case, commodity.id)
    breaches.check_most(Kind.EXPORT, commodity.name, book.exported(commodity.id, year), made, unit, year)


def check_claims(book: Quantities, breaches: Breaches, year: int) -> None:
    """Claims on a commodity at most what is bought of it, each within its limit and not before it exists."""
    claims = book.measures_of(PurchaseData)
    for claim in claims:
        purchased = book.purchased(claim.id, year)
        if claim.limit_mwh is not None:
            breaches.check_most(Kind.PURCHASE_LIMIT, claim.name, purchased, claim.limit_mwh[year], "MWh", year)
        _check_bought_flow(book, breaches, claim, purchased, "MWh", year)
    for name in dict.fromkeys(claim.commodity for claim in claims):
        together = math.fsum(book.purchased(claim.id, year) for claim in claims if claim.commodity == name)
        bought = float(book.imported(name, year).sum())
        breaches.check_most(Kind.CLAIMS, book.case.commodities[name].name, together, bought, "MWh", year)


def check_deducted_sales(book: Quantities, breaches: Breaches, year: int) -> None:
    """Where sales are deducted from purchases, claims and sales together are at most what is bought."""
    for commodity in book.case.commodities.values():
        if commodity.can_sell and commodity.category in (Category.ELECTRICITY, Category.HEAT):
            claims = [book.purchased(m.id, year) for m in book.measures_of(PurchaseData) if m.commodity == commodity.id]
            used = math.fsum([*claims, float(book.exported(commodity.id, year).sum())])
            bought = float(book.imported(commodity.id, year).sum())
            breaches.check_most(Kind.DEDUCTED, commodity.name, used, bought, "MWh", year)


def check_removals(book: Quantities, breaches: Breaches, year: int) -> None:
    """Removals within limit and plant size, bought ones not before they exist."""
    for measure in book.measures_of(RemovalData):
        removed = book.removed(measure.id, year)
        if measure.limit_t is not None:
            breaches.check_most(Kind.REMOVAL_LIMIT, measure.name, removed, measure.limit_t[year], "tCO2e", year)
        if measure.built is not None:
            breaches.check_most(Kind.REMOVAL_SIZE, measure.name, removed, book.online(measure.id, year), "tCO2e", year)
        else:
            _check_bought_flow(book, breaches, measure, removed, "tCO2e", year)


def _check_bought_flow(
    book: Quantities, breaches: Breaches, measure: PurchaseData | RemovalData, amount: float, unit: str, year: int
) -> None:
    if year < measure.first_year:
        breaches.check_most(Kind.TOO_EARLY, measure.name, amount, 0.0, unit, year)
    if not book.plan.request.new_measures:
        breaches.check_most(Kind.REFERENCE, measure.name, amount, 0.0, unit, year)


def find_covered(covers: frozenset[str], values: Mapping[str, float]) -> float:
    """Emissions that the carbon price covers: fuel and process after capture. [tCO2e]"""
    parts = {
        "fuel": values["fuel_emissions_t"] - values["captured_energy_t"],
        "electricity": values["electricity_emissions_t"],
        "heat": values["heat_emissions_t"],
        "process": values["process_emissions_t"],
    }
    return math.fsum(parts[part] for part in covers)


def check_allowances(book: Quantities, breaches: Breaches, year: int, values: Mapping[str, float]) -> None:
    """At least the covered emissions beyond the free allocation are surrendered."""
    carbon = book.case.carbon_price
    if carbon is not None:
        due = find_covered(carbon.covers, values) - carbon.free_t[year]
        scale = max(abs(values["fuel_emissions_t"]), abs(values["gross_emissions_t"]), carbon.free_t[year])
        breaches.check_most(Kind.CARBON, ALLOWANCES, max(due, 0.0), book.surrendered(year), "tCO2e", year, scale)

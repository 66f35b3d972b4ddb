"""What crosses the fence in a year, commodity by commodity: the one form in which past and planned years meet the accounts."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.case import Case, CommodityData, ConversionData, GenerationData, PurchaseData
from planner.evaluation.quantities import Quantities


@dataclass(frozen=True, slots=True)
class Supply:
    """One commodity in one year. [MWh]"""

    commodity: CommodityData
    bought: float
    """Gross purchase."""
    sold: float
    bought_counted: float
    """Purchase less what is sold of it; own renewable that is sold is not deducted here."""
    own_renewable: float
    """Own renewable energy used: what is sold is out."""
    green_power: float
    """Traded green power."""
    certificates: float
    """Unbundled certificates."""


def list_planned_supply(book: Quantities, year: int) -> tuple[Supply, ...]:
    """Supply of every commodity in a planning year."""
    return tuple(_plan_one(book, commodity, year) for commodity in book.case.commodities.values())


def _plan_one(book: Quantities, commodity: CommodityData, year: int) -> Supply:
    name = commodity.id
    bought, sold = float(book.imported(name, year).sum()), float(book.exported(name, year).sum())
    made_on_site = any(measure.commodity == name for measure in book.measures_of(GenerationData))
    claims = {"green_power": 0.0, "certificate": 0.0}
    for claim in book.measures_of(PurchaseData):
        if claim.commodity == name:
            claims[claim.form] += book.purchased(claim.id, year)
    own = float(book.generated_of(name, year).sum()) - (sold if made_on_site else 0.0)
    return Supply(
        commodity=commodity,
        bought=bought,
        sold=sold,
        bought_counted=bought - (0.0 if made_on_site else sold),
        own_renewable=own + _sum_renewable_output(book, name, year),
        green_power=claims["green_power"],
        certificates=claims["certificate"],
    )


def _sum_renewable_output(book: Quantities, commodity: str, year: int) -> float:
    """Output of conversions whose output counts as own renewable energy. [MWh]"""
    plants = (measure for measure in book.measures_of(ConversionData) if measure.renewable_output == commodity)
    return sum(float(book.activity(plant.id, year).sum()) * plant.converter.outputs[commodity] for plant in plants)


def list_past_supply(case: Case, year: int) -> tuple[Supply, ...]:
    """Supply of every commodity in a past year, from bills and meters."""
    past = case.history[year]

    def tell(commodity: CommodityData) -> Supply:
        name = commodity.id
        bought, sold = past.bought_mwh.get(name, 0.0), past.sold_mwh.get(name, 0.0)
        metered = name in past.own_renewable_mwh
        return Supply(
            commodity=commodity,
            bought=bought,
            sold=sold,
            bought_counted=bought - (0.0 if metered else sold),
            own_renewable=past.own_renewable_mwh[name] - sold if metered else 0.0,
            green_power=past.green_power_mwh.get(name, 0.0),
            certificates=past.certificates_mwh.get(name, 0.0),
        )

    return tuple(tell(commodity) for commodity in case.commodities.values())

"""Green power and certificates: every claim stands on electricity or heat that is really bought, and is used once."""

from __future__ import annotations

from typing import Any

import pyomo.core as pe

from planner.domain.case import PurchaseData
from planner.domain.tiers import Category
from planner.program.books import books
from planner.program.structure import add_sum, collect, equation, of_kind

INDIRECT = (Category.ELECTRICITY, Category.HEAT)
"""Categories whose emissions are those of a supplier."""


def add(model: Any) -> None:
    """Claims against imports."""
    case = model.case
    purchases = of_kind(case, PurchaseData)
    deducts = any(book.readings.exported_power == "deducted" for book in books(model).values())
    deducted = [c for c in model.SOLD if deducts and case.commodities[c].category in INDIRECT]
    claimed = [m.commodity for m in purchases] + deducted  # what is sold and never bought too: then nothing of it may be sold
    model.CLAIMED = pe.Set(initialize=list(dict.fromkeys(claimed)), ordered=True)
    add_sum(model, "claims_on", model.purchased, collect(((m.commodity,), (m.id,), 1.0) for m in purchases), 1)
    add_sum(model, "deducted_sales", model.exported, {(c,): [((c,), 1.0)] for c in deducted}, 2)
    equation(model, claims_within_imports, model.CLAIMED, model.Y)


def claims_within_imports(model: Any, c: Any, y: Any) -> Any:
    r"""Green power, certificates and sales that are deducted are together at most what is bought. [MWh]

    .. math:: \sum_{m \in c} f^{pur}_{my} + \epsilon \sum_s f^{out}_{cys} \le \sum_s f^{in}_{cys}

    Source: docs/accounting.md, purchases; a green-power trade already holds its certificate (planner/data/README.md).
    """
    return model.claims_on[c, y] + sum(model.deducted_sales[c, y, s] for s in model.S) <= sum(model.buying[c, y, s] for s in model.S)

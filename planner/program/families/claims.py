"""Green power and certificates: every claim stands on electricity or heat that is really bought, and is used once."""

from __future__ import annotations

from typing import Any

import pyomo.core as pe

from planner.domain.case import PurchaseData
from planner.program.structure import add_sum, collect, equation, of_kind


def add(model: Any) -> None:
    """Claims against imports."""
    purchases = of_kind(model.case, PurchaseData)
    model.CLAIMED = pe.Set(initialize=list(dict.fromkeys(m.commodity for m in purchases)), ordered=True)
    add_sum(model, "claims_on", model.purchased, collect(((m.commodity,), (m.id,), 1.0) for m in purchases), 1)
    equation(model, claims_within_imports, model.CLAIMED, model.Y)


def claims_within_imports(model: Any, c: Any, y: Any) -> Any:
    r"""Green power and certificates together are at most what is bought. [MWh]

    .. math:: \sum_{m \in c} f^{pur}_{my} \le \sum_s f^{in}_{cys}

    Source: docs/accounting.md, purchases; a green-power trade already holds its certificate (planner/data/README.md).
    """
    return model.claims_on[c, y] <= sum(model.imported[c, y, s] for s in model.S)

"""What everything shares: ids of tiers, and closed choices of measure classes, gases and statuses."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

TierId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
"""A tier as its index names it: ``low``, ``near``, ``zero``; ``by-2030``; ``entry`` (创建级别)."""


class MeasureClass(StrEnum):
    """The three classes of measures in the index, item 4 (减碳 / 零碳 / 负碳)."""

    REDUCTION = "reduction"
    ZERO_CARBON = "zero_carbon"
    NEGATIVE = "negative"


class Category(StrEnum):
    """What a commodity is to the carbon account."""

    FUEL = "fuel"
    """Burnt on site; its CO2 is fossil."""
    BIOMASS = "biomass"
    """Burnt on site; its CO2 is biogenic (memo item), CH4 and N2O count; renewable."""
    ELECTRICITY = "electricity"
    """Purchased electricity is an indirect emission."""
    HEAT = "heat"
    """Purchased heat or steam is an indirect emission."""
    OTHER = "other"
    """Carries no energy for the tce account: products, services, materials, compressed air, cold."""


class Gas(StrEnum):
    """The seven gases of GB/T 32150; HFCs and PFCs are named one by one in the GWP table."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"


class Status(StrEnum):
    """Verdict on one indicator."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"
    NOT_REQUIRED = "not_required"


class SolveStatus(StrEnum):
    """What is known about a solution."""

    OPTIMAL = "optimal"
    NOT_PROVEN = "not_proven"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    NO_PLAN = "no_plan"
    NOT_FOUND = "not_found"
    """No plan was found, and none is proven impossible."""

"""Closed choices that everything shares: tiers, measure classes, gases, statuses."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """Certification tiers of an index, loosest first (低碳 / 近零碳 / 零碳工厂)."""

    LOW = "low"
    NEAR = "near"
    ZERO = "zero"


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

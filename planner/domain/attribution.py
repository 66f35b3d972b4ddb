"""How a year's emissions follow from those of the base year, part by part (碳排放变化归因)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.base import Text
from planner.domain.tiers import MeasureClass


class PartKind(StrEnum):
    """Why emissions differ from those of the base year, in the order of the walk."""

    BASE_YEAR_OWN = "base_year_own"
    """What the base year itself avoided, put back: own renewables, claims that count, capture, removals, less sales."""
    DEMAND = "demand"
    """Other demand, and what bills and model see differently (需求变化)."""
    PROCESS_ACTIVITY = "process_activity"
    """Other activity of the process sources (过程排放源活动量变化)."""
    SUPPLY_FACTORS = "supply_factors"
    """Other factors of the reference supply, the grid's among them (供能因子变化)."""
    MEASURE = "measure"
    """Assessed abatement of one measure (措施降碳量)."""
    EQUIPMENT = "equipment"
    """One piece of existing equipment that runs otherwise than the reference supply (既有设备运行方式)."""
    SALES = "sales"
    """What is made for others and stays in the factory's emissions (外供)."""
    IMBALANCE = "imbalance"
    """What the plan's own balances leave open: the solver's tolerance, or a broken plan (平衡误差)."""


class Origin(StrEnum):
    """Whose deployments a measure's abatement comes from."""

    NEW = "new"
    """The plan's own."""
    STANDING = "standing"
    """What stood before the plan."""
    BOTH = "both"
    """Of both; a plan's flows do not say which part came from which."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the walk. Negative where it lowers emissions."""

    kind: PartKind
    gross_t: float
    """Change of gross emissions. [tCO2e]"""
    net_t: float
    """Change of net emissions, removals included. [tCO2e]"""
    subject: str = ""
    """Id of the measure or the equipment."""
    measure_class: MeasureClass | None = None
    subtype: Text | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ClassSum:
    """The measures of one class, or of one subtype in it."""

    measure_class: MeasureClass
    subtype: Text | None
    """None in sums by class, and for measures without a subtype."""
    gross_t: float
    net_t: float


@dataclass(frozen=True, slots=True)
class Walk:
    """From the emissions of the base year to those of a planning year, or of several years together. [tCO2e]"""

    base_gross_t: float
    base_net_t: float
    parts: tuple[Part, ...]
    by_class: tuple[ClassSum, ...]
    by_subtype: tuple[ClassSum, ...]
    gross_t: float
    """Where the walk has to arrive: gross emissions of the account."""
    net_t: float
    """Net emissions of the account."""

    @property
    def open_gross_t(self) -> float:
        """What the parts leave unexplained; rounding of the last digits. [tCO2e]"""
        return math.fsum([self.gross_t, -self.base_gross_t, *(-part.gross_t for part in self.parts)])

    @property
    def open_net_t(self) -> float:
        """What the parts leave unexplained; rounding of the last digits. [tCO2e]"""
        return math.fsum([self.net_t, -self.base_net_t, *(-part.net_t for part in self.parts)])

    def share_of_reduction(self, part: Part) -> float | None:
        """Share of the fall of net emissions that the part brings; None when they do not fall."""
        fall = self.base_net_t - self.net_t
        return (0.0 - part.net_t) / fall if fall > 0 else None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The walk of every planning year, and of all years that the plan stands for."""

    base_year: int
    years: Mapping[int, Walk]
    cumulative: Walk
    """Every planning year times the calendar years it stands for, against as many base years. [tCO2e]"""
    average: Walk
    """The same per calendar year. [tCO2e/a]"""

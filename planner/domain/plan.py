"""A plan: what is decided, as data. No emissions, no cost: those are recomputed by whoever needs them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Id, Model, NotNegative, Number, Year
from planner.domain.tiers import SolveStatus, TierId

YearValues = dict[Year, NotNegative]
SliceValues = dict[Year, tuple[NotNegative, ...]]


class TierYear(Model):
    """A tier asked for from a year on."""

    index: str
    """Index that has the tier."""
    tier: TierId
    """Tier of the index."""
    year: Year
    """Year of application."""


class Request(Model):
    """What the plan was asked for."""

    tiers: tuple[TierYear, ...]
    """Empty for the plan without targets and for the reference."""
    new_measures: bool = True
    """False for the reference: the factory with no new measure."""


class IndexEdition(Model):
    """An index as it was when the plan was made."""

    id: str
    """Index, as ``planner index list`` shows."""
    edition: str
    """Its edition and date, as the index file states them."""
    sha256: str
    """Hash of the index file's content."""


class Commitment(Model):
    """What a later plan takes over from an earlier one (承诺): everything that starts to operate or is bought up to a year.

    A measure or year up to ``until`` that is not listed is committed to nothing: what was not built can't be built any more.
    """

    until: Year
    """Last year that is decided."""
    deploy: dict[Id, YearValues] = {}
    """Measure to vintage to size; storage: kW."""
    deploy_kwh: dict[Id, YearValues] = {}
    """Storage measure to vintage to energy size. [kWh]"""
    purchased: dict[Id, YearValues] = {}
    """Green power and certificates. [MWh]"""
    removed: dict[Id, YearValues] = {}
    """Removals and credits that are bought. [tCO2e]"""


class SolverRecord(Model):
    """How the plan was found."""

    name: str
    """Solver."""
    version: str
    """Its version."""
    status: SolveStatus
    """What is known about the solution."""
    objective_cny: Number
    """Discounted cost that the optimizer reports."""
    bound_cny: Number | None = None
    """Proven lower bound: no plan that meets the request costs less. None where nothing is proven."""
    gap_cny: NotNegative | None = None
    """Most that the plan may be dearer than the best one: cost less bound."""
    gap_asked: NotNegative | None = None
    """Share of the cost within which the plan was to be proven; None where the best plan was asked for."""
    branches: dict[str, str] = {}
    """Indicator to the leg of its "or" that the plan takes."""
    rows: int
    """Rows of the matrix."""
    columns: int
    """Columns of the matrix."""
    nonzeros: int
    """Non-zero coefficients."""
    matrix_sha256: str
    """Hash of the matrix that the solver was given."""
    committed: Commitment | None = None
    """What the plan had to take over from an earlier one; None when it was free to decide every year."""


class Flows(Model):
    """Yearly flows; those with a tuple hold one value per slice. MWh, or t for gases. Zero entries may be left out."""

    imported: dict[Id, SliceValues] = {}
    """Commodity bought. [MWh]"""
    exported: dict[Id, SliceValues] = {}
    """Commodity sold. [MWh]"""
    activity: dict[Id, SliceValues] = {}
    """Activity of existing converters and conversion measures."""
    saved: dict[Id, dict[Id, SliceValues]] = {}
    """Measure to demand to what is saved. [MWh]"""
    generated: dict[Id, SliceValues] = {}
    """Generation after curtailment. [MWh]"""
    charge: dict[Id, SliceValues] = {}
    """Taken in by a store. [MWh]"""
    discharge: dict[Id, SliceValues] = {}
    """Given out by a store. [MWh]"""
    level: dict[Id, SliceValues] = {}
    """Level at the end of each slice. [MWh]"""
    day_level: dict[Id, SliceValues] = {}
    """Seasonal storage on typical days: level with which each of the 365 days begins; ``level`` is then left out. [MWh]"""
    moved_in: dict[Id, SliceValues] = {}
    """Flexible demand to what runs in this slice instead of another one. [MWh]"""
    moved_out: dict[Id, SliceValues] = {}
    """Flexible demand to what runs in another slice instead of this one. [MWh]"""
    peak_mw: dict[Id, dict[Year, dict[Annotated[int, Field(ge=0, le=12)], NotNegative]]] = {}
    """Commodity to year to month (0: one for the whole year) to the billed maximum. [MW]"""
    cut_t: dict[Id, dict[Id, dict[str, YearValues]]] = {}
    """Process measure to source to gas to tonnes of that gas cut. [t]"""
    purchased: dict[Id, YearValues] = {}
    """Green power and certificates. [MWh]"""
    captured: dict[Id, YearValues] = {}
    """CO2 captured, biogenic included. [t]"""
    removed: dict[Id, YearValues] = {}
    """Removals and credits. [tCO2e]"""
    surrendered: YearValues = {}
    """Tonnes that cost the carbon price. [tCO2e]"""


class OwnReduction(Model):
    """How far own reduction goes before negative measures count, as the optimizer found it (自主减排上限). A claim, not a decision:
    the judge holds the plan to it, and ``planner check --prove`` finds it anew."""

    scenario_sha256: str
    """Hash of the resolved scenario that it was found in."""
    rule: Literal["priced", "all_available"]
    """Reading ``own_reduction_first``."""
    price_cny_per_t: NotNegative | None = None
    """For ``priced``: own reduction up to this cost is used. [CNY/tCO2e]"""
    ceilings_t: dict[Year, Number]
    """Year judged to the most that the plan's own emissions (own_scope_emissions_t) may be. [tCO2e]"""
    raised_t: dict[Year, NotNegative] = {}
    """By how much a ceiling had to be raised since the request could not be met otherwise. [tCO2e]"""


class Plan(Model):
    """Decisions and flows of one pathway."""

    schema_version: Annotated[Literal["planner-plan/1"], Field(alias="schema")]
    """File format."""
    scenario: str
    """Name of the scenario."""
    scenario_sha256: str
    """Hash of the resolved scenario that the plan belongs to."""
    indexes: Annotated[tuple[IndexEdition, ...], Field(min_length=1)]
    """Index editions that the plan was made for, the scenario's own first."""
    request: Request
    """What was asked for."""
    years: tuple[Year, ...]
    """Planning years."""
    resolution: Literal["annual", "typical", "hourly", "slices"] = "annual"
    """How finely the years of the plan are resolved."""
    representatives: tuple[Annotated[int, Field(ge=0, le=364)], ...] = ()
    """Typical days: for each day of the year the day that stands for it."""
    deploy: dict[Id, YearValues] = {}
    """Measure to vintage to size that starts to operate; storage: kW."""
    deploy_kwh: dict[Id, YearValues] = {}
    """Storage measure to vintage to energy size. [kWh]"""
    flows: Flows
    """Flows."""
    own_reduction: dict[str, OwnReduction] = {}
    """Index to how far own reduction goes, for indexes that ask for it first by another reading than ``ceiling``."""
    solver: SolverRecord | None = None
    """None for a plan written by hand."""

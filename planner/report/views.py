"""Tables of one outcome for people: years across or down, only what matters, from unrounded cells."""

from __future__ import annotations

from collections.abc import Sequence

from planner.comparison import LEAST_USE, measure_uses
from planner.domain.assessment import Alternative
from planner.domain.outcome import Disagreement, Outcome
from planner.domain.tiers import Status
from planner.domain.verdict import MeasureYear, TierVerdict, Verdict
from planner.errors import Shortfall
from planner.index.metrics import COST_PARTS, INCOME_PARTS, METRICS
from planner.index.numbers import display_bound, display_number
from planner.language import Pair
from planner.report.frozen_view import frozen_view, grid_changes
from planner.report.outcome_tables import column, metric_unit
from planner.report.phrases import CLASSES, PHRASES, STATUSES
from planner.report.table import Cell, Column, Quantity, Table

YEARLY_METRICS = (
    "energy_use_tce", "renewable_share", "gross_emissions_t", "removals_t", "net_emissions_t", "emission_reduction",
    "energy_per_unit_kgce", "carbon_per_unit_kg", "yearly_cost_cny", "investment_cny",
)  # fmt: skip
"""What the yearly table shows, in this order."""


def sizes_view(outcome: Outcome) -> Table:
    """Measures down, years across: size online, also the energy of stores, or yearly amount of what is bought. Only what the plan takes."""
    years = outcome.case.years
    rows: list[tuple[Cell, ...]] = []
    for use in measure_uses(outcome):
        data = outcome.case.measures[use.measure]
        sizes = {row.year: row.online_size if data.built else row.amount for row in _measure_rows(outcome, use.measure)}
        rows.append((data.name, CLASSES[data.measure_class], use.unit, *(_size(sizes.get(year, 0.0), use.unit) for year in years)))
        energy = {row.year: row.online_kwh for row in _measure_rows(outcome, use.measure) if row.online_kwh is not None}
        if energy:
            name = PHRASES["energy_of"].fill(name=data.name)
            rows.append((name, CLASSES[data.measure_class], "kWh", *(_size(energy.get(year, 0.0), "kWh") for year in years)))
    across = tuple(Column(str(year), Pair(str(year), str(year)), numeric=True, unit=" ") for year in years)
    return Table("sizes", PHRASES["sizes_title"], (column("measure"), column("class"), column("unit"), *across), tuple(rows))


def _measure_rows(outcome: Outcome, measure: str) -> Sequence[MeasureYear]:
    return [row for row in outcome.ledger.measures if row.measure == measure] if outcome.ledger else []


def _size(size: float, unit: str) -> Cell:
    return Quantity(size, unit) if abs(size) > LEAST_USE else None


def accounts_view(outcome: Outcome) -> Table:
    """Years down, the figures that tiers look at across."""
    years = outcome.ledger.years if outcome.ledger else {}
    shown = [name for name in YEARLY_METRICS if any(name in account.values for account in years.values())]
    return Table("years", PHRASES["accounts_title"], _metric_columns(outcome, shown), _metric_rows(outcome, shown))


def grid_view(outcome: Outcome) -> Table:
    """Emissions beside those on a grid that stays as in the base year; no rows when its factors never change."""
    ledger = outcome.ledger
    changed = ledger is not None and grid_changes(ledger.years, ledger.frozen)
    return frozen_view(ledger.years if ledger else {}, ledger.frozen if ledger and changed else {}, outcome.case.base_year)


def cost_view(outcome: Outcome) -> Table:
    """Years down, parts of the cost across; parts that are zero in every year are left out."""
    years = outcome.ledger.years.values() if outcome.ledger else ()
    parts = [part for part in (*COST_PARTS, *INCOME_PARTS) if any(account.values.get(part) for account in years)]
    shown = [*parts, "yearly_cost_cny"]
    return Table("costs", PHRASES["cost_title"], _metric_columns(outcome, shown), _metric_rows(outcome, shown))


def _metric_columns(outcome: Outcome, names: Sequence[str]) -> tuple[Column, ...]:
    metrics = (Column(name, METRICS[name].title, numeric=True, unit=metric_unit(outcome.case, name)) for name in names)
    return (column("year", numeric=True), *metrics)


def _metric_rows(outcome: Outcome, names: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    if outcome.ledger is None:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for year in sorted(outcome.ledger.years):
        values = outcome.ledger.years[year].values
        rows.append((year, *(Quantity(values[name], METRICS[name].unit) if name in values else None for name in names)))
    return tuple(rows)


def verdict_board(judged: TierVerdict) -> Table:
    """All indicators of one tier in one year."""
    title = PHRASES["board_title"].fill(tier=judged.title, year=judged.year)
    columns = (
        column("indicator"), column("title"), column("status"), column("value", numeric=True), column("threshold", numeric=True),
        column("reasons"),
    )  # fmt: skip
    return Table("board", title, columns, tuple(_board_row(verdict) for verdict in judged.verdicts))


def _board_row(verdict: Verdict) -> tuple[Cell, ...]:
    value, limit = value_and_threshold(verdict)
    reasons = Pair("".join(reason.zh for reason in verdict.reasons), " ".join(reason.en for reason in verdict.reasons))
    return verdict.indicator, verdict.title, STATUSES[verdict.status], value, limit, reasons


def value_and_threshold(verdict: Verdict | Alternative) -> tuple[str | None, str | None]:
    """Both with as many digits as it takes to see why the verdict is what it is."""
    value, limit, margin, unit = verdict.value, verdict.threshold, verdict.margin, verdict.unit
    if value is None or limit is None or margin is None:
        return _alone(value, unit), _alone(limit, unit)
    at_least = (value >= limit) == (margin >= 0)
    return display_bound(value, limit, unit, at_least=at_least, met=verdict.status is Status.MET)


def _alone(number: float | None, unit: str) -> str | None:
    return None if number is None else display_number(number, unit)


def shortfall_view(shortfalls: Sequence[Shortfall]) -> Table:
    """By how much each requirement is missed in the plan that misses least."""
    rows = tuple((s.rule, s.year, Quantity(s.amount, s.unit), Pair(s.zh, s.en)) for s in shortfalls)
    columns = (column("requirement"), column("year", numeric=True), column("shortfall", numeric=True), column("reasons"))
    return Table("shortfalls", PHRASES["shortfalls_title"], columns, rows)


def disagreement_view(disagreements: Sequence[Disagreement]) -> Table:
    """Figures on which the two accounts differ, with every digit."""
    rows = tuple((d.index, d.metric, d.year, repr(d.optimizer), repr(d.evaluator)) for d in disagreements)
    columns = (
        column("index"), column("metric"), column("year", numeric=True), column("optimizer", numeric=True),
        column("evaluator", numeric=True),
    )  # fmt: skip
    return Table("disagreements", PHRASES["disagreements_title"], columns, rows)

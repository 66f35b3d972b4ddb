"""Tidy tables of one outcome: one row per thing and year, every figure unrounded, both languages side by side.

They are what the CSV files hold, so their columns never change with the language.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.verdict import TierVerdict, YearAccount
from planner.index.metrics import COST_PARTS, INCOME_PARTS, METRICS
from planner.report.phrases import PHRASES
from planner.report.table import Cell, Column, Quantity, Table

YEARLY_COST = (*COST_PARTS, *INCOME_PARTS, "yearly_cost_cny", "investment_cny")


def column(key: str, title: str | None = None, *, numeric: bool = False, unit: str = "") -> Column:
    """A column with the heading of the phrase book."""
    return Column(key, PHRASES[title or key], numeric=numeric, unit=unit)


def metric_unit(case: Case, metric: str) -> str:
    """The metric's unit; what is counted per unit of product or output says which unit that is in this factory."""
    before, slash, per = METRICS[metric].unit.partition("/")
    return f"{before}/{case.intensity.unit}" if slash and per == "unit" else METRICS[metric].unit


def measures_table(outcome: Outcome) -> Table:
    """What every measure is and does in every planning year."""
    rows: list[tuple[Cell, ...]] = []
    for row in outcome.ledger.measures if outcome.ledger else ():
        data = outcome.case.measures[row.measure]
        size_unit = data.built.size_unit if data.built else ""
        rows.append(
            (
                row.measure, data.name.zh, data.name.en, data.measure_class.value, data.kind, row.year, size_unit,
                Quantity(row.added_size, size_unit), Quantity(row.online_size, size_unit),
                Quantity(row.amount, row.amount_unit), row.amount_unit,
                Quantity(row.abatement_t, "tCO2e"), Quantity(row.investment_cny, "CNY"),
                None if row.online_kwh is None else Quantity(row.online_kwh, "kWh"),
            )
        )  # fmt: skip
    columns = (
        column("measure"), column("name_zh", "measure_zh"), column("name_en", "measure_en"), column("class"), column("kind"),
        column("year", numeric=True), column("size_unit"), column("added_size", "added", numeric=True),
        column("online_size", "online", numeric=True), column("amount", numeric=True), column("amount_unit"),
        column("abatement_t", "abatement", numeric=True, unit="tCO2e"),
        column("investment_cny", "investment", numeric=True, unit="CNY"), column("online_kwh", numeric=True, unit="kWh"),
    )  # fmt: skip
    return Table("measures", PHRASES["measures_title"], columns, tuple(rows))


def accounts_table(outcome: Outcome) -> Table:
    """Every metric of every historical and planned year, with the optimizer's own figure beside the evaluator's."""
    rows: list[tuple[Cell, ...]] = []
    for period, account in _accounts(outcome):
        for metric, value in account.values.items():
            about = METRICS[metric]
            own = outcome.optimizer_figures.get(account.year, {}).get(metric) if period == "planned" else None
            shown = None if own is None else Quantity(own, about.unit)
            unit = metric_unit(outcome.case, metric)
            rows.append((account.year, period, metric, about.title.zh, about.title.en, unit, Quantity(value, about.unit), shown))
    columns = (
        column("year", numeric=True), column("period"), column("metric"), column("title_zh"), column("title_en"), column("unit"),
        column("value", numeric=True), column("optimizer", numeric=True),
    )  # fmt: skip
    return Table("accounts", PHRASES["accounts_title"], columns, tuple(rows))


def _accounts(outcome: Outcome) -> Iterator[tuple[str, YearAccount]]:
    if outcome.ledger is None:
        return
    for period, years in (("history", outcome.ledger.history), ("planned", outcome.ledger.years)):
        for year in sorted(years):
            yield period, years[year]


def cost_table(outcome: Outcome) -> Table:
    """Costs and incomes by year, and their discounted sums, which carry no year."""
    rows: list[tuple[Cell, ...]] = []
    if outcome.ledger is not None:
        for year in sorted(outcome.ledger.years):
            values = outcome.ledger.years[year].values
            rows += [_cost_row(year, part, values[part]) for part in YEARLY_COST if part in values]
        rows += [_cost_row(None, part, value) for part, value in outcome.ledger.discounted_parts_cny.items()]
        total = Quantity(outcome.ledger.discounted_cost_cny, "CNY")
        rows.append((None, "discounted_cost_cny", PHRASES["total_cost"].zh, PHRASES["total_cost"].en, total))
    columns = (
        column("year", numeric=True), column("part", "metric"), column("title_zh"), column("title_en"),
        column("value_cny", "value", numeric=True, unit="CNY"),
    )  # fmt: skip
    return Table("cost", PHRASES["cost_title"], columns, tuple(rows))


def _cost_row(year: int | None, part: str, value: float) -> tuple[Cell, ...]:
    title = METRICS[part].title if part in METRICS else Text(zh=part, en=part)
    return (year, part if year is not None else f"discounted_{part}", title.zh, title.en, Quantity(value, "CNY"))


def verdict_table(outcome: Outcome) -> Table:
    """Every indicator of every tier and year judged."""
    rows = tuple(row for verdict in outcome.verdicts for row in _verdict_rows(verdict))
    columns = (
        column("index"), column("tier"), column("year", numeric=True), column("indicator"), column("title_zh"), column("title_en"),
        column("status"),
        column("value", numeric=True), column("threshold", numeric=True), column("unit"), column("margin", numeric=True),
        column("branch"), column("missing"), column("reasons_zh"), column("reasons_en"),
    )  # fmt: skip
    return Table("verdict", PHRASES["verdict_title"], columns, rows)


def _verdict_rows(judged: TierVerdict) -> Iterator[tuple[Cell, ...]]:
    for verdict in judged.verdicts:
        numbers = (None if n is None else Quantity(n, verdict.unit) for n in (verdict.value, verdict.threshold))
        margin = None if verdict.margin is None else Quantity(verdict.margin, verdict.unit)
        yield (
            judged.index, judged.tier, judged.year, verdict.indicator, verdict.title.zh, verdict.title.en, verdict.status.value,
            *numbers, verdict.unit, margin, verdict.branch, " ".join(verdict.missing),
            "".join(reason.zh for reason in verdict.reasons), " ".join(reason.en for reason in verdict.reasons),
        )  # fmt: skip


def figures_table(outcome: Outcome) -> Table:
    """Every number that the plan rests on, with where it comes from."""
    rows = tuple((f.field, f.value, f.unit, f.source, f.status) for f in outcome.case.figures)
    columns = (column("field"), column("value"), column("unit"), column("source"), column("status", "figure_status"))
    return Table("figures", PHRASES["figures_title"], columns, rows)

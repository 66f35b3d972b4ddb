"""What the hours show, by year: how finely the year is resolved, and what becomes of generation, stores and maxima."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.hours import HoursYear
from planner.domain.outcome import Outcome
from planner.report.outcome_tables import column
from planner.report.phrases import PHRASES
from planner.report.table import Cell, Quantity, Table


def hours_view(outcome: Outcome) -> Table:
    """One row a commodity and year; years that show nothing are left out."""
    told = outcome.ledger.hours if outcome.ledger is not None else ()
    rows = tuple(_row(outcome.case, item) for item in told if item.available_mwh or item.charged_mwh or item.bought_mw or item.billed_mw)
    columns = (
        column("commodity"), column("year", numeric=True), column("unit"), column("available", numeric=True, unit=" "),
        column("used_on_site", numeric=True, unit=" "), column("sold", numeric=True, unit=" "),
        column("curtailed", numeric=True, unit=" "), column("self_use", numeric=True, unit="1"),
        column("charged", numeric=True, unit=" "), column("cycles", numeric=True, unit=" "),
        column("bought_mw", numeric=True, unit=" "), column("billed_mw", numeric=True, unit=" "),
    )  # fmt: skip
    return Table("hours", PHRASES["hours_title"], columns, rows)


def _row(case: Case, item: HoursYear) -> tuple[Cell, ...]:
    data = case.commodities[item.commodity]
    unit = data.unit if data.category.value == "other" else "MWh"
    made = item.available_mwh > 0
    generated = item.used_mwh + item.sold_mwh

    def amount(value: float, *, told: bool) -> Cell:
        return Quantity(value, unit) if told else None

    return (
        data.name, item.year, unit, amount(item.available_mwh, told=made), amount(item.used_mwh, told=made),
        amount(item.sold_mwh, told=made or item.sold_mwh > 0), amount(item.curtailed_mwh, told=made),
        Quantity(item.used_mwh / generated, "1") if made and generated > 0 else None,
        amount(item.charged_mwh, told=item.cycles is not None), None if item.cycles is None else Quantity(item.cycles, "1/a"),
        Quantity(item.bought_mw, "MW"), None if item.billed_mw is None else Quantity(item.billed_mw, "MW"),
    )  # fmt: skip

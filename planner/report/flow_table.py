"""The flows of a plan as one tidy table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.outcome import Outcome
from planner.domain.plan import Flows
from planner.report.phrases import PHRASES
from planner.report.table import Cell, Column, Quantity, Table

SLICED = ("imported", "exported", "activity", "generated", "charge", "discharge", "level", "day_level", "moved_in", "moved_out")
"""Flows with one value per slice and one name."""
YEARLY = {"purchased": "MWh", "captured": "tCO2", "removed": "tCO2e"}
"""Flows with one value per year and one name, and their units."""
COLUMNS = ("flow", "what", "where", "gas", "year", "part", "value", "unit")

Row = tuple[Cell, ...]


def flows_table(outcome: Outcome) -> Table:
    """Every flow that is not zero. ``part`` counts slices from 1, or months for peaks; it is empty for the whole year."""
    rows = tuple(_flow_rows(outcome)) if outcome.plan is not None else ()
    columns = tuple(Column(key, PHRASES[key], numeric=key in ("year", "part", "value")) for key in COLUMNS)
    return Table("flows", PHRASES["flows_title"], columns, rows)


def _flow_rows(outcome: Outcome) -> Iterator[Row]:
    if outcome.plan is None:
        return
    flows = outcome.plan.flows
    for name in SLICED:
        for what, years in getattr(flows, name).items():
            yield from _slice_rows(name, what, "", years, _unit(outcome, name, what))
    for measure, demands in flows.saved.items():
        for demand, years in demands.items():
            yield from _slice_rows("saved", measure, demand, years, _commodity_unit(outcome, outcome.case.demands[demand].commodity))
    yield from _other_rows(flows)


def _slice_rows(name: str, what: str, where: str, years: Mapping[int, Sequence[float]], unit: str) -> Iterator[Row]:
    for year, values in years.items():
        for position, value in enumerate(values, start=1):
            if value:
                yield name, what, where, "", year, position, Quantity(value, unit), unit


def _other_rows(flows: Flows) -> Iterator[Row]:
    for name, unit in YEARLY.items():
        for what, years in getattr(flows, name).items():
            yield from (_year_row(name, what, year, value, unit) for year, value in years.items() if value)
    yield from (_year_row("surrendered", "", year, value, "tCO2e") for year, value in flows.surrendered.items() if value)
    for what, months in flows.peak_mw.items():
        for year, peaks in months.items():
            yield from (("peak_mw", what, "", "", year, month, Quantity(mw, "MW"), "MW") for month, mw in peaks.items() if mw)
    for measure, sources in flows.cut_t.items():
        for source, gases in sources.items():
            for gas, years in gases.items():
                yield from (("cut_t", measure, source, gas, year, None, Quantity(t, "t"), "t") for year, t in years.items() if t)


def _year_row(name: str, what: str, year: int, value: float, unit: str) -> Row:
    return name, what, "", "", year, None, Quantity(value, unit), unit


def _unit(outcome: Outcome, flow: str, what: str) -> str:
    """Unit of a flow: that of its commodity, or ``activity`` where converters count in their own."""
    case = outcome.case
    if flow == "activity":
        return "activity"
    commodity = what if flow in ("imported", "exported") else getattr(case.measures[what], "commodity", "")
    return _commodity_unit(outcome, commodity)


def _commodity_unit(outcome: Outcome, commodity: str) -> str:
    data = outcome.case.commodities[commodity]
    return data.unit if data.category.value == "other" else "MWh"

"""The flows of a plan as one tidy table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.outcome import Outcome
from planner.domain.plan import Flows
from planner.report.phrases import PHRASES
from planner.report.table import Cell, Column, Quantity, Table

SLICED = ("imported", "exported", "activity", "generated", "charge", "discharge", "level", "moved_in", "moved_out")
"""Flows with one value per slice and one name."""
DAILY = ("day_level",)
"""Those with one value per day of the year."""
STOCKS = ("level",)
"""Those that are no amount of a slice, so that their sum over slices says nothing."""
YEARLY = {"purchased": "MWh", "captured": "tCO2", "removed": "tCO2e"}
"""Flows with one value per year and one name, and their units."""
COLUMNS = ("flow", "what", "where", "gas", "year", "part", "value", "unit")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sliced:
    """One flow with its values by slice, or by day, of every year."""

    name: str
    what: str
    where: str
    years: Mapping[int, Sequence[float]]
    unit: str

    @property
    def heading(self) -> str:
        """Name and unit, for a column: ``saved.led.power [MWh]``."""
        return ".".join(part for part in (self.name, self.what, self.where) if part) + f" [{self.unit}]"


def flows_table(outcome: Outcome, *, by_slice: bool = True) -> Table:
    """Every flow that is not zero. ``part`` counts slices from 1, days for ``day_level``, or months for peaks; it is empty for the
    whole year. Without ``by_slice`` flows are those of whole years, and levels are left out."""
    rows = tuple(_flow_rows(outcome, by_slice=by_slice)) if outcome.plan is not None else ()
    columns = tuple(Column(key, PHRASES[key], numeric=key in ("year", "part", "value")) for key in COLUMNS)
    return Table("flows", PHRASES["flows_title"], columns, rows)


def list_sliced(outcome: Outcome) -> Iterator[Sliced]:
    """Every flow that has one value per slice."""
    if outcome.plan is None:
        return
    flows = outcome.plan.flows
    for name in SLICED:
        for what, years in getattr(flows, name).items():
            yield Sliced(name, what, "", years, _unit(outcome, name, what))
    for measure, demands in flows.saved.items():
        for demand, years in demands.items():
            yield Sliced("saved", measure, demand, years, _demand_unit(outcome, demand))


def _list_daily(outcome: Outcome) -> Iterator[Sliced]:
    if outcome.plan is not None:
        for name in DAILY:
            for what, years in getattr(outcome.plan.flows, name).items():
                yield Sliced(name, what, "", years, _unit(outcome, name, what))


def _flow_rows(outcome: Outcome, *, by_slice: bool) -> Iterator[Row]:
    if outcome.plan is None:
        return
    for flow in list_sliced(outcome):
        if by_slice:
            yield from _part_rows(flow)
        elif flow.name not in STOCKS:
            yield from _year_rows(flow)
    for flow in _list_daily(outcome):
        yield from _part_rows(flow)
    yield from _other_rows(outcome.plan.flows)


def _part_rows(flow: Sliced) -> Iterator[Row]:
    for year, values in flow.years.items():
        for position, value in enumerate(values, start=1):
            if value:
                yield flow.name, flow.what, flow.where, "", year, position, Quantity(value, flow.unit), flow.unit


def _year_rows(flow: Sliced) -> Iterator[Row]:
    for year, values in flow.years.items():
        total = math.fsum(values)
        if total:
            yield flow.name, flow.what, flow.where, "", year, None, Quantity(total, flow.unit), flow.unit


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
    if flow == "activity":
        return "activity"
    if flow in ("moved_in", "moved_out"):
        return _demand_unit(outcome, what)
    commodity = what if flow in ("imported", "exported") else getattr(outcome.case.measures[what], "commodity", "")
    return _commodity_unit(outcome, commodity)


def _demand_unit(outcome: Outcome, demand: str) -> str:
    return _commodity_unit(outcome, outcome.case.demands[demand].commodity)


def _commodity_unit(outcome: Outcome, commodity: str) -> str:
    data = outcome.case.commodities[commodity]
    return data.unit if data.category.value == "other" else "MWh"

"""Emissions as they are planned beside the same on a grid that stays as in the base year."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.verdict import YearAccount
from planner.report.inventory_phrases import PHRASES
from planner.report.table import Cell, Column, Quantity, Table

SHOWN = {
    "energy": ("energy_emissions_t", "tCO2e"),
    "gross": ("gross_emissions_t", "tCO2e"),
    "net": ("net_emissions_t", "tCO2e"),
    "reduction": ("emission_reduction", "1"),
}
"""Column to metric and unit."""


def frozen_view(years: Mapping[int, YearAccount], frozen: Mapping[int, YearAccount], base_year: int) -> Table:
    """Planning years down; each figure with the grid's own change and without it."""
    columns = [Column("year", PHRASES["year"], numeric=True)]
    for key, (_, unit) in SHOWN.items():
        columns += [Column(name, PHRASES[name], numeric=True, unit=unit) for name in (key, f"{key}_frozen")]
    rows = tuple(_row(years[year], frozen[year]) for year in sorted(frozen))
    return Table("frozen", PHRASES["frozen_title"].fill(year=base_year), tuple(columns), rows)


def grid_changes(years: Mapping[int, YearAccount], frozen: Mapping[int, YearAccount]) -> bool:
    """Whether the electricity factors of the planned years differ from the base year's at all."""
    return any(frozen[year].values.get(metric) != years[year].values.get(metric) for year in frozen for metric, _ in SHOWN.values())


def _row(account: YearAccount, held: YearAccount) -> tuple[Cell, ...]:
    cells: list[Cell] = [account.year]
    for metric, unit in SHOWN.values():
        cells += [_cell(account, metric, unit), _cell(held, metric, unit)]
    return tuple(cells)


def _cell(account: YearAccount, metric: str, unit: str) -> Cell:
    return Quantity(account.values[metric], unit) if metric in account.values else None

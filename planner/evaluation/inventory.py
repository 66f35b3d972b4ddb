"""The inventory of every past and planned year: all lines, and totals summed from the lines alone (温室气体与能源清单)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from planner.domain.case import Case
from planner.domain.inventory import Entry, Inventory, Kind, Section, Totals
from planner.domain.plan import Plan
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation.energy_lines import EnergyLines, list_fuels
from planner.evaluation.energy_sheet import build_energy_sheet
from planner.evaluation.factor_list import list_factors
from planner.evaluation.gases import total_gases
from planner.evaluation.history import history_accounts
from planner.evaluation.power_ledgers import build_power_ledgers
from planner.evaluation.process_lines import list_captures, list_cuts, list_direct, list_past_sinks, list_removals, list_sources
from planner.evaluation.provenance import Provenance
from planner.evaluation.quantities import Quantities
from planner.evaluation.supply import Supply, list_past_supply, list_planned_supply
from planner.index.readings import Readings


def list_inventories(case: Case, readings: Readings, plan: Plan | None = None, ledger: Ledger | None = None) -> tuple[Inventory, ...]:
    """History, then the planned years where there is a plan with its ledger."""
    provenance = Provenance(case)
    past = _list_past(case, readings, provenance)
    return past if plan is None or ledger is None else past + _list_planned(Quantities(case, plan), readings, ledger, provenance)


def _list_past(case: Case, readings: Readings, provenance: Provenance) -> tuple[Inventory, ...]:
    accounts = history_accounts(case, readings)
    return tuple(
        _assemble(
            case, readings, "history", accounts[year], None, list_past_supply(case, year), provenance,
            (*list_sources(case, year, provenance), *list_past_sinks(case, year)),
        )
        for year in case.history_years
    )  # fmt: skip


def _list_planned(book: Quantities, readings: Readings, ledger: Ledger, provenance: Provenance) -> tuple[Inventory, ...]:
    return tuple(
        _assemble(
            book.case, readings, "planned", ledger.years[year], ledger.frozen.get(year), list_planned_supply(book, year), provenance,
            (
                *list_sources(book.case, year, provenance), *list_direct(book, year, provenance), *list_cuts(book, year),
                *list_captures(book, year), *list_removals(book, year),
            ),
        )
        for year in book.case.years
    )  # fmt: skip


def _assemble(
    case: Case,
    readings: Readings,
    period: Literal["history", "planned"],
    account: YearAccount,
    frozen: YearAccount | None,
    supplies: tuple[Supply, ...],
    provenance: Provenance,
    other: Iterable[Entry],
) -> Inventory:
    year, energy = account.year, EnergyLines(case, readings, account.year, provenance)
    lines = (*energy.of_fuels(supplies), *energy.of_purchases(supplies), *energy.of_exports(supplies), *other)
    entries = tuple(sorted(lines, key=lambda entry: list(Section).index(entry.section)))
    totals = sum_totals(case, entries)
    return Inventory(
        year=year,
        period=period,
        gwp_edition=case.gwp_edition,
        entries=entries,
        fuels=list_fuels(supplies),
        totals=totals,
        gases=total_gases(case, entries),
        exports_deducted=readings.exported_power == "deducted",
        power=build_power_ledgers(case, supplies, readings, totals.electricity, year),
        energy=build_energy_sheet(case, supplies, readings, year),
        factors=list_factors(case, supplies, entries, provenance, year),
        account=account,
        frozen=frozen,
    )


def sum_totals(case: Case, entries: Iterable[Entry]) -> Totals:
    """Totals of the lines. What is exported falls to electricity or heat, whose purchases it is deducted from. [tCO2e]"""
    entries = tuple(entries)
    exports = _sum_exports(case, entries)
    fuel, captured = _sum(entries, Section.FUEL), -_sum(entries, Section.CAPTURED)
    electricity = _sum(entries, Section.ELECTRICITY) + exports[Section.ELECTRICITY]
    heat = _sum(entries, Section.HEAT) + exports[Section.HEAT]
    process, removals = _sum(entries, Section.PROCESS), _sum(entries, Section.REMOVALS)
    energy = math.fsum([fuel, electricity, heat, -captured])
    captured_process = -math.fsum(e.tco2e for e in entries if e.section is Section.PROCESS and e.kind is Kind.CAPTURE)
    return Totals(
        fuel=fuel,
        captured_energy=captured,
        electricity=electricity,
        heat=heat,
        energy=energy,
        process=process,
        captured_process=captured_process,
        gross=energy + process,
        removals=removals,
        net=energy + process - removals,
        biogenic_co2=_sum(entries, Section.BIOGENIC),
    )


def _sum(entries: Iterable[Entry], section: Section) -> float:
    return math.fsum(entry.tco2e for entry in entries if entry.section is section)


def _sum_exports(case: Case, entries: Iterable[Entry]) -> Mapping[Section, float]:
    """Exports that are deducted, by the section of their commodity."""
    found: dict[Section, list[float]] = {Section.ELECTRICITY: [], Section.HEAT: []}
    for entry in entries:
        if entry.section is Section.EXPORTED and entry.counted:
            found[Section(case.commodities[entry.item].category.value)].append(entry.tco2e)
    return {section: math.fsum(values) for section, values in found.items()}

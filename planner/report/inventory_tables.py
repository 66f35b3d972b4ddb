"""The inventory for people: all years in brief, and the full sheet of one year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.base import Text
from planner.domain.inventory import EnergyLine, EnergyTotals, Entry, Inventory, Section
from planner.language import Pair, Sayable
from planner.report.frozen_view import frozen_view
from planner.report.inventory_phrases import EXPORTS_MEMO, FACTORS, PHRASES, SECTIONS
from planner.report.numbers import show_share
from planner.report.table import Cell, Column, Quantity, Table

BESIDE = (Section.REMOVALS, Section.BIOGENIC)
"""Sections that stand below the total."""
HEADINGS = (Section.FUEL, Section.PROCESS, Section.ELECTRICITY, Section.HEAT)
"""Sections that every report has."""
CO2E = "tCO2e"
BARE = " "
"""Unit of a column whose heading is the unit."""
ALWAYS = ("gross_t", "net_t", "use_tce", "share", "reduction")
"""Columns of the overview that are shown even when nothing is in them."""

Row = tuple[Cell, ...]


def edition_name(edition: str) -> str:
    """``IPCC AR5`` for ``ar5``."""
    return f"IPCC {edition.upper()}"


def column(key: str, *, numeric: bool = False, unit: str = "") -> Column:
    """A column with the heading of the inventory's phrase book."""
    return Column(key, PHRASES[key], numeric=numeric, unit=unit)


def overview_table(inventories: Sequence[Inventory]) -> Table:
    """Years down, headings of the inventory across; headings under which no year has anything are left out."""
    units = {"use_tce": "tce", "share": "1", "reduction": "1"}
    figures = [_overview(inventory) for inventory in inventories]
    shown = [key for key in figures[0] if key in ALWAYS or any(row[key] for row in figures)] if figures else []
    columns = (column("year", numeric=True), column("period"), *(column(key, numeric=True, unit=units.get(key, CO2E)) for key in shown))
    rows = tuple(
        (inventory.year, PHRASES[inventory.period], *(_quantity(row[key], units.get(key, CO2E)) for key in shown))
        for inventory, row in zip(inventories, figures, strict=True)
    )
    return Table("overview", PHRASES["overview_title"], columns, rows)


def _overview(inventory: Inventory) -> dict[str, float | None]:
    totals, values = inventory.totals, inventory.account.values
    return {
        "fuel_t": totals.fuel,
        "captured_t": -totals.captured_energy,
        "electricity_t": totals.electricity,
        "heat_t": totals.heat,
        "process_t": totals.process,
        "gross_t": totals.gross,
        "removals_t": -totals.removals,
        "net_t": totals.net,
        "use_tce": values["energy_use_tce"],
        "share": values.get("renewable_share"),
        "reduction": values.get("emission_reduction"),
    }


def _quantity(value: float | None, unit: str) -> Cell:
    return None if value is None else Quantity(value + 0.0, unit)


def frozen_table(inventories: Sequence[Inventory], base_year: int) -> Table:
    """Planned years with the grid's own change and without it."""
    held = {inventory.year: inventory.frozen for inventory in inventories if inventory.frozen is not None}
    return frozen_view({inventory.year: inventory.account for inventory in inventories}, held, base_year)


def power_table(inventories: Sequence[Inventory]) -> Table:
    """Both electricity ledgers of every year and electricity commodity."""
    many = len({line.commodity for inventory in inventories for line in inventory.power.lines}) > 1
    named = (column("carrier"),) if many else ()
    columns = (
        column("year", numeric=True), *named, column("bought_mwh", numeric=True, unit="MWh"), column("green_mwh", numeric=True, unit="MWh"),
        column("certificates_mwh", numeric=True, unit="MWh"), column("unclaimed_mwh", numeric=True, unit="MWh"),
        column("location_factor", numeric=True, unit="tCO2e/MWh"), column("market_factor", numeric=True, unit="tCO2e/MWh"),
        column("location_t", numeric=True, unit=CO2E), column("market_t", numeric=True, unit=CO2E),
        column("judged_t", numeric=True, unit=CO2E),
    )  # fmt: skip
    rows: list[Row] = []
    for inventory in inventories:
        for line in inventory.power.lines:
            judged = None if many else Quantity(inventory.power.judged_t, CO2E)
            amounts = (line.bought_mwh, line.green_power_mwh, line.certificates_mwh, line.unclaimed_mwh)
            rows.append(
                (
                    inventory.year, *((line.name,) if many else ()), *(Quantity(amount, "MWh") for amount in amounts),
                    show_factor(line.location_factor), show_factor(line.market_factor),
                    Quantity(line.location_t, CO2E), Quantity(line.market_t, CO2E), judged,
                )
            )  # fmt: skip
    return Table("power", PHRASES["power_title"], columns, tuple(rows))


def show_factor(value: float) -> str:
    """A factor with six significant digits, as sources give them."""
    return f"{value:.6g}"


def year_tables(inventory: Inventory) -> tuple[Table, ...]:
    """The full sheet of one year."""
    return (
        sheet_table(inventory), fuels_table(inventory), gases_table(inventory), power_table([inventory]), energy_table(inventory),
        factors_table(inventory),
    )  # fmt: skip


def sheet_table(inventory: Inventory) -> Table:
    """Every line with its factor under the heading of its section, which carries the sum; totals between."""
    columns = (
        column("item"), column("gas"), column("quantity", numeric=True), column("unit"), column("factor_t", numeric=True),
        column("t", numeric=True, unit=BARE), column("tco2e", numeric=True, unit=BARE),
    )  # fmt: skip
    return Table("sheet", PHRASES["sheet_title"].fill(year=inventory.year), columns, tuple(_sheet_rows(inventory)))


def _sheet_rows(inventory: Inventory) -> Iterator[Row]:
    memo = [] if inventory.exports_deducted else [Section.EXPORTED]
    for section in Section:
        if section not in (*BESIDE, *memo):
            yield from _section_rows(inventory, section)
    totals = inventory.totals
    yield _sum_row(PHRASES["total_energy"], totals.energy)
    yield _sum_row(PHRASES["total_gross"], totals.gross)
    yield from _section_rows(inventory, Section.REMOVALS)
    yield _sum_row(PHRASES["total_net"], totals.net)
    for section in (*memo, Section.BIOGENIC):
        yield from _section_rows(inventory, section)


def _section_rows(inventory: Inventory, section: Section) -> Iterator[Row]:
    """The heading with its sum, then the lines; headings that a report always has are shown without lines, too."""
    entries = inventory.of(section)
    memo = section is Section.EXPORTED and not inventory.exports_deducted
    if entries or section in HEADINGS:
        yield _sum_row(EXPORTS_MEMO if memo else SECTIONS[section], inventory.sum_of(section))
    yield from (_entry_row(entry) for entry in entries)


def _entry_row(entry: Entry) -> Row:
    return (
        Pair(f"· {entry.name.zh}", f"· {entry.name.en}"), entry.gas, None if entry.quantity is None else Quantity(entry.quantity, ""),
        entry.unit, None if entry.factor is None else show_factor(entry.factor), _quantity(entry.t, "t"), Quantity(entry.tco2e, CO2E),
    )  # fmt: skip


def _sum_row(title: Sayable, value: float) -> Row:
    return title, None, None, None, None, None, Quantity(value + 0.0, CO2E)


def fuels_table(inventory: Inventory) -> Table:
    """Fuels and biomass in the user's own unit and in energy."""
    columns = (
        column("fuel"), column("quantity", numeric=True), column("unit"), column("heat_value", numeric=True),
        column("mwh", numeric=True, unit="MWh"), column("gj", numeric=True, unit="GJ"),
    )  # fmt: skip
    rows = tuple(
        (
            fuel.name, Quantity(fuel.quantity, ""), fuel.unit, f"{show_factor(fuel.heat_value_gj)} GJ/{fuel.unit}",
            Quantity(fuel.mwh, "MWh"), Quantity(fuel.gj, "GJ"),
        )
        for fuel in inventory.fuels
    )  # fmt: skip
    return Table("fuels", PHRASES["fuels_title"].fill(year=inventory.year), columns, rows)


def gases_table(inventory: Inventory) -> Table:
    """The seven gases of the standard."""
    rows: list[Row] = [(total.gas, _quantity(total.t, "t"), Quantity(total.tco2e, CO2E)) for total in inventory.gases]
    rows.append((PHRASES["total_gross"], None, Quantity(inventory.totals.gross, CO2E)))
    title = PHRASES["gases_title"].fill(year=inventory.year, edition=edition_name(inventory.gwp_edition))
    return Table(
        "gases", title, (column("gas"), column("t", numeric=True, unit=BARE), column("tco2e", numeric=True, unit=BARE)), tuple(rows)
    )


def energy_table(inventory: Inventory) -> Table:
    """Every carrier in its own unit, in energy, and in coal equivalent by both values; totals below."""
    columns = (
        column("carrier"), column("unit"), column("bought", numeric=True), column("sold", numeric=True), column("own", numeric=True),
        column("used", numeric=True), column("used_gj", numeric=True, unit="GJ"), column("renewable_mwh", numeric=True, unit="MWh"),
        column("tce", numeric=True, unit="tce"), column("equivalent_tce", numeric=True, unit="tce"),
    )  # fmt: skip
    rows = (*(_energy_row(line) for line in inventory.energy.lines), *_energy_totals(inventory))
    return Table("energy", PHRASES["energy_title"].fill(year=inventory.year), columns, rows)


def _energy_row(line: EnergyLine) -> Row:
    amounts = (line.bought, line.sold, line.own_renewable, line.used)
    return (
        line.name, line.unit, *(Quantity(amount, "") if amount else None for amount in amounts), Quantity(line.used_gj, "GJ"),
        Quantity(line.renewable_mwh, "MWh") if line.renewable_mwh else None, Quantity(line.tce, "tce"),
        _quantity(line.equivalent_tce, "tce"),
    )  # fmt: skip


def _energy_totals(inventory: Inventory) -> Iterator[Row]:
    sheet = inventory.energy
    both = (sheet.calorific, sheet.equivalent)

    def row(title: Sayable, unit: str, cells: tuple[Cell, ...]) -> Row:
        return title, unit, None, None, None, None, None, None, *cells

    yield row(PHRASES["total_use"], "tce", tuple(_figure(totals, "use_tce") for totals in both))
    yield row(PHRASES["total_renewable"], "tce", tuple(_figure(totals, "renewable_tce") for totals in both))
    shares = tuple(None if totals is None or totals.share is None else f"{show_share(totals.share)} %" for totals in both)
    yield row(PHRASES["total_share"], "", shares)
    yield row(PHRASES["total_per_unit"].fill(unit=sheet.per), "", tuple(_figure(totals, "per_unit_kgce") for totals in both))


def _figure(totals: EnergyTotals | None, name: str) -> Cell:
    return None if totals is None else _quantity(getattr(totals, name), "")


def factors_table(inventory: Inventory) -> Table:
    """Every factor used, with its source and how far it can be trusted."""
    columns = (column("name"), column("what"), column("value", numeric=True), column("unit"), column("source"), column("status"))
    rows = tuple(
        (factor.name, _factor_name(factor.what), show_factor(factor.value), factor.unit, factor.source, factor.status)
        for factor in inventory.factors
    )
    return Table("factors", PHRASES["factors_title"].fill(year=inventory.year), columns, rows)


def _factor_name(what: str) -> Pair | Text:
    return FACTORS.get(what, Pair(what, what))

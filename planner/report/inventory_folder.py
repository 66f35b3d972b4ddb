"""The files of an inventory: tidy tables for spreadsheets, and a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.case import Case
from planner.domain.inventory import Entry, Inventory
from planner.index.readings import Readings
from planner.language import Pair
from planner.report.csv_text import ENCODING, write_csv
from planner.report.documents import Json, plain
from planner.report.drawing import draw_markdown, markdown_text
from planner.report.inventory_phrases import PHRASES
from planner.report.inventory_tables import CO2E, column, frozen_table, overview_table, power_table, year_tables
from planner.report.inventory_words import explain, name_planned
from planner.report.table import Cell, Quantity, Table

NAMES = ("inventory.csv", "energy.csv", "factors.csv", "inventory.md")
"""Everything that an inventory's folder holds."""

Row = tuple[Cell, ...]


def inventory_files(case: Case, inventories: Sequence[Inventory], readings: Readings, plan: str, language: str) -> dict[str, bytes]:
    """File name to content."""
    tables = (lines_table(inventories), energy_lines_table(inventories), factors_lines_table(inventories))
    sheets = {f"{table.name}.csv": write_csv(table).encode(ENCODING) for table in tables}
    return {**sheets, "inventory.md": write_page(case, inventories, readings, plan, language).encode("utf-8")}


def inventory_document(case: Case, inventories: Sequence[Inventory], readings: Readings, plan: str) -> Json:
    """Everything as JSON."""
    return {
        "scenario": plain(case.name),
        "scenario_sha256": case.scenario_sha256,
        "base_year": case.base_year,
        "planned_years": plan or "reference",
        "settings": plain(readings.choices()),
        "years": [plain(inventory) for inventory in inventories],
    }


def lines_table(inventories: Sequence[Inventory]) -> Table:
    """Long form: every line of every year, then the totals, which are marked ``total`` and ``gas`` in the column section."""
    columns = (
        column("year", numeric=True), column("period"), column("section"), column("kind"), column("item"), column("name_zh"),
        column("name_en"), column("gas"), column("quantity", numeric=True), column("unit"), column("factor", numeric=True),
        column("factor_unit"), column("t", numeric=True, unit="t"), column("tco2e", numeric=True, unit=CO2E), column("counted"),
        column("source"), column("status"),
    )  # fmt: skip
    rows = tuple(row for inventory in inventories for row in (*_entry_rows(inventory), *_total_rows(inventory)))
    return Table("inventory", PHRASES["overview_title"], columns, rows)


def _entry_rows(inventory: Inventory) -> Iterator[Row]:
    for entry in inventory.entries:
        yield (
            inventory.year, inventory.period, entry.section.value, entry.kind.value, entry.item, entry.name.zh, entry.name.en, entry.gas,
            _number(entry.quantity), entry.unit, _number(entry.factor), entry.factor_unit, _number(entry.t), Quantity(entry.tco2e, CO2E),
            _say_counted(entry), entry.source, entry.status,
        )  # fmt: skip


def _say_counted(entry: Entry) -> str:
    return "yes" if entry.counted else "no"


def _number(value: float | None) -> Cell:
    return None if value is None else Quantity(value, "")


def _total_rows(inventory: Inventory) -> Iterator[Row]:
    """Totals of the year, the seven gases, both electricity ledgers, and the totals on a frozen grid."""
    for name, value in plain(inventory.totals).items():
        yield _total_row(inventory, "total", name, None, value)
    for gas in inventory.gases:
        yield _total_row(inventory, "gas", gas.gas, gas.t, gas.tco2e)
    power = inventory.power
    for name, value in (("location", power.location_t), ("market", power.market_t), ("judged", power.judged_t)):
        yield _total_row(inventory, "electricity_ledger", name, None, value)
    if inventory.frozen is not None:
        for metric in ("energy_emissions_t", "gross_emissions_t", "net_emissions_t"):
            yield _total_row(inventory, "frozen_grid", metric.removesuffix("_emissions_t"), None, inventory.frozen[metric])


def _total_row(inventory: Inventory, section: str, item: str, tonnes: float | None, tco2e: float) -> Row:
    gas = item if section == "gas" else ""
    blank = (None, "", None, "")
    return (
        inventory.year, inventory.period, section, "total", item, "", "", gas, *blank, _number(tonnes), Quantity(tco2e, CO2E), "", "", "",
    )  # fmt: skip


def energy_lines_table(inventories: Sequence[Inventory]) -> Table:
    """Every carrier of every year by GB/T 2589; the item ``total`` is the whole factory."""
    columns = (
        column("year", numeric=True), column("period"), column("item"), column("name_zh"), column("name_en"), column("category"),
        column("unit"), column("bought", numeric=True), column("sold", numeric=True), column("own", numeric=True),
        column("used", numeric=True), column("used_mwh", numeric=True, unit="MWh"), column("used_gj", numeric=True, unit="GJ"),
        column("renewable_mwh", numeric=True, unit="MWh"), column("tce", numeric=True, unit="tce"),
        column("equivalent_tce", numeric=True, unit="tce"),
    )  # fmt: skip
    rows = tuple(row for inventory in inventories for row in _energy_rows(inventory))
    return Table("energy", PHRASES["overview_title"], columns, rows)


def _energy_rows(inventory: Inventory) -> Iterator[Row]:
    sheet = inventory.energy
    for line in sheet.lines:
        amounts = (line.bought, line.sold, line.own_renewable, line.used, line.used_mwh, line.used_gj, line.renewable_mwh, line.tce)
        yield (
            inventory.year, inventory.period, line.commodity, line.name.zh, line.name.en, line.category.value, line.unit,
            *(Quantity(amount, "") for amount in amounts), _number(line.equivalent_tce),
        )  # fmt: skip
    for item, name in (("total", "use_tce"), ("total_renewable", "renewable_tce"), ("share", "share"), ("kgce_per_unit", "per_unit_kgce")):
        unit = {"share": "1", "kgce_per_unit": f"kgce/{sheet.per}"}.get(item, "tce")
        both = (getattr(sheet.calorific, name), None if sheet.equivalent is None else getattr(sheet.equivalent, name))
        yield inventory.year, inventory.period, item, "", "", "", unit, *(None,) * 7, *(_number(value) for value in both)


def factors_lines_table(inventories: Sequence[Inventory]) -> Table:
    """Every factor of every year with its source."""
    columns = (
        column("year", numeric=True), column("field"), column("name_zh"), column("name_en"), column("what"), column("value", numeric=True),
        column("unit"), column("source"), column("status"),
    )  # fmt: skip
    rows = tuple(
        (inventory.year, f.field, f.name.zh, f.name.en, f.what, Quantity(f.value, ""), f.unit, f.source, f.status)
        for inventory in inventories
        for f in inventory.factors
    )
    return Table("factors", PHRASES["overview_title"], columns, rows)


def write_page(case: Case, inventories: Sequence[Inventory], readings: Readings, plan: str, language: str) -> str:
    """All years in brief, then the full sheet of each year, in Markdown."""
    return "\n".join(_page(case, inventories, readings, plan, language))


def _page(case: Case, inventories: Sequence[Inventory], readings: Readings, plan: str, language: str) -> Iterator[str]:
    yield f"# {_say('page_title', language, name=case.name.say(language))}\n"
    facts = [
        PHRASES["page_factory"].fill(name=case.factory_name),
        name_planned(inventories, plan),
        *explain(inventories, readings),
        PHRASES["page_hash"].fill(hash=case.scenario_sha256),
    ]
    yield "\n".join(f"- {markdown_text(fact.say(language))}" for fact in facts) + "\n"
    for table in (overview_table(inventories), frozen_table(inventories, case.base_year), power_table(inventories)):
        yield from _section(table, "##", language)
    for inventory in inventories:
        yield f"## {_say('page_year', language, year=inventory.year, period=PHRASES[inventory.period])}\n"
        for table in year_tables(inventory):
            yield from _section(table, "###", language)


def _say(key: str, language: str, **values: object) -> str:
    return markdown_text(Pair(PHRASES[key].zh, PHRASES[key].en).fill(**values).say(language))


def _section(table: Table, mark: str, language: str) -> Iterator[str]:
    if table.rows:
        yield f"{mark} {table.title.say(language)}\n"
        yield draw_markdown(table, language)

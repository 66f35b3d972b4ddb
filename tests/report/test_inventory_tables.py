"""Inventory tables: headings and sums of the sheet, gases without tonnes, empty equivalents, narrow terminals, both languages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planner.domain.inventory import Inventory
from planner.evaluation import build_ledger, list_inventories
from planner.report.drawing import draw_fitting, draw_markdown
from planner.report.inventory_phrases import PHRASES
from planner.report.inventory_tables import frozen_table, gases_table, overview_table, power_table, sheet_table, year_tables
from planner.report.inventory_words import explain, name_planned
from planner.report.table import Quantity, Table
from tests.builders import base_plan, readings, tiny_case
from tests.evaluation.test_inventory import golden_case, golden_plan


def inventories(**choices: str) -> tuple[Inventory, ...]:
    case, chosen = golden_case(), readings(**choices)
    plan = golden_plan(case)
    return list_inventories(case, chosen, plan, build_ledger(case, plan, chosen))


def planned(**choices: str) -> Inventory:
    return inventories(**choices)[-1]


def words(table: Table, language: str = "en") -> list[list[str]]:
    """The cells of the Markdown, row by row."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in draw_markdown(table, language).splitlines()[2:]]


def test_the_sheet_has_headings_with_sums_lines_and_totals() -> None:
    rows = {row[0]: row for row in words(sheet_table(planned()))}
    assert rows["fuel combustion"][-1] == "100.1" and rows["purchased electricity"][-1] == "468.0"
    assert rows["purchased heat"][-1] == "0", "a heading that every report has"
    assert rows["· electricity: green power"] == ["· electricity: green power", "CO2", "-100.0", "MWh", "0.6", "-60.0", "-60.0"]
    assert rows["net emissions"][-1] == "576.6"
    order = [row[0] for row in words(sheet_table(planned()))]
    assert order.index("gross emissions") < order.index("removals and credits") < order.index("net emissions")
    assert order.index("net emissions") < order.index("memo: electricity and heat sold (not deducted)")


def test_deducted_exports_stand_above_the_total() -> None:
    order = [row[0] for row in words(sheet_table(planned(exported_power="deducted")))]
    assert order.index("less electricity and heat sold") < order.index("energy-level emissions")


def test_a_family_has_no_tonnes() -> None:
    rows = {row[0]: row[1:] for row in words(gases_table(planned()))}
    assert rows["HFCs"] == ["", "38.5"] and rows["NF3"] == ["0", "0"] and rows["gross emissions"] == ["", "606.6"]


def test_the_overview_leaves_out_what_no_year_has() -> None:
    keys = [column.key for column in overview_table(inventories()).columns]
    assert "heat_t" not in keys and "captured_t" not in keys
    assert {"fuel_t", "electricity_t", "process_t", "gross_t", "removals_t", "net_t", "use_tce", "share", "reduction"} <= set(keys)


def test_the_frozen_table_has_planned_years_only() -> None:
    table = frozen_table(inventories(), 2024)
    assert [row[0] for row in table.rows] == [2025, 2026]


def test_the_power_table_shows_factors_as_sources_give_them() -> None:
    (row,) = words(power_table([planned()]))
    assert row == ["2026", "880.0", "100.0", "50.0", "730.0", "0.6", "0.7", "528.0", "511.0", "468.0"]


def test_sentences_say_which_ledger_and_what_is_missing() -> None:
    said = [pair.en for pair in explain(inventories(), readings())]
    assert any("neither ledger whole: green power counts, certificates ignored" in sentence for sentence in said)
    assert any("绿电计入，绿证不计" in pair.zh for pair in explain(inventories(), readings()))
    assert not any("no factor without market-traded" in sentence for sentence in said)
    case = tiny_case()
    bare = list_inventories(case, readings(), base_plan(case), build_ledger(case, base_plan(case), readings()))
    assert PHRASES["no_residual"] in list(explain(bare, readings()))
    assert name_planned(bare, "") == PHRASES["planned_reference"] and "near" in name_planned(bare, "near").en
    assert name_planned(bare[:1], "") == PHRASES["planned_none"]


def widths(tables: Sequence[Table], language: str, width: int) -> int:
    """The widest drawn table."""
    return max(part.width or 0 for table in tables for part in draw_fitting(table, language, width))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 180])
def test_tables_fit_the_terminal(language: str, width: int) -> None:
    found = inventories()
    tables = (overview_table(found), frozen_table(found, 2024), power_table(found), *year_tables(found[-1]))
    assert widths(tables, language, width) <= width
    assert len(list(draw_fitting(sheet_table(found[-1]), language, 80))) == 1, "the sheet is not split at 80 columns"


def test_every_phrase_has_both_languages() -> None:
    assert all(pair.zh.strip() and pair.en.strip() for pair in PHRASES.values())


def test_cells_are_unrounded() -> None:
    sheet = sheet_table(planned())
    values = [cell.value for row in sheet.rows for cell in row if isinstance(cell, Quantity)]
    assert 0.01 * 677.0 in values

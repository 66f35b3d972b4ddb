"""Tables from outcomes, and the same cells as CSV, Markdown and terminal text."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from rich.console import Console

from planner.comparison import compare_outcomes
from planner.domain.base import Text
from planner.domain.plan import Request
from planner.domain.tiers import Status
from planner.language import Pair
from planner.report import views
from planner.report.comparison_tables import comparison_table, uses_table
from planner.report.csv_text import write_csv
from planner.report.drawing import draw_fitting, draw_markdown
from planner.report.folder import tidy_tables
from planner.report.outcome_tables import accounts_table, cost_table, figures_table, measures_table, verdict_table
from planner.report.table import Column, Quantity, Table
from tests.report.samples import DISAGREEMENT, MISSED, SHORTFALL, sample_outcome, tier_verdict, unreachable, verdict, year_account


def read(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_csv(table))))


def one_column(*cells: str | Quantity, unit: str = "") -> Table:
    return Table("t", Pair("标题", "title"), (Column("c", Pair("列", "column"), unit=unit),), tuple((cell,) for cell in cells))


def test_measures_have_a_row_per_year_with_every_digit() -> None:
    rows = read(measures_table(sample_outcome()))
    assert [(row["measure"], row["year"], row["online_size"]) for row in rows[:2]] == [("pv", "2025", "100.0"), ("pv", "2026", "150.0")]
    assert rows[0]["name_zh"] == "光伏" and rows[0]["class"] == "zero_carbon" and rows[0]["investment_cny"] == "300000.0"
    assert rows[3]["added_size"] == "1e-09"


def test_accounts_hold_history_plan_and_the_optimizers_own_figure() -> None:
    rows = read(accounts_table(sample_outcome(figures={2025: {"renewable_share": 0.1000001}})))
    assert {row["period"] for row in rows if row["year"] == "2024"} == {"history"}
    own = {(row["year"], row["metric"]): row["optimizer"] for row in rows}
    assert own["2025", "renewable_share"] == "0.1000001" and own["2026", "renewable_share"] == ""


def test_discounted_cost_has_no_year() -> None:
    rows = read(cost_table(sample_outcome()))
    assert ("", "discounted_cost_cny", "1200000.0") in {(row["year"], row["part"], row["value_cny"]) for row in rows}
    assert ("2025", "yearly_cost_cny", "600000.0") in {(row["year"], row["part"], row["value_cny"]) for row in rows}


def test_verdicts_are_tidy_and_unrounded() -> None:
    first, second, third = read(verdict_table(sample_outcome(MISSED)))
    assert (first["status"], first["value"], first["margin"]) == ("not_met", "0.0499999", "-1e-07")
    assert (second["status"], second["missing"], second["value"]) == ("not_assessed", "training_records", "")
    assert third["status"] == "not_required"


def test_every_tidy_table_of_an_outcome_without_a_plan_is_empty_except_figures() -> None:
    filled = [table.name for table in tidy_tables(unreachable()) if table.rows]
    assert filled == ["figures"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "\u3000+1", "＝1", "＋1", "－1", " ＠x"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert read(one_column(text))[0]["c"] == f"'{text}"


def test_figures_keep_source_and_status_and_defuse_formulas() -> None:
    rows = read(figures_table(sample_outcome()))
    assert rows[1]["source"] == "'=HYPERLINK(1)" and rows[1]["status"] == "unverified"


def test_negative_numbers_are_numbers() -> None:
    assert read(one_column(Quantity(-2.5, "t")))[0]["c"] == "-2.5"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table("t", Pair("", ""), (Column("c", Pair("", "")),), (("a", "b"),))


def test_markdown_neutralises_markup_and_line_breaks() -> None:
    text = draw_markdown(one_column("a|b\n<script>*x*"), "en")
    assert text.splitlines()[-1] == r"| a\|b \<script\>\*x\* |"
    assert draw_markdown(one_column(Quantity(1.0, "CNY"), unit="CNY"), "zh").startswith(r"| 列 \[万元\] |")


def test_terminal_text_is_literal() -> None:
    console = Console(file=io.StringIO(), width=80, record=True)
    console.print(*draw_fitting(one_column("[red]x[/red]"), "en", 80))
    assert "[red]x[/red]" in console.export_text()


def test_sizes_show_only_what_the_plan_takes() -> None:
    text = draw_markdown(views.sizes_view(sample_outcome()), "zh")
    assert "光伏" in text and "绿电" in text and "照明" not in text
    assert "| 光伏 | 零碳 | kW | 100.0 | 150.0 |" in text
    assert "| 绿电 | 零碳 | MWh |  | 400.0 |" in text


def test_board_never_blurs_a_miss() -> None:
    text = draw_markdown(views.verdict_board(MISSED), "en")
    value, threshold = (cell.strip() for cell in text.splitlines()[2].split("|")[4:6])
    assert threshold == "5%" and value == "4.99999%"
    assert "short of it" in text and "not assessed" in text and "not required" in text


def test_board_shows_a_value_without_a_threshold() -> None:
    text = draw_markdown(views.verdict_board(tier_verdict("low", 2025, verdict("R01", value=12.0, unit="t"))), "en")
    assert "| 12 t |  |" in text


def test_accounts_view_leaves_out_absent_metrics() -> None:
    heads = draw_markdown(views.accounts_view(sample_outcome()), "en").splitlines()[0]
    assert "renewable energy share" in heads and "energy per unit" not in heads


def test_intensities_are_per_the_factorys_own_unit() -> None:
    outcome = sample_outcome()
    assert outcome.ledger is not None
    years = {year: year_account(year, energy_per_unit_kgce=1.0, carbon_per_unit_kg=2.0) for year in outcome.ledger.years}
    case = replace(outcome.case, intensity=replace(outcome.case.intensity, unit="piece"))
    outcome = replace(outcome, case=case, ledger=replace(outcome.ledger, years=years))
    units = {column.key: column.unit for column in views.accounts_view(outcome).columns}
    assert (units["energy_per_unit_kgce"], units["carbon_per_unit_kg"]) == ("kgce/piece", "kgCO2e/piece")
    assert units["net_emissions_t"] == "tCO2e"
    assert {row["unit"] for row in read(accounts_table(outcome)) if row["metric"] == "carbon_per_unit_kg"} == {"kgCO2e/piece"}


def test_cost_view_leaves_out_parts_that_are_zero() -> None:
    assert len(views.cost_view(sample_outcome()).columns) == 2


def test_shortfalls_and_disagreements_are_shown_in_full() -> None:
    assert "renewable share short by 2 points" in draw_markdown(views.shortfall_view([SHORTFALL]), "en")
    assert "| net\\_emissions\\_t | 2025 | 500.0 | 501.0 |" in draw_markdown(views.disagreement_view([DISAGREEMENT]), "en")


def test_comparison_has_a_row_per_path_and_names_what_fails() -> None:
    plain = sample_outcome(request=Request(tiers=()), cost=1_000_000.0)
    comparison = compare_outcomes(plain, plain, [("low", sample_outcome(MISSED)), ("zero", unreachable("zero", 2026))])
    lines = draw_markdown(comparison_table(comparison), "en").splitlines()
    assert len(lines) == 2 + 4
    assert "| low-carbon factory | 2025 | proven optimal | 1,200,000 | 200,000 | 200,000 | 0 / 1 / 1 |" in lines[4]
    assert "not met R06; not assessed R10" in lines[4]
    assert "| zero-carbon factory | 2026 | no plan meets all requirements |  |  |  |  | does not hold | R06 |" in lines[5]
    assert "| rooftop PV | 2025: 150.0 kW | 2025: 150.0 kW |  |" in draw_markdown(uses_table(comparison), "en")


def test_reasons_are_joined_in_both_languages() -> None:
    judged = tier_verdict("low", 2025, verdict("R01", Status.MET, reasons=(Text(zh="一。", en="One."), Text(zh="二。", en="Two."))))
    row = read(verdict_table(sample_outcome(judged)))[0]
    assert (row["reasons_zh"], row["reasons_en"]) == ("一。二。", "One. Two.")

"""Plans of many slices: flows by hour in files of their own, and what the hours show in both languages."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.case import Case
from planner.domain.hours import HoursYear
from planner.domain.outcome import Outcome
from planner.domain.plan import Plan
from planner.errors import OutputNotWritten
from planner.evaluation import build_ledger
from planner.index import ChosenIndex, load_index
from planner.report.csv_text import ENCODING
from planner.report.documents import outcome_document
from planner.report.drawing import draw_markdown
from planner.report.flow_table import flows_table
from planner.report.folder import NAMES, OURS, plan_files
from planner.report.hour_files import MOST_ROWS_A_FLOW, hour_files
from planner.report.hours_view import hours_view
from planner.report.outcome_tables import measures_table
from planner.report.summary import write_summary
from planner.report.views import sizes_view
from planner.report.writing import check_target, write_folder
from tests.builders import BINHAI, plan_for, readings
from tests.evaluation.hours_by_hand import worked_day, worked_day_plan, worked_year, worked_year_plan
from tests.hours import spread_over_hours
from tests.report.samples import sample_case, sample_outcome

CHOSEN = (ChosenIndex(*load_index(BINHAI)),)


def outcome_of(case: Case, plan: Plan) -> Outcome:
    return replace(sample_outcome(), case=case, plan=plan, ledger=build_ledger(case, plan, readings()))


def hourly(days: int = 365) -> Outcome:
    """PV that runs in the first and last hour of the year, and power bought in proportion to the hours."""
    case = spread_over_hours(sample_case(), days)
    count = len(case.slices)
    sun = (1.5, *(0.0,) * (count - 2), 2.25)
    plan = plan_for(case, imported={"electricity": 8760.0}, generated={"pv": {2025: sun}}, saved={"led": {"power": {2026: sun}}})
    return outcome_of(case, plan)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(ENCODING))))


def test_a_year_of_hours_is_a_file_with_a_row_an_hour() -> None:
    files = hour_files(hourly())
    assert list(files) == ["hours-2025.csv", "hours-2026.csv"]
    rows = rows_of(files["hours-2025.csv"])
    assert len(rows) == 8760
    assert list(rows[0]) == ["month", "day", "hour", "imported.electricity [MWh]", "generated.pv [MWh]"]
    assert rows[0] == {"month": "1", "day": "1", "hour": "0", "imported.electricity [MWh]": "1.0", "generated.pv [MWh]": "1.5"}
    assert [rows[-1][key] for key in ("month", "day", "hour", "generated.pv [MWh]")] == ["12", "31", "23", "2.25"]
    assert [rows[24 * 59][key] for key in ("month", "day", "hour")] == ["3", "1", "0"]


def test_flows_that_are_zero_all_year_have_no_column() -> None:
    """PV runs in 2025 only, the saving in 2026 only."""
    files = hour_files(hourly())
    assert "saved.led.power [MWh]" not in rows_of(files["hours-2025.csv"])[0]
    assert list(rows_of(files["hours-2026.csv"])[0])[3:] == ["imported.electricity [MWh]", "saved.led.power [MWh]"]


def test_many_slices_that_are_no_hours_of_a_year_are_counted() -> None:
    rows = rows_of(hour_files(hourly(days=20))["hours-2025.csv"])
    assert [rows[0]["part"], rows[-1]["part"]] == ["1", "480"] and "month" not in rows[0]


def test_few_slices_stay_in_the_table_of_flows() -> None:
    day = worked_day()
    assert MOST_ROWS_A_FLOW > 14 * 24
    assert hour_files(outcome_of(day, worked_day_plan(day))) == {}


def test_the_table_of_flows_of_many_slices_holds_whole_years() -> None:
    files = plan_files(hourly(), CHOSEN, "en", "0")
    told = {(row["flow"], row["what"], row["year"], row["part"]): float(row["value"]) for row in rows_of(files["flows.csv"])}
    assert told["imported", "electricity", "2025", ""] == pytest.approx(8760.0)
    assert told["generated", "pv", "2025", ""] == 3.75 and told["saved", "led", "2026", ""] == 3.75


def test_levels_have_no_yearly_sum() -> None:
    day = worked_day()
    rows = flows_table(outcome_of(day, worked_day_plan(day)), by_slice=False).rows
    assert "level" not in {row[0] for row in rows} and {"moved_in", "moved_out", "charge"} <= {row[0] for row in rows}


def test_moved_loads_and_daily_levels_reach_the_table() -> None:
    day, year = worked_day(), worked_year()
    moved = [row for row in flows_table(outcome_of(day, worked_day_plan(day))).rows if row[0] == "moved_out" and row[4] == 2025]
    assert [(row[1], row[5], row[7]) for row in moved] == [("power", 1, "MWh"), ("power", 4, "MWh")]
    levels = [row for row in flows_table(outcome_of(year, worked_year_plan(year))).rows if row[0] == "day_level" and row[4] == 2025]
    assert len(levels) == 364 and levels[-1][5] == 365


def test_plan_file_of_many_slices_is_compact_and_reads_back() -> None:
    outcome = hourly()
    content = plan_files(outcome, CHOSEN, "en", "0")["plan.json"]
    assert content.count(b"\n") == 1 and Plan.model_validate_json(content) == outcome.plan
    assert plan_files(sample_outcome(), CHOSEN, "en", "0")["plan.json"].count(b"\n") > 20


def test_a_folder_with_hours_is_replaced_whole(tmp_path: Path) -> None:
    """An hourly result, then a yearly one with --force: no file of hours stays behind; a file of another name still stops it."""
    target = tmp_path / "out"
    write_folder(target, plan_files(hourly(), CHOSEN, "en", "0"), ours=OURS)
    assert {path.name for path in target.iterdir()} == {*NAMES, "hours-2025.csv", "hours-2026.csv"}
    check_target(target, OURS, force=True)
    write_folder(target, plan_files(sample_outcome(), CHOSEN, "en", "0"), ours=OURS, force=True)
    assert {path.name for path in target.iterdir()} == set(NAMES)
    (target / "hours-mine.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match="hours-mine"):
        check_target(target, OURS, force=True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("What the hours show", "curtailed", "4 slices of the scenario's own", "86.36", "190", "328.5")),
        ("zh", ("逐时结果", "弃电", "自定义 4 个时段", "86.36", "190", "328.5")),
    ],
)
def test_summary_says_resolution_self_use_cycles_and_maxima(language: str, words: tuple[str, ...]) -> None:
    """190 of 220 MWh generated are used, 20 more curtailed; 13.14 MWh leave a store of 0.04 MWh."""
    day = replace(worked_day(), resolution="slices")
    plan = worked_day_plan(day).model_copy(update={"resolution": "slices"})
    page = write_summary(outcome_of(day, plan), CHOSEN, language, "0")
    assert [word for word in words if word not in page] == []


def test_a_year_of_one_slice_has_no_table_of_hours() -> None:
    outcome = sample_outcome()
    page = write_summary(outcome, CHOSEN, "en", "0")
    assert "What the hours show" not in page and "the year as one slice" in page
    assert hours_view(outcome).rows == ()


def test_numbers_that_do_not_apply_are_empty_and_not_zero() -> None:
    """A commodity without generation or stores: only its power is told."""
    case = sample_case()
    bare = HoursYear("electricity", 2025, 0.0, 0.0, 0.0, 0.0, 0.0, None, 0.5, None)
    outcome = sample_outcome()
    assert outcome.ledger is not None
    table = hours_view(replace(outcome, case=case, ledger=replace(outcome.ledger, hours=(bare,))))
    assert [cell is None for cell in table.rows[0][3:]] == [True] * 7 + [False, True]
    assert "0.500" in draw_markdown(table, "en")


def test_json_gives_the_hours_by_commodity_and_year() -> None:
    day = worked_day()
    document = json.loads(json.dumps(outcome_document(outcome_of(day, worked_day_plan(day)), CHOSEN)))
    assert document["resolution"] == "annual"
    first = document["hours"][0]
    assert first["name"] == {"zh": "electricity", "en": "electricity"} and first["curtailed_mwh"] == pytest.approx(20.0)
    assert [(item["commodity"], item["year"]) for item in document["hours"]] == [("electricity", 2025), ("electricity", 2026)]


def test_the_energy_of_a_store_stands_beside_its_power() -> None:
    case = worked_day()
    outcome = outcome_of(case, worked_day_plan(case))
    rows = {str(row[0]): row[2:] for row in ((cell.en if hasattr(cell, "en") else cell, *rest) for cell, *rest in sizes_view(outcome).rows)}
    assert rows["battery (energy)"][0] == "kWh" and rows["battery"][0] == "kW"
    stored = {row.year: row.online_kwh for row in outcome.ledger.measures if row.measure == "battery"} if outcome.ledger else {}
    assert [cell.value for cell in rows["battery (energy)"][1:]] == list(stored.values()) == [40.0, 40.0]
    assert "online_kwh" in [column.key for column in measures_table(outcome).columns]

"""JSON documents and the files of a result folder."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from planner.comparison import compare_outcomes
from planner.domain.base import Text
from planner.domain.plan import Flows, Plan, Request, SolverRecord
from planner.domain.scenario import Evidence
from planner.domain.tiers import SolveStatus
from planner.index import ChosenIndex, load_index
from planner.report.comparison_folder import NAMES as COMPARISON_NAMES
from planner.report.comparison_folder import comparison_files
from planner.report.csv_text import ENCODING
from planner.report.documents import comparison_document, outcome_document, plain, unverified_figures
from planner.report.flow_table import flows_table
from planner.report.folder import NAMES, plan_files, tidy_tables, write_json
from planner.report.proof import gap_cny, show_gap, solution_words
from planner.report.summary import write_summary
from tests.builders import BINHAI
from tests.report.samples import DISAGREEMENT, MISSED, sample_case, sample_outcome, unreachable

TIER_KEYS = {
    "tier", "status", "total_cost_cny", "cost_over_reference_cny", "cost_over_no_target_cny", "target_year", "holds", "verdict",
    "shortfalls", "clash", "measures",
}  # fmt: skip


def test_comparison_document_has_the_promised_keys() -> None:
    reference, no_target = sample_outcome(request=Request(tiers=()), cost=1e6), sample_outcome(request=Request(tiers=()), cost=9e5)
    comparison = compare_outcomes(reference, no_target, [("low", sample_outcome(MISSED)), ("zero", unreachable("zero", 2026))])
    document = json.loads(write_json(comparison_document(comparison, (ChosenIndex(*load_index(BINHAI)),))))
    assert set(document) >= {"tiers", "reference", "no_target", "scenario", "index", "settings", "figures_unverified"}
    low, zero = document["tiers"]
    assert set(low) >= TIER_KEYS
    assert (low["cost_over_reference_cny"], low["cost_over_no_target_cny"], low["target_year"]) == (200_000.0, 300_000.0, 2025)
    assert low["verdict"]["R06"]["status"] == "not_met" and low["verdict"]["R06"]["margin"] == -1e-7
    assert low["measures"]["pv"]["first_year"] == 2025 and low["measures"]["pv"]["size"] == 150.0
    assert zero["total_cost_cny"] is None and zero["holds"] is False and zero["verdict"] == {}
    assert zero["shortfalls"][0]["rule"] == "R06" and zero["clash"][0]["zh"] == "可再生能源占比不低于 5%"
    assert document["settings"]["renewable_denominator"] == "total_energy"
    assert [figure["field"] for figure in document["figures_unverified"]] == ["measures.pv.capex_cny_per_size"]


def test_outcome_document_judges_every_year_and_names_what_is_against_the_plan() -> None:
    outcome = sample_outcome(MISSED, breaches=(Text(zh="超限", en="beyond a limit"),), disagreements=(DISAGREEMENT,))
    document = outcome_document(outcome, (ChosenIndex(*load_index(BINHAI)),))
    assert document["verdicts"][0]["year"] == 2025 and document["holds"] is False
    assert document["breaches"] == [{"zh": "超限", "en": "beyond a limit"}]
    assert document["disagreements"][0]["optimizer"] == 500.0
    assert document["years"]["2026"]["renewable_share"] == 0.2


@pytest.mark.parametrize("status", ["unverified", "conflict", "single_source"])
def test_only_checked_figures_count_as_verified(status: str) -> None:
    case = replace(sample_case(), figures=tuple(replace(f, status=status) for f in sample_case().figures[:1]))
    assert [figure.status for figure in unverified_figures(case)] == [status]


def test_plain_knows_dates_sets_and_enumerations() -> None:
    paper = Evidence(item="ledger", issuer="x", valid_from=date(2025, 1, 2))
    assert plain(paper)["valid_from"] == "2025-01-02"
    assert plain({"low": frozenset({"b", "a"})}) == {"low": ["a", "b"]}
    assert plain(date(2025, 1, 2)) == "2025-01-02"


def test_json_refuses_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json({"cost": float("nan")})


def test_flows_of_every_kind_are_listed_once() -> None:
    outcome = sample_outcome()
    flows = Flows(
        imported={"electricity": {2025: (100.0,)}}, activity={"boiler": {2025: (5.0,)}}, generated={"pv": {2025: (0.0,), 2026: (7.0,)}},
        saved={"led": {"power": {2025: (3.0,)}}}, purchased={"green": {2026: 9.0}}, peak_mw={"electricity": {2025: {0: 0.5}}},
        cut_t={"m": {"s": {"SF6": {2025: 0.1}}}}, surrendered={2025: 4.0},
    )  # fmt: skip
    assert outcome.plan is not None
    table = flows_table(replace(outcome, plan=outcome.plan.model_copy(update={"flows": flows})))
    rows = {(row[0], row[1], row[2], row[3], row[4], row[7]): row[6].value for row in table.rows}
    assert rows == {
        ("imported", "electricity", "", "", 2025, "MWh"): 100.0,
        ("activity", "boiler", "", "", 2025, "activity"): 5.0,
        ("generated", "pv", "", "", 2026, "MWh"): 7.0,
        ("saved", "led", "power", "", 2025, "MWh"): 3.0,
        ("purchased", "green", "", "", 2026, "MWh"): 9.0,
        ("surrendered", "", "", "", 2025, "tCO2e"): 4.0,
        ("peak_mw", "electricity", "", "", 2025, "MW"): 0.5,
        ("cut_t", "m", "s", "SF6", 2025, "t"): 0.1,
    }


def test_every_kind_of_flow_has_rows() -> None:
    """A flow added to the plan file must reach the table, too."""
    from planner.report.flow_table import DAILY, SLICED, YEARLY

    assert {*SLICED, *DAILY, *YEARLY, "saved", "surrendered", "peak_mw", "cut_t"} == set(Flows.model_fields)


def test_result_folder_holds_exactly_the_named_files() -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022")),)
    outcome = sample_outcome(MISSED)
    files = plan_files(outcome, chosen, "zh", "0.0")
    assert tuple(files) == NAMES
    assert Plan.model_validate_json(files["plan.json"]) == outcome.plan
    assert json.loads(files["scenario.resolved.json"])["scenario_sha256"] == "0" * 64
    for table in tidy_tables(outcome):
        text = files[f"{table.name}.csv"]
        assert text.startswith(b"\xef\xbb\xbf")
        assert len(list(csv.reader(io.StringIO(text.decode(ENCODING))))) == len(table.rows) + 1


def test_result_folder_is_the_same_bytes_every_time() -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022")),)
    first, second = (plan_files(sample_outcome(), chosen, "en", "0.0") for _ in range(2))
    assert first == second


def test_no_plan_no_files() -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022")),)
    with pytest.raises(ValueError, match="without a plan"):
        plan_files(unreachable(), chosen, "zh", "0.0")


def test_comparison_folder_holds_exactly_the_named_files() -> None:
    plain_run = sample_outcome(request=Request(tiers=()))
    files = comparison_files(compare_outcomes(plain_run, plain_run, [("low", sample_outcome())]), (ChosenIndex(*load_index(BINHAI)),), "zh")
    assert set(files) == set(COMPARISON_NAMES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_summary_says_verdict_readings_and_unverified_figures(language: str) -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022")),)
    page = write_summary(sample_outcome(MISSED), chosen, language, "9.9")
    for words in (
        "R06",
        "renewable\\_denominator",
        "measures.pv.capex\\_cny\\_per\\_size",
        "9.9",
        {"zh": "不成立", "en": "does not hold"}[language],
    ):
        assert words in page


def test_summary_says_when_a_reading_is_the_scenarios_own() -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022", {"renewable_denominator": "electricity"})),)
    assert "chosen by the scenario file" in write_summary(sample_outcome(), chosen, "en", "1")


def test_an_unproven_plan_says_how_far_it_may_be_from_the_best() -> None:
    outcome = sample_outcome(status=SolveStatus.NOT_PROVEN)
    assert outcome.plan is not None
    record = SolverRecord(
        name="HiGHS", version="1", status=SolveStatus.NOT_PROVEN, objective_cny=1_000_000.0, bound_cny=900_000.0,
        gap_cny=100_000.0, rows=1, columns=1,
        nonzeros=1, matrix_sha256="0",
    )  # fmt: skip
    unproven = replace(outcome, plan=outcome.plan.model_copy(update={"solver": record}))
    assert solution_words(unproven, "en").endswith("(proven within 10 %, at most 100,000 CNY dearer than the best plan)")
    assert solution_words(unproven, "zh").endswith("（误差不超过 10 %，最多比最优方案贵 10.00 万元）")
    assert solution_words(outcome, "en") == "a plan, not proven optimal"


@pytest.mark.parametrize(("share", "shown"), [(0.0001999, "0.02 %"), (0.00020001, "0.0201 %"), (1e-9, "0.0001 %"), (2.5, "250 %")])
def test_a_gap_is_never_shown_smaller_than_it_is(share: float, shown: str) -> None:
    assert show_gap(share) == shown


def test_a_comparison_gives_the_gap_of_each_path() -> None:
    plain_outcome = sample_outcome()
    assert plain_outcome.plan is not None
    record = SolverRecord(
        name="HiGHS", version="1", status=SolveStatus.OPTIMAL, objective_cny=1.0, bound_cny=0.5, gap_cny=0.5, rows=1, columns=1,
        nonzeros=1, matrix_sha256="0",
    )  # fmt: skip
    solved = replace(plain_outcome, plan=plain_outcome.plan.model_copy(update={"solver": record}))
    assert gap_cny(solved) == 0.5 and gap_cny(unreachable()) is None and gap_cny(plain_outcome) is None
    assert solution_words(solved, "en") == "proven optimal"


def test_names_in_a_summary_are_no_markup() -> None:
    chosen = (ChosenIndex(*load_index("binhai-2022")),)
    name = Text(zh="<b>厂</b>", en="[plant](http://x) *a*")
    outcome = sample_outcome(breaches=(Text(zh="<i>超</i>", en="<i>over</i>"),))
    outcome = replace(outcome, case=replace(outcome.case, name=name, factory_name=name))
    english, chinese = (write_summary(outcome, chosen, language, "0") for language in ("en", "zh"))
    assert "[plant](" not in english and english.count(r"\[plant\](http://x) \*a\*") == 2 and "<i>" not in english
    assert "<b>" not in chinese and chinese.count(r"\<b\>厂\</b\>") == 2

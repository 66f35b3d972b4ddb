"""What each command shows, asks for and writes, with the solver replaced."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli import loading
from planner.domain.case import WantedIndex
from planner.domain.plan import Request, TierYear
from planner.domain.scenario import IndexChoice
from planner.errors import Exit
from planner.evaluation.own_proof import CLAIMED
from planner.index.catalogue import SHIPPED
from planner.report.comparison_folder import NAMES as COMPARISON_NAMES
from planner.report.folder import NAMES
from tests.cli.conftest import Run, Stub
from tests.cli.test_today import AUTO_PARTS
from tests.report.samples import MISSED, sample_case, sample_outcome, sample_plan

LOW = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2025),))


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(sample_plan(sample_case(), LOW).model_dump_json(by_alias=True), encoding="utf-8")
    return path


def test_plan_asks_for_the_scenarios_year_or_the_one_given(run: Run, stub: Stub) -> None:
    run("plan", "s.yaml", "--tier", "low")
    run("plan", "s.yaml", "--tier", "low", "--year", "2026")
    assert [request.tiers[-1].year for request in stub.requests] == [2025, 2026]


def test_plan_writes_its_folder_and_says_so_on_standard_error(run: Run, stub: Stub, tmp_path: Path) -> None:
    result = run("plan", "s.yaml", "--tier", "low", "-o", tmp_path / "out")
    assert result.code == Exit.DONE and "written to" in result.err and "written to" not in result.out
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(NAMES)
    assert run("plan", "s.yaml", "--tier", "low", "-o", tmp_path / "out").code == Exit.NOT_WRITTEN
    assert run("plan", "s.yaml", "--tier", "low", "-o", tmp_path / "out", "--force").code == Exit.DONE


def test_plan_shows_measures_accounts_cost_and_board(run: Run, stub: Stub) -> None:
    out = run("plan", "s.yaml", "--tier", "low").out
    for words in ("rooftop PV", "renewable energy share", "Yearly cost", "Verdicts: low-carbon factory, 2025", "1,200,000 CNY"):
        assert words in out


def test_plan_json_is_pure(run: Run, stub: Stub) -> None:
    stub.outcome = sample_outcome(MISSED)
    result = run("plan", "s.yaml", "--tier", "low", "--json")
    assert result.code == Exit.NOT_MET
    assert result.json["verdicts"][0]["verdict"]["R06"]["status"] == "not_met"


def test_compare_runs_reference_no_target_and_the_scenarios_tiers(run: Run, stub: Stub) -> None:
    run("compare", "s.yaml", "--tiers", "low")
    assert [(bool(r.tiers), r.new_measures) for r in stub.requests] == [(False, False), (False, True), (True, True)]
    stub.requests.clear()
    run("compare", "s.yaml", "--tiers", "low", "--year", "2026")
    assert stub.requests[-1].tiers[-1].year == 2026


def test_compare_json_and_folder(run: Run, stub: Stub, tmp_path: Path) -> None:
    result = run("compare", "s.yaml", "--tiers", "low", "--json", "-o", tmp_path / "out")
    assert result.json["tiers"][0]["tier"] == "low" and result.json["tiers"][0]["cost_over_reference_cny"] == 200_000.0
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(COMPARISON_NAMES)
    assert json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8")) == result.json


def test_compare_without_targets_says_what_to_do(run: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load_case", lambda *_: replace(sample_case(), targets={}))
    result = run("compare", "s.yaml")
    assert result.code == Exit.USAGE and "--tiers" in result.err


def test_check_judges_the_plans_own_request_or_the_one_given(run: Run, stub: Stub, plan_file: Path) -> None:
    assert run("check", "s.yaml", plan_file).code == Exit.DONE
    assert run("check", "s.yaml", plan_file.parent).code == Exit.DONE
    assert run("check", "s.yaml", plan_file, "--tier", "low", "--year", "2026").code == Exit.DONE
    assert [request.tiers[-1].year for request in stub.requests] == [2025, 2025, 2026]


def test_check_proves_own_reduction_only_when_told_to(run: Run, stub: Stub, plan_file: Path) -> None:
    assert run("check", "s.yaml", plan_file).code == run("check", "s.yaml", plan_file, "--prove").code == Exit.DONE
    assert stub.proved == [False, True]


def test_check_shows_what_proving_found(run: Run, stub: Stub, plan_file: Path) -> None:
    stub.outcome = replace(sample_outcome(), proof=(CLAIMED,))
    assert CLAIMED.en in run("check", "s.yaml", plan_file).out
    assert CLAIMED.zh in run("check", "s.yaml", plan_file, "--lang", "zh").out
    assert run("check", "s.yaml", plan_file, "--json").json["proof"] == [{"zh": CLAIMED.zh, "en": CLAIMED.en}]


def test_proving_without_a_plan_is_told(run: Run) -> None:
    words = "warning: --prove has nothing to prove: no plan is given"
    assert words in run("check", AUTO_PARTS, "--prove").err
    assert words not in run("check", AUTO_PARTS).err


def test_a_plan_for_another_index_or_edition_is_warned_of(run: Run, stub: Stub, plan_file: Path) -> None:
    plan = sample_plan(sample_case(), LOW)
    for changes, words in (
        ({"id": "valley"}, "warning: the plan was made for the index valley, the scenario uses binhai-2022"),
        ({"sha256": "0" * 64}, "warning: the index binhai-2022 has changed"),
    ):
        other = plan.model_copy(update={"indexes": (plan.indexes[0].model_copy(update=changes),)})
        plan_file.write_text(other.model_dump_json(by_alias=True), encoding="utf-8")
        assert words in run("check", "s.yaml", plan_file).err


def test_a_tier_of_a_further_index_is_not_one_to_ask_for(run: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    further = WantedIndex(IndexChoice(id="hunan-2025", settings={"electricity_tce": "calorific"}), {"by-2030": 2026})
    monkeypatch.setattr(loading, "load_case", lambda *_: replace(sample_case(), further_indexes=(further,)))
    words = "by-2030 is a tier of hunan-2025, a further index of the scenario"
    for line in (
        ("check", "s.yaml", "--tier", "by-2030"), ("compare", "s.yaml", "--tiers", "by-2030"),
        ("compare", "s.yaml", "--calendar", "by-2030 2026"), ("plan", "s.yaml", "--tier", "by-2030"),
    ):  # fmt: skip
        result = run(*line)
        assert result.code == Exit.USAGE and words in result.err, line


def test_check_names_what_fails(run: Run, stub: Stub, plan_file: Path) -> None:
    stub.outcome = sample_outcome(MISSED)
    result = run("check", "s.yaml", plan_file)
    assert result.code == Exit.NOT_MET and "not met R06; not assessed R10" in result.out


def test_check_year_needs_a_tier(run: Run, stub: Stub, plan_file: Path) -> None:
    assert run("check", "s.yaml", plan_file, "--year", "2026").code == Exit.USAGE


def test_check_refuses_a_tier_in_a_year_that_is_not_planned(run: Run, stub: Stub, plan_file: Path) -> None:
    plan = sample_plan(sample_case(), Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2050),)))
    plan_file.write_text(plan.model_dump_json(by_alias=True), encoding="utf-8")
    result = run("check", "s.yaml", plan_file)
    assert result.code == Exit.USAGE and "2050" in result.err and stub.requests == []


def test_a_plan_without_a_tier_is_judged_by_the_scenarios_targets(run: Run, stub: Stub, plan_file: Path) -> None:
    plan_file.write_text(sample_plan(sample_case(), Request(tiers=())).model_dump_json(by_alias=True), encoding="utf-8")
    assert "judged by the scenario's own targets" in run("check", "s.yaml", plan_file).err
    assert {wish.tier: wish.year for wish in stub.requests[-1].tiers} == sample_case().targets


def test_a_plan_without_a_tier_needs_a_target(run: Run, stub: Stub, plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_file.write_text(sample_plan(sample_case(), Request(tiers=())).model_dump_json(by_alias=True), encoding="utf-8")
    monkeypatch.setattr(loading, "load_case", lambda *_: replace(sample_case(), targets={}))
    assert run("check", "s.yaml", plan_file).code == 2


def test_check_says_when_a_plan_asks_for_less_than_the_scenario(run: Run, stub: Stub, plan_file: Path) -> None:
    late = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2026),))
    plan_file.write_text(sample_plan(sample_case(), late).model_dump_json(by_alias=True), encoding="utf-8")
    assert "asks for other tiers or years" in run("check", "s.yaml", plan_file).err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not valid JSON"),
        ("{", "plan.json:1:2: plan: not valid JSON"),
        ('{"schema": "planner-plan/1", "schema": "planner-plan/1"}', "'schema' stands twice"),
        ('{"deploy": {"pv": {"2025": NaN}}}', "NaN can't be used"),
        ('{"schema": "planner-plan/2"}', "schema"),
        ('{"colour": 1}', "colour"),
        ('{"flows": {"imported": {"gas": {"2025": [1.0, NaN]}}}}', "NaN can't be used"),
        ('{"flows": {"imported": {"gas": {"2025": [1.0,\n2.0,, 3.0]}}}}', "not valid JSON"),
        ('{"flows": {"imported": {"gas": {"2025": [1.0, 2.0]}, "gas": {}}}}', "'gas' stands twice"),
        ('{"flows": {"imported": {"gas": {"2025": [1.0,\n2.0]}}},}', "plan.json:2:"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_plan_files_that_cannot_be_used(run: Run, stub: Stub, plan_file: Path, text: str, message: str) -> None:
    plan_file.write_text(text, encoding="utf-8")
    result = run("check", "s.yaml", plan_file)
    assert result.code == Exit.INPUT_REFUSED and message in result.err


def test_plan_files_that_are_not_there_or_not_text(run: Run, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", "s.yaml", tmp_path).code == Exit.INPUT_REFUSED
    assert run("check", "s.yaml", tmp_path / "none.json").code == Exit.INPUT_REFUSED
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe{}")
    assert "not UTF-8" in run("check", "s.yaml", tmp_path).err
    monkeypatch.setattr(loading, "PLAN_LIMIT_MB", 0)
    assert "larger than" in run("check", "s.yaml", tmp_path).err


def test_index_list_and_show(run: Run) -> None:
    assert "binhai-2022" in run("index", "list").out
    assert run("index", "list", "--json").json[0]["id"] == "binhai-2022"
    shown = run("index", "show", "binhai-2022", "--tier", "zero", "--lang", "zh").out
    assert "可再生能源占比" in shown and "可再生能源占比不低于 20%" in shown and "renewable_denominator" in shown
    indicators = run("index", "show", "binhai-2022", "--tier", "low", "--json").json["indicators"]
    assert len(indicators) == 18 and all(list(item["tests"]) == ["low"] for item in indicators)


def test_index_show_reads_in_one_language(run: Run) -> None:
    for index_id in ("binhai-2022", "hunan-2025", "miit-2026", "national-park-2025"):
        shown = run("index", "show", index_id, "--lang", "en").out
        told = [line for line in shown.splitlines() if not line.startswith("source")]
        assert not [line for line in told if re.search("[一-鿿]", line.replace("当量值", "").replace("等价值", ""))]
        assert "at_least" not in shown and "any_of" not in shown
        listed = run("index", "list", "--lang", "zh").out
        assert index_id in listed and "日期" in listed and "状态" in listed


def test_index_validate_names_every_problem_with_its_line(run: Run, tmp_path: Path) -> None:
    good = SHIPPED / "hunan-2025.yaml"
    assert run("index", "validate", good).code == Exit.DONE
    assert run("index", "validate", good, "--json").json["id"] == "hunan-2025"
    bad = tmp_path / "bad.yaml"
    text = good.read_text(encoding="utf-8").replace("metric: renewable_share, value: 0.35", "metric: renewable_shares, value: 35 %", 1)
    bad.write_text(text, encoding="utf-8")
    line = next(number for number, words in enumerate(text.splitlines(), 1) if "renewable_shares" in words)
    told = run("index", "validate", bad)
    assert told.code == Exit.INPUT_REFUSED
    assert f"{bad}:{line}:" in told.err and "did you mean `renewable_share`?" in told.err and "write a percentage as a share" in told.err
    excerpt, mark = told.err.splitlines()[2:4]
    assert excerpt[mark.index("^") :].startswith("renewable_shares")
    found = run("index", "validate", bad, "--json").json
    assert not found["valid"] and {problem["line"] for problem in found["problems"]} == {line}
    empty = tmp_path / "empty.yaml"
    empty.write_text("", encoding="utf-8")
    assert "the file is empty" in run("index", "validate", empty).err
    assert "does not exist" in run("index", "validate", tmp_path / "none.yaml").err


def test_index_validate_refuses_what_passes_for_a_shipped_index(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = (SHIPPED / "hunan-2025.yaml").read_text(encoding="utf-8").replace("value: 0.35", "value: 0.30", 1)
    file.write_text(text, encoding="utf-8")
    told = run("index", "validate", file)
    line = next(number for number, words in enumerate(text.splitlines(), 1) if words.startswith("id:"))
    assert told.code == Exit.INPUT_REFUSED and f"{file}:{line}:" in told.err and "like a shipped index and differs from it" in told.err
    (problem,) = run("index", "validate", file, "--json").json["problems"]
    assert (problem["path"], problem["line"]) == ("id", line) and "内置指标体系" in problem["zh"]
    file.write_text(text.replace("id: hunan-2025", "id: mine-2025", 1), encoding="utf-8")
    assert run("index", "validate", file).code == Exit.DONE


def test_an_unknown_date_is_said_in_the_language_asked_for(run: Run) -> None:
    for command in (("list",), ("show", "binhai-2022")):
        told = run("index", *command, "--lang", "zh").out
        assert "不详" in told and "unknown" not in told
    assert "unknown" in run("index", "list", "--lang", "en").out
    assert run("index", "list", "--json").json[0]["dated"] == "unknown"


def test_schema_is_json(run: Run) -> None:
    schema = run("schema").json
    assert "finance" in schema["properties"] and schema["properties"]["finance"]


def test_version(run: Run) -> None:
    from planner import __version__

    assert run("--version").out == f"planner {__version__}\n"

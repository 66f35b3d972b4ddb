"""Every exit code, brought about by the outcome or failure that deserves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.base import Text
from planner.domain.outcome import Outcome
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.errors import (
    Exit,
    InputRefused,
    NoPlanInTime,
    PlannerError,
    Problem,
    SolverRefused,
    TierUnreachable,
    Unbounded,
)
from tests.cli.conftest import Run, Stub
from tests.report.samples import CLASH, DISAGREEMENT, MISSED, SHORTFALL, sample_outcome, unreachable

PLAN = ("plan", "s.yaml", "--tier", "low")


def test_done(run: Run, stub: Stub) -> None:
    result = run(*PLAN)
    assert result.code == Exit.DONE
    assert "verdict: low-carbon factory, 2025: held" in result.out


def test_not_met_names_the_indicators(run: Run, stub: Stub) -> None:
    stub.outcome = sample_outcome(MISSED)
    result = run(*PLAN)
    assert result.code == Exit.NOT_MET
    assert "not held (not met R06; not assessed R10)" in result.out


def test_a_breach_is_not_met(run: Run, stub: Stub) -> None:
    stub.outcome = sample_outcome(breaches=(Text(zh="超过屋顶面积", en="beyond the roof"),))
    result = run(*PLAN)
    assert result.code == Exit.NOT_MET and "beyond the roof" in result.err
    assert "2025: not held (limits are broken)" in result.out and ": held" not in result.out


def test_not_proven_still_shows_and_writes_the_plan(run: Run, stub: Stub, tmp_path: Path) -> None:
    stub.outcome = sample_outcome(status=SolveStatus.NOT_PROVEN)
    result = run(*PLAN, "-o", tmp_path / "out")
    assert result.code == Exit.NOT_PROVEN and "not proven optimal" in result.out
    assert "not proven" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_infeasible_says_what_falls_short_and_what_clashes(run: Run, stub: Stub, tmp_path: Path, language: str) -> None:
    stub.outcome = unreachable()
    result = run(*PLAN, "--lang", language, "-o", tmp_path / "out")
    assert result.code == Exit.INFEASIBLE
    assert (SHORTFALL.zh if language == "zh" else SHORTFALL.en) in result.err
    assert all((zh if language == "zh" else en) in result.err for zh, en in CLASH)
    assert not (tmp_path / "out").exists()


def test_a_plan_that_is_not_found_is_not_called_impossible(run: Run, stub: Stub) -> None:
    stub.outcome = replace(unreachable(), status=SolveStatus.NOT_FOUND, clash=())
    result = run(*PLAN)
    assert result.code == Exit.NO_PLAN
    assert "none is proven impossible" in result.err and "no plan meets all requirements" not in result.err


def test_disagreement_comes_before_everything_and_writes_nothing(run: Run, stub: Stub, tmp_path: Path) -> None:
    stub.outcome = sample_outcome(MISSED, status=SolveStatus.NOT_PROVEN, disagreements=(DISAGREEMENT,))
    result = run(*PLAN, "-o", tmp_path / "out")
    assert result.code == Exit.ACCOUNTS_DISAGREE
    assert "501.0" in result.err and "net_emissions_t" in result.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Unbounded("无界", "without limit"), Exit.UNBOUNDED),
        (NoPlanInTime("超时", "no plan in time"), Exit.NO_PLAN),
        (SolverRefused("求解器", "no solver"), Exit.SOLVER_REFUSED),
        (TierUnreachable((SHORTFALL,), ("甲|first", "乙|second")), Exit.INFEASIBLE),
    ],
)
def test_failures_speak_the_language(run: Run, stub: Stub, failure: PlannerError, code: Exit) -> None:
    stub.outcome = failure
    for language in ("zh", "en"):
        result = run(*PLAN, "--lang", language)
        assert result.code == code and failure.say(language) in result.err
    if isinstance(failure, TierUnreachable):
        assert SHORTFALL.en in result.err and "first" in result.err


def test_refused_input_shows_place_and_line(run: Run, stub: Stub) -> None:
    problem = Problem("s.yaml", 3, 5, "finance.discount_rate", "太大", "too large", "    discount_rate: 8")
    stub.outcome = InputRefused([problem, problem])
    result = run(*PLAN)
    assert result.code == Exit.INPUT_REFUSED
    assert "s.yaml:3:5: finance.discount_rate: too large\n        discount_rate: 8\n        ^" in result.err


def test_an_unforeseen_error_is_one_line_unless_debugging(run: Run, stub: Stub) -> None:
    stub.outcome = ZeroDivisionError("division by zero\nsecond line")
    result = run(*PLAN)
    assert result.code == Exit.INTERNAL
    assert "ZeroDivisionError: division by zero" in result.err and "Traceback" not in result.err and result.err.count("\n") == 1
    assert "Traceback" in run(*PLAN, "--debug").err


@pytest.mark.parametrize("module", ["highspy", "highspy._core", "pyomo.core"])
def test_a_solver_that_cannot_be_loaded_is_no_internal_error(run: Run, stub: Stub, module: str) -> None:
    stub.outcome = ImportError(f"cannot import {module}", name=module)
    for words in (PLAN, ("compare", "s.yaml")):
        result = run(*words)
        assert result.code == Exit.SOLVER_REFUSED and module.partition(".")[0] in result.err
    stub.outcome = ImportError("no module", name="numbers")
    assert run(*PLAN).code == Exit.INTERNAL


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (Unbounded("无界", "without limit"), "unbounded", Exit.UNBOUNDED),
        (NoPlanInTime("超时", "no plan in time"), "no_plan", Exit.NO_PLAN),
    ],
)
def test_a_run_without_a_plan_is_a_row_of_the_comparison(run: Run, stub: Stub, failure: PlannerError, status: str, code: Exit) -> None:
    stub.outcome = failure
    result = run("compare", "s.yaml", "--json")
    assert result.code == code and failure.en in result.err
    assert {result.json[name]["status"] for name in ("reference", "no_target")} == {status}
    assert [(line["status"], line["total_cost_cny"]) for line in result.json["tiers"]] == [(status, None)] * 2
    assert "The tiers side by side" in run("compare", "s.yaml").out


def test_interruption(run: Run, stub: Stub) -> None:
    stub.outcome = KeyboardInterrupt()
    assert run(*PLAN).code == Exit.INTERRUPTED


def test_output_is_refused_before_anything_is_solved(run: Run, stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("x", encoding="utf-8")
    result = run(*PLAN, "-o", tmp_path)
    assert result.code == Exit.NOT_WRITTEN and stub.requests == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("plan", "s.yaml"), "missing --tier"),
        (("plan", "s.yaml", "--tier", "gold"), "has no tier gold"),
        (("plan", "s.yaml", "--tier", "low", "--years", "3"), "no such option --years"),
        (("fly",), "no such command"),
        (("compare", "s.yaml", "--tiers", "low,gold"), "there is no tier 'gold'"),
        (("compare", "s.yaml", "--tiers", "low,low"), "twice"),
        (("plan", "s.yaml", "--tier", "near"), "near"),
        (("plan", "s.yaml", "--tier", "low", "--year", "1999"), "1999"),
        (("--lang", "fr", "schema"), "'fr'"),
        (("index", "show", "nope"), "nope"),
    ],
)
def test_usage(run: Run, stub: Stub, words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.code == Exit.USAGE and message in result.err
    assert result.out == ""


def test_usage_errors_are_chinese_in_chinese(run: Run) -> None:
    assert "缺少 --tier" in run("plan", "s.yaml", "--lang", "zh").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--tier", "low", "--year", "x"), "--year 的值不可用：须为整数"),
        (("--tier", "low", "--time-limit", "x"), "--time-limit 的值不可用：须为数字"),
        (("--tier", "low", "--time-limit", "0"), "--time-limit 的值不可用：须不小于 0.001"),
        (("--tier",), "选项 --tier 后面缺少值"),
        (("--tier", "low", "--json=3"), "选项 --json 不带值"),
        (("--tier", "low", "t.yaml"), "多余的参数：t.yaml"),
    ],
)
def test_the_parsers_complaints_are_chinese_in_chinese(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run("plan", "s.yaml", *words, "--lang", "zh")
    assert result.code == Exit.USAGE and result.err.splitlines()[0] == message


@pytest.mark.parametrize(
    ("low", "zero", "code"),
    [
        (sample_outcome(), sample_outcome(), Exit.DONE),
        (sample_outcome(), sample_outcome(MISSED), Exit.NOT_MET),
        (unreachable(), sample_outcome(MISSED), Exit.INFEASIBLE),
        (unreachable(), sample_outcome(status=SolveStatus.NOT_PROVEN), Exit.NOT_PROVEN),
        (unreachable(), sample_outcome(status=SolveStatus.NOT_PROVEN, disagreements=(DISAGREEMENT,)), Exit.ACCOUNTS_DISAGREE),
    ],
)
def test_a_comparison_returns_the_worst_code_and_always_its_table(run: Run, stub: Stub, low: Outcome, zero: Outcome, code: Exit) -> None:
    request = Request(tiers=(TierYear(index="binhai-2022", tier="zero", year=2026),))
    verdicts = tuple(replace(verdict, tier="zero") for verdict in zero.verdicts)
    stub.by_request = {"low": low, "zero": replace(zero, request=request, verdicts=verdicts)}
    result = run("compare", "s.yaml")
    assert result.code == code
    assert "The tiers side by side" in result.out and "zero-carbon factory" in result.out

"""The real thing: read, solve, recompute, judge, write, check again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner.errors import Exit
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
TWO_MEASURES = ROOT / "examples" / "two-measures" / "scenario.yaml"
AUTO_PARTS = ROOT / "examples" / "auto-parts" / "scenario.yaml"


def planner(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "planner", *(str(word) for word in words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, "PLANNER_LANG": "en", **environment}, check=False)


def test_a_plan_is_written_and_judged_again_from_its_decisions(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    planned = run("plan", TWO_MEASURES, "--tier", "low", "-o", out, "--json")
    assert planned.code == Exit.DONE and planned.json["holds"] is True
    checked = run("check", TWO_MEASURES, out, "--json")
    assert checked.code == Exit.DONE
    assert checked.json["total_cost_cny"] == planned.json["total_cost_cny"]
    assert checked.json["years"] == planned.json["years"]
    assert checked.json["verdicts"] == planned.json["verdicts"]


def test_an_edited_plan_fails_and_names_what_it_breaks(run: Run, tmp_path: Path) -> None:
    run("plan", TWO_MEASURES, "--tier", "low", "-o", tmp_path / "out")
    plan = json.loads((tmp_path / "out" / "plan.json").read_text(encoding="utf-8"))
    plan["flows"]["purchased"] = {}
    (tmp_path / "edited.json").write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", TWO_MEASURES, tmp_path / "edited.json")
    assert result.code == Exit.NOT_MET and re.search(r"not met [^;)]*R06", result.out)
    plan["flows"]["imported"]["electricity"] = {year: [1.0] for year in plan["flows"]["imported"]["electricity"]}
    (tmp_path / "edited.json").write_text(json.dumps(plan), encoding="utf-8")
    broken = run("check", TWO_MEASURES, tmp_path / "edited.json")
    assert broken.code == Exit.NOT_MET and "breaks a limit" in broken.err


def test_a_plan_of_another_scenario_is_judged_by_this_one_and_says_so(run: Run, tmp_path: Path) -> None:
    run("plan", TWO_MEASURES, "--tier", "low", "-o", tmp_path / "out")
    assert "warning" in run("check", TWO_MEASURES, tmp_path / "out", "--set", "finance.discount_rate=0.01").err


def test_an_unreachable_tier_says_why(run: Run, tmp_path: Path) -> None:
    result = run("plan", TWO_MEASURES, "--tier", "low", "--set", "measures.green_power=null", "-o", tmp_path / "out")
    assert result.code == Exit.INFEASIBLE and "R06" in result.err + result.out
    assert "short" in result.err and not (tmp_path / "out").exists()


def test_results_are_the_same_bytes_in_a_new_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        done = planner("plan", TWO_MEASURES, "--tier", "low", "-o", tmp_path / seed, PYTHONHASHSEED=seed)
        assert done.returncode == Exit.DONE
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2"))
    assert first == second


@pytest.mark.slow
def test_the_example_reaches_every_tier(run: Run) -> None:
    result = run("compare", AUTO_PARTS, "--json")
    assert result.code == Exit.DONE
    low, near, zero = result.json["tiers"]
    assert [line["tier"] for line in (low, near, zero)] == ["low", "near", "zero"]
    assert all(line["holds"] and line["status"] == "optimal" for line in (low, near, zero))
    costs = [result.json["no_target"]["total_cost_cny"], *(line["total_cost_cny"] for line in (low, near, zero))]
    assert all(later >= earlier * (1 - 1e-9) for earlier, later in pairwise(costs))
    assert result.json["reference"]["total_cost_cny"] >= costs[0]


def test_the_starter_plans_and_waits_for_papers_only(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path)
    result = run("compare", tmp_path / "scenario.yaml", "--json")
    assert result.code == Exit.NOT_MET
    for line in result.json["tiers"]:
        statuses = {verdict["status"] for verdict in line["verdict"].values()}
        assert line["status"] == "optimal" and "not_met" not in statuses and "not_assessed" in statuses


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    heavy = "{'pyomo', 'highspy', 'numpy', 'pydantic'}"
    code = f"import sys; from planner.cli import main; main(['--help']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode("utf-8", "replace").splitlines()[-1] == "[]"
    spans = []
    for _ in range(5):
        start = time.perf_counter()
        assert planner("--help").returncode == 0
        spans.append(time.perf_counter() - start)
    assert min(spans) < 1.0, "0.35 s on an idle machine; doubled and more for a busy one"


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_any_code_page_can_print(encoding: str) -> None:
    done = planner("index", "show", "binhai-2022", "--lang", "zh", PYTHONIOENCODING=encoding)
    assert done.returncode == 0 and b"R06" in done.stdout
    assert planner("--help", "--lang", "zh", PYTHONIOENCODING=encoding).returncode == 0


def test_pipes_get_no_colour_no_progress_and_pure_json() -> None:
    done = planner("plan", TWO_MEASURES, "--tier", "low", "--json", NO_COLOR="1")
    assert b"\x1b" not in done.stdout + done.stderr and done.stderr == b""
    assert json.loads(done.stdout)["holds"] is True


def test_a_module_and_a_function_give_the_same_code() -> None:
    assert planner("plan", "nothing.yaml", "--tier", "low").returncode == Exit.INPUT_REFUSED
    assert planner("fly").returncode == Exit.USAGE


def test_completion_answers_without_running_a_command() -> None:
    done = planner(_PLANNER_COMPLETE="complete_bash", COMP_WORDS="planner ", COMP_CWORD="1")
    assert {b"plan", b"compare", b"check"} <= set(done.stdout.split())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", [("plan", TWO_MEASURES, "--tier", "low"), ("index", "list"), ("--help",), ("--version",), ("schema",)])
def test_a_full_output_is_told(words: tuple[object, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = piped(words, full)
    assert done.returncode == Exit.NOT_WRITTEN and b"could not be written" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
@pytest.mark.parametrize("words", [("plan", TWO_MEASURES, "--tier", "low"), ("plan", TWO_MEASURES, "--tier", "low", "--json"), ("--help",)])
def test_a_reader_that_leaves_changes_no_code(words: tuple[object, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = piped(words, writer)
    os.close(writer)
    assert done.returncode == Exit.DONE and done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_closed_output_is_no_error(options: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", "planner", "plan", str(TWO_MEASURES), "--tier", "low", *options]
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *words], cwd=ROOT, stderr=subprocess.PIPE, check=False)
    assert done.returncode == Exit.DONE and b"Error" not in done.stderr


def piped(words: tuple[object, ...], out: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "planner", *map(str, words)]
    environment = {**os.environ, "PLANNER_LANG": "en"}
    return subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, env=environment, check=False)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_stay_on_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, width: int, language: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = run("plan", TWO_MEASURES, "--tier", "low", "--lang", language)
    drawn = [line for line in result.out.splitlines() if line.startswith(("|", "+"))]
    assert drawn and max(map(cell_len, drawn)) <= width
    # Figures of the year whole, in their own row.
    cost = "57.00" if language == "zh" else "570,000"
    assert sum(line.startswith(("| 2026 ", "| 2027 ")) and f" {cost} |" in line for line in drawn) == 2

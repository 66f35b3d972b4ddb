"""The line on a terminal while something is under way, and Ctrl-C in the middle of a solve."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.cli import leaving
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.cli.working import QUIET_S, Working
from planner.errors import Exit
from planner.progress import SOLVER_THREAD, SolverStep, tell

ROOT = Path(__file__).resolve().parents[2]
SOLVING = PHRASES["solving"].fill(what="2032")


def started_before(line: Working, seconds: float) -> Working:
    line._started -= seconds
    return line


def test_below_a_second_only_the_words_are_shown() -> None:
    assert Working(SOLVING, "en").tell() == "solving: 2032 ..."


def test_later_the_time_and_the_solver_are_shown_in_both_languages() -> None:
    for language, time_alone, iterations, gap in (
        ("en", "solving: 2032 ... 12 s", "12,345 iterations", "1.50% above the bound"),
        ("zh", "正在求解：2032 … 12 秒", "迭代 12,345 次", "距下界 1.50%"),
    ):
        line = started_before(Working(SOLVING, language), 12.2)
        assert line.tell() == time_alone
        comma = "，" if language == "zh" else ", "
        line.hear(SolverStep(12_345, None))
        assert line.tell() == comma.join((time_alone, iterations))
        line.hear(SolverStep(12_345, 0.015))
        assert line.tell() == comma.join((time_alone, iterations, gap))


def test_off_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with Session("en").working(SOLVING):
        tell(SolverStep(7, None))
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_the_solver_is_heard(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("planner.cli.working.QUIET_S", 0.0)
    with Session("en").working(SOLVING):
        tell(SolverStep(7, None))
        time.sleep(0.5)
    assert QUIET_S > 0 and "7 iterations" in capsys.readouterr().err


def test_the_process_leaves_at_once_only_while_a_solver_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    monkeypatch.setattr(os, "_exit", left.append)
    leaving.leave_running_solver(Exit.INTERRUPTED)
    assert left == []

    class Busy:
        name = SOLVER_THREAD

    monkeypatch.setattr(leaving.threading, "enumerate", lambda: [Busy()])
    leaving.leave_running_solver(Exit.INTERRUPTED)
    assert left == [Exit.INTERRUPTED]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGINT goes to the whole console there")
@pytest.mark.parametrize(("language", "message"), [("en", "interrupted; nothing was written"), ("zh", "已中断，没有写出任何文件")])
def test_ctrl_c_during_a_long_solve_leaves_soon_and_writes_nothing(tmp_path: Path, language: str, message: str) -> None:
    words = ["plan", "examples/auto-parts/scenario.yaml", "--tier", "zero", "-o", str(tmp_path / "out"), "--lang", language]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.long_run", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "solver runs\n"
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    start = time.perf_counter()
    out, err = process.communicate(timeout=60)
    waited = time.perf_counter() - start
    assert process.returncode == Exit.INTERRUPTED
    assert err.strip() == message and out == ""
    assert list(tmp_path.iterdir()) == []
    assert waited < 10.0  # within 2 s on an idle machine

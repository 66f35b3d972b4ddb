"""HiGHS beside the main thread: it tells how far it is, stops when it shall, and its failures are not lost."""

from __future__ import annotations

import threading
import time
from typing import Any

import highspy
import numpy as np
import pytest

from planner.program import highs, watch
from planner.program.matrix import Matrix
from planner.progress import SOLVER_THREAD, SolverStep, listening
from tests.program.test_matrix import matrix_of


def hard(size: int = 400) -> Matrix:
    """A dense program that takes HiGHS seconds."""
    dice = np.random.default_rng(3)
    return matrix_of(dice.uniform(0.1, 1.0, (size, size)).tolist(), [1.0] * size, [np.inf] * size, dice.uniform(1.0, 2.0, size).tolist())


def solver_threads() -> int:
    return sum(thread.name == SOLVER_THREAD for thread in threading.enumerate())


def test_progress_is_told_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_S", 0.001)
    heard: list[SolverStep] = []
    with listening(heard.append):
        assert highs.solve(hard()).x is not None
    counts = [step.iterations for step in heard]
    assert counts == sorted(counts) and counts[-1] > 0
    assert solver_threads() == 0


def test_an_interruption_stops_the_solver() -> None:
    def interrupt(step: SolverStep) -> None:
        if step.iterations:
            raise KeyboardInterrupt

    watched = highs.load(hard(1500), None, {"presolve": "off"})
    start = time.perf_counter()
    with listening(interrupt), pytest.raises(KeyboardInterrupt):
        watch.run(highspy, watched)
    assert time.perf_counter() - start < 60.0  # to the end it would take longer
    assert watched.getModelStatus() == highspy.HighsModelStatus.kInterrupt
    assert solver_threads() == 0


def test_the_status_and_a_failure_come_back() -> None:
    class Broken:
        def setCallback(self, *_: Any) -> None: ...

        def startCallback(self, _: Any) -> None: ...

        def run(self) -> None:
            raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        watch.run(highspy, Broken())
    assert watch.run(highspy, highs.load(hard(5))) == highspy.HighsStatus.kOk


def test_without_an_answer_the_caller_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that doesn't ask whether to stop is left behind after PATIENCE_S."""
    released = threading.Event()

    class Deaf:
        def setCallback(self, *_: Any) -> None: ...

        def startCallback(self, _: Any) -> None: ...

        def run(self) -> None:
            released.wait(30.0)

    def interrupt(_: SolverStep) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "PATIENCE_S", 0.05)
    start = time.perf_counter()
    with listening(interrupt), pytest.raises(KeyboardInterrupt):
        watch.run(highspy, Deaf())
    assert time.perf_counter() - start < 10.0
    assert solver_threads() == 1
    released.set()
    for thread in threading.enumerate():
        if thread.name == SOLVER_THREAD:
            thread.join(10.0)
    assert solver_threads() == 0

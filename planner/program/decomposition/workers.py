"""Years solved side by side in processes of their own, or one after another in this one.

A worker owns some years. It dies with the run: on an error, on Ctrl-C, and when its parent is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Protocol, Self

from planner.errors import SolverRefused
from planner.program.decomposition.year import Finding, Question, Year

LOOK_S = 0.2
"""Seconds between two looks at the workers, within which Ctrl-C is noticed."""
END_S = 1.0
"""Seconds that a worker gets to end by itself."""


class Crew(Protocol):
    """Answers questions of every year."""

    def ask(self, questions: Sequence[Question]) -> list[Finding]:
        """One question and one answer per year."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


def hire(years: Sequence[Year], workers: int | None) -> Crew:
    """So many workers, by default one per core; with one worker or year, none but this process."""
    count = min(_cores() if workers is None else workers, len(years))
    return Workers(years, count) if count > 1 else Alone(years)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Alone:
    """All years in this process."""

    def __init__(self, years: Sequence[Year]) -> None:
        self._years = years

    def ask(self, questions: Sequence[Question]) -> list[Finding]:
        """Every year in turn."""
        return [year.answer(question) for year, question in zip(self._years, questions, strict=True)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing is held."""


class Workers:
    """Processes that own the years in turn: the first one years 0, n, 2n, the second one 1, n + 1, and so on."""

    def __init__(self, years: Sequence[Year], count: int) -> None:
        self._count, self._years = count, len(years)
        ways = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("fork" if "fork" in ways else "spawn")
        self._lines: list[Connection] = []
        self._processes: list[Any] = []
        for first in range(count):
            mine, theirs = context.Pipe()
            own = {place: years[place] for place in range(first, len(years), count)}
            process = context.Process(target=serve, args=(theirs, own, os.getpid()), daemon=True)
            process.start()
            theirs.close()
            self._lines.append(mine)
            self._processes.append(process)

    def ask(self, questions: Sequence[Question]) -> list[Finding]:
        """One question at a time to every worker; it gets the next one with its answer."""
        left = {line: list(range(first, self._years, self._count)) for first, line in enumerate(self._lines)}
        found: dict[int, Finding] = {}
        try:
            for line, places in left.items():
                line.send((places[0], questions[places[0]]))
            while len(found) < self._years:
                for line in [line for line in wait(list(left), LOOK_S) if line in left]:
                    place, answer = self._received(line)
                    found[place] = answer
                    following = left[line].index(place) + 1
                    if following < len(left[line]):
                        line.send((left[line][following], questions[left[line][following]]))
        except (EOFError, OSError) as gone:
            raise SolverRefused("一个求解进程中途结束（可能内存不足）", "a solving process ended early; memory may have run out") from gone
        return [found[place] for place in range(self._years)]

    @staticmethod
    def _received(line: Any) -> tuple[int, Finding]:
        place, answer = line.recv()
        if isinstance(answer, BaseException):
            raise answer
        return place, answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End every worker, also one in the middle of a solve."""
        for process in self._processes:
            process.terminate()
        until = time.monotonic() + END_S
        for process in self._processes:
            process.join(max(until - time.monotonic(), 0.0))
            if process.is_alive():
                process.kill()
        for line in self._lines:
            line.close()


def serve(line: Connection, years: dict[int, Year], parent: int) -> None:
    """A worker's life: answer until nobody asks or the parent is gone. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        while True:
            place, question = line.recv()
            try:
                line.send((place, years[place].answer(question)))
            except Exception as error:  # told to the parent, which raises it
                line.send((place, error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with(parent: int) -> None:
    """End this process, in whatever it is, when the parent is gone."""
    while os.name == "nt" or os.getppid() == parent:
        time.sleep(LOOK_S)
    os._exit(1)

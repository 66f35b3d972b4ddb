"""The desk on which a scenario is resolved: its years, the problems found so far, and the figures used so far.

After a refusal a field hands on a stand-in, so that one pass finds every problem of a file. Where it is a number it is NaN,
which no later check finds fault with. Stand-ins never leave: ``resolve`` returns no Case while the desk holds a problem.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from planner.domain.base import Sourced, Text
from planner.domain.case import Figure
from planner.domain.scenario import Scenario
from planner.errors import InputRefused, PlannerError, Problem
from planner.reading.hints import hint
from planner.reading.source import Source
from planner.reading.tables import Table

Path = tuple[str | int, ...]

SCENARIO_FILE = "scenario file"
USER = "user"
STAND_IN = math.nan


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from."""

    source: str = SCENARIO_FILE
    status: str = USER

    @staticmethod
    def of(given: Sourced) -> Origin:
        """What an entry says of its own source, or the scenario file."""
        return Origin(given.source or SCENARIO_FILE, given.status or USER)


@dataclass(frozen=True, slots=True)
class Years:
    """History and planning years."""

    base: int
    history: tuple[int, ...]
    planning: tuple[int, ...]
    stands_for: Mapping[int, int]

    @property
    def all(self) -> tuple[int, ...]:
        """History, then planning years."""
        return self.history + self.planning


@dataclass
class Desk:
    """Collects problems and figures while a scenario is resolved."""

    scenario: Scenario
    source: Source
    years: Years
    problems: list[Problem] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    tables: dict[tuple[FilePath, str | None], Table] = field(default_factory=dict)
    """CSV files that were read, and sheets of Excel files."""
    notices: list[Text] = field(default_factory=list)
    """What was repaired, made up or assumed."""

    def notice(self, zh: str, en: str) -> None:
        """Tell something that was repaired, made up or assumed, once."""
        if (said := Text(zh=zh, en=en)) not in self.notices:
            self.notices.append(said)

    def refuse(self, path: Path, zh: str, en: str) -> None:
        """Note a problem at ``path``."""
        self.note(self.source.problem(path, zh, en))

    def note(self, problem: Problem) -> None:
        """Keep a problem, once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def refuse_error(self, path: Path, error: PlannerError) -> None:
        """Note what another room refused, at ``path``."""
        if isinstance(error, InputRefused):
            for problem in error.problems:
                self.note(problem)
        else:
            self.refuse(path, error.zh, error.en)

    def known(self, path: Path, wanted: str, names: Iterable[str], zh: str, en: str) -> bool:
        """Whether ``wanted`` is one of ``names``; else a problem says so. ``zh`` and ``en`` name the kind of thing."""
        names = tuple(names)
        if wanted in names:
            return True
        tail_zh, tail_en = hint(wanted, names)
        self.refuse(path, f"没有名为“{wanted}”的{zh}{tail_zh}", f'there is no {en} "{wanted}"{tail_en}')
        return False

    def record(self, path: Path, value: float | Mapping[int, float], unit: str, origin: Origin) -> None:
        """Keep a figure that the plan rests on."""
        self.figures.append(Figure(dotted(path), written(value), unit, origin.source, origin.status))


def per(unit: str) -> str:
    """``unit`` as a divisor: compound ones in brackets."""
    return f"({unit})" if "/" in unit or " " in unit else unit


def dotted(path: Path) -> str:
    """``commodities.gas.buy`` for its parts."""
    return ".".join(str(part) for part in path)


def written(value: float | Mapping[int, float]) -> str:
    """A number, or years with their numbers; one number when all years agree."""
    if not isinstance(value, Mapping):
        return f"{value:.10g}"
    numbers = set(value.values())
    if len(numbers) == 1:
        return f"{numbers.pop():.10g}"
    return "; ".join(f"{year}: {number:.10g}" for year, number in value.items())

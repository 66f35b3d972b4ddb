"""Every failure that planner announces, with the exit code of the command line.

PlannerError
├── InputRefused          3   a file says something that can't be used; holds every problem found
├── UnknownName           2   an index, tier, measure or year that isn't there
├── ResolutionRefused     2   the scenario can't be resolved as finely, or as coarsely, as was asked
├── ExtraMissing          2   what was asked needs a library that an extra of planner installs
├── TierUnreachable       5   no plan meets the targets; holds the shortfalls and the clash
├── Unbounded             6   some input makes money without limit
├── NoPlanInTime          7   the limit was reached before any plan was found
├── OutputNotWritten      9   the folder exists, the disk is full, ...
└── SolverRefused        10   HiGHS is missing, too old, or refused the matrix

Code 8, optimizer and evaluator differ, is no exception: it is an outcome with disagreements, shown and never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    NOT_MET = 1
    USAGE = 2
    INPUT_REFUSED = 3
    NOT_PROVEN = 4
    INFEASIBLE = 5
    UNBOUNDED = 6
    NO_PLAN = 7
    ACCOUNTS_DISAGREE = 8
    NOT_WRITTEN = 9
    SOLVER_REFUSED = 10
    INTERNAL = 70
    INTERRUPTED = 130


class PlannerError(Exception):
    """Base of all. ``zh`` and ``en`` are whole sentences for the user."""

    exit_code = Exit.INTERNAL

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def say(self, language: str) -> str:
        """The message in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file."""

    file: str
    line: int
    """1-based; 0 when the problem has no place in a file (a ``--set`` argument)."""
    column: int
    path: str
    """Path of the field: ``measures.pv.capex_cny_per_size``."""
    zh: str
    en: str
    excerpt: str = ""
    """The source line."""

    def say(self, language: str) -> str:
        """``file:line:column: path: message``."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.path}: {self.zh if language == 'zh' else self.en}"


class InputRefused(PlannerError):
    """Input that can't be used. Holds every problem of the file at once."""

    exit_code = Exit.INPUT_REFUSED

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"输入有 {len(self.problems)} 处问题", f"{len(self.problems)} problem(s) in the input")

    def __str__(self) -> str:
        return "\n".join(problem.say("en") for problem in self.problems)


class UnknownName(PlannerError):
    """A name on the command line that does not exist."""

    exit_code = Exit.USAGE


class ResolutionRefused(PlannerError):
    """A resolution of the year that the scenario can't have."""

    exit_code = Exit.USAGE


class ExtraMissing(PlannerError):
    """A library that is installed with an extra of planner."""

    exit_code = Exit.USAGE

    def __init__(self, library: str, extra: str, why: str, else_zh: str, else_en: str) -> None:
        """``else_zh`` and ``else_en`` say what can be done without it."""
        install = f"pip install 'planner[{extra}]'"
        super().__init__(f"缺少 {library}（{why}）；请运行 {install}；{else_zh}", f"{library} is missing ({why}); run {install}; {else_en}")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """By how much one requirement is missed in the plan that misses least."""

    rule: str
    """Indicator, limit or balance: ``R06``, ``budget``, ``balance steam``."""
    year: int | None
    amount: float
    unit: str
    zh: str
    en: str


@dataclass
class TierUnreachable(PlannerError):
    """No plan meets everything that was asked."""

    shortfalls: tuple[Shortfall, ...]
    clash: tuple[str, ...] = field(default=())
    """Requirements that can't hold together but would without any one of them, as sentences ``zh|en``."""
    proven: bool = True
    """False where no plan was found, and whether there is one stays open."""
    exit_code = Exit.INFEASIBLE

    def __post_init__(self) -> None:
        if self.proven:
            super().__init__("没有方案能同时满足全部要求", "no plan meets all requirements")
        else:
            self.exit_code = Exit.NO_PLAN
            super().__init__(
                "没有找到能同时满足全部要求的方案，但尚未证明不存在：差额在多项节能措施叠加的计算误差之内",
                "no plan was found that meets all requirements, and none is proven impossible: what is missing is within the error of"
                " joint savings",
            )


class Unbounded(PlannerError):
    """Cost falls without limit."""

    exit_code = Exit.UNBOUNDED


class NoPlanInTime(PlannerError):
    """No plan within the limit."""

    exit_code = Exit.NO_PLAN


class OutputNotWritten(PlannerError):
    """Nothing was written."""

    exit_code = Exit.NOT_WRITTEN


class SolverRefused(PlannerError):
    """The solver can't be used."""

    exit_code = Exit.SOLVER_REFUSED

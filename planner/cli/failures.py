"""From an exception to a message in the user's language and an exit code."""

from __future__ import annotations

import contextlib
import sys
import traceback

from planner.cli.phrases import PHRASES
from planner.errors import Exit, InputRefused, OutputNotWritten, PlannerError, Problem, SolverRefused, TierUnreachable
from planner.language import Pair, Sayable

MOST_PROBLEMS = 200
"""Problems shown; a file with more has one cause."""
SOLVER_PACKAGES = frozenset({"highspy", "pyomo"})


def say_error(words: Sayable, language: str) -> None:
    """One line on standard error. When nothing can be written there either, the exit code has to do."""
    with contextlib.suppress(OSError):
        print(words.say(language), file=sys.stderr)


def report_failure(error: BaseException, language: str, *, debug: bool) -> int:
    """Say what went wrong and return the exit code."""
    if isinstance(error, KeyboardInterrupt):
        say_error(PHRASES["interrupted"], language)
        return Exit.INTERRUPTED
    error = _announced(error)
    if isinstance(error, PlannerError):
        say_error(error, language)
        _say_details(error, language)
        return error.exit_code
    if debug:
        traceback.print_exception(error)
    lines = str(error).strip().splitlines() or [""]
    say_error(PHRASES["internal"].fill(kind=type(error).__name__, message=lines[0][:300]), language)
    return Exit.INTERNAL


def _announced(error: BaseException) -> BaseException:
    """Failures of the surroundings as those that planner announces: a solver that can't be loaded, an output that can't be written."""
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] in SOLVER_PACKAGES:
        words = PHRASES["solver_missing"].fill(module=(error.name or "").partition(".")[0], why=str(error))
        return SolverRefused(words.zh, words.en)
    # Files are named in their errors, and those that are written say OutputNotWritten; what has no name is a standard stream.
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        words = PHRASES["no_output"].fill(why=error.strerror or str(error))
        return OutputNotWritten(words.zh, words.en)
    return error


def _say_details(error: PlannerError, language: str) -> None:
    if isinstance(error, InputRefused):
        for problem in error.problems[:MOST_PROBLEMS]:
            print(problem_text(problem, language), file=sys.stderr)
        if len(error.problems) > MOST_PROBLEMS:
            print("...", file=sys.stderr)
    if isinstance(error, TierUnreachable):
        for shortfall in error.shortfalls:
            say_error(Pair(shortfall.zh, shortfall.en), language)
        for sentence in error.clash:
            zh, _, en = sentence.partition("|")
            say_error(Pair(zh, en or zh), language)


def problem_text(problem: Problem, language: str) -> str:
    """``file:line:column: path: message``, then the line of the file with a mark under the place."""
    text = problem.say(language)
    excerpt = problem.excerpt.rstrip("\n")
    if not excerpt:
        return text
    mark = " " * (problem.column - 1) if 0 < problem.column <= len(excerpt) + 1 else ""
    return f"{text}\n    {excerpt}\n    {mark}^"

"""Read what the command line names: cases, indexes of cases, plan files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast, get_args

from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import InputRefused, Problem, UnknownName
from planner.language import Pair

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.domain.plan import Plan
    from planner.domain.profiles import Resolution
    from planner.domain.scenario import Scenario
    from planner.index import ChosenIndex
    from planner.reading import Source

PLAN_LIMIT_MB = 512
"""A plan of eleven years hour by hour, with 250 flows, stays below."""
NUMBERS = re.compile(r"\[[0-9eE+\-.,\s]*\]")
"""Lists of numbers: most of a plan by the hour, and nothing in them can repeat a key."""
SCENARIO = "scenario"
"""File of a problem that the index finds in a scenario, before its place is known."""


def load_case(
    session: Session,
    scenario: Path,
    variants: Sequence[Path] | None,
    settings: Sequence[str] | None,
    resolution: str | None = None,
    plan: Plan | None = None,
) -> Case:
    """The case of a scenario file with variants and single fields laid over it, its year resolved as asked or as the plan's is."""
    _check_resolution(resolution)
    case = _read_case(session, scenario, variants, settings)
    from planner.aggregation import at_resolution, for_plan

    with session.working(PHRASES["reading"]):
        return at_resolution(case, cast("Resolution | None", resolution)) if plan is None else for_plan(case, plan)


def _check_resolution(given: str | None) -> None:
    from planner.domain.profiles import Resolution

    if given not in (None, *get_args(Resolution)):
        words = PHRASES["bad_resolution"].fill(given=repr(given))
        raise UnknownName(words.zh, words.en)


def _read_case(session: Session, scenario: Path, variants: Sequence[Path] | None, settings: Sequence[str] | None) -> Case:
    for setting in settings or ():
        if "=" not in setting:
            words = PHRASES["bad_set"].fill(given=repr(setting))
            raise UnknownName(words.zh, words.en)
    with session.working(PHRASES["reading"]):
        from planner.reading import read_scenario, resolve

        read, source = read_scenario(scenario, list(settings or ()), list(variants or ()))
        problems = _index_problems(read, source)
        try:
            case = resolve(read, source)
        except InputRefused as refused:
            raise InputRefused(list(dict.fromkeys([*refused.problems, *problems]))) from None
        problems = problems or _case_problems(case, source)
        if problems:
            raise InputRefused(problems)
        return case


def _index_problems(scenario: Scenario, source: Source) -> list[Problem]:
    """What the index finds wrong with a scenario, placed where it was typed."""
    from planner.index import choose_indexes
    from planner.reading.indexes import read_wanted

    wanted, unread = read_wanted(scenario, source)
    if unread:
        return unread
    try:
        choose_indexes(wanted, scenario.evidence, {name: given.by_year for name, given in scenario.stated_figures.items()})
    except InputRefused as refused:
        return _placed(refused.problems, source)
    return []


def _case_problems(case: Case, source: Source) -> list[Problem]:
    """Figures that the readings ask for and the case lacks, placed where they belong."""
    try:
        indexes_of(case)
    except InputRefused as refused:
        return _placed(refused.problems, source)
    return []


def _placed(problems: Sequence[Problem], source: Source) -> list[Problem]:
    return [
        source.problem(tuple(problem.path.split(".")), problem.zh, problem.en) if problem.file == SCENARIO else problem
        for problem in problems
    ]


def indexes_of(case: Case) -> tuple[ChosenIndex, ...]:
    """The indexes with the readings that the case is judged by, its own first."""
    from planner.index import indexes_for

    return indexes_for(case)


def load_plan(given: Path) -> Plan:
    """The plan of a file, or of a folder that the plan command wrote. Every problem of its form is named."""
    from pydantic import ValidationError

    from planner.domain.plan import Plan

    file = _plan_file(given)
    text = _plan_text(file)
    _check_json(file, text)
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        _scan(file, text)  # tells where, if it is no JSON within a list of numbers
        raise InputRefused([_misfit(file, detail) for detail in error.errors(include_url=False)]) from None


def _plan_file(given: Path) -> Path:
    from planner.report.folder import PLAN_FILE

    if given.is_dir():
        if not (given / PLAN_FILE).is_file():
            _refuse(given, PHRASES["no_plan_inside"].fill(file=PLAN_FILE))
        return given / PLAN_FILE
    if not given.is_file():
        _refuse(given, PHRASES["no_file"].fill(file=given))
    return given


def _plan_text(file: Path) -> str:
    if file.stat().st_size > PLAN_LIMIT_MB * 1_000_000:
        _refuse(file, PHRASES["plan_large"].fill(limit=PLAN_LIMIT_MB))
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _refuse(file, PHRASES["plan_encoding"])


def _check_json(file: Path, text: str) -> None:
    """Python's reader takes NaN and lets a repeated key win in silence; both are refused here.

    Long lists of numbers are passed over first. Where something is wrong the whole text is read, so that its place is the right one.
    """
    try:
        _scan(file, NUMBERS.sub("[]", text))
    except InputRefused:
        _scan(file, text)


def _scan(file: Path, text: str) -> None:

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                _refuse(file, PHRASES["plan_twice"].fill(key=repr(key)))
            seen.add(key)
        return dict(pairs)

    def refuse_constant(name: str) -> NoReturn:
        _refuse(file, PHRASES["plan_number"].fill(given=name))

    try:
        json.loads(text, object_pairs_hook=collect, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise InputRefused([_problem(file, PHRASES["plan_syntax"].fill(why=error.msg), line=error.lineno, column=error.colno)]) from None
    except RecursionError:
        _refuse(file, PHRASES["plan_syntax"].fill(why="nested too deeply"))


def _misfit(file: Path, detail: Any) -> Problem:
    words = PHRASES["plan_form"].fill(why=detail["msg"])
    return Problem(str(file), 0, 0, ".".join(str(part) for part in detail["loc"]), words.zh, words.en)


def _problem(file: Path, words: Pair, *, line: int = 0, column: int = 0) -> Problem:
    return Problem(str(file), line, column, "plan", words.zh, words.en)


def _refuse(file: Path, words: Pair) -> NoReturn:
    raise InputRefused([_problem(file, words)])

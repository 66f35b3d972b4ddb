"""``planner compare``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.calendars import list_outside, read_calendar, read_tiers, read_years, unknown
from planner.cli.options import (
    AsJson,
    Force,
    GapOption,
    MethodOption,
    ResolutionOption,
    ScenarioFile,
    Settings,
    TimeLimit,
    Variants,
    YearOption,
)
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.cli.solving import Solver
from planner.domain.effort import Effort, Method
from planner.errors import Exit
from planner.language import Pair

if TYPE_CHECKING:
    from planner.climbing import Route
    from planner.comparison import Comparison
    from planner.domain.case import Case
    from planner.domain.outcome import Outcome
    from planner.domain.plan import Request
    from planner.index.rules import Index
    from planner.ladder import CalendarLine, Ladder, Regret, RungCost

TierList = Annotated[str | None, typer.Option("--tiers", help="compare_tiers", metavar="low,near,zero", show_default=False)]
YearList = Annotated[str | None, typer.Option("--years", help="compare_years", metavar="2027-2032|all", show_default=False)]
CalendarList = Annotated[
    list[str] | None, typer.Option("--calendar", help="compare_calendar", metavar="low 2027, zero 2032", show_default=False)
]
NoRegret = Annotated[bool, typer.Option("--no-regret", help="compare_no_regret")]
ComparisonFolder = Annotated[Path | None, typer.Option("--output", "-o", help="compare_output", metavar="DIR", show_default=False)]


def compare(
    context: typer.Context,
    scenario: ScenarioFile,
    tiers: TierList = None,
    year: YearOption = None,
    years: YearList = None,
    calendar: CalendarList = None,
    no_regret: NoRegret = False,
    variants: Variants = None,
    settings: Settings = None,
    resolution: ResolutionOption = None,
    output: ComparisonFolder = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    method: MethodOption = Method.AUTO,
    gap: GapOption = 0.005,
    as_json: AsJson = False,
) -> None:
    """Solve the reference, the plan without targets and every tier, set them side by side, and climb from tier to tier."""
    from planner import pathway
    from planner.cli.loading import load_case
    from planner.report.comparison_folder import NAMES
    from planner.report.writing import check_target

    session = Session(context.obj.language, quiet=as_json)
    if output is not None:
        check_target(output, NAMES, force=force)
    case = load_case(session, scenario, variants, settings, resolution)
    pathways = pathway.Pathways(case)
    index = pathways.chosen[0].index
    elsewhere = partial(pathway.tell_further_home, case)
    wanted = read_tiers(tiers, index.tiers, elsewhere) or _own_tiers(case, index, year)
    # Every request is made before the first solve, so that an unknown tier or year is refused at once.
    requests = [(tier, pathway.request_for(case, tier, year)) for tier in wanted]
    spans = [pathway.request_for(case, tier, when) for tier in wanted for when in read_years(years, case.years)]
    calendars = [pathway.calendar_request(case, read_calendar(text, index.tier_titles, elsewhere)) for text in calendar or ()]
    outside = list_outside(years, case.years)
    if outside:
        left_out = PHRASES["years_left_out"].fill(years=", ".join(outside), span=f"{case.years[0]}-{case.years[-1]}")
        session.tell(PHRASES["warning"].fill(what=left_out))
    solver = Solver(session, pathways, time_limit, Effort(method, gap))
    comparison = _compare(solver, requests)
    ladder = _climb(solver, index, comparison, spans, calendars, regret=not no_regret)
    _show(session, comparison, ladder)
    for outcome in (*_outcomes(comparison), *(line.outcome for line in ladder.calendars)):
        solver.tell(outcome)
    code = _exit_code(solver)
    _write(session, comparison, ladder, output, force=force, as_json=as_json, broken=code is Exit.ACCOUNTS_DISAGREE)
    raise typer.Exit(code)


def _own_tiers(case: Case, index: Index, year: int | None) -> tuple[str, ...]:
    """The tiers that the scenario itself gives a year; all of them when the command line gives one."""
    wanted = tuple(tier for tier in index.tiers if year is not None or tier in case.targets)
    if not wanted:
        raise unknown("no_tiers")
    return wanted


def _compare(solver: Solver, requests: Sequence[tuple[str, Request]]) -> Comparison:
    from planner import pathway
    from planner.comparison import compare_outcomes

    reference = solver.ask(PHRASES["reference_path"], pathway.reference_request())
    no_target = solver.ask(PHRASES["no_target_path"], pathway.no_target_request())
    outcomes = [(tier, solver.ask(_asked_words(solver, request), request)) for tier, request in requests]
    return compare_outcomes(reference, no_target, outcomes)


def _climb(
    solver: Solver, index: Index, comparison: Comparison, spans: Sequence[Request], calendars: Sequence[Request], *, regret: bool
) -> Ladder:
    """What the ladder holds: steps always, regret unless it is not wanted, years and calendars where they are asked for."""
    from planner.ladder import Ladder, steps_of

    steps = steps_of(comparison.tiers, index.tiers) if index.nested else ()
    regrets = _regrets(solver, comparison) if regret else ()
    lines = tuple(_calendar(solver, comparison, request) for request in calendars)
    costs = tuple(_rung(solver, comparison, request) for request in spans)
    return Ladder(costs, steps, regrets, lines)


def _rung(solver: Solver, comparison: Comparison, request: Request) -> RungCost:
    from planner.ladder import rung_cost

    return rung_cost(solver.explore(_asked_words(solver, request), request), comparison.no_target)


def _calendar(solver: Solver, comparison: Comparison, request: Request) -> CalendarLine:
    from planner.ladder import calendar_line

    return calendar_line(solver.ask(_asked_words(solver, request), request), comparison.reference, comparison.no_target)


def _regrets(solver: Solver, comparison: Comparison) -> tuple[Regret, ...]:
    """Every way up the calendar that the compared tiers make together, against planning for all of it from the start."""
    from planner.climbing import routes
    from planner.ladder import rungs_of
    from planner.pathway import calendar_request

    calendar = {rung.tier: rung.year for line in comparison.tiers for rung in rungs_of(line.outcome)}
    ways = routes(comparison.case, calendar)
    if not ways:
        return ()
    request = calendar_request(comparison.case, calendar)
    from_start = solver.explore(_asked_words(solver, request), request)
    if from_start.plan is None:  # nothing to regret: the tiers say why there is no plan
        return ()
    return tuple(_regret(solver, way, from_start) for way in ways)


def _regret(solver: Solver, route: Route, from_start: Outcome) -> Regret:
    from planner.climbing import climb
    from planner.ladder import Rung, regret_of
    from planner.report.ladder_tables import calendar_words

    case = solver.pathways.case
    titles = solver.pathways.titles[case.index.id]
    aims = [Rung(tier, titles[tier], year) for tier, year in route.aims]
    what = PHRASES["low_first"].fill(aims=calendar_words(aims))
    return regret_of(aims, climb(case, route, lambda asked, committed: solver.explore(what, asked, committed)), from_start)


def _asked_words(solver: Solver, request: Request) -> Pair:
    """The highest tier of the own index with its year, for progress."""
    from planner.cli.showing import path_name

    index = solver.pathways.case.index.id
    top = [wish for wish in request.tiers if wish.index == index][-1]
    return path_name(solver.pathways.titles[index][top.tier], top.year)


def _outcomes(comparison: Comparison) -> tuple[Outcome, ...]:
    return (comparison.reference, comparison.no_target, *(line.outcome for line in comparison.tiers))


def _show(session: Session, comparison: Comparison, ladder: Ladder) -> None:
    from planner.cli.showing import verdict_lines
    from planner.report.comparison_tables import comparison_table, uses_table
    from planner.report.ladder_tables import ladder_lines, ladder_views

    session.show((comparison_table(comparison), uses_table(comparison), *ladder_views(comparison.case, ladder)))
    for words in ladder_lines(ladder):
        session.say(words)
    # Plans for higher tiers repeat the verdicts of the lower ones on their way.
    for words in dict.fromkeys(words for line in comparison.tiers for words in verdict_lines(line.outcome)):
        session.say(words)


def _exit_code(solver: Solver) -> Exit:
    from planner.cli.showing import WORST_FIRST

    return next(code for code in WORST_FIRST if code in solver.codes)


def _write(
    session: Session, comparison: Comparison, ladder: Ladder, output: Path | None, *, force: bool, as_json: bool, broken: bool
) -> None:
    """The documents asked for. Figures on which the two accounts disagree are shown and never written."""
    from planner.cli.loading import indexes_of
    from planner.report.comparison_folder import comparison_files
    from planner.report.documents import comparison_document
    from planner.report.folder import write_json
    from planner.report.writing import write_folder

    chosen = indexes_of(comparison.case)
    if as_json:
        session.emit(write_json(comparison_document(comparison, chosen, ladder)))
    if output is None:
        return
    if broken:
        session.tell(PHRASES["not_written"])
        return
    write_folder(output, comparison_files(comparison, chosen, session.language, ladder), force=force)
    session.tell(PHRASES["written"].fill(folder=output))

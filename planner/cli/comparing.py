"""``planner compare``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsJson, Force, ScenarioFile, Settings, TimeLimit, Variants, YearOption
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import Exit, NoPlanInTime, Unbounded, UnknownName

if TYPE_CHECKING:
    from planner.comparison import Comparison
    from planner.domain.case import Case
    from planner.domain.outcome import Outcome
    from planner.domain.plan import Request
    from planner.pathway import Pathways

TierList = Annotated[str | None, typer.Option("--tiers", help="compare_tiers", metavar="low,near,zero", show_default=False)]
ComparisonFolder = Annotated[Path | None, typer.Option("--output", "-o", help="compare_output", metavar="DIR", show_default=False)]


def compare(
    context: typer.Context,
    scenario: ScenarioFile,
    tiers: TierList = None,
    year: YearOption = None,
    variants: Variants = None,
    settings: Settings = None,
    output: ComparisonFolder = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    as_json: AsJson = False,
) -> None:
    """Solve the reference, the plan without targets and every tier, and set them side by side."""
    from planner.cli.loading import indexes_of, load_case
    from planner.cli.showing import tell_trouble
    from planner.report.comparison_folder import NAMES
    from planner.report.writing import check_target

    session = Session(context.obj.language, quiet=as_json)
    if output is not None:
        check_target(output, NAMES, force=force)
    case = load_case(session, scenario, variants, settings)
    known = indexes_of(case)[0].index.tiers
    wanted = _read_tiers(tiers, known) or _own_tiers(case, known, year)
    comparison = _solve_all(session, case, wanted, year, time_limit)
    _show(session, comparison)
    told: set[tuple[str, str]] = set()
    for outcome in _outcomes(comparison):
        tell_trouble(session, outcome, told)
        told.update(outcome.warnings)
    code = _exit_code(comparison)
    _write(session, comparison, output, force=force, as_json=as_json, broken=code is Exit.ACCOUNTS_DISAGREE)
    raise typer.Exit(code)


def _read_tiers(text: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The tiers of ``low,near,zero``, each at most once."""
    found: list[str] = []
    for word in (text or "").replace("，", ",").split(","):
        name = word.strip().lower()
        if not name:
            continue
        if name not in known:
            raise _unknown("bad_tier", given=repr(word), known=", ".join(known))
        if name in found:
            raise _unknown("twice_tier", given=name)
        found.append(name)
    return tuple(found)


def _own_tiers(case: Case, known: Sequence[str], year: int | None) -> tuple[str, ...]:
    """The tiers that the scenario itself gives a year; all of them when the command line gives one."""
    wanted = tuple(tier for tier in known if year is not None or tier in case.targets)
    if not wanted:
        raise _unknown("no_tiers")
    return wanted


def _unknown(key: str, **values: object) -> UnknownName:
    words = PHRASES[key].fill(**values)
    return UnknownName(words.zh, words.en)


def _solve_all(session: Session, case: Case, tiers: Sequence[str], year: int | None, time_limit: float | None) -> Comparison:
    from planner import pathway
    from planner.cli.showing import path_name
    from planner.comparison import compare_outcomes

    # Every request is made before the first solve, so that an unknown year is refused at once.
    requests = [(tier, pathway.request_for(case, tier, year)) for tier in tiers]
    pathways = pathway.Pathways(case)
    index = pathways.chosen[0].index
    with session.working(PHRASES["solving"].fill(what=PHRASES["reference_path"])):
        reference = _run(pathways, pathway.reference_request(), time_limit)
    with session.working(PHRASES["solving"].fill(what=PHRASES["no_target_path"])):
        no_target = _run(pathways, pathway.no_target_request(), time_limit)
    outcomes: list[tuple[str, Outcome]] = []
    for tier, request in requests:
        asked = next(wish for wish in request.tiers if (wish.index, wish.tier) == (case.index.id, tier))
        with session.working(PHRASES["solving"].fill(what=path_name(index.tier_titles[tier], asked.year))):
            outcomes.append((tier, _run(pathways, request, time_limit)))
    return compare_outcomes(reference, no_target, outcomes)


def _run(pathways: Pathways, request: Request, time_limit: float | None) -> Outcome:
    """The outcome of one run; one that ends without a plan is a row of the table like any other, with its reason as a warning."""
    from planner.domain.outcome import Outcome
    from planner.domain.tiers import SolveStatus

    try:
        return pathways.run(request, time_limit_s=time_limit)
    except (Unbounded, NoPlanInTime) as ended:
        status = SolveStatus.UNBOUNDED if isinstance(ended, Unbounded) else SolveStatus.NO_PLAN
        return Outcome(pathways.case, request, status, None, None, (), {}, (), (), (), pathways.titles, {}, ((ended.zh, ended.en),))


def _outcomes(comparison: Comparison) -> tuple[Outcome, ...]:
    return (comparison.reference, comparison.no_target, *(line.outcome for line in comparison.tiers))


def _show(session: Session, comparison: Comparison) -> None:
    from planner.cli.showing import verdict_lines
    from planner.report.comparison_tables import comparison_table, uses_table

    session.show((comparison_table(comparison), uses_table(comparison)))
    # Plans for higher tiers repeat the verdicts of the lower ones on their way.
    for words in dict.fromkeys(words for line in comparison.tiers for words in verdict_lines(line.outcome)):
        session.say(words)


def _exit_code(comparison: Comparison) -> Exit:
    from planner.cli.showing import WORST_FIRST, exit_code

    codes = {exit_code(outcome) for outcome in _outcomes(comparison)}
    return next(code for code in WORST_FIRST if code in codes)


def _write(session: Session, comparison: Comparison, output: Path | None, *, force: bool, as_json: bool, broken: bool) -> None:
    """The documents asked for. Figures on which the two accounts disagree are shown and never written."""
    from planner.cli.loading import indexes_of
    from planner.report.comparison_folder import comparison_files
    from planner.report.documents import comparison_document
    from planner.report.folder import write_json
    from planner.report.writing import write_folder

    chosen = indexes_of(comparison.case)
    if as_json:
        session.emit(write_json(comparison_document(comparison, chosen)))
    if output is None:
        return
    if broken:
        session.tell(PHRASES["not_written"])
        return
    write_folder(output, comparison_files(comparison, chosen, session.language), force=force)
    session.tell(PHRASES["written"].fill(folder=output))

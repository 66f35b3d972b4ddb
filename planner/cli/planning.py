"""``planner plan``."""

from __future__ import annotations

import typer

from planner.cli.options import (
    AllReadings,
    AsJson,
    Force,
    GapOption,
    MethodOption,
    OutputFolder,
    ResolutionOption,
    ScenarioFile,
    Settings,
    TierOption,
    TimeLimit,
    Variants,
    YearOption,
)
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.domain.effort import Effort, Method


def plan(
    context: typer.Context,
    scenario: ScenarioFile,
    tier: TierOption,
    year: YearOption = None,
    variants: Variants = None,
    settings: Settings = None,
    resolution: ResolutionOption = None,
    output: OutputFolder = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    method: MethodOption = Method.AUTO,
    gap: GapOption = 0.005,
    readings: AllReadings = False,
    as_json: AsJson = False,
) -> None:
    """Solve for one tier, show the plan, write it when asked."""
    from planner import pathway
    from planner.cli.loading import indexes_of, load_case
    from planner.cli.showing import exit_code, path_name, show_outcome
    from planner.errors import Exit
    from planner.report.folder import OURS, plan_files, write_json
    from planner.report.writing import check_target, write_folder

    session = Session(context.obj.language, quiet=as_json)
    if output is not None:
        check_target(output, OURS, force=force)
    case = load_case(session, scenario, variants, settings, resolution)
    request = pathway.request_for(case, tier, year)
    chosen = indexes_of(case)
    index = chosen[0].index
    asked = next(wish.year for wish in request.tiers if (wish.index, wish.tier) == (index.id, tier))
    with session.working(PHRASES["solving"].fill(what=path_name(index.tier_titles[tier], asked))):
        outcome = pathway.run(case, request, time_limit_s=time_limit, effort=Effort(method, gap))
    show_outcome(session, outcome, all_readings=readings)
    code = exit_code(outcome)
    if as_json:
        from planner.report.documents import outcome_document

        session.emit(write_json(outcome_document(outcome, chosen)))
    if output is not None and outcome.plan is not None and code is not Exit.ACCOUNTS_DISAGREE:
        from planner import __version__

        files = plan_files(outcome, chosen, session.language, __version__)
        with session.working(PHRASES["writing"].fill(folder=output)):
            write_folder(output, files, ours=OURS, force=force)
        session.tell(PHRASES["written"].fill(folder=output))
    elif output is not None:
        session.tell(PHRASES["not_written"])
    raise typer.Exit(code)

"""``planner days``."""

from __future__ import annotations

import typer

from planner.cli.options import AsJson, ScenarioFile, Settings, Variants
from planner.cli.phrases import PHRASES
from planner.cli.session import Session


def days(
    context: typer.Context,
    scenario: ScenarioFile,
    variants: Variants = None,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Choose typical days, and set them beside all hours of the year."""
    from planner.aggregation import at_resolution
    from planner.aggregation.accuracy import measure_accuracy
    from planner.cli.loading import load_case
    from planner.cli.showing import tell_notices
    from planner.report.days_tables import days_document, days_views
    from planner.report.folder import write_json

    session = Session(context.obj.language, quiet=as_json)
    case = load_case(session, scenario, variants, settings, "hourly")
    typical = at_resolution(case, "typical")
    accuracy = measure_accuracy(case, typical)
    session.show(days_views(case, typical, accuracy))
    session.say(PHRASES["days_rest"])
    tell_notices(session, case)
    if as_json:
        session.emit(write_json(days_document(case, typical, accuracy)))

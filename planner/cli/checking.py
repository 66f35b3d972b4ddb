"""``planner validate`` and ``planner check``."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.options import AllReadings, AsJson, ResolutionOption, ScenarioFile, Settings, Variants
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import Exit, UnknownName
from planner.language import Pair

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.domain.plan import Plan, Request

PlanFile = Annotated[Path | None, typer.Argument(help="check_plan", metavar="[PLAN]", show_default=False)]
JudgedYear = Annotated[int | None, typer.Option("--year", help="check_year", show_default=False)]
Prove = Annotated[bool, typer.Option("--prove", help="check_prove")]
JudgedTier = Annotated[str | None, typer.Option("--tier", help="check_tier", metavar="TIER", show_default=False)]

MOST_FIGURES = 10
"""Unverified figures that validate lists; --json lists all."""


def validate(
    context: typer.Context,
    scenario: ScenarioFile,
    variants: Variants = None,
    settings: Settings = None,
    resolution: ResolutionOption = None,
    as_json: AsJson = False,
) -> None:
    """Read, resolve, and say what was found. A refused file ends in ``InputRefused``, exit code 3."""
    from planner.cli.loading import load_case
    from planner.cli.showing import tell_notices
    from planner.errors import InputRefused
    from planner.report.documents import plain, unverified_figures
    from planner.report.folder import write_json

    session = Session(context.obj.language, quiet=as_json)
    try:
        case = load_case(session, scenario, variants, settings, resolution)
    except InputRefused as refused:
        if as_json:
            session.emit(write_json({"valid": False, "problems": [plain(problem) for problem in refused.problems]}))
        raise
    if as_json:
        session.emit(write_json({"valid": True, "problems": [], **_facts(case)}))
    for line in _summary(case, scenario):
        session.say(line)
    tell_notices(session, case)
    unverified = unverified_figures(case)
    for figure in unverified[:MOST_FIGURES]:
        session.say(PHRASES["valid_unverified"].fill(field=figure.field, value=figure.value, unit=figure.unit, status=figure.status))
    if len(unverified) > MOST_FIGURES:
        session.say(PHRASES["valid_more"].fill(count=len(unverified) - MOST_FIGURES))


def _facts(case: Case) -> dict[str, Any]:
    from planner.report.documents import plain, unverified_figures
    from planner.report.resolution_words import resolution_document

    return {
        "scenario": plain(case.name),
        "scenario_sha256": case.scenario_sha256,
        "index": case.index.id,
        "years": list(case.years),
        "history_years": list(case.history_years),
        "slices": len(case.slices),
        **resolution_document(case),
        "targets": dict(case.targets),
        "commodities": list(case.commodities),
        "measures": list(case.measures),
        "warnings": plain(case.notices),
        "figures_unverified": [plain(figure) for figure in unverified_figures(case)],
    }


def _summary(case: Case, scenario: Path) -> list[Pair]:
    from planner.domain.plan import Request, TierYear
    from planner.report.documents import unverified_figures
    from planner.report.resolution_words import resolution_words

    wanted = [(one.choice.id, tier, year) for one in case.wanted_indexes for tier, year in one.targets.items()]
    own = Request(tiers=tuple(TierYear(index=index, tier=tier, year=year) for index, tier, year in wanted))
    shown = _listed(case, own) if own.tiers else PHRASES["no_target"]
    counts = {name: len(getattr(case, name)) for name in ("commodities", "demands", "equipment", "sources", "measures")}
    return [
        PHRASES["valid"].fill(file=scenario),
        PHRASES["valid_factory"].fill(name=case.factory_name),
        PHRASES["valid_years"].fill(years=_years(case.years), history=_years(case.history_years), slices=len(case.slices)),
        PHRASES["resolved"].fill(words=resolution_words(case)),
        PHRASES["valid_index"].fill(index=case.index.id, targets=shown),
        PHRASES["valid_counts"].fill(**counts),
        PHRASES["valid_figures"].fill(figures=len(case.figures), unverified=len(unverified_figures(case))),
    ]


def _years(years: tuple[int, ...]) -> str:
    """Consecutive years as a range, others one by one."""
    consecutive = all(later == earlier + 1 for earlier, later in pairwise(years))
    return f"{years[0]}-{years[-1]}" if consecutive and len(years) > 1 else ", ".join(map(str, years))


def check(
    context: typer.Context,
    scenario: ScenarioFile,
    plan_file: PlanFile = None,
    tier: JudgedTier = None,
    year: JudgedYear = None,
    variants: Variants = None,
    settings: Settings = None,
    prove: Prove = False,
    readings: AllReadings = False,
    as_json: AsJson = False,
) -> None:
    """Recompute a plan from its decisions and judge it; without a plan, judge today's factory."""
    from planner.cli.loading import load_case, load_plan
    from planner.cli.standing import check_today

    session = Session(context.obj.language, quiet=as_json)
    plan = None if plan_file is None else load_plan(plan_file)
    case = load_case(session, scenario, variants, settings, None, plan)
    if plan is None:
        if prove:
            session.tell(PHRASES["warning"].fill(what=PHRASES["prove_without_plan"]))
        raise typer.Exit(check_today(session, case, scenario, tier=tier, year=year, all_readings=readings, as_json=as_json))
    raise typer.Exit(_check_plan(session, case, plan, tier, year, prove=prove, all_readings=readings, as_json=as_json))


def _check_plan(
    session: Session, case: Case, plan: Plan, tier: str | None, year: int | None, *, prove: bool, all_readings: bool, as_json: bool
) -> Exit:
    from planner import pathway
    from planner.cli.loading import indexes_of
    from planner.cli.showing import judged_code, show_outcome, tell_other_index
    from planner.report.documents import outcome_document
    from planner.report.folder import write_json

    tell_other_index(session, case, plan)
    plan = plan.model_copy(update={"request": _asked(session, case, plan, tier, year)})
    with session.working(PHRASES["judging"]):
        outcome = pathway.check(case, plan, prove=prove)
    show_outcome(session, outcome, solved=False, all_readings=all_readings)
    if outcome.ledger is not None and not outcome.ledger.breaches:
        session.say(PHRASES["plan_sound"])
    if as_json:
        session.emit(write_json(outcome_document(outcome, indexes_of(case))))
    return judged_code(outcome)


def _asked(session: Session, case: Case, plan: Plan, tier: str | None, year: int | None) -> Request:
    """The request to judge: that of the tier named, else the plan's own, else the scenario's."""
    from planner import pathway

    if tier is not None:
        return pathway.request_for(case, tier, year)
    if year is not None:
        raise UnknownName(PHRASES["year_alone"].zh, PHRASES["year_alone"].en)
    if not plan.request.tiers:
        return _scenarios_own(session, case, plan)
    pathway.check_request(case, plan.request)
    own = [wish.tier for wish in plan.request.tiers if wish.index == case.index.id]
    if own and own[-1] in case.targets:
        ours = pathway.request_for(case, own[-1])
        if ours.tiers != plan.request.tiers:
            session.tell(PHRASES["other_targets"].fill(theirs=_listed(case, plan.request), ours=_listed(case, ours)))
    return plan.request


def _scenarios_own(session: Session, case: Case, plan: Plan) -> Request:
    """Every tier that the scenario gives a year."""
    from planner.domain.plan import TierYear

    if not case.targets:
        raise UnknownName(PHRASES["no_tiers"].zh, PHRASES["no_tiers"].en)
    wishes = [(one.choice.id, tier, year) for one in case.wanted_indexes for tier, year in one.targets.items()]
    tiers = tuple(TierYear(index=index, tier=tier, year=year) for index, tier, year in wishes)
    request = plan.request.model_copy(update={"tiers": tiers})
    session.tell(PHRASES["judged_by_scenario"].fill(targets=_listed(case, request)))
    return request


def _listed(case: Case, request: Request) -> Pair:
    """Tiers and years in words."""
    from planner.index import indexes_for

    titles = {one.index.id: one.index.tier_titles for one in indexes_for(case)}
    parts = [PHRASES["tier_path"].fill(tier=titles[wish.index][wish.tier], year=wish.year) for wish in request.tiers]
    return Pair("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))

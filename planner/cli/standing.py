"""``planner check SCENARIO`` without a plan: today's factory, what holds, and what is missing for the next tier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.phrases import PHRASES
from planner.cli.readings import show_readings
from planner.cli.session import Session
from planner.domain.assessment import Assessment, Need, TierStanding
from planner.errors import Exit, UnknownName
from planner.language import Pair

if TYPE_CHECKING:
    from planner.domain.case import Case


def check_today(
    session: Session, case: Case, scenario: Path, *, tier: str | None, year: int | None, all_readings: bool, as_json: bool
) -> Exit:
    """Judge, show, and say how the command ends: 0 for information; with a tier, 1 unless it holds."""
    from planner import pathway
    from planner.cli.loading import indexes_of
    from planner.report.folder import write_json
    from planner.report.standing_document import assessment_document

    chosen = indexes_of(case)
    _refuse_unknown(case, chosen[0].index.tiers, tier)
    with session.working(PHRASES["judging"]):
        assessment = pathway.check_today(case, year)
    for index in [one.index.id for one in chosen]:
        _show_index(session, assessment, index, scenario, tier if index == case.index.id else None)
    show_readings(session, case, assessment.other_readings, assessment.titles, full=all_readings)
    if as_json:
        session.emit(write_json(assessment_document(assessment, chosen)))
    return Exit.DONE if tier is None or tier in assessment.held(case.index.id) else Exit.NOT_MET


def _refuse_unknown(case: Case, tiers: Sequence[str], tier: str | None) -> None:
    from planner.index.settings import suggest
    from planner.pathway import tell_further_home

    if tier is not None and tier not in tiers:
        hint = tell_further_home(case, tier) or suggest(tier, tiers)
        words = PHRASES["bad_tier"].fill(given=repr(tier), known=", ".join(tiers), hint=hint)
        raise UnknownName(words.zh, words.en)


def _show_index(session: Session, assessment: Assessment, index: str, scenario: Path, tier: str | None) -> None:
    from planner.report.standing_tables import papers_view, standing_board, standing_view

    standings = [standing for standing in assessment.of(index) if tier in (None, standing.verdict.tier)]
    session.show([standing_view(assessment, standings), *(standing_board(standing) for standing in standings), papers_view(standings)])
    session.say(PHRASES["today_held"].fill(year=assessment.year, index=index, tiers=_tiers(assessment, index, assessment.held(index))))
    session.say(PHRASES["today_numbers"].fill(tiers=_tiers(assessment, index, assessment.held_by_numbers(index))))
    wanted = assessment.next_of(index) if tier is None else next((one for one in standings if not one.holds), None)
    if wanted is not None:
        _tell_missing(session, wanted, scenario)
    session.say("")


def _tiers(assessment: Assessment, index: str, tiers: Sequence[str]) -> Pair:
    """Names of the tiers; where they nest, the highest of an unbroken run from the loosest."""
    if assessment.nested[index]:
        order = [standing.verdict.tier for standing in assessment.of(index)]
        run = [tier for at, tier in enumerate(order) if set(order[: at + 1]) <= set(tiers)]
        tiers = run[-1:]
    titles = [assessment.titles[index][tier] for tier in tiers]
    return Pair("、".join(title.zh for title in titles), ", ".join(title.en for title in titles)) if titles else PHRASES["no_target"]


def _tell_missing(session: Session, standing: TierStanding, scenario: Path) -> None:
    """Numbers with their sentences, papers by name, and what only a plan can show."""
    from planner.report.standing_tables import list_indicators

    session.say("")
    session.say(PHRASES["today_missing"].fill(tier=standing.verdict.title))
    for need, key in ((Need.NUMBER, "today_improve"), (Need.PAPER, "today_papers")):
        gaps = standing.of(need)
        if gaps:
            session.say(PHRASES[key])
        for gap in gaps:
            for reason in gap.reasons:
                session.say(Pair(f"  {gap.indicator} {reason.zh}", f"  {gap.indicator} {reason.en}"))
    needs_plan = standing.of(Need.PLAN)
    if needs_plan:
        session.say(PHRASES["today_plan"].fill(ids=list_indicators(needs_plan), file=scenario, tier=standing.verdict.tier))

"""What plan and check show of an outcome, and the exit code that it deserves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from planner.cli.phrases import PHRASES
from planner.cli.readings import show_readings
from planner.cli.session import Session
from planner.domain.base import Text
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import TierVerdict
from planner.errors import Exit
from planner.language import Pair

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.domain.outcome import Outcome
    from planner.domain.plan import Plan

WITHOUT_PLAN = {
    SolveStatus.INFEASIBLE: Exit.INFEASIBLE,
    SolveStatus.UNBOUNDED: Exit.UNBOUNDED,
    SolveStatus.NO_PLAN: Exit.NO_PLAN,
    SolveStatus.NOT_FOUND: Exit.NO_PLAN,
}
WORST_FIRST = (
    Exit.ACCOUNTS_DISAGREE, Exit.UNBOUNDED, Exit.NO_PLAN, Exit.NOT_PROVEN, Exit.INFEASIBLE, Exit.NOT_MET, Exit.DONE,
)  # fmt: skip
"""Which code a comparison returns when its runs deserve several."""


def exit_code(outcome: Outcome) -> Exit:
    """Defects first, then what is known about the solution, then the verdict."""
    from planner.report.proof import is_within_gap_asked

    if outcome.disagreements:
        return Exit.ACCOUNTS_DISAGREE
    if outcome.plan is None:
        return WITHOUT_PLAN[outcome.status]
    if outcome.status is SolveStatus.NOT_PROVEN and not is_within_gap_asked(outcome):
        return Exit.NOT_PROVEN
    return Exit.DONE if outcome.holds else Exit.NOT_MET


def judged_code(outcome: Outcome) -> Exit:
    """The code for a plan that was only judged: how it was found does not matter."""
    return Exit.DONE if outcome.holds else Exit.NOT_MET


def show_outcome(session: Session, outcome: Outcome, *, solved: bool = True, all_readings: bool = False) -> None:
    """Cost, measures, accounts and verdicts on standard output; what stands against the plan on standard error."""
    from planner.report import views
    from planner.report.attribution_table import attribution_view
    from planner.report.hours_view import hours_view
    from planner.report.numbers import show_quantity
    from planner.report.proof import solution_words
    from planner.report.resolution_words import resolution_words

    session.say(PHRASES["resolved"].fill(words=resolution_words(outcome.case)))
    if solved:
        session.say(PHRASES["solution"].fill(status=solution_words(outcome, session.language)))
    if outcome.ledger is not None:
        cost = show_quantity(outcome.ledger.discounted_cost_cny, "CNY", session.language)
        session.say(PHRASES["cost"].fill(cost=cost))
        session.say("")
        accounts = (views.accounts_view(outcome), views.grid_view(outcome), attribution_view(outcome), views.cost_view(outcome))
        session.show((views.sizes_view(outcome), *accounts, hours_view(outcome)))
        session.show(views.verdict_board(judged) for judged in outcome.verdicts if _worth_a_board(outcome, judged))
        if outcome.verdicts:
            show_readings(session, outcome.case, outcome.other_readings, outcome.titles, full=all_readings)
    tell_trouble(session, outcome)
    for text in outcome.proof:
        session.say(Pair(text.zh, text.en))
    for words in verdict_lines(outcome):
        session.say(words)


def _worth_a_board(outcome: Outcome, judged: TierVerdict) -> bool:
    """The highest tier asked for of each index, in its year. All the others are in the files and in JSON."""
    last = {wish.index: wish for wish in outcome.request.tiers}
    highest = last[judged.index]
    return (judged.tier, judged.year) == (highest.tier, highest.year)


def verdict_lines(outcome: Outcome) -> Iterator[Pair]:
    """One line per run of years with the same verdict, tier by tier."""
    broken = bool(outcome.breaches)
    for _, alike in groupby(outcome.verdicts, key=lambda judged: (judged.index, judged.tier, _standing_against(judged))):
        years = list(alike)
        yield verdict_words(years[0], _span(years[0].year, years[-1].year), broken=broken)


def _standing_against(judged: TierVerdict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(v.indicator for v in judged.not_met), tuple(v.indicator for v in judged.not_assessed)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def verdict_words(judged: TierVerdict, years: str, *, broken: bool = False) -> Pair:
    """Whether the tier holds in the years, and what stands against it: indicators, or limits that the plan breaks."""
    if judged.holds and not broken:
        return PHRASES["tier_holds"].fill(tier=judged.title, year=years)
    named = zip(("which_not_met", "which_not_assessed"), _standing_against(judged), strict=True)
    parts = [PHRASES[key].fill(ids=", ".join(indicators)) for key, indicators in named if indicators]
    parts += [PHRASES["which_broken"]] if broken else []
    which = Pair("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
    return PHRASES["tier_fails"].fill(tier=judged.title, year=years, which=which)


def tell_trouble(session: Session, outcome: Outcome, told: Collection[tuple[str, str]] = ()) -> None:
    """Warnings that haven't been told, breaches, shortfalls with the clash, and disagreements."""
    for zh, en in (warning for warning in outcome.warnings if warning not in told):
        session.tell(PHRASES["warning"].fill(what=Pair(zh, en)))
    for breach in outcome.breaches:
        session.tell(PHRASES["breach"].fill(what=breach))
    tell_shortfalls(session, outcome)
    if outcome.disagreements:
        from planner.report.views import disagreement_view

        session.tell(PHRASES["disagree"])
        session.show_beside(disagreement_view(outcome.disagreements))


def tell_notices(session: Session, case: Case) -> None:
    """What was repaired, made up or assumed while the scenario was read."""
    for notice in case.notices:
        session.tell(PHRASES["warning"].fill(what=notice))


def tell_shortfalls(session: Session, outcome: Outcome) -> None:
    """Why there is no plan: what falls short by how much, and requirements that clash."""
    if outcome.shortfalls:
        heading = PHRASES["infeasible" if outcome.status is SolveStatus.INFEASIBLE else "not_found"]
        session.tell(heading.fill(what=_run_name(outcome)))
    for shortfall in outcome.shortfalls:
        session.tell(PHRASES["short"].fill(what=Pair(shortfall.zh, shortfall.en)))
    if outcome.clash:
        session.tell(PHRASES["clash_alone" if len(outcome.clash) == 1 else "clash"])
    for zh, en in outcome.clash:
        session.tell(Pair(f"  - {zh}", f"  - {en}"))


def _run_name(outcome: Outcome) -> Pair:
    """What was asked for: the highest tier with its year, the reference, or no target."""
    request = outcome.request
    if request.tiers:
        own = [wish for wish in request.tiers if wish.index == outcome.case.index.id] or request.tiers
        return path_name(outcome.title(own[-1].index, own[-1].tier), own[-1].year)
    return PHRASES["no_target_path" if request.new_measures else "reference_path"]


def path_name(title: Text, year: int) -> Pair:
    """A tier with its year, for progress."""
    return PHRASES["tier_path"].fill(tier=title, year=year)


def tell_other_index(session: Session, case: Case, plan: Plan) -> None:
    """Say when the plan was made for another index or edition than it is judged by."""
    from planner.index import indexes_for

    theirs = {made.id: made.sha256 for made in plan.indexes}
    ours = {one.index.id: one.index.sha256 for one in indexes_for(case)}
    if set(theirs) != set(ours):
        words = PHRASES["other_index"].fill(theirs=", ".join(theirs), ours=", ".join(ours))
        session.tell(PHRASES["warning"].fill(what=words))
    for index in (index for index in ours if index in theirs and theirs[index] != ours[index]):
        session.tell(PHRASES["warning"].fill(what=PHRASES["other_edition"].fill(index=index)))

"""Ways up the tiers of a calendar: aim at a lower tier first, keep what its plan decided until its year, then plan the rest anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.case import Case
from planner.domain.commitment import commit
from planner.domain.outcome import Outcome
from planner.domain.plan import Commitment, Request
from planner.index.catalogue import indexes_for
from planner.pathway import calendar_request

Solve = Callable[[Request, Commitment | None], Outcome]


@dataclass(frozen=True, slots=True)
class Stage:
    """One plan on the way up."""

    request: Request
    until: int | None
    """Year until which the plan is followed; None for the last one."""


@dataclass(frozen=True, slots=True)
class Route:
    """Lower tiers aimed at in turn, and the plans that this takes."""

    aims: tuple[tuple[str, int], ...]
    """Tier and its year."""
    stages: tuple[Stage, ...]


def routes(case: Case, calendar: Mapping[str, int]) -> tuple[Route, ...]:
    """Each lower tier aimed at alone, then all of them in turn where there are several; none where tiers don't nest.

    A tier is aimed at together with the looser ones of the calendar. One whose year is that of the next tier is no aim of its
    own: by then it would be too late to plan for the next.
    """
    index = indexes_for(case)[0].index
    if not index.nested:
        return ()
    rungs = [tier for tier in index.tiers if tier in calendar]
    lower = [tier for tier, above in pairwise(rungs) if calendar[tier] < calendar[above]]
    alone = [(tier,) for tier in lower]
    return tuple(_route(case, calendar, rungs, aims) for aims in (*alone, *([tuple(lower)] if len(lower) > 1 else [])))


def _route(case: Case, calendar: Mapping[str, int], rungs: list[str], aims: tuple[str, ...]) -> Route:
    def up_to(tier: str) -> Request:
        return calendar_request(case, {rung: calendar[rung] for rung in rungs[: rungs.index(tier) + 1]})

    stages = (*(Stage(up_to(aim), calendar[aim]) for aim in aims), Stage(up_to(rungs[-1]), None))
    return Route(tuple((aim, calendar[aim]) for aim in aims), stages)


def climb(case: Case, route: Route, solve: Solve) -> Outcome:
    """The outcome at the top, or that of the stage at which no plan is left."""
    committed: Commitment | None = None
    for stage in route.stages:
        outcome = solve(stage.request, committed)
        if outcome.plan is None or stage.until is None:
            break
        committed = commit(case, outcome.plan, stage.until)
    return outcome

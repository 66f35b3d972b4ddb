"""What the optimizer calls a plan, the judge accepts: every index, tier and reading, on random factories, without any tolerance.

The program tightens its targets by a safety margin (docs/decisions/0009-safety-margin.md), so that a plan of the solver holds
in exact arithmetic. Here a margin below zero by one bit is a failure, although the judge itself would let it pass.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import Status
from planner.domain.verdict import TierVerdict
from planner.errors import InputRefused
from planner.evaluation import build_ledger, judge_tier
from planner.index import ChosenIndex, index_ids, load_index
from planner.program import Program, Solution
from tests.drawing import HOURLY, SLICES, Dice
from tests.factories import cases
from tests.test_two_accounts import RANDOM, quantitative, solve_or_explain

pytestmark = pytest.mark.slow
FACTORIES = 300
RARE_FACTORIES = 300
"""Simple factories on which what none of those reached is tried again."""
NOTHING_ABOVE = 1.0
"""A share of 100 % can't be exceeded, so its target has no safety margin."""


@dataclass(frozen=True)
class Trial:
    """One reading of one index, chosen in one way, and a tier."""

    index: str
    reading: str
    choice: Any
    tier: str


def trials() -> list[Trial]:
    """Every choice of every reading, tiers in turn."""
    found = []
    for name in index_ids():
        index, _ = load_index(name)
        tiers = cycle(index.tiers)
        for reading, declared in index.readings.items():
            for choice in (declared.choice, *declared.alternatives):
                found.append(Trial(name, reading, choice, next(tiers)))
    return found


@dataclass
class Tally:
    """What has been tried and solved."""

    at: int = 0
    solved: Counter[str] = field(default_factory=Counter)
    judged: int = 0


def test_the_judge_accepts_every_plan_of_the_optimizer() -> None:
    every, tally = trials(), Tally()

    @settings(RANDOM, max_examples=FACTORIES)
    @given(cases(features=()), st.integers(0, 2**32 - 1))
    def accepted(case: Case, seed: int) -> None:
        trial = every[tally.at % len(every)]
        tally.at += 1
        for tier in (trial.tier, load_index(trial.index)[0].tiers[0]):
            if _accept(case, replace(trial, tier=tier), Dice(seed), tally):
                return

    accepted()
    assert tally.at >= FACTORIES and tally.judged > 1000
    tiers = {f"{name} {tier}" for name in index_ids() for tier in load_index(name)[0].tiers}
    choices = {f"{t.reading} {t.choice}" for t in every}

    def missing() -> set[str]:
        return {key for key in (*tiers, *choices) if not tally.solved[key]}

    @settings(RANDOM, max_examples=RARE_FACTORIES)
    @given(cases(counts=(1,), most_years=6, features=()), st.integers(0, 2**32 - 1))
    def accepted_seldom(case: Case, seed: int) -> None:
        rare = [t for t in every if {f"{t.index} {t.tier}", f"{t.reading} {t.choice}"} & missing()]
        if rare:
            tally.at += 1
            _accept(case, rare[tally.at % len(rare)], Dice(seed), tally)

    accepted_seldom()
    assert sorted(missing()) == []


@settings(RANDOM, max_examples=60)
@given(cases(counts=(*SLICES, *HOURLY), most_years=4), st.integers(0, 2**32 - 1))
def test_the_judge_accepts_plans_with_every_feature_by_the_hour(case: Case, seed: int) -> None:
    """Fewer of these factories reach a tier, so nothing is said of how many readings are met."""
    every, dice = trials(), Dice(seed)
    _accept(case, dice.choice(every), dice, Tally())


def _accept(case: Case, trial: Trial, dice: Dice, tally: Tally) -> bool:
    """Whether the trial could be solved; its plan is judged."""
    index, _ = load_index(trial.index)
    drawn = {name: dice.choice((r.choice, *r.alternatives)) for name, r in index.readings.items() if dice.chance(0.3)}
    chosen = ChosenIndex(*load_index(trial.index, {**drawn, trial.reading: trial.choice}))
    chosen = replace(chosen, index=quantitative(chosen.index))
    request = Request(tiers=(TierYear(index=trial.index, tier=trial.tier, year=dice.choice(case.years)),))
    try:
        solution = solve_or_explain(Program(case, (chosen,)), request)
    except InputRefused:  # the drawn factory lacks a factor that the reading needs
        return False
    if solution is None or not _judge(case, chosen, request, solution, tally):
        return False
    tally.solved.update((f"{trial.index} {trial.tier}", f"{trial.reading} {trial.choice}"))
    tally.solved.update(f"{name} {choice}" for name, choice in drawn.items() if name != trial.reading)
    return True


def _judge(case: Case, chosen: ChosenIndex, request: Request, solution: Solution, tally: Tally) -> bool:
    """Whether there was something to judge: a factory without electricity has no share of it."""
    ledger = build_ledger(case, solution.plan, chosen.readings)
    if any("renewable_share" not in account.values for account in ledger.years.values()):
        return False
    assert ledger.breaches == ()
    (asked,) = request.tiers
    for year in (y for y in case.years if y == asked.year or (case.tiers_kept and y > asked.year)):
        judged = judge_tier(case, chosen.index, chosen.readings, solution.plan, ledger, asked.tier, year)
        _assert_exact(judged)
        tally.judged += len(judged.verdicts)
    return True


def _assert_exact(judged: TierVerdict) -> None:
    for verdict in judged.verdicts:
        assert verdict.status is not Status.NOT_MET, (judged.tier, judged.year, verdict)
        if verdict.status is Status.MET and verdict.margin is not None and verdict.threshold != NOTHING_ABOVE:
            assert verdict.margin >= 0.0, (judged.tier, judged.year, verdict)

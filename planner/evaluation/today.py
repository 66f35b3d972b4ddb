"""Today's factory without a plan: its accounts from bills and meters, and what it lacks for a tier (现状判定)."""

from __future__ import annotations

from planner.domain.assessment import Gap, Need, TierStanding
from planner.domain.case import Case
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation.docket import Docket
from planner.evaluation.history import history_accounts
from planner.evaluation.judge import judge_rule, judge_tier
from planner.evaluation.measures import sum_standing_pv_kw
from planner.index.readings import Readings
from planner.index.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    BySize,
    Index,
    NotRequired,
    OwnReductionFirst,
    Papers,
    PlanComplete,
    Rule,
    TitleAtLeast,
)


def build_history_ledger(case: Case, readings: Readings) -> Ledger:
    """Accounts of the past years alone, with the PV that stands in the base year. Earlier PV sizes are in no file."""
    history = dict(history_accounts(case, readings))
    base = history[case.base_year]
    history[case.base_year] = YearAccount(base.year, {**base.values, "pv_kw": sum_standing_pv_kw(case)})
    return Ledger(history=history, years={}, measures=(), discounted_cost_cny=0.0, discounted_parts_cny={})


def assess_tier(case: Case, index: Index, readings: Readings, ledger: Ledger, tier: str, year: int) -> TierStanding:
    """The verdict on one tier in a past year, and everything that stands against it by what has to be done."""
    verdict = judge_tier(case, index, readings, None, ledger, tier, year)
    docket = Docket(
        case=case, index=index.id, readings=readings, evidence=index.evidence, stated=index.stated_figures,
        plan=None, ledger=ledger, tier=tier, year=year,
    )  # fmt: skip
    gaps: list[Gap] = []
    failing = {judged.indicator for judged in (*verdict.not_met, *verdict.not_assessed)}
    for indicator in (indicator for indicator in index.indicators if indicator.id in failing):
        for need in Need:
            kept = keep_need(indicator.tests[tier], need)
            found = None if kept is None else judge_rule(docket, kept)
            if found is not None and found.status in (Status.NOT_MET, Status.NOT_ASSESSED):
                gaps.append(Gap(indicator.id, indicator.title, need, found.status, found.reasons, found.missing))
    return TierStanding(verdict, tuple(gaps))


def keep_need(rule: Rule, need: Need) -> Rule | None:
    """The rule with only those of its tests that go by ``need``; None when it has no such test."""
    if isinstance(rule, AllOf | AnyOf):
        kept = tuple(part for test in rule.tests if (part := keep_need(test, need)) is not None)
        return rule.model_copy(update={"tests": kept}) if kept else None
    if isinstance(rule, BySize):
        then, otherwise = keep_need(rule.then, need), keep_need(rule.otherwise, need)
        nothing = NotRequired(kind="not_required")
        return None if then is otherwise is None else rule.model_copy(update={"then": then or nothing, "otherwise": otherwise or nothing})
    return rule if find_need(rule) is need else None


def find_need(rule: Rule) -> Need:
    """What a single test goes by."""
    if isinstance(rule, Papers | TitleAtLeast):
        return Need.PAPER
    if isinstance(rule, PlanComplete | OwnReductionFirst) or (isinstance(rule, AtLeast | AtMost) and rule.metric.startswith("effect_")):
        return Need.PLAN
    return Need.NUMBER

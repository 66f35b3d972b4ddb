"""The judge: yearly figures and papers against every indicator of a tier (判定). Knows nothing of how a plan was found."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger, TierVerdict, Verdict
from planner.errors import UnknownName
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding, combine_all, combine_any
from planner.evaluation.numeric_tests import judge_advanced, judge_bound, judge_completeness
from planner.evaluation.own_first import judge_own_first
from planner.evaluation.papers import judge_papers, judge_title
from planner.evaluation.rolling import judge_rolling, rolls
from planner.evaluation.size import choose_by_size
from planner.evaluation.stated import judge_stated
from planner.evaluation.trend import judge_falling
from planner.index.readings import Readings
from planner.index.rules import (
    Advanced,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    BySize,
    Falling,
    Index,
    Indicator,
    NotRequired,
    OwnReductionFirst,
    Papers,
    PlanComplete,
    Rule,
    Stated,
    TitleAtLeast,
    When,
)


def judge_tier(case: Case, index: Index, readings: Readings, plan: Plan | None, ledger: Ledger | None, tier: str, year: int) -> TierVerdict:
    """Every indicator of ``tier`` in ``year``, from the recomputed accounts and the papers.

    Without a plan it judges the factory as it is: ``ledger`` then holds the history and ``year`` is a historical year.
    """
    _refuse_unknown(case, index, tier, year)
    docket = Docket(
        case=case, index=index.id, readings=readings, evidence=index.evidence, stated=index.stated_figures,
        plan=plan, ledger=ledger, tier=tier, year=year,
    )  # fmt: skip
    return TierVerdict(
        index.id, tier, index.tier_titles[tier], year, tuple(_judge_indicator(docket, indicator) for indicator in index.indicators)
    )


def _refuse_unknown(case: Case, index: Index, tier: str, year: int) -> None:
    if tier not in index.tiers:
        listed = ", ".join(index.tiers)
        raise UnknownName(f"指标体系 {index.id} 没有级别 {tier}；有：{listed}。", f"index {index.id} has no tier {tier}; it has: {listed}.")
    known = (*case.history_years, *case.years)
    if year not in known:
        listed = ", ".join(map(str, known))
        raise UnknownName(f"{year} 年不在历史年与规划年之内：{listed}。", f"{year} is neither a historical nor a planning year: {listed}.")


def _judge_indicator(docket: Docket, indicator: Indicator) -> Verdict:
    found = judge_rule(docket, indicator.tests[docket.tier])
    return Verdict(
        indicator=indicator.id,
        title=indicator.title,
        status=found.status,
        value=found.value,
        threshold=found.threshold,
        unit=found.unit,
        margin=found.margin,
        reasons=found.reasons,
        missing=found.missing,
        branch=found.branch,
    )


def judge_rule(docket: Docket, rule: Rule) -> Finding:
    """One rule of any kind."""
    match rule:
        case AtLeast() | AtMost():
            return judge_rolling(docket, rule) if rolls(docket, rule) else judge_bound(docket, rule)
        case Advanced():
            return judge_advanced(docket, rule)
        case Falling():
            return judge_falling(docket, rule)
        case PlanComplete():
            return judge_completeness(docket, rule)
        case OwnReductionFirst():
            return judge_own_first(docket, rule)
        case Papers():
            return judge_papers(docket, rule)
        case TitleAtLeast():
            return judge_title(docket, rule)
        case Stated():
            return judge_stated(docket, rule)
        case BySize():
            chosen, reason = choose_by_size(docket, rule)
            if chosen is None:
                return Finding(Status.NOT_ASSESSED, (reason,), rule.kind)
            found = judge_rule(docket, chosen)
            return replace(found, reasons=(reason, *found.reasons))
        case NotRequired():
            reason = Text(zh="本级别对此不作要求。", en="This tier asks nothing here.")
            return Finding(Status.NOT_REQUIRED, (reason,), rule.kind)
        case AllOf():
            return combine_all(tuple(judge_rule(docket, part) for part in rule.tests))
        case AnyOf():
            return combine_any(tuple(judge_rule(docket, part) for part in rule.tests))
        case When():
            raise ValueError("a rule with 'when' reached the judge; load the index with load_index")
        case _:
            assert_never(rule)

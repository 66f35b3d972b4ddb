"""Falling year by year over the last three years (近三年指标逐年下降)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from planner.domain.base import Text
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.numeric_tests import begin, describe_series
from planner.evaluation.tolerance import JUDGE_TOLERANCE, stays_within
from planner.index.numbers import display_gap
from planner.index.rules import Falling

YOUNG_YEARS = 3
"""A factory with fewer years of operation than this needs one fall only (成立不足三年的)."""


def judge_falling(docket: Docket, rule: Falling) -> Finding:
    """The figure falls up to the year judged; after the year of application the reading says whether it must go on."""
    award = docket.year_of_application()
    if docket.readings.falling_after_award == "not_judged" and award is not None and docket.year > award:
        return _excuse_later_years(docket, rule, award)
    years = docket.known_years()[-(_count_falls(docket) + 1) :]
    if not years or years[-1] != docket.year or any(docket.figure(rule.metric, year) is None for year in years):
        return _judge_gap(docket, rule, years)
    if len(years) <= _count_falls(docket) or any(later - before != 1 for before, later in pairwise(years)):
        return _judge_gap(docket, rule, years)
    return _judge_steps(docket, rule, years)


def _count_falls(docket: Docket) -> int:
    """One fall for a young factory, else as many as the reading ``trend_falls`` says."""
    years_of_operation = docket.year - docket.case.founded_year + 1
    return 1 if years_of_operation < YOUNG_YEARS else docket.readings.trend_falls


def _excuse_later_years(docket: Docket, rule: Falling, award: int) -> Finding:
    """Later years rest on the year of application: nothing more is asked when it held, and it still stands against them when not."""
    then, name = judge_falling(docket.in_year(award), rule), docket.title(rule.metric)
    if then.status is not Status.MET:
        return then
    zh = f"“{name.zh}”逐年下降只在申报年 {award} 年判定（当年已满足），其后各年按读法 falling_after_award 不再要求。"
    en = f"Whether {name.en} falls is judged in the year of application, {award} (when it held); not later, by falling_after_award."
    return Finding(Status.NOT_REQUIRED, (Text(zh=zh, en=en),), rule.kind, passed_before=True)


def _judge_gap(docket: Docket, rule: Falling, years: tuple[int, ...]) -> Finding:
    """Too few years, a year without a figure, or years that don't follow each other (milestones)."""
    name, needed = docket.title(rule.metric), _count_falls(docket) + 1
    known = [year for year in years if docket.figure(rule.metric, year) is not None]
    listed = ", ".join(map(str, known))
    zh = f"判定“{name.zh}”到 {docket.year} 年逐年下降需要连续 {needed} 个年度数据；现有：{listed or '无'}。"
    en = f"Judging whether {name.en} falls up to {docket.year} takes {needed} yearly figures in a row; known: {listed or 'none'}."
    return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind)


def _judge_steps(docket: Docket, rule: Falling, years: tuple[int, ...]) -> Finding:
    """Every step is judged; shown is the worst one that fails, else the last."""
    steps = [_judge_step(docket, rule, before, year) for before, year in pairwise(years)]
    failed = [step for step in steps if step.status is Status.NOT_MET]
    shown = min(failed, key=lambda step: (step.margin or 0.0) / step.scale) if failed else steps[-1]
    name, series = docket.title(rule.metric), describe_series(docket, rule.metric, years)
    zh, en = f"{name.zh}逐年下降（{series}）", f"{begin(name.en)}: falling year by year ({series})"
    if failed:
        zh = f"{name.zh}未逐年下降（{series}）：" + "；".join(step.reasons[0].zh for step in failed)
        en = f"{begin(name.en)}: not falling year by year ({series}); " + "; ".join(step.reasons[0].en for step in failed)
    status = Status.NOT_MET if failed else Status.MET
    return replace(shown, status=status, reasons=(Text(zh=f"{zh}。", en=f"{en}."),))


def _judge_step(docket: Docket, rule: Falling, before: int, year: int) -> Finding:
    """One fall: by the step of the reading ``falling_step``, or at all when that is 0."""
    earlier, later = docket.figure(rule.metric, before) or 0.0, docket.figure(rule.metric, year) or 0.0
    step, unit = docket.readings.falling_step, docket.unit(rule.metric)
    threshold, scale = (1 - step) * earlier, abs(earlier) or _largest(docket, rule.metric)
    fell = later < earlier - JUDGE_TOLERANCE * scale and (step == 0 or stays_within(later, threshold, scale))
    at_zero = docket.readings.zero_counts_as_falling and stays_within(later, 0.0, _largest(docket, rule.metric))
    margin = threshold - later
    gap = display_gap(margin, unit) if margin < 0 else ""
    zh = f"{year} 年须比 {before} 年至少下降 {step:.3%}，" + (f"还需降低 {gap}" if gap else "现为持平")
    en = f"{year} has to be at least {step:.3%} below {before}, " + (f"{gap} lower than it is" if gap else "and is level with it")
    status = Status.MET if fell or at_zero else Status.NOT_MET
    return Finding(status, (Text(zh=zh, en=en),), rule.kind, later, threshold, unit, margin, scale)


def _largest(docket: Docket, metric: str) -> float:
    """Largest known figure of the series, which "zero" is judged against; 1 when all are zero. [unit of the metric]"""
    return max((abs(docket.figure(metric, year) or 0.0) for year in docket.known_years()), default=0.0) or 1.0

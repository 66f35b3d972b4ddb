"""Figures that the plan does not decide and the scenario states by year (申报数据判定)."""

from __future__ import annotations

from planner.domain.base import Text
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.numeric_tests import write_comparison
from planner.evaluation.tolerance import reaches, stays_within
from planner.index.rules import Stated


def judge_stated(docket: Docket, rule: Stated) -> Finding:
    """The figure of the year judged against the threshold."""
    item, value = docket.stated[rule.figure], docket.case.stated_figures.get(rule.figure, {}).get(docket.year)
    if value is None:
        place = f"stated_figures.{rule.figure}.by_year.{docket.year}"
        zh = f"没有填报 {docket.year} 年的“{item.title.zh}”：请在 {place} 给出。"
        en = f"The {item.title.en} of {docket.year} is not stated: give it under {place}."
        return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind)
    at_least, threshold = rule.at_least is not None, rule.threshold
    scale = abs(threshold) or 1.0
    met = reaches(value, threshold, scale) if at_least else stays_within(value, threshold, scale)
    margin = value - threshold if at_least else threshold - value
    reason = write_comparison(item.title, docket.year, value, threshold, item.unit, at_least=at_least, met=met)
    return Finding(Status.MET if met else Status.NOT_MET, (reason,), rule.kind, value, threshold, item.unit, margin, scale)

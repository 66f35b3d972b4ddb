"""A baseline that moves on year by year (滚动基准): when the reduction against it is judged, and when it can't be."""

from __future__ import annotations

from planner.domain.base import Text
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.numeric_tests import judge_bound
from planner.evaluation.ratios import rolling_window
from planner.evaluation.tolerance import stays_within
from planner.index.rules import AtLeast, AtMost

COUNTED = {"emission_reduction": "scope_emissions_t", "own_reduction": "own_scope_emissions_t"}
"""Reduction to the emissions that it compares with the peak."""


def rolls(docket: Docket, rule: AtLeast | AtMost) -> bool:
    """Whether the rule compares with a baseline that moves on."""
    return rule.metric in COUNTED and docket.readings.baseline == "rolling"


def judge_rolling(docket: Docket, rule: AtLeast | AtMost) -> Finding:
    """The reduction against the peak of the five years before the year judged.

    The tier is awarded against the five years before its year of application. Later years are not judged, since a plant that
    holds what it has reached would fail as soon as its old peak leaves the window. A factory at zero has nothing left to reduce.
    """
    award = docket.year_of_application()
    if award is not None and docket.year > award:
        return _excuse_later_years(docket, rule, award)
    gaps = [year for year in rolling_window(docket.case, docket.year) if "scope_emissions_t" not in docket.values(year)]
    if gaps or not rolling_window(docket.case, docket.year):
        return _tell_gaps(docket, rule, gaps)
    emitted = docket.figure(COUNTED[rule.metric])
    if isinstance(rule, AtLeast) and emitted is not None and stays_within(emitted, 0.0, docket.size_t() or 1.0):
        zh = f"{docket.year} 年考核排放量为零，相对任何峰值都已没有可再下降的排放。"
        en = f"The emissions that count are zero in {docket.year}: against any peak nothing is left to reduce."
        return Finding(Status.MET, (Text(zh=zh, en=en),), rule.kind, docket.figure(rule.metric))
    return judge_bound(docket, rule)


def _excuse_later_years(docket: Docket, rule: AtLeast | AtMost, award: int) -> Finding:
    """Later years rest on the year of application: nothing more is asked when it held, and it still stands against them when not."""
    then = judge_rolling(docket.in_year(award), rule)
    if then.status is not Status.MET:
        return then
    zh = f"按读法 baseline: rolling，较前五年峰值的下降率只在申报年 {award} 年判定（当年已满足），其后各年不再要求。"
    en = f"By the reading baseline: rolling, the fall below the peak of the five years before is judged in {award} (it held), not later."
    return Finding(Status.NOT_REQUIRED, (Text(zh=zh, en=en),), rule.kind, passed_before=True)


def _tell_gaps(docket: Docket, rule: AtLeast | AtMost, gaps: list[int]) -> Finding:
    if not gaps:
        zh = f"{docket.year} 年之前没有任何年份的排放数据，无从取前五年峰值。"
        en = f"No year before {docket.year} is known, so there is no peak of the five years before it."
    else:
        listed = ", ".join(map(str, gaps))
        zh = f"按读法 baseline: rolling，{docket.year} 年的基准值需要前五年每年的排放；缺 {listed} 年（里程碑年之间没有数据）。"
        en = (
            f"By the reading baseline: rolling, the baseline of {docket.year} needs the emissions of each of the five years before;"
            f" {listed} unknown (milestones leave years out)."
        )
    return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind)

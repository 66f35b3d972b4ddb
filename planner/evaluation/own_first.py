"""Own reduction before negative measures: the plan's own emissions against the ceilings that the optimizer recorded (自主减排优先).

How far own reduction could go is found by solving, which a judge does not do. A plan without a record that fits is not assessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.base import Text
from planner.domain.plan import OwnReduction
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.numeric_tests import compare, judge_missing
from planner.index.numbers import display_bound
from planner.index.rules import OwnReductionFirst

METRIC = "own_scope_emissions_t"
SAME = 1e-6
"""Share of the baseline by which a recorded ceiling may be above one that is found anew."""
PROOF = Text(
    zh="请用 planner plan 求解得到记录，或用 planner check --prove 重新求证",
    en="planner plan makes the record, and planner check --prove finds it for any plan",
)


def judge_own_first(docket: Docket, rule: OwnReductionFirst) -> Finding:
    """Own emissions of the year within what own reduction leaves, by the reading ``own_reduction_first``."""
    if docket.readings.own_reduction_first == "ceiling":
        zh = "按读法 own_reduction_first: ceiling，充分自主减排只看指标体系另行规定的数值。"
        en = "By the reading own_reduction_first: ceiling, full own reduction is what the index sets as a number elsewhere."
        return Finding(Status.NOT_REQUIRED, (Text(zh=zh, en=en),), rule.kind)
    record = docket.plan.own_reduction.get(docket.index) if docket.plan is not None else None
    doubt = _doubt(docket, record)
    if record is None or doubt is not None:
        return Finding(Status.NOT_ASSESSED, (doubt,) if doubt else (), rule.kind)
    value = docket.figure(METRIC)
    if value is None:
        return judge_missing(docket, METRIC, rule.kind)
    return compare(docket, METRIC, value, record.ceilings_t[docket.year], at_least=False, rule=rule.kind)


def find_looser(
    recorded: Mapping[str, OwnReduction], proven: Mapping[str, OwnReduction], baselines_t: Mapping[str, float]
) -> tuple[Text, ...]:
    """Ceilings that a plan records and that are above what the optimizer finds anew, by index and year. [tCO2e]"""
    return tuple(
        _tell_looser(index, year, ceiling, record.ceilings_t[year])
        for index, record in proven.items()
        for year, ceiling in (recorded[index].ceilings_t.items() if index in recorded else ())
        if year in record.ceilings_t and ceiling > record.ceilings_t[year] + SAME * max(baselines_t[index], abs(record.ceilings_t[year]))
    )


def _tell_looser(index: str, year: int, recorded_t: float, proven_t: float) -> Text:
    held, found = display_bound(recorded_t, proven_t, "tCO2e", at_least=False, met=False)
    zh = f"{index}：方案记录的 {year} 年自主减排上限为 {held}，重新求证为 {found}"
    return Text(zh=zh, en=f"{index}: the plan records a ceiling on own emissions in {year} of {held}; found anew it is {found}")


def _doubt(docket: Docket, record: OwnReduction | None) -> Text | None:
    """Why the record proves nothing here; None when it does."""
    if docket.plan is None:
        return Text(zh="没有路径方案，无法判定自主减排是否充分。", en="There is no plan, so full own reduction can't be assessed.")
    asked = _describe(docket.readings.own_reduction_first, docket.readings.own_reduction_price_cny_per_t)
    if record is None:
        zh = f"方案没有记录自主减排能到什么程度（own_reduction_first: {asked}）"
        en = f"The plan does not record how far own reduction goes (own_reduction_first: {asked})"
    elif (held := _describe(record.rule, record.price_cny_per_t)) != asked:
        zh, en = f"方案的自主减排记录属于另一读法：{held}，现为 {asked}", f"The plan's record of own reduction is for {held}, not {asked}"
    elif record.scenario_sha256 != docket.case.scenario_sha256:
        zh = "方案的自主减排记录来自另一个（或已修改的）情景"
        en = "The plan's record of own reduction was found in another or an edited scenario"
    elif docket.year not in record.ceilings_t:
        zh, en = f"方案的自主减排记录没有 {docket.year} 年", f"The plan's record of own reduction lacks {docket.year}"
    else:
        return None
    return Text(zh=f"{zh}；{PROOF.zh}。", en=f"{en}; {PROOF.en}.")


def _describe(rule: str, price_cny_per_t: float | None) -> str:
    """A rule with the price that it goes by."""
    return f"{rule} {price_cny_per_t:.10g} CNY/tCO2e" if rule == "priced" and price_cny_per_t is not None else rule

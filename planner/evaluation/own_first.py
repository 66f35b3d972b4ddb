"""Own reduction before negative measures: the plan's own emissions against the ceilings that the optimizer recorded (自主减排优先).

How far own reduction could go is found by solving, which a judge does not do. A plan without a record that fits is not assessed.
"""

from __future__ import annotations

from dataclasses import replace

from planner.domain.base import Text
from planner.domain.plan import OwnReduction
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.numeric_tests import compare, judge_missing
from planner.index.numbers import display_number
from planner.index.rules import OwnReductionFirst

METRIC = "own_scope_emissions_t"
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
    found = compare(docket, METRIC, value, record.ceilings_t[docket.year], at_least=False, rule=rule.kind)
    return replace(found, reasons=tuple(_name_ceiling(reason, record) for reason in found.reasons))


def _name_ceiling(reason: Text, record: OwnReduction) -> Text:
    """A comparison that says what the ceiling is and who found it."""
    zh, en = "自主减排优先，先用尽全部可行的自主减排（all_available）", "Own reduction first, all that is available (all_available)"
    if record.rule == "priced" and record.price_cny_per_t is not None:
        price = display_number(record.price_cny_per_t, digits=10)
        zh = f"自主减排优先，先用尽成本不高于 {price} CNY/t 的自主减排（priced）"
        en = f"Own reduction first, up to {price} CNY/t (priced)"
    held_zh = reason.zh.replace("要求不高于", "要求不高于优化器求得的上限", 1)
    held_en = reason.en.replace("; at most", "; at most the ceiling found by the optimizer,", 1)
    held_en = held_en.replace(" is asked for", ", is asked for", 1)
    return Text(zh=f"{zh}：{held_zh}", en=f"{en}: {held_en[:1].lower()}{held_en[1:]}")


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

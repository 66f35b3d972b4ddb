"""Rules of an index as sentences in both languages (判定规则的说明)."""

from __future__ import annotations

from planner.domain.base import Text
from planner.index.metrics import METRICS
from planner.index.numbers import display_number
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
    NotRequired,
    OwnReductionFirst,
    Papers,
    PlanComplete,
    Rule,
    Stated,
    TitleAtLeast,
)


def say_rule(index: Index, readings: Readings, rule: Rule) -> Text:
    """What a rule asks, under the readings chosen."""
    match rule:
        case AtLeast() | AtMost():
            metric = METRICS[rule.metric]
            words = _bounded(metric.title, rule.threshold(readings), metric.unit, at_least=isinstance(rule, AtLeast))
            by = rule.setting
            return words if by is None else Text(zh=f"{words.zh}（读法 {by}）", en=f"{words.en} (reading {by})")
        case Stated():
            item = index.stated_figures[rule.figure]
            words = _bounded(item.title, rule.threshold, item.unit, at_least=rule.at_least is not None)
            return Text(zh=f"申报的{words.zh}", en=f"stated: {words.en}")
        case Falling():
            title = METRICS[rule.metric].title
            return Text(zh=f"{title.zh}逐年下降", en=f"{title.en} falls year by year")
        case Advanced():
            title = METRICS[rule.metric].title
            return Text(zh=f"{title.zh}达到先进值", en=f"{title.en} reaches the advanced value")
        case TitleAtLeast():
            paper = index.evidence[rule.item]
            level = paper.levels[rule.level]
            return Text(zh=f"{paper.title.zh}：{level.zh}及以上", en=f"{paper.title.en}: {level.en} or above")
        case Papers():
            papers = [index.evidence[item].title for item in rule.items]
            return Text(zh="证明材料：" + "、".join(one.zh for one in papers), en="paper: " + ", ".join(one.en for one in papers))
        case PlanComplete():
            titles = [METRICS[metric].title for metric in rule.metrics]
            zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
            return Text(zh=f"方案给出各年的{zh}", en=f"the plan has a number for every year of: {en}")
        case AllOf() | AnyOf():
            return _joined([_part(index, readings, part) for part in rule.tests], every=isinstance(rule, AllOf))
        case BySize():
            return _sized(index, readings, rule)
        case OwnReductionFirst():
            zh = "先充分自主减排，再用负碳措施（解读 own_reduction_first）"
            return Text(zh=zh, en="own reduction before negative measures (reading own_reduction_first)")
        case NotRequired():
            return Text(zh="不作要求", en="nothing")
    raise ValueError(f"a rule of kind {rule.kind} has no words")


def _bounded(title: Text, value: float, unit: str, *, at_least: bool) -> Text:
    bound = display_number(value, unit)
    return Text(zh=f"{title.zh}{'不低于' if at_least else '不高于'} {bound}", en=f"{title.en} at {'least' if at_least else 'most'} {bound}")


def _joined(parts: list[Text], *, every: bool) -> Text:
    zh, en = ("，且", " and ") if every else ("，或", " or ")
    return Text(zh=zh.join(part.zh for part in parts), en=en.join(part.en for part in parts))


def _part(index: Index, readings: Readings, rule: Rule) -> Text:
    """A rule inside a joint one; in brackets when it is joint itself."""
    words = say_rule(index, readings, rule)
    return Text(zh=f"（{words.zh}）", en=f"({words.en})") if isinstance(rule, AllOf | AnyOf | BySize) else words


def _sized(index: Index, readings: Readings, rule: BySize) -> Text:
    metric = METRICS[rule.metric]
    large, small = _part(index, readings, rule.then), _part(index, readings, rule.otherwise)
    size = display_number(rule.at_least, metric.unit)
    return Text(
        zh=f"基准年{metric.title.zh}达到 {size} 的：{large.zh}；其他：{small.zh}",
        en=f"with {metric.title.en} of at least {size} in the base year: {large.en}; else: {small.en}",
    )

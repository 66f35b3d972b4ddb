"""The size of the factory, by which an index may ask for one thing or another (按规模区分)."""

from __future__ import annotations

import math

from planner.domain.base import Text
from planner.evaluation.docket import Docket
from planner.evaluation.tolerance import reaches
from planner.index.numbers import display_bound
from planner.index.rules import BySize, Rule


def choose_by_size(docket: Docket, rule: BySize) -> tuple[Rule | None, Text]:
    """The rule that holds for a factory of this size, and why; None when the base year has no such figure."""
    year, name, unit = docket.case.base_year, docket.title(rule.metric), docket.unit(rule.metric)
    account = docket.ledger.history.get(year) if docket.ledger is not None else None
    value = account.values.get(rule.metric) if account is not None else None
    if value is None or not math.isfinite(value):
        zh = f"基准年 {year} 没有“{name.zh}”的数值，无法判断规模。"
        return None, Text(zh=zh, en=f"There is no figure for {name.en} in the base year {year} to tell the size by.")
    large = reaches(value, rule.at_least, rule.at_least)
    shown, bound = display_bound(value, rule.at_least, unit, at_least=True, met=large)
    zh = f"基准年 {year} {name.zh}为 {shown}，{'达到' if large else '低于'} {bound}，按{'其及以上' if large else '其以下'}的要求判定。"
    en = f"In the base year {year}, {name.en} is {shown}, {'at least' if large else 'below'} {bound}: judged by what is asked of that size."
    return rule.then if large else rule.otherwise, Text(zh=zh, en=en)

"""Dated evidence: titles and papers that the program can't see (证明材料)."""

from __future__ import annotations

from datetime import date

from planner.domain.base import Text
from planner.domain.scenario import Evidence
from planner.domain.tiers import Status
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.index.rules import Papers, TitleAtLeast


def judge_papers(docket: Docket, rule: Papers) -> Finding:
    """Every item is there and valid at the end of the year judged."""
    missing = tuple(item for item in rule.items if not _valid_papers(docket, item))
    if missing:
        return Finding(Status.NOT_ASSESSED, tuple(_explain_absence(docket, item) for item in missing), rule.kind, missing=missing)
    zh = "、".join(docket.evidence[item].title.zh for item in rule.items)
    en = ", ".join(docket.evidence[item].title.en for item in rule.items)
    reason = Text(zh=f"{docket.year} 年末有效：{zh}。", en=f"Valid at the end of {docket.year}: {en}.")
    return Finding(Status.MET, (reason,), rule.kind)


def judge_title(docket: Docket, rule: TitleAtLeast) -> Finding:
    """The highest valid title is of the level asked for, or higher."""
    valid = _valid_papers(docket, rule.item)
    if not valid:
        return Finding(Status.NOT_ASSESSED, (_explain_absence(docket, rule.item),), rule.kind, missing=(rule.item,))
    ranks = [rule.levels.index(paper.level) for paper in valid if paper.level in rule.levels]
    item, title = docket.evidence[rule.item], docket.evidence[rule.item].title
    if not ranks:
        stated = ", ".join(sorted({paper.level or "-" for paper in valid}))
        zh = f"“{title.zh}”没有写明等级，或等级不认识（{stated}）；可写：{', '.join(rule.levels)}。"
        en = f"The level of the {title.en} is missing or unknown ({stated}); allowed: {', '.join(rule.levels)}."
        return Finding(Status.NOT_ASSESSED, (Text(zh=zh, en=en),), rule.kind, missing=(rule.item,))
    met = max(ranks) >= rule.levels.index(rule.level)
    held, asked = item.levels[rule.levels[max(ranks)]], item.levels[rule.level]
    zh = f"{docket.year} 年末有效的“{title.zh}”为{held.zh}，要求{asked.zh}及以上。"
    en = f"The {title.en} valid at the end of {docket.year} is {held.en}; {asked.en} or above is asked for."
    return Finding(Status.MET if met else Status.NOT_MET, (Text(zh=zh, en=en),), rule.kind)


def _last_day(docket: Docket) -> date:
    return date(docket.year, 12, 31)


def _valid_papers(docket: Docket, item: str) -> list[Evidence]:
    """Papers for an item that hold on the last day of the year judged."""
    day = _last_day(docket)
    return [
        paper
        for paper in docket.case.evidence
        if paper.item == item and paper.valid_from <= day and (paper.valid_to is None or paper.valid_to >= day)
    ]


def _explain_absence(docket: Docket, item: str) -> Text:
    """Why an item doesn't count: never given, expired, or not valid yet."""
    title, day = docket.evidence[item].title, _last_day(docket)
    given = [paper for paper in docket.case.evidence if paper.item == item]
    if not given:
        return Text(zh=f"缺少证明材料：{title.zh}（{item}）。", en=f"Missing: {title.en} ({item}).")
    ends = [paper.valid_to for paper in given if paper.valid_to is not None and paper.valid_to < day]
    if ends:
        until = max(ends)
        zh = f"证明材料已过期：{title.zh}（{item}）有效期至 {until}，须在 {day} 有效。"
        return Text(zh=zh, en=f"Expired: {title.en} ({item}) ended on {until} and has to be valid on {day}.")
    start = min(paper.valid_from for paper in given)
    zh = f"证明材料尚未生效：{title.zh}（{item}）自 {start} 起有效，须在 {day} 有效。"
    return Text(zh=zh, en=f"Not yet valid: {title.en} ({item}) begins on {start} and has to be valid on {day}.")

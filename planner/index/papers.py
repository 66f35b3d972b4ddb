"""Papers of a scenario against those that an index asks for (证明材料核对)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.scenario import Evidence
from planner.errors import Problem
from planner.index.rules import EvidenceItem
from planner.index.settings import problem_at, suggest


def judge_papers(papers: Sequence[Evidence], items: Mapping[str, EvidenceItem]) -> list[Problem]:
    """What is wrong with the items and levels of ``papers``: a paper that no indicator asks for would count for nothing in silence."""
    return [problem for place, paper in enumerate(papers) for problem in _judge(f"evidence.{place}", paper, items)]


def _judge(path: str, paper: Evidence, items: Mapping[str, EvidenceItem]) -> Iterator[Problem]:
    item = items.get(paper.item)
    if item is None:
        hint, listed = suggest(paper.item, list(items)), ", ".join(items)
        yield problem_at(
            f"{path}.item",
            f"这个指标体系没有证明材料“{paper.item}”{hint.zh}可用：{listed}。",
            f'this index asks for no paper "{paper.item}"{hint.en} Allowed: {listed}.',
        )
    elif paper.level is None and item.levels:
        levels = ", ".join(item.levels)
        yield problem_at(
            f"{path}.level",
            f"“{paper.item}”须写明级别 level：{levels}；没有级别不作数。",
            f'"{paper.item}" needs its level: {levels}; without one it counts for nothing.',
        )
    elif paper.level is not None and paper.level not in item.levels:
        yield _odd_level(f"{path}.level", paper.item, paper.level, tuple(item.levels))


def _odd_level(path: str, item: str, level: str, levels: tuple[str, ...]) -> Problem:
    if not levels:
        return problem_at(path, f"“{item}”不分级别，请删去 level。", f'"{item}" has no levels; leave level out.')
    hint, listed = suggest(level, levels), ", ".join(levels)
    return problem_at(
        path, f"“{item}”没有级别“{level}”{hint.zh}可用：{listed}。", f'"{item}" has no level "{level}"{hint.en} Allowed: {listed}.'
    )

"""Tiers by year of a scenario against those that an index has (创建目标核对)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from planner.errors import Problem
from planner.index.rules import Index
from planner.index.settings import problem_at, suggest


def judge_targets(index: Index, targets: Mapping[str, int], path: str) -> list[Problem]:
    """Tiers that the index doesn't have, and stricter tiers that come before looser ones where tiers nest."""
    return [*_strangers(index, targets, path), *_out_of_order(index, targets, path)]


def _strangers(index: Index, targets: Mapping[str, int], path: str) -> Iterator[Problem]:
    for tier in targets:
        if tier not in index.tiers:
            hint, listed = suggest(tier, index.tiers), ", ".join(index.tiers)
            yield problem_at(
                f"{path}.{tier}",
                f"指标体系 {index.id} 没有级别“{tier}”{hint.zh}可用：{listed}。",
                f'index {index.id} has no tier "{tier}"{hint.en} Allowed: {listed}.',
            )


def _out_of_order(index: Index, targets: Mapping[str, int], path: str) -> Iterator[Problem]:
    if not index.nested:
        return
    asked = [tier for tier in index.tiers if tier in targets]
    for earlier, later in pairwise(asked):
        if targets[later] < targets[earlier]:
            yield problem_at(
                f"{path}.{later}",
                f"{later} 的年份 {targets[later]} 早于 {earlier} 的 {targets[earlier]}",
                f"year {targets[later]} of {later} is before year {targets[earlier]} of {earlier}",
            )

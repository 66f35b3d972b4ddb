"""Stated figures of a scenario against those that an index asks for (申报数据核对)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.errors import Problem
from planner.files.messages import Said
from planner.index.numbers import display_number
from planner.index.rules import StatedFigure
from planner.index.settings import problem_at, suggest

_SLIP = Said("；百分数请写成小数：82 % 写 0.82", "; write a percentage as a share: 82 % is 0.82")
_NO_SLIP = Said("", "")


def judge_figures(given: Mapping[str, Mapping[int, float]], items: Mapping[str, StatedFigure]) -> list[Problem]:
    """Figures that no index asks for, which would count for nothing in silence, and values that can't be."""
    return [problem for name, values in given.items() for problem in _judge(name, values, items)]


def _judge(name: str, values: Mapping[int, float], items: Mapping[str, StatedFigure]) -> Iterator[Problem]:
    path, item = f"stated_figures.{name}", items.get(name)
    if item is None:
        hint, listed = suggest(name, list(items)), ", ".join(items) or "-"
        yield problem_at(
            path,
            f"这个指标体系没有申报数据“{name}”{hint.zh}可用：{listed}。",
            f'this index asks for no stated figure "{name}"{hint.en} Allowed: {listed}.',
        )
        return
    for year, value in values.items():
        if _outside(item, value):
            bounds, slip = _bounds(item), _SLIP if item.unit == "1" else _NO_SLIP
            yield problem_at(
                f"{path}.by_year.{year}",
                f"“{item.title.zh}”不能为 {value:g}；应{bounds}{slip.zh}。",
                f"{item.title.en} can't be {value:g}; it has to be {bounds}{slip.en}.",
            )


def _outside(item: StatedFigure, value: float) -> bool:
    return (item.least is not None and value < item.least) or (item.most is not None and value > item.most)


def _bounds(item: StatedFigure) -> str:
    limits = (("≥", item.least), ("≤", item.most))
    unit = "" if item.unit == "1" else item.unit
    return ", ".join(f"{sign} {display_number(limit, unit)}" for sign, limit in limits if limit is not None)

"""Stated figures of a scenario: years that are looked at, and where each figure comes from (申报数据)."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import ByYear
from planner.reading.desk import Desk, Origin, Path


def read_stated_figures(desk: Desk) -> Mapping[str, ByYear]:
    """Figure to year to value. Which figures there are and which values can be, only the index knows."""
    for name, given in desk.scenario.stated_figures.items():
        path: Path = ("stated_figures", name)
        for year in given.by_year:
            if year not in desk.years.all:
                known = ", ".join(map(str, desk.years.all))
                desk.refuse(
                    (*path, "by_year", year),
                    f"{year} 既不是历史年份也不是规划年；可用：{known}",
                    f"{year} is neither a history nor a planning year; allowed: {known}",
                )
        desk.record(path, given.by_year, "unit of the index", Origin.of(given))
    return {name: dict(given.by_year) for name, given in desk.scenario.stated_figures.items()}

"""Horizon, history years, money and targets of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Protocol

from planner.domain.case import Money
from planner.domain.scenario import Horizon, Scenario
from planner.errors import InputRefused, Problem
from planner.reading.desk import Desk, Origin, Path, Years
from planner.reading.source import Source

LONGEST_HORIZON = 60
"""Calendar years that a plan may cover; beyond that no price or factor means anything."""
MOST_HISTORY_YEARS = 5
"""The index looks at five years at most."""


def read_years(scenario: Scenario, source: Source) -> Years:
    """Planning and history years. Nothing else can be resolved without them, so their problems are raised at once."""
    problems: list[Problem] = []

    def refuse(path: Path, zh: str, en: str) -> None:
        problems.append(source.problem(path, zh, en))

    horizon = scenario.horizon
    path: Path = ("horizon",)
    stands_for = _milestones(horizon, refuse, path) if horizon.milestones is not None else _every_year(horizon, refuse, path)
    planning = tuple(stands_for)
    if planning:
        _check_planning(horizon.base_year, stands_for, refuse, path)
    history = tuple(sorted(scenario.history))
    _check_history(scenario, history, refuse)
    if problems:
        raise InputRefused(problems)
    return Years(horizon.base_year, history, planning, stands_for)


class _Refuse(Protocol):
    """Type of the callback that notes a problem."""

    def __call__(self, path: Path, zh: str, en: str) -> None: ...


def _every_year(horizon: Horizon, refuse: _Refuse, path: Path) -> Mapping[int, int]:
    first, last = horizon.first_year, horizon.last_year
    if horizon.last_stands_for_years is not None:
        refuse((*path, "last_stands_for_years"), "只能与 milestones 一起用", "goes only with milestones")
    if first is None or last is None:
        refuse(
            path,
            "请给出 first_year 和 last_year，或者 milestones 和 last_stands_for_years",
            "give first_year and last_year, or milestones and last_stands_for_years",
        )
        return {}
    if last < first:
        refuse((*path, "last_year"), f"{last} 早于 first_year {first}", f"{last} is before first_year {first}")
        return {}
    return dict.fromkeys(range(first, last + 1), 1)


def _milestones(horizon: Horizon, refuse: _Refuse, path: Path) -> Mapping[int, int]:
    years, last = horizon.milestones or (), horizon.last_stands_for_years
    if horizon.first_year is not None or horizon.last_year is not None:
        refuse(path, "first_year、last_year 与 milestones 只能二选一", "give either first_year and last_year, or milestones, not both")
        return {}
    if last is None:
        refuse(
            path,
            "有 milestones 时须给出 last_stands_for_years：最后一个年份代表几年",
            "with milestones give last_stands_for_years: how many years the last one stands for",
        )
        return {}
    if any(later <= earlier for earlier, later in pairwise(years)):
        refuse((*path, "milestones"), f"年份须递增，现为 {_joined(years)}", f"years must rise, they are {_joined(years)}")
        return {}
    return {year: later - year for year, later in pairwise((*years, years[-1] + last))}


def _check_planning(base_year: int, stands_for: Mapping[int, int], refuse: _Refuse, path: Path) -> None:
    first = min(stands_for)
    if first <= base_year:
        refuse(
            (*path, "base_year"),
            f"第一个规划年 {first} 须晚于基准年 {base_year}",
            f"the first planning year {first} must come after the base year {base_year}",
        )
    covered = sum(stands_for.values())
    if covered > LONGEST_HORIZON:
        refuse(
            path,
            f"规划期共 {covered} 年，最多 {LONGEST_HORIZON} 年",
            f"the horizon covers {covered} years; at most {LONGEST_HORIZON} are allowed",
        )


def _check_history(scenario: Scenario, history: tuple[int, ...], refuse: _Refuse) -> None:
    base, path = scenario.horizon.base_year, ("history",)
    if history[-1] != base:
        refuse(
            path,
            f"历史年份须以基准年 {base} 结束，现到 {history[-1]}",
            f"history must end with the base year {base}, it ends with {history[-1]}",
        )
    if any(later - earlier != 1 for earlier, later in pairwise(history)):
        refuse(path, f"历史年份须连续，现为 {_joined(history)}", f"history years must be consecutive, they are {_joined(history)}")
    if len(history) > MOST_HISTORY_YEARS:
        refuse(
            path,
            f"最多 {MOST_HISTORY_YEARS} 个历史年份，现有 {len(history)} 个",
            f"at most {MOST_HISTORY_YEARS} history years, there are {len(history)}",
        )
    founded = scenario.factory.founded_year
    if history[0] < founded:
        refuse(
            ("history", history[0]),
            f"早于投产年 {founded}（factory.founded_year）",
            f"before the factory's first full year {founded} (factory.founded_year)",
        )


def read_money(desk: Desk) -> Money:
    """Discounting at a real rate; a nominal one is freed of inflation."""
    finance = desk.scenario.finance
    rate, inflation = finance.discount_rate, finance.inflation_rate
    path: Path = ("finance", "inflation_rate")
    if finance.discount_rate_basis == "nominal":
        if inflation is None:
            desk.refuse(
                path,
                "名义折现率需要通货膨胀率，价格一律为实际价",
                "a nominal discount rate needs the inflation rate, since prices are real",
            )
        else:
            rate = (1 + rate) / (1 + inflation) - 1
    elif inflation is not None:
        desk.refuse(
            path,
            "实际折现率不含通货膨胀，请删去此项或改 discount_rate_basis 为 nominal",
            "a real discount rate holds no inflation; remove this or set discount_rate_basis to nominal",
        )
    if rate < 0:
        desk.refuse(
            ("finance", "discount_rate"),
            f"扣除通胀后的实际折现率为负（{rate:.4f}）",
            f"the real discount rate after inflation is negative ({rate:.4f})",
        )
    desk.record(("finance", "discount_rate"), rate, "1/year, real", Origin())
    return Money(rate, finance.payment_timing, desk.years.base, finance.price_year)


def check_targets(desk: Desk) -> None:
    """Tiers have planning years. Whether the index has the tier, and in which order, is judged with the index."""
    for tier, year in desk.scenario.targets.tiers.items():
        check_planning_years(desk, ("targets", "tiers", tier), [year])
    for place, further in enumerate(desk.scenario.further_indexes):
        for tier, year in further.tiers.items():
            check_planning_years(desk, ("further_indexes", place, "tiers", tier), [year])


def check_planning_years(desk: Desk, path: Path, years: Iterable[int]) -> None:
    """Refuse years that are not planned: what they ask for could not be enforced."""
    strange = sorted(set(years) - set(desk.years.planning))
    if strange:
        allowed = _joined(desk.years.planning)
        desk.refuse(
            path, f"{_joined(strange)} 不是规划年；规划年为 {allowed}", f"{_joined(strange)} is no planning year; planned are {allowed}"
        )


def read_history_amounts(desk: Desk, path: Path, given: Mapping[int, float]) -> Mapping[int, float]:
    """Amounts for exactly the history years."""
    missing = [year for year in desk.years.history if year not in given]
    extra = [year for year in given if year not in desk.years.history]
    if missing:
        desk.refuse(path, f"缺少历史年份 {_joined(missing)}", f"history years {_joined(missing)} are missing")
    if extra:
        desk.refuse(path, f"{_joined(extra)} 不在 history 的年份里", f"{_joined(extra)} is not among the years of history")
    return {year: given.get(year, 0.0) for year in desk.years.history}


def _joined(years: Iterable[int]) -> str:
    years = tuple(years)
    if len(years) > 3 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))

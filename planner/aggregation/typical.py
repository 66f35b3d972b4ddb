"""Typical days (典型日): each day that stands for some keeps its 24 hours and its order within the day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planner.aggregation.days import HOURS, Array, Days, Places, read_days
from planner.aggregation.reshape import reshape
from planner.aggregation.totals import keep_total
from planner.domain.case import BySlice, Case, CommodityData, FlexibleData, Slice
from planner.errors import ResolutionRefused


def case_of(case: Case, representatives: Sequence[int]) -> Case:
    """The typical days of an hourly case by their assignment: for each day, the day (from 0) that stands for it."""
    days = read_days(case)
    _check(days, representatives)
    assignment = Assignment(days, tuple(representatives))
    typical = reshape(case, tuple(_slices(assignment)), TypicalRules(assignment))
    return replace(typical, resolution="typical", representatives=assignment.representatives)


@dataclass(frozen=True)
class Assignment:
    """Which day stands for which."""

    days: Days
    representatives: tuple[int, ...]

    @cached_property
    def typical(self) -> Places:
        """Days that stand for some, in order."""
        return np.unique(self.representatives)

    @cached_property
    def members(self) -> Sequence[Places]:
        """For each typical day the days that it stands for, itself included."""
        return [np.flatnonzero(np.equal(self.representatives, day)) for day in self.typical]

    @cached_property
    def counts(self) -> Array:
        """How many days each typical day stands for."""
        return np.array([len(members) for members in self.members], dtype=np.float64)

    @cached_property
    def groups(self) -> Sequence[Places]:
        """Positions of typical days, together where they have the same prices; all together where days of different prices share one."""
        of_day = self.days.price_groups
        if np.any(of_day != of_day[list(self.representatives)]):
            return [np.arange(len(self.typical))]
        of_typical = of_day[self.typical]
        return [np.flatnonzero(of_typical == group) for group in np.unique(of_typical)]

    def occurrences(self, position: int) -> float:
        """How often the typical day happens in a year."""
        return float(self.counts[position]) * self.days.times


class TypicalRules:
    """What becomes of fields on typical days."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment

    def amount(self, values: BySlice) -> BySlice:
        return _flat(self._kept(values) * self.assignment.counts[:, None])

    def availability(self, values: BySlice) -> BySlice:
        return _flat(self._kept(values))

    def _kept(self, values: BySlice) -> Array:
        """The typical days' own values, totals kept in every group."""
        given, at = self.assignment.days.rows(values), self.assignment
        kept = np.empty((len(at.typical), HOURS))
        most = float(given.max())
        for group in at.groups:
            members = [given[at.members[position]] for position in group]
            kept[group] = keep_total(given[at.typical[group]], members, most)
        return kept

    def input_factor(self, values: BySlice, outputs: Collection[str]) -> BySlice:
        return self._mean(values)

    def price(self, values: BySlice, commodity: str) -> BySlice:
        return self._mean(values)

    def sell_price(self, values: BySlice, commodity: str) -> BySlice:
        return self._mean(values)

    def _mean(self, values: BySlice) -> BySlice:
        """Mean over the days represented, to the last digit where these are equal."""
        given, at = self.assignment.days.rows(values), self.assignment
        pairs = zip(given[at.typical], at.members, strict=True)
        return _flat(np.array([own + (given[members] - own).mean(axis=0) for own, members in pairs]))

    def load_factor(self, commodity: CommodityData) -> float:
        return commodity.load_factor

    def flexible(self, given: FlexibleData) -> FlexibleData:
        windows = [(day, given.window[HOURS * day + hour]) for day in self.assignment.typical.tolist() for hour in range(HOURS)]
        number = {window: place for place, window in enumerate(dict.fromkeys(windows))}
        return replace(given, window=tuple(number[window] for window in windows))

    def ramp(self, given: float | None) -> float | None:
        return given


def _flat(rows: Array) -> BySlice:
    return tuple(rows.reshape(-1).tolist())


def _slices(assignment: Assignment) -> Iterator[Slice]:
    months = assignment.days.months
    for position, members in enumerate(assignment.members):
        times, first = assignment.occurrences(position), HOURS * position
        named = tuple(sorted({month for day in members.tolist() for month in months[day]}))
        for hour in range(HOURS):
            yield Slice(times, times, first + (hour - 1) % HOURS, named)


def _check(days: Days, representatives: Sequence[int]) -> None:
    """Every day is stood for by a day that stands for itself."""
    if len(representatives) != days.count:
        raise ResolutionRefused(
            f"representatives 有 {len(representatives)} 个值，须为每天一个，共 {days.count} 个",
            f"representatives has {len(representatives)} values; it must have one for each of the {days.count} days",
        )
    for day, representative in enumerate(representatives):
        if not 0 <= representative < days.count or representatives[representative] != representative:
            raise ResolutionRefused(
                f"representatives：代表第 {day} 天的第 {representative} 天不是典型日（须代表其自身，日序从 0 到 {days.count - 1}）",
                f"representatives: day {representative}, which stands for day {day}, is no typical day (it must stand for itself;"
                f" days run from 0 to {days.count - 1})",
            )


@dataclass(frozen=True, slots=True)
class TypicalDay:
    """A day that stands for some."""

    day: int
    """From 0."""
    occurrences: float
    """How often it happens in a year."""
    months: tuple[int, ...]
    """Months that it stands for."""


def list_typical(case: Case) -> tuple[TypicalDay, ...]:
    """The typical days of a case, in order; none at another resolution."""
    firsts = enumerate(sorted(set(case.representatives)))
    return tuple(TypicalDay(day, (part := case.slices[HOURS * place]).occurrences, part.months) for place, day in firsts)

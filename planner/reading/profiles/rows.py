"""Rows of a profile's file: times and values, and the words that point at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from planner.domain.profiles import MeterProfile, ValuesProfile
from planner.reading.desk import Desk, Path, dotted
from planner.reading.profiles.stamps import DAY
from planner.reading.tables import Table

SPANS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """Times and values of a file, one for each of its rows."""

    starts: np.ndarray
    """Start of each interval, or the stamp while its meaning is open: seconds since 1 January on the factory's clock."""
    values: np.ndarray
    """NaN where the cell is empty."""
    lines: np.ndarray
    """Line in the file."""

    def where(self, chosen: np.ndarray) -> Rows:
        """The chosen rows, by mask or places."""
        return Rows(self.starts[chosen], self.values[chosen], self.lines[chosen])


@dataclass(frozen=True, slots=True)
class Bench:
    """What is needed to refuse or repair the rows of one profile."""

    desk: Desk
    path: Path
    given: MeterProfile | ValuesProfile
    table: Table
    year: int

    def refuse(self, line: int, heading: str | None, zh: str, en: str) -> None:
        """Point at a row of the file."""
        self.desk.note(self.table.problem(int(line), heading or self.given.column, zh, en))

    def may(self, repair: str) -> bool:
        """Whether the scenario asks for a repair."""
        return repair in self.given.repair

    def tell(self, zh: str, en: str) -> None:
        """List a repair."""
        name = f"{dotted(self.path)} ({self.table.file})"
        self.desk.notice(f"{name}：{zh}", f"{name}: {en}")

    def moment(self, seconds: int) -> str:
        """A time as people write it."""
        return f"{datetime(self.year, 1, 1) + timedelta(seconds=int(seconds)):%Y-%m-%d %H:%M}"

    def spans(self, starts: np.ndarray, step: int) -> str:
        """Rising intervals as the first few spans without a hole, and a mark when there are more."""
        breaks = np.flatnonzero(np.diff(starts) != step) + 1
        runs = np.split(starts, breaks)
        shown = [self._span(int(run[0]), int(run[-1]) + step) for run in runs[:SPANS_SHOWN]]
        return ", ".join(shown) + (f", … (+{len(runs) - SPANS_SHOWN})" if len(runs) > SPANS_SHOWN else "")

    def _span(self, start: int, end: int) -> str:
        until = self.moment(end)
        if end % DAY == 0:
            until = f"{self.moment(end - DAY)[:10]} 24:00"
        first = self.moment(start)
        return f"{first}–{until[11:]}" if first[:10] == until[:10] else f"{first} – {until}"


Step = Callable[[Bench, Rows, int], Rows | None]
"""Looks at the rows of intervals of so many seconds: the rows that are left, or None when they were refused."""

"""Flows of years with many slices: one file a year, one row a slice, one column a flow (逐时流量)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.report.csv_text import ENCODING, safe_text
from planner.report.flow_table import list_sliced

MOST_ROWS_A_FLOW = 400
"""Up to so many slices ``flows.csv`` has a row a slice; typical days stay below."""
HOUR_NAMES = tuple(f"hours-{year}.csv" for year in range(1990, 2101))
"""Every name that such a file can have."""
DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HOURS_OF_YEAR = 8760


def has_hour_files(case: Case) -> bool:
    """Whether flows by slice go to files of their own."""
    return len(case.slices) > MOST_ROWS_A_FLOW


def hour_files(outcome: Outcome) -> dict[str, bytes]:
    """File name to content; none for a plan of few slices."""
    if outcome.plan is None or not has_hour_files(outcome.case):
        return {}
    return {f"hours-{year}.csv": _write_year(outcome, year) for year in outcome.case.years}


def _write_year(outcome: Outcome, year: int) -> bytes:
    """Flows that are zero in the whole year are left out."""
    columns = {flow.heading: flow.years[year] for flow in list_sliced(outcome) if any(flow.years.get(year, ()))}
    times = _times(outcome.case)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*times, *map(safe_text, columns)])
    writer.writerows(zip(*times.values(), *columns.values(), strict=True))
    return out.getvalue().encode(ENCODING)


def _times(case: Case) -> dict[str, Sequence[int]]:
    """Month, day of the month and hour from 0 of a whole year of hours; else the slice, counted from 1."""
    if case.resolution != "hourly" or len(case.slices) != HOURS_OF_YEAR:
        return {"part": range(1, len(case.slices) + 1)}
    days = list(_list_days())
    return {
        "month": list(chain.from_iterable([month] * 24 for month, _ in days)),
        "day": list(chain.from_iterable([day] * 24 for _, day in days)),
        "hour": list(range(24)) * len(days),
    }


def _list_days() -> Iterator[tuple[int, int]]:
    """Month and day of the 365 days of a year."""
    return ((month, day) for month, count in enumerate(DAYS_OF_MONTHS, start=1) for day in range(1, count + 1))

"""How finely the year of a case is resolved: in words, as JSON, and its typical days as a table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner.aggregation import list_typical
from planner.domain.case import Case
from planner.language import Pair
from planner.report.days_phrases import PHRASES
from planner.report.numbers import show_number
from planner.report.table import Cell, Column, Table

COMMON_YEAR = date(2023, 1, 1)
"""Start of any year without a 29 February."""


def date_of(day: int) -> str:
    """Month and day of a day counted from 0: ``07-28``."""
    return f"{COMMON_YEAR + timedelta(days=day):%m-%d}"


def resolution_words(case: Case) -> Pair:
    """In a few words, typical days with their dates."""
    if case.resolution != "typical":
        return PHRASES[f"resolution_{case.resolution}"].fill(slices=len(case.slices))
    listed = [f"{date_of(one.day)} x {show_number(one.occurrences, 0)}" for one in list_typical(case)]
    return PHRASES["resolution_typical"].fill(days=len(listed), slices=len(case.slices), listed=", ".join(listed))


def resolution_document(case: Case) -> dict[str, Any]:
    """For JSON: the resolution, and the typical days with how often each happens."""
    days = [
        {"day": one.day, "date": date_of(one.day), "occurrences": one.occurrences, "months": list(one.months)} for one in list_typical(case)
    ]
    return {"resolution": case.resolution, "typical_days": days}


def typical_days_table(case: Case) -> Table:
    """Typical days in order, numbered from 1."""
    columns = (
        Column("number", PHRASES["number"], numeric=True), Column("date", PHRASES["date"]),
        Column("occurrences", PHRASES["occurrences"], numeric=True), Column("months", PHRASES["months"]), Column("role", PHRASES["role"]),
    )  # fmt: skip
    stood_for = list(case.representatives)
    rows: list[tuple[Cell, ...]] = [
        (
            number, date_of(one.day), show_number(one.occurrences, 0), ", ".join(map(str, one.months)),
            PHRASES["alone" if stood_for.count(one.day) == 1 else "stands_for_others"],
        )
        for number, one in enumerate(list_typical(case), 1)
    ]  # fmt: skip
    return Table("typical_days", PHRASES["typical_days_title"], columns, tuple(rows))

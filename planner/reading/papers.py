"""Papers of a scenario: dates and issuers that can be (证明材料). Which papers there are, only the index knows."""

from __future__ import annotations

from planner.domain.scenario import Evidence
from planner.reading.desk import Desk, Path

FIRST_YEAR = 1990
"""No paper that the indexes ask for is older, so an earlier year is a slip."""
LAST_YEAR = 2100


def check_papers(desk: Desk) -> None:
    """Each paper names who issued it and holds over days that can be."""
    for place, paper in enumerate(desk.scenario.evidence):
        path: Path = ("evidence", place)
        if not paper.issuer.strip():
            desk.refuse((*path, "issuer"), "签发单位为空；请写明由谁签发", "the issuer is empty; say who issued the paper")
        _check_days(desk, path, paper)


def _check_days(desk: Desk, path: Path, paper: Evidence) -> None:
    for field, day in (("valid_from", paper.valid_from), ("valid_to", paper.valid_to)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            desk.refuse(
                (*path, field),
                f"{day} 不可能；年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间",
                f"{day} can't be right; the year must be from {FIRST_YEAR} to {LAST_YEAR}",
            )
    if paper.valid_to is not None and paper.valid_to < paper.valid_from:
        desk.refuse(
            (*path, "valid_to"),
            f"{paper.valid_to} 早于 valid_from {paper.valid_from}，这份材料从未有效；若无截止日，请删去 valid_to",
            f"{paper.valid_to} is before valid_from {paper.valid_from}, so the paper never holds; leave valid_to out if it has no end",
        )

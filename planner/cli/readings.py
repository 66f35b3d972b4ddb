"""The readings behind a verdict, and what others would say: shown by plan and check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.cli.session import Session
from planner.domain.assessment import OtherReadings
from planner.domain.base import Text

if TYPE_CHECKING:
    from planner.domain.case import Case


def show_readings(session: Session, case: Case, others: OtherReadings, titles: Mapping[str, Mapping[str, Text]], *, full: bool) -> None:
    """Verdicts under other readings, then the readings in force: a line for each index, or with ``full`` all with their reasons."""
    from planner.cli.loading import indexes_of
    from planner.report.alternatives_table import alternatives_view, alternatives_words, readings_words
    from planner.report.summary import readings_table

    session.show([alternatives_view(others, titles)])
    for words in alternatives_words(others, titles):
        session.say(words)
    chosen = indexes_of(case)
    if full:
        session.show(readings_table(one) for one in chosen)
        return
    for words in readings_words(chosen):
        session.say(words)

"""What other readings would say: a table and sentences for people, and the tidy table of the CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.assessment import Alternative, OtherReadings, Unjudged
from planner.domain.base import Text
from planner.index.catalogue import ChosenIndex
from planner.language import Pair
from planner.report.outcome_tables import column
from planner.report.phrases import PHRASES, STATUSES
from planner.report.table import Cell, Quantity, Table
from planner.report.views import value_and_threshold

Titles = Mapping[str, Mapping[str, Text]]
"""Index to tier to its name."""


def alternatives_table(others: OtherReadings) -> Table:
    """One row for each indicator that a reading would change; a choice that can't be judged has a row without an indicator."""
    rows = [_tidy_change(change) for change in others.changes] + [_tidy_unjudged(item) for item in others.unjudged]
    columns = (
        column("index"), column("tier"), column("year", numeric=True), column("reading"), column("chosen", "choice"),
        column("other_choice"), column("indicator"), column("title_zh"), column("title_en"), column("chosen_status"),
        column("status", "other_status"), column("value", numeric=True), column("threshold", numeric=True), column("unit"),
        column("margin", numeric=True), column("tier_holds", "other_tier"), column("reasons_zh"), column("reasons_en"),
    )  # fmt: skip
    return Table("alternatives", PHRASES["alternatives_title"], columns, tuple(rows))


def _tidy_change(change: Alternative) -> tuple[Cell, ...]:
    numbers = (None if n is None else Quantity(n, change.unit) for n in (change.value, change.threshold))
    margin = None if change.margin is None else Quantity(change.margin, change.unit)
    return (
        change.index, change.tier, change.year, change.reading, str(change.chosen), str(change.choice), change.indicator,
        change.title.zh, change.title.en, change.chosen_status.value, change.status.value, *numbers, change.unit, margin,
        "true" if change.tier_holds else "false", "".join(reason.zh for reason in change.reasons),
        " ".join(reason.en for reason in change.reasons),
    )  # fmt: skip


def _tidy_unjudged(item: Unjudged) -> tuple[Cell, ...]:
    named = (item.index, None, None, item.reading, str(item.chosen), str(item.choice))
    return (*named, *(None,) * 10, item.why.zh, item.why.en)


def alternatives_view(others: OtherReadings, titles: Titles) -> Table:
    """Reading by reading: where the other choice leads to another verdict, with the figure that decides."""
    columns = (
        column("reading"), column("change"), column("tier"), column("indicator"), column("change_of_status"),
        column("value", "other_value", numeric=True), column("threshold", numeric=True), column("other_tier"),
    )  # fmt: skip
    return Table("alternatives", PHRASES["alternatives_title"], columns, tuple(_shown(change, titles) for change in others.changes))


def _shown(change: Alternative, titles: Titles) -> tuple[Cell, ...]:
    value, threshold = value_and_threshold(change)
    return (
        change.reading, f"{_plain(change.chosen)} -> {_plain(change.choice)}",
        PHRASES["tier_in_year"].fill(tier=titles[change.index][change.tier], year=change.year),
        Pair(f"{change.indicator} {change.title.zh}", f"{change.indicator} {change.title.en}"),
        PHRASES["from_to"].fill(before=STATUSES[change.chosen_status], after=STATUSES[change.status]), value, threshold,
        PHRASES["tier_held" if change.tier_holds else "tier_not_held"],
    )  # fmt: skip


def alternatives_words(others: OtherReadings, titles: Titles) -> Iterator[Pair]:
    """How many choices were tried, that none differs, and which could not be judged, of which index where there are several."""
    if others.tried and not others.changes:
        yield PHRASES["alternatives_none"].fill(count=others.tried - len(others.unjudged))
    for item in others.unjudged:
        phrase = PHRASES["alternatives_unjudged" if len(titles) == 1 else "alternatives_unjudged_of"]
        yield phrase.fill(index=item.index, reading=item.reading, choice=item.choice, why=item.why)


def readings_words(chosen: Sequence[ChosenIndex]) -> Iterator[Pair]:
    """The readings in force, one line for each index; those that the scenario chose against the index file are marked."""
    for one in chosen:
        listed = ", ".join(
            f"{name}={_plain(value)}{'' if one.index.readings[name].choice == value else '*'}" for name, value in one.settings.items()
        )
        yield PHRASES["readings_in_force"].fill(index=one.index.id, readings=listed)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

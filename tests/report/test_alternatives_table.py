"""Other readings and today's factory in tables: numbers as judged, nothing left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planner.domain.assessment import Alternative, OtherReadings, Unjudged
from planner.domain.tiers import Status
from planner.report.alternatives_table import alternatives_table, alternatives_view, alternatives_words
from planner.report.csv_text import write_csv
from tests.builders import BINHAI, text

TITLES = {BINHAI: {"near": text("near-zero-carbon factory")}}
CHANGE = Alternative(
    index=BINHAI, tier="near", year=2029, reading="baseline", chosen="fixed", choice="rolling", indicator="R15", title=text("zero carbon"),
    chosen_status=Status.MET, status=Status.NOT_MET, value=0.49999999, threshold=0.5, unit="1", margin=-1e-8, tier_holds=False,
    reasons=(text("too little."),),
)  # fmt: skip
UNJUDGED = Unjudged(BINHAI, "electricity_tce", "calorific", "equivalent", text("no equivalent value"))


def shown(others: OtherReadings) -> list[list[str]]:
    def say(cell: Any) -> str:
        return "" if cell is None else cell.say("en") if hasattr(cell, "say") else str(cell)

    return [[say(cell) for cell in row] for row in alternatives_view(others, TITLES).rows]


def test_a_change_is_shown_with_the_figure_that_decides() -> None:
    (row,) = shown(OtherReadings(3, (CHANGE,), ()))
    assert row == [
        "baseline", "fixed -> rolling", "near-zero-carbon factory, 2029", "R15 zero carbon", "met -> not met", "49.999999%", "50%",
        "not held",
    ]  # fmt: skip


def test_choices_that_are_no_words_are_written_as_in_files() -> None:
    (row,) = shown(OtherReadings(3, (replace(CHANGE, chosen=True, choice=False, value=None, threshold=None, margin=None),), ()))
    assert row[1] == "true -> false" and row[5] == row[6] == ""


def test_the_csv_holds_changes_and_what_could_not_be_judged() -> None:
    lines = write_csv(alternatives_table(OtherReadings(3, (CHANGE,), (UNJUDGED,)))).splitlines()
    assert lines[1].startswith(f"{BINHAI},near,2029,baseline,fixed,rolling,R15,") and "0.49999999,0.5,1,-1e-08,false" in lines[1]
    assert lines[2].startswith(f"{BINHAI},,,electricity_tce,calorific,equivalent,") and lines[2].endswith("no equivalent value")


def test_one_line_says_that_nothing_differs() -> None:
    (words,) = alternatives_words(OtherReadings(7, (), ()), TITLES)
    assert "7" in words.en and "no other reading" in words.en and "7" in words.zh
    assert [pair.en for pair in alternatives_words(OtherReadings(2, (CHANGE,), (UNJUDGED,)), TITLES)] == [
        "can't be judged under electricity_tce=equivalent: no equivalent value"
    ]
    assert list(alternatives_words(OtherReadings(), TITLES)) == []


def test_with_several_indexes_the_one_that_can_not_be_judged_is_named() -> None:
    titles = {**TITLES, "other-1": {"gold": text("gold")}}
    (words,) = alternatives_words(OtherReadings(1, (CHANGE,), (UNJUDGED,)), titles)
    assert words.en == f"index {BINHAI} can't be judged under electricity_tce=equivalent: no equivalent value"
    assert words.zh.startswith(f"指标体系 {BINHAI} 无法判定")

"""Columns on terminals of any width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.report.layout import FRAME, PER_COLUMN, Breadth, Part, lay_out, measure_column

BREADTHS = st.builds(lambda least, more, label: Breadth(least, least + more, label), st.integers(1, 16), st.integers(0, 30), st.booleans())
NAME, NUMBER = Breadth(10, 20, label=True), Breadth(8, 8, label=False)


def total(part: Part) -> int:
    return FRAME + sum(width + PER_COLUMN for width in part.widths)


def test_numbers_need_their_width_and_words_may_be_folded() -> None:
    assert measure_column(30, 11, [4, 9], numeric=True) == Breadth(11, 30, label=False)
    assert measure_column(30, 30, [4, 12], numeric=True) == Breadth(12, 30, label=False)
    assert measure_column(5, 5, [40], numeric=False) == Breadth(10, 40, label=True)


def test_what_fits_stands_together_and_takes_no_more_than_it_needs() -> None:
    assert lay_out([NAME, NUMBER], 200) == [Part((0, 1), (20, 8))]
    assert lay_out([NAME, NUMBER], 30) == [Part((0, 1), (15, 8))]


def test_what_does_not_fit_is_split_behind_its_labels() -> None:
    assert [part.columns for part in lay_out([NAME, NUMBER, NUMBER, NUMBER, NUMBER], 40)] == [(0, 1, 2), (0, 3, 4)]


def test_labels_leave_room_for_the_widest_of_the_others() -> None:
    columns = [Breadth(1, 1, label=False), Breadth(1, 1, label=True), Breadth(7, 7, label=False)]
    assert [part.columns for part in lay_out(columns, 18)] == [(0, 1), (0, 2)]


@given(st.lists(BREADTHS, min_size=1, max_size=12), st.integers(10, 200))
def test_every_column_is_shown_whole(columns: list[Breadth], width: int) -> None:
    parts = lay_out(columns, width)
    assert {position for part in parts for position in part.columns} == set(range(len(columns)))
    for part in parts:
        assert all(wide >= columns[position].least for position, wide in zip(part.columns, part.widths, strict=True))
        assert total(part) <= width or len(part.columns) <= 2

"""How wide the columns of a table are on a terminal, and which of them stand together when not all of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_TEXT, MOST_WORD = 10, 16
"""Width down to which words are folded, and up to which a word of a heading stays whole. [characters]"""
FRAME, PER_COLUMN = 1, 3
"""Lines and blanks around a row, and with each of its columns. [characters]"""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Widths that suit one column. [characters]"""

    least: int
    natural: int
    label: bool
    """True for words that say what a row is."""


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that stand together, by position, and their widths."""

    columns: tuple[int, ...]
    widths: tuple[int, ...]


def measure_column(heading: int, word: int, cells: Sequence[int], *, numeric: bool) -> Breadth:
    """From the widths of a heading, of its longest word, and of the cells. Numbers are never folded."""
    widest = max(cells, default=0)
    natural = max(heading, widest)
    least = max(widest, word if word <= MOST_WORD else LEAST_TEXT) if numeric else min(natural, LEAST_TEXT)
    return Breadth(least, natural, label=not numeric)


def lay_out(columns: Sequence[Breadth], width: int) -> list[Part]:
    """One part when everything fits; else several, each with the leading columns of words (or the first one) in front."""
    everything = tuple(range(len(columns)))
    if _needed(columns, everything) <= width:
        return [_part(columns, everything, width)]
    labels = _labels(columns, width)
    groups: list[tuple[int, ...]] = []
    for position in everything[len(labels) :]:
        if groups and _needed(columns, (*groups[-1], position)) <= width:
            groups[-1] = (*groups[-1], position)
        else:
            groups.append((*labels, position))
    return [_part(columns, group, width) for group in groups or [everything]]


def _labels(columns: Sequence[Breadth], width: int) -> tuple[int, ...]:
    """The leading columns of words that leave half of the width, and room for each of the others; at least the first column."""
    count = 1
    while count < len(columns) - 1 and columns[count].label and _needed(columns, range(count + 1)) <= width / 2:
        count += 1
    while count > 1 and any(_needed(columns, (*range(count), other)) > width for other in range(count, len(columns))):
        count -= 1
    return tuple(range(count)) if len(columns) > 1 else ()


def _needed(columns: Sequence[Breadth], chosen: Sequence[int]) -> int:
    return FRAME + sum(columns[position].least + PER_COLUMN for position in chosen)


def _part(columns: Sequence[Breadth], chosen: tuple[int, ...], width: int) -> Part:
    """What is left of the width goes to columns that lack some, one character each in turn."""
    widths = [columns[position].least for position in chosen]
    spare = width - _needed(columns, chosen)
    while spare > 0:
        short = [at for at, position in enumerate(chosen) if widths[at] < columns[position].natural][:spare]
        if not short:
            break
        for at in short:
            widths[at] += 1
        spare -= len(short)
    return Part(chosen, tuple(widths))

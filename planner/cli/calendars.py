"""What people type about tiers and years: lists of tiers, spans of years, calendars. Chinese punctuation does as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.cli.phrases import PHRASES
from planner.errors import UnknownName
from planner.language import Pair, Sayable

if TYPE_CHECKING:
    from planner.domain.base import Text

MOST_YEARS = 12
"""Years that ``--years all`` looks at, at most; a longer horizon is thinned evenly, its first and last year kept."""
SEPARATORS = re.compile(r"[,，、;；]")
ENTRY = re.compile(r"^(?P<tier>.*?)[\s:：=＝@]*(?P<year>\d{4})\s*年?起?$")
SPAN = re.compile(r"^(?P<first>\d{4})\s*年?\s*(?:[-–—~～至到]+\s*(?P<last>\d{4})\s*年?)?$")
ALL = ("all", "全部")
Elsewhere = Callable[[str], Sayable | None]
"""A tier to words about the further index that has it."""


def read_tiers(text: str | None, known: Sequence[str], elsewhere: Elsewhere = lambda _: None) -> tuple[str, ...]:
    """The tiers of ``low,near,zero``, each at most once; ``elsewhere`` says which further index has a tier that is not known."""
    found: list[str] = []
    for word in _words(text or ""):
        name = word.lower()
        if name not in known:
            raise _no_tier(word, name, known, elsewhere)
        if name in found:
            raise unknown("twice_tier", given=name)
        found.append(name)
    return tuple(found)


def read_calendar(text: str, titles: Mapping[str, Text], elsewhere: Elsewhere = lambda _: None) -> dict[str, int]:
    """Tier to year of ``low 2027, near 2029, zero 2032``; a tier goes by its id or its name in either language."""
    names = {alias.lower(): tier for tier, title in titles.items() for alias in (title.en, title.zh, tier)}
    found: dict[str, int] = {}
    for entry in _words(text):
        match = ENTRY.match(entry)
        if match is None:
            raise unknown("bad_calendar", given=repr(entry))
        name = match["tier"].strip()
        tier = names.get(name.lower())
        if tier is None:
            raise _no_tier(name, name.lower(), list(titles), elsewhere)
        if tier in found:
            raise unknown("twice_in_calendar", given=tier)
        found[tier] = int(match["year"])
    if not found:
        raise unknown("bad_calendar", given=repr(text))
    return found


def read_years(text: str | None, planned: Sequence[int]) -> tuple[int, ...]:
    """Planning years of ``2027-2032``, ``2027,2030`` or ``all``. Of a span, the planning years in it."""
    if text is None:
        return ()
    if text.strip().lower() in ALL:
        return _thinned(planned)
    found: set[int] = set()
    for word, first, last in _spans(text):
        inside = {year for year in planned if first <= year <= last}
        if not inside:
            raise unknown("no_such_year", given=word, span=f"{planned[0]}-{planned[-1]}", nearest=_nearest(first, planned))
        found |= inside
    if not found:
        raise unknown("bad_years", given=repr(text))
    return tuple(sorted(found))


def list_outside(text: str | None, planned: Sequence[int]) -> tuple[str, ...]:
    """Years of ``--years`` before the first and after the last planning year, as spans: ``2020-2025``."""
    if text is None or text.strip().lower() in ALL:
        return ()
    spans = _spans(text)
    before = [(first, min(last, planned[0] - 1)) for _, first, last in spans]
    after = [(max(first, planned[-1] + 1), last) for _, first, last in spans]
    outside = sorted({(first, last) for first, last in (*before, *after) if first <= last})
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in outside)


def unknown(key: str, **values: object) -> UnknownName:
    """A complaint of the phrase book about something that isn't there."""
    words = PHRASES[key].fill(**values)
    return UnknownName(words.zh, words.en)


def _spans(text: str) -> list[tuple[str, int, int]]:
    """Each span as typed, with its first and last year."""
    spans = []
    for word in _words(text):
        match = SPAN.match(word)
        if match is None:
            raise unknown("bad_years", given=repr(word))
        spans.append((word, int(match["first"]), int(match["last"] or match["first"])))
    return spans


def _no_tier(given: str, name: str, known: Sequence[str], elsewhere: Elsewhere) -> UnknownName:
    """A tier that the own index lacks: where it belongs, or the nearest name."""
    hint = elsewhere(name) or _hint(name, known)
    return unknown("bad_tier", given=repr(given), known=", ".join(known), hint=hint)


def _thinned(planned: Sequence[int]) -> tuple[int, ...]:
    if len(planned) <= MOST_YEARS:
        return tuple(planned)
    places = {round(step * (len(planned) - 1) / (MOST_YEARS - 1)) for step in range(MOST_YEARS)}
    return tuple(planned[place] for place in sorted(places))


def _words(text: str) -> list[str]:
    return [word.strip() for word in SEPARATORS.split(text) if word.strip()]


def _hint(name: str, known: Sequence[str]) -> Pair:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return PHRASES["did_you_mean"].fill(near=near[0]) if near else Pair("", "")


def _nearest(year: int, planned: Sequence[int]) -> int:
    return min(planned, key=lambda one: abs(one - year))

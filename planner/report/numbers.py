"""Numbers in tables. A share is rounded down and a small number never to zero, so that a miss does not look like a pass.

Values beside their thresholds are shown by ``planner.index.numbers``, with as many digits as the verdict needs.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from planner.units import CNY_PER_WAN

THOUSANDS, TENS = 1000.0, 10.0
SMALLEST_SHOWN = 0.0005
"""Below this a number that is not zero is shown as about zero."""
SHARE_DIGITS = 9
"""Digits of a share that count: what differs later is the judge's tolerance."""

UNIT_ZH = {"CNY": "万元", "1": "%"}
UNIT_EN = {"CNY": "CNY", "1": "%"}


def shown_unit(unit: str, language: str) -> str:
    """The unit as printed: money in 万元 in Chinese, shares in percent."""
    return (UNIT_ZH if language == "zh" else UNIT_EN).get(unit, unit)


def show_number(value: float, digits: int | None = None) -> str:
    """The number with separators, and as many digits as its size deserves unless ``digits`` says how many."""
    if digits is None:
        if value == 0:
            return "0"
        if abs(value) < SMALLEST_SHOWN:
            return "~0"
        digits = 0 if abs(value) >= THOUSANDS else 1 if abs(value) >= TENS else 3
    text = f"{value:,.{digits}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def show_share(value: float) -> str:
    """Percent with two digits after the point, rounded down."""
    percent = Decimal(repr(round(value, SHARE_DIGITS))) * 100
    return f"{percent.quantize(Decimal('0.01'), rounding=ROUND_FLOOR):,f}"


def show_quantity(value: float, unit: str, language: str, *, with_unit: bool = True) -> str:
    """The quantity in the unit of the language."""
    name = shown_unit(unit, language)
    text = _show_in_unit(value, unit, language)
    return f"{text} {name}" if with_unit and name else text


def _show_in_unit(value: float, unit: str, language: str) -> str:
    if unit == "1":
        return show_share(value)
    if unit != "CNY":
        return show_number(value)
    if language != "zh":
        return show_number(value, 0)
    return show_number(value / CNY_PER_WAN, 2)

"""Numbers as people read them. Rounding here never turns a miss into a pass or a pass into a miss (数字显示)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

DIGITS = 4
"""Significant digits that are shown when they suffice."""
_EXACT_DIGITS = 8
"""A threshold with no more digits than this is shown as it is."""
_MOST_DIGITS = 17
"""Enough to tell any two floats apart."""


def _decimal(value: float, unit: str) -> Decimal:
    """The number in the unit shown: shares (unit ``1``) as percent."""
    exact = Decimal(repr(float(value)))
    return exact * 100 if unit == "1" else exact


def _round(number: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """``number`` to ``digits`` significant digits; digits before the point are always kept."""
    if number == 0:
        return Decimal(0)
    places = max(0, digits - 1 - number.adjusted())
    return number.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def _write(number: Decimal) -> str:
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _attach(text: str, unit: str) -> str:
    return f"{text}%" if unit == "1" else f"{text} {unit}".rstrip()


def display_number(value: float, unit: str = "", digits: int = DIGITS) -> str:
    """``value`` with its unit; a share (unit ``1``) in percent."""
    return _attach(_write(_round(_decimal(value, unit), digits)), unit)


def display_gap(amount: float, unit: str) -> str:
    """What is lacking, rounded up, so that closing the gap shown is enough. Shares in percentage points (``pp``)."""
    rounded = _round(_decimal(abs(amount), unit), DIGITS, ROUND_CEILING)
    return f"{_write(rounded)} {'pp' if unit == '1' else unit}".rstrip()


def display_bound(value: float, threshold: float, unit: str, *, at_least: bool, met: bool) -> tuple[str, str]:
    """``value`` and ``threshold`` with as many digits as it takes for the pair to look as it was judged."""
    exact_value, exact_threshold = _decimal(value, unit), _decimal(threshold, unit)
    short = len(exact_threshold.normalize().as_tuple().digits) <= _EXACT_DIGITS
    left, right = exact_value, exact_threshold
    for digits in range(DIGITS, _MOST_DIGITS + 1):
        left = _round(exact_value, digits)
        right = exact_threshold if short else _round(exact_threshold, digits)
        if _holds(left, right, at_least) == met:
            break
    else:
        # Met within the tolerance though exactly beyond the threshold: both are shown as the threshold.
        left = right if met else exact_value
    return _attach(_write(left), unit), _attach(_write(right), unit)


def _holds(left: Decimal, right: Decimal, at_least: bool) -> bool:
    return left >= right if at_least else left <= right

"""The invented meter year of ``examples/auto-parts/load-2025.csv``: ``python -m tests.example_load`` writes it anew.

A works of two and three shifts with breaks, slow starts, rest days, a holiday standstill and cooling by season. Made up, and the
same on every machine: no random library is involved, only a fixed integer sequence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "examples" / "auto-parts" / "load-2025.csv"
YEAR = 2025
COLUMNS = ("machining", "stamping", "compressed_air", "hvac", "paint_shop")
OFF = {
    date(2025, 1, 1), *(date(2025, 1, 27) + timedelta(days=at) for at in range(10)), date(2025, 4, 4), date(2025, 4, 5),
    *(date(2025, 5, at) for at in range(1, 6)), date(2025, 5, 31), date(2025, 6, 2), *(date(2025, 10, at) for at in range(1, 9)),
}  # fmt: skip
"""Standstill: public holidays, and Spring Festival with a day around it."""
MOVED_TO = {date(2025, 1, 26), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}
"""Days of rest that are worked for them."""
SATURDAY, SUNDAY = 5, 6


def _noise() -> Iterator[float]:
    """Values from -1 to 1 that look random: a linear congruence of full period."""
    state = 20250101
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**31 - 1


def _presence(day: date) -> float:
    """How much of a working day's crew is there."""
    if day in OFF:
        return 0.0
    if day in MOVED_TO or day.weekday() < SATURDAY:
        return 1.0
    return 0.6 if day.weekday() == SATURDAY else 0.1


def _two_shifts(hour: int) -> float:
    """7 to 23 h with breaks at noon and in the evening and slow ends."""
    return {7: 0.7, 11: 0.85, 12: 0.75, 18: 0.8, 22: 0.7}.get(hour, 1.0 if 7 <= hour < 23 else 0.0)


def _three_shifts(hour: int) -> float:
    """Round the clock with dips at the changes of shift."""
    return {7: 0.85, 12: 0.9, 15: 0.88, 23: 0.82}.get(hour, 1.0 if 7 < hour < 23 else 0.9)


def rows() -> Iterator[tuple[str, ...]]:
    """Stamp and mean power of each meter by the hour. [kW]"""
    noise = _noise()
    for at in range(8760):
        when = datetime(YEAR, 1, 1) + timedelta(hours=at)
        crew, hour, day = _presence(when.date()), when.hour, when.timetuple().tm_yday
        warm = max(0.0, math.sin(math.pi * (day - 115) / 165)) if 115 < day < 280 else 0.0
        machining = 1180 * (0.1 + 0.9 * crew * _three_shifts(hour))
        stamping = 780 * (0.04 + 0.96 * crew * _two_shifts(hour))
        air = 640 * (0.22 + 0.78 * crew * (0.5 * _three_shifts(hour) + 0.5 * _two_shifts(hour)))
        cooling = 1450 * warm * (0.35 + 0.65 * crew) * (0.8 + 0.2 * math.cos(math.pi * (hour - 15) / 12))
        hvac = 170 * (0.4 + 0.6 * crew * _two_shifts(hour)) + cooling
        paint = 880 * (0.08 + 0.92 * min(crew, 0.95) * _two_shifts(hour))
        powers = (machining, stamping, air, hvac, paint)
        yield (f"{when:%Y-%m-%d %H:%M}", *(f"{power * (1 + 0.04 * next(noise)):.0f}" for power in powers))


def text() -> str:
    """The whole file."""
    head = ",".join(("time", *(f"{name}_kw" for name in COLUMNS)))
    return "\n".join((head, *(",".join(row) for row in rows()))) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")

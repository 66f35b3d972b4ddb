"""Totals by the seven gases of GB/T 32150: named refrigerants and perfluorocarbons under their family (七种温室气体)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from planner.domain.case import Case
from planner.domain.inventory import SEVEN_GASES, Entry, GasTotal


def find_family(case: Case, gas: str) -> str:
    """The one of the seven gases that a gas is reported under; an unknown one stands for itself, so that nothing is lost."""
    return case.gas_families.get(gas, gas)


def total_gases(case: Case, entries: Iterable[Entry]) -> tuple[GasTotal, ...]:
    """The seven gases in the order of the standard, over all lines that count."""
    counted = [entry for entry in entries if entry.counted]
    families = list(dict.fromkeys([*SEVEN_GASES, *(find_family(case, entry.gas) for entry in counted)]))
    return tuple(_total(family, [entry for entry in counted if find_family(case, entry.gas) == family]) for family in families)


def _total(family: str, entries: list[Entry]) -> GasTotal:
    one_gas = len({entry.gas for entry in entries}) <= 1
    tonnes = math.fsum(entry.t or 0.0 for entry in entries) if one_gas else None
    return GasTotal(family, tonnes, math.fsum(entry.tco2e for entry in entries))

"""Where targets are in the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.program.compile import Compiled
from planner.program.targets import Target


def row_of(compiled: Compiled, target: Target) -> int | None:
    """Row of a target, or None when it has no row of its own."""
    family = f"{target.sense}_{target.metric}{target.suffix}"
    keys: tuple[Any, ...] = (target.label, target.year)
    if target.sense == "below":
        keys = (*keys, target.before)
    if target.sense == "fall":
        from_history = f"{target.sense}_{target.metric}_from_history{target.suffix}"
        if from_history in compiled.row_counts and keys in compiled.layouts[from_history].factors[0].keys:
            family = from_history
        else:
            keys = (*keys, target.before)
    if family not in compiled.row_counts or keys not in compiled.layouts[family].factors[0].keys:
        return None
    return compiled.first_row[family] + compiled.layouts[family].factors[0].keys.index(keys)


def span(years: Sequence[int]) -> str:
    """``2029-2036``, or the one year."""
    return f"{min(years)}-{max(years)}" if len(set(years)) > 1 else f"{years[0]}"

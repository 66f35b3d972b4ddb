"""Where the columns of the program stand: in which year, in which slice, and of which thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.program.compile import Compiled, factor_of

NOWHERE = -1
"""Of a column that belongs to no year, or to no slice."""


@dataclass(frozen=True, slots=True)
class Places:
    """One value per column of the program."""

    year: np.ndarray
    """Position of the planning year in which it operates; vintages are no such year."""
    slice: np.ndarray
    """Slice of the year."""
    lead: np.ndarray
    """The same number for all slices of a thing in a year, another for every other thing."""


def find_places(model: Any, compiled: Compiled) -> Places:
    """Places read from the index of every variable."""
    years, slices = (factor_of(index_set, model.codes) for index_set in (model.Y, model.S))
    count = compiled.matrix.shape[1]
    year, piece, lead = np.full(count, NOWHERE), np.full(count, NOWHERE), np.arange(count)
    for name, first in compiled.first_column.items():
        layout = compiled.layouts[name]
        at = np.arange(layout.size)
        places, rest = at + first, at
        for factor in reversed(layout.factors):
            rest, position = np.divmod(rest, max(factor.size, 1))
            if factor is slices:
                piece[places] = position
                lead[places] = places - position
            elif factor is years:
                year[places] = position
    return Places(year, piece, lead)

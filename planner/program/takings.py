"""Who takes what of a demand or gas on which several measures act: read from a solution, and shared out where it does not matter."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.domain.case import Case, ProcessData, SavingData
from planner.program.compile import Compiled
from planner.program.overlaps import Adoptions, Overlap, saved_share


def size_rows(model: Any, compiled: Compiled) -> np.ndarray:
    """Rows of ``size_limit``, whose activity is the new size online. Shape (measures, years)."""
    years = len(model.case.years)
    at = {m: position for position, m in enumerate(model.SIZE_LIMITED)}
    adoptions: Adoptions = model.adoptions
    return np.array([compiled.first_row["size_limit"] + at[m] * years + np.arange(years) for m in adoptions.measures])


def read_adopted(model: Any, compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """Adoption of every measure of an overlap, standing part included. Shape (measures, years)."""
    online = compiled.matrix.activity(x)[size_rows(model, compiled)]
    return np.asarray(model.adoptions.standing + online / model.adoptions.full_size)


def find_excess(model: Any, compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """By how much more than the product allows is taken, as a share. Shape (overlaps, years)."""
    adoptions: Adoptions = model.adoptions
    adopted = read_adopted(model, compiled, x)
    excess = []
    for overlap in adoptions.overlaps:
        whole, taken = _whole(model, overlap), x[_columns(model, compiled, overlap)].sum(axis=0)
        share = np.divide(taken, whole, out=np.zeros_like(whole), where=whole > 0)
        excess.append(share - saved_share(np.array(overlap.shares), adopted[adoptions.rows(overlap)]))
    return np.array(excess)


def share_out(model: Any, compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """The solution in which, cheapest first, each measure takes its share of what those before it leave.

    Only among measures alike in cost, energy use and class, for which nothing else changes; else the solver's choice stays.
    """
    x, adoptions = x.copy(), model.adoptions
    adopted = read_adopted(model, compiled, x) if adoptions.overlaps else np.zeros(0)
    for overlap in adoptions.overlaps:
        if not _are_alike(model.case, overlap):
            continue
        columns = _columns(model, compiled, overlap)
        taken = np.array(overlap.shares)[:, None] * adopted[adoptions.rows(overlap)]
        in_turn = taken * np.cumprod(np.vstack([np.ones(taken.shape[1]), 1 - taken[:-1]]), axis=0)
        together = in_turn.sum(axis=0)
        part = np.divide(in_turn, together, out=np.zeros_like(in_turn), where=together > 0)
        x[columns] = np.where(together > 0, part * x[columns].sum(axis=0), x[columns])
    return x


def _are_alike(case: Case, overlap: Overlap) -> bool:
    found = []
    for measure in (case.measures[m] for m in overlap.measures):
        assert isinstance(measure, SavingData | ProcessData)  # no other kind acts on a demand or source
        found.append((measure.variable_cost_cny, dict(measure.consumes), measure.measure_class, measure.substitution))
    return all(other == found[0] for other in found)


def _columns(model: Any, compiled: Compiled, overlap: Overlap) -> np.ndarray:
    """Columns of what each measure takes. Shape (measures, years)."""
    name, keys = ("saved", list(model.SAVE)) if len(overlap.place) == 1 else ("cut", list(model.CUT))
    years = len(model.case.years)
    firsts = [compiled.first_column[name] + keys.index((m, *overlap.place)) * years for m in overlap.measures]
    return np.array([first + np.arange(years) for first in firsts])


def _whole(model: Any, overlap: Overlap) -> np.ndarray:
    """The demand, or the gas, before any measure. Shape (years,)."""
    case: Case = model.case
    if len(overlap.place) == 1:
        demand = case.demands[overlap.place[0]]
        return np.array([demand.annual_mwh[y] for y in case.years])
    source, gas = overlap.place
    return np.array([model.numbers.source_t(source, gas, y) for y in case.years])

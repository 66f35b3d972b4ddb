"""A commitment as bounds: what an earlier plan decided can't be undone, whatever else is planned now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.domain.plan import Commitment, Plan
from planner.program.compile import Compiled
from planner.program.scaling import column_scales

RELATIVE_SLACK = 1e-8
"""A committed amount may be missed by this share of itself: ten times what the solver lets a row be missed by, so that an amount
at the very edge of a limit stays possible."""
ABSOLUTE_SLACK, MOST_SLACK = 1e-9, 1e-4
"""And by the first share of the amount that the solver sees as one, since that is how well it knows a small size in a large factory;
but never by more than the second share of the amount itself."""
DUST = 1e-6
"""Committed amounts up to this are the solver's dust: they may be dropped. [size unit, MWh or t]"""


@dataclass(frozen=True, slots=True)
class Held:
    """Columns that a commitment fixes, and their bounds before."""

    until: int
    columns: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def hold(model: Any, compiled: Compiled, committed: Commitment) -> Compiled:
    """The program in which every committed amount is fixed, within a slack for the solver's tolerance."""
    lower, upper = compiled.matrix.lower.copy(), compiled.matrix.upper.copy()
    scales, fixed = column_scales(model, compiled), []
    for name in ("deploy", "deploy_kwh", "purchased", "removed"):
        amounts = getattr(committed, name)
        first = compiled.first_column[name]
        for position, (measure, year) in enumerate(compiled.layouts[name].all_keys()):
            if int(year) > committed.until or (name == "removed" and model.case.measures[measure].built is not None):
                continue
            column, amount = first + position, amounts.get(str(measure), {}).get(int(year), 0.0)
            slack = min(RELATIVE_SLACK * amount + ABSOLUTE_SLACK * scales[column], MOST_SLACK * amount)
            upper[column] = min(upper[column], amount + slack)
            lower[column] = min(max(amount - slack, 0.0), upper[column]) if amount > DUST else 0.0
            fixed.append(column)
    columns = np.array(fixed, np.int64)
    held = Held(committed.until, columns, compiled.matrix.lower[columns], compiled.matrix.upper[columns])
    return replace(compiled, matrix=replace(compiled.matrix, lower=lower, upper=upper), held=held)


def noted(plan: Plan, committed: Commitment) -> Plan:
    """The plan with a record of what it was committed to."""
    assert plan.solver is not None  # every solved plan has a record
    return plan.model_copy(update={"solver": plan.solver.model_copy(update={"committed": committed})})

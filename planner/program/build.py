"""The contents page of the model: families in the order in which they are written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain.case import Case
from planner.index.readings import Readings
from planner.program import accounts, costs, effects
from planner.program.families import balance, capacity, cash, claims, deployment, storage, tier
from planner.program.structure import new_model
from planner.program.targets import Target

FAMILIES = (balance, capacity, storage, deployment, claims, accounts, effects, costs, cash)


def build_model(case: Case, readings: Readings, targets: Sequence[Target] = (), *, templates: bool = True) -> Any:
    """The planning model of a case.

    With ``templates`` every rule is read once and evaluated by ``compile.py``; without, it is an ordinary Pyomo model that
    any of Pyomo's solvers takes.
    """
    model = new_model(case, readings, templates=templates)
    for family in FAMILIES:
        family.add(model)
    tier.add(model, targets)
    return model

"""The contents page of the model: families in the order in which they are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from planner.domain.case import Case
from planner.index.readings import Readings
from planner.program import accounts, costs, effects
from planner.program.books import Book, suffix_of
from planner.program.families import balance, capacity, cash, claims, deployment, moving, overlaps, running, seasons, storage, tier
from planner.program.structure import ACCOUNTS, MONEY, declare_accounts, new_model
from planner.program.targets import Target

FAMILIES = (balance, capacity, running, moving, overlaps, storage, seasons, deployment, claims, accounts, effects, costs, cash)
OF_BOOKS = (accounts, effects)
"""Families whose equations depend on readings, stated once more for each further index."""
_ONE_INDEX: Mapping[str, Readings] = MappingProxyType({})


def build_model(
    case: Case,
    readings: Readings,
    targets: Sequence[Target] = (),
    *,
    further: Mapping[str, Readings] = _ONE_INDEX,
    templates: bool = True,
) -> Any:
    """The planning model of a case under the readings of its own index, with books for the ``further`` ones (id to readings).

    With ``templates`` every rule is read once and evaluated by ``compile.py``; without, it is an ordinary Pyomo model that
    any of Pyomo's solvers takes.
    """
    model = new_model(case, readings, templates=templates)
    for index_id, others in further.items():
        model.further_books[suffix_of(index_id)] = Book(model, others, suffix_of(index_id))
    for family in FAMILIES:
        family.add(model)
    for book in model.further_books.values():
        declare_accounts(book, [name for name in ACCOUNTS if name not in MONEY])
        for family in OF_BOOKS:
            family.add(book)
    tier.add(model, targets)
    return model

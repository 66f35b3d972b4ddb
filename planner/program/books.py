"""A book: the model seen under the readings of a further index. Decisions and flows are everybody's, accounts are the book's own.

The scenario's own index keeps the plain names; those of a further index end in its suffix (``energy_use_tce@hunan-2025``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.index.readings import Readings
from planner.program.coefficients import Coefficients


def suffix_of(index_id: str) -> str:
    """What names of a further index end in."""
    return f"@{index_id}"


class Book:
    """Looks like the model to the families that state accounts and targets; what they add takes the book's suffix."""

    def __init__(self, model: Any, readings: Readings, suffix: str) -> None:
        self.root, self.suffix, self.readings = model, suffix, readings
        self.numbers = Coefficients(model.case, readings)

    def __getattr__(self, name: str) -> Any:
        own = f"{name}{self.suffix}"
        return getattr(self.root, own if hasattr(self.root, own) else name)

    def bound(self, rule: Callable[..., Any]) -> Callable[..., Any]:
        """The rule, given the book where Pyomo hands it the model."""

        def seen(_: Any, *keys: Any) -> Any:
            return rule(self, *keys)

        return seen


def put(model: Any, name: str, component: Any) -> str:
    """Add a component or plain data to a model, or to a book under its own name; the name that it got."""
    if isinstance(model, Book):
        model, name = model.root, f"{name}{model.suffix}"
    setattr(model, name, component)
    return name


def drop(model: Any, name: str) -> None:
    """Take a component out of a model or book, if it is there."""
    if isinstance(model, Book):
        model, name = model.root, f"{name}{model.suffix}"
    model.del_component(name)


def books(model: Any) -> dict[str, Any]:
    """Suffix to the model itself, for the scenario's own index, and to the books of further ones."""
    return {"": model, **model.further_books}

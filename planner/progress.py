"""What long work tells while it runs. Whoever wants to show it listens; nobody has to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

SOLVER_THREAD = "planner-solver"
"""Name of the thread that a solver runs on."""


@dataclass(frozen=True, slots=True)
class SolverStep:
    """How far a solver is."""

    iterations: int
    """Of the simplex or the interior point algorithm."""
    gap: float | None
    """Between the best plan and the bound, relative, where there are whole numbers and a plan is known. [1]"""


Listener = Callable[[SolverStep], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let ``listener`` hear what is told inside the block."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(step: SolverStep) -> None:
    """Tell how far a solver is."""
    listener = _listener.get()
    if listener is not None:
        listener(step)

"""How the process ends when a solver does not hear that it shall stop."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import NoReturn

from planner.errors import Exit
from planner.progress import SOLVER_THREAD


def leave_running_solver(code: Exit) -> None:
    """End the process now if a solver still runs: Python's own way out would pull the ground from under it."""
    if any(thread.name == SOLVER_THREAD for thread in threading.enumerate()):
        _leave(code)


def _leave(code: Exit) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)

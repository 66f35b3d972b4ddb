"""``python -m tests.cli.long_run WORDS``: the command line on a scenario spread over hours, which takes a solver minutes.

Prints a line when the solver starts.
"""

from __future__ import annotations

import sys
from typing import Any

from planner import reading
from planner.cli import main
from planner.program import watch
from tests.hours import spread_over_hours

DAYS = 30
_resolve, _run = reading.resolve, watch.run


def resolve_by_the_hour(*given: Any) -> Any:
    """The case of a scenario, spread over hours."""
    return spread_over_hours(_resolve(*given), DAYS)


def run_announced(*given: Any) -> Any:
    """The solver's run, after a line on standard output."""
    print("solver runs", flush=True)
    return _run(*given)


if __name__ == "__main__":
    setattr(reading, "resolve", resolve_by_the_hour)  # noqa: B010
    setattr(watch, "run", run_announced)  # noqa: B010
    sys.exit(main())

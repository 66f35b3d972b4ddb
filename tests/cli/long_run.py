"""``python -m tests.cli.long_run WORDS``: the command line on auto-parts by the hour in eleven years, which takes minutes."""

from __future__ import annotations

import sys
from typing import Any

from planner import reading
from planner.cli import main
from tests.hours import spread_over_hours

DAYS = 30


_resolve = reading.resolve


def resolve_by_the_hour(*given: Any) -> Any:
    """The case of a scenario, spread over hours."""
    return spread_over_hours(_resolve(*given), DAYS)


if __name__ == "__main__":
    setattr(reading, "resolve", resolve_by_the_hour)  # noqa: B010
    sys.exit(main())

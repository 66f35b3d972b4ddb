"""Least-cost pathways that make a factory low-carbon, near-zero or zero-carbon, judged by the index it applies for.

The public names below are loaded when they are first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.aggregation import at_resolution as at_resolution
    from planner.aggregation import case_of as case_of
    from planner.comparison import Comparison as Comparison
    from planner.comparison import compare_outcomes as compare_outcomes
    from planner.domain.case import Case as Case
    from planner.domain.outcome import Outcome as Outcome
    from planner.domain.plan import Plan as Plan
    from planner.domain.plan import Request as Request
    from planner.domain.scenario import Scenario as Scenario
    from planner.errors import Exit as Exit
    from planner.errors import PlannerError as PlannerError
    from planner.index import load_index as load_index
    from planner.pathway import check as check
    from planner.pathway import no_target_request as no_target_request
    from planner.pathway import reference_request as reference_request
    from planner.pathway import request_for as request_for
    from planner.pathway import run as run
    from planner.reading import read_case as read_case

__version__ = "0.1.0"

_HOMES = {
    "Case": "planner.domain.case",
    "Comparison": "planner.comparison",
    "Exit": "planner.errors",
    "Outcome": "planner.domain.outcome",
    "Plan": "planner.domain.plan",
    "PlannerError": "planner.errors",
    "Request": "planner.domain.plan",
    "Scenario": "planner.domain.scenario",
    "at_resolution": "planner.aggregation",
    "case_of": "planner.aggregation",
    "check": "planner.pathway",
    "compare_outcomes": "planner.comparison",
    "load_index": "planner.index",
    "no_target_request": "planner.pathway",
    "read_case": "planner.reading",
    "reference_request": "planner.pathway",
    "request_for": "planner.pathway",
    "run": "planner.pathway",
}
__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names are strings


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

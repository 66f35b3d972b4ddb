"""A plan that breaks one rule, and the sentence that must say so."""

from __future__ import annotations

from typing import NamedTuple

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.evaluation.breaches import Kind
from planner.index.readings import Readings
from tests.builders import readings


class Broken(NamedTuple):
    """A plan that breaks one rule, and the sentence that says so."""

    kind: Kind
    case: Case
    plan: Plan
    says: str
    under: Readings = readings()
    says_zh: str = ""
    """The same in Chinese, where a test asks for it."""

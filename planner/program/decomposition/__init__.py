"""Hourly programs of several years, solved year by year to a proven gap. See docs/decisions/0019-hourly-years-apart.md."""

from __future__ import annotations

from planner.program.decomposition.apart import solve_apart
from planner.program.decomposition.choice import explain_nothing, is_apart, is_large, refuse_own_first

__all__ = ["explain_nothing", "is_apart", "is_large", "refuse_own_first", "solve_apart"]

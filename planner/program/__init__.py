"""The least-cost program: the only room with Pyomo and HiGHS. Sees the case and the index, never the evaluator."""

from __future__ import annotations

from planner.program.solve import Program, Solution

__all__ = ["Program", "Solution"]

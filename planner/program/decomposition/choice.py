"""When years are solved apart, and what is said where that can't be done or finds nothing."""

from __future__ import annotations

from planner.domain.effort import Method
from planner.domain.tiers import SolveStatus
from planner.errors import NoPlanInTime, PlannerError, Shortfall, SolverRefused, TierUnreachable, Unbounded
from planner.program.compile import Compiled

MOST_ROWS_AT_ONCE = 150_000
"""Rows up to which a program is solved at once unless asked otherwise."""


def is_apart(method: Method, compiled: Compiled) -> bool:
    """Whether the program is solved year by year."""
    return method is Method.DECOMPOSED or (method is Method.AUTO and is_large(compiled))


def is_large(compiled: Compiled) -> bool:
    """Whether a program is too large to be solved at once in good time."""
    return compiled.matrix.shape[0] > MOST_ROWS_AT_ONCE


def refuse_own_first() -> SolverRefused:
    """Own reduction first takes several solves, which years apart don't do yet."""
    return SolverRefused(
        "读法 own_reduction_first 不是 ceiling 时不能逐年分解求解；请用 --method monolith 整体求解，或改用典型日分辨率",
        "years can't be solved apart under a reading own_reduction_first other than ceiling; use --method monolith, or typical days",
    )


def explain_nothing(status: SolveStatus, *, limited: bool) -> PlannerError:
    """Why there is no plan."""
    if status is SolveStatus.INFEASIBLE:
        lack = Shortfall(
            "hourly", None, 0.0, "",
            "逐小时求解已证明没有方案；要看各项要求差多少，请用典型日分辨率求解",
            "hour by hour no plan is possible, which is proven; solve typical days to see by how much each requirement is missed",
        )  # fmt: skip
        return TierUnreachable((lack,), ())
    if status is SolveStatus.UNBOUNDED:
        return Unbounded("成本可以无限下降，请检查 sell、subsidy 与 limit", "cost falls without limit; check sell, subsidy and limits")
    if limited:
        return NoPlanInTime("在时限内没有找到任何方案，请放宽 --time-limit", "no plan was found within the limit; raise --time-limit")
    return NoPlanInTime(
        "逐年分解求解没有找到方案；请用 --method monolith 整体求解", "no plan was found year by year; use --method monolith"
    )

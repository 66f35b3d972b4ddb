"""The three resolutions of an hourly case."""

from __future__ import annotations

from planner.aggregation.annual import one_slice
from planner.aggregation.choosing import choose_representatives
from planner.aggregation.days import read_days
from planner.aggregation.typical import case_of
from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.profiles import Resolution
from planner.errors import ResolutionRefused


def at_resolution(case: Case, resolution: Resolution | None = None) -> Case:
    """The case with its year resolved as asked, by default as its scenario asks.

    ResolutionRefused for a case without hours, unless it has the resolution already; ExtraMissing where typical days are to be chosen
    and tsam is not installed.
    """
    wanted = resolution or case.asked_resolution
    if wanted is None or wanted == case.resolution:
        return case
    if wanted == "annual":
        return one_slice(case)
    if wanted == "typical":
        return case_of(case, choose_representatives(case))
    read_days(case)
    return case


def for_plan(case: Case, plan: Plan) -> Case:
    """The case as it is read, with its year resolved as the plan's; typical days are those that the plan records."""
    if case.resolution == "hourly" and plan.resolution == "typical":
        return case_of(case, plan.representatives)
    if case.resolution == "hourly" and plan.resolution == "annual":
        return one_slice(case)
    known = ("hourly",) if case.resolution == "hourly" else ("annual", "slices")
    if plan.resolution not in known:
        raise ResolutionRefused(
            f"方案的时间分辨率为 {plan.resolution}，情景的全年为 {case.resolution}，两者对不上；请用得出该方案的情景",
            f"the plan's years are resolved as {plan.resolution} and the scenario's as {case.resolution}, which does not fit; use the"
            " scenario that the plan was made for",
        )
    return case

"""One run end to end: solve, recompute independently, compare the two accounts, judge. The only room that sees both sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.case import Case, GenerationData, StorageData
from planner.domain.outcome import Disagreement, Outcome
from planner.domain.plan import Plan, Request, TierYear
from planner.domain.tiers import SolveStatus, Tier
from planner.domain.verdict import Ledger, TierVerdict
from planner.errors import TierUnreachable, UnknownName
from planner.index.catalogue import index_for
from planner.index.readings import Readings
from planner.index.rules import Index

if TYPE_CHECKING:
    from planner.program import Program


def reference_request() -> Request:
    """The factory with no new measure."""
    return Request(tiers=(), new_measures=False)


def no_target_request() -> Request:
    """The cheapest plan without targets: profitable measures are taken anyway."""
    return Request(tiers=())


def request_for(case: Case, tier: Tier, year: int | None = None) -> Request:
    """A tier by its year in the scenario, or by ``year``; with the lower tiers on the way where the scenario says so.

    A lower tier keeps its own year, or the asked year when that is earlier. Raises UnknownName for a tier without a year or a
    year that isn't planned.
    """
    when = year if year is not None else case.targets.get(tier)
    if when is None:
        raise UnknownName(
            f"情景没有给出 {tier.value} 的年份，请在 targets.{tier.value}.year 中给出，或用 --year 指定",
            f"the scenario gives no year for tier {tier.value}; set targets.{tier.value}.year or use --year",
        )
    if when not in case.stands_for:
        raise UnknownName(f"{when} 年不在规划年份中（{_span(case)}）", f"{when} is not a planning year ({_span(case)})")
    asked = [TierYear(tier=tier, year=when)]
    if case.lower_tiers_on_the_way:
        order = list(Tier)
        lower = [t for t in order[: order.index(tier)] if t in case.targets]
        asked = [*(TierYear(tier=t, year=min(case.targets[t], when)) for t in lower), *asked]
    return Request(tiers=tuple(asked))


class Pathways:
    """One case, its index and readings read once and its program built once, for any number of requests."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.index, self.readings = index_for(case)

    @cached_property
    def _program(self) -> Program:
        from planner.program import Program  # Pyomo and HiGHS load only when something is solved

        return Program(self.case, self.index, self.readings)

    def run(self, request: Request, *, time_limit_s: float | None = None) -> Outcome:
        """Find the least-cost plan for a request and judge it.

        An unreachable request gives an Outcome without a plan, with shortfalls and clash. Unbounded, NoPlanInTime and
        SolverRefused are raised.
        """
        try:
            solution = self._program.solve(request, time_limit_s=time_limit_s)
        except TierUnreachable as unreachable:
            return _unreachable(self.case, request, unreachable)
        plan = solution.plan
        assert plan.solver is not None  # every solved plan has a record
        ledger = _ledger(self.case, plan, self.readings)
        differences = _compare(solution.figures, ledger, plan.solver.objective_cny)
        verdicts = _judge(self.case, self.index, self.readings, plan, ledger)
        status, own = plan.solver.status, solution.figures
        return Outcome(self.case, request, status, plan, ledger, verdicts, own, differences, (), (), _caveats(self.case))

    def check(self, plan: Plan) -> Outcome:
        """Judge any plan, also one written or edited by hand, without a solver."""
        ledger = _ledger(self.case, plan, self.readings)
        verdicts = _judge(self.case, self.index, self.readings, plan, ledger)
        status = plan.solver.status if plan.solver is not None else SolveStatus.NOT_PROVEN
        warnings = (*((_OTHER_SCENARIO,) if plan.scenario_sha256 != self.case.scenario_sha256 else ()), *_caveats(self.case))
        return Outcome(self.case, plan.request, status, plan, ledger, verdicts, {}, (), (), (), warnings)


def run(case: Case, request: Request, *, time_limit_s: float | None = None) -> Outcome:
    """One request of one case; for several, make ``Pathways`` once."""
    return Pathways(case).run(request, time_limit_s=time_limit_s)


def check(case: Case, plan: Plan) -> Outcome:
    """Judge any plan of one case."""
    return Pathways(case).check(plan)


_OTHER_SCENARIO = (
    "方案来自另一个（或已修改的）情景文件，按当前情景重新核算",
    "the plan was made from another or an edited scenario; it is judged by this one",
)


_ONE_SLICE = (
    "全年只有一个时段：自发电按全部自用计（不高于年用量），不降低计费最大需量，储能不起作用；如需按时段判断，请给出 slices",
    "the year is one slice: own generation counts as used on site up to the year's use and does not lower the billed maximum, and stores"
    " do nothing; give slices to see hours",
)


def _caveats(case: Case) -> tuple[tuple[str, str], ...]:
    """What a reader of any plan of this case has to know."""
    hourly = any(isinstance(measure, GenerationData | StorageData) for measure in case.measures.values())
    return (_ONE_SLICE,) if hourly and len(case.slices) == 1 else ()


def _unreachable(case: Case, request: Request, unreachable: TierUnreachable) -> Outcome:
    clash = tuple((zh, en) for zh, _, en in (words.partition("|") for words in unreachable.clash))
    return Outcome(case, request, SolveStatus.INFEASIBLE, None, None, (), {}, (), unreachable.shortfalls, clash)


def _ledger(case: Case, plan: Plan, readings: Readings) -> Ledger:
    from planner.evaluation import build_ledger

    return build_ledger(case, plan, readings)


def _compare(figures: Mapping[int, Mapping[str, float]], ledger: Ledger, objective_cny: float) -> tuple[Disagreement, ...]:
    from planner.evaluation.agreement import compare_accounts

    return compare_accounts(figures, ledger, objective_cny)


def _judge(case: Case, index: Index, readings: Readings, plan: Plan, ledger: Ledger) -> tuple[TierVerdict, ...]:
    from planner.evaluation import judge_tier

    return tuple(
        judge_tier(case, index, readings, plan, ledger, asked.tier, year)
        for asked in plan.request.tiers
        for year in case.years
        if year == asked.year or (case.tiers_kept and year > asked.year)
    )


def _span(case: Case) -> str:
    return f"{case.years[0]}-{case.years[-1]}"

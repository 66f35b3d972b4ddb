"""From requests to plans: build once, add each request's targets, hand over, solve, read back.

An "or" in the index is settled without a binary, by solving with one leg or another (``branching.py``).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.domain.case import Case
from planner.domain.effort import Effort
from planner.domain.plan import Commitment, IndexEdition, OwnReduction, Plan, Request, SolverRecord
from planner.domain.tiers import SolveStatus
from planner.errors import NoPlanInTime, SolverRefused, Unbounded
from planner.index.catalogue import ChosenIndex
from planner.index.rules import Index
from planner.program import decomposition, diagnosis, hierarchy, highs
from planner.program.branching import settle_legs
from planner.program.build import build_model
from planner.program.commitment import hold, noted
from planner.program.compile import Compiled, Compiler
from planner.program.decisions import Values, deployments, figures, flows
from planner.program.families import tier
from planner.program.places import row_of
from planner.program.run import Run, Start
from planner.program.search import find_least_cost, find_start
from planner.program.takings import share_out
from planner.program.targets import Asked, Leg, Target, read_targets

RECONCILIATION = 1e-7
"""Largest relative difference between the solver's objective and the accounts' own discounted cost."""


START_PART = 0.3
"""Part of a time limit that may be spent on finding a basis to start from."""

Figures = Mapping[int, Mapping[str, float]]
"""Year to metric to value."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with the optimizer's own figures."""

    plan: Plan
    figures: Figures
    further_figures: Mapping[str, Figures]
    """Further index to the optimizer's figures under its readings."""
    seconds: Mapping[str, float]
    """Wall time by stage: build (once per program), targets, solve, read."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """What own reduction first asks of a request, from solving without negative measures."""

    firsts: tuple[hierarchy.OwnFirst, ...]
    records: dict[str, OwnReduction]
    """Index to what stage 1 found."""
    decided: bool
    """Whether every one of them is proven."""

    def added_to(self, asked: Asked) -> Asked:
        """The request's targets and the ceilings."""
        return Asked((*asked.fixed, *hierarchy.ceiling_targets(self.firsts, self.records)), asked.open)

    def raised_to(self, reached: Sequence[Figures]) -> _Stage:
        """The stage with room for a plan with these figures, by index."""
        raised = {first.index: hierarchy.raise_ceilings(self.records[first.index], reached[first.place]) for first in self.firsts}
        return replace(self, records=raised)


class Program:
    """One case under its own index and further ones, built once and solved for any number of requests."""

    def __init__(self, case: Case, chosen: Sequence[ChosenIndex]) -> None:
        self.case, self.chosen = case, tuple(chosen)
        self.build_seconds = 0.0
        self._starts: list[Start | None] = []

    @cached_property
    def _model(self) -> Any:
        own, *further = self.chosen
        return build_model(self.case, own.readings, further={one.index.id: one.readings for one in further})

    @cached_property
    def _indexes(self) -> dict[str, Index]:
        return {one.index.id: one.index for one in self.chosen}

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self._model)

    @cached_property
    def _base(self) -> Compiled:
        start = time.perf_counter()
        base = self._compiler.compile()
        self.build_seconds = time.perf_counter() - start
        return base

    def solve(
        self,
        request: Request,
        *,
        time_limit_s: float | None = None,
        committed: Commitment | None = None,
        name_clash: bool = True,
        effort: Effort = Effort(),  # noqa: B008 (frozen)
    ) -> Solution:
        """The least-cost plan that meets the request, of those that keep what an earlier plan committed to.

        ``effort`` says whether the program is solved at once or year by year, and to what gap. Raises TierUnreachable with
        shortfalls and clash (which takes longest to find, so it may be left out), Unbounded, NoPlanInTime, or SolverRefused.
        """
        asked = read_targets(self.case, self.chosen, request)
        if self.is_apart(effort):
            return self._solve_apart(request, asked, committed, effort, time_limit_s)
        stage = self._own_first(request, asked, time_limit_s)
        whole = stage.added_to(asked)
        start = time.perf_counter()
        compiled = self._stated(request, whole.every_target, committed)
        stated = time.perf_counter()
        runs = self._runs(compiled, whole, time_limit_s)
        if stage.firsts and all(run.status is SolveStatus.INFEASIBLE for run in runs):
            stage, runs = self._with_room(request, asked, stage, time_limit_s, committed)
        best = self._best(runs, asked, name_clash=name_clash)
        seconds = {"build": self.build_seconds, "targets": stated - start, "solve": time.perf_counter() - stated}
        solution = self._solution(request, best, runs, seconds, stage)
        return solution if committed is None else replace(solution, plan=noted(solution.plan, committed))

    def is_apart(self, effort: Effort) -> bool:
        """Whether years are solved apart."""
        return decomposition.is_apart(effort.method, self._base)

    def _solve_apart(
        self, request: Request, asked: Asked, committed: Commitment | None, effort: Effort, time_limit_s: float | None
    ) -> Solution:
        """The same year by year, to a proven gap."""
        if hierarchy.find_own_first(self.case, self.chosen, request):
            raise decomposition.refuse_own_first()
        start = time.perf_counter()
        compiled = self._stated(request, asked.every_target, committed)
        stated = time.perf_counter()
        run = decomposition.solve_apart(self._model, compiled, asked, effort, time_limit_s)
        if run.x is None:
            if run.status is SolveStatus.INFEASIBLE and not decomposition.is_large(compiled):
                self._best(self._runs(compiled, asked, time_limit_s), asked)  # raises, naming what is missed
            raise decomposition.explain_nothing(run.status, limited=time_limit_s is not None)
        seconds = {"build": self.build_seconds, "targets": stated - start, "solve": time.perf_counter() - stated}
        solution = self._solution(request, run, [run], seconds, _Stage((), {}, decided=True))
        return solution if committed is None else replace(solution, plan=noted(solution.plan, committed))

    def _own_first(self, request: Request, asked: Asked, time_limit_s: float | None) -> _Stage:
        """Stage 1 of the mitigation hierarchy, for each index that asks for it: what could be reached without any commitment."""
        firsts = hierarchy.find_own_first(self.case, self.chosen, request)
        records, decided = {}, True
        for first in firsts:
            runs = self._stage_one(request, asked, first, time_limit_s)
            reached = self._reached(self._best(runs, Asked((), {})))
            records[first.index] = hierarchy.state_ceilings(first, self.case, reached[first.place])
            decided = decided and all(map(_is_decided, runs))
        return _Stage(firsts, records, decided)

    def _stage_one(self, request: Request, asked: Asked, first: hierarchy.OwnFirst, time_limit_s: float | None) -> list[Run]:
        """The runs of stage 1 under the most that can be asked of it."""
        runs: list[Run] = []
        for wanted in hierarchy.stage_one_asks(asked):
            compiled = hierarchy.state_stage_one(self._model, self._stated(request, wanted.every_target), first)
            runs = self._runs(compiled, wanted, time_limit_s)
            if any(run.status is not SolveStatus.INFEASIBLE for run in runs):
                break
        return runs

    def _with_room(
        self, request: Request, asked: Asked, stage: _Stage, time_limit_s: float | None, committed: Commitment | None
    ) -> tuple[_Stage, list[Run]]:
        """The stage with ceilings raised to where own reduction goes when the whole request is kept, and the runs under them.

        The request alone explains its own failure. Should the search then miss the plan that it has just found, the plan without
        ceilings gives the room.
        """
        compiled = hierarchy.state_room(self._model, self._stated(request, asked.every_target, committed), stage.firsts)
        furthest = self._runs(compiled, asked, time_limit_s)
        if any(run.x is not None for run in furthest):
            decided = stage.decided and all(map(_is_decided, furthest))
            roomy = replace(stage, decided=decided).raised_to(self._reached(self._best(furthest, Asked((), {}))))
            whole = roomy.added_to(asked)
            runs = self._runs(self._stated(request, whole.every_target, committed), whole, time_limit_s)
            if any(run.x is not None for run in runs):
                return roomy, runs
        runs = self._runs(self._stated(request, asked.every_target, committed), asked, time_limit_s)
        return replace(stage, decided=False).raised_to(self._reached(self._best(runs, asked))), runs

    def _reached(self, run: Run) -> Sequence[Figures]:
        """A run's figures by index."""
        assert run.x is not None  # of runs with a plan only
        return figures(self._model, run.compiled, run.x)

    def _stated(self, request: Request, targets: Sequence[Target], committed: Commitment | None = None) -> Compiled:
        """The program with the rows of all targets, within a commitment, and without new measures where the request says so."""
        families = tier.add(self._model, targets) if self._base else []
        compiled = self._compiler.extend(self._base, families)
        tier.remove(self._model, families)
        if committed is not None:
            compiled = hold(self._model, compiled, committed)
        return compiled if request.new_measures else self._without_new_measures(compiled)

    def _without_new_measures(self, compiled: Compiled) -> Compiled:
        upper = compiled.matrix.upper.copy()
        for name in ("deploy", "deploy_kwh", "purchased"):
            upper[compiled.columns(name)] = 0.0
        removed = compiled.columns("removed").start
        for position, (measure, _) in enumerate(itertools.product(self._model.REMOVAL, self.case.years)):
            if self.case.measures[measure].built is None:
                upper[removed + position] = 0.0
        return replace(compiled, matrix=replace(compiled.matrix, upper=upper))

    def _runs(self, compiled: Compiled, asked: Asked, time_limit_s: float | None) -> list[Run]:
        """Runs that together prove the optimum: the relaxed one alone when it passes a leg of every open rule."""

        def solve(legs: Mapping[str, Leg]) -> Run:
            targets = [*asked.fixed, *(target for leg in legs.values() for target in leg.targets)]
            return self._run(_only(compiled, asked, targets), dict(legs), time_limit_s)

        return settle_legs(asked.open, solve, lambda run: self._passed_legs(compiled, asked, run))

    def _run(self, compiled: Compiled, legs: dict[str, Leg], time_limit_s: float | None) -> Run:
        began = time.perf_counter()
        investing = compiled.held is None and compiled.matrix.upper[compiled.columns("deploy")].any()
        start = self._start(time_limit_s) if investing else None
        left = None if time_limit_s is None else max(time_limit_s - (time.perf_counter() - began), 0.0)
        return find_least_cost(self._model, self._compiler, compiled, legs, left, start)

    def _start(self, time_limit_s: float | None) -> Start | None:
        """From where large programs that may build are solved; found once, or tried in a part of the first limit."""
        if not self._starts:
            self._starts.append(find_start(self._model, self._base, None if time_limit_s is None else START_PART * time_limit_s))
        return self._starts[0]

    def _passed_legs(self, compiled: Compiled, asked: Asked, run: Run) -> dict[str, Leg]:
        """Open rule to a leg whose every target the run meets as it is; rules without one are left out."""
        assert run.x is not None  # only of runs with a plan
        activity = compiled.matrix.activity(run.x)
        passed = {}
        for rule, legs in asked.open.items():
            leg = next((leg for leg in legs if all(_meets(compiled, target, activity) for target in leg.targets)), None)
            if leg is not None:
                passed[rule] = leg
        return passed

    def _best(self, runs: list[Run], asked: Asked, *, name_clash: bool = True) -> Run:
        if any(run.status is SolveStatus.UNBOUNDED for run in runs):
            raise Unbounded(
                "成本可以无限下降：某项外售、补贴或负价格没有上限，请检查 sell、subsidy 与 limit",
                "cost falls without limit: some sale, subsidy or price has no bound; check sell, subsidy and limits",
            )
        best = min(runs, key=lambda run: run.objective_cny)
        if best.x is not None:
            return best
        if any(run.status is SolveStatus.NO_PLAN for run in runs):
            raise NoPlanInTime("在时限内没有找到任何方案，请放宽 --time-limit", "no plan was found within the limit; raise --time-limit")
        found = []
        for run in runs:
            targets = [*asked.fixed, *(target for leg in run.legs.values() for target in leg.targets)]
            named = name_clash and run.proof == "program"
            missed, unreachable = diagnosis.explain(self._model, run.compiled, self._indexes, targets, name_clash=named)
            found.append((missed, unreachable))
        raise replace(min(found, key=lambda pair: pair[0])[1], proven=all(run.proof != "nothing" for run in runs))

    def _solution(self, request: Request, best: Run, runs: list[Run], seconds: dict[str, float], stage: _Stage) -> Solution:
        start = time.perf_counter()
        assert best.x is not None  # _best returns solved runs only
        x = share_out(self._model, best.compiled, best.x)
        values = Values(best.compiled, x)
        deploy, deploy_kwh = deployments(values)
        own, *further = figures(self._model, best.compiled, x)
        plan = Plan(
            schema_version="planner-plan/1", scenario=self.case.name.en, scenario_sha256=self.case.scenario_sha256,
            indexes=tuple(IndexEdition(id=i.id, edition=i.edition_line, sha256=i.sha256) for i in self._indexes.values()),
            request=request, years=self.case.years,
            resolution=self.case.resolution, representatives=self.case.representatives, deploy=deploy, deploy_kwh=deploy_kwh,
            flows=flows(values, self.case), own_reduction=stage.records,
            solver=self._record(best, runs, own, decided=stage.decided),
        )  # fmt: skip
        others = {one.index.id: found for one, found in zip(self.chosen[1:], further, strict=True)}
        return Solution(plan, own, others, {**seconds, "read": time.perf_counter() - start})

    def _record(self, best: Run, runs: list[Run], own: Mapping[int, Mapping[str, float]], *, decided: bool) -> SolverRecord:
        proven = decided and all(map(_is_decided, runs))
        rows, columns, nonzeros = best.compiled.matrix.shape
        discount = self._model.numbers.discount
        cost = sum(discount[y] * own[y]["yearly_cost_cny"] for y in self.case.years)
        size = sum(discount[y] * abs(own[y]["energy_cost_cny"]) for y in self.case.years) + abs(cost)
        if abs(cost - best.objective_cny) > RECONCILIATION * size:
            raise SolverRefused(
                f"求解器目标值 {best.objective_cny:.6f} 与账目折现成本 {cost:.6f} 不符，结果不予采用",
                f"the solver's objective {best.objective_cny:.6f} differs from the accounts' discounted cost {cost:.6f}; nothing is used",
            )
        bound = _joint_bound(runs, cost)
        return SolverRecord(
            name="HiGHS", version=highs.solver_version(), status=SolveStatus.OPTIMAL if proven else SolveStatus.NOT_PROVEN,
            objective_cny=cost, bound_cny=bound, gap_cny=None if bound is None else cost - bound, gap_asked=best.gap_asked,
            branches={rule: leg.name for rule, leg in best.legs.items()},
            rows=rows, columns=columns, nonzeros=nonzeros, matrix_sha256=best.matrix_sha256,
        )  # fmt: skip


def _is_decided(run: Run) -> bool:
    """Whether the solver proved what it found."""
    return run.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)


def _only(compiled: Compiled, asked: Asked, targets: Sequence[Target]) -> Compiled:
    """The program in which only these targets bind; rows of the other legs stay, without bounds."""
    kept = set(targets)
    free = [at for target in asked.every_target if target not in kept and (at := row_of(compiled, target)) is not None]
    if not free:
        return compiled
    return replace(compiled, matrix=compiled.matrix.without_rows(free))


def _joint_bound(runs: Sequence[Run], cost_cny: float) -> float | None:
    """What no plan of any run is cheaper than; None where some run has no bound. Rounding puts no bound above the cost."""
    bounds = [run.bound_cny for run in runs if run.status is not SolveStatus.INFEASIBLE or run.proof == "nothing"]
    known = [bound for bound in bounds if bound is not None]
    return min(*known, cost_cny) if known and len(known) == len(bounds) else None


def _meets(compiled: Compiled, target: Target, activity: np.ndarray) -> bool:
    """Whether a target's row, its safety margin included, is satisfied."""
    at = row_of(compiled, target)
    return at is None or bool(activity[at] <= compiled.matrix.row_upper[at])

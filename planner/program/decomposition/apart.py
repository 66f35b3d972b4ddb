"""Years solved apart until their plan is proven to be near the best: a bound from the master, plans from the years.

A point (sizes and what couples years) is put to every year. Together the years' plans are a plan; each year's answer is also a cut
for the master, whose optimum no plan undercuts. The next point lies between the best plan and the master's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from planner.domain.effort import Effort, Progress
from planner.domain.tiers import SolveStatus
from planner.program.compile import Compiled
from planner.program.decisions import clean
from planner.program.decomposition.aggregation import aggregate
from planner.program.decomposition.grouping import kinds_for
from planner.program.decomposition.master import WHOLE, Master, Proposal
from planner.program.decomposition.places import NOWHERE, find_places
from planner.program.decomposition.split import Block, split_by_years
from planner.program.decomposition.workers import Crew, hire
from planner.program.decomposition.year import NOTHING, Finding, Held, Question, Year, find_soft
from planner.program.families import overlaps
from planner.program.matrix import guard
from planner.program.netting import both_ways, find_stores, net
from planner.program.places import row_of
from planner.program.run import PROVEN_GAP, Proof, Run
from planner.program.scaling import scaled
from planner.program.takings import read_adopted
from planner.program.targets import Asked, Leg, Target
from planner.progress import SolverStep, tell

MOST_ROUNDS = 60
"""Points after which the search ends with the gap that is left."""
PRICE_OF_LACK = 300.0
"""Price of a unit that is lacking, in the units of the solver, in which energy costs about one."""
DEARER, DEAREST = 10.0, 1e5
"""Factor by which that price rises in a year that lacks something twice running, and the most that it rises to."""
STEP = 0.3
"""Part of the way from the best plan to the master's proposal."""
MOST_TURNS = 4
"""Times that a point is put to the years again because stores would charge and discharge at once."""
PART_OF_GAP = 0.1
"""Part of the asked gap that the master may leave where whole numbers are decided."""


def solve_apart(model: Any, compiled: Compiled, asked: Asked, effort: Effort, time_limit_s: float | None = None) -> Run:
    """A plan with a proven bound, or the proof that there is none."""
    return _Search(model, compiled, asked, effort, time_limit_s).run()


class _Search:
    def __init__(self, model: Any, compiled: Compiled, asked: Asked, effort: Effort, time_limit_s: float | None) -> None:
        self.started, self.limit_s = time.perf_counter(), time_limit_s
        self.model, self.compiled, self.asked, self.effort = model, compiled, asked, effort
        self.matrix, _, self.column_scale, self.money = scaled(model, compiled)
        guard(self.matrix, compiled.row_name, compiled.column_name)
        places = find_places(model, compiled)
        self.split = split_by_years(self.matrix.without_rows(self._loose_rows()), places)
        self.relaxed = [aggregate(block, places, kinds_for(len(self.split.blocks))) for block in self.split.blocks]
        self.master = Master(self.split, self.relaxed)
        self.where = _Where(self.matrix.shape, self.split.rows, self.split.blocks)
        self.legs: dict[str, Leg] = {}
        self.target_rows: list[int] = []
        self.legs_rows: dict[int, float] = {}
        timed = len(model.FOLLOWING) and (len(model.STORAGE) or len(model.FLEXIBLE))
        self.stores = find_stores(model, compiled) if timed else None
        self.idle = np.zeros(self.matrix.shape[1], bool)
        self.soft = [find_soft(block, small.row_slice) for block, small in zip(self.split.blocks, self.relaxed, strict=True)]
        self.prices = [PRICE_OF_LACK] * len(self.split.blocks)
        self.lacked = [False] * len(self.split.blocks)
        self.bound, self.best = -np.inf, np.inf
        self.best_x: np.ndarray | None = None
        self.best_point: np.ndarray | None = None

    def run(self) -> Run:
        """Rounds until the gap is closed or the time is over."""
        proposal = self._propose()
        if proposal.status is not SolveStatus.OPTIMAL:
            return self._concluded(proposal.status)
        self.bound = proposal.bound
        if not self._choose_legs(proposal):
            return self._concluded(SolveStatus.NO_PLAN)
        point = self._start(proposal)
        years = [Year(block, soft) for block, soft in zip(self.split.blocks, self.soft, strict=True)]
        with hire(years, self.effort.workers) as crew:
            for count in range(MOST_ROUNDS):
                status = self._evaluate(crew, point)
                if status is not SolveStatus.OPTIMAL:
                    return self._concluded(status)
                proposal = self._propose()
                if proposal.status is not SolveStatus.OPTIMAL:
                    return self._concluded(proposal.status)
                self.bound = max(self.bound, proposal.bound)
                self._tell(count + 1)
                if self._gap() <= self.effort.gap or self._left_s() == 0:
                    break
                point = self._next(proposal)
        return self._concluded(SolveStatus.NO_PLAN)

    # points -----------------------------------------------------------------------------------------------------------

    def _start(self, proposal: Proposal) -> np.ndarray:
        """The master's decisions with the sizes of a known plan, where one is given."""
        if self.effort.start is None:
            return self._allowed(proposal)
        wanted = np.full(self.matrix.shape[1], np.nan)
        for name, sizes in (("deploy", self.effort.start.deploy), ("deploy_kwh", self.effort.start.deploy_kwh)):
            first = self.compiled.first_column[name]
            for position, (measure, vintage) in enumerate(self.compiled.layouts[name].all_keys()):
                wanted[first + position] = sizes.get(str(measure), {}).get(int(vintage), 0.0)
        held = self.master.near(wanted[self.split.columns] / self.column_scale[self.split.columns], self._left_s())
        return self._allowed(proposal) if held is None else held

    def _allowed(self, proposal: Proposal) -> np.ndarray:
        """The proposal itself, or the master's with the chosen legs held where it does not pass them."""
        if not self.legs_rows or self.master.passes(self.legs_rows):
            return proposal.x
        held = self.master.with_rows(self.legs_rows, self._left_s(), PART_OF_GAP * self.effort.gap)
        return held.x if held.status is SolveStatus.OPTIMAL else proposal.x

    def _next(self, proposal: Proposal) -> np.ndarray:
        """A step from the best plan towards the proposal, which alone swings from one end to the other."""
        point, whole = self._allowed(proposal), self.split.matrix.integer == 1
        if self.best_point is None or np.any(np.abs(point - self.best_point)[whole] > WHOLE):
            return point
        return np.asarray(self.best_point + STEP * (point - self.best_point))

    # years ------------------------------------------------------------------------------------------------------------

    def _evaluate(self, crew: Crew, point: np.ndarray) -> SolveStatus:
        """Put a point to every year: cuts for the master and, where nothing lacks, a plan."""
        whole = self.split.matrix.integer == 1
        point = np.where(whole, np.round(point), np.clip(point, self.split.matrix.lower, self.split.matrix.upper))
        findings = self._ask(crew, point)
        for place, finding in enumerate(findings):
            if finding.status is not SolveStatus.OPTIMAL:
                return finding.status
            self.master.cut(place, finding)
            self._make_dearer(place, finding)
        for _ in range(MOST_TURNS):
            if self._take(point, findings):
                break
            findings = self._ask(crew, point)
        return SolveStatus.OPTIMAL

    def _ask(self, crew: Crew, point: np.ndarray) -> list[Finding]:
        held = self._held(point)
        return crew.ask(
            [
                Question(block.links.times(point), price, keep, self._left_s())
                for block, price, keep in zip(self.split.blocks, self.prices, held, strict=True)
            ]
        )

    def _make_dearer(self, place: int, finding: Finding) -> None:
        lacks = bool(np.any(finding.lacking > NOTHING))
        if lacks and self.lacked[place]:
            self.prices[place] = min(DEARER * self.prices[place], DEAREST)
        self.lacked[place] = lacks

    def _take(self, point: np.ndarray, findings: Sequence[Finding]) -> bool:
        """Keep the years' plans if together they are the cheapest so far; False where stores first have to get a direction."""
        if any(finding.plan is None for finding in findings):
            return True
        x = np.zeros(self.matrix.shape[1])
        x[self.split.columns] = point
        for block, finding in zip(self.split.blocks, findings, strict=True):
            assert finding.plan is not None  # as just seen
            x[block.columns] = finding.plan
        plan = clean(x, self.matrix) * self.column_scale
        if self.stores is not None:
            netted = net(self.model, self.stores, Run(self.legs, self._kept, SolveStatus.NOT_PROVEN, plan, self._cost(plan), None, ""))
            assert netted.x is not None  # netting keeps a plan
            plan = netted.x
            both = both_ways(self.stores, plan)
            if len(both):
                self._direct(plan, both)
                return False
        cost = self._cost(plan) / self.money
        if cost < self.best:
            self.best, self.best_x, self.best_point = cost, plan, point
        return True

    def _cost(self, x: np.ndarray) -> float:
        return float(self.compiled.matrix.cost @ x) + self.compiled.matrix.offset

    @cached_property
    def _kept(self) -> Compiled:
        """The program with what a plan has to keep: without inner planes and the legs that aren't chosen."""
        loose = np.setdiff1d(self._loose_rows(), self.target_rows)
        return replace(self.compiled, matrix=self.compiled.matrix.without_rows(loose))

    def _direct(self, x: np.ndarray, both: np.ndarray) -> None:
        """Plans keep, where a store would charge and discharge, to what moves its level more."""
        assert self.stores is not None  # as asked before
        stores = self.stores
        rises = stores.gain[both] * x[stores.charge[both]] >= stores.loss[both] * x[stores.discharge[both]]
        self.idle[np.where(rises, stores.discharge[both], stores.charge[both])] = True

    def _held(self, point: np.ndarray) -> list[Held]:
        """What the plan of each year keeps to: exact shares of savings that overlap, directions, targets of the chosen legs."""
        count = self.matrix.shape[1]
        lower, upper = np.zeros(count), np.where(self.idle, 0.0, np.inf)
        bound = self.idle.copy()
        if self.model.numbers.overlaps:
            x = np.zeros(count)
            x[self.split.columns] = point * self.column_scale[self.split.columns]
            columns = self.compiled.columns("left")
            lower[columns] = _shares_left(self.model, self.compiled, x).ravel() / self.column_scale[columns]
            bound[columns] = True
        held = []
        for place, block in enumerate(self.split.blocks):
            at = np.flatnonzero(bound[block.columns])
            places = block.columns[at]
            rows = [row for row in self.target_rows if self.where.block[row] == place]
            held.append(Held(at, lower[places], upper[places], self.where.local[rows], self.matrix.row_upper[rows]))
        return held

    # rules with an "or" -----------------------------------------------------------------------------------------------

    def _choose_legs(self, proposal: Proposal) -> bool:
        """The legs that the plan will take: those that the master passes anyway, else the cheapest of each rule in turn."""
        for rule, legs in self.asked.open.items():
            passed = next((leg for leg in legs if self.master.passes(self._master_rows(leg.targets))), None)
            self.legs[rule] = passed or min(legs, key=self._cost_with)
            self.target_rows += self._rows_of(self.legs[rule].targets)
            self.legs_rows |= self._master_rows(self.legs[rule].targets)
            if passed is None:
                held = self.master.with_rows(self.legs_rows, self._left_s(), PART_OF_GAP * self.effort.gap)
                if held.status is not SolveStatus.OPTIMAL:
                    return False
        return True

    def _cost_with(self, leg: Leg) -> float:
        rows = self.legs_rows | self._master_rows(leg.targets)
        held = self.master.with_rows(rows, self._left_s(), PART_OF_GAP * self.effort.gap)
        return held.bound if held.status is SolveStatus.OPTIMAL else np.inf

    def _rows_of(self, targets: Sequence[Target]) -> list[int]:
        return [at for target in targets if (at := row_of(self.compiled, target)) is not None]

    def _master_rows(self, targets: Sequence[Target]) -> dict[int, float]:
        """Row of the master to its side."""
        rows = {}
        for at in self._rows_of(targets):
            place, local = int(self.where.block[at]), int(self.where.local[at])
            row = local if place == NOWHERE else self.master.first_rows[place] + int(self.relaxed[place].row_sum[local])
            rows[row] = float(self.matrix.row_upper[at])
        return rows

    def _loose_rows(self) -> np.ndarray:
        """Rows that the bound leaves out: inner planes of overlaps, and the targets of every leg."""
        inner = [
            np.arange(*self.compiled.rows(name).indices(self.matrix.shape[0]))
            for name in overlaps.INNER
            if name in self.compiled.row_counts
        ]
        legs = self._rows_of([target for legs in self.asked.open.values() for leg in legs for target in leg.targets])
        return np.concatenate([*inner, np.array(legs, np.int64)])

    # ends -------------------------------------------------------------------------------------------------------------

    def _propose(self) -> Proposal:
        return self.master.propose(self._left_s(), PART_OF_GAP * self.effort.gap)

    def _left_s(self) -> float | None:
        return None if self.limit_s is None else max(self.limit_s - (time.perf_counter() - self.started), 0.0)

    def _gap(self) -> float:
        return (self.best - self.bound) / abs(self.best) if np.isfinite(self.best) and self.best else np.inf

    def _tell(self, count: int) -> None:
        tell(SolverStep(count, self._gap() if np.isfinite(self._gap()) else None))
        if self.effort.progress is not None:
            seconds = time.perf_counter() - self.started
            self.effort.progress(Progress(count, self.bound * self.money, self.best * self.money, self._gap(), seconds))

    def _concluded(self, status: SolveStatus) -> Run:
        """The best plan with its bound; without one, what is known instead."""
        sha = self.matrix.sha256()
        bound = self.bound * self.money if np.isfinite(self.bound) else None
        if self.best_x is None:
            proof: Proof = "program" if status is SolveStatus.INFEASIBLE else "nothing"
            return Run(self.legs, self.compiled, status, None, float("inf"), bound, sha, proof)
        near = self.best - self.bound <= PROVEN_GAP * abs(self.best)
        known = SolveStatus.OPTIMAL if near else SolveStatus.NOT_PROVEN
        return Run(self.legs, self.compiled, known, self.best_x, self.best * self.money, bound, sha, gap_asked=self.effort.gap)


class _Where:
    """In which block a row of the program stands, and where in it; ``NOWHERE`` for the first stage."""

    def __init__(self, shape: tuple[int, int, int], first: np.ndarray, blocks: Sequence[Block]) -> None:
        self.block, self.local = np.full(shape[0], NOWHERE), np.full(shape[0], NOWHERE)
        self.local[first] = np.arange(len(first))
        for place, block in enumerate(blocks):
            self.block[block.rows], self.local[block.rows] = place, np.arange(len(block.rows))


def _shares_left(model: Any, compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """The product of what each measure leaves, position by position. Shape (positions of all overlaps, years)."""
    adopted = read_adopted(model, compiled, x)
    adoptions = model.adoptions
    parts = [np.cumprod(1 - np.array(o.shares)[:, None] * adopted[adoptions.rows(o)], axis=0) for o in adoptions.overlaps]
    return np.concatenate(parts)

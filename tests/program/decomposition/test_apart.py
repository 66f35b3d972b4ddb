"""Years apart against the same program solved at once, which is the judge."""

from __future__ import annotations

import itertools
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.case import Case, GenerationData
from planner.domain.effort import Effort, Method, Progress
from planner.domain.plan import Commitment, Request
from planner.domain.tiers import SolveStatus
from planner.errors import NoPlanInTime, SolverRefused, TierUnreachable
from planner.index.catalogue import indexes_for
from planner.pathway import Pathways, no_target_request, reference_request, request_for
from planner.program import Program, highs
from planner.program.decomposition import grouping, workers
from planner.program.decomposition.aggregation import aggregate
from planner.program.decomposition.places import find_places
from planner.program.decomposition.split import Split, split_by_years
from planner.program.decomposition.year import Held, Question, Year, find_soft, run_from_here, soften
from planner.program.scaling import scaled
from planner.program.targets import read_targets
from planner.reading import read_case
from tests.factories import cases
from tests.hours import first_years, spread_over_hours

ROOT = Path(__file__).parents[3]
SAME = 1e-6
NO_HELD = Held(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
SEED = settings(deadline=None, derandomize=True, database=None, max_examples=12)


def auto_parts(years: int, days: int, seed: int = 0) -> Case:
    return spread_over_hours(first_years(read_case(ROOT / "examples/auto-parts/scenario.yaml"), years), days, seed)


def cost_at_once(case: Case, request: Request) -> float:
    return record(Program(case, indexes_for(case)).solve(request, effort=Effort(Method.MONOLITH)).plan).objective_cny


def record(plan: Any) -> Any:
    assert plan.solver is not None
    return plan.solver


def taken_apart(case: Case, request: Request) -> tuple[Split, Any]:
    program = Program(case, indexes_for(case))
    compiled = program._stated(request, read_targets(case, program.chosen, request).every_target)
    return split_by_years(scaled(program._model, compiled)[0], find_places(program._model, compiled)), find_places(program._model, compiled)


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few groups, so that the relaxation of a short chain is one."""
    monkeypatch.setattr(grouping, "MOST_EXACT", 20)
    monkeypatch.setattr(grouping, "MOST_KINDS", 2)
    monkeypatch.setattr(grouping, "FEWEST_KINDS", 2)


def test_the_optimum_lies_between_bound_and_cost(coarse: None) -> None:
    case = auto_parts(2, 4)
    request = request_for(case, "low")
    steps: list[Progress] = []
    outcome = Pathways(case).run(request, effort=Effort(Method.DECOMPOSED, 0.005, 1, progress=steps.append))
    found, best = record(outcome.plan), cost_at_once(case, request)
    assert found.bound_cny <= best * (1 + SAME)
    assert best <= found.objective_cny * (1 + SAME)
    assert found.gap_cny <= 0.005 * found.objective_cny
    assert outcome.disagreements == ()
    assert outcome.holds
    assert [step.round for step in steps] == list(range(1, len(steps) + 1))
    assert all(before.bound_cny <= later.bound_cny for before, later in itertools.pairwise(steps))


def test_a_chain_that_is_not_made_smaller_is_exact_at_once() -> None:
    case = auto_parts(2, 2)
    request = request_for(case, "low")
    steps: list[Progress] = []
    plan = Program(case, indexes_for(case)).solve(request, effort=Effort(Method.DECOMPOSED, 0.0, 1, progress=steps.append)).plan
    assert record(plan).status is SolveStatus.OPTIMAL
    assert record(plan).objective_cny == pytest.approx(cost_at_once(case, request), rel=SAME)


def flattened(case: Case) -> Case:
    """The case with every profile flat."""
    flat = np.full(len(case.slices), 1.0 / len(case.slices))
    even = (1.0,) * len(flat)

    def evened(measure: Any) -> Any:
        return replace(measure, yield_mwh=tuple(sum(measure.yield_mwh) * flat)) if isinstance(measure, GenerationData) else measure

    return replace(
        case,
        demands={d: replace(demand, shape=tuple(flat)) for d, demand in case.demands.items()},
        commodities={c: replace(data, price_multiplier=even) for c, data in case.commodities.items()},
        measures={m: evened(measure) for m, measure in case.measures.items()},
    )


def test_flat_profiles_are_exact_at_once(coarse: None) -> None:
    case = flattened(auto_parts(2, 3))
    steps: list[Progress] = []
    plan = (
        Program(case, indexes_for(case)).solve(no_target_request(), effort=Effort(Method.DECOMPOSED, 1e-6, 1, progress=steps.append)).plan
    )
    assert len(steps) == 1
    assert record(plan).objective_cny == pytest.approx(cost_at_once(case, no_target_request()), rel=SAME)


@SEED
@given(st.integers(0, 2**16), st.integers(1, 60))
def test_a_relaxation_never_costs_more_than_its_block(seed: int, groups: int) -> None:
    """For any partition of the hours and any links that the block can do with."""
    split, places = _AUTO
    dice = np.random.default_rng(seed)
    for block in split.blocks:
        partition = dice.integers(0, groups, int(places.slice.max()) + 1)
        small = aggregate(block, places, np.unique(partition, return_inverse=True)[1])
        links = dice.uniform(0.0, 1.0, block.links.height)
        whole = highs.load(soften(block, np.arange(0), links, 0.0))
        if run_from_here(whole) is not SolveStatus.OPTIMAL:
            continue
        part = highs.load(_fixed(small.matrix, block.links.height, links))
        assert run_from_here(part) is SolveStatus.OPTIMAL
        cost = whole.getInfo().objective_function_value
        assert part.getInfo().objective_function_value <= cost + SAME * abs(cost)


@SEED
@given(st.integers(0, 2**16))
def test_a_cut_holds_at_any_other_links(seed: int) -> None:
    split, places = _AUTO
    dice = np.random.default_rng(seed)
    for block in split.blocks:
        year = Year(block, find_soft(block, aggregate(block, places, 10).row_slice))
        here, there = (year.answer(Question(dice.uniform(0.0, 1.0, block.links.height), 300.0, NO_HELD, None)) for _ in range(2))
        cut = here.cost + here.slope @ (there.links - here.links)
        assert cut <= there.cost + SAME * max(abs(there.cost), abs(here.cost))


def _fixed(matrix: Any, links: int, values: np.ndarray) -> Any:
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[-links:] = upper[-links:] = values
    return replace(matrix, lower=lower, upper=upper)


_CASE = auto_parts(2, 2)
_AUTO = taken_apart(_CASE, no_target_request())


def test_every_row_and_column_has_one_place() -> None:
    split, _ = _AUTO
    program = Program(_CASE, indexes_for(_CASE))
    rows, columns, _ = program._base.matrix.shape
    assert sorted([*split.rows, *(row for block in split.blocks for row in block.rows)]) == list(range(rows))
    assert sorted([*split.columns, *(at for block in split.blocks for at in block.columns)]) == list(range(columns))


def test_sizes_that_fall_short_are_raised(coarse: None) -> None:
    """From a start with nothing built, which leaves the request unmet, the search still ends with a plan."""
    case = auto_parts(2, 4)
    program, request = Program(case, indexes_for(case)), request_for(case, "low")
    nothing = program.solve(reference_request()).plan
    assert not nothing.deploy
    plan = program.solve(request, effort=Effort(Method.DECOMPOSED, 0.01, 1, start=nothing)).plan
    assert record(plan).gap_cny <= 0.01 * record(plan).objective_cny


def test_what_is_out_of_reach_is_named(coarse: None) -> None:
    """Nothing new may be built, and the tier asks for renewables."""
    case = auto_parts(2, 3)
    request = request_for(case, "low").model_copy(update={"new_measures": False})
    with pytest.raises(TierUnreachable) as missed:
        Program(case, indexes_for(case)).solve(request, effort=Effort(Method.DECOMPOSED, 0.01, 1))
    assert missed.value.proven
    assert "R06" in {shortfall.rule for shortfall in missed.value.shortfalls}


def test_a_commitment_is_kept(coarse: None) -> None:
    case = auto_parts(2, 3)
    program = Program(case, indexes_for(case))
    committed = Commitment(until=case.years[0], deploy={"led": {case.years[0]: 100.0}})
    plan = program.solve(request_for(case, "low"), committed=committed, effort=Effort(Method.DECOMPOSED, 0.01, 1)).plan
    assert plan.deploy["led"][case.years[0]] == pytest.approx(100.0, rel=1e-3)


def test_workers_find_what_one_process_finds(coarse: None) -> None:
    case = auto_parts(2, 3)
    request = request_for(case, "low")
    alone, together = (
        record(Program(case, indexes_for(case)).solve(request, effort=Effort(Method.DECOMPOSED, 0.005, count)).plan) for count in (1, 2)
    )
    assert together.objective_cny == pytest.approx(alone.objective_cny, rel=SAME)
    assert together.bound_cny == pytest.approx(alone.bound_cny, rel=SAME)


def test_a_worker_that_is_killed_ends_the_run() -> None:
    split, _ = _AUTO
    years = [Year(block, np.zeros(0, np.int64)) for block in split.blocks]
    questions = [Question(np.zeros(block.links.height), 300.0, NO_HELD, None) for block in split.blocks]
    with workers.Workers(years, 2) as crew:
        os.kill(crew._processes[0].pid, signal.SIGKILL)
        crew._processes[0].join(5.0)
        with pytest.raises(SolverRefused, match="memory"):
            crew.ask(questions)
    assert not any(process.is_alive() for process in crew._processes)


def test_time_that_is_over_leaves_no_plan() -> None:
    case = auto_parts(2, 2)
    with pytest.raises(NoPlanInTime):
        Program(case, indexes_for(case)).solve(request_for(case, "low"), time_limit_s=1e-6, effort=Effort(Method.DECOMPOSED))


@pytest.mark.slow
@SEED
@given(cases(most_years=3, features=()), st.integers(2, 3))
def test_random_factories_by_the_hour(case: Case, days: int) -> None:
    case = spread_over_hours(case, days)
    request = no_target_request()
    try:
        best = cost_at_once(case, request)
    except (TierUnreachable, NoPlanInTime):
        assume(False)
    found = record(Program(case, indexes_for(case)).solve(request, effort=Effort(Method.DECOMPOSED, 0.01, 1)).plan)
    assert found.bound_cny <= best + SAME * abs(best)
    assert best <= found.objective_cny + SAME * abs(best)

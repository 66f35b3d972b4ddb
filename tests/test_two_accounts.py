"""The two accounts agree: the optimizer's figures and the evaluator's, on random factories, at the optimum and elsewhere.

The program and the evaluator share no formula, so a slip in either shows as a difference. Nothing here is rounded: figures are
compared at the tolerance of ``evaluation.agreement``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import IndexEdition, Plan, Request, SolverRecord, TierYear
from planner.domain.tiers import SolveStatus, Status
from planner.errors import NoPlanInTime, TierUnreachable
from planner.evaluation import build_ledger, judge_tier
from planner.evaluation.agreement import compare_accounts
from planner.index import load_index
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from planner.index.rules import AllOf, AnyOf, AtLeast, AtMost, BySize, Index, Indicator, NotRequired, Papers, Rule, Stated, TitleAtLeast
from planner.pathway import no_target_request, reference_request, request_for
from planner.program import Program, Solution, highs
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.decisions import Values, clean, deployments, figures, flows
from planner.program.netting import find_stores
from planner.program.scaling import scaled
from planner.program.targets import Target, read_targets
from tests.builders import BINHAI, TIERS, alone
from tests.drawing import HOURLY, Dice
from tests.factories import cases

pytestmark = pytest.mark.slow
TIME_LIMIT_S = 10.0
HALF = 0.5
RANDOM = settings(derandomize=True, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
SIGNED = ("emission_reduction", "net_scope_emissions_t", "net_emissions_t")
PLANNED = tuple(name for name in METRICS if name not in ("solid_waste_utilisation", "baseline_t"))


# What a test needs ------------------------------------------------------------------------------------------------------


def without_papers(rule: Rule) -> Rule:
    """The rule with everything that no plan decides left out."""
    given = isinstance(rule, Papers | TitleAtLeast | Stated)
    if given or (isinstance(rule, AtLeast | AtMost) and rule.metric == "solid_waste_utilisation"):
        return NotRequired(kind="not_required")
    if isinstance(rule, AllOf | AnyOf):
        kept = tuple(part for part in map(without_papers, rule.tests) if not isinstance(part, NotRequired))
        return rule.model_copy(update={"tests": kept}) if kept else NotRequired(kind="not_required")
    if isinstance(rule, BySize):
        return rule.model_copy(update={"then": without_papers(rule.then), "otherwise": without_papers(rule.otherwise)})
    return rule


def quantitative(index: Index) -> Index:
    """The index without papers."""
    rows = [i.model_copy(update={"tests": {t: without_papers(r) for t, r in i.tests.items()}}) for i in index.indicators]
    return index.model_copy(update={"indicators": tuple(rows)})


def random_index(index: Index, readings: Readings, dice: Dice, known: Mapping[str, float]) -> Index:
    """An index of random thresholds on random metrics, around the figures of a plan that is known to be possible."""
    words = Text(zh="抽取", en="drawn")
    names = dice.sample([name for name in PLANNED if name in known], dice.randint(1, 6))

    def bound(name: str) -> Rule:
        value, least = known[name], dice.chance(0.5)
        least = least or (name == "emission_reduction" and readings.baseline == "rolling")  # the only way that is supported
        room = dice.choice((0.3, 0.05, 1e-3, -0.02)) * max(abs(value), 0.01 if name in SIGNED else 0.0)
        if least:
            return AtLeast(kind="at_least", metric=name, value=value - room)
        return AtMost(kind="at_most", metric=name, value=value + room)

    rows = []
    for number, name in enumerate(names):
        rules = {tier: bound(name) for tier in TIERS}
        if dice.chance(0.3):
            other = bound(dice.choice(names))
            rules = {tier: AnyOf(kind="any_of", tests=(rule, other)) for tier, rule in rules.items()}
        requirements = dict.fromkeys(TIERS, words)
        rows.append(Indicator(id=f"X{number:02}", row=number, level1=words, title=words, requirements=requirements, tests=rules))
    return index.model_copy(update={"indicators": tuple(rows)})


def assert_same(case: Case, readings: Readings, solution: Solution) -> None:
    """Figures agree, the objective is the ledger's cost, and the plan breaks nothing."""
    plan = solution.plan
    ledger = build_ledger(case, plan, readings)
    assert plan.solver is not None
    assert compare_accounts(BINHAI, solution.figures, ledger, plan.solver.objective_cny) == ()
    assert [breach.en for breach in ledger.breaches] == []
    size = sum(abs(part) for part in ledger.discounted_parts_cny.values())
    assert abs(plan.solver.objective_cny - ledger.discounted_cost_cny) <= 1e-9 * size


def asked_of(case: Case, index: Index, readings: Readings, request: Request, solution: Solution) -> Iterator[Target]:
    """Targets that the plan was held to."""
    asked = read_targets(case, alone(index, readings), request)
    yield from asked.fixed
    assert solution.plan.solver is not None
    for rule, name in solution.plan.solver.branches.items():
        yield from next(leg for leg in asked.open[rule] if leg.name == name).targets


def assert_met(case: Case, index: Index, readings: Readings, request: Request, solution: Solution) -> None:
    """Whatever the program enforced, the judge calls met, or can't assess for want of years in a row or of an advanced value."""
    ledger = build_ledger(case, solution.plan, readings)
    enforced = {(t.indicator, t.tier, t.year): t for t in asked_of(case, index, readings, request, solution)}
    for (indicator, tier, year), target in enforced.items():
        if target.sense == "fall" and not any(t.tier is tier and t.year <= year for t in request.tiers):
            continue  # a step on the way to the year of application
        verdict = next(v for v in judge_tier(case, index, readings, solution.plan, ledger, tier, year).verdicts if v.indicator == indicator)
        allowed = {Status.MET, Status.NOT_REQUIRED}
        if _unassessable(case, readings, target) or target.metric not in solution.figures[year]:  # such as a share of no electricity
            allowed.add(Status.NOT_ASSESSED)
        assert verdict.status in allowed, (target, verdict.status, [reason.en for reason in verdict.reasons])


def _unassessable(case: Case, readings: Readings, target: Target) -> bool:
    if readings.baseline == "rolling" and target.metric in ("scope_emissions_t", "net_scope_emissions_t"):
        window = range(max(target.year - 5, case.history_years[0]), target.year)
        return any(y not in (*case.history_years, *case.years) for y in window)  # between milestones
    unknown = "unknown" in (case.intensity.advanced_energy_kgce.status, case.intensity.advanced_carbon_kg.status)
    years = [y for y in (*case.history_years, *case.years) if y <= target.year]
    known = years[-(readings.trend_falls + 1) :]
    gaps = len(known) <= readings.trend_falls or known[-1] - known[0] != readings.trend_falls  # too few, or milestones
    return target.metric in ("energy_per_unit_kgce", "carbon_per_unit_kg") and (unknown or gaps)


def solve_or_explain(program: Program, request: Request) -> Solution | None:
    """A solution; or None after making sure that an unreachable request is explained."""
    try:
        return program.solve(request, time_limit_s=TIME_LIMIT_S)
    except TierUnreachable as unreachable:
        assert unreachable.shortfalls or unreachable.clash
        assert all(gap.zh and gap.en for gap in unreachable.shortfalls)
        assert all("|" in words for words in unreachable.clash)
    except NoPlanInTime:
        measures = program.case.measures.values()
        whole = any((m.built and (m.built.unit_size or m.built.minimum_size)) or m.excludes for m in measures)
        assert whole or len(program.case.slices) in HOURLY  # HiGHS 1.15.1 may stall on a chain of hours that is infeasible
    return None


# The tests --------------------------------------------------------------------------------------------------------------


@settings(RANDOM, max_examples=120)
@given(cases(), st.integers(0, 2**32 - 1))
def test_accounts_agree_at_the_optimum_of_the_shipped_index(case: Case, seed: int) -> None:
    index, readings = load_index(case.index.id, case.index.settings)
    index = quantitative(index)
    program = Program(case, alone(index, readings))
    tier = Dice(seed).choice(list(TIERS))
    for request in (no_target_request(), reference_request(), request_for(case, tier)):
        solution = solve_or_explain(program, request)
        if solution is not None:
            assert_same(case, readings, solution)
            assert_met(case, index, readings, request, solution)


@settings(RANDOM, max_examples=40)
@given(cases(counts=HOURLY), st.integers(0, 2**32 - 1))
def test_accounts_agree_by_the_hour(case: Case, seed: int) -> None:
    """On typical days, with seasonal levels or without, and on chains of hours; what is written to a file is judged alike."""
    index, readings = load_index(case.index.id, case.index.settings)
    index = quantitative(index)
    program, tier = Program(case, alone(index, readings)), Dice(seed).choice(list(TIERS))
    for request in (no_target_request(), request_for(case, tier)):
        solution = solve_or_explain(program, request)
        if solution is not None:
            assert_same(case, readings, solution)
            assert_met(case, index, readings, request, solution)
            assert_one_direction(case, solution.plan)
            assert_stores_close(case, solution.plan)
            assert_read_back(case, index, readings, solution.plan, tier)


def assert_one_direction(case: Case, plan: Plan) -> None:
    """No store charges and discharges in one slice, and no demand moves into and out of one."""
    for one, other in ((plan.flows.charge, plan.flows.discharge), (plan.flows.moved_in, plan.flows.moved_out)):
        for id_, by_year in one.items():
            for year, values in by_year.items():
                back = other.get(id_, {}).get(year, (0.0,) * len(case.slices))
                assert max(map(min, values, back)) == 0.0, (id_, year)


def assert_stores_close(case: Case, plan: Plan) -> None:
    """Hour after hour by plain arithmetic, every store holds what went in less what came out and its losses, and ends where it began."""
    days = case.representatives if case.typical_days is not None and case.typical_days.seasonal_storage else ()
    typical = {day: 24 * place for place, day in enumerate(sorted(set(days)))}
    hours = [typical[day] + hour for day in days for hour in range(24)]
    periods = [hours] if days else [_period(case, first) for first, part in enumerate(case.slices) if part.previous >= first]
    for store in (m for m in case.measures.values() if m.kind == "storage"):
        for year in case.years:
            into, out, level = (
                kind.get(store.id, {}).get(year, (0.0,) * len(case.slices))
                for kind in (plan.flows.charge, plan.flows.discharge, plan.flows.level)
            )
            largest = max(*into, *out, 1e-3)
            for period in periods:
                begin = plan.flows.day_level.get(store.id, {}).get(year, (0.0,))[0] if days else level[period[-1]]
                now = begin
                for s in period:
                    part = case.slices[s]
                    now *= (1 - store.standing_loss_per_hour) ** (part.hours / part.occurrences)
                    now += (into[s] * store.charge_efficiency - out[s] / store.discharge_efficiency) / part.occurrences
                    assert now >= -1e-6 * largest
                assert now == pytest.approx(begin, rel=1e-6, abs=1e-6 * largest)


def _period(case: Case, first: int) -> list[int]:
    """Slices of the period whose first is ``first``, in order: up to the one that comes before the first."""
    return list(range(first, case.slices[first].previous + 1))


def assert_read_back(case: Case, index: Index, readings: Readings, plan: Plan, tier: str) -> None:
    """The plan's file says the same as the plan: accounts, breaches, verdicts."""
    again = Plan.model_validate_json(plan.model_dump_json(by_alias=True))
    ledger, read = build_ledger(case, plan, readings), build_ledger(case, again, readings)
    assert (read.years, read.breaches) == (ledger.years, ledger.breaches)
    year = case.years[-1]
    assert judge_tier(case, index, readings, again, read, tier, year) == judge_tier(case, index, readings, plan, ledger, tier, year)


@settings(RANDOM, max_examples=40)
@given(cases(), st.integers(0, 2**32 - 1))
def test_accounts_agree_under_random_thresholds(case: Case, seed: int) -> None:
    dice = Dice(seed)
    index, readings = load_index(case.index.id, case.index.settings)
    free = solve_or_explain(Program(case, alone(index, readings)), no_target_request())
    if free is None:
        return
    assert_same(case, readings, free)
    year = dice.choice(case.years)
    drawn = random_index(index, readings, dice, free.figures[year])
    request = Request(tiers=(TierYear(index="binhai-2022", tier=dice.choice(list(TIERS)), year=year),))
    solution = solve_or_explain(Program(case, alone(drawn, readings)), request)
    if solution is not None:
        assert_same(case, readings, solution)
        assert_met(case, drawn, readings, request, solution)


@settings(RANDOM, max_examples=40)
@given(cases(rules=("groups", "requires", "budget", "carbon_price", "hard")), st.integers(0, 2**32 - 1))
def test_accounts_agree_at_other_vertices(case: Case, seed: int) -> None:
    _, readings = load_index(case.index.id, case.index.settings)
    model = build_model(case, readings)
    compiled = compile_model(model)
    matrix, _, columns, _ = scaled(model, compiled)
    dice = np.random.default_rng(seed)
    boxed = replace(matrix, upper=np.minimum(matrix.upper, 20.0), lower=np.maximum(matrix.lower, -1e6))
    accounts = np.isneginf(matrix.lower)
    stores = find_stores(model, compiled)
    never = np.where(dice.random(len(stores.charge)) < HALF, stores.charge, stores.discharge)
    boxed.upper[never] = 0.0  # a vertex may charge and discharge at once, which the program settles after solving
    for _ in range(3):
        cost = np.where(accounts, 0.0, dice.normal(size=matrix.shape[1]))
        answer = highs.solve(replace(boxed, cost=cost, offset=0.0, upper=np.where(accounts, np.inf, boxed.upper)), TIME_LIMIT_S)
        if answer.x is None:
            continue
        x = clean(answer.x, matrix) * columns
        assert_same(case, readings, _as_solution(case, model, compiled, x))


def _as_solution(case: Case, model: Any, compiled: Any, x: np.ndarray) -> Solution:
    values = Values(compiled, x)
    deploy, deploy_kwh = deployments(values)
    (own,) = figures(model, compiled, x)
    cost = sum(model.numbers.discount[y] * own[y]["yearly_cost_cny"] for y in case.years)
    record = SolverRecord(
        name="random", version="0", status=SolveStatus.NOT_PROVEN, objective_cny=cost, rows=0, columns=0, nonzeros=0, matrix_sha256="0"
    )
    plan = Plan(
        schema_version="planner-plan/1",
        scenario="random",
        scenario_sha256=case.scenario_sha256,
        indexes=(IndexEdition(id=case.index.id, edition="test", sha256="0" * 64),),
        request=no_target_request(),
        years=case.years,
        resolution=case.resolution,
        representatives=case.representatives,
        deploy=deploy,
        deploy_kwh=deploy_kwh,
        flows=flows(values, case),
        solver=record,
    )
    return Solution(plan, own, {}, {})

"""What must hold of own reduction first whatever the factory: stricter readings reduce more and cost more; credits change nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings

from planner.domain.case import Case
from planner.domain.plan import Plan, Request, TierYear
from planner.errors import NoPlanInTime, TierUnreachable
from planner.evaluation import build_ledger
from planner.evaluation.tolerance import stays_within
from planner.index import load_index
from planner.index.readings import Readings
from planner.index.rules import Index
from planner.program import Program
from planner.program.hierarchy import SLACK
from tests.builders import BINHAI, alone, removal, steady
from tests.factories import cases
from tests.test_hand_solved import index_of
from tests.test_hierarchy import FIRST, NET_ZERO
from tests.test_invariants import LINEAR, SAME
from tests.test_two_accounts import RANDOM

pytestmark = pytest.mark.slow
FEW = settings(RANDOM, max_examples=12)
LADDER: tuple[dict[str, Any], ...] = (
    {"own_reduction_first": "ceiling"},
    *({"own_reduction_first": "priced", "own_reduction_price_cny_per_t": price} for price in (0.0, 100.0, 1000.0, 1e5)),
    {"own_reduction_first": "all_available"},
)
"""Readings, loosest first."""


def with_credit(case: Case, price: float) -> Case:
    """The factory with as many credits as it wants."""
    credit = removal("credit", price=steady(price, case.years), first_year=case.years[0])
    return replace(case, measures={**case.measures, "credit": credit}, tiers_kept=False)


def solve(case: Case, index: Index, read: dict[str, Any]) -> tuple[Plan, Readings]:
    """The plan that keeps the index in the last year alone, within its record."""
    chosen = load_index(BINHAI, case.index.settings)[1].model_copy(update=read)
    request = Request(tiers=(TierYear(index=BINHAI, tier="low", year=case.years[-1]),))
    try:
        plan = Program(case, alone(index, chosen)).solve(request, time_limit_s=10.0).plan
    except (NoPlanInTime, TierUnreachable):
        assume(False)
    return plan, chosen


def own_t(case: Case, plan: Plan, read: Readings) -> float:
    """Own emissions of the last year. [tCO2e]"""
    return build_ledger(case, plan, read).years[case.years[-1]]["own_scope_emissions_t"]


def room_t(case: Case, plan: Plan, read: Readings) -> float:
    """Room for the slack of two ceilings and the solver's rounding. [tCO2e]"""
    account = build_ledger(case, plan, read).years[case.years[-1]]
    return 3 * SLACK * max(account["baseline_t"], abs(account["own_scope_emissions_t"]))


@FEW
@given(cases(rules=LINEAR, most_years=3, counts=(1, 2)))
def test_stricter_readings_reduce_more_and_cost_more(case: Case) -> None:
    case = with_credit(case, 0.01)
    found = [solve(case, index_of(NET_ZERO, FIRST), read) for read in LADDER]
    own = [own_t(case, plan, read) for plan, read in found]
    costs = [plan.solver.objective_cny for plan, _ in found if plan.solver]
    size = max(map(abs, costs))
    for looser, stricter in pairwise(own):
        assert stricter <= looser + room_t(case, *found[0])
    for cheaper, dearer in pairwise(costs):
        assert cheaper <= dearer + max(SAME, 10 * SLACK) * size


@FEW
@given(cases(rules=LINEAR, most_years=3, counts=(1, 2)))
def test_every_plan_keeps_its_own_record_and_breaks_nothing(case: Case) -> None:
    case = with_credit(case, 0.01)
    for read in LADDER[2:]:
        plan, chosen = solve(case, index_of(NET_ZERO, FIRST), read)
        ledger = build_ledger(case, plan, chosen)
        assert ledger.breaches == ()
        for year, ceiling in plan.own_reduction[BINHAI].ceilings_t.items():
            assert stays_within(ledger.years[year]["own_scope_emissions_t"], ceiling, abs(ceiling) or ledger.years[year]["baseline_t"])


@FEW
@given(cases(rules=LINEAR, most_years=3, counts=(1, 2)))
def test_the_price_of_credits_does_not_change_what_own_reduction_is_asked_for(case: Case) -> None:
    for read in LADDER[2:]:
        records = []
        for price in (0.0, 1e4):
            plan, chosen = solve(with_credit(case, price), index_of(FIRST), read)
            records.append(plan.own_reduction[BINHAI].ceilings_t[case.years[-1]])
        assert abs(records[0] - records[1]) <= room_t(case, plan, chosen)

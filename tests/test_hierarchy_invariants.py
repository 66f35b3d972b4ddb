"""What must hold of own reduction first whatever the factory: stricter readings reduce more and cost more; credits change nothing."""

from __future__ import annotations

from collections.abc import Mapping
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
from planner.program.coefficients import Coefficients
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
    return replace(case, measures={**case.measures, "credit": credit}, tiers_kept=True)


def solve(case: Case, index: Index, read: dict[str, Any]) -> tuple[Plan, Readings]:
    """The plan that keeps the index in every year."""
    chosen = load_index(BINHAI, case.index.settings)[1].model_copy(update=read)
    request = Request(tiers=(TierYear(index=BINHAI, tier="low", year=case.years[0]),))
    try:
        plan = Program(case, alone(index, chosen)).solve(request, time_limit_s=10.0).plan
    except (NoPlanInTime, TierUnreachable):
        assume(False)
    return plan, chosen


def account_of(case: Case, plan: Plan, read: Readings) -> Mapping[int, Mapping[str, float]]:
    return {year: account.values for year, account in build_ledger(case, plan, read).years.items()}


def room_t(figures: Mapping[str, float]) -> float:
    """Room for the slack of two ceilings and the solver's rounding. [tCO2e]"""
    return 3 * SLACK * max(figures.get("baseline_t", 0.0), abs(figures["own_scope_emissions_t"]))


def cost_of(plan: Plan) -> float:
    assert plan.solver is not None
    return plan.solver.objective_cny


@FEW
@given(cases(rules=LINEAR, most_years=1, counts=(1, 2, 4)))
def test_stricter_readings_reduce_more_and_cost_more(case: Case) -> None:
    """In one planning year; over several a stricter reading may shift own reduction between years."""
    case = with_credit(case, 0.01)
    year = case.years[0]
    found = [(plan, account_of(case, plan, read)[year]) for plan, read in (solve(case, index_of(NET_ZERO, FIRST), r) for r in LADDER)]
    size = max(abs(cost_of(plan)) for plan, _ in found)
    for (cheaper, looser), (dearer, stricter) in pairwise(found):
        assert stricter["own_scope_emissions_t"] <= looser["own_scope_emissions_t"] + room_t(looser)
        assert cost_of(cheaper) <= cost_of(dearer) + max(SAME, 10 * SLACK) * size


@FEW
@given(cases(rules=LINEAR, most_years=4, counts=(1, 2)))
def test_ceilings_of_all_years_together_fall_with_the_price(case: Case) -> None:
    case = with_credit(case, 0.01)
    found = [solve(case, index_of(NET_ZERO, FIRST), read) for read in LADDER[1:]]
    room = sum(case.stands_for[y] * room_t(values) for y, values in account_of(case, *found[0]).items())
    discount = Coefficients(case, found[0][1]).discount
    priced = [sum(discount[y] * t for y, t in plan.own_reduction[BINHAI].ceilings_t.items()) for plan, _ in found[:-1]]
    for less, more in pairwise(priced):
        assert more <= less + room
    sums = [sum(case.stands_for[y] * t for y, t in plan.own_reduction[BINHAI].ceilings_t.items()) for plan, _ in found]
    assert sums[-1] <= min(sums) + room


@FEW
@given(cases(rules=LINEAR, most_years=3, counts=(1, 2)))
def test_every_plan_keeps_its_own_record_and_breaks_nothing(case: Case) -> None:
    case = with_credit(case, 0.01)
    for read in LADDER[2:]:
        plan, chosen = solve(case, index_of(NET_ZERO, FIRST), read)
        assert build_ledger(case, plan, chosen).breaches == ()
        figures = account_of(case, plan, chosen)
        record = plan.own_reduction[BINHAI]
        assert set(record.ceilings_t) == set(case.years)
        for year, ceiling in record.ceilings_t.items():
            scale = abs(ceiling) or figures[year]["baseline_t"]
            assert stays_within(figures[year]["own_scope_emissions_t"], ceiling, scale)


@FEW
@given(cases(rules=LINEAR, most_years=3, counts=(1, 2)))
def test_the_price_of_credits_does_not_change_what_own_reduction_is_asked_for(case: Case) -> None:
    for read in LADDER[2:]:
        records = [solve(with_credit(case, price), index_of(FIRST), read)[0].own_reduction for price in (0.0, 1e4)]
        assert records[0] == records[1]

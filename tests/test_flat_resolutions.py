"""Where nothing varies within the year, the year as one slice, typical days and a chain of hours are the same problem.

One exception is meant (docs/accounting.md, demand charge): a year of one slice bills the maximum of what the plant draws, own
generation included, since a mean can't show that the sun shines in the hour of the maximum. So nothing here has both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings

from planner.aggregation import at_resolution
from planner.domain.case import Case, GenerationData, StorageData
from planner.domain.profiles import TypicalDays
from planner.errors import NoPlanInTime, TierUnreachable
from planner.index import load_index
from planner.pathway import no_target_request
from planner.program import Program, Solution
from tests.builders import alone
from tests.factories import cases
from tests.hours import hour_slices
from tests.test_two_accounts import RANDOM

pytestmark = pytest.mark.slow
DAYS = 2
SAME = 1e-6
KINDS = ("recovery", "heat", "combined", "suns", "stores", "claims", "captures", "removals")
"""Without measures that share a demand: their search ends within 1e-7 of the optimum, which leaves sizes open by more than that."""
FEATURES = ("fixed_price", "capacity_charge", "input_shape", "minimum_load", "ramp", "wear")


def flat_hours(case: Case) -> Case:
    """The one-slice case as days of equal hours."""
    slices = tuple(replace(part, months=()) for part in hour_slices(DAYS))
    count = len(slices)

    def alike(values: tuple[float, ...]) -> tuple[float, ...]:
        return values * count

    def parts(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(value / count for value in values) * count

    def with_converter(thing: Any) -> Any:
        if not hasattr(thing, "converter"):
            return replace(thing, yield_mwh=parts(thing.yield_mwh)) if isinstance(thing, GenerationData) else thing
        shapes = {c: alike(values) for c, values in thing.converter.input_shape.items()}
        return replace(thing, converter=replace(thing.converter, availability=alike(thing.converter.availability), input_shape=shapes))

    return replace(
        case, slices=slices, resolution="hourly", typical_days=TypicalDays(days=1),
        commodities={
            c: replace(x, price_multiplier=alike(x.price_multiplier), sell_multiplier=alike(x.sell_multiplier), load_factor=1.0)
            for c, x in case.commodities.items()
        },
        demands={d: replace(demand, shape=parts(demand.shape), flexible=None) for d, demand in case.demands.items()},
        equipment={k: with_converter(item) for k, item in case.equipment.items()},
        measures={m: with_converter(measure) for m, measure in case.measures.items()},
    )  # fmt: skip


def best(case: Case) -> Solution | None:
    index, readings = load_index(case.index.id, case.index.settings)
    try:
        return Program(case, alone(index, readings)).solve(no_target_request(), time_limit_s=20.0)
    except (TierUnreachable, NoPlanInTime):
        return None


def sizes(case: Case, solution: Solution) -> dict[tuple[str, int], float]:
    """What is built, stores left out, and sizes that only noise tells from nothing."""
    return {
        (m, year): size
        for m, by_year in solution.plan.deploy.items() if not isinstance(case.measures[m], StorageData)
        for year, size in by_year.items() if size > SAME
    }  # fmt: skip


@settings(RANDOM, max_examples=25)
@given(cases(counts=(1,), most_years=3, kinds=KINDS, rules=("carbon_price", "hard", "budget"), features=FEATURES))
def test_flat_profiles_cost_the_same_and_build_the_same_at_every_resolution(case: Case) -> None:
    charged = case.commodities["electricity"].demand_charge_cny_per_mw_month is not None
    assume(not (charged and any(isinstance(m, GenerationData) for m in case.measures.values())))
    hourly = flat_hours(case)
    whole = best(hourly)
    for resolution in ("typical", "annual"):
        reduced = best(at_resolution(hourly, resolution))  # type: ignore[arg-type]
        assert (reduced is None) == (whole is None)
        if reduced is None or whole is None:
            continue
        assert reduced.plan.solver is not None and whole.plan.solver is not None
        money = sum(abs(figures["energy_cost_cny"]) for figures in whole.figures.values()) + abs(whole.plan.solver.objective_cny)
        assert reduced.plan.solver.objective_cny == pytest.approx(whole.plan.solver.objective_cny, rel=0, abs=SAME * money)
        assert sizes(case, reduced) == pytest.approx(sizes(case, whole), rel=1e-5, abs=SAME)

"""Ways to look better than one is by the hour, and what the accounts make of them; every number by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.aggregation import at_resolution
from planner.domain.case import Case, Standing
from planner.domain.plan import Plan
from planner.evaluation import build_ledger
from tests.builders import EVER, demand, electricity, generation, investment, plan_for, readings, storage, tiny_case
from tests.drawing import HOURLY, Dice
from tests.drawn_plans import draw_plan
from tests.factories import cases
from tests.hours import hour_slices
from tests.test_hand_solved import solve
from tests.test_two_accounts import RANDOM

SUN = tuple(1 / 12 if 6 <= hour < 18 else 0.0 for hour in range(24))


def sunny_factory() -> Case:
    """365 equal days: a load of 1000 MWh a year that never varies, and 900 MWh a year of PV that stands, all of it from 6 to 18 h."""
    plant = generation(
        "pv", yields=tuple(1.2 * part for part in SUN), built=investment(existing=(Standing(750.0, EVER),), limit_size=750.0)
    )
    return tiny_case(
        slices=hour_slices(1), measures=[plant], resolution="hourly", commodities={"electricity": electricity(slices=24)},
        demands={"power": demand("power", "electricity", 1000.0, (1 / 24,) * 24)}, equipment={},
    )  # fmt: skip


def figures(case: Case) -> tuple[float, float, float]:
    """Renewable share, energy emissions, and PV used of the first year of the cheapest plan."""
    plan = solve(case).plan
    ledger = build_ledger(case, plan, readings())
    assert ledger.breaches == ()
    values = ledger.years[2025].values
    return values["renewable_share"], values["energy_emissions_t"], values["renewable_electricity_mwh"]


def test_shares_and_emissions_go_by_what_is_used_and_not_by_what_could_be_generated() -> None:
    """By the year 900 of 1000 MWh seem to be sun; by the hour the 500 MWh of the sunny half are, and 400 are curtailed."""
    hourly = sunny_factory()
    assert figures(at_resolution(hourly, "annual")) == pytest.approx((0.9, 0.6 * 100.0, 900.0))
    assert figures(hourly) == pytest.approx((0.5, 0.6 * 500.0, 500.0))
    assert figures(at_resolution(hourly, "typical")) == pytest.approx((0.5, 0.6 * 500.0, 500.0))


def test_a_store_brings_the_curtailed_sun_into_the_night_less_its_losses() -> None:
    """400 MWh go in and 0.8 of them come out: 820 MWh of the demand are met by the sun, 900 used, 180 bought."""
    free = investment(capex=0.0, existing=(Standing(1000.0, EVER),), limit_size=1000.0)
    store = storage("battery", hours=24.0, charge_efficiency=0.8, built=free)
    case = sunny_factory()
    with_store = replace(case, measures={**case.measures, "battery": store})
    assert figures(with_store) == pytest.approx((900 / 1080, 0.6 * 180.0, 900.0))
    idle = at_resolution(with_store, "annual")
    assert figures(idle) == pytest.approx((0.9, 60.0, 900.0))  # within one slice a store does nothing


def other_resolution(case: Case) -> Plan:
    """A plan that fits the case, said to be of another resolution."""
    return plan_for(case).model_copy(update={"resolution": "annual" if case.resolution != "annual" else "hourly"})


@settings(RANDOM, max_examples=25)
@given(cases(counts=(1, 4, *HOURLY), most_years=2), st.integers(0, 2**32 - 1))
def test_a_plan_of_another_resolution_is_a_breach_and_never_a_crash(case: Case, seed: int) -> None:
    assert any("not resolved" in breach.en for breach in build_ledger(case, other_resolution(case), readings()).breaches)
    finer = replace(case, slices=hour_slices(2), resolution="hourly", representatives=(), typical_days=None)
    ledger = build_ledger(case, draw_plan(finer, Dice(seed)), readings())
    assert any("not resolved" in breach.en or "slices" in breach.en for breach in ledger.breaches)

"""The year as one slice, by hand; and with flat profiles the same optimum at every resolution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.aggregation import at_resolution, for_plan
from planner.domain.case import Case, ConversionData, GenerationData
from planner.domain.plan import Plan
from planner.errors import ResolutionRefused
from planner.pathway import Pathways, no_target_request
from tests.aggregation.hourly import flat_case, hourly_case
from tests.builders import electricity, plan_for, tiny_case
from tests.hours import DAYS


def two_day_case() -> Case:
    """Two days, each 182.5 times: 3 MW-parts by day and 1 by night, twice that on the second day; dear by day."""
    load = np.array([1.0] * 12 + [3.0] * 12 + [2.0] * 12 + [6.0] * 12)
    price = np.array(([0.5] * 12 + [1.5] * 12) * 2)
    sun = np.array(([0.0] * 12 + [1.0] * 12) * 2)
    return hourly_case(load, sun, price, availability=np.array([1.0] * 24 + [0.5] * 24), cop=np.array([0.8] * 24 + [1.2] * 24), days=2)


def test_sums_and_means() -> None:
    one = at_resolution(two_day_case(), "annual")
    pv, pump = one.measures["pv"], one.measures["pump"]
    assert isinstance(pv, GenerationData) and isinstance(pump, ConversionData)
    assert one.resolution == "annual" and [part.hours for part in one.slices] == [8760]
    assert one.demands["power"].shape == (pytest.approx(1.0, rel=1e-15),)
    assert pv.yield_mwh == (pytest.approx(1.2, rel=1e-15),)
    assert pump.converter.availability == (0.75,)
    assert pump.converter.input_shape == {"electricity": (pytest.approx(1.0),)}
    assert one.demands["power"].flexible is None and pump.converter.ramp_share_per_hour is None
    assert "stores" in one.notices[-1].en


def test_the_price_is_weighted_by_the_commoditys_own_demands() -> None:
    one = at_resolution(two_day_case(), "annual")
    assert one.commodities["electricity"].price_multiplier == (pytest.approx(0.25 * 0.5 + 0.75 * 1.5),)
    bare = replace(two_day_case(), demands={})
    assert at_resolution(bare, "annual").commodities["electricity"].price_multiplier == (pytest.approx(1.0),)


def test_a_heat_pump_draws_what_it_draws_when_heat_is_needed() -> None:
    """Heat is wanted on the second day only, when the pump draws 1.2 times its rated power: the plain mean would say 1.0."""
    case = two_day_case()
    winter = replace(case.demands["steam"], shape=(0.0,) * 24 + (1 / 24,) * 24)
    one = at_resolution(replace(case, demands={**case.demands, "steam": winter}), "annual")
    pump = one.measures["pump"]
    assert isinstance(pump, ConversionData)
    assert pump.converter.input_shape == {"electricity": (pytest.approx(1.2),)}


def test_the_selling_price_is_weighted_by_what_is_generated() -> None:
    case = two_day_case()
    sold = electricity(slices=48, sell_price=300.0, sell_multiplier=case.commodities["electricity"].price_multiplier)
    one = at_resolution(replace(case, commodities={**case.commodities, "electricity": sold}), "annual")
    assert one.commodities["electricity"].sell_multiplier == (pytest.approx(1.5),)


def test_the_load_factor_keeps_the_bill_of_the_monthly_maxima() -> None:
    one = at_resolution(two_day_case(), "annual")
    # Maxima of 3 and 6 in the months of the two days, 4.5 on average; the mean load is 3.
    assert one.commodities["electricity"].load_factor == pytest.approx(3.0 / 4.5)
    assert one.commodities["gas"].load_factor == 1.0


def cost(case: Case) -> tuple[float, dict[str, float]]:
    outcome = Pathways(case).run(no_target_request())
    assert outcome.plan is not None and outcome.ledger is not None
    return outcome.ledger.discounted_cost_cny, {measure: sum(sizes.values()) for measure, sizes in outcome.plan.deploy.items()}


def same_optimum_everywhere(case: Case) -> None:
    whole, sizes = cost(case)
    assert sizes["pv"] == pytest.approx(500.0) and sizes["pump"] > 0
    for resolution in ("typical", "annual"):
        reduced, fewer = cost(at_resolution(case, resolution))  # type: ignore[arg-type]
        assert reduced == pytest.approx(whole, rel=1e-6)
        assert fewer == {measure: pytest.approx(size, rel=1e-6) for measure, size in sizes.items()}


def test_flat_profiles_give_the_same_optimum_at_every_resolution() -> None:
    same_optimum_everywhere(flat_case(5))


@pytest.mark.slow
def test_flat_profiles_of_a_whole_year_give_the_same_optimum_at_every_resolution() -> None:
    same_optimum_everywhere(flat_case(DAYS))


def plan_at(case: Case) -> Plan:
    return plan_for(case).model_copy(update={"resolution": case.resolution, "representatives": case.representatives})


def test_a_plan_is_judged_at_its_own_resolution() -> None:
    case = two_day_case()
    for reduced in (case, at_resolution(case, "typical"), at_resolution(case, "annual")):
        assert for_plan(replace(case, asked_resolution="annual"), plan_at(reduced)).slices == reduced.slices
    assert for_plan(tiny_case(), plan_for(tiny_case())) == tiny_case()


def test_a_plan_of_another_resolution_than_the_scenario_can_have_is_refused() -> None:
    case = two_day_case()
    with pytest.raises(ResolutionRefused, match="does not fit"):
        for_plan(tiny_case(), plan_at(case))
    with pytest.raises(ResolutionRefused, match="does not fit"):
        for_plan(case, plan_for(case).model_copy(update={"resolution": "slices"}))

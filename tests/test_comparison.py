"""Outcomes side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.comparison import compare_outcomes, discounted_cost, measure_uses
from planner.domain.plan import Request, TierYear
from tests.report.samples import sample_outcome, tier_verdict, unreachable

REFERENCE = sample_outcome(request=Request(tiers=(), new_measures=False), cost=1_500_000.0)
NO_TARGET = sample_outcome(request=Request(tiers=()), cost=1_100_000.0)


def test_costs_are_held_against_both_bases() -> None:
    line = compare_outcomes(REFERENCE, NO_TARGET, [("low", sample_outcome(cost=1_200_000.0))]).tiers[0]
    assert (line.total_cost_cny, line.over_reference_cny, line.over_no_target_cny) == (1_200_000.0, -300_000.0, 100_000.0)


def test_a_tier_without_a_plan_has_no_cost_and_no_verdict() -> None:
    line = compare_outcomes(REFERENCE, NO_TARGET, [("low", unreachable())]).tiers[0]
    assert line.total_cost_cny is None and line.over_reference_cny is None and line.verdict is None and line.uses == ()
    assert discounted_cost(unreachable()) is None


def test_the_verdict_is_that_of_the_tier_in_its_own_year() -> None:
    request = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2025), TierYear(index="binhai-2022", tier="zero", year=2026)))
    verdicts = [tier_verdict("low", 2025), tier_verdict("low", 2026), tier_verdict("zero", 2026)]
    line = compare_outcomes(REFERENCE, NO_TARGET, [("zero", sample_outcome(*verdicts, request=request))]).tiers[0]
    assert line.year == 2026 and line.verdict is verdicts[2]


def test_outcomes_of_different_scenarios_are_refused() -> None:
    other = sample_outcome()
    other = replace(other, case=replace(other.case, scenario_sha256="1" * 64))
    with pytest.raises(ValueError, match="different scenarios"):
        compare_outcomes(REFERENCE, NO_TARGET, [("low", other)])


def test_uses_ignore_dust_and_measure_what_is_bought_by_its_amount() -> None:
    pv, green = measure_uses(sample_outcome())
    assert (pv.measure, pv.first_year, pv.size, pv.unit, pv.investment_cny, pv.abatement_t) == ("pv", 2025, 150.0, "kW", 450_000.0, 90.0)
    assert (green.measure, green.first_year, green.size, green.unit) == ("green", 2026, 400.0, "MWh")


def test_existing_sizes_are_no_use_of_a_measure() -> None:
    outcome = sample_outcome()
    assert outcome.ledger is not None
    rows = tuple(replace(row, added_size=0.0) for row in outcome.ledger.measures)
    uses = measure_uses(replace(outcome, ledger=replace(outcome.ledger, measures=rows)))
    assert [use.measure for use in uses] == ["green"]

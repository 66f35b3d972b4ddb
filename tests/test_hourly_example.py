"""The hourly variant of auto-parts: it reads at every resolution, and its plans of one year come out as the pages say."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planner.aggregation import at_resolution
from planner.aggregation.accuracy import measure_accuracy
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.domain.tiers import SolveStatus, Status
from planner.pathway import request_for, run
from planner.reading import read_case

ROOT = Path(__file__).resolve().parents[1]
HOURLY = ROOT / "examples" / "auto-parts" / "hourly.yaml"
ONE_YEAR = HOURLY.with_name("one-year.yaml")
NUMBERS = ROOT / "docs" / "pictures" / "hours.json"


@cache
def one_year() -> Case:
    return read_case(HOURLY, variants=[ONE_YEAR])


@cache
def plan_at(resolution: Any, days: int = 12) -> Outcome:
    case = one_year()
    assert case.typical_days is not None
    wanted = replace(case, typical_days=case.typical_days.model_copy(update={"days": days}))
    made = at_resolution(wanted, resolution)
    return run(made, request_for(made, "zero"))


def size(outcome: Outcome, measure: str) -> float:
    assert outcome.plan is not None
    return sum(outcome.plan.deploy.get(measure, {}).values())


def test_it_reads_at_every_resolution() -> None:
    case = read_case(HOURLY)
    assert len(case.slices) == 8760
    assert len(at_resolution(case, "annual").slices) == 1
    assert len(at_resolution(case, "typical").slices) == 14 * 24


def test_meters_shifts_and_sun_name_their_source() -> None:
    silent = [
        figure.field
        for figure in one_year().figures
        if figure.field.startswith("hours.profiles") and figure.source in ("", "scenario file")
    ]
    assert silent == []


def test_typical_days_are_as_accurate_as_the_decision_says() -> None:
    """docs/decisions/0020-time-resolution.md."""
    case = read_case(HOURLY)
    found = measure_accuracy(case, at_resolution(case, "typical"))
    profiles = {(profile.kind, profile.id): profile for profile in found.profiles}
    assert profiles["generation", "pv_rooftop"].duration_error < 0.15
    assert abs(profiles["generation", "pv_rooftop"].peak.error) < 0.12
    assert profiles["load", "electricity"].duration_error < 0.06
    assert abs(profiles["load", "electricity"].billed.error) < 0.05
    assert all(profiles["load", heat].duration_error < 1e-9 for heat in ("hot_water", "drying_heat", "heat"))
    assert all(abs(use.difference) < 0.01 for use in found.self_use)


def test_the_annual_year_is_as_the_page_says() -> None:
    outcome = plan_at("annual")
    assert outcome.ledger is not None and not outcome.ledger.breaches
    assert round(outcome.ledger.discounted_cost_cny / 1e4) == 1659
    assert size(outcome, "battery") == 0
    assert round(size(outcome, "heat_pump_water")) == 284


def test_a_plan_on_few_typical_days_breaks_no_limit() -> None:
    outcome = plan_at("typical", 3)
    assert outcome.status is SolveStatus.OPTIMAL and outcome.ledger is not None
    assert outcome.ledger.breaches == () and outcome.disagreements == ()
    failed = {
        verdict.indicator
        for tier in outcome.verdicts
        for verdict in tier.verdicts
        if verdict.status not in (Status.MET, Status.NOT_REQUIRED)
    }
    assert failed == {"R04", "R14"}, "one year can't show whether intensity falls"
    assert size(outcome, "battery") == pytest.approx(2000)


@pytest.mark.slow
def test_the_typical_year_is_as_the_page_says() -> None:
    outcome = plan_at("typical")
    assert outcome.ledger is not None and not outcome.ledger.breaches
    assert round(outcome.ledger.discounted_cost_cny / 1e4) == 1631
    assert size(outcome, "battery") == pytest.approx(2000)
    shown = json.loads(NUMBERS.read_text(encoding="utf-8"))["resolutions"]["typical"]
    assert outcome.ledger.discounted_cost_cny == pytest.approx(shown["cost_cny"], rel=1e-5)
    power = next(item for item in outcome.ledger.hours if item.commodity == "electricity")
    assert power.billed_mw == pytest.approx(shown["billed_mw"], rel=1e-3)

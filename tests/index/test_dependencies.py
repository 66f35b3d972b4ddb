"""The table of readings that metrics go by, held against the accounts themselves."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.case import Case
from planner.evaluation import build_ledger
from planner.index import load_index
from planner.index.dependencies import OF_METRICS, OF_RULES, readings_of
from planner.index.metrics import METRICS, SIZE_METRICS
from planner.index.readings import Readings
from planner.index.rules import AtLeast, Falling
from tests.drawing import Dice
from tests.drawn_plans import draw_plan, draw_readings
from tests.factories import SETTINGS, cases

OF_ACCOUNTS = sorted({name for names in OF_METRICS.values() for name in names})


def test_the_table_names_metrics_and_readings_that_there_are() -> None:
    named = {name for names in (*OF_METRICS.values(), *OF_RULES.values()) for name in names}
    assert set(OF_METRICS) <= set(METRICS) and set(SIZE_METRICS) <= set(METRICS)
    assert named <= set(Readings.model_fields)


def test_a_rule_goes_by_its_own_readings_and_those_of_its_metric() -> None:
    assert list(readings_of([AtLeast(kind="at_least", metric="pv_kw", setting="minimum_pv_kw")])) == ["minimum_pv_kw"]
    falling = readings_of([Falling(kind="falling", metric="energy_per_unit_kgce")])
    assert set(falling) == {"falling_step", "trend_falls", "zero_counts_as_falling", "falling_after_award", "electricity_tce"}


def figures_of(case: Case, plan: object, readings: Readings) -> dict[tuple[int, str], float]:
    ledger = build_ledger(case, plan, readings)  # type: ignore[arg-type]
    accounts = {**ledger.history, **ledger.years}
    return {(year, metric): account.values.get(metric, math.nan) for year, account in accounts.items() for metric in METRICS}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases(counts=(1, 2), most_years=2), seed=st.integers(0, 2**32 - 1), name=st.sampled_from(OF_ACCOUNTS))
def test_no_reading_changes_a_metric_that_the_table_does_not_tie_to_it(case: Case, seed: int, name: str) -> None:
    """Money is left out: the carbon price looks at the emissions of the scenario's own index."""
    dice = Dice(seed)
    plan, before = draw_plan(case, dice), draw_readings(case, dice)
    for choice in SETTINGS.get(name, ()):
        old, new = figures_of(case, plan, before), figures_of(case, plan, before.model_copy(update={name: choice}))
        for (year, metric), value in old.items():
            if name not in OF_METRICS.get(metric, ()) and METRICS[metric].unit != "CNY":
                assert new[year, metric] == value or (math.isnan(new[year, metric]) and math.isnan(value)), (metric, name)


@pytest.mark.parametrize("index_id", ["binhai-2022", "hunan-2025", "miit-2026", "national-park-2025"])
def test_shipped_indexes_declare_what_they_go_by(index_id: str) -> None:
    index, readings = load_index(index_id)
    assert {name for name in index.readings if name in readings.choices()} == set(index.readings)

"""The comparison of the two accounts: what is let through and what is told."""

from __future__ import annotations

import math

import pytest

from planner.domain.verdict import Ledger
from planner.evaluation import build_ledger
from planner.evaluation.agreement import AGREEMENT, OBJECTIVE, compare_accounts
from tests.builders import BINHAI, base_plan, readings, removal, tiny_case

Figures = dict[int, dict[str, float]]


def make_ledger() -> Ledger:
    """Net emissions are zero: 700 t gross, 700 t of credits."""
    case = tiny_case(measures=[removal("credit")])
    return build_ledger(case, base_plan(case, removed={"credit": 700.0}), readings())


def copy_figures(ledger: Ledger) -> Figures:
    return {year: dict(account.values) for year, account in ledger.years.items()}


def test_equal_accounts_agree() -> None:
    ledger = make_ledger()
    assert compare_accounts(BINHAI, copy_figures(ledger), ledger, ledger.discounted_cost_cny) == ()


@pytest.mark.parametrize(
    ("metric", "scale"),
    [
        ("gross_emissions_t", 700.0),
        ("net_emissions_t", 700.0),  # zero itself
        ("captured_energy_t", 700.0),
        ("energy_use_tce", 182.9),
        ("renewable_tce", 182.9),
        ("yearly_cost_cny", 806_000.0),
        ("export_income_cny", 806_000.0),
        ("renewable_share", 1.0),
        ("emission_reduction", 1.0),
        ("carbon_per_tce", 700 / 182.9),
        ("carbon_per_unit_kg", 7000.0),
    ],
)
def test_a_difference_is_measured_by_the_scale_of_its_family(metric: str, scale: float) -> None:
    ledger = make_ledger()
    for factor, count in ((0.9, 0), (5.0, 1)):
        figures = copy_figures(ledger)
        figures[2026][metric] += factor * AGREEMENT * scale
        found = compare_accounts(BINHAI, figures, ledger, ledger.discounted_cost_cny)
        assert [(item.metric, item.year) for item in found] == [(metric, 2026)] * count


def test_the_objective_is_compared() -> None:
    ledger = make_ledger()
    found = compare_accounts(BINHAI, copy_figures(ledger), ledger, ledger.discounted_cost_cny + 1.0)
    assert [(item.metric, item.year) for item in found] == [(OBJECTIVE, None)]
    assert found[0].optimizer - found[0].evaluator == pytest.approx(1.0)


def test_missing_figures_are_told() -> None:
    ledger = make_ledger()
    figures = copy_figures(ledger)
    del figures[2025]
    figures[2026]["no_such_metric"] = 1.0
    figures[2026]["energy_use_tce"] = math.nan
    figures[2027] = {"yearly_cost_cny": 5.0}
    found = compare_accounts(BINHAI, figures, ledger, ledger.discounted_cost_cny)
    assert {(item.metric, item.year) for item in found} == {
        ("yearly_cost_cny", 2025), ("no_such_metric", 2026), ("energy_use_tce", 2026), ("yearly_cost_cny", 2027),
    }  # fmt: skip
    by_name = {(item.metric, item.year): item for item in found}
    assert math.isnan(by_name["yearly_cost_cny", 2025].optimizer)
    assert math.isnan(by_name["no_such_metric", 2026].evaluator)

"""The reading ``grid_factor`` by hand: purchases, claims, exports, history, reference factors; and the optimizer alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.errors import InputRefused
from planner.evaluation import build_ledger
from planner.evaluation.agreement import compare_accounts
from planner.evaluation.effects import find_references
from planner.index import load_index
from planner.index.rules import AtMost, Index, NotRequired
from planner.program import Program
from planner.program.coefficients import Coefficients
from tests.builders import alone, base_plan, electricity, investment, purchase, readings, saving, steady, tiny_case

RESIDUAL = {"CO2": steady(0.7), "CH4": steady(1e-5)}
AVERAGE = {"CO2": 0.6, "CH4": 1e-5}


def case_with(**changes: object) -> Case:
    case = tiny_case(measures=[purchase("green"), saving("led", {"power": 0.1}, built=investment(size_unit="MWh/a", capex=100_000.0))])
    grid = electricity(factors=AVERAGE, residual_t_per_mwh=RESIDUAL, sell_price=100.0)
    return replace(case, commodities={**case.commodities, "electricity": replace(grid, **changes)})


def test_purchases_claims_exports_and_history_by_hand() -> None:
    """(1000 - 200) x (0.7 + 1e-5 x 28) = 560.224; less 50 sold x 0.70028 = 525.21 when deducted; history 1000 x 0.70028."""
    case = case_with()
    plan = base_plan(case, purchased={"green": 200.0}, exported={"electricity": 50.0})
    ledger = build_ledger(case, plan, readings(grid_factor="excluding_traded"))
    assert ledger.years[2025]["electricity_emissions_t"] == pytest.approx(560.224)
    assert ledger.history[2024]["electricity_emissions_t"] == pytest.approx(700.28)
    deducted = build_ledger(case, plan, readings(grid_factor="excluding_traded", exported_power="deducted"))
    assert deducted.years[2025]["electricity_emissions_t"] == pytest.approx(750 * 0.70028)
    average = build_ledger(case, plan, readings())
    assert average.years[2025]["electricity_emissions_t"] == pytest.approx(800 * 0.60028)


def test_metrics_of_both_ledgers_do_not_depend_on_readings() -> None:
    case = case_with()
    plan = base_plan(case, purchased={"green": 200.0})
    for chosen in (readings(), readings(grid_factor="excluding_traded", green_power_in_emissions="ignored")):
        values = build_ledger(case, plan, chosen).years[2025]
        assert values["electricity_location_t"] == pytest.approx(1000 * 0.60028)
        assert values["electricity_market_t"] == pytest.approx(800 * 0.70028)


def test_reference_factors_follow_on_both_sides() -> None:
    case = case_with()
    for choice, factor in (("average", 0.60028), ("excluding_traded", 0.70028)):
        chosen = readings(grid_factor=choice)
        assert find_references(case, chosen, 2025)["electricity"] == pytest.approx(factor)
        numbers = Coefficients(case, chosen)
        assert numbers.reference_factor("electricity", 2025) == pytest.approx(factor)
        assert numbers.history_energy_emissions_t[2024] == pytest.approx(1000 * factor + 100)


def test_a_missing_factor_is_refused_by_the_evaluator_itself() -> None:
    case = case_with(residual_t_per_mwh=None)
    with pytest.raises(InputRefused) as refused:
        build_ledger(case, base_plan(case), readings(grid_factor="excluding_traded"))
    assert "commodities.electricity.emissions.residual_co2_t_per_unit" in str(refused.value)


@pytest.mark.parametrize("choice", ["average", "excluding_traded"])
def test_the_optimizer_counts_the_same(choice: str) -> None:
    index, _ = load_index("binhai-2022")
    case, chosen = case_with(), readings(grid_factor=choice)
    solution = Program(case, alone(index, chosen)).solve(Request(tiers=()))
    assert solution.plan.solver is not None
    ledger = build_ledger(case, solution.plan, chosen)
    assert compare_accounts(index.id, solution.figures, ledger, solution.plan.solver.objective_cny) == ()


def ceiling_on(metric: str, value: float) -> Index:
    """The Binhai index with one ceiling and nothing else."""
    index, _ = load_index("binhai-2022")
    first, *others = index.indicators
    free = NotRequired(kind="not_required")
    rows = [first.model_copy(update={"tests": dict.fromkeys(index.tiers, AtMost(kind="at_most", metric=metric, value=value))})]
    rows += [row.model_copy(update={"tests": dict.fromkeys(index.tiers, free)}) for row in others]
    return index.model_copy(update={"indicators": tuple(rows)})


@pytest.mark.parametrize(("metric", "value"), [("electricity_market_t", 500.0), ("electricity_location_t", 590.0)])
def test_the_optimizer_can_be_asked_for_either_ledger(metric: str, value: float) -> None:
    """Market: 1000 x 0.70028 = 700.28 needs 286 MWh of claims; location: 600.28 needs 17 MWh less bought, which claims can't give."""
    case, chosen = case_with(), readings()
    solution = Program(case, alone(ceiling_on(metric, value), chosen)).solve(
        Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2025),))
    )
    account = build_ledger(case, solution.plan, chosen).years[2025]
    assert value * (1 - 1e-5) <= account[metric] <= value
    claimed = solution.plan.flows.purchased.get("green", {}).get(2025, 0.0)
    assert (claimed > 1.0) == (metric == "electricity_market_t")


def test_fossil_power_by_hand_and_in_the_program() -> None:
    """(1000 - 200) x 0.8325 of bought power, no CH4; the program's history alike."""
    fossil = {"CO2": steady(0.8325)}
    case, chosen = case_with(fossil_t_per_mwh=fossil), readings(grid_factor="fossil")
    ledger = build_ledger(case, base_plan(case, purchased={"green": 200.0}), chosen)
    assert ledger.years[2025]["electricity_emissions_t"] == pytest.approx(666.0)
    own = Coefficients(case, chosen).history_energy_emissions_t[2024]
    assert own == pytest.approx(ledger.history[2024]["energy_emissions_t"])
    with pytest.raises(InputRefused, match="fossil_co2_t_per_unit"):
        build_ledger(case_with(), base_plan(case), chosen)

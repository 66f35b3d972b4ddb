"""Money limits and the carbon price: budgets on investment as spent, allowances on exposed emissions."""

from __future__ import annotations

from typing import Any

import pyomo.core as pe

from planner.program.structure import equation, table


def add(model: Any) -> None:
    """Budgets and allowances."""
    case = model.case
    budget = {y: amount for y, amount in case.budget_by_year.items() if y in set(case.years)}
    model.BUDGETED = pe.Set(initialize=list(budget), ordered=True)
    table(model, "budget", [list(budget)], lambda y: budget[y])
    equation(model, yearly_budget, model.BUDGETED)
    model.HORIZON = pe.Set(initialize=[0] if case.budget_total is not None else [], ordered=True)
    table(model, "total_budget_cny", [model.HORIZON], lambda _: float(case.budget_total or 0.0))
    equation(model, total_budget, model.HORIZON)
    price = case.carbon_price
    model.PRICED = pe.Set(initialize=list(case.years) if price is not None else [], ordered=True)
    table(model, "free_allocation_t", [model.PRICED], lambda y: price.free_t[y])
    for part in ("fuel", "electricity", "heat", "process"):
        table(model, f"covers_{part}", [model.PRICED], lambda _, part=part: float(part in price.covers))
    equation(model, surrender, model.PRICED)


def yearly_budget(model: Any, y: Any) -> Any:
    r"""A year's investment stays within its budget. [CNY]

    .. math:: I_y \le \overline{I}_y

    Source: scenario, budget.by_year_cny.
    """
    return model.investment_cny[y] <= model.budget[y]


def total_budget(model: Any, h: Any) -> Any:
    r"""All investment stays within the total budget. [CNY]

    .. math:: \sum_y I_y \le \overline{I}

    Source: scenario, budget.total_cny.
    """
    return sum(model.investment_cny[y] for y in model.Y) <= model.total_budget_cny[h]


def surrender(model: Any, y: Any) -> Any:
    r"""What is emitted above the free allocation costs the carbon price. [t]

    .. math:: f^{sur}_y \ge \iota^{fuel} \left( E^{fuel}_y - K^{en}_y \right) + \iota^{el} E^{el}_y + \iota^{heat} E^{heat}_y
       + \iota^{proc} E^{pr}_y - \Phi_y

    Source: scenario, carbon_price; docs/accounting.md, money.
    """
    return (
        model.surrendered[y]
        >= model.covers_fuel[y] * (model.fuel_emissions_t[y] - model.captured_energy_t[y])
        + model.covers_electricity[y] * model.electricity_emissions_t[y]
        + model.covers_heat[y] * model.heat_emissions_t[y]
        + model.covers_process[y] * model.process_emissions_t[y]
        - model.free_allocation_t[y]
    )

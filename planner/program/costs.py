"""The yearly cost accounts as equations, and the objective: least discounted cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.core as pe

from planner.domain.case import CaptureData, CommodityData, GenerationData, ProcessData, PurchaseData, RemovalData, SavingData, StorageData
from planner.index.metrics import COST_PARTS, INCOME_PARTS
from planner.program.structure import add_sum, built, collect, equation, of_kind, table


def add(model: Any) -> None:
    """Every cost account and the objective."""
    _add_size_terms(model)
    _add_running_terms(model)
    _add_price_terms(model)
    for rule in (
        define_capital_cost_cny, define_fixed_om_cny, define_variable_om_cny, define_energy_cost_cny, define_demand_charge_cny,
        define_claims_cost_cny, define_removal_cost_cny, define_carbon_cost_cny, define_export_income_cny,
        define_subsidy_income_cny, define_investment_cny,
    ):  # fmt: skip
        equation(model, rule, model.Y)
    model.least_cost = pe.Objective(rule=least_cost)


def least_cost(model: Any) -> Any:
    r"""Discounted cost of the horizon: all costs less sales and subsidies. [CNY]

    .. math:: \min \sum_y \Delta_y \left( C^{cap}_y + C^{fom}_y + C^{vom}_y + C^{en}_y + C^{dem}_y + C^{pur}_y + C^{rem}_y
       + C^{CO2}_y - G^{out}_y - G^{sub}_y \right)

    Source: docs/accounting.md, money.
    """
    discount = model.numbers.discount
    costs = [discount[y] * getattr(model, part)[y] for part in COST_PARTS for y in model.Y]
    incomes = [-discount[y] * getattr(model, part)[y] for part in INCOME_PARTS for y in model.Y]
    return pe.quicksum([*costs, *incomes])


def define_capital_cost_cny(model: Any, y: Any) -> Any:
    r"""Capital costs the annuities of what is online, so that nothing is gained at the horizon's end. [CNY]

    .. math:: C^{cap}_y = \sum_m \Lambda_m (1 - \varsigma_m) \sum_{v \text{ online in } y} \left( \Gamma_{mv} n_{mv}
       + \Gamma^{E}_m n^{E}_{mv} \right)

    Source: docs/accounting.md, money.
    """
    return model.capital_cost_cny[y] == model.annuities[y] + model.energy_annuities[y]


def define_fixed_om_cny(model: Any, y: Any) -> Any:
    r"""Everything online costs its fixed operation and maintenance. [CNY]

    .. math:: C^{fom}_y = \sum_m \sum_{v \text{ online in } y} \Omega_{mv} n_{mv} + \sum_{m, k} \hat{\Omega}_m \hat{N}_{my}

    Source: docs/accounting.md, money.
    """
    return model.fixed_om_cny[y] == model.new_fixed_om[y] + model.standing_fixed_om[y]


def define_variable_om_cny(model: Any, y: Any) -> Any:
    r"""Running costs by activity, savings, generation, what stores give out, cuts and capture. [CNY]

    .. math:: C^{vom}_y = \sum_k \nu_k \sum_s f^{act}_{kys} + \sum_{md} \nu_m f^{sav}_{mdy} + \sum_{ms} \nu_m f^{gen}_{mys}
       + \sum_{ms} \nu_m f^{dis}_{mys} + \sum_{mpg} \nu_m W_g f^{cut}_{mpgy} + \sum_m \nu_m f^{cap}_{my}

    Source: docs/accounting.md, money.
    """
    return model.variable_om_cny[y] == (
        sum(model.activity_cost[y, s] + model.generation_cost[y, s] + model.discharge_cost[y, s] for s in model.S)
        + model.saving_cost[y] + model.cut_cost[y] + model.capture_cost[y]
    )  # fmt: skip


def define_energy_cost_cny(model: Any, y: Any) -> Any:
    r"""What is bought costs its price, by slice, and the part of it that does not float. [CNY]

    .. math:: C^{en}_y = \sum_{cs} \pi^{in}_{cys} f^{in}_{cys}

    Source: scenario, commodities.*.buy.
    """
    return model.energy_cost_cny[y] == sum(model.price[c, y, s] * model.imported[c, y, s] for c in model.BOUGHT for s in model.S)


def define_demand_charge_cny(model: Any, y: Any) -> Any:
    r"""The billed maxima cost their price, month by month; so does contracted capacity. [CNY]

    .. math:: C^{dem}_y = \sum_{cb} \pi^{dem}_{cy} B^{n} h_{cby} + 12 \sum_c \pi^{con}_{cy} \overline{h}_{cy}

    Source: docs/accounting.md, money.
    """
    return model.demand_charge_cny[y] == model.billed[y] + model.capacity_bill[y]


def define_claims_cost_cny(model: Any, y: Any) -> Any:
    r"""Green power costs its premium, certificates their price. [CNY]

    .. math:: C^{pur}_y = \sum_m \pi_{my} f^{pur}_{my}

    Source: scenario, measures.*.price_cny_per_mwh.
    """
    return model.claims_cost_cny[y] == model.claims_bought[y]


def define_removal_cost_cny(model: Any, y: Any) -> Any:
    r"""Removals and credits cost their price. [CNY]

    .. math:: C^{rem}_y = \sum_m \pi_{my} f^{rem}_{my}

    Source: scenario, measures.*.price_cny_per_t.
    """
    return model.removal_cost_cny[y] == model.removals_bought[y]


def define_carbon_cost_cny(model: Any, y: Any) -> Any:
    r"""Tonnes surrendered cost the carbon price. [CNY]

    .. math:: C^{CO2}_y = \pi^{CO2}_y f^{sur}_y

    Source: scenario, carbon_price.
    """
    return model.carbon_cost_cny[y] == model.carbon_price[y] * model.surrendered[y]


def define_export_income_cny(model: Any, y: Any) -> Any:
    r"""What is sold earns its price, by slice. [CNY]

    .. math:: G^{out}_y = \sum_{cs} \pi^{out}_{cys} f^{out}_{cys}

    Source: scenario, commodities.*.sell.
    """
    return model.export_income_cny[y] == sum(model.sales_price[c, y, s] * model.exported[c, y, s] for c in model.SOLD for s in model.S)


def define_subsidy_income_cny(model: Any, y: Any) -> Any:
    r"""Generation earns its subsidy. [CNY]

    .. math:: G^{sub}_y = \sum_{ms} \pi^{sub}_m f^{gen}_{mys}

    Source: scenario, measures.*.subsidy_cny_per_mwh.
    """
    return model.subsidy_income_cny[y] == sum(model.subsidies[y, s] for s in model.S)


def define_investment_cny(model: Any, y: Any) -> Any:
    r"""Investment is spent in the year in which a deployment starts, after subsidy. [CNY]

    .. math:: I_y = \sum_m (1 - \varsigma_m) \left( \Gamma_{my} n_{my} + \Gamma^{E}_m n^{E}_{my} \right)

    Source: docs/accounting.md, money.
    """
    return model.investment_cny[y] == model.spent[y] + model.energy_spent[y]


def _add_size_terms(model: Any) -> None:
    case, numbers, sizes = model.case, model.numbers, built(model.case)
    net = {m: 1 - data.subsidy_share for m, data in sizes.items()}
    rate = {m: numbers.annuity(data.lifetime_years) for m, data in sizes.items()}
    alive = [(m, v, y) for (m, y), pairs in model.online.entries.items() for (_, v), _ in pairs]
    stores = set(model.STORAGE)

    def by_size(name: str, rows: Any) -> None:
        add_sum(model, name, model.deploy, collect(row for row in rows if row[2]), 0)

    def by_energy(name: str, rows: Any) -> None:
        add_sum(model, name, model.deploy_kwh, collect(row for row in rows if row[2]), 0)

    by_size("annuities", (((y,), (m, v), rate[m] * net[m] * sizes[m].capex_cny[v]) for m, v, y in alive))
    by_energy("energy_annuities", (((y,), (m, v), rate[m] * net[m] * sizes[m].energy_capex_cny) for m, v, y in alive if m in stores))
    by_size("new_fixed_om", (((y,), (m, v), sizes[m].fixed_om_cny[v]) for m, v, y in alive))
    by_size("spent", (((v,), (m, v), net[m] * sizes[m].capex_cny[v]) for m, v in model.DEPLOY))
    by_energy("energy_spent", (((v,), (m, v), net[m] * sizes[m].energy_capex_cny) for m, v in model.DEPLOY_STORAGE))
    yearly = {m: data.existing_fixed_om_cny for m, data in sizes.items()}
    yearly.update((k, equipment.fixed_om_cny) for k, equipment in case.equipment.items())
    table(model, "standing_fixed_om", [model.Y], lambda y: float(sum(cost * model.standing[j, y] for j, cost in yearly.items())))


def _add_running_terms(model: Any) -> None:
    case, converters = model.case, model.numbers.converters

    def flow(name: str, variable: Any, rows: Any) -> None:
        pairs = (((y,), (*lead, y), cost) for lead, cost in rows if cost for y in model.Y)
        add_sum(model, name, variable, collect(pairs), 1)

    def yearly(name: str, variable: Any, rows: Any) -> None:
        pairs = (((y,), (*lead, y), cost(y)) for lead, cost in rows for y in model.Y)
        add_sum(model, name, variable, collect(p for p in pairs if p[2]), 0)

    flow("activity_cost", model.activity, [((k,), converters[k].variable_cost_cny) for k in model.K])
    savings = {m.id: m.variable_cost_cny for m in of_kind(case, SavingData)}
    yearly("saving_cost", model.saved, [(key, lambda _, key=key: savings[key[0]]) for key in model.SAVE])
    generation = of_kind(case, GenerationData)
    flow("generation_cost", model.generated, [((m.id,), m.variable_cost_cny) for m in generation])
    flow("subsidies", model.generated, [((m.id,), m.subsidy_cny) for m in generation])
    flow("discharge_cost", model.discharge, [((m.id,), m.variable_cost_cny) for m in of_kind(case, StorageData)])
    processes = {m.id: m.variable_cost_cny for m in of_kind(case, ProcessData)}
    yearly("cut_cost", model.cut, [(key, lambda _, key=key: processes[key[0]] * case.gwp[key[2]]) for key in model.CUT])
    yearly("capture_cost", model.captured, [((m.id,), lambda _, m=m: m.variable_cost_cny) for m in of_kind(case, CaptureData)])
    yearly("claims_bought", model.purchased, [((m.id,), lambda y, m=m: m.price_cny[y]) for m in of_kind(case, PurchaseData)])
    yearly("removals_bought", model.removed, [((m.id,), lambda y, m=m: m.price_cny[y]) for m in of_kind(case, RemovalData)])


def _add_price_terms(model: Any) -> None:
    case = model.case
    commodities = case.commodities

    def by_slice(prices: Any, multiplier: Any) -> Any:
        return np.outer([prices[y] for y in case.years], multiplier)

    def fixed(data: CommodityData) -> Any:
        return np.array([[data.fixed_price_cny_per_mwh.get(y, 0.0)] for y in case.years])

    bought = [by_slice(data.price_cny_per_mwh, data.price_multiplier) + fixed(data) for data in (commodities[c] for c in model.BOUGHT)]
    sold = [by_slice(commodities[c].sell_price_cny_per_mwh, commodities[c].sell_multiplier) for c in model.SOLD]
    table(model, "price", [model.BOUGHT, model.Y, model.S], np.array(bought))
    table(model, "sales_price", [model.SOLD, model.Y, model.S], np.array(sold))
    price = case.carbon_price
    table(model, "carbon_price", [model.Y], lambda y: float(price.price_cny[y]) if price is not None else 0.0)
    bills = 1 if any(piece.months for piece in case.slices) else 12
    rows = (((y,), (c, month, y), commodities[c].demand_charge_cny_per_mw_month[y] * bills) for c, month in model.BILLED for y in model.Y)
    add_sum(model, "billed", model.peak, collect(row for row in rows if row[2]), 0)
    contracted = [(y, data) for c, y in model.CONTRACTED if (data := commodities[c]).capacity_charge_cny_per_mva_month is not None]
    bill = dict.fromkeys(case.years, 0.0)
    for year, data in contracted:
        bill[year] += 12 * data.capacity_charge_cny_per_mva_month[year] * data.contracted_mva[year]
    table(model, "capacity_bill", [model.Y], lambda y: bill[y])

"""Every set, variable and sum of the planning model, declared once, with meaning and unit.

Index order: thing before time (``deploy[m, v]``, ``imported[c, y, s]``). Years are calendar years, slices count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyomo.core as pe

from planner.domain.case import (
    CaptureData,
    Case,
    ConversionData,
    Demand,
    GenerationData,
    Investment,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.index.readings import Readings
from planner.program.books import Book, put
from planner.program.coefficients import Coefficients
from planner.program.compile import factor_of, layout_of
from planner.program.terms import Codes, Factor, Key, Sum, Table, TemplateConstraint, TemplateVar

INFINITE = float("inf")


def new_model(case: Case, readings: Readings, *, templates: bool = True) -> Any:
    """An empty model with its sets, variables and sums; families add the equations."""
    model = pe.ConcreteModel()
    model.case, model.readings, model.templates = case, readings, templates
    model.numbers = Coefficients(case, readings)
    model.codes, model.further_books = Codes(), {}
    model.bounds, model.units, model.integer, model.meanings = {}, {}, {}, {}
    _declare_sets(model)
    _declare_decisions(model)
    declare_accounts(model, ACCOUNTS)
    _declare_sums(model)
    return model


def equation(model: Any, rule: Any, *sets: Any, name: str | None = None) -> None:
    """Add a family of constraints under the rule's name, one for each index of ``sets``."""
    kind = TemplateConstraint if model.templates else pe.Constraint
    if all(len(index_set) for index_set in sets):
        put(model, name or rule.__name__, kind(*sets, rule=model.bound(rule) if isinstance(model, Book) else rule))


def table(model: Any, name: str, factors: Sequence[Iterable[Any]], value: Any) -> None:
    """Add data ``model.<name>``: ``value`` is called with every key, or is an array of the factors' sizes.

    A factor is a set of the model or any other keys.
    """
    known = [factor_of(f, model.codes) if isinstance(f, pe.Set) else f for f in factors]
    put(model, name, Table(name, model.codes, [f if isinstance(f, Factor) else list(f) for f in known], value))


def add_sum(
    model: Any, name: str, variable: Any, entries: Mapping[Key, Sequence[tuple[Key, Any]]], passed: int, *, spread: bool = False
) -> None:
    """Add ``model.<name>``, a sparse sum over a variable. Coefficients are numbers, or arrays with one value per slice."""
    layout = layout_of(variable.index_set(), model.codes)
    put(model, name, Sum(variable, layout, model.codes, entries, passed, spread))


def collect(pairs: Iterable[tuple[Key, Key, Any]]) -> dict[Key, list[tuple[Key, Any]]]:
    """(key, lead, coefficient) triples by key."""
    entries: dict[Key, list[tuple[Key, Any]]] = {}
    for key, lead, coefficient in pairs:
        entries.setdefault(key, []).append((lead, coefficient))
    return entries


def of_kind(case: Case, kind: type[Any]) -> list[Any]:
    """The case's measures of one kind, in file order."""
    return [measure for measure in case.measures.values() if isinstance(measure, kind)]


def built(case: Case) -> dict[str, Investment]:
    """Measures that are built, by id."""
    return {id_: measure.built for id_, measure in case.measures.items() if measure.built is not None}


def add_set(model: Any, name: str, keys: Iterable[Any], dimension: int = 1) -> None:
    """Add an ordered set ``model.<name>``."""
    model.add_component(name, pe.Set(initialize=list(keys), dimen=dimension, ordered=True))


def is_seasonal(case: Case) -> bool:
    """Whether stores carry energy from one day of the year to another, though only typical days have slices."""
    return bool(case.representatives) and case.typical_days is not None and case.typical_days.seasonal_storage


def _declare_sets(model: Any) -> None:
    case: Case = model.case
    add_set(model, "Y", case.years)
    add_set(model, "S", range(len(case.slices)))
    add_set(model, "C", case.commodities)
    add_set(model, "BOUGHT", [c.id for c in case.commodities.values() if c.can_buy])
    add_set(model, "SOLD", [c.id for c in case.commodities.values() if c.can_sell])
    add_set(model, "K", [*case.equipment, *(m.id for m in of_kind(case, ConversionData))])
    add_set(model, "BUILT", built(case))
    add_set(model, "DEPLOY", [(m, v) for m, data in built(case).items() for v in data.vintages], 2)
    add_set(model, "SAVE", [(m.id, d) for m in of_kind(case, SavingData) for d in m.saves], 2)
    add_set(model, "GENERATION", [m.id for m in of_kind(case, GenerationData)])
    add_set(model, "STORAGE", [m.id for m in of_kind(case, StorageData)])
    stores = set(model.STORAGE)
    seasonal = is_seasonal(case)
    add_set(model, "CYCLIC", [] if seasonal else model.STORAGE)
    add_set(model, "SEASONAL", model.STORAGE if seasonal else [])
    add_set(model, "DAYS", range(len(case.representatives)) if seasonal else [])
    add_set(model, "TYPICAL", sorted(set(case.representatives)) if seasonal else [])
    add_set(model, "FLEXIBLE", [d.id for d in case.demands.values() if _can_move(d)])
    add_set(model, "DEPLOY_STORAGE", [(m, v) for m, v in model.DEPLOY if m in stores], 2)
    add_set(model, "CUT", model.numbers.cuts, 3)
    add_set(model, "PURCHASE", [m.id for m in of_kind(case, PurchaseData)])
    add_set(model, "CAPTURE", [m.id for m in of_kind(case, CaptureData)])
    add_set(model, "REMOVAL", [m.id for m in of_kind(case, RemovalData)])
    charged = [c.id for c in case.commodities.values() if c.can_buy and c.demand_charge_cny_per_mw_month is not None]
    months = sorted({month for s in case.slices for month in s.months}) or [0]
    add_set(model, "EFFECTS", EFFECTS)
    add_set(model, "CHARGED", charged)
    add_set(model, "BILLED", [(c, month) for c in charged for month in months], 2)


def _can_move(demand: Demand) -> bool:
    """Whether some of a demand may run in another slice of its window."""
    flexible = demand.flexible
    return flexible is not None and flexible.share > 0 and len(set(flexible.window)) < len(flexible.window)


def variable(
    model: Any, name: str, unit: str, meaning: str, *sets: Any, lower: Any = 0.0, upper: Any = INFINITE, whole: bool = False
) -> Any:
    """Declare a variable, its unit and its bounds (numbers, or arrays in the order of its index)."""
    domain = pe.NonNegativeIntegers if whole else pe.Reals
    component = TemplateVar(*sets, within=domain, dense=False) if model.templates else pe.Var(*sets, within=domain)
    name = put(model, name, component)
    model.bounds[name], model.units[name] = (lower, upper), unit
    model.integer[name], model.meanings[name] = whole, meaning
    if not model.templates:
        for position, key in enumerate(component):
            low, high = (np.broadcast_to(np.asarray(b, float), len(component))[position] for b in (lower, upper))
            component[key].setlb(None if low == -INFINITE else float(low))
            component[key].setub(None if high == INFINITE else float(high))
    return component


def _by_year(data: Mapping[int, float] | None, year: int) -> float:
    return INFINITE if data is None else data[year]


def _declare_decisions(model: Any) -> None:
    case, y, s = model.case, model.Y, model.S
    sizes = built(case)

    def addition(m: str, v: int) -> float:
        data = sizes[m]
        first = data.growth_start_size if data.growth_per_year is not None and v == data.vintages[0] else INFINITE
        return min(data.yearly_limit.get(v, INFINITE), first)

    variable(model, "deploy", "size", "size that starts to operate", model.DEPLOY, upper=[addition(*key) for key in model.DEPLOY])
    variable(model, "deploy_kwh", "size", "energy of a store that starts to operate", model.DEPLOY_STORAGE)
    variable(model, "imported", "MWh", "bought", model.BOUGHT, y, s)
    variable(model, "exported", "MWh", "sold", model.SOLD, y, s)
    variable(model, "activity", "MWh", "activity of a converter", model.K, y, s)
    variable(model, "saved", "MWh", "demand saved in a year, spread over slices as the demand is", model.SAVE, y)
    variable(model, "generated", "MWh", "renewable generation after curtailment", model.GENERATION, y, s)
    variable(model, "charge", "MWh", "taken in by a store", model.STORAGE, y, s)
    variable(model, "discharge", "MWh", "given out by a store", model.STORAGE, y, s)
    variable(model, "level", "MWh", "level of a store at the end of the slice", model.CYCLIC, y, s)
    variable(model, "day_level", "MWh", "level with which a day of the year begins", model.SEASONAL, y, model.DAYS)
    variable(model, "change", "MWh", "change of the level since its typical day began", model.SEASONAL, y, s, lower=-INFINITE)
    variable(
        model, "lowest", "MWh", "least change in a typical day, at most zero", model.SEASONAL, y, model.TYPICAL, lower=-INFINITE, upper=0.0
    )
    variable(model, "highest", "MWh", "largest change in a typical day", model.SEASONAL, y, model.TYPICAL)
    variable(model, "moved_in", "MWh", "demand that runs in this slice instead of another one", model.FLEXIBLE, y, s)
    variable(model, "moved_out", "MWh", "demand that runs in another slice instead of this one", model.FLEXIBLE, y, s)
    variable(model, "peak", "MW", "billed maximum", model.BILLED, y)
    variable(model, "cut", "t", "tonnes of a gas cut at a process source", model.CUT, y)
    measures = case.measures

    def when_available(m: str, year: int, limit: Mapping[int, float] | None) -> float:
        return _by_year(limit, year) if year >= measures[m].first_year else 0.0

    purchase_limit = [when_available(m, year, measures[m].limit_mwh) for m in model.PURCHASE for year in y]
    variable(model, "purchased", "MWh", "green power or certificates bought", model.PURCHASE, y, upper=purchase_limit)
    variable(model, "captured", "t", "CO2 captured", model.CAPTURE, y)
    removal_limit = [
        when_available(m, year, measures[m].limit_t) if measures[m].built is None else _by_year(measures[m].limit_t, year)
        for m in model.REMOVAL
        for year in y
    ]
    variable(model, "removed", "t", "removals and credits", model.REMOVAL, y, upper=removal_limit)
    variable(model, "surrendered", "t", "tonnes that cost the carbon price", y)


ACCOUNTS: dict[str, tuple[str, str]] = {
    "energy_use_tce": ("tce", "comprehensive energy use"),
    "renewable_tce": ("tce", "renewable energy used"),
    "electricity_use_mwh": ("MWh", "electricity used"),
    "renewable_electricity_mwh": ("MWh", "renewable electricity used"),
    "fuel_emissions_t": ("t", "emissions of fuel burnt"),
    "electricity_emissions_t": ("t", "emissions of electricity bought"),
    "heat_emissions_t": ("t", "emissions of heat bought"),
    "captured_energy_t": ("t", "fossil fuel CO2 captured"),
    "captured_process_t": ("t", "process CO2 captured"),
    "energy_emissions_t": ("t", "energy-level emissions"),
    "process_emissions_t": ("t", "process emissions"),
    "removals_t": ("t", "removals, credits and biogenic CO2 captured"),
    "biogenic_co2_t": ("t", "biogenic CO2, a memo item"),
    "pv_kw": ("size", "PV capacity online"),
    "capital_cost_cny": ("CNY", "annuities"),
    "fixed_om_cny": ("CNY", "fixed operation and maintenance"),
    "variable_om_cny": ("CNY", "variable operation and maintenance"),
    "energy_cost_cny": ("CNY", "purchases of commodities"),
    "demand_charge_cny": ("CNY", "demand charge"),
    "claims_cost_cny": ("CNY", "green power and certificates"),
    "removal_cost_cny": ("CNY", "removals and credits"),
    "carbon_cost_cny": ("CNY", "carbon price"),
    "export_income_cny": ("CNY", "income from sales"),
    "subsidy_income_cny": ("CNY", "operating subsidies"),
    "investment_cny": ("CNY", "investment as spent"),
}
"""Yearly accounts: variable to unit and meaning. Each is defined by one equation in ``accounts.py`` or ``costs.py``."""
MONEY = tuple(name for name, (unit, _) in ACCOUNTS.items() if unit == "CNY")
"""Accounts that no reading changes; every index sees the same ones."""
EFFECTS = ("reduction", "zero_carbon", "negative", "substitution")
"""The index's three classes, and measures marked as substitution."""


def declare_accounts(model: Any, names: Iterable[str]) -> None:
    """Account variables of the model, or of a book."""
    for name in names:
        unit, meaning = ACCOUNTS[name]
        variable(model, name, unit, meaning, model.Y, lower=-INFINITE)
    variable(model, "effect_t", "t", "assessed abatement by class", model.EFFECTS, model.Y, lower=-INFINITE)


def _declare_sums(model: Any) -> None:
    case: Case = model.case
    sizes = built(case)
    alive = [(m, v, year) for m, v in model.DEPLOY for year in case.years if v <= year < v + sizes[m].lifetime_years]
    add_sum(model, "online", model.deploy, collect(((m, y), (m, v), 1.0) for m, v, y in alive), 0)
    stores = set(model.STORAGE)
    add_sum(model, "online_kwh", model.deploy_kwh, collect(((m, y), (m, v), 1.0) for m, v, y in alive if m in stores), 0)
    aged = {m.id: 1 - m.degradation_per_year for m in of_kind(case, GenerationData)}
    add_sum(
        model, "yielding", model.deploy,
        collect(((m, y), (m, v), aged[m] ** (y - v)) for m, v, y in alive if m in aged), 0,
    )  # fmt: skip
    table(model, "before", [model.S], np.array([piece.previous for piece in case.slices], np.int64))
    standing = {m: data.existing for m, data in sizes.items()}
    standing.update((k, equipment.existing) for k, equipment in case.equipment.items())
    table(
        model, "standing", [list(standing), case.years],
        lambda thing, year: float(sum(piece.size for piece in standing[thing] if year < piece.until)),
    )  # fmt: skip

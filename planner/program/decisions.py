"""From the solver's vector to a plan's decisions and flows, and to the optimizer's own yearly figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from planner.domain.case import Case
from planner.domain.plan import Flows
from planner.domain.tiers import Category
from planner.index.metrics import COST_PARTS, INCOME_PARTS
from planner.program.books import books
from planner.program.compile import Compiled
from planner.program.structure import ACCOUNTS, EFFECTS, MONEY
from planner.program.terms import Layout

NOISE = 1e-11
"""Scaled values below this are the solver's zero."""


def clean(x_scaled: np.ndarray, matrix: Any) -> np.ndarray:
    """The solution inside its bounds, noise set to zero, whole numbers whole."""
    x = np.clip(x_scaled, matrix.lower, matrix.upper)
    x = np.where(np.abs(x) < NOISE, 0.0, x)
    return np.where(matrix.integer == 1, np.round(x), x)


class Values:
    """Values of the model's variables by name and index."""

    def __init__(self, compiled: Compiled, x: np.ndarray) -> None:
        self._compiled, self._x = compiled, x

    def items(self, name: str) -> list[tuple[tuple[Any, ...], float]]:
        """Every (index, value) of a variable."""
        layout = self._compiled.layouts[name]
        values = self._x[self._compiled.columns(name)].tolist()
        return list(zip(layout.all_keys(), values, strict=True))

    def by_slice(self, name: str, slices: int) -> dict[tuple[Any, ...], tuple[float, ...]]:
        """Index without the slice, or day, to the values of its slices; all-zero ones left out."""
        layout = self._compiled.layouts[name]
        grid = self._x[self._compiled.columns(name)].reshape(-1, max(slices, 1))
        keys = Layout(layout.factors[:-1]).all_keys()
        return {key: tuple(row) for key, row in zip(keys, grid.tolist(), strict=True) if any(row)}


def _nested(pairs: Any) -> dict[Any, Any]:
    """Index tuples to nested mappings."""
    result: dict[Any, Any] = {}
    for key, value in pairs:
        place = result
        for part in key[:-1]:
            place = place.setdefault(part, {})
        place[key[-1]] = value
    return result


def deployments(values: Values) -> tuple[dict[str, dict[int, float]], dict[str, dict[int, float]]]:
    """Sizes by measure and vintage, and energy sizes of stores."""
    return tuple(_nested(pair for pair in values.items(name) if pair[1] > 0) for name in ("deploy", "deploy_kwh"))  # type: ignore[return-value]


def flows(values: Values, case: Case) -> Flows:
    """Every flow that is not zero. A saving acts alike in every slice of its demand."""
    sliced = ("imported", "exported", "activity", "generated", "charge", "discharge", "level", "moved_in", "moved_out")
    parts: dict[str, Any] = {name: _nested(values.by_slice(name, len(case.slices)).items()) for name in sliced}
    parts["day_level"] = _nested(values.by_slice("day_level", len(case.representatives)).items())
    shapes = {d: np.array(demand.shape) for d, demand in case.demands.items()}
    saved = (((m, d, y), tuple((value * shapes[d]).tolist())) for (m, d, y), value in values.items("saved") if value > 0)
    parts["saved"] = _nested(saved)
    for name, field in (("purchased", "purchased"), ("captured", "captured"), ("removed", "removed"), ("cut", "cut_t")):
        parts[field] = _nested(pair for pair in values.items(name) if pair[1] > 0)
    parts["surrendered"] = {key[0]: value for key, value in values.items("surrendered") if value > 0}
    parts["peak_mw"] = _nested(((c, y, month), value) for (c, month, y), value in values.items("peak") if value > 0)
    return Flows(**parts)


def figures(model: Any, compiled: Compiled, x: np.ndarray) -> list[dict[int, dict[str, float]]]:
    """The optimizer's yearly figures under each index, the scenario's own first: each account's right side evaluated at the
    flows, then ratios of accounts."""
    x = settle(model, compiled, x)
    return [_figures_of(book, suffix, compiled, x) for suffix, book in books(model).items()]


def _figures_of(book: Any, suffix: str, compiled: Compiled, x: np.ndarray) -> dict[int, dict[str, float]]:
    result: dict[int, dict[str, float]] = {}
    years = book.case.years
    names = {name: name if name in MONEY else f"{name}{suffix}" for name in ACCOUNTS}
    claims, columns = _claims_on_power(book), compiled.columns("purchased")
    effects = x[compiled.columns(f"effect_t{suffix}")].reshape(-1, len(years))
    for position, year in enumerate(years):
        own = {name: float(x[compiled.columns(full)][position]) for name, full in names.items()}
        own |= {f"effect_{effect}_t": float(effects[place, position]) for place, effect in enumerate(EFFECTS)}
        claimed = sum(counted * x[columns][at + position] for at, counted in claims)
        result[year] = own | _ratios(book, own, year) | _own_power_share(own, claimed)
    for year in years:
        result[year] |= _against_baseline(book, result, year)
    return result


def _claims_on_power(book: Any) -> list[tuple[int, float]]:
    """Place of each claim's first year among the purchases, and whether it counts as renewable electricity."""
    case, years = book.case, len(book.case.years)
    claims = [case.measures[id_] for id_ in book.PURCHASE]
    electric = [case.commodities[claim.commodity].category is Category.ELECTRICITY for claim in claims]
    return [(at * years, book.numbers.counts_as_renewable(claim.form) * electric[at]) for at, claim in enumerate(claims)]


def _own_power_share(own: Mapping[str, float], claimed_mwh: float) -> dict[str, float]:
    """Own renewable electricity over electricity used: what is renewable, less the claims in it."""
    used = own["electricity_use_mwh"]
    return {"own_renewable_power_share": (own["renewable_electricity_mwh"] - claimed_mwh) / used} if used > 0 else {}


def settle(model: Any, compiled: Compiled, x: np.ndarray) -> np.ndarray:
    """The vector with every account recomputed from its own equation, so that no rounding of the solver is left in it."""
    x = x.copy()
    order = ["effect_t", *(name for name in ACCOUNTS if name != "energy_emissions_t"), "energy_emissions_t"]
    for name, suffix in ((name, suffix) for suffix in books(model) for name in order if not (suffix and name in MONEY)):
        columns, rows = compiled.columns(f"{name}{suffix}"), compiled.rows(f"define_{name}{suffix}")
        x[columns] = 0.0
        x[columns] = compiled.matrix.row_lower[rows] - compiled.matrix.activity(x)[rows]
    return x


def _ratios(model: Any, own: Mapping[str, float], year: int) -> dict[str, float]:
    readings, case = model.readings, model.case
    gross = own["energy_emissions_t"] + own["process_emissions_t"]
    scope = gross if readings.emission_scope == "whole" else own["energy_emissions_t"]
    own_scope = own["energy_emissions_t"] + own["captured_energy_t"]
    if readings.emission_scope == "whole":
        own_scope += own["process_emissions_t"] + own["captured_process_t"]
    intensity = gross if readings.intensity_scope == "whole" else own["energy_emissions_t"]
    amount = case.intensity.amount[year]
    result = {
        "gross_emissions_t": gross,
        "net_emissions_t": gross - own["removals_t"],
        "scope_emissions_t": scope,
        "net_scope_emissions_t": scope - own["removals_t"],
        "own_scope_emissions_t": own_scope,
        "energy_per_unit_kgce": 1000.0 * own["energy_use_tce"] / amount,
        "carbon_per_unit_kg": 1000.0 * intensity / amount,
        "yearly_cost_cny": sum(own[part] for part in COST_PARTS) - sum(own[part] for part in INCOME_PARTS),
    }
    electricity = readings.renewable_denominator == "electricity"
    used = own["electricity_use_mwh" if electricity else "energy_use_tce"]
    if used > 0:
        result["renewable_share"] = own["renewable_electricity_mwh" if electricity else "renewable_tce"] / used
    if own["energy_use_tce"] > 0:
        result["carbon_per_tce"] = gross / own["energy_use_tce"]
    return result


def _against_baseline(model: Any, result: Mapping[int, Mapping[str, float]], year: int) -> dict[str, float]:
    """Baseline and reduction of a year; nothing where a rolling baseline looks at a year that isn't known."""
    baseline = model.numbers.baseline_t
    if model.readings.baseline == "rolling":
        known = model.numbers.history_scope_emissions_t | {y: own["scope_emissions_t"] for y, own in result.items()}
        window = model.numbers.five_years_before(year)
        if not window or any(y not in known for y in window):
            return {}
        baseline = max(known[y] for y in window)
    if baseline <= 0:
        return {"baseline_t": baseline}
    return {
        "baseline_t": baseline,
        "emission_reduction": (baseline - result[year]["scope_emissions_t"]) / baseline,
        "own_reduction": (baseline - result[year]["own_scope_emissions_t"]) / baseline,
    }

"""The accounts of one plan, or of the past alone, under any readings: what readings don't change is summed once.

Energy and emissions only: money is the same under all readings, and whether the plan keeps its limits is the ledger's question.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation.effects import account_effects, measure_effects
from planner.evaluation.emissions import Sinks, account_emissions, sum_process, sum_sinks
from planner.evaluation.energy import account_energy
from planner.evaluation.history import history_accounts
from planner.evaluation.quantities import Quantities
from planner.evaluation.ratios import add_ratios
from planner.evaluation.supply import Supply, list_planned_supply
from planner.evaluation.today import build_history_ledger
from planner.index.readings import Readings

OF_ACCOUNTS = (
    "renewable_denominator", "renewable_numerator", "electricity_tce", "green_power_in_emissions", "certificates_in_emissions",
    "grid_factor", "emission_scope", "intensity_scope", "exported_power", "baseline", "waste_rate",
)  # fmt: skip
"""Readings that change figures; all others change rules only."""
OF_EFFECTS = ("green_power_in_emissions", "certificates_in_emissions", "grid_factor")
"""Those among them that change the effects of measures."""


class Reaccounting:
    """One plan's flows, ready to be accounted under any readings."""

    def __init__(self, case: Case, plan: Plan | None, ledger: Ledger, readings: Readings) -> None:
        self.case, self.plan, self.ledger, self.readings = case, plan, ledger, readings
        self._effects: dict[tuple[str, ...], Mapping[int, Mapping[str, float]]] = {}
        self._effects[_of_effects(readings)] = {year: account.values for year, account in ledger.years.items()}

    def under(self, readings: Readings) -> Ledger:
        """The accounts under ``readings``; those at hand when none of them changes a figure."""
        if all(getattr(readings, name) == getattr(self.readings, name) for name in OF_ACCOUNTS):
            return self.ledger
        if self.plan is None:
            return build_history_ledger(self.case, readings)
        history = history_accounts(self.case, readings)
        years = add_ratios(self.case, readings, history, {year: self._account_year(readings, year) for year in self.case.years})
        return Ledger(history, {year: YearAccount(year, values) for year, values in years.items()}, (), 0.0, {})

    def _account_year(self, readings: Readings, year: int) -> Mapping[str, float]:
        """Every metric of a planning year that readings may change, on top of those that they don't."""
        supplies, process_t, sinks = self._flows[year]
        return {
            **{name: value for name, value in self.ledger.years[year].values.items() if name not in _RATIOS},
            **self._find_effects(readings)[year],
            **account_energy(supplies, readings, year),
            **account_emissions(self.case, supplies, process_t, sinks, readings, year),
        }

    @cached_property
    def _book(self) -> Quantities:
        assert self.plan is not None  # the past alone has no flows
        return Quantities(self.case, self.plan)

    @cached_property
    def _flows(self) -> Mapping[int, tuple[tuple[Supply, ...], float, Sinks]]:
        """Year to what crosses the fence, process emissions before capture, and sinks."""
        book = self._book
        return {year: (list_planned_supply(book, year), sum_process(book, year), sum_sinks(book, year)) for year in self.case.years}

    def _find_effects(self, readings: Readings) -> Mapping[int, Mapping[str, float]]:
        """Effects of measures by year and class, computed once for each choice of the readings that change them."""
        key = _of_effects(readings)
        if key not in self._effects:
            case, book = self.case, self._book
            self._effects[key] = {year: account_effects(case, measure_effects(book, readings, year)) for year in case.years}
        return {
            year: {name: value for name, value in values.items() if name.startswith("effect_")}
            for year, values in self._effects[key].items()
        }


def _of_effects(readings: Readings) -> tuple[str, ...]:
    return tuple(getattr(readings, name) for name in OF_EFFECTS)


_RATIOS = frozenset(
    {
        "renewable_share", "baseline_t", "emission_reduction", "energy_per_unit_kgce", "carbon_per_unit_kg", "carbon_per_tce",
        "solid_waste_utilisation",
    }
)  # fmt: skip
"""Figures that may be absent under other readings, so that none is carried over."""

"""Which readings each metric and each rule goes by. An index file declares the readings that its rules need, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.index.rules import Advanced, Bound, BySize, Falling, OnMetric, OwnReductionFirst, PlanComplete, Rule, When

_CLAIMS = ("green_power_in_emissions", "certificates_in_emissions")
_POWER = (*_CLAIMS, "exported_power", "grid_factor")
_SCOPE = ("emission_scope", *_POWER)
_EFFECT = (*_CLAIMS, "grid_factor")

OF_METRICS: Mapping[str, tuple[str, ...]] = {
    "energy_use_tce": ("electricity_tce",),
    "renewable_tce": ("renewable_numerator", "electricity_tce"),
    "renewable_electricity_mwh": ("renewable_numerator",),
    "renewable_share": ("renewable_denominator", "renewable_numerator", "electricity_tce"),
    "electricity_emissions_t": _POWER,
    "heat_emissions_t": (*_CLAIMS, "exported_power"),
    "energy_emissions_t": _POWER,
    "gross_emissions_t": _POWER,
    "net_emissions_t": _POWER,
    "scope_emissions_t": _SCOPE,
    "net_scope_emissions_t": _SCOPE,
    "baseline_t": (*_SCOPE, "baseline"),
    "emission_reduction": (*_SCOPE, "baseline"),
    "own_reduction": (*_SCOPE, "baseline"),
    "own_scope_emissions_t": _SCOPE,
    "energy_per_unit_kgce": ("electricity_tce",),
    "carbon_per_unit_kg": ("intensity_scope", *_POWER),
    "carbon_per_tce": (*_POWER, "electricity_tce"),
    "solid_waste_utilisation": ("waste_rate",),
    "effect_reduction_t": _EFFECT,
    "effect_zero_carbon_t": _EFFECT,
    "effect_negative_t": _EFFECT,
    "effect_substitution_t": _EFFECT,
}
"""Metric to the readings that change it; a metric that is not named here is the same under all of them."""

OF_RULES: Mapping[type[Rule], tuple[str, ...]] = {
    Falling: ("falling_step", "trend_falls", "zero_counts_as_falling", "falling_after_award"),
    Advanced: ("no_advanced_value",),
    OwnReductionFirst: ("own_reduction_first", "own_reduction_price_cny_per_t"),
}
"""Kind of rule to the readings that it goes by, besides those of its metric."""


def readings_of(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Every reading that the rules go by, with the first rule that does."""
    found: dict[str, Rule] = {}
    for rule in rules:
        for name in _readings_of(rule):
            found.setdefault(name, rule)
    return found


def _readings_of(rule: Rule) -> tuple[str, ...]:
    metrics = rule.metrics if isinstance(rule, PlanComplete) else (rule.metric,) if isinstance(rule, OnMetric | BySize) else ()
    named = (rule.setting,) if isinstance(rule, Bound | When) and rule.setting is not None else ()
    return (*named, *OF_RULES.get(type(rule), ()), *(name for metric in metrics for name in OF_METRICS.get(metric, ())))

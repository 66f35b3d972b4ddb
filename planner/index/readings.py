"""Readings: how an index is read where its text leaves a choice. A closed set, since each one changes arithmetic.

An index file gives every reading its choice, reason and confidence; a scenario may choose otherwise under
``index.settings``. Whatever was chosen is printed with every verdict.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Model


class Readings(Model):
    """The chosen readings of one index.

    An index file declares exactly the readings that its rules go by (``planner.index.dependencies``). The defaults here stand for
    the others: they change no verdict, only figures shown beside it.
    """

    renewable_denominator: Literal["total_energy", "electricity"] = "total_energy"
    """Share of total energy in tce, or of electricity."""
    renewable_numerator: Literal["all_claims", "no_certificates", "physical_only"] = "all_claims"
    """Own renewables, biomass, green power and certificates; without certificates; or without both."""
    electricity_tce: Literal["calorific", "equivalent"] = "calorific"
    """当量值 or 等价值 for electricity, in numerator and denominator, bought and own."""
    green_power_in_emissions: Literal["counts", "ignored"] = "counts"
    """Whether traded green power is zero in the electricity account."""
    certificates_in_emissions: Literal["counts", "ignored"] = "ignored"
    """Whether unbundled certificates are."""
    grid_factor: Literal["average", "excluding_traded", "fossil"] = "average"
    """Factor of purchased power: the average of all power, that of power whose market-traded non-fossil part is taken out, or that of
    fossil power alone."""
    emission_scope: Literal["energy", "whole"] = "whole"
    """Which emissions the reduction and zero targets count."""
    intensity_scope: Literal["whole", "energy"] = "whole"
    """Which emissions the emissions per unit count."""
    exported_power: Literal["ignored", "deducted"] = "ignored"
    """Whether sold electricity and heat are deducted from the emissions of purchased ones."""
    baseline: Literal["fixed", "rolling"] = "fixed"
    """Peak of at most five historical years ending with the base year; or of the five years before each year judged."""
    credits_at_zero: Literal["default", "strict", "literal"] = "default"
    """Removals at the zero tier: for what is left below the near ceiling; not at all; or without a ceiling."""
    capture_as_own_reduction: Literal["excluded", "included"] = "excluded"
    """Whether CO2 captured counts in the own reduction that credits at the zero tier ask for first."""
    own_reduction_first: Literal["ceiling", "priced", "all_available"] = "ceiling"
    """Own reduction before negative measures count: the 50 % of R15; all that costs up to a price; or all that the scenario has."""
    own_reduction_price_cny_per_t: Annotated[float, Field(ge=0)] = 100.0
    """Under ``own_reduction_first: priced``: own reduction up to this cost must be used. [CNY/tCO2e]"""
    falling_step: Annotated[float, Field(ge=0, lt=0.2)] = 0.001
    """Smallest relative fall from year to year that counts as falling. 0: any fall; the plan then uses its safety margin."""
    trend_falls: Annotated[int, Field(ge=1, le=4)] = 2
    """Falls in a row that "falling in the last three years" asks for."""
    zero_counts_as_falling: bool = True
    """Whether a year already at zero counts as falling."""
    falling_after_award: Literal["judged", "not_judged"] = "not_judged"
    """Whether the series must go on falling in years after the year of application."""
    no_advanced_value: Literal["not_required", "not_met"] = "not_required"
    """What a declared lack of any standard does to the advanced-value test."""
    minimum_pv_kw: Annotated[float, Field(gt=0)] = 10.0
    """Smallest PV plant that counts as built. [kW]"""
    minimum_effect_t: Annotated[float, Field(gt=0)] = 1.0
    """Smallest assessed abatement of a class that counts as adopted. [tCO2e/year]"""
    waste_rate: Literal["with_stock", "same_year"] = "with_stock"
    """Denominator of the solid-waste rate: with earlier stock utilised, or generated in the year only."""
    splits: dict[str, str] = {}
    """Readings of the index file's own naming: where a merged cell of its table is cut. Name to choice."""

    def choices(self) -> dict[str, str | int | float | bool]:
        """Every reading by name."""
        closed = {name: getattr(self, name) for name in type(self).model_fields if name != "splits"}
        return {**closed, **self.splits}

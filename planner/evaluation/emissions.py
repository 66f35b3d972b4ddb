"""Emission account of a year by the headings of GB/T 32150: fuel, electricity, heat, process, capture, removals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.case import ByYear, CaptureData, Case, CommodityData, RemovalData
from planner.domain.tiers import Category
from planner.errors import InputRefused, Problem
from planner.evaluation.quantities import Quantities
from planner.evaluation.supply import Supply
from planner.index.readings import Readings


@dataclass(frozen=True, slots=True)
class Sinks:
    """What is captured and removed in a year. [tCO2e]"""

    fossil: float = 0.0
    """Captured CO2 of fuels."""
    biogenic: float = 0.0
    """Captured CO2 of biomass: a removal."""
    process: float = 0.0
    """Captured CO2 of processes."""
    removed: float = 0.0
    """Credits, sinks and removal plants."""


def find_factor(case: Case, commodity: CommodityData, year: int, readings: Readings) -> float:
    """Emissions of one MWh bought or burnt; biogenic CO2 and category ``other`` count nothing. [tCO2e/MWh]"""
    return weigh_gases(case, commodity, choose_factors(case, commodity, readings), year)


def weigh_gases(case: Case, commodity: CommodityData, t_per_mwh: Mapping[str, ByYear], year: int) -> float:
    """The gases of one MWh by their warming potential. [tCO2e/MWh]"""
    if commodity.category is Category.OTHER:
        return 0.0
    biomass = commodity.category is Category.BIOMASS
    return math.fsum(by_year[year] * case.gwp[gas] for gas, by_year in t_per_mwh.items() if not (biomass and gas == "CO2"))


def choose_factors(case: Case, commodity: CommodityData, readings: Readings) -> Mapping[str, ByYear]:
    """Gas to year to t/MWh under the reading ``grid_factor``."""
    if commodity.category is not Category.ELECTRICITY or readings.grid_factor == "average":
        return commodity.t_per_mwh
    given = commodity.residual_t_per_mwh if readings.grid_factor == "excluding_traded" else commodity.fossil_t_per_mwh
    if given is not None:
        return given
    if commodity.can_buy or any(past.bought_mwh.get(commodity.id) for past in case.history.values()):
        raise InputRefused([_missing_factor(commodity, readings)])
    return commodity.t_per_mwh


def _missing_factor(commodity: CommodityData, readings: Readings) -> Problem:
    residual = readings.grid_factor == "excluding_traded"
    return Problem(
        file="scenario",
        line=0,
        column=0,
        path=f"commodities.{commodity.id}.emissions.{'residual' if residual else 'fossil'}_co2_t_per_unit",
        zh=f"读法 grid_factor 选了 {readings.grid_factor}，但没有这一因子；请给出，或改选 average（平均）",
        en=f"reading grid_factor is '{readings.grid_factor}', but this factor is not given; give it, or choose 'average'",
    )


def count_emission_claims(supply: Supply, readings: Readings) -> float:
    """Green power and certificates that are zero in the electricity and heat accounts. [MWh]"""
    green = supply.green_power if readings.green_power_in_emissions == "counts" else 0.0
    return green + (supply.certificates if readings.certificates_in_emissions == "counts" else 0.0)


def claim_counts(form: str, readings: Readings) -> bool:
    """Whether a claim of this form is zero in the electricity and heat accounts."""
    choice = readings.green_power_in_emissions if form == "green_power" else readings.certificates_in_emissions
    return choice == "counts"


def _sum_bought_in(case: Case, supplies: tuple[Supply, ...], category: Category, readings: Readings, year: int) -> float:
    """Emissions of purchased electricity or heat. [tCO2e]"""
    deducted = readings.exported_power == "deducted"
    return math.fsum(
        (supply.bought - count_emission_claims(supply, readings) - (supply.sold if deducted else 0.0))
        * find_factor(case, supply.commodity, year, readings)
        for supply in supplies
        if supply.commodity.category is category
    )


def account_emissions(
    case: Case, supplies: tuple[Supply, ...], process_t: float, sinks: Sinks, readings: Readings, year: int
) -> Mapping[str, float]:
    """Emission metrics of one year; ``process_t`` is process emissions before capture. [tCO2e]"""
    burnt = [supply for supply in supplies if supply.commodity.category in (Category.FUEL, Category.BIOMASS)]
    biomass = [supply for supply in burnt if supply.commodity.category is Category.BIOMASS]
    fuel = math.fsum(supply.bought_counted * find_factor(case, supply.commodity, year, readings) for supply in burnt)
    electricity = _sum_bought_in(case, supplies, Category.ELECTRICITY, readings, year)
    heat = _sum_bought_in(case, supplies, Category.HEAT, readings, year)
    energy = math.fsum([fuel, electricity, heat, -sinks.fossil])
    process = process_t - sinks.process
    removals = sinks.removed + sinks.biogenic
    scope = energy if readings.emission_scope == "energy" else energy + process
    captured = sinks.fossil + (sinks.process if readings.emission_scope == "whole" else 0.0)
    return {
        "fuel_emissions_t": fuel,
        "electricity_emissions_t": electricity,
        "heat_emissions_t": heat,
        "captured_energy_t": sinks.fossil,
        "energy_emissions_t": energy,
        "process_emissions_t": process,
        "captured_process_t": sinks.process,
        "gross_emissions_t": energy + process,
        "removals_t": removals,
        "net_emissions_t": energy + process - removals,
        "biogenic_co2_t": math.fsum(s.bought_counted * s.commodity.t_per_mwh.get("CO2", {}).get(year, 0.0) for s in biomass),
        "scope_emissions_t": scope,
        "net_scope_emissions_t": scope - removals,
        "own_scope_emissions_t": scope + captured,
    }


def sum_process(book: Quantities, year: int) -> float:
    """Sources less cuts, and direct emissions of converters, before capture. [tCO2e]"""
    case = book.case
    sources = [
        (source.activity[year] * factor - book.cut_on(source.id, gas, year)) * case.gwp[gas]
        for source in case.sources.values()
        for gas, factor in source.t_per_activity.items()
    ]
    direct = [
        float(book.activity(converter_id, year).sum()) * factor * case.gwp[gas]
        for converter_id, converter in book.converters()
        for gas, factor in converter.direct_t.items()
    ]
    return math.fsum(sources + direct)


def split_capture(book: Quantities, measure: CaptureData, year: int) -> tuple[float, float, float]:
    """Captured CO2 as fossil, biogenic and process, in the proportions of the target's CO2 per unit of activity. [t]"""
    captured = book.captured(measure.id, year)
    converter = book.converter(measure.target)
    if converter is None:
        return 0.0, 0.0, captured
    parts = (*book.co2_of_inputs(converter, year), converter.direct_t.get("CO2", 0.0))
    whole = math.fsum(parts)
    if whole <= 0:
        return 0.0, 0.0, 0.0
    return parts[0] / whole * captured, parts[1] / whole * captured, parts[2] / whole * captured


def sum_sinks(book: Quantities, year: int) -> Sinks:
    """Capture and removals of a planning year."""
    splits = [split_capture(book, measure, year) for measure in book.measures_of(CaptureData)]
    fossil, biogenic, process = (math.fsum(split[part] for split in splits) for part in range(3))
    removed = math.fsum(book.removed(measure.id, year) for measure in book.measures_of(RemovalData))
    return Sinks(fossil, biogenic, process, removed)

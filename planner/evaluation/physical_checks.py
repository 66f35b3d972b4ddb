"""Checks of physics: balances, generation, savings, cuts, capture, billed maxima, contracted capacity."""

from __future__ import annotations

import math

import numpy as np

from planner.domain.base import Text
from planner.domain.case import CaptureData, GenerationData, ProcessData, SavingData
from planner.evaluation.breaches import Breaches, Kind
from planner.evaluation.measures import find_unit
from planner.evaluation.physics import (
    find_adoption,
    find_co2_parts,
    find_generation_ceiling,
    join_shares,
    sum_supply,
    sum_use,
)
from planner.evaluation.plan_reader import Array
from planner.evaluation.quantities import Quantities


def check_balances(book: Quantities, breaches: Breaches, year: int) -> None:
    """Supply equals use for every commodity in every slice."""
    for commodity in book.case.commodities.values():
        supply, use = sum_supply(book, commodity.id, year), sum_use(book, commodity.id, year)
        unit = find_unit(book.case, commodity.id)
        breaches.check_most(Kind.SHORT, commodity.name, use, supply, unit, year)
        breaches.check_most(Kind.SURPLUS, commodity.name, supply, use, unit, year)


def check_generation(book: Quantities, breaches: Breaches, year: int) -> None:
    """Generation within what the online size yields."""
    for measure in book.measures_of(GenerationData):
        ceiling = find_generation_ceiling(book, measure, year)
        unit = find_unit(book.case, measure.commodity)
        breaches.check_most(Kind.GENERATION, measure.name, book.generated(measure.id, year), ceiling, unit, year)


def check_savings(book: Quantities, breaches: Breaches, year: int) -> None:
    """Each saving within its share of the demand, all together within the exact product formula."""
    for demand in book.case.demands.values():
        whole, unit = book.demanded(demand.id, year), find_unit(book.case, demand.commodity)
        shares = []
        for measure in book.measures_of(SavingData):
            if demand.id in measure.saves:
                share = measure.saves[demand.id] * find_adoption(book.online(measure.id, year), measure.full_size)
                shares.append(share)
                saved = book.saved(measure.id, demand.id, year)
                breaches.check_most(Kind.SAVING, measure.name, saved, share * whole, unit, year, _peak(whole))
        together = join_shares(shares) * whole
        breaches.check_most(Kind.JOINT_SAVING, demand.name, book.saved_on(demand.id, year), together, unit, year, _peak(whole))


def _peak(flow: Array) -> float:
    return float(np.max(flow, initial=0.0))


def check_cuts(book: Quantities, breaches: Breaches, year: int) -> None:
    """Process cuts within shares and the exact product formula, source by source and gas by gas."""
    for source in book.case.sources.values():
        for gas, factor in source.t_per_activity.items():
            whole, shares = source.activity[year] * factor, []
            for measure in book.measures_of(ProcessData):
                if gas in measure.cuts.get(source.id, {}):
                    share = measure.cuts[source.id][gas] * find_adoption(book.online(measure.id, year), measure.full_size)
                    shares.append(share)
                    cut = book.cut(measure.id, source.id, gas, year)
                    breaches.check_most(Kind.CUT, measure.name, cut, share * whole, f"t {gas}", year, whole)
            together = join_shares(shares) * whole
            who = Text(zh=f"{source.name.zh} {gas}", en=f"{source.name.en} {gas}")
            breaches.check_most(Kind.JOINT_CUT, who, book.cut_on(source.id, gas, year), together, f"t {gas}", year, whole)


def check_captures(book: Quantities, breaches: Breaches, year: int) -> None:
    """Capture within its size, its share of the target's CO2, and what other captures leave."""
    captures = book.measures_of(CaptureData)
    for measure in captures:
        co2 = math.fsum(find_co2_parts(book, measure.target, year))
        captured = book.captured(measure.id, year)
        breaches.check_most(Kind.CAPTURE_SIZE, measure.name, captured, book.online(measure.id, year), "tCO2", year)
        breaches.check_most(Kind.CAPTURE_SHARE, measure.name, captured, measure.capture_share * co2, "tCO2", year)
    for target in dict.fromkeys(measure.target for measure in captures):
        treated = [book.captured(m.id, year) / m.capture_share for m in captures if m.target == target]
        if len(treated) > 1:
            co2 = math.fsum(find_co2_parts(book, target, year))
            breaches.check_most(Kind.JOINT_CAPTURE, _find_name(book, target), math.fsum(treated), co2, "tCO2", year)


def _find_name(book: Quantities, target: str) -> Text:
    """Name of equipment, conversion measure or process source."""
    places = (book.case.equipment, book.case.sources, book.case.measures)
    return next(place[target].name for place in places if target in place)


def _find_load(book: Quantities, commodity: str, year: int) -> Array:
    """What the meter sees; in a year of one slice, what the plant draws, since a mean can't show when own generation runs. [MWh]"""
    load = book.imported(commodity, year)
    own = any(measure.commodity == commodity for measure in book.measures_of(GenerationData))
    if len(book.case.slices) > 1 or not own:
        return load
    return load + book.generated_of(commodity, year) - book.exported(commodity, year)


def check_peaks(book: Quantities, breaches: Breaches, year: int) -> None:
    """Billed maxima of every month that a slice stands for at least its mean load over the load factor."""
    for commodity in book.case.commodities.values():
        if commodity.demand_charge_cny_per_mw_month is not None:
            load = _find_load(book, commodity.id, year) / book.hours / commodity.load_factor
            breaches.check_most(Kind.PEAK, commodity.name, load, _find_billed(book, commodity.id, year), "MW", year)


def _find_billed(book: Quantities, commodity: str, year: int) -> Array:
    """The least billed maximum of the months that each slice stands for. [MW per slice]"""
    peaks = book.peaks(commodity, year)
    billed = [np.where(within, peaks.get(month, 0.0), np.inf) for month, within in book.within_months.items()]
    least: Array = np.min(billed, axis=0)
    return least


def check_contracted(book: Quantities, breaches: Breaches, year: int) -> None:
    """Mean power bought in every slice within the contracted capacity, at power factor 1."""
    for commodity in book.case.commodities.values():
        if commodity.capacity_charge_cny_per_mva_month is not None:
            power = book.imported(commodity.id, year) / book.hours
            breaches.check_most(Kind.CONTRACTED, commodity.name, power, commodity.contracted_mva[year], "MW", year)

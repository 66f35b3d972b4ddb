"""Numbers that the equations need and the case does not state: factors in CO2e, annuities, shares of savings.

The program's own arithmetic. The evaluator has its own and sees nothing of this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from planner.domain.case import (
    ByYear,
    Case,
    CommodityData,
    ConversionData,
    ConverterData,
    GenerationData,
    HistoryData,
    ProcessData,
    SavingData,
)
from planner.domain.tiers import Category
from planner.index.readings import Readings
from planner.program.overlaps import Overlap, find_overlaps, standing_adoption


class Credit(NamedTuple):
    """What one measure may take of a demand or source by itself, as shares of it."""

    standing: float
    """Saved by what stands already."""
    new: float
    """Saved by new adoption from nothing to full."""


class Coefficients:
    """Derived numbers of one case under one set of readings."""

    def __init__(self, case: Case, readings: Readings) -> None:
        self.case, self.readings = case, readings

    # money ------------------------------------------------------------------------------------------------------------

    @cached_property
    def discount(self) -> dict[int, float]:
        """D_y: planning year to the sum of the discount factors of the calendar years it stands for."""
        money = self.case.money
        return {
            year: sum((1 + money.real_rate) ** -(year + k - money.base_year - self._early) for k in range(self.case.stands_for[year]))
            for year in self.case.years
        }

    @property
    def _early(self) -> float:
        """Part of a year by which payments come before its end."""
        return {"end_of_year": 0.0, "mid_year": 0.5, "start_of_year": 1.0}[self.case.money.timing]

    def annuity(self, lifetime_years: int) -> float:
        """Yearly payment per unit of overnight cost."""
        rate = self.case.money.real_rate
        if rate == 0:
            return 1 / lifetime_years
        return float(rate / (1 - (1 + rate) ** -lifetime_years) / (1 + rate) ** self._early)

    # energy and emissions ---------------------------------------------------------------------------------------------

    @cached_property
    def generated_commodities(self) -> frozenset[str]:
        """Commodities that some generation measure makes; what is sold of them is own renewable."""
        return frozenset(m.commodity for m in self.case.measures.values() if isinstance(m, GenerationData))

    def tce(self, commodity: CommodityData, year: int) -> float:
        """Coal equivalent per MWh. [tce/MWh]"""
        if commodity.category is Category.OTHER:
            return 0.0
        if commodity.category is Category.ELECTRICITY and self.readings.electricity_tce == "equivalent":
            if commodity.equivalent_tce_per_mwh is None:
                return float("nan")
            return commodity.equivalent_tce_per_mwh[year]
        return commodity.tce_per_mwh

    def co2e(self, commodity: CommodityData, year: int) -> float:
        """Emissions per MWh bought; the CO2 of biomass is left out. [tCO2e/MWh]"""
        key = (commodity.id, year)
        if key not in self._co2e:
            self._co2e[key] = self._weigh(commodity, self._factors(commodity), year)
        return self._co2e[key]

    def _weigh(self, commodity: CommodityData, factors: Mapping[str, ByYear], year: int) -> float:
        return sum(
            by_year[year] * self.case.gwp[gas]
            for gas, by_year in factors.items()
            if commodity.category is not Category.OTHER and not (gas == "CO2" and commodity.category is Category.BIOMASS)
        )

    def _factors(self, commodity: CommodityData) -> Mapping[str, ByYear]:
        """Gas to year to t/MWh, of unclaimed or fossil power where the reading asks for it; the index refuses a case that lacks it."""
        others = {"excluding_traded": commodity.residual_t_per_mwh, "fossil": commodity.fossil_t_per_mwh}
        return others.get(self.readings.grid_factor) or commodity.t_per_mwh

    def location_co2e(self, commodity: CommodityData, year: int) -> float:
        """Emissions per MWh of power by the average of its grid. [tCO2e/MWh]"""
        return self._weigh(commodity, commodity.t_per_mwh, year) * (commodity.category is Category.ELECTRICITY)

    def market_co2e(self, commodity: CommodityData, year: int) -> float:
        """Emissions per MWh of power that nobody has claimed: the residual factor, or the average where none is given. [tCO2e/MWh]"""
        factors = commodity.residual_t_per_mwh or commodity.t_per_mwh
        return self._weigh(commodity, factors, year) * (commodity.category is Category.ELECTRICITY)

    @cached_property
    def _co2e(self) -> dict[tuple[str, int], float]:
        return {}

    def carbon_dioxide(self, commodity: CommodityData, year: int) -> float:
        """CO2 per MWh, biogenic where the commodity is biomass. [tCO2/MWh]"""
        by_year = commodity.t_per_mwh.get("CO2")
        return by_year[year] if by_year is not None else 0.0

    def direct(self, converter: ConverterData) -> float:
        """Direct emissions per unit of activity. [tCO2e]"""
        return sum(t * self.case.gwp[gas] for gas, t in converter.direct_t.items())

    @cached_property
    def converters(self) -> dict[str, ConverterData]:
        """Existing equipment and conversion measures by id."""
        found = {id_: equipment.converter for id_, equipment in self.case.equipment.items()}
        found.update((id_, m.converter) for id_, m in self.case.measures.items() if isinstance(m, ConversionData))
        return found

    @cached_property
    def makers(self) -> dict[str, str]:
        """Commodity that can't be bought to its reference equipment: the first existing one that makes it."""
        return {
            output: id_
            for id_, equipment in reversed(list(self.case.equipment.items()))
            for output in equipment.converter.outputs
            if not self.case.commodities[output].can_buy
        }

    def reference_factor(self, commodity: str, year: int) -> float:
        """Emissions of one more MWh by reference supply. [tCO2e/MWh]"""
        key = (commodity, year)
        if key not in self._reference:
            self._reference[key] = self._reference_factor(commodity, year)
        return self._reference[key]

    @cached_property
    def _reference(self) -> dict[tuple[str, int], float]:
        return {}

    def _reference_factor(self, commodity: str, year: int) -> float:
        data = self.case.commodities[commodity]
        if data.can_buy:
            return self.co2e(data, year)
        if commodity not in self.makers:
            return 0.0
        maker = self.makers[commodity]
        converter = self.case.equipment[maker].converter
        total = self.direct(converter)
        total += sum(amount * self.reference_factor(c, year) for c, amount in converter.inputs.items())
        own = {c for c in converter.outputs if self.makers.get(c) == maker}
        total -= sum(amount * self.reference_factor(c, year) for c, amount in converter.outputs.items() if c not in own)
        return total / sum(converter.outputs[c] for c in own)

    def consumed(self, consumes: dict[str, float], year: int) -> float:
        """Emissions of a measure's own energy use per unit of its flow. [tCO2e]"""
        return sum(amount * self.reference_factor(c, year) for c, amount in consumes.items())

    def fossil_and_biogenic(self, converter: ConverterData, year: int) -> tuple[float, float, float]:
        """CO2 per unit of activity: of fossil fuel, of biomass, of the process. [tCO2]"""
        fossil = biogenic = 0.0
        for id_, amount in converter.inputs.items():
            commodity = self.case.commodities[id_]
            if commodity.category is Category.FUEL:
                fossil += amount * self.carbon_dioxide(commodity, year)
            elif commodity.category is Category.BIOMASS:
                biogenic += amount * self.carbon_dioxide(commodity, year)
        return fossil, biogenic, converter.direct_t.get("CO2", 0.0)

    # savings and process cuts -----------------------------------------------------------------------------------------------

    @cached_property
    def saving_share(self) -> dict[tuple[str, str, int], Credit]:
        """(measure, demand, year) to the share of the demand that it may save by itself."""
        return {
            (m.id, d, year): Credit(share * standing_adoption(m, year), share)
            for m in self._savings
            for d, share in m.saves.items()
            for year in self.case.years
        }

    @cached_property
    def cut_share(self) -> dict[tuple[str, str, str, int], Credit]:
        """(measure, source, gas, year) to the share of the gas that it may cut by itself."""
        measures = {measure.id: measure for measure in self._processes}
        return {
            (m, p, gas, year): Credit(share * standing_adoption(measures[m], year), share)
            for m, p, gas in self.cuts
            for share in (measures[m].cuts[p][gas],)
            for year in self.case.years
        }

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Demands and gases on which measures act together, each with its measures by yearly cost per size."""
        return find_overlaps(self.case, {m.id: self._unit_cost(m.id) for m in (*self._savings, *self._processes)})

    @cached_property
    def cuts(self) -> list[tuple[str, str, str]]:
        """(measure, source, gas) of every cut, source by source."""
        return [
            (m.id, source, gas)
            for source, data in self.case.sources.items()
            for gas in data.t_per_activity
            for m in self._processes
            if gas in m.cuts.get(source, {})
        ]

    @cached_property
    def _processes(self) -> list[ProcessData]:
        return [m for m in self.case.measures.values() if isinstance(m, ProcessData)]

    @cached_property
    def _savings(self) -> list[SavingData]:
        return [m for m in self.case.measures.values() if isinstance(m, SavingData)]

    def _unit_cost(self, measure: str) -> float:
        data = self.case.measures[measure]
        built = data.built
        if built is None or not built.capex_cny:
            return 0.0
        first = min(built.capex_cny)
        yearly = built.capex_cny[first] * (1 - built.subsidy_share) * self.annuity(built.lifetime_years)
        return yearly + built.fixed_om_cny.get(first, 0.0)

    # history ----------------------------------------------------------------------------------------------------------

    @cached_property
    def history_energy_tce(self) -> dict[int, float]:
        """Comprehensive energy use of past years. [tce]"""
        return {year: self._energy(year, self.case.history[year]) for year in self.case.history_years}

    def _energy(self, year: int, data: HistoryData) -> float:
        total = 0.0
        for id_, commodity in self.case.commodities.items():
            used = data.bought_mwh.get(id_, 0.0) + data.own_renewable_mwh.get(id_, 0.0) - data.sold_mwh.get(id_, 0.0)
            if used:
                total += used * self.tce(commodity, year)
        return total

    def _power(self, data: HistoryData) -> float:
        """Electricity used. [MWh]"""
        power = [id_ for id_, commodity in self.case.commodities.items() if commodity.category is Category.ELECTRICITY]
        return sum(data.bought_mwh.get(c, 0.0) + data.own_renewable_mwh.get(c, 0.0) - data.sold_mwh.get(c, 0.0) for c in power)

    def history_amount(self, metric: str) -> float:
        """An amount of the base year by which an index tells sizes apart. [unit of the metric]"""
        year = self.case.base_year
        if metric == "electricity_use_mwh":
            return self._power(self.case.history[year])
        if metric == "process_emissions_t":
            return self.process_t(year)
        amounts = {
            "energy_use_tce": self.history_energy_tce,
            "energy_emissions_t": self.history_energy_emissions_t,
            "gross_emissions_t": self.history_gross_emissions_t,
        }
        return amounts[metric][year]

    @cached_property
    def history_energy_emissions_t(self) -> dict[int, float]:
        """Energy-level emissions of past years. [tCO2e]"""
        return {year: self._emissions(year, self.case.history[year]) for year in self.case.history_years}

    def _emissions(self, year: int, data: HistoryData) -> float:
        total = -data.captured_t
        for id_, commodity in self.case.commodities.items():
            amount = data.bought_mwh.get(id_, 0.0)
            sold = data.sold_mwh.get(id_, 0.0)
            if commodity.category in (Category.FUEL, Category.BIOMASS):
                amount -= 0.0 if id_ in data.own_renewable_mwh else sold
            else:
                amount -= data.green_power_mwh.get(id_, 0.0) * self.counts("green_power")
                amount -= data.certificates_mwh.get(id_, 0.0) * self.counts("certificate")
                amount -= sold * (self.readings.exported_power == "deducted")
            if amount:
                total += amount * self.co2e(commodity, year)
        return total

    def counts(self, form: str) -> float:
        """1 when claims of this form count in the emission account, else 0."""
        reading = self.readings.green_power_in_emissions if form == "green_power" else self.readings.certificates_in_emissions
        return 1.0 if reading == "counts" else 0.0

    def counts_as_renewable(self, form: str) -> float:
        """1 when claims of this form count in the renewable share, else 0."""
        allowed = {"all_claims": ("green_power", "certificate"), "no_certificates": ("green_power",), "physical_only": ()}
        return 1.0 if form in allowed[self.readings.renewable_numerator] else 0.0

    def source_t(self, source: str, gas: str, year: int) -> float:
        """Tonnes of one gas from one source before any measure. [t]"""
        data = self.case.sources[source]
        return data.activity[year] * data.t_per_activity[gas]

    def process_t(self, year: int) -> float:
        """Process emissions of all sources before any measure. [tCO2e]"""
        return sum(self.source_t(p, gas, year) * self.case.gwp[gas] for p, data in self.case.sources.items() for gas in data.t_per_activity)

    @cached_property
    def history_gross_emissions_t(self) -> dict[int, float]:
        """Energy and process emissions of past years. [tCO2e]"""
        return {year: energy + self.process_t(year) for year, energy in self.history_energy_emissions_t.items()}

    def history_intensity(self, metric: str) -> dict[int, float]:
        """``energy_per_unit_kgce`` or ``carbon_per_unit_kg`` of past years. [kgce/unit or kgCO2e/unit]"""
        whole = self.readings.intensity_scope == "whole"
        emissions = self.history_gross_emissions_t if whole else self.history_energy_emissions_t
        amounts = self.history_energy_tce if metric == "energy_per_unit_kgce" else emissions
        return {year: 1000.0 * amount / self.case.intensity.amount[year] for year, amount in amounts.items()}

    @property
    def history_scope_emissions_t(self) -> dict[int, float]:
        """Emissions of past years in the target's scope. [tCO2e]"""
        return self.history_gross_emissions_t if self.readings.emission_scope == "whole" else self.history_energy_emissions_t

    @cached_property
    def baseline_t(self) -> float:
        """Largest yearly emissions, in the target's scope, of at most five past years. [tCO2e]"""
        return max(self.history_scope_emissions_t[year] for year in self.case.history_years[-5:])

    def five_years_before(self, year: int) -> range:
        """The years, known or not, that a baseline rolling on with ``year`` looks at; none before the first past year."""
        return range(max(self.case.history_years[0], year - 5), year)

"""The yearly accounts of energy and emissions as equations. Effects of measures are in ``effects.py``, cost in ``costs.py``.

Each ``define_<account>`` states one account; its left side is the account, its right side the flows.
"""

from __future__ import annotations

from typing import Any

from planner.domain.case import (
    CaptureData,
    ConversionData,
    GenerationData,
    PurchaseData,
)
from planner.domain.tiers import Category
from planner.program.structure import add_sum, collect, equation, of_kind, table


def add(model: Any) -> None:
    """Every account of energy and emissions."""
    _add_energy_terms(model)
    _add_emission_terms(model)
    for rule in (
        define_energy_use_tce, define_renewable_tce, define_electricity_use_mwh, define_renewable_electricity_mwh,
        define_fuel_emissions_t, define_electricity_emissions_t, define_heat_emissions_t, define_captured_energy_t,
        define_captured_process_t, define_energy_emissions_t, define_process_emissions_t, define_removals_t,
        define_biogenic_co2_t, define_pv_kw,
    ):  # fmt: skip
        equation(model, rule, model.Y)


def define_energy_use_tce(model: Any, y: Any) -> Any:
    r"""Energy use is what is bought less sold, and own renewable energy used. [tce]

    .. math:: U_y = \sum_c \tau_{cy} \sum_s \left( f^{in}_{cys} - f^{out}_{cys} + \sum_{m \in c} f^{gen}_{mys} \right)
       + \sum_{k \in \text{REN}} \tau_{ky} \sum_s \eta^{out}_k f^{act}_{kys}

    Source: GB/T 2589; index R04, R06.
    """
    return model.energy_use_tce[y] == sum(
        model.bought_tce[y, s] - model.sold_tce[y, s] + model.own_tce[y, s] + model.own_heat_tce[y, s] for s in model.S
    )


def define_renewable_tce(model: Any, y: Any) -> Any:
    r"""Renewable energy is own generation used, biomass, and the claims that count. [tce]

    .. math:: R_y = \sum_{c \in \text{GEN}} \tau_{cy} \sum_s \left( \sum_{m \in c} f^{gen}_{mys} - f^{out}_{cys} \right)
       + \sum_{k \in \text{REN}} \tau_{ky} \sum_s \eta^{out}_k f^{act}_{kys}
       + \sum_{c \in \text{bio}} \tau_{cy} \sum_s \left( f^{in}_{cys} - f^{out}_{cys} [c \notin \text{GEN}] \right)
       + \sum_m \iota^{re}_m \tau_{my} f^{pur}_{my}

    Source: index R06, reading renewable_numerator.
    """
    return model.renewable_tce[y] == model.claimed_tce[y] + sum(
        model.own_tce[y, s] - model.own_sold_tce[y, s] + model.own_heat_tce[y, s]
        + model.biomass_tce[y, s] - model.biomass_sold_tce[y, s]
        for s in model.S
    )  # fmt: skip


def define_electricity_use_mwh(model: Any, y: Any) -> Any:
    r"""Electricity used is bought less sold, and own renewable electricity. [MWh]

    .. math:: U^{el}_y = \sum_{c \in \text{el}} \sum_s \left( f^{in}_{cys} - f^{out}_{cys} + \sum_{m \in c} f^{gen}_{mys} \right)
       + \sum_{k \in \text{REN} \cap \text{el}} \sum_s \eta^{out}_k f^{act}_{kys}

    Source: index R06, reading renewable_denominator: electricity.
    """
    return model.electricity_use_mwh[y] == sum(
        model.bought_power[y, s] - model.sold_power[y, s] + model.own_power[y, s] + model.converted_power[y, s] for s in model.S
    )


def define_renewable_electricity_mwh(model: Any, y: Any) -> Any:
    r"""Renewable electricity is own generation used and the claims that count. [MWh]

    .. math:: R^{el}_y = \sum_{c \in \text{el} \cap \text{GEN}} \sum_s \left( \sum_{m \in c} f^{gen}_{mys}
       - f^{out}_{cys} \right) + \sum_{k \in \text{REN} \cap \text{el}} \sum_s \eta^{out}_k f^{act}_{kys}
       + \sum_{m \in \text{el}} \iota^{re}_m f^{pur}_{my}

    Source: index R06, reading renewable_denominator: electricity.
    """
    return model.renewable_electricity_mwh[y] == model.claimed_power[y] + sum(
        model.own_power[y, s] - model.own_sold_power[y, s] + model.converted_power[y, s] for s in model.S
    )


def define_fuel_emissions_t(model: Any, y: Any) -> Any:
    r"""Burning fuel emits its factor; of biomass only CH4 and N2O count. [t]

    .. math:: E^{fuel}_y = \sum_{c \in \text{fuel, bio}} \phi_{cy} \sum_s \left( f^{in}_{cys}
       - f^{out}_{cys} [c \notin \text{GEN}] \right)

    Source: GB/T 32150, combustion.
    """
    return model.fuel_emissions_t[y] == sum(model.fuel_co2e[y, s] - model.fuel_sold_co2e[y, s] for s in model.S)


def define_electricity_emissions_t(model: Any, y: Any) -> Any:
    r"""Bought electricity emits the grid's factor, less claims that count for emissions. [t]

    .. math:: E^{el}_y = \sum_{c \in \text{el}} \phi_{cy} \left( \sum_s f^{in}_{cys} - \iota^{out} \sum_s f^{out}_{cys}
       - \sum_{m \in c} \iota^{em}_m f^{pur}_{my} \right)

    Source: GB/T 32150, purchased electricity; readings green_power_in_emissions, certificates_in_emissions, exported_power.
    """
    return model.electricity_emissions_t[y] == (
        sum(model.power_co2e[y, s] - model.power_sold_co2e[y, s] for s in model.S) - model.power_claims_co2e[y]
    )


def define_heat_emissions_t(model: Any, y: Any) -> Any:
    r"""Bought heat emits its supplier's factor, less claims that count for emissions. [t]

    .. math:: E^{heat}_y = \sum_{c \in \text{heat}} \phi_{cy} \left( \sum_s f^{in}_{cys} - \iota^{out} \sum_s f^{out}_{cys}
       - \sum_{m \in c} \iota^{em}_m f^{pur}_{my} \right)

    Source: GB/T 32150, purchased heat.
    """
    return model.heat_emissions_t[y] == (
        sum(model.heat_co2e[y, s] - model.heat_sold_co2e[y, s] for s in model.S) - model.heat_claims_co2e[y]
    )


def define_captured_energy_t(model: Any, y: Any) -> Any:
    r"""Fossil CO2 captured is its share of what each plant takes. [t]

    .. math:: K^{en}_y = \sum_m \psi^{foss}_{my} f^{cap}_{my}

    Source: docs/accounting.md, capture.
    """
    return model.captured_energy_t[y] == model.fossil_captured[y]


def define_captured_process_t(model: Any, y: Any) -> Any:
    r"""Process CO2 captured is its share of what each plant takes. [t]

    .. math:: K^{pr}_y = \sum_m \psi^{proc}_{my} f^{cap}_{my}

    Source: docs/accounting.md, capture.
    """
    return model.captured_process_t[y] == model.process_captured[y]


def define_energy_emissions_t(model: Any, y: Any) -> Any:
    r"""Energy-level emissions are fuel, electricity and heat, less fossil CO2 captured. [t]

    .. math:: E_y = E^{fuel}_y + E^{el}_y + E^{heat}_y - K^{en}_y

    Source: index R15, energy level.
    """
    return model.energy_emissions_t[y] == (
        model.fuel_emissions_t[y] + model.electricity_emissions_t[y] + model.heat_emissions_t[y] - model.captured_energy_t[y]
    )


def define_process_emissions_t(model: Any, y: Any) -> Any:
    r"""Process emissions are sources less cuts, direct emissions of converters, less process CO2 captured. [t]

    .. math:: E^{pr}_y = \sum_{pg} W_g S_{pgy} - \sum_{mpg} W_g f^{cut}_{mpgy} + \sum_k \omega_k \sum_s f^{act}_{kys} - K^{pr}_y

    Source: GB/T 32150, process emissions.
    """
    return model.process_emissions_t[y] == (
        model.sources_co2e[y] - model.cuts_co2e[y] + sum(model.direct_co2e[y, s] for s in model.S) - model.captured_process_t[y]
    )


def define_removals_t(model: Any, y: Any) -> Any:
    r"""Removals are sinks, credits and plants, and biogenic CO2 captured. [t]

    .. math:: Q_y = \sum_m f^{rem}_{my} + \sum_m \psi^{bio}_{my} f^{cap}_{my}

    Source: seed index item 2; index R11, R15.
    """
    return model.removals_t[y] == model.removed_all[y] + model.biogenic_captured[y]


def define_biogenic_co2_t(model: Any, y: Any) -> Any:
    r"""Biogenic CO2 is a memo item. [t]

    .. math:: M_y = \sum_{c \in \text{bio}} \phi^{CO2}_{cy} \sum_s \left( f^{in}_{cys} - f^{out}_{cys} [c \notin \text{GEN}] \right)

    Source: GB/T 32150.
    """
    return model.biogenic_co2_t[y] == sum(model.biogenic_co2[y, s] - model.biogenic_sold_co2[y, s] for s in model.S)


def define_pv_kw(model: Any, y: Any) -> Any:
    r"""PV capacity is what is online of PV. [size]

    .. math:: P_y = \sum_{m \in \text{pv}} \left( N_{my} + \hat{N}_{my} \right)

    Source: index R05.
    """
    return model.pv_kw[y] == model.new_pv[y] + model.standing_pv[y]


def _flow_sums(model: Any, variable_: Any, names: dict[str, Any], things: Any) -> None:
    """Sums over slices-resolved flows: name to a function (thing, year) -> coefficient, zero left out."""
    for name, factor in names.items():
        pairs = (((y,), (t, y), factor(t, y)) for t in things for y in model.Y)
        add_sum(model, name, variable_, collect(p for p in pairs if p[2]), 1)


def _add_energy_terms(model: Any) -> None:
    case, numbers = model.case, model.numbers
    own = numbers.generated_commodities
    commodity = case.commodities

    def tce(c: str, y: int) -> float:
        return float(numbers.tce(commodity[c], y))

    def power(c: str, _: int) -> float:
        return float(commodity[c].category is Category.ELECTRICITY)

    def biomass(c: str, y: int) -> float:
        return tce(c, y) * (commodity[c].category is Category.BIOMASS)

    _flow_sums(model, model.imported, {"bought_tce": tce, "bought_power": power, "biomass_tce": biomass}, model.BOUGHT)
    _flow_sums(
        model, model.exported,
        {
            "sold_tce": tce, "sold_power": power,
            "own_sold_tce": lambda c, y: tce(c, y) * (c in own),
            "own_sold_power": lambda c, y: power(c, y) * (c in own),
            "biomass_sold_tce": lambda c, y: biomass(c, y) * (c not in own),
        }, model.SOLD,
    )  # fmt: skip
    makes = {m.id: m.commodity for m in of_kind(case, GenerationData)}
    _flow_sums(
        model, model.generated,
        {"own_tce": lambda m, y: tce(makes[m], y), "own_power": lambda m, y: power(makes[m], y)}, makes,
    )  # fmt: skip
    heat = {m.id: m for m in of_kind(case, ConversionData) if m.renewable_output is not None}
    _flow_sums(
        model, model.activity,
        {
            "own_heat_tce": lambda k, y: tce(heat[k].renewable_output, y) * heat[k].converter.outputs[heat[k].renewable_output],
            "converted_power": lambda k, y: power(heat[k].renewable_output, y) * heat[k].converter.outputs[heat[k].renewable_output],
        }, heat,
    )  # fmt: skip
    claims = {m.id: m for m in of_kind(case, PurchaseData)}

    def counted(m: str) -> float:
        return float(numbers.counts_as_renewable(claims[m].form))

    _yearly_sum(model, "claimed_tce", model.purchased, claims, lambda m, y: tce(claims[m].commodity, y) * counted(m))
    _yearly_sum(model, "claimed_power", model.purchased, claims, lambda m, y: power(claims[m].commodity, y) * counted(m))


def _yearly_sum(model: Any, name: str, variable_: Any, things: Any, factor: Any) -> None:
    """A sum over yearly flows: coefficient ``factor(thing, year)``, zero left out."""
    pairs = (((y,), (t, y), factor(t, y)) for t in things for y in model.Y)
    add_sum(model, name, variable_, collect(p for p in pairs if p[2]), 0)


def _add_emission_terms(model: Any) -> None:
    case, numbers = model.case, model.numbers
    commodity, own = case.commodities, numbers.generated_commodities

    def of(*categories: Category) -> Any:
        return lambda c, y: numbers.co2e(commodity[c], y) * (commodity[c].category in categories)

    fuel, power, heat = of(Category.FUEL, Category.BIOMASS), of(Category.ELECTRICITY), of(Category.HEAT)

    def biogenic(c: str, y: int) -> float:
        return float(numbers.carbon_dioxide(commodity[c], y) * (commodity[c].category is Category.BIOMASS))

    bought = {"fuel_co2e": fuel, "power_co2e": power, "heat_co2e": heat, "biogenic_co2": biogenic}
    _flow_sums(model, model.imported, bought, model.BOUGHT)
    deducted = float(model.readings.exported_power == "deducted")
    sold = {
        "fuel_sold_co2e": lambda c, y: fuel(c, y) * (c not in own),
        "power_sold_co2e": lambda c, y: power(c, y) * deducted,
        "heat_sold_co2e": lambda c, y: heat(c, y) * deducted,
        "biogenic_sold_co2": lambda c, y: biogenic(c, y) * (c not in own),
    }
    _flow_sums(model, model.exported, sold, model.SOLD)
    claims = {m.id: m for m in of_kind(case, PurchaseData)}
    for name, factor in (("power_claims_co2e", power), ("heat_claims_co2e", heat)):
        _yearly_sum(
            model, name, model.purchased, claims,
            lambda m, y, factor=factor: factor(claims[m].commodity, y) * numbers.counts(claims[m].form),
        )  # fmt: skip
    _flow_sums(
        model, model.imported,
        {
            "location_co2e": lambda c, y: numbers.location_co2e(commodity[c], y),
            "market_co2e": lambda c, y: numbers.market_co2e(commodity[c], y),
        }, model.BOUGHT,
    )  # fmt: skip
    _yearly_sum(model, "market_claims_co2e", model.purchased, claims, lambda m, y: numbers.market_co2e(commodity[claims[m].commodity], y))
    captures = {m.id: m for m in of_kind(case, CaptureData)}
    for part, name in enumerate(("fossil_captured", "biogenic_captured", "process_captured")):
        _yearly_sum(
            model, name, model.captured, captures,
            lambda m, y, part=part: _captured_part(numbers, captures[m].target, y, part),
        )  # fmt: skip
    table(model, "sources_co2e", [model.Y], lambda y: float(numbers.process_t(y)))
    add_sum(model, "cuts_co2e", model.cut, collect(((y,), (m, p, g, y), case.gwp[g]) for m, p, g in model.CUT for y in model.Y), 0)
    converters = numbers.converters
    _flow_sums(model, model.activity, {"direct_co2e": lambda k, _: numbers.direct(converters[k])}, model.K)
    _yearly_sum(model, "removed_all", model.removed, model.REMOVAL, lambda _m, _y: 1.0)
    pv = [m.id for m in of_kind(case, GenerationData) if m.technology == "pv"]
    sums = [((y,), lead, c) for (m, y), pairs in model.online.entries.items() if m in set(pv) for lead, c in pairs]
    add_sum(model, "new_pv", model.deploy, collect(sums), 0)
    table(model, "standing_pv", [model.Y], lambda y: float(sum(model.standing[m, y] for m in pv)))


def _captured_part(numbers: Any, target: str, year: int, part: int) -> float:
    """Share of fossil (0), biogenic (1) or process (2) CO2 in what is captured from a target."""
    if target not in numbers.converters:
        return float(part == 2)  # a process source
    parts = numbers.fossil_and_biogenic(numbers.converters[target], year)
    total = sum(parts)
    return float(parts[part] / total) if total else 0.0

"""Emissions of a planned year counted at the fence, straight from the plan's flows: no code of the evaluator."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.index.readings import Readings


def count_emissions(case: Case, plan: Plan, chosen: Readings, year: int) -> tuple[float, float]:
    """Gross and net emissions of energy and processes. [tCO2e]"""
    flows, gross, removed = plan.flows, 0.0, 0.0
    converters = {id_: item.converter for id_, item in case.equipment.items()}
    converters |= {id_: m.converter for id_, m in case.measures.items() if m.kind == "conversion"}

    def total(by_id: dict, id_: str) -> float:
        return sum(by_id.get(id_, {}).get(year, ()))

    for id_, data in case.commodities.items():
        if data.category == "other":
            continue
        skipped = {"CO2"} if data.category == "biomass" else set()
        others = {"excluding_traded": data.residual_t_per_mwh, "fossil": data.fossil_t_per_mwh}
        gases = (others.get(chosen.grid_factor) if data.category == "electricity" else None) or data.t_per_mwh
        factor = sum(by_year[year] * case.gwp[gas] for gas, by_year in gases.items() if gas not in skipped)
        amount = total(flows.imported, id_)
        if data.category in ("electricity", "heat"):
            for claim in case.measures.values():
                if claim.kind == "purchase" and claim.commodity == id_:
                    form = chosen.green_power_in_emissions if claim.form == "green_power" else chosen.certificates_in_emissions
                    amount -= flows.purchased.get(claim.id, {}).get(year, 0.0) if form == "counts" else 0.0
            amount -= total(flows.exported, id_) if chosen.exported_power == "deducted" else 0.0
        elif not any(m.kind == "generation" and m.commodity == id_ for m in case.measures.values()):
            amount -= total(flows.exported, id_)
        gross += amount * factor

    for id_, source in case.sources.items():
        for gas, per_activity in source.t_per_activity.items():
            cuts = sum(by_source.get(id_, {}).get(gas, {}).get(year, 0.0) for by_source in flows.cut_t.values())
            gross += (source.activity[year] * per_activity - cuts) * case.gwp[gas]
    for id_, converter in converters.items():
        gross += sum(total(flows.activity, id_) * t * case.gwp[gas] for gas, t in converter.direct_t.items())

    for id_, measure in case.measures.items():
        if measure.kind == "capture":
            captured, biogenic = flows.captured.get(id_, {}).get(year, 0.0), 0.0
            if measure.target in converters:
                biogenic = captured * _biogenic_share(case, converters[measure.target], year)
                captured *= 1.0 if _co2(case, converters[measure.target], year) > 0 else 0.0
            gross, removed = gross - (captured - biogenic), removed + biogenic
        elif measure.kind == "removal":
            removed += flows.removed.get(id_, {}).get(year, 0.0)
    return gross, gross - removed


def _co2(case: Case, converter, year: int, categories: tuple[str, ...] = ("fuel", "biomass")) -> float:
    """CO2 of a converter per unit of activity, direct CO2 included when biomass is not alone. [t]"""
    burnt = [(case.commodities[id_], amount) for id_, amount in converter.inputs.items()]
    found = sum(amount * data.t_per_mwh["CO2"][year] for data, amount in burnt if data.category in categories and "CO2" in data.t_per_mwh)
    return found + (converter.direct_t.get("CO2", 0.0) if "fuel" in categories else 0.0)


def _biogenic_share(case: Case, converter, year: int) -> float:
    whole = _co2(case, converter, year)
    return _co2(case, converter, year, ("biomass",)) / whole if whole > 0 else 0.0

"""The vocabulary of figures: name, unit and meaning of everything that is accounted, judged and reported.

No formulas here. The program and the evaluator each compute these names on their own; tests compare them year by year.
Energy in tce follows GB/T 2589, emissions follow the headings of GB/T 32150.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.base import Text


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure per year."""

    name: str
    unit: str
    title: Text
    meaning: str
    ratio: bool = False
    """True when it is a quotient of two amounts."""


def _metric(name: str, unit: str, zh: str, en: str, meaning: str, *, ratio: bool = False) -> tuple[str, Metric]:
    return name, Metric(name, unit, Text(zh=zh, en=en), meaning, ratio)


METRICS: dict[str, Metric] = dict(
    [
        # energy
        _metric(
            "energy_use_tce",
            "tce",
            "综合能源消费量",
            "comprehensive energy use",
            "Bought less sold energy plus own renewable energy used, in coal equivalent. Electricity takes the calorific or"
            " the equivalent value (reading electricity_tce). Own renewable energy used is generation less what is sold.",
        ),
        _metric(
            "renewable_tce",
            "tce",
            "可再生能源消费量",
            "renewable energy used",
            "Own renewable energy used, biomass bought, and green power and certificates as the reading"
            " renewable_numerator counts them, in coal equivalent.",
        ),
        _metric("electricity_use_mwh", "MWh", "用电量", "electricity used", "Bought less sold electricity plus own renewable generation."),
        _metric(
            "renewable_electricity_mwh",
            "MWh",
            "可再生电力",
            "renewable electricity used",
            "Own renewable electricity used, and green power and certificates as the reading renewable_numerator counts them.",
        ),
        _metric(
            "renewable_share",
            "1",
            "可再生能源占比",
            "renewable energy share",
            "renewable_tce over energy_use_tce, or renewable_electricity_mwh over electricity_use_mwh (reading renewable_denominator).",
            ratio=True,
        ),
        _metric(
            "own_renewable_power_share",
            "1",
            "自有可再生电力占比",
            "own renewable electricity share",
            "Own renewable electricity used over electricity_use_mwh. Green power and certificates are left out, whatever the readings.",
            ratio=True,
        ),
        # emissions
        _metric(
            "fuel_emissions_t",
            "tCO2e",
            "燃料燃烧排放",
            "fuel combustion emissions",
            "Fuel bought less sold x factors, CO2, CH4 and N2O by GWP; of biomass only CH4 and N2O. Before capture.",
        ),
        _metric(
            "electricity_emissions_t",
            "tCO2e",
            "购入电力排放",
            "purchased-electricity emissions",
            "(Bought - claims that count for emissions) x factor; sales are deducted only under the reading exported_power: deducted.",
        ),
        _metric(
            "electricity_location_t",
            "tCO2e",
            "购入电力排放（基于位置）",
            "electricity emissions, location-based",
            "All electricity bought x the average factor; no claim and no sale is deducted.",
        ),
        _metric(
            "electricity_market_t",
            "tCO2e",
            "购入电力排放（基于市场）",
            "electricity emissions, market-based",
            "Electricity bought less green power and certificates, each MWh claimed once, x the factor of unclaimed power (excluding"
            " market-traded non-fossil power where the scenario gives it, else the average). No sale is deducted.",
        ),
        _metric("heat_emissions_t", "tCO2e", "购入热力排放", "purchased-heat emissions", "As electricity, for heat."),
        _metric("captured_energy_t", "tCO2", "能源碳捕集量", "CO2 captured from energy use", "Fossil CO2 of fuels that is captured."),
        _metric("energy_emissions_t", "tCO2e", "能源层面排放", "energy-level emissions", "fuel + electricity + heat - captured_energy_t."),
        _metric(
            "process_emissions_t",
            "tCO2e",
            "过程排放",
            "process emissions",
            "Sources less cuts, plus direct emissions of converters, less captured_process_t.",
        ),
        _metric("captured_process_t", "tCO2", "过程碳捕集量", "CO2 captured from processes", "Process CO2 that is captured."),
        _metric("gross_emissions_t", "tCO2e", "排放总量（抵消前）", "gross emissions", "energy_emissions_t + process_emissions_t."),
        _metric("removals_t", "tCO2e", "清除与抵消量", "removals and credits", "Removals, credits and biogenic CO2 captured."),
        _metric("net_emissions_t", "tCO2e", "净排放", "net emissions", "gross_emissions_t - removals_t."),
        _metric("biogenic_co2_t", "tCO2", "生物质CO2（备查）", "biogenic CO2 (memo)", "CO2 of biomass burnt; in no total."),
        _metric(
            "scope_emissions_t",
            "tCO2e",
            "考核排放量",
            "emissions that the target counts",
            "energy_emissions_t, or gross_emissions_t under the reading emission_scope: whole.",
        ),
        _metric(
            "net_scope_emissions_t", "tCO2e", "考核净排放量", "net emissions that the target counts", "scope_emissions_t - removals_t."
        ),
        _metric(
            "baseline_t",
            "tCO2e",
            "基准值（近五年峰值）",
            "baseline (five-year peak)",
            "Largest scope_emissions_t of the historical years, at most five, ending with the base year; under the reading baseline:"
            " rolling, of the five years before each year, past and planned.",
        ),
        _metric(
            "emission_reduction", "1", "较基准下降率", "reduction against the baseline", "1 - scope_emissions_t / baseline_t.", ratio=True
        ),
        _metric(
            "own_scope_emissions_t",
            "tCO2e",
            "考核排放量（捕集前）",
            "emissions that the target counts, before capture",
            "scope_emissions_t + captured_energy_t, and + captured_process_t under the reading emission_scope: whole: what own"
            " reduction leaves, since capture is a negative-carbon measure. Energy that capture and removals consume is in it.",
        ),
        _metric("own_reduction", "1", "自主减排率", "own reduction", "1 - own_scope_emissions_t / baseline_t.", ratio=True),
        # intensities
        _metric(
            "energy_per_unit_kgce",
            "kgce/unit",
            "单位产品综合能耗",
            "energy per unit",
            "energy_use_tce x 1000 over the intensity amount.",
            ratio=True,
        ),
        _metric(
            "carbon_per_unit_kg",
            "kgCO2e/unit",
            "单位产品碳排放",
            "emissions per unit",
            "gross_emissions_t (or energy_emissions_t, reading intensity_scope) x 1000 over the intensity amount.",
            ratio=True,
        ),
        _metric(
            "carbon_per_tce",
            "tCO2e/tce",
            "单位能耗碳排放",
            "emissions per energy used",
            "gross_emissions_t over energy_use_tce.",
            ratio=True,
        ),
        # what the plan does
        _metric("pv_kw", "kW", "光伏装机", "PV capacity", "Online size of generation measures of technology pv, existing included."),
        _metric(
            "solid_waste_utilisation",
            "1",
            "一般工业固废综合利用率",
            "solid-waste utilisation rate",
            "Utilised over generated plus earlier stock utilised (reading waste_rate). Not decided by the plan.",
            ratio=True,
        ),
        _metric(
            "effect_reduction_t", "tCO2e", "减碳措施降碳量", "effect of reduction measures", "Sum of the assessed abatement of the class."
        ),
        _metric(
            "effect_zero_carbon_t",
            "tCO2e",
            "零碳措施降碳量",
            "effect of zero-carbon measures",
            "Sum of the assessed abatement of the class.",
        ),
        _metric(
            "effect_negative_t",
            "tCO2e",
            "负碳措施降碳量",
            "effect of negative-carbon measures",
            "Sum of the assessed abatement of the class.",
        ),
        _metric(
            "effect_substitution_t",
            "tCO2e",
            "替代措施降碳量",
            "effect of substitution measures",
            "Sum of the assessed abatement of measures marked as substitution.",
        ),
        # money, undiscounted, of the year
        _metric(
            "capital_cost_cny",
            "CNY",
            "投资年金",
            "capital cost",
            "Annuities of what the plan has built, after subsidy, falling in the year.",
        ),
        _metric("fixed_om_cny", "CNY", "固定运维费", "fixed operation and maintenance", "Of everything online, existing included."),
        _metric(
            "variable_om_cny", "CNY", "可变运维费", "variable operation and maintenance", "By activity, savings, cuts, generation, capture."
        ),
        _metric("energy_cost_cny", "CNY", "能源采购费", "purchases of commodities", "Quantities x prices by slice, all commodities."),
        _metric(
            "demand_charge_cny",
            "CNY",
            "基本电费（需量或容量）",
            "basic charge (demand or capacity)",
            "Billed maximum or contracted capacity x price x months.",
        ),
        _metric("claims_cost_cny", "CNY", "绿电绿证费", "green power and certificates", "Premiums and certificates."),
        _metric("removal_cost_cny", "CNY", "碳清除与信用费", "removals and credits", "Tonnes x price."),
        _metric("carbon_cost_cny", "CNY", "碳价成本", "carbon price", "Tonnes surrendered x price."),
        _metric("export_income_cny", "CNY", "外售收入", "export income", "Quantities sold x price; positive."),
        _metric("subsidy_income_cny", "CNY", "补贴收入", "operating subsidies", "Per MWh generated; positive."),
        _metric("yearly_cost_cny", "CNY", "年度总成本", "total cost of the year", "All costs less export income and subsidies."),
        _metric("investment_cny", "CNY", "当年投资", "investment as spent", "Capex of what starts in the year, after subsidy."),
    ]
)

SIZE_METRICS: tuple[str, ...] = (
    "energy_use_tce",
    "electricity_use_mwh",
    "energy_emissions_t",
    "process_emissions_t",
    "gross_emissions_t",
)
"""Amounts of the base year by which an index may tell large factories from small ones."""
INTENSITIES: tuple[str, ...] = ("energy_per_unit_kgce", "carbon_per_unit_kg")
"""Metrics that can be asked to fall: their past values are known and their denominators given, so that a fall is linear."""

COST_PARTS: tuple[str, ...] = (
    "capital_cost_cny",
    "fixed_om_cny",
    "variable_om_cny",
    "energy_cost_cny",
    "demand_charge_cny",
    "claims_cost_cny",
    "removal_cost_cny",
    "carbon_cost_cny",
)
INCOME_PARTS: tuple[str, ...] = ("export_income_cny", "subsidy_income_cny")

"""The symbols of the mathematics page: each letter once, with its meaning, so that no two formulas use it differently."""

from __future__ import annotations

from planner.domain.base import Text
from planner.domain.case import HOURS_PER_YEAR, AdvancedValueData, Case, HistoryData, IntensityData, Money, Slice
from planner.domain.scenario import IndexChoice
from planner.index.readings import Readings

INDICES: tuple[tuple[str, str, str], ...] = (
    ("y", "Y", r"planning year; $y^-$ is the known year before it"),
    ("v", "Y", r"vintage: the planning year in which a deployment starts to operate; $v^-$ is the vintage before it"),
    ("s", "S", r"slice of the year; $s^-$ is the slice before it in its period, cyclic"),
    ("c", "C", r"commodity; $m \in c$, $d \in c$: measures that make, store or claim it, demands for it"),
    ("d", "demands", "final demand"),
    ("k", "K", "converter: existing equipment or conversion measure"),
    ("m", "BUILT", r"measure; $m'$ is another one"),
    ("p", "sources", "process source"),
    ("g", "gases", "greenhouse gas"),
    ("t", "TARGETS", r"what a capture plant is attached to, a converter or a process source; $m \in t$: plants on it"),
    ("q", "GROUPS", "group of measures with a common limit"),
    ("u", "overlaps", r"demand, or source and gas, on which several measures act, $n_u$ of them"),
    ("i", "LEFT", "position of a measure in the order in which those of $u$ are taken"),
    ("b", "months", "month, or the whole year when slices name no month"),
    ("a", "EFFECTS", "class of measures in the index: reduction, zero carbon, negative, and substitution across the classes"),
    ("r", "requirements", 'indicator and tier, with the leg of an "or"'),
)
"""Symbol, set and meaning."""

SETS: dict[str, str] = {
    "Y": "planning years",
    "S": "slices",
    "C": "commodities",
    "BOUGHT": "commodities that can be bought",
    "SOLD": "commodities that can be sold",
    "K": "converters, existing and new",
    "BUILT": "measures that are built, as against bought",
    "DEPLOY": "measure and vintage",
    "SAVE": "saving measure and demand",
    "GENERATION": "generation measures",
    "STORAGE": "storage measures",
    "DEPLOY_STORAGE": "storage measure and vintage",
    "CUT": "process measure, source and gas",
    "PURCHASE": "green power and certificates",
    "CAPTURE": "capture measures",
    "REMOVAL": "removals and credits",
    "CHARGED": "commodities with a demand charge",
    "BILLED": "such a commodity and a month",
    "SLICE_MONTHS": "slice and a month that it stands for",
    "BUY_LIMITED": "commodity and year with a purchase limit",
    "SELL_LIMITED": "commodity and year with a sales limit",
    "LEFT": "demand, or source and gas, on which several measures act, and a position in their order",
    "SHARED_DEMANDS": "demands on which several savings act",
    "SHARED_GASES": "source and gas on which several process measures act",
    "TARGETS": "what capture plants are attached to",
    "REMOVAL_PLANTS": "removals with a plant of their own",
    "DEPLOY_FIXED_HOURS": "storage measure with a fixed ratio, and vintage",
    "ENERGY_LIMITED": "storage measures with a limit of energy",
    "SIZE_LIMITED": "measures with a limit of size",
    "GROWING": "measure with limited growth, vintage and vintage before",
    "REQUIRED": "measure and the measure that it requires",
    "GROUPS": "groups",
    "UNITS": "measure that comes in whole units, and vintage",
    "STARTS": "measure with a smallest size, and vintage",
    "EXCLUSIONS": "pairs of measures that exclude each other",
    "CHOICES": "measures in such a pair",
    "CLAIMED": "commodities on which green power or certificates are bought",
    "EFFECTS": "classes of measures",
    "BUDGETED": "years with a budget",
    "HORIZON": "one element when there is a budget for all years",
    "PRICED": "years with a carbon price",
}
"""Every set of the program."""

SYMBOLS: dict[str, str] = {
    "deploy": r"n_{mv}",
    "deploy_kwh": r"n^{E}_{mv}",
    "imported": r"f^{in}_{cys}",
    "exported": r"f^{out}_{cys}",
    "activity": r"f^{act}_{kys}",
    "saved": r"f^{sav}_{mdy}",
    "generated": r"f^{gen}_{mys}",
    "charge": r"f^{ch}_{mys}",
    "discharge": r"f^{dis}_{mys}",
    "level": r"l_{mys}",
    "peak": r"h_{cby}",
    "cut": r"f^{cut}_{mpgy}",
    "purchased": r"f^{pur}_{my}",
    "captured": r"f^{cap}_{my}",
    "removed": r"f^{rem}_{my}",
    "surrendered": r"f^{sur}_y",
    "left": r"x_{uiy}",
    "units_built": r"j_{mv}",
    "started": r"\chi_{mv}",
    "chosen": r"\chi_m",
    "energy_use_tce": r"U_y",
    "renewable_tce": r"R_y",
    "electricity_use_mwh": r"U^{el}_y",
    "renewable_electricity_mwh": r"R^{el}_y",
    "fuel_emissions_t": r"E^{fuel}_y",
    "electricity_emissions_t": r"E^{el}_y",
    "heat_emissions_t": r"E^{heat}_y",
    "captured_energy_t": r"K^{en}_y",
    "captured_process_t": r"K^{pr}_y",
    "energy_emissions_t": r"E_y",
    "process_emissions_t": r"E^{pr}_y",
    "removals_t": r"Q_y",
    "biogenic_co2_t": r"M_y",
    "pv_kw": r"P_y",
    "effect_t": r"A_{ay}",
    "capital_cost_cny": r"C^{cap}_y",
    "fixed_om_cny": r"C^{fom}_y",
    "variable_om_cny": r"C^{vom}_y",
    "energy_cost_cny": r"C^{en}_y",
    "demand_charge_cny": r"C^{dem}_y",
    "claims_cost_cny": r"C^{pur}_y",
    "removal_cost_cny": r"C^{rem}_y",
    "carbon_cost_cny": r"C^{CO2}_y",
    "export_income_cny": r"G^{out}_y",
    "subsidy_income_cny": r"G^{sub}_y",
    "investment_cny": r"I_y",
}
"""Every variable of the program."""

DATA: tuple[tuple[str, str, str], ...] = (
    (r"w_s, \ o_s", "h, 1", "hours of a slice in a year, and how often it happens"),
    (r"D_{dys}, \ D_{dy}", "MWh", "final demand in a slice, in a year"),
    (r"\delta_{ds}", "1", "share of a year's demand in a slice"),
    (r"\hat{N}_{my}, \ \hat{N}^{E}_{my}", "size, kWh", "size and energy that stand already and run in the year"),
    (r"L_m", "year", "lifetime"),
    (
        r"\overline{n}_m, \ \overline{n}^{E}_m",
        "size, kWh",
        "largest size and energy, existing included; full adoption for savings and process measures",
    ),
    (r"n^{unit}_m, \ n^{min}_m, \ n^{0}_m", "size", "whole unit, smallest deployment, addition that growth always allows"),
    (r"J_m", "1", "number of vintages; of what is bought, number of years"),
    (r"\xi_m", "1", "largest ratio of an addition to the one before it"),
    (r"\xi_{mm'}", "size/size", "largest size per size of the measure that is required"),
    (r"\beta_{qm}, \ \overline{G}_q", "unit of the group", "use of a group's limit per size, and the limit"),
    (
        r"\eta^{in}_{kc}, \ \eta^{out}_{kc}, \ \eta^{out}_k",
        "MWh/activity",
        "input and output per unit of activity; output that counts as renewable heat",
    ),
    (r"\alpha_k, \ \theta_{ks}", "activity/(size h), 1", "activity per size and hour, and availability"),
    (r"\gamma_{ms}, \ \delta_m", "MWh/size, 1/year", "yield of the first year, and ageing of deployments"),
    (r"\sigma_{md}, \ \sigma_{mpg}, \ F_m", "1, 1, size", "share at full adoption, and full adoption"),
    (
        r"\underline{z}_{uiy}, \ \overline{z}_{uiy}, \ \underline{x}_{uiy}, \ \overline{x}_{uiy}",
        "1",
        "least and most that a measure leaves by itself, and that those before it leave, over the intervals of their adoption",
    ),
    (r"S_{pgy}", "t", "gas of a process source before any cut"),
    (r"\epsilon_{mc}", "MWh per flow", "energy that a measure consumes per MWh saved, tCO2e cut, tCO2 captured or removed"),
    (
        r"\eta^{+}_m, \ \eta^{-}_m, \ \zeta_m, \ H_m",
        "1, 1, 1/h, h",
        "charge and discharge efficiency, standing loss, hours of energy at full power",
    ),
    (r"\kappa_m", "1", "largest share of a target's CO2 that a plant captures"),
    (r"\omega^{CO2}_{ky}, \ \omega_k", "t/activity", "CO2 of fuel, biomass and process per activity; direct emissions in CO2e"),
    (r"\psi^{foss}_{my}, \ \psi^{bio}_{my}, \ \psi^{proc}_{my}", "1", "shares of fossil, biogenic and process CO2 in what is captured"),
    (r"W_g", "tCO2e/t", "global warming potential"),
    (
        r"\tau_{cy}, \ \tau_{my}, \ \tau_{ky}",
        "tce/MWh",
        "coal equivalent of a commodity, of what a measure claims, of a converter's renewable heat",
    ),
    (
        r"\phi_{cy}, \ \phi^{CO2}_{cy}",
        "t/MWh",
        "emission factor in CO2e (CO2 of biomass left out; of electricity by the reading grid_factor), and of biogenic CO2",
    ),
    (r"\varrho_{my}", "tCO2e per flow", "abatement per unit of a measure's flow by reference supply, less what it consumes"),
    (
        r"\iota^{re}_m, \ \iota^{em}_m, \ \iota^{out}",
        "0 or 1",
        "claims count as renewable; claims count for emissions; exports are deducted (readings of the index)",
    ),
    (r"\iota^{fuel}, \ \iota^{el}, \ \iota^{heat}, \ \iota^{proc}", "0 or 1", "what the carbon price covers"),
    (r"\overline{f}^{in}_{cy}, \ \overline{f}^{out}_{cy}", "MWh", "most that is bought and sold in a year"),
    (
        r"\pi^{in}_{cys}, \ \pi^{out}_{cys}, \ \pi^{dem}_{cy}",
        "CNY/MWh, CNY/MWh, CNY/(MW month)",
        "prices of buying, selling and of the billed maximum",
    ),
    (r"\lambda_c, \ B^{n}", "1", "load factor inside a slice, and months billed by one maximum: 12 when slices name no month"),
    (r"\pi_{my}, \ \pi^{sub}_m, \ \pi^{CO2}_y", "CNY per flow", "price of a claim or removal, subsidy per MWh generated, carbon price"),
    (r"\nu_k, \ \nu_m", "CNY per flow", "variable cost per activity, MWh saved or generated, tCO2e cut, tCO2 captured"),
    (
        r"\Gamma_{mv}, \ \Gamma^{E}_m, \ \varsigma_m",
        "CNY/size, CNY/kWh, 1",
        "overnight cost, of energy too, and the share of it that is subsidised",
    ),
    (
        r"\Lambda_m, \ \Delta_y",
        "1/year, 1",
        "annuity per overnight cost, and discount factor of all calendar years that a planning year stands for",
    ),
    (r"\Omega_{mv}, \ \hat{\Omega}_m", "CNY/(size year)", "fixed operation and maintenance of deployments and of what stands already"),
    (r"\overline{I}_y, \ \overline{I}", "CNY", "budget of a year and of all years"),
    (r"\Phi_y", "t", "free allocation"),
    (
        r"Z_{ry}, \ X_{ry}, \ \hat{Z}_{ry}",
        "metric",
        "numerator and denominator of a requirement's metric (`METRICS` in `families/tier.py`), and the numerator of a past year,"
        " or the emissions that count of the year $u$ taken for a peak",
    ),
    (
        r"\Theta_{ry}, \ \Theta_r",
        "metric, 1",
        "threshold; for a fall the largest ratio to the year before, and for a rolling baseline to the year $u$ taken for its peak",
    ),
    (r"V_y", "amount", "amount that intensities refer to: product or value"),
    (r"\mu_0", "metric", "trace by which an intensity falls even from zero, where the reading does not count zero as falling"),
    (r"\mu", "1", "safety margin of targets (docs/decisions/0009-safety-margin.md)"),
    (
        r"\text{GEN}, \ \text{REN}, \ \text{el}, \ \text{heat}, \ \text{fuel}, \ \text{bio}, \ \text{pv}",
        "",
        "commodities that a generation measure makes; converters whose heat is renewable; commodities by category; PV measures",
    ),
)
"""Symbol, unit and meaning of the data in formulas."""


def smallest_case() -> Case:
    """A factory with nothing in it: enough to ask the model for its sets and variables."""
    name, unknown = Text(zh="空", en="empty"), AdvancedValueData("unknown", None, "")
    return Case(
        name=name, factory_name=name, industry="discrete", founded_year=2000, index=IndexChoice(id="none"), years=(2001,),
        stands_for={2001: 1}, base_year=2000, history_years=(2000,), slices=(Slice(HOURS_PER_YEAR, 1.0, 0, ()),),
        money=Money(0.0, "end_of_year", 2000, 2000), targets={}, lower_tiers_on_the_way=True, tiers_kept=True, gwp_edition="none",
        gwp={}, commodities={}, demands={}, equipment={}, sources={}, measures={}, groups={}, budget_by_year={}, budget_total=None,
        carbon_price=None, history={2000: HistoryData({}, {}, {}, {}, {}, 0.0, 0.0)},
        intensity=IntensityData("product", "t", {2000: 1.0, 2001: 1.0}, unknown, unknown), solid_waste={}, evidence=(), figures=(),
        scenario_sha256="",
    )  # fmt: skip


def smallest_readings() -> Readings:
    """Any readings: symbols do not depend on them."""
    return Readings(
        renewable_denominator="total_energy", renewable_numerator="all_claims", electricity_tce="calorific",
        green_power_in_emissions="counts", certificates_in_emissions="ignored", emission_scope="energy", intensity_scope="whole",
        exported_power="ignored", credits_at_zero="default", falling_step=0.0, trend_falls=2, zero_counts_as_falling=True,
        falling_after_award="judged", no_advanced_value="not_required", minimum_pv_kw=1.0, minimum_effect_t=1.0, waste_rate="with_stock",
    )  # fmt: skip

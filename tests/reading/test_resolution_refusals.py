"""Every refusal of resolution: the field it names and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.resolving import REMOVE, problems_of

Change = tuple[str, Any]
POWER, GAS, STEAM = "commodities.electricity", "commodities.gas", "commodities.steam"
CHP = {
    "name": "CHP",
    "size_unit": "kW",
    "existing": [{"size": 1, "until": 2040}],
    "inputs": {"steam": 1},
    "outputs": {"cold": 1},
    "availability": 1,
    "fixed_om_cny_per_size_year": 0,
    "variable_cost_cny_per_activity": 0,
}
COLD = {"name": "cold", "category": "heat", "unit": "MWh"}

REFUSALS: list[tuple[str, list[Change], str, str]] = [
    # years
    ("no last year", [("horizon.last_year", REMOVE)], "horizon", "give first_year and last_year, or milestones"),
    ("last before first", [("horizon.last_year", 2020)], "horizon.last_year", "before first_year"),
    ("both forms", [("horizon.milestones", [2026])], "horizon", "not both"),
    ("milestones alone", [("horizon", {"base_year": 2025, "milestones": [2026]})], "horizon", "how many years the last one stands for"),
    (
        "milestones fall",
        [("horizon", {"base_year": 2025, "milestones": [2030, 2026], "last_stands_for_years": 1})],
        "horizon.milestones",
        "must rise",
    ),
    ("stands for without milestones", [("horizon.last_stands_for_years", 3)], "horizon.last_stands_for_years", "only with milestones"),
    ("plan before base", [("horizon.first_year", 2025)], "horizon.base_year", "must come after the base year"),
    ("long horizon", [("horizon.last_year", 2090)], "horizon", "at most 60"),
    ("history ends early", [("history.2025", REMOVE)], "history", "must end with the base year 2025"),
    ("history gap", [("history.2022", {"bought": {}})], "history", "must be consecutive"),
    ("history long", [(f"history.{year}", {"bought": {}}) for year in range(2020, 2024)], "history", "at most 5"),
    ("history before founding", [("factory.founded_year", 2025)], "history.2024", "before the factory's first full year"),
    ("target outside", [("targets.tiers.near", 2035)], "targets.tiers.near", "2035 is no planning year"),
    # money
    ("nominal without inflation", [("finance.discount_rate_basis", "nominal")], "finance.inflation_rate", "needs the inflation rate"),
    ("real with inflation", [("finance.inflation_rate", 0.02)], "finance.inflation_rate", "holds no inflation"),
    ("budget outside", [("budget.by_year_cny", {"2040": 1})], "budget.by_year_cny", "2040 is no planning year"),
    # commodities
    (
        "unknown unit",
        [(f"{GAS}.unit", "barrel"), (f"{GAS}.buy.price_cny_per_unit", 30_000)],
        f"{GAS}.unit",
        "10^4 Nm3; any other unit needs heat_value_gj_per_unit",
    ),
    ("no heating value", [(f"{GAS}.library", None)], f"{GAS}.heat_value_gj_per_unit", "no energy unit; give the heating value"),
    ("needless heating value", [(f"{STEAM}.heat_value_gj_per_unit", 1)], f"{STEAM}.heat_value_gj_per_unit", "energy already"),
    ("odd heating value", [(f"{GAS}.heat_value_gj_per_unit", 0.039)], f"{GAS}.heat_value_gj_per_unit", "check the unit"),
    ("electricity without tce", [(f"{POWER}.library", None)], f"{POWER}.tce_per_unit", "library: electricity"),
    ("odd tce", [(f"{POWER}.tce_per_unit", 1229)], f"{POWER}.tce_per_unit", "check the unit"),
    ("equivalent for gas", [(f"{GAS}.equivalent_tce_per_unit", 13.3)], f"{GAS}.equivalent_tce_per_unit", "electricity only"),
    ("electricity without factor", [(f"{POWER}.emissions", None)], f"{POWER}.emissions", "grid_region"),
    (
        "fuel without factor",
        [(f"{GAS}.library", "hydrogen"), (f"{GAS}.unit", "t"), (f"{GAS}.buy", None)],
        f"{GAS}.emissions",
        'none for "hydrogen"',
    ),
    ("bought heat without factor", [(f"{STEAM}.buy", {"price_cny_per_unit": 90})], f"{STEAM}.emissions", "name a library row"),
    ("wrong library type", [(f"{GAS}.library", "electricity"), (f"{GAS}.unit", "MWh")], f"{GAS}.library", "does not fit category fuel"),
    ("unknown library row", [(f"{GAS}.library", "natural_gaz")], f"{GAS}.library", 'did you mean "natural_gas"'),
    ("energy of a product", [("commodities.product.tce_per_unit", 1)], "commodities.product.tce_per_unit", "carries no energy"),
    ("grid factor ten times", [(f"{POWER}.emissions.co2_t_per_unit", 530.6)], f"{POWER}.emissions.co2_t_per_unit", "53.06 tCO2/MWh"),
    ("price per kWh", [(f"{POWER}.buy.price_cny_per_unit", 0.68)], f"{POWER}.buy.price_cny_per_unit", "0.068 CNY/MWh"),
    ("price per m3", [(f"{GAS}.buy.price_cny_per_unit", 3.3)], f"{GAS}.buy.price_cny_per_unit", "CNY/MWh"),
    ("negative price", [(f"{GAS}.buy.price_cny_per_unit", -3)], f"{GAS}.buy.price_cny_per_unit", "must not be negative"),
    ("no load factor", [(f"{POWER}.buy.demand_charge.load_factor", None)], f"{POWER}.buy.demand_charge.load_factor", "is needed"),
    (
        "charge per MW",
        [(f"{POWER}.buy.demand_charge.price_cny_per_kw_month", 38_400)],
        f"{POWER}.buy.demand_charge.price_cny_per_kw_month",
        "unit",
    ),
    ("profile of nothing", [(f"{GAS}.demand_profile", "x")], f"{GAS}.demand_profile", "without demand_per_year"),
    (
        "end use is a commodity",
        [("end_uses.gas", {"name": "x", "carrier": "gas", "demand_per_year": 1})],
        "end_uses.gas",
        "name of a commodity already",
    ),
    ("unknown carrier", [("end_uses.lighting.carrier", "electricty")], "end_uses.lighting.carrier", 'did you mean "electricity"'),
    # factory
    ("impossible boiler", [("converters.boiler.outputs.steam", 3.24)], "converters.boiler.outputs", "which is impossible"),
    ("unknown input", [("converters.boiler.inputs", {"gaz": 1})], "converters.boiler.inputs.gaz", 'did you mean "gas"'),
    (
        "clash of names",
        [("measures.boiler", {"kind": "removal", "name": "x", "form": "credit", "price_cny_per_t": 9, "lead_time_years": 0})],
        "measures.boiler",
        "used under converters already",
    ),
    ("source year missing", [("process_sources.cooling.history", {"2025": 5})], "process_sources.cooling.history", "2024 are missing"),
    ("source year extra", [("process_sources.cooling.history.2019", 5)], "process_sources.cooling.history", "2019 is not among"),
    (
        "unknown gas",
        [("process_sources.cooling.t_per_activity", {"R410A": 1}), ("measures.r32", REMOVE)],
        "process_sources.cooling.t_per_activity.R410A",
        'did you mean "R-410A"',
    ),
    (
        "gas outside",
        [("process_sources.cooling.t_per_activity.HCFC-22", 0.1)],
        "process_sources.cooling.t_per_activity.HCFC-22",
        "outside the seven gases",
    ),
    (
        "gas not in edition",
        [("process_sources.cooling.t_per_activity.NF3", 0.1), ("gwp_edition", "sar")],
        "process_sources.cooling.t_per_activity.NF3",
        "no GWP in sar",
    ),
    ("history of nothing", [("history.2025.bought.coal", 5)], "history.2025.bought.coal", "no commodity"),
    (
        "claims beyond purchases",
        [("history.2025.green_power_mwh", {"electricity": 900}), ("history.2025.certificates_mwh", {"electricity": 300})],
        "history.2025.green_power_mwh.electricity",
        "a MWh is claimed once",
    ),
    ("claims on gas", [("history.2025.certificates_mwh", {"gas": 1})], "history.2025.certificates_mwh.gas", "electricity or heat"),
    ("no product", [("intensity.planned", 0)], "intensity.planned", "nothing can be divided"),
    (
        "advanced value missing",
        [("intensity.advanced_carbon_kg_per_unit.status", "value")],
        "intensity.advanced_carbon_kg_per_unit.value",
        "is needed",
    ),
    (
        "advanced value unsourced",
        [("intensity.advanced_energy_kgce_per_unit.source", None)],
        "intensity.advanced_energy_kgce_per_unit.source",
        "clause",
    ),
    (
        "advanced value unasked",
        [("intensity.advanced_carbon_kg_per_unit.value", 3)],
        "intensity.advanced_carbon_kg_per_unit.value",
        "unknown",
    ),
    # measures
    ("level missing", [("measures.led.level", None)], "measures.led.level", "choose the level"),
    ("level alone", [("measures.audit.level", "low")], "measures.audit.level", "no effect"),
    (
        "row of another kind",
        [("measures.led.library", "pv_rooftop")],
        "measures.led.library",
        "of kind generation, this measure of kind saving",
    ),
    ("unknown row", [("measures.pv.library", "pv_roftop")], "measures.pv.library", 'did you mean "pv_rooftop"'),
    ("capex missing", [("measures.audit.capex_cny_per_size", None)], "measures.audit.capex_cny_per_size", "is missing"),
    ("lifetime missing", [("measures.audit.lifetime_years", None)], "measures.audit.lifetime_years", "is missing"),
    ("lead time missing", [("measures.green.lead_time_years", None)], "measures.green.lead_time_years", "is missing"),
    (
        "O&M missing",
        [("measures.audit.fixed_om_cny_per_size_year", None)],
        "measures.audit.fixed_om_share_of_capex",
        "or fixed_om_cny_per_size_year",
    ),
    ("O&M twice", [("measures.audit.fixed_om_share_of_capex", 0.1)], "measures.audit.fixed_om_share_of_capex", "not both"),
    (
        "running cost missing",
        [("measures.e_boiler.library", "electric_furnace")],
        "measures.e_boiler.variable_cost_cny_per_activity",
        "no usable value",
    ),
    ("saves nothing", [("measures.led.saves_from_library", None)], "measures.led.saves", "either saves or saves_from_library"),
    ("saves twice", [("measures.led.saves", {"drives": 0.1})], "measures.led.saves", "either saves or saves_from_library"),
    ("row saves no share", [("measures.led.library", "air_heat_recovery")], "measures.led.saves_from_library", "which is no share saved"),
    ("saves an unknown demand", [("measures.audit.saves", {"light": 0.1})], "measures.audit.saves.light", "no demand"),
    ("units of size", [("measures.r32.size_unit", "unit")], "measures.r32.capex_cny_per_size", "priced per kg charge, here sizes are unit"),
    ("conversion by mass", [("measures.e_boiler.size_unit", "t/h")], "measures.e_boiler.capex_cny_per_size", "priced per kW heat"),
    ("battery per kW", [("measures.battery.capex_cny_per_size", None)], "measures.battery.capex_cny_per_size", "priced per kWh"),
    ("battery O&M by share", [("measures.battery.hours", None)], "measures.battery.fixed_om_cny_per_size_year", "can't be a share"),
    (
        "battery energy missing",
        [("measures.battery.library", None), ("measures.battery.level", None)],
        "measures.battery.capex_cny_per_kwh",
        "is missing",
    ),
    ("PV in 万元", [("measures.pv.capex_cny_per_size", 0.3)], "measures.pv.capex_cny_per_size", "0.3 CNY/kW"),
    ("PV yield in hours", [("measures.pv.yield_mwh_per_size_year", 1200)], "measures.pv.yield_mwh_per_size_year", "1200 MWh/kW"),
    ("PV makes steam", [("measures.pv.commodity", "steam")], "measures.pv.commodity", "makes electricity"),
    ("PV in m2", [("measures.pv.size_unit", "m2")], "measures.pv.size_unit", "kW or MW"),
    ("growth half said", [("measures.pv.growth_per_year", 1.2)], "measures.pv.growth_start_size", "go together"),
    ("empty lump", [("measures.pv.lumpy", {})], "measures.pv.lumpy", "give unit_size or minimum_size"),
    ("lump too large", [("measures.pv.lumpy", {"minimum_size": 9000})], "measures.pv.lumpy", "never be built"),
    ("stands beyond limit", [("measures.pv.existing", [{"size": 6000, "until": 2040}])], "measures.pv.existing", "exceeds the limit"),
    (
        "yearly limit outside",
        [("measures.pv.limit_size_per_year", {"2040": 5})],
        "measures.pv.limit_size_per_year",
        "2040 is no planning year",
    ),
    ("cuts no source", [("measures.r32.cuts", {"coling": {"CO2": 0.1}})], "measures.r32.cuts.coling", 'did you mean "cooling"'),
    ("cuts no gas", [("measures.r32.cuts", {"cooling": {"CO2": 0.1}})], "measures.r32.cuts.cooling.CO2", "no gas of process source"),
    ("green gas", [("measures.green.commodity", "gas")], "measures.green.commodity", "electricity or heat that can be bought"),
    (
        "renewable output of bought energy",
        [("measures.heat_pump.renewable_heat_output", "steam")],
        "measures.heat_pump.renewable_heat_output",
        "is counted as energy use already",
    ),
    ("renewable output", [("measures.heat_pump.renewable_heat_output", "cold")], "measures.heat_pump.renewable_heat_output", "no output"),
    ("consumes nothing known", [("measures.ccs.consumes", {"power": 1})], "measures.ccs.consumes.power", "no commodity"),
    ("bought removal with size", [("measures.ccer.limit_size", 5)], "measures.ccer.limit_size", "is bought and has no size"),
    ("plant without cost", [("measures.ccer.form", "plant")], "measures.ccer.capex_cny_per_size", "is missing"),
    (
        "saves energy and product",
        [
            ("commodities.product.buy", {"price_cny_per_unit": 5}),
            ("commodities.product.demand_per_year", 9),
            ("measures.audit.saves", {"product": 0.1, "drives": 0.1}),
        ],
        "measures.audit.saves",
        "one unit, here are MWh, t",
    ),
    (
        "row per MWh for a product",
        [
            ("commodities.product.buy", {"price_cny_per_unit": 5}),
            ("commodities.product.demand_per_year", 9),
            ("measures.led.saves_from_library", ["product"]),
        ],
        "measures.led.capex_cny_per_size",
        "priced per MWh/yr saved, here sizes are t/yr",
    ),
    # between entries
    ("capture of nothing", [("measures.ccs.target", "boilr")], "measures.ccs.target", 'did you mean "boiler"'),
    ("capture without CO2", [("measures.ccs.target", "cooling")], "measures.ccs.target", "emits no CO2"),
    (
        "exclusion without limit",
        [("measures.e_boiler.limit_size", None)],
        "measures.heat_pump.excludes.0",
        'give limit_size for "e_boiler"',
    ),
    ("exclusion of itself", [("measures.heat_pump.excludes", ["heat_pump"])], "measures.heat_pump.excludes.0", "can't exclude itself"),
    ("exclusion of a contract", [("measures.heat_pump.excludes", ["green"])], "measures.heat_pump.excludes.0", "limit_mwh_per_year"),
    ("exclusion of a credit", [("measures.heat_pump.excludes", ["ccer"])], "measures.heat_pump.excludes.0", "limit_t_per_year"),
    (
        "requires nothing",
        [("measures.pv.requires", [{"measure": "batery", "size_per_size": 1}])],
        "measures.pv.requires.0.measure",
        '"battery"',
    ),
    (
        "requires a contract",
        [("measures.pv.requires", [{"measure": "green", "size_per_size": 1}])],
        "measures.pv.requires.0",
        "has no size",
    ),
    (
        "requires in a circle",
        [
            ("measures.pv.requires", [{"measure": "battery", "size_per_size": 1}]),
            ("measures.battery.requires", [{"measure": "pv", "size_per_size": 1}]),
        ],
        "measures.pv.requires",
        "pv → battery → pv",
    ),
    ("group of nothing", [("groups.roof.uses", {"pvv": 6})], "groups.roof.uses.pvv", 'did you mean "pv"'),
    ("group of a contract", [("groups.roof.uses", {"green": 6})], "groups.roof.uses.green", "has no size"),
    (
        "no supply",
        [(f"{GAS}.buy", None), ("measures.heat_pump", REMOVE), ("measures.e_boiler", REMOVE)],
        STEAM,
        'nothing can supply "steam"',
    ),
    (
        "no supply of an end use",
        [("commodities.cold", COLD), ("end_uses.cooling_load", {"name": "x", "carrier": "cold", "demand_per_year": 1})],
        "end_uses.cooling_load",
        'nothing can supply "cold"',
    ),
    (
        "reference in a circle",
        [("commodities.cold", COLD), ("converters.chiller", CHP), ("converters.boiler.inputs", {"cold": 1})],
        STEAM,
        "steam → cold → steam",
    ),
    ("input is output", [("converters.boiler.inputs", {"gas": 1, "steam": 0.1})], "converters.boiler", "input and output at once"),
    # energy out of nothing
    *(
        (name, [("measures.heat_pump.inputs", inputs), ("measures.heat_pump.outputs", outputs)], "measures.heat_pump.outputs", words)
        for name, inputs, outputs, words in (
            ("power from power", {"electricity": 0.33}, {"electricity": 2}, "606%, which is impossible"),
            ("power and heat from power", {"electricity": 1}, {"electricity": 0.9, "steam": 1}, "COP (coefficient of performance"),
            ("COP of 20", {"electricity": 0.05}, {"steam": 1}, "COP (coefficient of performance"),
            ("COP of 8.1", {"electricity": 1}, {"steam": 8.1}, "is at most 8"),
            ("heat with a little power", {"gas": 1, "electricity": 0.01}, {"steam": 1.3}, "from fuel 1.12"),
            ("gas from power", {"electricity": 1}, {"gas": 1.2}, "120%, which is impossible"),
        )
    ),
    ("boiler above one", [("converters.boiler.outputs", {"steam": 1.2})], "converters.boiler.outputs", "120%, which is impossible"),
    # what can never run
    ("measure after the plan", [("measures.pv.available_from", 2031)], "measures.pv.available_from", "the measure can never run"),
    (
        "equipment gone before the plan",
        [("converters.boiler.existing", [{"size": 4000, "until": 2040}, {"size": 1, "until": 2026}])],
        "converters.boiler.existing.1.until",
        "never runs in the plan",
    ),
    (
        "measure gone before the plan",
        [("measures.pv.existing", [{"size": 1, "until": 2020}])],
        "measures.pv.existing.0.until",
        "never runs in the plan",
    ),
    # waste
    (
        "waste of another year",
        [("solid_waste", {"2050": {"generated_t": 1, "utilised_t": 1}})],
        "solid_waste.2050",
        "neither a history nor a planning year",
    ),
    (
        "more waste used than there is",
        [("solid_waste", {"2026": {"generated_t": 10, "utilised_t": 12, "earlier_stock_utilised_t": 1}})],
        "solid_waste.2026.utilised_t",
        "a rate above 100 % is impossible",
    ),
    # papers
    *(
        (name, [("evidence", [{"item": "green_factory_title", "issuer": "city", "valid_from": "2024-01-01", **change}])], path, words)
        for name, change, path, words in (
            ("paper without issuer", {"issuer": "  "}, "evidence.0.issuer", "the issuer is empty"),
            ("paper of old", {"valid_from": "1024-01-01"}, "evidence.0.valid_from", "from 1990 to 2100"),
            ("paper without end", {"valid_to": "9999-12-31"}, "evidence.0.valid_to", "from 1990 to 2100"),
            ("paper that never holds", {"valid_to": "2023-12-31"}, "evidence.0.valid_to", "before valid_from 2024-01-01"),
        )
    ),
    ("mistyped unit", [(f"{STEAM}.unit", "MHW")], f"{STEAM}.unit", "did you mean `MWh`?"),
    ("carbon price per kg", [("carbon_price.price_cny_per_t", 0.08)], "carbon_price.price_cny_per_t", "check the unit"),
    ("credit per kg", [("measures.ccer.price_cny_per_t", 0.1)], "measures.ccer.price_cny_per_t", "check the unit"),
    ("certificates per GWh", [("measures.green.price_cny_per_mwh", 10_000)], "measures.green.price_cny_per_mwh", "check the unit"),
]


@pytest.mark.parametrize(("changes", "path", "words"), [refusal[1:] for refusal in REFUSALS], ids=[refusal[0] for refusal in REFUSALS])
def test_refusals_name_the_field_and_teach(changes: list[Change], path: str, words: str) -> None:
    problems = problems_of(*changes)
    here = [problem for problem in problems if problem.path == path and words in problem.en]
    assert here, [f"{problem.path}: {problem.en}" for problem in problems]
    assert all(problem.zh and problem.zh != problem.en for problem in problems)


def test_the_factory_itself_is_accepted() -> None:
    assert problems_of() == ()


def test_all_problems_come_at_once() -> None:
    problems = problems_of(
        ("measures.pv.library", "pv_roftop"),
        (f"{GAS}.buy.price_cny_per_unit", 3.3),
        ("finance.inflation_rate", 0.02),
        ("groups.roof.uses", {"pvv": 6}),
    )
    assert {problem.path for problem in problems} == {
        "measures.pv.library",
        f"{GAS}.buy.price_cny_per_unit",
        "finance.inflation_rate",
        "groups.roof.uses.pvv",
        *(
            f"measures.pv.{field}"
            for field in ("lead_time_years", "capex_cny_per_size", "fixed_om_share_of_capex", "lifetime_years", "yield_mwh_per_size_year")
        ),
    }


def test_one_unknown_unit_makes_one_problem() -> None:
    assert len(problems_of((f"{GAS}.unit", "barrel"), (f"{GAS}.buy.price_cny_per_unit", 30_000))) == 1

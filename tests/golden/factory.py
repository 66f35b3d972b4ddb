"""A two-year factory with round numbers in which every equation of the model has a row.

Two slices of 4380 h, each 365 times a year for 12 h. The rate is 25 % at the end of the year, so discount factors are 0.8 and
0.64, and a lifetime of one year has an annuity of 1.25. Everything lives for one year but PV, which lives for two.
"""

from __future__ import annotations

from dataclasses import replace

from planner.domain.case import CarbonPriceData, Case, FlexibleData, GroupData, Investment, Money, Slice, Standing
from planner.domain.profiles import TypicalDays
from planner.domain.tiers import Category
from planner.program.targets import Target
from tests.builders import (
    BINHAI,
    DAY_AND_NIGHT,
    YEARS,
    capture,
    commodity,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    natural_gas,
    process,
    purchase,
    removal,
    saving,
    source,
    steady,
    storage,
    text,
    tiny_case,
)

HALF_A_DAY = 12.0


def _price(capex: float, **changes: object) -> Investment:
    return investment(capex=capex, **{"lifetime_years": 1, **changes})


def golden_case() -> Case:
    """Power, gas, biomass, district heat and steam; one measure of each kind and each rule on sizes."""
    standing_loss = 1 - 0.5 ** (1 / HALF_A_DAY)  # half is lost in each slice
    pv = generation(
        "pv", yields=(1.0, 0.2), degradation_per_year=0.1, variable_cost_cny=5.0, subsidy_cny=50.0,
        built=investment(
            capex=1000, fixed_om=10, lifetime_years=2, limit_size=500.0, growth_per_year=0.5, growth_start_size=40.0,
            existing=(Standing(20.0, 2026),), existing_fixed_om_cny=8.0,
        ),
    )  # fmt: skip
    battery = storage(
        "battery", charge_efficiency=0.8, discharge_efficiency=0.5, standing_loss_per_hour=standing_loss, limit_kwh=300.0,
        cycles_per_year=250.0, variable_cost_cny=7.0, built=_price(400, energy_capex_cny=100.0, subsidy_share=0.5),
    )  # fmt: skip
    lamps = saving("lamps", {"power": 0.5}, built=_price(100))
    controls = saving("controls", {"power": 0.2}, full_size=200.0, consumes={"electricity": 0.1}, variable_cost_cny=2.0, built=_price(200))
    pump = conversion(
        "pump", converter({"electricity": 0.25}, {"steam": 1.0}, slices=2, variable_cost_cny=3.0, input_shape={"electricity": (0.8, 1.2)}),
        built=_price(3000, unit_size=50.0), requires={"pv": 0.5}, renewable_output="steam",
    )  # fmt: skip
    solar = conversion("solar", converter({}, {"steam": 1.0}, slices=2), built=_price(2000, minimum_size=10.0, limit_size=80.0))
    exclusive = replace(solar, excludes=frozenset({"pump"}))
    limited_pump = replace(pump, built=replace(pump.built, limit_size=100.0)) if pump.built else pump
    recovery = process(
        "recovery", {"kiln": {"CO2": 0.1, "SF6": 0.9}}, consumes={"electricity": 0.01}, variable_cost_cny=1.0, built=_price(500)
    )
    seals = process("seals", {"kiln": {"SF6": 0.5}}, full_size=20.0, built=_price(700))
    on_boiler = capture("on_boiler", "boiler", capture_share=0.8, consumes={"electricity": 0.5}, variable_cost_cny=20.0, built=_price(300))
    on_kiln = capture("on_kiln", "kiln", capture_share=0.5, built=_price(600))
    wood = replace(removal("wood"), price_cny=steady(10.0), built=_price(50), consumes={"electricity": 0.2})
    measures = (
        pv, battery, lamps, controls, limited_pump, exclusive, recovery, seals, on_boiler, on_kiln, wood,
        purchase("green"), purchase("certificate", "certificate", price=5.0), removal("credit"),
    )  # fmt: skip
    power = electricity(
        slices=2, price_multiplier=(1.5, 0.5), sell_price=200.0, sell_multiplier=(1.0, 0.5), load_factor=0.8, tce=0.1,
        buy_limit_mwh=steady(5000.0), sell_limit_mwh=steady(90.0), demand_charge_cny_per_mw_month=steady(1000.0),
        fixed_price_cny_per_mwh=steady(40.0), capacity_charge_cny_per_mva_month=steady(500.0), contracted_mva=steady(0.5),
    )  # fmt: skip
    boiler = converter(
        {"gas": 1.0, "biomass": 0.25}, {"steam": 1.0}, slices=2, direct_t={"CH4": 0.001}, variable_cost_cny=4.0,
        minimum_load_share=0.25, ramp_share_per_hour=0.05,
    )  # fmt: skip
    return tiny_case(
        slices=DAY_AND_NIGHT, measures=measures,
        money=Money(real_rate=0.25, timing="end_of_year", base_year=2024, price_year=2024),
        commodities={
            "electricity": power,
            "gas": natural_gas(slices=2, tce=0.1),
            "biomass": commodity("biomass", Category.BIOMASS, price=250.0, tce=0.1, factors={"CO2": 0.4, "CH4": 0.0005}, slices=2),
            "heat": commodity("heat", Category.HEAT, price=350.0, tce=0.04, factors={"CO2": 0.4}, slices=2),
            "steam": commodity("steam", Category.HEAT, slices=2, tce=0.04),
        },
        demands={
            "power": replace(demand("power", "electricity", 1000.0, (0.6, 0.4)), flexible=FlexibleData(0.25, (0, 0))),
            "heat": demand("heat", annual=100.0, shape=(0.5, 0.5)),
            "steam": demand("steam", annual=400.0, shape=(0.5, 0.5)),
        },
        equipment={"boiler": equipment("boiler", boiler, fixed_om=2.0)},
        sources={"kiln": source("kiln", {"CO2": 0.5, "SF6": 0.0001}, activity=steady(1000.0))},
        groups={"roof": GroupData("roof", text("roof"), 1000.0, "m2", {"pv": 5.0, "solar": 2.0})},
        budget_by_year={2025: 100_000.0}, budget_total=300_000.0,
        carbon_price=CarbonPriceData(steady(60.0), steady(500.0), frozenset({"fuel", "electricity", "process"})),
    )  # fmt: skip


def seasonal_case() -> Case:
    """A year of four days, two of them typical: the first stands for three; each has two slices of 12 h, in which half is lost.

    Only what seasonal storage says of it is written down.
    """
    hours = 8760 / 8
    slices = tuple(Slice(times * hours, times * hours / HALF_A_DAY, previous, ()) for times, previous in ((3, 1), (3, 0), (1, 3), (1, 2)))
    store = storage(
        "tank", charge_efficiency=0.8, discharge_efficiency=0.5, standing_loss_per_hour=1 - 0.5 ** (1 / HALF_A_DAY), built=_price(400)
    )
    return tiny_case(
        slices=slices,
        measures=(store,),
        resolution="typical",
        representatives=(0, 0, 2, 0),
        typical_days=TypicalDays(seasonal_storage=True),
    )


def golden_targets() -> tuple[Target, ...]:
    """A floor and a ceiling, net zero, less than in another year, and a fall in each of the two years."""
    first, last = YEARS

    def target(metric: str, sense: str, value: float, year: int = last, before: int = 0) -> Target:
        return Target(BINHAI, "R06", "low", year, metric, sense, value, before)

    return (
        target("renewable_share", "floor", 0.2),
        target("emission_reduction", "floor", 0.1),
        target("energy_emissions_t", "ceiling", 600.0),
        target("net_scope_emissions_t", "ceiling", 0.0),
        target("scope_emissions_t", "below", 0.9, last, first),
        target("energy_per_unit_kgce", "fall", 1.0, first, first - 1),
        target("energy_per_unit_kgce", "fall", 1.0, last, first),
    )

"""Random but physically meaningful factories: hypothesis strategies that draw whole Cases and readings.

What a factory has (years, slices, kinds of measures) is drawn by hypothesis, so failures shrink to few of them; the numbers come
from dice seeded by hypothesis. Numbers are invented: 10 to 10^6 MWh a year, prices and factors near Chinese ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

from hypothesis import strategies as st

from planner.domain.case import (
    AdvancedValueData,
    CarbonPriceData,
    Case,
    CommodityData,
    ConverterData,
    Demand,
    Equipment,
    GroupData,
    HistoryData,
    IntensityData,
    Money,
    SourceData,
    Standing,
)
from planner.domain.profiles import TypicalDays
from planner.domain.scenario import IndexChoice
from planner.domain.tiers import Category
from planner.index.readings import Readings
from tests import builders
from tests.builders import TIERS
from tests.drawing import EVER, SLICES, Dice, Frame, frames
from tests.drawn_measures import MAKERS, RULES, measures_of
from tests.drawn_operation import FEATURES, with_features

GASES = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0, "SF6": 23500.0, "CF4": 6630.0}
PARTS = ("chp", "cofired", "kiln", "leaks", "retiring")
"""What a factory may have besides boiler, chiller and furnace."""


# Commodities -----------------------------------------------------------------------------------------------------------


def commodities_of(f: Frame) -> dict[str, CommodityData]:
    """Two fuels, biomass, electricity, heat, and what is made on site."""
    dice, count = f.dice, len(f.slices)

    def make(id_: str, category: Category, price: tuple[float, float] | None, tce: float, **gases: tuple[float, float]) -> CommodityData:
        one = len(f.slices) == 1
        return builders.commodity(
            id_, category, price=None if price is None else dice.series(f.years, *price), tce=tce, years=f.known,
            factors={gas: dice.series(f.known, *limits, 0.03) for gas, limits in gases.items()}, slices=count,
            price_multiplier=f.profile(0.4, 1.7) if price and dice.chance(0.5) else (1.0,) * count,
            load_factor=dice.uniform(0.4, 1.0) if one else 1.0,
        )  # fmt: skip

    power = make("electricity", Category.ELECTRICITY, (450.0, 900.0), 0.1229, CO2=(0.3, 0.8), N2O=(0.0, 1e-5))
    power = replace(power, equivalent_tce_per_mwh=dice.series(f.known, 0.28, 0.31, 0.01))
    residual = {**power.t_per_mwh, "CO2": {year: 1.15 * factor for year, factor in power.t_per_mwh["CO2"].items()}}
    fossil = {**power.t_per_mwh, "CO2": dict.fromkeys(f.known, dice.uniform(0.8, 0.9))}
    power = replace(power, residual_t_per_mwh=residual, fossil_t_per_mwh=fossil)
    if dice.chance(0.5):
        power = replace(power, demand_charge_cny_per_mw_month=dice.series(f.years, 20_000.0, 48_000.0))
    steam = make("steam", Category.HEAT, (220.0, 400.0) if dice.chance(0.5) else None, 0.1228, CO2=(0.25, 0.45))
    found = [
        power, steam,
        make("gas", Category.FUEL, (200.0, 420.0), 0.1228, CO2=(0.19, 0.21), CH4=(0.0, 1e-5), N2O=(0.0, 1e-6)),
        make("coal", Category.FUEL, (80.0, 160.0), 0.1228, CO2=(0.33, 0.36), CH4=(0.0, 1e-5), N2O=(0.0, 1e-5)),
        make("biomass", Category.BIOMASS, (120.0, 300.0), 0.1228, CO2=(0.35, 0.4), CH4=(0.0, 1e-4), N2O=(0.0, 1e-5)),
        make("cold", Category.OTHER, None, 0.0),
        make("product", Category.OTHER, None, 0.0),
    ]  # fmt: skip
    if dice.chance(0.4):
        found[4] = replace(found[4], buy_limit_mwh=dice.series(f.years, 0.2 * f.size, 2 * f.size))
    for at, share in ((0, 0.5), (1, 0.3)):
        if dice.chance(share):
            prices = {year: 0.4 * price for year, price in dice.series(f.years, 300.0, 600.0).items()}
            limit = dice.series(f.years, 0.01 * f.size, f.size) if dice.chance(0.5) else None
            found[at] = replace(
                found[at], can_sell=True, sell_price_cny_per_mwh=prices, sell_multiplier=f.profile(0.5, 1.0), sell_limit_mwh=limit
            )
    return {commodity.id: commodity for commodity in found}


# What runs already ------------------------------------------------------------------------------------------------------


def demands_of(f: Frame) -> dict[str, Demand]:
    """End uses of electricity and steam, cold and a product. [MWh or t]"""
    dice = f.dice
    uses = {
        "light": ("electricity", 0.05, 0.3),
        "drives": ("electricity", 0.1, 0.6),
        "dryer": ("steam", 0.1, 0.8),
        "cold": ("cold", 0.02, 0.2),
    }
    uses["product"] = ("product", 0.05, 0.3)
    return {
        id_: builders.demand(id_, carrier, dice.series(f.years, low * f.size, high * f.size, 0.04), dice.shape(f.hours))
        for id_, (carrier, low, high) in uses.items()
    }


def equipment_of(f: Frame, demands: Mapping[str, Demand], parts: Iterable[str]) -> dict[str, Equipment]:
    """Boilers, chiller and furnace that can meet every demand; a combined heat and power plant and a cofired boiler if asked for."""
    dice, count = f.dice, len(f.slices)

    def stand(id_: str, converter: ConverterData, output: str, share: float, *, ends: bool = False) -> Equipment:
        flow = max(
            sum(d.annual_mwh[y] * d.shape[s] for d in demands.values() if d.commodity == output) / hours
            for y in f.years for s, hours in enumerate(f.hours)
        )  # fmt: skip
        full = share * flow / (min(converter.availability) * converter.activity_per_size_hour * converter.outputs[output])
        half = Standing(full / 2, dice.choice(f.years) if ends else EVER)
        return Equipment(id_, builders.text(id_), "kW", converter, (Standing(full / 2, EVER), half), dice.order(0.5, 50.0))

    def convert(inputs: dict[str, float], outputs: dict[str, float], **direct: float) -> ConverterData:
        unit = 1.0 if "product" in outputs else 0.001
        availability = f.profile(0.7, 1.0) if dice.chance(0.3) else (0.9,) * count
        return ConverterData(inputs, outputs, direct, unit, availability, dice.uniform(0, 10))

    boiler = convert({"gas": 1 / dice.uniform(0.8, 0.95)}, {"steam": 1.0})
    furnace = convert({"gas": dice.uniform(0.3, 1.0), "electricity": dice.uniform(0.1, 0.5)}, {"product": 1.0}, CO2=dice.uniform(0, 0.4))
    fleet = [
        stand("boiler", boiler, "steam", dice.uniform(1.2, 2.5), ends="retiring" in parts),
        stand("chiller", convert({"electricity": 1 / dice.uniform(2.0, 5.0)}, {"cold": 1.0}), "cold", dice.uniform(1.02, 2)),
        stand("furnace", furnace, "product", dice.uniform(1.02, 1.5)),
    ]
    if "chp" in parts:
        both = convert({"gas": dice.uniform(2.2, 2.8)}, {"electricity": 1.0, "steam": dice.uniform(0.8, 1.3)}, CH4=dice.uniform(0, 1e-4))
        fleet.append(stand("chp", both, "steam", dice.uniform(0.1, 0.5), ends="retiring" in parts))
    if "cofired" in parts:
        mixed = convert({"coal": dice.uniform(0.3, 0.8), "biomass": dice.uniform(0.3, 0.8)}, {"steam": 1.0}, CO2=dice.uniform(0, 0.05))
        fleet.append(stand("cofired", mixed, "steam", dice.uniform(0.2, 1.0)))
    return {item.id: item for item in fleet}


def sources_of(f: Frame, parts: Iterable[str]) -> dict[str, SourceData]:
    """A kiln that gives CO2 and N2O, and tools that leak fluorinated gases."""
    dice, found = f.dice, {}
    if "kiln" in parts:
        activity = dice.series(f.known, 0.02 * f.size, 0.5 * f.size)
        found["kiln"] = builders.source("kiln", {"CO2": dice.uniform(0.3, 0.5), "N2O": dice.order(1e-6, 1e-4)}, activity)
    if "leaks" in parts:
        found["leaks"] = builders.source("leaks", {"SF6": 1e-3, "CF4": 2e-3}, dice.series(f.known, 1e-3 * f.size, 5e-3 * f.size))
    return found


# The rest of a case -----------------------------------------------------------------------------------------------------


def _history_of(f: Frame, commodities: Mapping[str, CommodityData], demands: Mapping[str, Demand]) -> dict[int, HistoryData]:
    dice, first = f.dice, f.years[0]
    power = sum(d.annual_mwh[first] for d in demands.values() if d.commodity == "electricity")
    heat, product = demands["dryer"].annual_mwh[first], demands["product"].annual_mwh[first]
    found = {}
    for year in f.history:
        wave = dice.uniform(0.9, 1.3)
        bought = {"electricity": wave * (power + 0.3 * product), "gas": wave * (1.1 * heat + 0.6 * product), "biomass": 0.05 * f.size}
        own = {"electricity": 0.05 * power} if dice.chance(0.3) else {}
        claims = {"electricity": 0.1 * power} if dice.chance(0.3) else {}
        sold = {"electricity": 0.02 * power} if dice.chance(0.3) else {}
        captured, removed = (0.001 * f.size if dice.chance(0.2) else 0.0 for _ in range(2))
        found[year] = HistoryData(bought, sold, own, claims, claims if dice.chance(0.3) else {}, captured, removed)
    return found


def _intensity_of(f: Frame, history: Mapping[int, HistoryData]) -> IntensityData:
    dice = f.dice
    amount = dice.series(f.known, 0.1 * f.size, f.size, 0.03)
    energy = [sum(h.bought_mwh.values()) / amount[y] for y, h in history.items()]

    def advanced(per_mwh: float) -> AdvancedValueData:
        status = dice.choice(("value", "value", "no_standard", "unknown"))
        return AdvancedValueData(status, min(energy) * per_mwh * dice.uniform(0.5, 1.4) if status == "value" else None, "invented")

    return IntensityData("product", "t", amount, advanced(122.8), advanced(350.0))


SETTINGS: dict[str, tuple[Any, ...]] = {
    **{
        name: get_args(field.annotation) for name, field in Readings.model_fields.items() if get_args(field.annotation) and name != "splits"
    },
    "falling_step": (0.0, 0.001, 0.01),
    "trend_falls": (2, 3),
    "zero_counts_as_falling": (True, False),
    "minimum_pv_kw": (1.0, 10.0),
    "minimum_effect_t": (0.001, 1.0),
    **{f"split_r{row}": ("from_near", "from_zero") for row in ("05", "12", "16", "17", "18")},
    "split_r11": ("from_near", "from_zero"),
}
"""Reading to the choices that may be drawn."""


@st.composite
def settings_of_index(draw: Any) -> dict[str, str | float | bool]:
    """Some readings of the Binhai index chosen otherwise."""
    names = draw(st.sets(st.sampled_from(sorted(SETTINGS)), max_size=8))
    dice = Dice(draw(st.integers(0, 2**32 - 1)))
    return {name: dice.choice(SETTINGS[name]) for name in sorted(names)}


def _case(f: Frame, kinds: Iterable[str], parts: set[str], rules: set[str], settings: Mapping[str, Any]) -> Case:
    dice = f.dice
    commodities, demands = commodities_of(f), demands_of(f)
    equipment, sources = equipment_of(f, demands, parts), sources_of(f, parts)
    buyable = {id_ for id_, data in commodities.items() if data.can_buy}
    measures = measures_of(f, demands, kinds, rules, {*equipment, *sources, *buyable})
    sized = [m.id for m in measures.values() if m.built is not None and m.built.limit_size is not None]
    uses = {m: dice.uniform(0.5, 2) / measures[m].built.limit_size for m in sized[:3]}
    groups = {"roof": GroupData("roof", builders.text("roof"), dice.uniform(1.0, 3.0), "share", uses)} if uses and "groups" in rules else {}
    covers = frozenset(dice.sample(("fuel", "electricity", "heat", "process"), dice.randint(1, 4)))
    price = CarbonPriceData(dice.series(f.years, 30.0, 300.0), dice.series(f.years, 0.0, 0.5 * f.size), covers)
    history = _history_of(f, commodities, demands)
    tiers = sorted(dice.sample(f.years, min(3, len(f.years))))
    budgeted = "budget" in rules
    return Case(
        name=builders.text("drawn"), factory_name=builders.text("drawn factory"), industry="discrete",
        founded_year=dice.choice((2000, f.history[0])), index=IndexChoice(id="binhai-2022", settings=dict(settings)),
        years=f.years, stands_for=f.stands_for, base_year=f.history[-1], history_years=f.history, slices=f.slices,
        money=Money(dice.choice((0.0, 0.05, 0.1)), dice.choice(("start_of_year", "mid_year", "end_of_year")), f.history[-1], 2025),
        targets=dict(zip(TIERS, [*tiers, *[tiers[-1]] * 3], strict=False)),
        lower_tiers_on_the_way=dice.chance(0.5), tiers_kept=dice.chance(0.7),
        gwp_edition="ar5", gwp=GASES, commodities=commodities, demands=demands, equipment=equipment, sources=sources, measures=measures,
        groups=groups, budget_by_year={y: dice.uniform(50, 3000) * f.size for y in f.years if dice.chance(0.5)} if budgeted else {},
        budget_total=dice.uniform(50, 3000) * f.size if budgeted and dice.chance(0.5) else None,
        carbon_price=price if "carbon_price" in rules else None, history=history, intensity=_intensity_of(f, history),
        solid_waste={}, evidence=(), figures=(), scenario_sha256="0" * 64, gas_families={"CF4": "PFCs"},
        resolution=_resolution_of(f), representatives=f.representatives,
        typical_days=TypicalDays(seasonal_storage=dice.chance(0.5)) if f.representatives else None,
    )  # fmt: skip


def _resolution_of(f: Frame) -> Literal["annual", "typical", "hourly", "slices"]:
    if f.representatives:
        return "typical"
    return {1: "annual", 72: "hourly"}.get(len(f.slices), "slices")


@st.composite
def cases(
    draw: Any,
    counts: Sequence[int] = SLICES,
    most_years: int = 12,
    kinds: Sequence[str] = tuple(MAKERS),
    parts: Sequence[str] = PARTS,
    rules: Sequence[str] = RULES,
    features: Sequence[str] = FEATURES,
) -> Case:
    """A whole random factory; leave out kinds, parts, rules or features to keep it simpler."""
    frame = draw(frames(counts, most_years))
    chosen = draw(st.sets(st.sampled_from(kinds), min_size=1) if kinds else st.just(set()))
    has = draw(st.sets(st.sampled_from(parts)) if parts else st.just(set()))
    rule = draw(st.sets(st.sampled_from(rules)) if rules else st.just(set()))
    case = _case(frame, sorted(chosen), has, rule, draw(settings_of_index()))
    return with_features(frame, case, draw(st.sets(st.sampled_from(features)) if features else st.just(set())))

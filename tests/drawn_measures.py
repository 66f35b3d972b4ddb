"""Random measures of every kind, with any mix of limits, requirements and exclusions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.domain.case import AnyMeasure, Demand, Investment, Standing
from planner.domain.tiers import MeasureClass
from tests import builders
from tests.drawing import EVER, Frame


def investment_of(f: Frame, capex: float, limit: float | None, *, hard: bool, whole: bool, standing: float = 0.0) -> Investment:
    """Any mix of limits; ``whole`` allows whole units or a smallest size."""
    dice = f.dice
    vintages = f.years[dice.randrange(len(f.years)) :] if hard and dice.chance(0.3) else f.years
    limit = limit if limit is None or not hard else limit * dice.uniform(0.3, 1.0)
    price = dice.series(f.years, 0.4 * capex, 1.6 * capex, 0.05)
    built = builders.investment(
        vintages, capex={v: price[v] for v in vintages}, fixed_om={v: 0.02 * price[v] for v in vintages},
        lifetime_years=dice.randint(1, 25), subsidy_share=dice.choice((0.0, 0.0, 0.3)), limit_size=limit,
    )  # fmt: skip
    top = limit or f.power
    if standing and dice.chance(0.4):
        until = dice.choice((*f.years, EVER))
        built = replace(built, existing=(Standing(0.2 * standing, until),), existing_fixed_om_cny=0.01 * capex)
    if hard and dice.chance(0.25):
        built = replace(built, yearly_limit={v: dice.uniform(0.1, 0.8) * top for v in vintages if dice.chance(0.7)})
    if hard and dice.chance(0.25):
        built = replace(built, growth_per_year=dice.uniform(0.5, 2.0), growth_start_size=dice.uniform(0.05, 0.5) * top)
    if whole and limit is not None and dice.chance(0.5):
        part = limit / dice.randint(2, 4)
        built = replace(built, unit_size=part) if dice.chance(0.5) else replace(built, minimum_size=part)
    return built


Maker = Callable[[Frame, Mapping[str, Demand], Callable[..., Investment]], Sequence[AnyMeasure]]


def _savings(f: Frame, demands: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """Two or three savings on electricity, which meet on one end use."""
    dice, found = f.dice, []
    for id_, targets in (("led", ("light",)), ("controls", ("light", "drives")), ("motors", ("drives",)))[: dice.randint(2, 3)]:
        saves = {demand: dice.uniform(0.05, 0.6) for demand in targets}
        full = max(sum(share * demands[d].annual_mwh[y] for d, share in saves.items()) for y in f.years)
        built = invest(dice.order(300.0, 8000.0), None, standing=full)
        found.append(builders.saving(id_, saves, full_size=full, built=built, variable_cost_cny=dice.uniform(0, 5)))
    return found


def _insulation(f: Frame, demands: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    share = f.dice.uniform(0.05, 0.4)
    full = share * max(demands["dryer"].annual_mwh.values())
    built = invest(f.dice.order(200.0, 4000.0), 0.9 * full)
    return [builders.saving("recovery", {"dryer": share}, full_size=full, built=built, consumes={"electricity": f.dice.uniform(0, 0.1)})]


def _heat(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """A heat pump, an electrode boiler, a biomass boiler; one of them may count as renewable heat."""
    dice = f.dice
    routes: dict[str, dict[str, float]] = {
        "heat_pump": {"electricity": dice.uniform(0.25, 0.5)},
        "electrode": {"electricity": 1.02},
        "wood": {"biomass": dice.uniform(1.1, 1.3)},
    }
    chosen = dice.sample(sorted(routes), dice.randint(1, 3))
    found = []
    for id_ in chosen:
        makes = builders.converter(routes[id_], {"steam": 1.0}, slices=len(f.slices), variable_cost_cny=dice.uniform(0, 8))
        output = "steam" if id_ == "heat_pump" and dice.chance(0.3) else None
        found.append(builders.conversion(id_, makes, built=invest(dice.order(300.0, 9000.0), 3 * f.power), renewable_output=output))
    return found


def _combined(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """A new plant that makes power and heat of gas and biomass; its power may count as renewable."""
    dice = f.dice
    makes = builders.converter(
        {"gas": dice.uniform(0.5, 1.5), "biomass": dice.uniform(0.5, 1.5)}, {"electricity": 1.0, "steam": dice.uniform(0.8, 1.3)},
        slices=len(f.slices), direct_t={"CH4": dice.uniform(0, 1e-4)},
    )  # fmt: skip
    output = dice.choice((None, None, "electricity"))
    return [builders.conversion("engine", makes, built=invest(dice.order(3000.0, 9000.0), 2 * f.power), renewable_output=output)]


def _suns(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """PV, and sometimes wind or solar heat."""
    dice, found = f.dice, []
    for id_, of, technology, hours, capex in (
        ("pv", "electricity", "pv", 1.2, 3000.0),
        ("wind", "electricity", "wind", 2.2, 6000.0),
        ("collectors", "steam", "solar_heat", 0.8, 2500.0),
    )[: dice.randint(1, 3)]:
        limit = dice.order(0.1, 5.0) * f.power
        built = invest(capex, limit, standing=limit)
        yields = tuple(hours * share for share in dice.shape(f.hours))
        found.append(builders.generation(
            id_, of, yields=yields, technology=technology, built=built, degradation_per_year=dice.choice((0.0, 0.005, 0.02)),
            variable_cost_cny=dice.uniform(0, 5), subsidy_cny=dice.choice((0.0, 0.0, 50.0)),
        ))  # fmt: skip
    return found


def _stores(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """A battery and a heat store, by hours or sized apart."""
    dice, found = f.dice, []
    for id_, of in (("battery", "electricity"), ("tank", "steam"))[: dice.randint(1, 2)]:
        built = replace(invest(dice.order(30.0, 500.0), f.power, standing=f.power), energy_capex_cny=dice.order(20.0, 800.0))
        found.append(builders.storage(
            id_, of, built=built, hours=dice.choice((None, 2.0, 6.0)), charge_efficiency=dice.uniform(0.85, 1.0),
            discharge_efficiency=dice.uniform(0.85, 1.0), standing_loss_per_hour=dice.choice((0.0, 0.001, 0.01)),
            limit_kwh=10 * f.power if dice.chance(0.5) else None,
        ))  # fmt: skip
    return found


def _claims(f: Frame, _: Mapping[str, Demand], __: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    dice, found = f.dice, []
    for id_, of, form in (
        ("green", "electricity", "green_power"),
        ("rec", "electricity", "certificate"),
        ("green_heat", "steam", "green_power"),
    ):
        if dice.chance(0.7):
            limit = dice.series(f.years, 0.05 * f.size, f.size) if dice.chance(0.6) else None
            price, first = dice.series(f.years, 3.0, 80.0), dice.choice(f.years)
            found.append(builders.purchase(id_, form, of=of, price=price, limit_mwh=limit, first_year=first))
    return found


def _cuts(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """Two measures on each source that meet on its gases."""
    dice = f.dice
    full = dice.order(1.0, 100.0)
    worth = 100.0 * f.size / full
    one = {"kiln": {"CO2": dice.uniform(0.05, 0.4)}, "leaks": {"SF6": dice.uniform(0.2, 1.0)}}
    two = {"kiln": {"N2O": dice.uniform(0.2, 1.0), "CO2": 0.1}, "leaks": {"SF6": dice.uniform(0.2, 0.9), "CF4": dice.uniform(0.2, 0.9)}}
    return [
        builders.process(
            "clinker", one, full_size=full, built=invest(worth * dice.order(0.01, 3), None), variable_cost_cny=dice.uniform(0, 9)
        ),
        builders.process(
            "scrubber",
            two,
            full_size=full,
            built=invest(worth * dice.order(0.01, 3), None, standing=full),
            consumes={"electricity": dice.uniform(0, 0.5)},
        ),
    ]


def _captures(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """Capture on a boiler that burns coal and wood, on the furnace and on the kiln, where two share its CO2."""
    dice = f.dice
    targets = (("flue", "cofired"), ("stack", "furnace"), ("kiln_capture", "kiln"), ("kiln_loop", "kiln"), ("engine_capture", "engine"))
    return [
        builders.capture(
            id_,
            target,
            capture_share=dice.uniform(0.3, 0.95),
            built=invest(dice.order(200.0, 3000.0), 0.5 * f.size, standing=0.05 * f.size),
            consumes={"electricity": dice.uniform(0, 0.4), "steam": dice.uniform(0, 0.5)},
            variable_cost_cny=dice.uniform(0, 100),
        )
        for id_, target in targets
    ]


def _removals(f: Frame, _: Mapping[str, Demand], invest: Callable[..., Investment]) -> Sequence[AnyMeasure]:
    """Credits, and sometimes a plant that draws power."""
    dice = f.dice
    limit = dice.series(f.years, 0.01 * f.size, f.size) if dice.chance(0.6) else None
    found: list[AnyMeasure] = [
        builders.removal("credits", price=dice.series(f.years, 40.0, 300.0), limit_t=limit, first_year=dice.choice(f.years))
    ]
    if dice.chance(0.5):
        built = invest(dice.order(500.0, 9000.0), f.size)
        plant = builders.removal("air_capture", price=dice.series(f.years, 10.0, 200.0), built=built, consumes={"electricity": 1.5})
        found.append(replace(plant, form="plant"))
    return found


MAKERS: dict[str, Maker] = {
    "savings": _savings, "recovery": _insulation, "heat": _heat, "combined": _combined, "suns": _suns, "stores": _stores,
    "claims": _claims, "cuts": _cuts, "captures": _captures, "removals": _removals,
}  # fmt: skip
RULES = ("groups", "requires", "excludes", "budget", "carbon_price", "hard", "whole")


def measures_of(
    f: Frame, demands: Mapping[str, Demand], kinds: Iterable[str], rules: Iterable[str], targets: set[str]
) -> dict[str, AnyMeasure]:
    """Measures of the kinds asked for whose targets exist."""

    def invest(capex: float, limit: float | None, standing: float = 0.0) -> Investment:
        whole = "whole" in rules and len(f.years) <= 3 and len(f.slices) <= 4 and f.dice.chance(0.5)
        return investment_of(f, capex, limit, hard="hard" in rules, whole=whole, standing=standing)

    made = [measure for kind in kinds for measure in MAKERS[kind](f, demands, invest)]
    targets = targets | {measure.id for measure in made}
    found = {}
    for measure in made:
        if measure.kind == "capture" and measure.target not in targets:
            continue
        if measure.kind == "process":
            cuts = {source: by_gas for source, by_gas in measure.cuts.items() if source in targets}
            if not cuts:
                continue
            measure = replace(measure, cuts=cuts)  # noqa: PLW2901
        if measure.kind == "purchase" and measure.commodity not in targets:
            continue
        measure_class = f.dice.choice(list(MeasureClass)) if f.dice.chance(0.1) else measure.measure_class
        first = max(measure.first_year, f.years[0]) if measure.built is None else measure.built.vintages[0]
        found[measure.id] = replace(measure, measure_class=measure_class, substitution=f.dice.chance(0.5), first_year=first)
    return _relate(f, found, rules)


def _relate(f: Frame, measures: dict[str, AnyMeasure], rules: Iterable[str]) -> dict[str, AnyMeasure]:
    """Requirements and exclusions between measures with a size limit and nothing standing."""
    free = [m.id for m in measures.values() if m.built is not None and m.built.limit_size is not None and not m.built.existing]
    f.dice.shuffle(free)
    if "requires" in rules and len(free) > 1:
        one, other = free.pop(), free.pop()
        ratio = measures[one].built.limit_size / measures[other].built.limit_size * f.dice.uniform(0.3, 3)
        measures[one] = replace(measures[one], requires={other: ratio})
    bought = [m.id for m in measures.values() if m.kind in ("purchase", "removal") and m.built is None and _yearly_limit(m) is not None]
    free = [*free[:2], *bought[:1]]
    if "excludes" in rules and len(free) > 1 and len(f.years) * len(f.slices) <= 12:
        one, other = f.dice.sample(free, 2)
        measures[one] = replace(measures[one], excludes=frozenset({other}))
    return measures


def _yearly_limit(measure: AnyMeasure) -> Any:
    return measure.limit_mwh if measure.kind == "purchase" else measure.limit_t

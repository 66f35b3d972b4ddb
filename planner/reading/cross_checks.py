"""What no single entry shows: names that clash or lead nowhere, circles, and demands that nothing can supply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from planner.domain.case import (
    AnyMeasure,
    CommodityData,
    ConversionData,
    Demand,
    Equipment,
    GenerationData,
    PurchaseData,
    RemovalData,
    SourceData,
)
from planner.domain.scenario import Scenario
from planner.domain.tiers import Category, Gas
from planner.reading.desk import Desk, Path

BURNT = (Category.FUEL, Category.BIOMASS)


def check_names(desk: Desk) -> None:
    """Converters, measures and process sources share one space of names, since captures and reports name any of them."""
    scenario = desk.scenario
    spaces: dict[str, Mapping[str, object]] = {
        "converters": scenario.converters,
        "measures": scenario.measures,
        "process_sources": scenario.process_sources,
    }
    for (first, one), (second, other) in combinations(spaces.items(), 2):
        for id in other:
            if id in one:
                desk.refuse((second, id), f"“{id}”在 {first} 中已用，请改名", f'"{id}" is used under {first} already; choose another name')


def check_measures(desk: Desk, measures: Mapping[str, AnyMeasure]) -> None:
    """``requires`` and ``excludes`` lead to measures that have what they need."""
    for id, measure in desk.scenario.measures.items():
        for place, required in enumerate(measure.requires):
            path: Path = ("measures", id, "requires", place)
            if desk.known((*path, "measure"), required.measure, measures, "措施", "measure"):
                _check_sized(desk, path, (id, required.measure), measures)
        for place, other in enumerate(measure.excludes):
            path = ("measures", id, "excludes", place)
            if other == id:
                desk.refuse(path, "措施不能排斥自己", "a measure can't exclude itself")
            elif desk.known(path, other, measures, "措施", "measure"):
                _check_limited(desk, path, (id, other), measures)
    _check_circle(desk, {id: tuple(measure.requires) for id, measure in measures.items()}, ("measures",), "requires")


def _check_sized(desk: Desk, path: Path, ids: tuple[str, str], measures: Mapping[str, AnyMeasure]) -> None:
    for id in ids:
        if measures[id].built is None:
            desk.refuse(
                path, f"“{id}”是买来的，没有规模，不能用于 requires", f'"{id}" is bought and has no size, so requires does not fit it'
            )


def _check_limited(desk: Desk, path: Path, ids: tuple[str, str], measures: Mapping[str, AnyMeasure]) -> None:
    for id in ids:
        measure = measures[id]
        if isinstance(measure, PurchaseData):
            name, limited = "limit_mwh_per_year", measure.limit_mwh is not None
        elif isinstance(measure, RemovalData) and measure.built is None:
            name, limited = "limit_t_per_year", measure.limit_t is not None
        else:
            name, limited = "limit_size", measure.built is not None and measure.built.limit_size is not None
        if not limited:
            desk.refuse(path, f"相互排斥需要上限：请给“{id}”填写 {name}", f'an exclusion needs a limit: give {name} for "{id}"')


def check_groups(desk: Desk, measures: Mapping[str, AnyMeasure]) -> None:
    """Members of a group exist and have a size."""
    for id, group in desk.scenario.groups.items():
        for member in group.uses:
            path: Path = ("groups", id, "uses", member)
            if desk.known(path, member, measures, "措施", "measure") and measures[member].built is None:
                desk.refuse(
                    path, f"“{member}”是买来的，没有规模，不能共用上限", f'"{member}" is bought and has no size, so it can\'t share a limit'
                )


def check_captures(
    desk: Desk,
    commodities: Mapping[str, CommodityData],
    equipment: Mapping[str, Equipment],
    sources: Mapping[str, SourceData],
    measures: Mapping[str, AnyMeasure],
) -> None:
    """A capture's target exists and emits CO2."""
    converters = {id: item.converter for id, item in equipment.items()}
    converters |= {id: measure.converter for id, measure in measures.items() if isinstance(measure, ConversionData)}
    for id, measure in desk.scenario.measures.items():
        if measure.kind != "capture":
            continue
        path: Path = ("measures", id, "target")
        if not desk.known(
            path, measure.target, {**converters, **sources}, "设备、转换措施或过程排放源", "converter, conversion or process source"
        ):
            continue
        if measure.target in sources:
            emits = sources[measure.target].t_per_activity.get(Gas.CO2, 0) > 0
        else:
            converter = converters[measure.target]
            emits = converter.direct_t.get(Gas.CO2, 0) > 0 or any(_burns_carbon(commodities.get(fuel)) for fuel in converter.inputs)
        if not emits:
            desk.refuse(path, f"“{measure.target}”不排放 CO2，无可捕集", f'"{measure.target}" emits no CO2, so there is nothing to capture')


def _burns_carbon(commodity: CommodityData | None) -> bool:
    return commodity is not None and commodity.category in BURNT and any(factor > 0 for factor in commodity.t_per_mwh[Gas.CO2].values())


def check_supply(
    desk: Desk,
    commodities: Mapping[str, CommodityData],
    demands: Mapping[str, Demand],
    equipment: Mapping[str, Equipment],
    measures: Mapping[str, AnyMeasure],
) -> None:
    """What is demanded can be bought, generated, or made out of what can."""
    reachable = {id for id, data in commodities.items() if data.can_buy}
    reachable |= {measure.commodity for measure in measures.values() if isinstance(measure, GenerationData)}
    routes = [item.converter for item in equipment.values()]
    routes += [measure.converter for measure in measures.values() if isinstance(measure, ConversionData)]
    grown = True
    while grown:
        made = {id for route in routes if reachable.issuperset(route.inputs) for id in route.outputs}
        grown = not made <= reachable
        reachable |= made
    for demand in demands.values():
        if demand.commodity not in reachable and any(amount > 0 for amount in demand.annual_mwh.values()):
            path: Path = ("commodities", demand.id) if demand.id in commodities else ("end_uses", demand.id)
            desk.refuse(
                path,
                f"“{demand.commodity}”有需求却无从供应：既不能购买，也没有设备或措施能产出（或其投入无从供应）",
                f'nothing can supply "{demand.commodity}", which is demanded: it can\'t be bought, and no converter or measure makes it'
                " out of something that can be had",
            )


def check_reference_supply(desk: Desk, commodities: Mapping[str, CommodityData], equipment: Mapping[str, Equipment]) -> None:
    """The reference factor of what is made on site follows its first existing converter; that must lead to what is bought.

    Co-products of one converter share its emissions, so they don't need each other.
    """
    makers = {
        id: next((item for item in equipment.values() if id in item.converter.outputs), None)
        for id, data in commodities.items()
        if not data.can_buy
    }
    needs: dict[str, tuple[str, ...]] = {}
    for id, first in makers.items():
        if first is not None:
            others = (other for other in first.converter.outputs if makers.get(other) is not first)
            needs[id] = tuple(other for other in (*first.converter.inputs, *others) if other != id)
            if id in first.converter.inputs:
                desk.refuse(("converters", first.id), f"“{id}”既是投入又是产出", f'"{id}" is input and output at once')
    _check_circle(desk, needs, ("commodities",), "supply")


def _check_circle(desk: Desk, needs: Mapping[str, Iterable[str]], where: Path, what: str) -> None:
    done: set[str] = set()
    for start in needs:
        circle = _circle(start, needs, done, [])
        if circle:
            ring = " → ".join(circle)
            if what == "requires":
                desk.refuse((*where, circle[0], what), f"requires 成环：{ring}", f"requires runs in a circle: {ring}")
            else:
                desk.refuse(
                    (*where, circle[0]),
                    f"参照供应成环：{ring}；请让其中一种可以购买，或调整 converters 的顺序（每种介质取第一个产出它的设备）",
                    f"the reference supply runs in a circle: {ring}; let one of them be bought, or reorder converters (the first that makes"
                    " a commodity is its reference)",
                )
            return


def _circle(id: str, needs: Mapping[str, Iterable[str]], done: set[str], trail: list[str]) -> list[str]:
    if id in trail:
        return [*trail[trail.index(id) :], id]
    if id in done:
        return []
    for other in needs.get(id, ()):
        found = _circle(other, needs, done, [*trail, id])
        if found:
            return found
    done.add(id)
    return []


def gases_of(scenario: Scenario) -> Mapping[str, Path]:
    """Every gas that the scenario names, with the place of its first mention."""
    found: dict[str, Path] = {}
    for id, source in scenario.process_sources.items():
        for gas in source.t_per_activity:
            found.setdefault(gas, ("process_sources", id, "t_per_activity", gas))
    for id, converter in scenario.converters.items():
        for gas in converter.direct_t_per_activity:
            found.setdefault(gas, ("converters", id, "direct_t_per_activity", gas))
    for id, measure in scenario.measures.items():
        if measure.kind == "conversion":
            for gas in measure.direct_t_per_activity:
                found.setdefault(gas, ("measures", id, "direct_t_per_activity", gas))
    return found

"""No plant makes energy: what a converter puts out against what physics allows from what it takes in (能量守恒)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.case import BySlice, CommodityData
from planner.domain.measure import Conversion
from planner.domain.scenario import Converter
from planner.domain.tiers import Category
from planner.reading.desk import Desk, Path
from planner.units import MWH_PER_UNIT

MOST_FROM_FUEL = 1.12
"""Heat out per lower heating value in: a condensing boiler reaches about 1.08 on natural gas, nothing more than 1.12."""
MOST_FROM_ELECTRICITY = 8.0
"""Highest coefficient of performance of a heat pump or chiller over a year; industrial ones reach 2 to 7."""
MOST_FROM_HEAT = 2.5
"""Heat or cold out per driving heat: double-effect absorption machines reach 1.4 as chillers and 2.4 as heat pumps."""
ROUNDING = 1e-6
BURNT = (Category.FUEL, Category.BIOMASS)


@dataclass(frozen=True, slots=True)
class _Energy:
    """Energy on one side of a converter by kind. [MWh/activity]"""

    electricity: float = 0.0
    fuel: float = 0.0
    heat: float = 0.0
    """Heat, cold, and what carries no account of its own but is measured as energy, such as waste heat."""

    @property
    def total(self) -> float:
        return self.electricity + self.fuel + self.heat


def check_yield(desk: Desk, path: Path, given: Converter | Conversion, commodities: Mapping[str, CommodityData]) -> None:
    """Refuse more energy out than the inputs can give. Nothing is said where an input may hold energy that the file doesn't state."""
    if not all(id in commodities for id in (*given.inputs, *given.outputs)):
        return
    taken, made = (_energy(side, commodities) for side in (given.inputs, given.outputs))
    if taken.total == 0 or not all(_is_energy(commodities[id]) for id in given.inputs):
        return
    work = made.electricity + made.fuel
    if work > taken.total * (1 + ROUNDING):
        _refuse_work(desk, path, taken, work)
    elif _too_much(taken, made):
        _refuse_heat(desk, path, taken, made)


def check_yield_by_slice(
    desk: Desk, path: Path, given: Converter | Conversion, commodities: Mapping[str, CommodityData], shape: Mapping[str, BySlice]
) -> None:
    """Refuse the same in the slice where an input is least over the rated amount."""
    if not all(id in commodities for id in (*given.inputs, *given.outputs)) or not all(_is_energy(commodities[id]) for id in given.inputs):
        return
    made = _energy(given.outputs, commodities)
    if _too_much(_energy(given.inputs, commodities), made):
        return
    for id, factors in shape.items():
        place = factors.index(min(factors))
        inputs = {other: amount * (shape[other][place] if other in shape else 1.0) for other, amount in given.inputs.items()}
        taken = _energy(inputs, commodities)
        if taken.total > 0 and _too_much(taken, made):
            desk.refuse(
                (*path, "input_profiles", id),
                f"第 {place + 1} 个时段投入为额定的 {factors[place]:.3g} 倍，{taken.total:.3g} MWh 产出 {made.total:.3g} MWh"
                f"（{made.total / taken.total:.3g} 倍），不可能；请检查曲线与 inputs 是否对应同一额定工况",
                f"in slice {place + 1} the input is {factors[place]:.3g} times the rated one, and {made.total:.3g} MWh come out of"
                f" {taken.total:.3g} MWh ({made.total / taken.total:.3g} times), which is impossible; check that the profile and inputs"
                " belong to the same rated point",
            )
            return


def _too_much(taken: _Energy, made: _Energy) -> bool:
    """Whether more comes out than can."""
    work = made.electricity + made.fuel
    return work > taken.total * (1 + ROUNDING) or made.total > _most(taken, work) * (1 + ROUNDING)


def _is_energy(commodity: CommodityData) -> bool:
    return commodity.category is not Category.OTHER or commodity.unit in MWH_PER_UNIT


def _energy(side: Mapping[str, float], commodities: Mapping[str, CommodityData]) -> _Energy:
    """Amounts of energy carriers are MWh, those of category other are in their own unit."""
    electricity = fuel = heat = 0.0
    for id, amount in side.items():
        commodity = commodities[id]
        if commodity.category is Category.ELECTRICITY:
            electricity += amount
        elif commodity.category in BURNT:
            fuel += amount
        elif commodity.category is Category.HEAT:
            heat += amount
        else:
            heat += amount * MWH_PER_UNIT.get(commodity.unit, 0.0)
    return _Energy(electricity, fuel, heat)


def _most(taken: _Energy, work: float) -> float:
    """Most energy that can come out when ``work`` of it is electricity or fuel: what drives a machine can't be put out as well."""
    from_electricity = max(taken.electricity - max(work - taken.fuel - taken.heat, 0.0), 0.0)
    from_heat = max(taken.heat - max(work - taken.fuel, 0.0), 0.0)
    from_fuel = max(MOST_FROM_FUEL * taken.fuel - work, 0.0)
    return work + from_fuel + MOST_FROM_HEAT * from_heat + MOST_FROM_ELECTRICITY * from_electricity


def _refuse_work(desk: Desk, path: Path, taken: _Energy, work: float) -> None:
    desk.refuse(
        (*path, "outputs"),
        f"每 {taken.total:g} MWh 投入产出 {work:g} MWh 电力或燃料，效率 {work / taken.total:.0%} 不可能；"
        "能源数量须为 MWh（燃料按低位热值）",
        f"{work:g} MWh of electricity or fuel out of {taken.total:g} MWh of energy is {work / taken.total:.0%}, which is impossible;"
        " amounts of energy must be MWh (fuels by lower heating value)",
    )


def _refuse_heat(desk: Desk, path: Path, taken: _Energy, made: _Energy) -> None:
    ratio = made.total / taken.total
    if taken.fuel == taken.total:
        desk.refuse(
            (*path, "outputs"),
            f"每 {taken.fuel:g} MWh 燃料产出 {made.total:g} MWh 能量，效率 {ratio:.0%} 不可能；数量须为 MWh，按低位热值",
            f"{made.total:g} MWh of energy out of {taken.fuel:g} MWh of fuel is {ratio:.0%}, which is impossible;"
            " amounts must be MWh by lower heating value",
        )
        return
    desk.refuse(
        (*path, "outputs"),
        f"每 {taken.total:g} MWh 投入产出 {made.total:g} MWh 能量（{ratio:.3g} 倍），不可能："
        f"热泵、制冷机的性能系数 COP（产出的热或冷 ÷ 用电）"
        f"最高 {MOST_FROM_ELECTRICITY:g}，热驱动最高 {MOST_FROM_HEAT:g}，燃料最高 {MOST_FROM_FUEL:g}；"
        "例如 COP 为 3 时，inputs 写电 0.333，outputs 写热 1",
        f"{made.total:g} MWh of energy out of {taken.total:g} MWh ({ratio:.3g} times) is impossible: the COP (coefficient of performance:"
        f" heat or cold out per electricity in) of heat pumps and chillers is at most {MOST_FROM_ELECTRICITY:g}; from heat at most"
        f" {MOST_FROM_HEAT:g}, from fuel {MOST_FROM_FUEL:g}. For a COP of 3 give 0.333 of electricity as input and 1 of heat as output",
    )

"""Factories hour by hour whose best plan a person can work out on paper: the arithmetic is written in each test.

Every year is the same day 365 times, in 24 hours unless a test says otherwise. The rate is 10 % and payments fall at the end of the
year, so a yearly amount counts 1/1.1 + 1/1.21 = 1.7355.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from planner.domain.case import Case, CommodityData, Equipment, FlexibleData, Slice, Standing
from planner.domain.profiles import TypicalDays
from planner.domain.tiers import Category
from planner.errors import TierUnreachable
from tests.builders import (
    EVER,
    YEARS,
    commodity,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    natural_gas,
    steady,
    storage,
    tiny_case,
)
from tests.test_hand_solved import BOTH_YEARS, END_OF_YEAR, expect, solve

DAYS = 365
HOURS = tuple(Slice(365.0, 365.0, (hour - 1) % 24, ()) for hour in range(24))


def standing(size: float) -> Any:
    """Something that stands already and costs nothing; no more can be built."""
    return investment((), existing=(Standing(size, EVER),))


def over(hours: range, value: float, other: float = 0.0) -> tuple[float, ...]:
    """A value in some hours of the day and another one in the rest."""
    return tuple(value if hour in hours else other for hour in range(24))


def day_case(
    *measures: Any, prices: Sequence[float] = (1.0,) * 24, load_mwh: Sequence[float] = (1.0,) * 24, slices: Sequence[Slice] = HOURS,
    power: Mapping[str, Any] | None = None, **changes: Any,
) -> Case:  # fmt: skip
    """Power alone: ``load_mwh`` in each hour of the day, at 100 CNY/MWh times ``prices``."""
    total = sum(load_mwh)
    bought = electricity(slices=len(slices), price=100.0, price_multiplier=tuple(prices), **(power or {}))
    given: dict[str, Any] = {
        "slices": tuple(slices), "commodities": {"electricity": bought}, "equipment": {}, "money": END_OF_YEAR, "resolution": "hourly",
        "demands": {"power": demand("power", "electricity", DAYS * total, tuple(part / total for part in load_mwh))},
    }  # fmt: skip
    return tiny_case(measures=measures, **{**given, **changes})


def day_of(series: Mapping[int, Sequence[float]], year: int = YEARS[0]) -> list[float]:
    """A flow of one day. [MWh]"""
    return [value / DAYS for value in series[year]]


def test_pv_battery_and_two_prices() -> None:
    # 1 MWh in each hour, at 50 CNY from 22 to 8 and at 100 from 8 to 22. PV gives 2 MWh in each hour from 10 to 14: 4 MWh are used, 4
    # are left over. A battery of 2 MW and 8 MWh (0.9 each way) takes them and gives 4 x 0.81 = 3.24 MWh at 100. It is then empty at 22;
    # its other 4.44.. MWh from night to day: level 8 holds 8 x 0.9 = 7.2 MWh to give, in two cycles a day at most.
    # Night: 8 MWh of level need 8 / 0.9 = 8.889 MWh for 50 = 444.44 CNY and give 7.2 MWh for 100 between 8 and 10 (2 MWh) and 14 to 22.
    # All of it: by day 14 - 4 = 10 MWh are bought without a battery. 3.24 come from the sun and at most 6.76 from the night, for which
    # 6.76 / 0.81 = 8.346 MWh are taken for 50. Level at 8: 6.76 / 0.9 = 7.511; after 8 to 10 it is 7.511 - 2 / 0.9 = 5.289, and 3.6 of sun
    # do not fit into 8: 8.889 > 8. So the night may leave at most 8 - 3.6 = 4.4 at 10: 4.4 + 2.222 = 6.622, for 6.622 / 0.9 = 7.358 MWh.
    # Bought by day: 10 - 2 - 7.2 = 0.8 MWh; by night 10 + 7.358 MWh. Cost: 80 + 867.90 = 947.90 CNY a day; without 500 + 1000.
    pv = generation("pv", yields=tuple(DAYS * 0.001 * part for part in over(range(10, 14), 2.0)), built=standing(1000.0))
    store = storage("battery", hours=4.0, charge_efficiency=0.9, discharge_efficiency=0.9, built=standing(2000.0))
    case = day_case(pv, store, prices=over(range(8, 22), 1.0, 0.5))
    cost = 0.8 * 100 + (10 + (4.4 + 2 / 0.9) / 0.9) * 50
    solution = solve(case)
    expect(solution, DAYS * cost * BOTH_YEARS, {})
    level = solution.plan.flows.level["battery"][2026]
    assert max(level) == pytest.approx(8.0)
    assert level[21] == pytest.approx(0.0, abs=1e-6)


def test_a_demand_charge_is_lowered_by_a_battery() -> None:
    # 1 MW by day (8 to 20) but 3 MW at 10 and 11; 1 MW takes 365 MWh a year. A MW of maximum costs 12 x 40 000 = 480 000 CNY a year.
    # A battery of 500 kW and 1 MWh takes 0.5 MW off both hours: 2.5 MW. It costs nothing and power has one price.
    store = storage("battery", hours=2.0, built=standing(500.0))
    load = [1.0 + 2.0 * (hour in (10, 11)) for hour in range(24)]
    case = day_case(store, load_mwh=load, power={"demand_charge_cny_per_mw_month": steady(40_000.0)})
    solution = solve(case)
    expect(solution, (DAYS * 28 * 100 + 2.5 * 480_000) * BOTH_YEARS, {})
    assert solution.plan.flows.peak_mw["electricity"][2026][0] == pytest.approx(2.5)


def test_contracted_capacity_is_paid_for_and_kept() -> None:
    # 1.5 MVA at 20 000 CNY a month cost 360 000 CNY a year. The load of 3 MW at 10 needs 1.5 MW from a battery of 1500 kW; the fixed
    # part of the price is 30 CNY/MWh on top of 100.
    store = storage("battery", hours=2.0, built=standing(1500.0))
    power = {
        "capacity_charge_cny_per_mva_month": steady(20_000.0), "contracted_mva": steady(1.5), "fixed_price_cny_per_mwh": steady(30.0),
    }  # fmt: skip
    load = [1.0 + 2.0 * (hour == 10) for hour in range(24)]
    solution = solve(day_case(store, load_mwh=load, power=power))
    expect(solution, (DAYS * 26 * 130 + 360_000) * BOTH_YEARS, {})
    assert max(day_of(solution.plan.flows.imported["electricity"])) == pytest.approx(1.5)


def test_too_little_contracted_capacity_is_named() -> None:
    power = {"capacity_charge_cny_per_mva_month": steady(20_000.0), "contracted_mva": steady(0.75)}
    with pytest.raises(TierUnreachable) as refused:
        solve(day_case(power=power))
    words = " ".join(f"{shortfall.zh} {shortfall.en}" for shortfall in refused.value.shortfalls)
    assert "合同容量" in words
    assert "contracted capacity" in words


def test_cycles_and_wear_limit_a_battery() -> None:
    # Power costs 50 in even hours and 100 in odd ones. 1 MW and 1 MWh without losses could move 12 MWh a day; 730 cycles a year are two a
    # day: 2 MWh for 50 less each, of which wear takes 10.
    store = storage("battery", hours=1.0, cycles_per_year=730.0, variable_cost_cny=10.0, built=standing(1000.0))
    case = day_case(store, prices=tuple(0.5 + 0.5 * (hour % 2) for hour in range(24)))
    expect(solve(case), DAYS * (24 * 75 - 2 * (50 - 10)) * BOTH_YEARS, {})


def test_a_cycle_limit_that_stands_in_the_way_is_named() -> None:
    # 3 MWh at 10 are to be met with 1 MVA: 2 MWh from the battery every day, 730 MWh a year, but 365 cycles of 1 MWh are 365 MWh.
    store = storage("battery", hours=1.0, cycles_per_year=365.0, built=standing(1000.0))
    power = {"capacity_charge_cny_per_mva_month": steady(1.0), "contracted_mva": steady(1.5)}
    load = [1.0 + 1.4 * (hour in (10, 12)) for hour in range(24)]
    with pytest.raises(TierUnreachable) as refused:
        solve(day_case(store, load_mwh=load, power=power))
    words = " ".join(f"{shortfall.zh} {shortfall.en}" for shortfall in refused.value.shortfalls)
    assert "contracted capacity" in words or "cycle limit" in words


def steam_case(
    boiler: Equipment, *measures: Any, steam_mwh: Sequence[float], power: Mapping[str, Any] | None = None, **changes: Any
) -> Case:
    """Steam hour by hour, made from gas at 300 or power at 100 CNY/MWh."""
    total = sum(steam_mwh)
    commodities: dict[str, CommodityData] = {
        "electricity": electricity(slices=24, price=100.0, **(power or {})), "gas": natural_gas(slices=24),
        "steam": commodity("steam", Category.HEAT, slices=24, tce=0.04),
    }  # fmt: skip
    demands = {"steam": demand("steam", annual=DAYS * total, shape=tuple(part / total for part in steam_mwh))}
    return day_case(*measures, commodities=commodities, demands=demands, equipment={boiler.id: boiler}, **changes)


def test_a_minimum_load_keeps_the_dear_boiler_running() -> None:
    # 2 MWh of steam an hour. The gas boiler of 2 MW (300 CNY/MWh) can't go below 0.4 x 2 = 0.8 MW; an electric one (100 CNY/MWh) makes
    # the other 1.2: 240 + 120 CNY an hour.
    gas = equipment("boiler", converter({"gas": 1.0}, {"steam": 1.0}, slices=24, minimum_load_share=0.4), size=2000.0)
    electric = conversion("electric", converter({"electricity": 1.0}, {"steam": 1.0}, slices=24), built=standing(5000.0))
    expect(solve(steam_case(gas, electric, steam_mwh=(2.0,) * 24)), DAYS * 24 * (0.8 * 300 + 1.2 * 100) * BOTH_YEARS, {})


def test_a_minimum_load_that_nothing_takes_is_named() -> None:
    gas = equipment("boiler", converter({"gas": 1.0}, {"steam": 1.0}, slices=24, minimum_load_share=0.4), size=10_000.0)
    with pytest.raises(TierUnreachable) as refused:
        solve(steam_case(gas, steam_mwh=(2.0,) * 24))
    words = " ".join(f"{shortfall.zh} {shortfall.en}" for shortfall in refused.value.shortfalls)
    assert "minimum load" in words
    assert "最低负荷" in words


def test_a_ramp_makes_the_dear_boiler_help() -> None:
    # Steam is 1 MWh an hour and 5 MWh at 12. The electric boiler of 10 MW changes by 10 % an hour: 1 MW. It makes 1 MWh at 11 and 13 at
    # most, since steam can't be wasted, so 2 at 12; gas makes the other 3: 23 + 2 MWh at 100, 3 at 300.
    gas = equipment("boiler", converter({"gas": 1.0}, {"steam": 1.0}, slices=24), size=5000.0)
    electric = conversion(
        "electric", converter({"electricity": 1.0}, {"steam": 1.0}, slices=24, ramp_share_per_hour=0.1), built=standing(10_000.0)
    )
    solution = solve(steam_case(gas, electric, steam_mwh=[1.0 + 4.0 * (hour == 12) for hour in range(24)]))
    expect(solution, DAYS * (25 * 100 + 3 * 300) * BOTH_YEARS, {})
    assert day_of(solution.plan.flows.activity["electric"])[12] == pytest.approx(2.0)


def test_a_heat_pump_by_its_cop() -> None:
    # The pump needs 0.5 MWh of power for 1 MWh of steam by night and 0.25 by day (8 to 20): 50 and 25 CNY, against 40 for gas at 0.4.
    # So gas by night for 12 x 40 and the pump by day for 12 x 25 CNY. Emissions: gas 12 x 0.08 t, power 12 x 0.25 x 0.6 t a day.
    gas = equipment("boiler", converter({"gas": 0.4 / 3}, {"steam": 1.0}, slices=24), size=5000.0)
    shape = over(range(8, 20), 0.5, 1.0)
    pump = conversion(
        "pump", converter({"electricity": 0.5}, {"steam": 1.0}, slices=24, input_shape={"electricity": shape}), built=standing(5000.0)
    )
    solution = solve(steam_case(gas, pump, steam_mwh=(1.0,) * 24))
    expect(solution, DAYS * 12 * (40 + 25) * BOTH_YEARS, {})
    effect = DAYS * 12 * (0.4 / 3 * 0.2 - 0.25 * 0.6)  # against the boiler, by the hours in which it runs
    assert solution.figures[2025]["effect_reduction_t"] == pytest.approx(effect)


def test_combined_heat_and_power_follows_the_dearer_hours() -> None:
    # 1 MWh of steam and 1 MWh of power in each hour. The CHP makes 1 MWh of steam and 0.5 of power from 2 MWh of gas at 60 = 120 CNY; a
    # boiler makes steam for 60 CNY. Half a MWh of power is worth 25 CNY at 50 and 75 at 150 (8 to 20): the 60 CNY more pay only then.
    # By night 60 + 50, by day 120 + 75 CNY an hour.
    boiler = equipment("boiler", converter({"gas": 1.0}, {"steam": 1.0}, slices=24), size=5000.0)
    chp = equipment("chp", converter({"gas": 2.0}, {"steam": 1.0, "electricity": 0.5}, slices=24), size=1000.0)
    flat = (1 / 24,) * 24
    case = day_case(
        commodities={
            "electricity": electricity(slices=24, price=100.0, price_multiplier=over(range(8, 20), 1.5, 0.5)),
            "gas": natural_gas(slices=24, price=60.0), "steam": commodity("steam", Category.HEAT, slices=24, tce=0.04),
        },
        demands={"power": demand("power", "electricity", DAYS * 24, flat), "steam": demand("steam", annual=DAYS * 24, shape=flat)},
        equipment={"boiler": boiler, "chp": chp},
    )  # fmt: skip
    solution = solve(case)
    expect(solution, DAYS * 12 * (60 + 50 + 120 + 75) * BOTH_YEARS, {})
    assert day_of(solution.plan.flows.activity["chp"]) == pytest.approx(over(range(8, 20), 1.0))


def test_a_flexible_load_moves_within_its_window() -> None:
    # 1 MWh an hour; 50 CNY from 0 to 6, else 100. A quarter may move, within 0 to 12 and 12 to 24. Six hours at 100 of the first window
    # could give 1.5 MWh, and six hours at 50 take 0.25 each: 1.5 MWh for 50 less. In the second window every hour costs 100.
    windows = tuple(hour // 12 for hour in range(24))
    case = day_case(prices=over(range(6), 0.5, 1.0))
    case = replace(case, demands={"power": replace(case.demands["power"], flexible=FlexibleData(0.25, windows))})
    solution = solve(case)
    expect(solution, DAYS * (6 * 50 + 18 * 100 - 1.5 * 50) * BOTH_YEARS, {})
    assert day_of(solution.plan.flows.moved_in["power"])[:12] == pytest.approx([0.25] * 6 + [0.0] * 6)
    assert day_of(solution.plan.flows.moved_out["power"])[:12] == pytest.approx([0.0] * 6 + [0.25] * 6)


def test_a_negative_price_is_not_farmed() -> None:
    # Power costs -100 CNY/MWh at 12 and 100 else; 1 MWh an hour. A battery of 1 MW and 1 MWh (0.8 each way) takes 1 MWh at 12 for which
    # 100 CNY are paid, and gives 0.64 MWh later for 64 CNY. To make room again it need do nothing more: one cycle a day.
    store = storage("battery", hours=1.0, charge_efficiency=0.8, discharge_efficiency=0.8, built=standing(1000.0))
    case = day_case(store, prices=[-1.0 if hour == 12 else 1.0 for hour in range(24)])
    expect(solve(case), DAYS * (23 * 100 - 100 - 100 - 64) * BOTH_YEARS, {})


SUMMER, WINTER = 0, 364


def seasonal_case(*measures: Any, seasonal: bool = True, days: Sequence[int] = (SUMMER,) * 200 + (WINTER,) * 165) -> Case:
    """200 summer days at 20 CNY/MWh and 165 winter days at 100, of 24 hours with 1 MWh each."""
    times = [float(list(days).count(day)) for day in (SUMMER, WINTER)]
    slices = [Slice(times[day], times[day], 24 * day + (hour - 1) % 24, ()) for day in (0, 1) for hour in range(24)]
    hours = [piece.hours for piece in slices]
    return day_case(
        *measures, slices=slices, prices=(0.2,) * 24 + (1.0,) * 24, load_mwh=hours, resolution="typical", representatives=tuple(days),
        demands={"power": demand("power", "electricity", 8760.0, tuple(part / 8760 for part in hours))},
        typical_days=TypicalDays(seasonal_storage=seasonal),
    )  # fmt: skip


def test_a_seasonal_store_carries_summer_into_winter() -> None:
    # A store of 1000 kW and 330 MWh, 0.9 each way. In winter 330 MWh of level give 297 MWh, 1.8 a day; in summer 330 / 0.9 = 366.67
    # MWh fill it, 1.833 a day. 297 MWh at 100 are spared for 366.67 at 20: 29 700 - 7333.33 CNY a year.
    store = storage("cavern", hours=330.0, charge_efficiency=0.9, discharge_efficiency=0.9, built=standing(1000.0))
    bought = 200 * 24 * 20 + 165 * 24 * 100
    solution = solve(seasonal_case(store))
    expect(solution, (bought - 297 * 100 + 330 / 0.9 * 20) * BOTH_YEARS, {})
    flows = solution.plan.flows
    assert flows.level == {}
    begins = flows.day_level["cavern"][2025]
    assert len(begins) == 365
    assert begins[0] == pytest.approx(0.0, abs=1e-5)
    assert begins[100] == pytest.approx(165.0)
    assert begins[200] == pytest.approx(330.0)
    assert begins[300] == pytest.approx(330.0 - 200.0)


def test_without_the_link_nothing_is_carried_from_day_to_day() -> None:
    store = storage("cavern", hours=330.0, charge_efficiency=0.9, discharge_efficiency=0.9, built=standing(1000.0))
    solution = solve(seasonal_case(store, seasonal=False))
    expect(solution, (200 * 24 * 20 + 165 * 24 * 100) * BOTH_YEARS, {})
    assert solution.plan.flows.day_level == {}


def test_a_seasonal_store_loses_by_the_hour() -> None:
    # Summer and winter days in turn, but the year's last day and its first are both summer: 1 MWh has to take both, 0.5 MWh each, as
    # all summer days are alike. 183 x 0.5 MWh bought at 20 spare as much at 100. A store that loses half of its level every hour
    # is worth next to nothing.
    days = [WINTER if day % 2 else SUMMER for day in range(364)] + [SUMMER]
    leaky = storage("tank", hours=1.0, standing_loss_per_hour=0.5, built=standing(1000.0))
    tight = replace(leaky, standing_loss_per_hour=0.0)
    bought = 183 * 24 * 20 + 182 * 24 * 100
    worth = {m.standing_loss_per_hour: bought - _cost(seasonal_case(m, days=days)) / BOTH_YEARS for m in (leaky, tight)}
    assert worth[0.0] == pytest.approx(183 * 0.5 * (100 - 20), abs=0.01)
    assert 0 <= worth[0.5] < 0.3 * worth[0.0]


def _cost(case: Case) -> float:
    record = solve(case).plan.solver
    assert record is not None
    return record.objective_cny

"""A day of four slices and a year of two typical days, worked out by hand, and everything that can be wrong with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planner.domain.case import Case, FlexibleData, Slice
from planner.domain.plan import Plan
from planner.domain.profiles import TypicalDays
from planner.evaluation.breaches import Kind
from tests.builders import (
    YEARS,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    plan_for,
    storage,
    tiny_case,
)
from tests.evaluation.broken import Broken

FOUR = (
    Slice(2190.0, 365.0, 3, (1, 7)), Slice(2190.0, 365.0, 0, (1,)), Slice(2190.0, 365.0, 1, (7,)), Slice(2190.0, 365.0, 2, (7,)),
)  # fmt: skip
"""A day of four times six hours. Some slices stand for two months, some for one."""
STEAM = (100.0, 125.0, 125.0, 100.0)
IMPORTED = (220.0, 294.6, 260.0, 258.174)
"""Demand, less what moved, plus the pump, less generation, plus sales, plus charge, less discharge:
250 - 50 + 80 - 60, 250 + 50 + 50 - 100 + 30 + 14.6, 250 + 20 + 50 - 60, 250 - 20 + 40 - 11.826."""


def worked_day(**pump: Any) -> Case:
    """Power that may be moved, a heat pump that is worse in the first slice, PV that may be sold, a battery, and two-part tariffs."""
    grid = electricity(
        slices=4, sell_price=300.0, price_multiplier=(1.0, 2.0, 1.0, 1.0), fixed_price_cny_per_mwh=dict.fromkeys(YEARS, 50.0),
        demand_charge_cny_per_mw_month=dict.fromkeys(YEARS, 40_000.0),
        capacity_charge_cny_per_mva_month=dict.fromkeys(YEARS, 30_000.0), contracted_mva=dict.fromkeys(YEARS, 0.2),
    )  # fmt: skip
    made: dict[str, Any] = {"input_shape": {"electricity": (2.0, 1.0, 1.0, 1.0)}, "minimum_load_share": 0.5, "ramp_share_per_hour": 0.04}
    heat_pump = converter({"electricity": 0.4}, {"steam": 1.0}, slices=4, **{**made, **pump})
    battery = storage(
        "battery", hours=None, charge_efficiency=0.9, discharge_efficiency=0.9, cycles_per_year=400.0, variable_cost_cny=100.0
    )
    case = tiny_case(
        slices=FOUR,
        measures=[conversion("pump", heat_pump), generation("pv", yields=(0.3, 0.6, 0.3, 0.0)), battery],
        demands={
            "power": replace(demand("power", "electricity", 1000.0, (0.25,) * 4), flexible=FlexibleData(0.2, (4, 4, 9, 9))),
            "steam": demand("steam", annual=450.0, shape=tuple(amount / 450.0 for amount in STEAM)),
        },
    )
    return replace(case, commodities={**case.commodities, "electricity": grid})


def worked_day_plan(case: Case, **changes: Any) -> Plan:
    """The plan that keeps every rule to the brim or nearly so; a flow named here replaces the ids that it names."""
    flows: dict[str, Any] = {
        "imported": {"electricity": IMPORTED},
        "exported": {"electricity": (0.0, 30.0, 0.0, 0.0)},
        "activity": {"pump": STEAM},
        "generated": {"pv": (60.0, 100.0, 60.0, 0.0)},
        "charge": {"battery": (0.0, 14.6, 0.0, 0.0)},
        "discharge": {"battery": (0.0, 0.0, 0.0, 11.826)},
        "level": {"battery": (0.0, 0.036, 0.036, 0.0)},
        "moved_out": {"power": (50.0, 0.0, 0.0, 20.0)},
        "moved_in": {"power": (0.0, 50.0, 20.0, 0.0)},
        "peak_mw": {"electricity": {year: {1: 294.6 / 2190, 7: 260.0 / 2190} for year in YEARS}},
    }
    for name, by_id in changes.items():
        flows[name] = {**flows[name], **by_id}
    return plan_for(
        case, deploy={"pump": {2025: 60.0}, "pv": {2025: 200.0}, "battery": {2025: 10.0}}, deploy_kwh={"battery": {2025: 40.0}}, **flows
    )


HIGH_DAY, LOW_DAY = 0, 200
"""The first 200 days of the year fill the store; the other 165 empty it."""
REPRESENTATIVES = (HIGH_DAY,) * 200 + (LOW_DAY,) * 165
FILLED = (*(float(day) for day in range(200)), *(200.0 * (365 - day) / 165 for day in range(200, 365)))
"""Level with which each day begins: 1 MWh more a day, then 200 / 165 MWh less. [MWh]"""


def worked_year(**changes: Any) -> Case:
    """Two typical days, a store that carries energy from one to the other, and heat at both."""
    slices = tuple(Slice(times, times, start + (hour - 1) % 24, (1, 2)) for start, times in ((0, 200.0), (24, 165.0)) for hour in range(24))
    store = storage("pit", hours=None, built=investment(), **changes)
    case = tiny_case(slices=slices, measures=[store], equipment={"boiler": equipment("boiler", converter({}, {}, slices=48))}, demands={})
    return replace(
        case,
        resolution="typical", representatives=REPRESENTATIVES, typical_days=TypicalDays(days=2, seasonal_storage=True),
        demands={"power": demand("power", "electricity", 87_600.0, tuple(part.hours / 8760 for part in slices))},
    )  # fmt: skip


def worked_year_plan(case: Case, day_level: tuple[float, ...] = FILLED, kwh: float = 200_000.0, **changes: Any) -> Plan:
    """200 MWh go in at noon of the first days and come out in the evening of the others."""
    charge, discharge = ([0.0] * 48 for _ in range(2))
    charge[12], discharge[24 + 18] = 200.0, 200.0
    need = case.demands["power"].shape
    imported = tuple(87_600.0 * share + more - less for share, more, less in zip(need, charge, discharge, strict=True))
    flows: dict[str, Any] = {
        "imported": {"electricity": imported}, "charge": {"pit": charge}, "discharge": {"pit": discharge},
        "day_level": {"pit": dict.fromkeys(YEARS, day_level)}, **changes,
    }  # fmt: skip
    plan = plan_for(case, deploy={"pit": {2025: 5000.0}}, deploy_kwh={"pit": {2025: kwh}}, **flows)
    return plan.model_copy(update={"resolution": "typical", "representatives": case.representatives})


def broken_hours() -> list[Broken]:
    """Each rule of hours broken by a change of one of the two plans that keep them all."""
    return [*_broken_converters(), *_broken_stores(), *_broken_loads(), *_broken_years(), *_broken_records()]


def _broken_converters() -> list[Broken]:
    day = worked_day()
    return [
        Broken(  # half of 60 kW x 2190 h
            Kind.MINIMUM_LOAD, day, worked_day_plan(day, activity={"pump": (60.0, 125.0, 125.0, 100.0)}),
            "2025, slice 1: pump runs 5.7 below its minimum load.", says_zh="2025 年第 1 时段：pump的运行量低于最低负荷，少 5.7。",
        ),
        Broken(  # 45 / 2190 h over 6 h, less 0.04 x 60 kW
            Kind.RAMP, day, worked_day_plan(day, activity={"pump": (80.0, 125.0, 125.0, 100.0)}),
            "2025, slice 2: pump changes its load 0.00102466 per hour faster than it can.",
            says_zh="2025 年第 2 时段：pump的负荷变化过快，每小时多 0.00102466。",
        ),
        Broken(  # the first slice takes 2 x 0.4 MWh per MWh, not 0.4
            Kind.SHORT, day, worked_day_plan(day, imported={"electricity": (180.0, *IMPORTED[1:])}),
            "2025, slice 1: electricity is short by 40 MWh.",
        ),
        Broken(
            Kind.CONTRACTED, *_weaker(contracted_mva=dict.fromkeys(YEARS, 0.13)),
            "2025, slice 2: electricity is bought at 0.00452055 MW above the contracted capacity.",
            says_zh="2025 年第 2 时段：electricity的购入功率超出合同容量，多 0.00452055 MW。",
        ),
        Broken(  # the first slice stands for both months, the third and fourth for July only
            Kind.PEAK, day, worked_day_plan(day, peak_mw={"electricity": {2025: {1: 294.6 / 2190, 7: 210.0 / 2190}}}),
            "2025, slice 3 (worst of 3 slices): the billed maximum of electricity is 0.0228311 MW below the load.",
        ),
    ]  # fmt: skip


def _weaker(**changes: Any) -> tuple[Case, Plan]:
    day = worked_day()
    case = replace(day, commodities={**day.commodities, "electricity": replace(day.commodities["electricity"], **changes)})
    return case, worked_day_plan(case)


def _broken_stores() -> list[Broken]:
    day = worked_day()
    tired = replace(day, measures={**day.measures, "battery": replace(day.measures["battery"], cycles_per_year=300.0)})  # type: ignore[call-arg]
    return [
        Broken(
            Kind.STORE_BOTH, day, worked_day_plan(day, charge={"battery": (0.0, 14.6, 0.0, 5.0)}),
            "2025, slice 4: battery charges and discharges at once, 5 MWh of both.",
            says_zh="2025 年第 4 时段：battery同时充放，同时量 5 MWh。",
        ),
        Broken(  # 11.826 / 0.9 MWh against 300 x 0.04
            Kind.STORE_CYCLES, tired, worked_day_plan(tired),
            "2025: battery takes out 1.14 MWh above its cycles per year.",
            says_zh="2025 年：battery的放出量超出循环次数所允许，多 1.14 MWh。",
        ),
    ]  # fmt: skip


def _broken_loads() -> list[Broken]:
    day = worked_day()
    more = {"moved_out": {"power": (60.0, 0.0, 0.0, 20.0)}, "moved_in": {"power": (0.0, 60.0, 20.0, 0.0)}}
    return [
        Broken(
            Kind.NOT_FLEXIBLE, day, worked_day_plan(day, moved_out={"steam": (0.0, 3.0, 0.0, 0.0)}),
            "2025, slice 2: steam can't be moved in time, yet 3 unit of it is.",
            says_zh="2025 年第 2 时段：steam不可移动，却移动了 3 unit。",
        ),
        Broken(
            Kind.MOVED_OUT, day, worked_day_plan(day, **more), "2025, slice 1: 10 MWh more of power is moved out than its share allows.",
            says_zh="2025 年第 1 时段：power移出的负荷超出其份额，多 10 MWh。",
        ),
        Broken(
            Kind.MOVED_IN, day, worked_day_plan(day, **more), "2025, slice 2: 10 MWh more of power is moved in than its share allows.",
            says_zh="2025 年第 2 时段：power移入的负荷超出其份额，多 10 MWh。",
        ),
        Broken(
            Kind.WINDOW, day, worked_day_plan(day, moved_in={"power": (0.0, 50.0, 15.0, 0.0)}),
            "2025, window from slice 3 on: what is moved of power does not come back in its window, by 5 MWh.",
            says_zh="2025 年自第 3 时段起的窗口：power在窗口内移入与移出不等，差 5 MWh。",
        ),
    ]  # fmt: skip


def _broken_years() -> list[Broken]:
    year = worked_year()
    lower = tuple(level - 1.0 for level in FILLED)
    stepped = (*FILLED[:100], 90.0, *FILLED[101:])
    return [
        Broken(  # the last day of filling ends with 200 MWh
            Kind.LEVEL, year, worked_year_plan(year, kwh=199_500.0),
            "2025, 07-19 (worst of 2 days): pit holds 0.5 MWh above its energy size.",
            says_zh="2025 年 07-19（共 2 天，此处最大）：pit的储量超出容量，多 0.5 MWh。",
        ),
        Broken(
            Kind.EMPTY, year, worked_year_plan(year, day_level=tuple(max(level, 0.0) for level in lower)),
            "2025, 12-31: pit holds 1 MWh less than nothing.", says_zh="2025 年 12-31：pit的储量为负，低于零 1 MWh。",
        ),
        Broken(
            Kind.STORE_STEP, year, worked_year_plan(year, day_level=stepped),
            "2025, 04-10 (worst of 2 days): the level of pit does not follow from charge and discharge, by 10 MWh.",
        ),
        Broken(
            Kind.STORE_CYCLE, year, worked_year_plan(year, day_level=(5.0, *FILLED[1:])),
            "2025: the cycle of pit does not close on itself, by 5 MWh.",
        ),
    ]  # fmt: skip


def _broken_records() -> list[Broken]:
    day, year = worked_day(), worked_year()
    other_days = (HIGH_DAY,) * 201 + (LOW_DAY,) * 164

    def unknown(case: Case, plan: Plan, says: str) -> Broken:
        return Broken(Kind.UNKNOWN, case, plan, f"the plan names {says}, which this scenario does not have.")

    return [
        Broken(
            Kind.RESOLUTION, day, worked_day_plan(day).model_copy(update={"resolution": "hourly"}),
            "the plan is not resolved as this scenario is: hourly, not annual.",
            says_zh="方案的时间分辨率与本情景不同（方案为 hourly，情景为 annual）。",
        ),
        Broken(
            Kind.RESOLUTION, year, worked_year_plan(year).model_copy(update={"representatives": other_days}),
            "the plan is not resolved as this scenario is: other typical days stand for the days of the year.",
            says_zh="方案的时间分辨率与本情景不同（所选典型日不同）。",
        ),
        unknown(year, worked_year_plan(year, day_level=FILLED[:-1]), "day_level.pit.2025 (364 days, not 365)"),
        unknown(year, worked_year_plan(year, level={"pit": (0.0,) * 48}), "level.pit.2025"),
        unknown(
            day, plan_for(day, day_level={"battery": dict.fromkeys(YEARS, (0.0,) * 365)}), "day_level.battery.2025",
        ),
        unknown(day, worked_day_plan(day, moved_in={"cooling": 1.0}), "moved_in.cooling.2025"),
        unknown(day, worked_day_plan(day, moved_out={"power": (1.0, 1.0)}), "moved_out.power.2025 (2 slices, not 4)"),
    ]  # fmt: skip

"""The accounts of hours: two plans that keep every rule, whatever is changed in them is found, and what the hours show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.attribution import PartKind
from planner.domain.case import Case, ConverterData, Slice
from planner.domain.hours import HoursYear
from planner.domain.plan import Plan
from planner.domain.profiles import TypicalDays
from planner.domain.verdict import Ledger
from planner.evaluation import build_ledger
from planner.evaluation.quantities import Quantities
from planner.evaluation.seasonal import trace_levels
from tests.builders import (
    YEARS,
    conversion,
    converter,
    electricity,
    equipment,
    generation,
    plan_for,
    readings,
    storage,
    tiny_case,
)
from tests.drawing import Dice
from tests.drawn_plans import draw_plan, draw_readings
from tests.evaluation.hours_by_hand import IMPORTED, STEAM, worked_day, worked_day_plan, worked_year, worked_year_plan
from tests.evaluation.test_attribution import assert_arrives, change
from tests.factories import cases
from tests.hours import spread_over_hours
from tests.test_two_accounts import RANDOM

Path = tuple[str | int, ...]


def ledger_of(case: Case, plan: Plan) -> Ledger:
    return build_ledger(case, plan, readings())


# What holds, and what is found ---------------------------------------------------------------------------------------------


def test_the_worked_day_keeps_every_rule() -> None:
    case = worked_day()
    assert ledger_of(case, worked_day_plan(case)).breaches == ()


def test_the_worked_year_keeps_every_rule() -> None:
    case = worked_year()
    assert ledger_of(case, worked_year_plan(case)).breaches == ()


def test_converters_without_least_load_or_ramp_may_stop_at_once() -> None:
    """The same day with everything from the heat pump's second slice on: no breach of load or ramp, only the balances are open."""
    case = worked_day(minimum_load_share=0.0, ramp_share_per_hour=None)
    plan = worked_day_plan(case, activity={"pump": (0.0, 125.0, 125.0, 100.0)})
    assert all("short" in breach.en or "more than is used" in breach.en for breach in ledger_of(case, plan).breaches)


def test_a_slice_that_is_its_own_previous_one_has_no_ramp() -> None:
    steam = conversion("pump", converter({"gas": 1.0}, {"steam": 1.0}, slices=2, ramp_share_per_hour=0.0))
    alone = (Slice(4380.0, 365.0, 0, ()), Slice(4380.0, 365.0, 1, ()))
    case = tiny_case(slices=alone, measures=[steam], equipment={})
    flows = {"imported": {"electricity": 1000.0, "gas": (200.0, 250.0)}, "activity": {"pump": (200.0, 250.0)}}
    case = replace(case, demands={**case.demands, "steam": replace(case.demands["steam"], shape=(200 / 450, 250 / 450))})
    assert ledger_of(case, plan_for(case, deploy={"pump": {2025: 100.0}}, **flows)).breaches == ()


def leaves(tree: Any, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Path of every series of a flow, and its length."""
    if isinstance(tree, Sequence):
        yield path, len(tree)
    elif isinstance(tree, dict):
        for key, branch in tree.items():
            yield from leaves(branch, (*path, key))


def changed(tree: Any, path: Path, place: int, by: float) -> Any:
    """The tree with one value raised by a number."""
    if not path:
        return (*tree[:place], tree[place] + by, *tree[place + 1 :])
    return {**tree, path[0]: changed(tree[path[0]], path[1:], place, by)}


def series_of(plan: Plan) -> list[tuple[str, Path, int]]:
    flows = {name: getattr(plan.flows, name) for name in type(plan.flows).model_fields if name != "peak_mw"}
    return [(name, path, length) for name, tree in flows.items() for path, length in leaves(tree)]


DAY, YEAR = worked_day(), worked_year()
PLANS = [(DAY, worked_day_plan(DAY)), (YEAR, worked_year_plan(YEAR))]


@pytest.mark.parametrize(("case", "plan"), PLANS, ids=["day", "year"])
@given(data=st.data(), by=st.floats(0.02, 50.0))
@settings(RANDOM, max_examples=120)
def test_any_changed_flow_is_found(case: Case, plan: Plan, data: st.DataObject, by: float) -> None:
    """Every value of every flow has a rule that a change of it breaks, up or down."""
    name, path, length = data.draw(st.sampled_from(series_of(plan)))
    place = data.draw(st.integers(0, length - 1))
    flow = changed(getattr(plan.flows, name), path, place, by if data.draw(st.booleans()) else -by)
    broken = plan.model_copy(update={"flows": plan.flows.model_copy(update={name: flow})})
    assert ledger_of(case, broken).breaches


@pytest.mark.parametrize("month", [1, 7])
def test_a_billed_maximum_that_is_too_low_is_found(month: int) -> None:
    peaks = {year: {1: 294.6 / 2190, 7: 260.0 / 2190} for year in YEARS}
    low = {**peaks, 2026: {**peaks[2026], month: peaks[2026][month] - 1e-4}}
    assert ledger_of(DAY, worked_day_plan(DAY, peak_mw={"electricity": low})).breaches


@pytest.mark.parametrize(("share", "found"), [(0.9, False), (1.2, True)])
def test_both_directions_at_once_are_judged_by_the_usual_slack(share: float, found: bool) -> None:
    """The smaller of the two may be a millionth of the larger flow of the year: 14.6 MWh, and the floor."""
    least = share * (1e-6 * 14.6 + 1e-6)
    plan = worked_day_plan(DAY, charge={"battery": (0.0, 14.6, 0.0, least)})
    assert any("at once" in breach.en for breach in ledger_of(DAY, plan).breaches) is found


# Levels through the year --------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.floats(0.0, 0.05))
@settings(RANDOM, max_examples=25)
def test_seasonal_levels_are_those_of_the_year_played_hour_by_hour(seed: int, days: int, loss: float) -> None:
    """365 x 24 hours one after the other, each with the charge and discharge of an hour of its typical day."""
    dice = np.random.default_rng(seed)
    chosen = np.sort(dice.choice(365, days, replace=False))
    representatives = np.concatenate([chosen, dice.choice(chosen, 365 - days)])
    counts = [int((representatives == day).sum()) for day in chosen]
    slices = tuple(Slice(times, times, 24 * place + (hour - 1) % 24, ()) for place, times in enumerate(counts) for hour in range(24))
    store = storage("pit", charge_efficiency=0.95, discharge_efficiency=0.9, standing_loss_per_hour=loss)
    case = replace(
        tiny_case(slices=slices, measures=[store]),
        representatives=tuple(representatives.tolist()), typical_days=TypicalDays(seasonal_storage=True),
    )  # fmt: skip
    charge, discharge = dice.uniform(0, 10, len(slices)), dice.uniform(0, 10, len(slices))
    level, begins, played = float(dice.uniform(0, 100)), [], []
    for day in representatives:
        begins.append(level)
        place = int(np.flatnonzero(chosen == day)[0])
        for hour in range(24):
            at = 24 * place + hour
            level = level * (1 - loss) + charge[at] / counts[place] * 0.95 - discharge[at] / counts[place] / 0.9
            played.append(level)
    plan = plan_for(case, charge={"pit": charge.tolist()}, discharge={"pit": discharge.tolist()})
    flows = plan.flows.model_copy(update={"day_level": {"pit": {2025: tuple(begins)}}})  # below zero, too, which a file can't say
    book = Quantities(case, plan.model_copy(update={"flows": flows}))
    assert trace_levels(book, store, 2025).ravel() == pytest.approx(np.array(played), abs=1e-9 * (1 + np.abs(played).max()))


def test_a_seasonal_store_that_loses_energy_has_to_be_charged_for_it() -> None:
    """The plan that closes without losses does not close with them."""
    lossy = worked_year(standing_loss_per_hour=1e-4)
    assert any("does not follow" in breach.en for breach in ledger_of(lossy, worked_year_plan(lossy)).breaches)


# Money and emissions --------------------------------------------------------------------------------------------------------


def test_two_part_tariff_and_wear_by_hand() -> None:
    """Floating price by slice, a part that does not float, the maxima of two months, the contracted capacity, and wear."""
    account = ledger_of(DAY, worked_day_plan(DAY)).years[2025]
    floating = 600.0 * (220.0 + 2 * 294.6 + 260.0 + 258.174)
    assert account["energy_cost_cny"] == pytest.approx(floating + 50.0 * sum(IMPORTED))
    assert account["demand_charge_cny"] == pytest.approx(40_000.0 * (294.6 + 260.0) / 2190 + 0.2 * 30_000.0 * 12)
    assert account["variable_om_cny"] == pytest.approx(11.826 * 100.0)
    assert account["export_income_cny"] == pytest.approx(300.0 * 30.0)


def test_a_capacity_charge_is_paid_without_any_purchase() -> None:
    assert ledger_of(DAY, plan_for(DAY)).years[2025]["demand_charge_cny"] == pytest.approx(0.2 * 30_000.0 * 12)


def test_a_heat_pump_is_credited_by_what_it_takes_hour_by_hour() -> None:
    """450 MWh of steam at 0.2 / 0.9 t, less 0.4 x (2 x 100 + 125 + 125 + 100) MWh of power at 0.6 t."""
    ledger = ledger_of(DAY, worked_day_plan(DAY))
    effect = next(row.abatement_t for row in ledger.measures if row.measure == "pump" and row.year == 2025)
    assert effect == pytest.approx(450.0 * 0.2 / 0.9 - 0.4 * (sum(STEAM) + 100.0) * 0.6)


def test_existing_equipment_with_shaped_input_adds_up() -> None:
    """The reference supply has no shape; what equipment takes beyond it is its own part."""
    boiler = equipment(
        "eboiler", converter({"electricity": 1.0}, {"steam": 1.0}, slices=4, input_shape={"electricity": (2.0, 1.0, 1.0, 0.5)})
    )
    case = replace(worked_day(), equipment={"eboiler": boiler}, measures={})
    taken = tuple(250.0 + 112.5 * more for more in (2.0, 1.0, 1.0, 0.5))
    case = replace(case, demands={**case.demands, "steam": replace(case.demands["steam"], shape=(0.25,) * 4)})
    plan = plan_for(case, imported={"electricity": taken}, activity={"eboiler": 450.0})
    assert_arrives(case, plan, readings())
    found = ledger_of(case, plan).attribution
    assert found is not None
    assert change(found.years[2025], PartKind.EQUIPMENT) == pytest.approx(112.5 * 0.5 * 0.6)
    assert change(found.years[2025], PartKind.IMBALANCE) == pytest.approx(0.0, abs=1e-9)


def test_a_load_that_never_comes_back_is_told_as_an_open_balance() -> None:
    """10 MWh leave the first slice and come back nowhere: bought is less than demanded."""
    case = worked_day()
    plan = worked_day_plan(case, moved_in={"power": (0.0, 40.0, 20.0, 0.0)}, imported={"electricity": (220.0, 284.6, *IMPORTED[2:])})
    assert_arrives(case, plan, readings())
    found = ledger_of(case, plan).attribution
    assert found is not None
    assert change(found.years[2025], PartKind.IMBALANCE) == pytest.approx(-10.0 * 0.6)


def shaped(case: Case, dice: Dice) -> Case:
    """The case with inputs of electricity and heat that differ by slice in every converter."""

    def shape(converter_data: ConverterData) -> ConverterData:
        carriers = [name for name in converter_data.inputs if case.commodities[name].category.value in ("electricity", "heat")]
        return replace(converter_data, input_shape={name: tuple(dice.uniform(0.3, 3) for _ in case.slices) for name in carriers})

    def with_shape(thing: Any) -> Any:
        return replace(thing, converter=shape(thing.converter)) if hasattr(thing, "converter") else thing

    return replace(
        case,
        equipment={id_: with_shape(item) for id_, item in case.equipment.items()},
        measures={id_: with_shape(item) for id_, item in case.measures.items()},
    )


@given(cases(), st.integers(0, 2**32 - 1))
@settings(RANDOM, max_examples=20)
def test_parts_add_up_with_shaped_inputs_and_moved_loads(case: Case, seed: int) -> None:
    """On flows that balance nothing and move loads from nowhere to nowhere."""
    dice = Dice(seed)
    case = shaped(case, dice)
    plan = draw_plan(case, dice)
    moved = {name: {d: {y: tuple(dice.uniform(0, 100) for _ in case.slices) for y in case.years} for d in case.demands} for name in (
        "moved_in", "moved_out"
    )}  # fmt: skip
    plan = plan.model_copy(update={"flows": plan.flows.model_copy(update=moved)})
    assert_arrives(case, plan, draw_readings(case, dice))


# What is really used ----------------------------------------------------------------------------------------------------------


def sunny_day(pv_kw: float) -> tuple[Case, Plan]:
    """PV that can make 1200 MWh a year, all of it in half of the day: 400 used there, 300 sold, the rest curtailed."""
    half = (Slice(4380.0, 365.0, 1, ()), Slice(4380.0, 365.0, 0, ()))
    grid = electricity(slices=2, sell_price=300.0, sell_limit_mwh=dict.fromkeys(YEARS, 300.0))
    case = tiny_case(slices=half, measures=[generation("pv", yields=(1.2, 0.0))])
    case = replace(case, commodities={**case.commodities, "electricity": grid})
    demands = {**case.demands, "power": replace(case.demands["power"], shape=(0.4, 0.6))}
    case = replace(case, demands=demands)
    plan = plan_for(
        case, deploy={"pv": {2025: pv_kw}}, imported={"electricity": (0.0, 600.0), "gas": 500.0}, activity={"boiler": 450.0},
        generated={"pv": (700.0, 0.0)}, exported={"electricity": (300.0, 0.0)},
    )  # fmt: skip
    return case, plan


@pytest.mark.parametrize("pv_kw", [1000.0, 5000.0])
def test_renewables_and_emissions_count_what_was_used_and_not_what_could_be_made(pv_kw: float) -> None:
    """400 of 1000 MWh of power are own and renewable, however much of the sun is curtailed or sold; 600 MWh are bought."""
    case, plan = sunny_day(pv_kw)
    ledger = ledger_of(case, plan)
    account = ledger.years[2025]
    assert ledger.breaches == ()
    assert account["renewable_electricity_mwh"] == pytest.approx(400.0)
    assert account["electricity_use_mwh"] == pytest.approx(1000.0)
    assert account["own_renewable_power_share"] == pytest.approx(0.4)
    assert account["renewable_share"] == pytest.approx(400.0 * 0.1229 / (1000.0 * 0.1229 + 500.0 * 0.12))
    assert account["electricity_emissions_t"] == pytest.approx(600.0 * 0.6)


def test_what_the_hours_show() -> None:
    """1200 MWh available, 500 curtailed, 300 sold; the night buys 600 MWh in 4380 h."""
    case, plan = sunny_day(1000.0)
    told = {item.year: item for item in ledger_of(case, plan).hours}
    assert told[2025] == HoursYear("electricity", 2025, 1200.0, 500.0, 400.0, 300.0, 0.0, None, pytest.approx(600.0 / 4380), None)


def test_cycles_and_maxima_of_the_worked_day() -> None:
    """11.826 / 0.9 MWh out of 0.04 MWh; 294.6 MWh in 2190 h are bought and billed at most."""
    (told,) = (item for item in ledger_of(DAY, worked_day_plan(DAY)).hours if item.year == 2025)
    assert told.cycles == pytest.approx(13.14 / 0.04) and told.charged_mwh == 14.6
    assert told.bought_mw == pytest.approx(294.6 / 2190) and told.billed_mw == pytest.approx(294.6 / 2190)
    assert (told.available_mwh, told.curtailed_mwh, told.used_mwh, told.sold_mwh) == pytest.approx((240.0, 20.0, 190.0, 30.0))


def test_a_year_of_one_slice_shows_no_hours() -> None:
    case = tiny_case(measures=[generation("pv")])
    assert ledger_of(case, plan_for(case)).hours == ()


def test_all_hours_of_a_year_are_judged_as_arrays() -> None:
    """8760 slices that import their demand close; one MWh less in one hour is told with that hour."""
    case = spread_over_hours(tiny_case())
    power, steam = (tuple(share * annual for share in case.demands[d].shape) for d, annual in (("power", 1000.0), ("steam", 450.0)))
    largest = 8760 * max(steam)
    boiler = equipment("boiler", case.equipment["boiler"].converter, size=2 * largest)
    case = replace(case, equipment={"boiler": boiler})
    flows: dict[str, Any] = {"activity": {"boiler": steam}}
    gas = tuple(amount / 0.9 for amount in steam)
    good = plan_for(case, imported={"electricity": power, "gas": gas}, **flows).model_copy(update={"resolution": "hourly"})
    assert ledger_of(case, good).breaches == ()
    short = (*power[:4999], power[4999] - 0.01, *power[5000:])
    bad = plan_for(case, imported={"electricity": short, "gas": gas}, **flows).model_copy(update={"resolution": "hourly"})
    assert [breach.en for breach in ledger_of(case, bad).breaches] == [
        f"{year}, 07-28 7:00 (slice 5000): electricity is short by 0.01 MWh." for year in YEARS
    ]

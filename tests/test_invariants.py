"""What must hold of the least cost whatever the factory: more freedom never costs more, and what is only named otherwise costs the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.case import Case, CommodityData, Investment, SavingData, Slice
from planner.domain.plan import Request, TierYear
from planner.errors import NoPlanInTime, TierUnreachable
from planner.index import load_index
from planner.index.rules import AtLeast, AtMost, Bound
from planner.pathway import no_target_request, reference_request, request_for
from planner.program import Program
from tests import builders
from tests.builders import TIERS, alone
from tests.drawing import Dice
from tests.factories import cases
from tests.test_two_accounts import RANDOM, quantitative

pytestmark = pytest.mark.slow
SAME = 1e-7
"""Relative difference of two costs that are the same: two solves, each to the solver's optimality tolerance. [1]"""
LINEAR = ("groups", "requires", "budget", "carbon_price", "hard")
"""Rules that keep the program linear, so that its optimum is exact."""
FEW = settings(RANDOM, max_examples=8)


def cost(case: Case, request: Request | None = None, index_edit: Any = None) -> float:
    """Least discounted cost; infinite when unreachable."""
    # Under another reading of own reduction first, a new measure or a looser target may have to be used, and then costs more.
    index, readings = load_index(case.index.id, {**case.index.settings, "own_reduction_first": "ceiling"})
    index = quantitative(index)
    if index_edit is not None:
        index = index_edit(index)
    try:
        plan = Program(case, alone(index, readings)).solve(request or no_target_request(), time_limit_s=10.0).plan
    except TierUnreachable:
        return float("inf")
    except NoPlanInTime:
        assume(False)
    assert plan.solver is not None
    return plan.solver.objective_cny


def size_of(case: Case) -> float:
    """Scale of the case's money: what the reference pays for energy and everything else. [CNY]"""
    found = [abs(cost(case, reference_request())), abs(cost(case))]
    return max((value for value in found if value != float("inf")), default=1.0)


def assert_same(one: float, other: float, size: float) -> None:
    """Two costs that must be equal; unreachable equals unreachable."""
    assert one == other or abs(one - other) <= SAME * max(size, abs(one), abs(other))


def assert_not_above(lower: float, upper: float, size: float) -> None:
    """The first cost is at most the second."""
    assert lower <= upper + SAME * max(size, abs(upper) if upper != float("inf") else size)


@FEW
@given(cases(rules=LINEAR, most_years=4))
def test_nested_tiers_cost_ever_more(case: Case) -> None:
    year = case.years[-1]
    case = replace(case, targets=dict.fromkeys(TIERS, year), lower_tiers_on_the_way=True)
    costs = [cost(case), *(cost(case, request_for(case, tier)) for tier in TIERS)]
    size = size_of(case)
    for less, more in pairwise(costs):
        assert_not_above(less, more, size)


@FEW
@given(cases(rules=LINEAR, most_years=4), st.sampled_from(list(TIERS)), st.floats(0.1, 0.9))
def test_relaxing_a_target_never_costs_more(case: Case, tier: str, ease: float) -> None:
    request = Request(tiers=(TierYear(index="binhai-2022", tier=tier, year=case.years[-1]),))

    def eased(rule: Any) -> Any:
        if isinstance(rule, AtLeast | AtMost) and rule.value:
            return rule.model_copy(update={"value": rule.value * (ease if isinstance(rule, AtLeast) else 1 / ease)})
        return (
            rule
            if isinstance(rule, Bound) or not hasattr(rule, "tests")
            else rule.model_copy(update={"tests": tuple(map(eased, rule.tests))})
        )

    def relax(index: Any) -> Any:
        rows = tuple(i.model_copy(update={"tests": {t: eased(r) for t, r in i.tests.items()}}) for i in index.indicators)
        return index.model_copy(update={"indicators": rows})

    assert_not_above(cost(case, request, relax), cost(case, request), size_of(case))


def _money_times(thing: Any, factor: float) -> Any:
    """Every field in CNY multiplied."""
    if not is_dataclass(thing):
        return thing
    changes: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if "cny" in field.name and value is not None:
            changes[field.name] = {k: factor * v for k, v in value.items()} if isinstance(value, Mapping) else factor * value
        elif field.name in ("built", "converter"):
            changes[field.name] = _money_times(value, factor)
        elif field.name in ("commodities", "equipment", "measures"):
            changes[field.name] = {id_: _money_times(part, factor) for id_, part in value.items()}
        elif field.name == "carbon_price" and value is not None:
            changes[field.name] = _money_times(value, factor)
        elif field.name == "budget_by_year":
            changes[field.name] = {y: factor * v for y, v in value.items()}
        elif field.name == "budget_total" and value is not None:
            changes[field.name] = factor * value
    return replace(thing, **changes)


@FEW
@given(cases(rules=LINEAR, most_years=4))
def test_ten_times_the_money_is_ten_times_the_cost(case: Case) -> None:
    before, after = cost(case), cost(_money_times(case, 10.0))
    assert_same(10.0 * before, after, 10.0 * size_of(case))


@FEW
@given(cases(rules=LINEAR, most_years=4), st.randoms(use_true_random=False))
def test_order_of_measures_does_not_matter(case: Case, random: Any) -> None:
    names = list(case.measures)
    random.shuffle(names)
    shuffled = replace(case, measures={name: case.measures[name] for name in names})
    assert_same(cost(case), cost(shuffled), size_of(case))


@FEW
@given(
    cases(rules=("carbon_price", "hard"), kinds=("heat", "suns", "stores", "claims", "captures", "removals"), most_years=4),
    st.integers(0, 99),
)
def test_another_measure_never_costs_more(case: Case, place: int) -> None:
    """Savings apart: those that meet on one demand are credited in order of cost, so that a new one may push another back."""
    out = list(case.measures)[place % len(case.measures)] if case.measures else None
    standing = {m.id for m in case.measures.values() if m.built is not None and m.built.existing}
    used = {other for m in case.measures.values() for other in (*m.requires, *m.excludes, getattr(m, "target", ""))}
    made = {m.commodity for m in case.measures.values() if m.kind == "generation" and m.id == out}
    sold = {c.id for c in case.commodities.values() if c.can_sell}
    assume(out is not None and out not in used | standing and not made & sold)  # what generation replaces may not be sold alike
    without = replace(case, measures={id_: m for id_, m in case.measures.items() if id_ != out})
    assert_not_above(cost(case), cost(without), size_of(case))


@FEW
@given(cases(kinds=("savings", "recovery", "heat", "suns"), rules=LINEAR, most_years=4))
def test_the_reference_does_not_know_what_is_merely_offered(case: Case) -> None:
    """Taking away every measure of which nothing stands leaves the cost of doing nothing."""
    standing = {id_: m for id_, m in case.measures.items() if m.built is not None and m.built.existing}
    bare = replace(case, measures=standing, groups={})
    assume(not any(m.requires or m.kind == "generation" for m in case.measures.values()))  # rules of what stands, or of what is sold
    assert_same(cost(case, reference_request()), cost(bare, reference_request()), size_of(case))


@FEW
@given(cases(rules=LINEAR, most_years=4))
def test_a_useless_measure_changes_nothing(case: Case) -> None:
    built = builders.investment(case.years, capex=1e5, lifetime_years=5, limit_size=1.0)
    idle = builders.conversion("idle", builders.converter({"electricity": 5.0}, {"cold": 0.1}, slices=len(case.slices)), built=built)
    assert_same(cost(case), cost(replace(case, measures={**case.measures, "idle": idle})), size_of(case))


def _shift(thing: Any, by: int) -> Any:
    """Every calendar year moved. Years are whole numbers from 1990 to 2100, which nothing else in a case is."""
    if isinstance(thing, bool) or thing is None:
        return thing
    if isinstance(thing, int):
        return thing + by if 1990 <= thing <= 2100 else thing
    if isinstance(thing, Mapping):
        return {_shift(key, by): _shift(value, by) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return tuple(_shift(part, by) for part in thing)
    if is_dataclass(thing):
        return type(thing)(**{field.name: _shift(getattr(thing, field.name), by) for field in fields(thing)})
    return thing


@FEW
@given(cases(rules=LINEAR, most_years=5), st.integers(-20, 20))
def test_the_calendar_does_not_matter(case: Case, by: int) -> None:
    shifted = _shift(case, by)
    assert shifted.years == tuple(year + by for year in case.years)
    request = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=case.years[-1]),))
    moved = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=shifted.years[-1]),))
    size = size_of(case)
    assert_same(cost(case), cost(shifted), size)
    assert_same(cost(case, request), cost(shifted, moved), size)


def _half(built: Investment) -> Investment:
    def cut(value: float | None) -> float | None:
        return None if value is None else value / 2

    return replace(
        built, limit_size=cut(built.limit_size), growth_start_size=built.growth_start_size / 2,
        yearly_limit={v: size / 2 for v, size in built.yearly_limit.items()},
        existing=tuple(replace(part, size=part.size / 2) for part in built.existing),
    )  # fmt: skip


@FEW
@given(cases(rules=("carbon_price", "hard", "budget"), kinds=("heat", "suns", "stores"), most_years=4))
def test_two_halves_of_a_measure_cost_what_the_whole_does(case: Case) -> None:
    name, measure = next(iter(case.measures.items()))
    changes = {"built": _half(measure.built)}
    if measure.kind == "storage" and measure.limit_kwh is not None:
        changes["limit_kwh"] = measure.limit_kwh / 2
    halves = {f"{name}_{part}": replace(measure, id=f"{name}_{part}", **changes) for part in ("one", "two")}
    rest = {id_: m for id_, m in case.measures.items() if id_ != name}
    assert_same(cost(case), cost(replace(case, measures={**halves, **rest})), size_of(case))


def _spread(values: tuple[float, ...], count: int) -> tuple[float, ...]:
    return tuple(value / count for value in values for _ in range(count))


def _repeat(values: tuple[float, ...], count: int) -> tuple[float, ...]:
    return tuple(value for value in values for _ in range(count))


def _sliced(case: Case, slices: tuple[Slice, ...], count: int) -> Case:
    """The case with every slice cut into ``count`` equal parts, as ``slices`` arranges them."""

    def commodity(data: CommodityData) -> CommodityData:
        return replace(data, price_multiplier=_repeat(data.price_multiplier, count), sell_multiplier=_repeat(data.sell_multiplier, count))

    def converter(thing: Any) -> Any:
        shapes = {c: _repeat(values, count) for c, values in thing.converter.input_shape.items()}
        runs = _repeat(thing.converter.availability, count)
        return replace(thing, converter=replace(thing.converter, availability=runs, input_shape=shapes))

    def measure(data: Any) -> Any:
        if data.kind == "conversion":
            return converter(data)
        return replace(data, yield_mwh=_spread(data.yield_mwh, count)) if data.kind == "generation" else data

    return replace(
        case, slices=slices, commodities={id_: commodity(data) for id_, data in case.commodities.items()},
        demands={id_: replace(data, shape=_spread(data.shape, count)) for id_, data in case.demands.items()},
        equipment={id_: converter(item) for id_, item in case.equipment.items()},
        measures={id_: measure(data) for id_, data in case.measures.items()},
    )  # fmt: skip


def _without_peaks_over_generation(case: Case) -> Case:
    """One slice bills the load whole and finer ones bill it less own generation, so that the two truly differ."""
    if len(case.slices) > 1 or not any(m.kind == "generation" for m in case.measures.values()):
        return case
    calm = {id_: replace(data, demand_charge_cny_per_mw_month=None) for id_, data in case.commodities.items()}
    return replace(case, commodities=calm)


UNCUT = ("fixed_price", "capacity_charge", "input_shape", "minimum_load", "negative_price")
"""Features that mean the same in finer slices: with ramps or moved loads these truly allow less or more."""
STORELESS = ("savings", "recovery", "heat", "combined", "suns", "claims", "cuts", "captures", "removals")


@FEW
@given(cases(counts=(1, 2, 4), rules=LINEAR, kinds=STORELESS, most_years=3, features=UNCUT))
def test_a_slice_cut_in_half_costs_the_same(case: Case) -> None:
    """Without stores: with one, finer slices truly allow more."""
    case, finer = _without_peaks_over_generation(case), []
    for place, part in enumerate(case.slices):
        finer.append(replace(part, hours=part.hours / 2, previous=2 * part.previous + 1))
        finer.append(replace(part, hours=part.hours / 2, previous=2 * place))
    assert_same(cost(case), cost(_sliced(case, tuple(finer), 2)), size_of(case))


@FEW
@given(cases(counts=(1,), rules=LINEAR, kinds=STORELESS, most_years=3, features=UNCUT))
def test_one_slice_and_24_flat_ones_agree(case: Case) -> None:
    """Without stores, which stand still in a single slice."""
    case = _without_peaks_over_generation(case)
    flat = tuple(Slice(365.0, 365.0, (hour - 1) % 24, ()) for hour in range(24))
    assert_same(cost(case), cost(_sliced(case, flat, 24)), size_of(case))


def _steady_case(years: int, rate: float, timing: str) -> Case:
    """A factory whose prices, demand and technology never change, with a saving that lives one year longer than the horizon."""
    planned = tuple(range(2025, 2025 + years))
    known = (*builders.HISTORY, *planned)
    power = builders.electricity(price=dict.fromkeys(known, 600.0), factors={"CO2": dict.fromkeys(known, 0.6)}, years=known)
    use = builders.demand("power", "electricity", dict.fromkeys(known, 1000.0))
    built = builders.investment(planned, capex=1500.0, lifetime_years=12)
    saving = builders.saving("led", {"power": 0.3}, full_size=300.0, built=built)
    case = builders.tiny_case(
        years=planned, stands_for=dict.fromkeys(planned, 1), commodities={"electricity": power}, demands={"power": use}, equipment={},
        measures=[saving], history={y: builders.past({"electricity": 1000.0}) for y in builders.HISTORY},
    )  # fmt: skip
    intensity = replace(case.intensity, amount=dict.fromkeys(known, 100.0))
    return replace(case, intensity=intensity, money=replace(case.money, real_rate=rate, timing=timing))


@pytest.mark.parametrize("timing", ["start_of_year", "mid_year", "end_of_year"])
@pytest.mark.parametrize("rate", [0.0, 0.08])
def test_one_more_steady_year_costs_one_more_discounted_year(rate: float, timing: str) -> None:
    """With annuities nothing is gained or lost at the horizon's end: each year of a steady factory costs the same."""
    early = {"start_of_year": 1.0, "mid_year": 0.5, "end_of_year": 0.0}[timing]
    payment = rate / (1 - (1 + rate) ** -12) / (1 + rate) ** early if rate else 1 / 12
    yearly = 700.0 * 600.0 + 300.0 * 1500.0 * payment
    for years in (1, 2, 5, 9):
        expected = sum(yearly * (1 + rate) ** -(year + 1 - early) for year in range(years))
        assert cost(_steady_case(years, rate, timing)) == pytest.approx(expected, rel=1e-9)


def test_the_saving_in_the_steady_case_is_worth_it() -> None:
    case = _steady_case(3, 0.08, "end_of_year")
    assert isinstance(case.measures["led"], SavingData)
    assert cost(case) < cost(case, reference_request())


def test_dice_are_seeded() -> None:
    assert Dice(7).order(1.0, 100.0) == Dice(7).order(1.0, 100.0)

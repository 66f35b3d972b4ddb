"""The ladder between the tiers: regret worked out on paper, steps and differences in plain numbers, and what holds of every factory.

The factory and its arithmetic are those of ``test_hand_solved.py``: two years, 10 %, and what lives for two years costs all of its
price when it starts in 2025 and a = 0.1 / (1 - 1.1^-2) = 0.5762 of it, discounted by 1.21, when it starts in 2026.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.climbing import climb, routes
from planner.comparison import compare_outcomes, discounted_cost
from planner.domain.case import Case, GroupData
from planner.domain.outcome import Outcome
from planner.domain.plan import Commitment, Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.domain.verdict import MeasureYear
from planner.errors import NoPlanInTime, UnknownName
from planner.index import load_index
from planner.index.rules import AtLeast, Index
from planner.ladder import Fate, Ladder, Regret, Rung, calendar_line, plan_differences, regret_of, rung_cost, rungs_of, steps_of
from planner.pathway import Pathways, calendar_request, request_for
from planner.program.run import PROVEN_GAP
from tests.builders import BINHAI, TIERS, YEARS, alone, generation, readings, text, tiny_case
from tests.factories import cases
from tests.report.samples import sample_ledger, sample_outcome, unreachable
from tests.test_hand_solved import BASE, BOTH_YEARS, CENT, MARGIN, TWO_YEAR_ANNUITY, case_of, index_of, price
from tests.test_invariants import FEW, LINEAR, size_of
from tests.test_two_accounts import quantitative

CALENDAR = {"low": 2025, "zero": 2026}
IN_2026 = TWO_YEAR_ANNUITY / 1.21
"""Share of its price that something costs which starts in 2026 and lives for two years."""


# On paper ---------------------------------------------------------------------------------------------------------------


def kw(size: float) -> AtLeast:
    """At least this much PV; the program's safety margin is taken off, so that the plan has exactly the size."""
    return AtLeast(kind="at_least", metric="pv_kw", value=size / (1 + MARGIN))


def pv_index(low: float, zero: float, near: float | None = None) -> Index:
    """Tiers that ask for so many kW of PV and nothing else."""
    index = index_of(kw(low))
    tests = {"low": kw(low), "near": kw(low if near is None else near), "zero": kw(zero)}
    (row,) = index.indicators
    return index.model_copy(update={"indicators": (row.model_copy(update={"tests": tests}),)})


def pathways_of(case: Case, index: Index) -> Pathways:
    pathways = Pathways(case)
    pathways.chosen = alone(index, readings())
    return pathways


def regrets(case: Case, index: Index, calendar: dict[str, int]) -> list[Regret]:
    """Every way of aiming low first."""
    pathways = pathways_of(case, index)

    def solve(request: Request, committed: Commitment | None) -> Outcome:
        outcome = pathways.run(request, committed=committed)
        assert outcome.disagreements == () and outcome.breaches == ()
        return outcome

    from_start = solve(calendar_request(case, calendar), None)
    found = []
    for route in routes(case, calendar):
        aims = [Rung(tier, from_start.title(BINHAI, tier), year) for tier, year in route.aims]
        found.append(regret_of(aims, climb(case, route, solve), from_start))
    return found


def roof_case(*, ground: bool) -> Case:
    """Cheap modules that fill the roof, dense ones that take half as much of it, and perhaps dear ones on the ground.

    A kW saves 720 CNY a year, 1249.59 in both years: none of them pays, so each tier builds just what it asks for.
    """
    plain, dense = generation("plain", built=price(2000)), generation("dense", built=price(2500))
    field = (generation("ground", built=price(4000)),) if ground else ()
    roof = GroupData("roof", text("roof"), 1000.0, "m2", {"plain": 10.0, "dense": 5.0})
    return case_of(plain, dense, *field, groups={"roof": roof})


def test_regret_of_filling_the_roof_with_the_cheap_modules() -> None:
    # Low asks for 100 kW from 2025, zero for 200 kW in 2026. Every path has 100 kW in 2025 and 200 in 2026 and so saves
    # 72 000 / 1.1 + 144 000 / 1.21 CNY.
    # Low first: 100 plain on all of the roof, 200 000; then only the ground is left, 100 x 4000 x 0.5762 / 1.21 = 190 476.
    # From the start: 100 dense for 250 000, then 100 dense for 100 x 2500 x 0.5762 / 1.21 = 119 048.
    # Regret: 390 476 - 369 048 = 21 429 CNY.
    (regret,) = regrets(roof_case(ground=True), pv_index(100.0, 200.0), CALENDAR)
    saved = 72_000 / 1.1 + 144_000 / 1.21
    assert regret.total_cost_cny == pytest.approx(BASE - saved + 200_000 + 400_000 * IN_2026, abs=CENT)
    assert regret.from_start_cny == pytest.approx(BASE - saved + 250_000 + 250_000 * IN_2026, abs=CENT)
    assert regret.regret_cny == pytest.approx(150_000 * IN_2026 - 50_000, abs=CENT) == pytest.approx(21_428.57, abs=CENT)
    assert [(d.measure, d.fate) for d in regret.differences] == [("plain", Fate.IN_VAIN), ("dense", Fate.LESS), ("ground", Fate.MORE)]
    sizes = {d.measure: (d.low_first, d.from_start, d.investment_cny) for d in regret.differences}
    for measure, expected in {"plain": (100, 0, 200_000), "dense": (0, 200, -500_000), "ground": (100, 0, 400_000)}.items():
        assert sizes[measure] == pytest.approx(expected, rel=1e-6)


def test_a_roof_filled_too_early_shuts_the_top_out() -> None:
    # Without the ground nothing is left to build in 2026: the cheap modules stand on the whole roof.
    (regret,) = regrets(roof_case(ground=False), pv_index(100.0, 200.0), CALENDAR)
    assert regret.shut_out and regret.regret_cny is None and regret.differences == ()
    assert regret.from_start_cny == pytest.approx(BASE - 72_000 / 1.1 - 144_000 / 1.21 + 250_000 + 250_000 * IN_2026, abs=CENT)
    assert [(rung.tier, rung.year) for rung in regret.reached] == [("low", 2025), ("zero", 2026)]
    assert regret.shortfalls[0].amount == pytest.approx(100.0, rel=1e-5)
    english = [en for _, en in regret.clash]
    assert any("committed until 2025" in words for words in english) and any("shared limit" in words for words in english)


def test_no_regret_when_the_low_plan_is_how_the_zero_plan_begins() -> None:
    # One kind of PV and no roof: 100 kW in 2025 and 100 more in 2026, whatever was aimed at first.
    case = case_of(generation("pv", built=price(2000)))
    (regret,) = regrets(case, pv_index(100.0, 200.0), CALENDAR)
    assert regret.total_cost_cny == pytest.approx(BASE - 72_000 / 1.1 - 144_000 / 1.21 + 200_000 + 200_000 * IN_2026, abs=CENT)
    assert regret.regret_cny == pytest.approx(0.0, abs=CENT) and regret.differences == () and not regret.shut_out


def test_regret_of_a_small_plant_that_excludes_the_large_one() -> None:
    # Low asks for 100 kW from 2025: one small plant of 100 kW for 200 000 CNY, or one large one of 150 kW for 315 000. In both years
    # 100 kW save 124 959 CNY and 150 kW 187 438: 75 041 net against 127 562, so the small one.
    # Zero asks for 150 kW in 2026. Low first: a second small plant, (200 000 x 0.5762 - 72 000) / 1.21 = 35 734 more: 110 775.
    # Small and large exclude each other. From the start: the large one alone would be 127 562, so two small ones: no regret.
    # With the small plants limited to one, the large one from the start is 127 562, and low first shuts zero out.
    def plants(most: float) -> Case:
        small = generation("small", built=price(2000, unit_size=100.0, limit_size=most), excludes=frozenset({"large"}))
        large = generation("large", built=price(2100, unit_size=150.0, limit_size=150.0), excludes=frozenset({"small"}))
        return case_of(small, large)

    two_small = 200_000 - 72_000 * BOTH_YEARS + 200_000 * IN_2026 - 72_000 / 1.21
    (regret,) = regrets(plants(200.0), pv_index(100.0, 150.0), CALENDAR)
    assert regret.total_cost_cny == pytest.approx(BASE + two_small, abs=CENT)
    assert regret.regret_cny == pytest.approx(0.0, abs=CENT) and regret.differences == ()
    (regret,) = regrets(plants(100.0), pv_index(100.0, 150.0), CALENDAR)
    assert regret.shut_out and regret.from_start_cny == pytest.approx(BASE + 315_000 - 108_000 * BOTH_YEARS, abs=CENT)


def test_a_tier_in_the_year_of_the_next_one_is_no_aim() -> None:
    case = case_of(generation("pv", built=price(2000, limit_size=500.0)))
    found = regrets(case, pv_index(100.0, 200.0, near=150.0), {"low": 2025, "near": 2026, "zero": 2026})
    assert [[rung.tier for rung in regret.aims] for regret in found] == [["low"]]  # near comes in the year of zero


# Routes and calendars ---------------------------------------------------------------------------------------------------


def test_routes_take_every_lower_tier_and_then_all_in_turn() -> None:
    case = tiny_case(years=(2025, 2026, 2027), stands_for=dict.fromkeys((2025, 2026, 2027), 1))
    found = routes(case, {"low": 2025, "near": 2026, "zero": 2027})
    assert [route.aims for route in found] == [(("low", 2025),), (("near", 2026),), (("low", 2025), ("near", 2026))]
    asked = [[(len(stage.request.tiers), stage.until) for stage in route.stages] for route in found]
    assert asked == [[(1, 2025), (3, None)], [(2, 2026), (3, None)], [(1, 2025), (2, 2026), (3, None)]]
    assert routes(case, {"zero": 2027}) == () == routes(case, dict.fromkeys(TIERS, 2027))


def test_calendars_ask_for_each_tier_in_its_own_year() -> None:
    request = calendar_request(tiny_case(), {"zero": 2026, "low": 2025})
    assert [(wish.index, wish.tier, wish.year) for wish in request.tiers] == [(BINHAI, "low", 2025), (BINHAI, "zero", 2026)]


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        ({"neer": 2025}, "did you mean near?"),
        ({"low": 2050}, "2050 is not a planning year (2025-2026); the nearest is 2026"),
        ({"low": 2026, "zero": 2025}, "year 2025 of zero is before year 2026 of low"),
        ({}, "the calendar names no tier"),
    ],
)
def test_calendars_that_cannot_be_kept_are_refused(calendar: dict[str, int], told: str) -> None:
    with pytest.raises(UnknownName) as refused:
        calendar_request(tiny_case(), calendar)
    assert told in refused.value.en and refused.value.zh != refused.value.en


# Plain numbers ----------------------------------------------------------------------------------------------------------


def wish(tier: str, year: int) -> Request:
    return Request(tiers=(TierYear(index=BINHAI, tier=tier, year=year),))


def with_rows(outcome: Outcome, *rows: MeasureYear) -> Outcome:
    assert outcome.ledger is not None
    return replace(outcome, ledger=replace(outcome.ledger, measures=rows))


def added(measure: str, *sizes: float) -> list[MeasureYear]:
    """Rows of a measure that is built, 3000 CNY per size."""
    return [MeasureYear(measure, year, size, size, size, "MWh", 0.0, 3000 * size) for year, size in zip(YEARS, sizes, strict=True)]


def test_steps_are_differences_of_cost_and_of_investment_by_year() -> None:
    low = with_rows(sample_outcome(request=wish("low", 2025), cost=1.0e6), *added("pv", 100.0, 0.0))
    zero = with_rows(sample_outcome(request=wish("zero", 2026), cost=1.5e6), *added("pv", 80.0, 70.0))
    plain = sample_outcome(request=Request(tiers=()))
    lines = compare_outcomes(plain, plain, [("zero", zero), ("low", low)]).tiers
    (step,) = steps_of(lines, TIERS)
    assert (step.lower.tier, step.upper.tier, step.cost_cny) == ("low", "zero", 500_000.0)
    assert step.investment_cny == {2025: -60_000.0, 2026: 210_000.0}
    (missing,) = steps_of(compare_outcomes(plain, plain, [("low", low), ("zero", unreachable("zero", 2026))]).tiers, TIERS)
    assert missing.cost_cny is None and missing.investment_cny == {}


@pytest.mark.parametrize(
    ("low_first", "from_start", "until", "fate"),
    [
        ((100.0, 0.0), (0.0, 0.0), 2025, Fate.IN_VAIN),
        ((100.0, 0.0), (60.0, 20.0), 2025, Fate.IN_VAIN),
        ((50.0, 50.0), (60.0, 20.0), 2025, Fate.MORE),
        ((50.0, 0.0), (60.0, 20.0), 2025, Fate.LESS),
        ((80.0, 0.0), (60.0, 20.0), 2025, Fate.EARLIER),
        ((0.0, 80.0), (60.0, 20.0), 2025, Fate.LATER),
        ((60.0, 20.0), (60.0, 20.0), 2025, None),
        ((60.00001, 20.0), (60.0, 20.0), 2025, None),
        ((1e-9, 0.0), (0.0, 0.0), 2025, None),
    ],
)
def test_fates(low_first: tuple[float, float], from_start: tuple[float, float], until: int, fate: Fate | None) -> None:
    one, other = (with_rows(sample_outcome(), *added("pv", *sizes)) for sizes in (low_first, from_start))
    assert [difference.fate for difference in plan_differences(one, other, until)] == ([] if fate is None else [fate])
    for difference in plan_differences(one, other, until):
        assert (difference.low_first, difference.from_start, difference.unit) == (sum(low_first), sum(from_start), "kW")
        assert difference.investment_cny == pytest.approx(3000 * (sum(low_first) - sum(from_start)))


def test_what_is_bought_is_more_or_less_and_never_in_vain() -> None:
    def bought(*amounts: float) -> Outcome:
        rows = [MeasureYear("green", year, 0.0, 0.0, mwh, "MWh", 0.0, 0.0) for year, mwh in zip(YEARS, amounts, strict=True)]
        return with_rows(sample_outcome(), *rows)

    (difference,) = plan_differences(bought(400.0, 0.0), bought(0.0, 100.0), 2025)
    assert (difference.fate, difference.low_first, difference.unit) == (Fate.MORE, 400.0, "MWh")


def test_the_cost_by_year_has_an_earliest_year_and_what_was_in_the_way_before() -> None:
    no_target = sample_outcome(request=Request(tiers=()), cost=1.0e6)
    costs = tuple(
        rung_cost(outcome, no_target)
        for outcome in (unreachable("low", 2025), sample_outcome(request=wish("low", 2026), cost=1.25e6), unreachable("zero", 2026))
    )
    ladder = Ladder(costs)
    assert (ladder.tiers, ladder.earliest("low"), ladder.earliest("zero")) == (("low", "zero"), 2026, None)
    assert [cost.over_no_target_cny for cost in ladder.of_tier("low")] == [None, 250_000.0]
    assert costs[0].status is SolveStatus.INFEASIBLE and costs[0].shortfalls[0].rule == "R06"


def test_a_calendar_is_held_against_both_bases() -> None:
    plain = sample_outcome(request=Request(tiers=()), cost=1.0e6)
    line = calendar_line(sample_outcome(request=wish("low", 2026), cost=1.2e6), replace(plain, ledger=sample_ledger(1.5e6)), plain)
    assert (line.total_cost_cny, line.over_reference_cny, line.over_no_target_cny) == (1_200_000.0, -300_000.0, 200_000.0)
    assert [(rung.tier, rung.year) for rung in line.rungs] == [("low", 2026)] == [(r.tier, r.year) for r in rungs_of(line.outcome)]


# Random factories -------------------------------------------------------------------------------------------------------


def drawn_pathways(case: Case) -> Pathways:
    index, choices = load_index(case.index.id, case.index.settings)
    pathways = Pathways(case)
    pathways.chosen = alone(quantitative(index), choices)
    return pathways


def proven(pathways: Pathways, request: Request, committed: Commitment | None = None) -> Outcome:
    """An outcome of which it is proven that it is the cheapest, or that there is none; other draws are left out."""
    try:
        outcome = pathways.run(request, time_limit_s=10.0, committed=committed, name_clash=False)
    except NoPlanInTime:
        assume(False)
    assume(outcome.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE))
    return outcome


def assert_not_dearer(less: float, more: float, size: float) -> None:
    """Two costs that are proven up to a gap."""
    assert less <= more + 2 * PROVEN_GAP * max(size, abs(less))


@pytest.mark.slow
@FEW
@given(cases(rules=LINEAR, most_years=4), st.sampled_from(TIERS))
def test_earlier_never_costs_less(case: Case, tier: str) -> None:
    """With tiers that are kept and falls judged in every year; else an earlier year may ask for less."""
    settings = {**case.index.settings, "falling_after_award": "judged"}
    case = replace(case, tiers_kept=True, index=case.index.model_copy(update={"settings": settings}))
    pathways = drawn_pathways(case)
    costs = [discounted_cost(proven(pathways, request_for(case, tier, year))) for year in case.years]
    size = size_of(case)
    for earlier, later in pairwise(costs):
        if earlier is not None:
            assert later is not None  # what can be had early can be had late
            assert_not_dearer(later, earlier, size)


@pytest.mark.slow
@FEW
@given(cases(rules=LINEAR, most_years=4), st.sampled_from(TIERS[1:]))
def test_regret_is_never_below_zero(case: Case, top: str) -> None:
    assume(case.years[0] < case.years[-1])
    calendar = {"low": case.years[0], top: case.years[-1]}
    pathways = drawn_pathways(case)
    from_start = proven(pathways, calendar_request(case, calendar))
    direct = discounted_cost(from_start)
    for route in routes(case, calendar):
        low_first = climb(case, route, lambda request, kept: proven(pathways, request, kept))
        low = discounted_cost(low_first)
        assert low_first.disagreements == ()
        if low is not None:
            assert direct is not None  # what is left after aiming low could be had from the start
            assert_not_dearer(direct, low, size_of(case))

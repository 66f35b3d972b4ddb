"""Savings that meet: planes below and above the product, the bound and the plan between them, against a search over all adoptions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case, Investment, SavingData, Standing
from planner.domain.plan import Request, SolverRecord
from planner.domain.tiers import SolveStatus
from planner.errors import TierUnreachable
from planner.evaluation import build_ledger
from planner.program import highs, search
from planner.program.build import build_model
from planner.program.coefficients import Coefficients
from planner.program.compile import compile_model
from planner.program.families import overlaps
from planner.program.overlaps import Adoptions, Box, in_given_order, saved_share
from planner.program.solve import Solution
from tests.builders import YEARS, generation, investment, process, readings, saving, solve_plan, source, tiny_case
from tests.test_hand_solved import BASE, BOTH_YEARS, at_least, at_most, case_of, expect, index_of, price, solve

DRAWN = settings(deadline=None, derandomize=True, max_examples=150)
FEW = settings(deadline=None, derandomize=True, max_examples=40)
WORTH = 1000 * 600 * BOTH_YEARS
"""CNY over both years of saving the whole demand for power."""
ONCE = (YEARS[0],)


def record_of(solution: Solution) -> SolverRecord:
    assert solution.plan.solver is not None
    return solution.plan.solver


def no_breaches(case: Case, solution: Solution) -> bool:
    return build_ledger(case, solution.plan, readings()).breaches == ()


# Planes below and above --------------------------------------------------------------------------------------------------


@st.composite
def adoptions(draw: Any) -> list[tuple[float, float, float, float, float]]:
    """(share, what stands, low and high end of the interval, adoption) of two to five measures."""
    unit = st.floats(0, 1)
    measures = []
    for _ in range(draw(st.integers(2, 5))):
        stands = draw(st.sampled_from([0.0, 0.0, 0.25, 1.0]))
        ends = sorted(stands + (1 - stands) * draw(unit) for _ in range(3))
        measures.append((draw(st.floats(0.01, 1.0)), stands, ends[0], ends[2], ends[1]))
    return measures


def left_by(rule: str, drawn: Sequence[tuple[float, float, float, float, float]], order: Sequence[int]) -> float:
    """Share left that one family of planes asks for at least, read from the rows of the compiled program."""
    measures = [
        saving(
            f"m{at}",
            {"power": share},
            built=investment(ONCE, capex=float(at), existing=(Standing(100.0 * stands, 2100),) if stands else ()),
        )
        for at, (share, stands, *_) in enumerate(drawn)
    ]
    model = build_model(tiny_case(measures=measures), readings())
    (overlap,) = model.numbers.overlaps
    assert overlap.measures == tuple(f"m{at}" for at in range(len(drawn)))
    low, high, adopted = (np.array([[row[at]] * len(YEARS) for row in drawn]) for at in (2, 3, 4))
    families = overlaps.add_in_box(model, [rule], Box(low, high), {overlap.name: np.tile(order, (len(YEARS), 1))})
    compiled = compile_model(model)
    x = np.zeros(compiled.matrix.shape[1])
    for at, (_, stands, *_) in enumerate(drawn):
        first = compiled.layouts["deploy"].all_keys().index((f"m{at}", YEARS[0]))
        x[compiled.columns("deploy").start + first] = 100.0 * (adopted[at, 0] - stands)
    left = compiled.columns("left").start
    for position in range(len(drawn)):  # each row gives - left <= side once those before it are known
        row = compiled.rows(families[0].name).start + position * len(YEARS)
        x[left + position * len(YEARS)] = compiled.matrix.activity(x)[row] - compiled.matrix.row_upper[row]
    return float(x[left + (len(drawn) - 1) * len(YEARS)])


@DRAWN
@given(adoptions(), st.randoms(use_true_random=False))
def test_planes_lie_on_their_sides_of_the_product(drawn: list[tuple[float, float, float, float, float]], random: Any) -> None:
    order = list(range(len(drawn)))
    random.shuffle(order)
    exact = math.prod(1 - share * adopted for share, _, _, _, adopted in drawn)
    assert left_by("share_left_credited", drawn, order) >= exact - 1e-12
    for rule in overlaps.OUTER:
        assert left_by(rule, drawn, order) <= exact + 1e-12


@FEW
@given(adoptions(), st.sampled_from([2, 3]))
def test_what_is_credited_is_exact_at_either_end_of_the_intervals(drawn: list[tuple[float, float, float, float, float]], end: int) -> None:
    at_end = [(*row[:4], row[end]) for row in drawn]
    exact = math.prod(1 - share * adopted for share, _, _, _, adopted in at_end)
    assert left_by("share_left_credited", at_end, range(len(drawn))) == pytest.approx(exact, abs=1e-12)


def test_most_adopted_first_is_exact_for_one_that_is_half_adopted() -> None:
    drawn = [(0.2, 0.0, 0.0, 1.0, 0.0), (0.3, 0.0, 0.0, 1.0, 1.0), (0.4, 0.0, 0.0, 1.0, 0.5)]
    assert left_by("share_left_credited", drawn, [1, 2, 0]) == pytest.approx(0.7 * 0.8)
    assert left_by("share_left_credited", drawn, [0, 1, 2]) == pytest.approx(1 - 0.8 * 0.3 - 0.8 * 0.7 * 0.2)


# Who meets ---------------------------------------------------------------------------------------------------------------


def places(*measures: Any, **changes: Any) -> list[str]:
    return [overlap.name for overlap in Coefficients(tiny_case(measures=measures, **changes), readings()).overlaps]


def test_measures_meet_where_two_can_act_together() -> None:
    one, two = saving("one", {"power": 0.5}), saving("two", {"power": 0.6, "steam": 0.1})
    assert places(one) == places() == []
    assert places(one, two) == ["power"]
    never = replace(one, excludes=frozenset({"two"}))
    assert places(never, two) == []
    standing = replace(never, built=investment(existing=(Standing(100.0, 2100),)))
    assert places(standing, two) == ["power"]
    assert places(never, two, saving("three", {"power": 0.1})) == ["power"]
    assert places(one, replace(two, built=investment(()))) == []


def test_cuts_meet_gas_by_gas() -> None:
    kiln = {"kiln": source("kiln", {"CO2": 0.5, "N2O": 0.01})}
    cuts = (process("a", {"kiln": {"CO2": 0.4, "N2O": 0.5}}), process("b", {"kiln": {"CO2": 0.5, "SF6": 0.9}}))
    assert places(*cuts, sources=kiln) == ["kiln CO2"]


def test_where_none_meet_nothing_is_added() -> None:
    compiled = compile_model(build_model(tiny_case(measures=[saving("one", {"power": 0.5}), generation("pv")]), readings()))
    assert compiled.layouts["left"].size == 0
    assert not {"joint_saving", "joint_cut", *overlaps.OUTER, *overlaps.INNER} & set(compiled.row_counts)


def test_a_split_reaches_the_years_in_which_adoption_can_not_differ() -> None:
    lasting, short = (saving(m, {"power": 0.5}, built=investment(lifetime_years=life)) for m, life in (("lasting", 9), ("short", 1)))
    case = tiny_case(measures=[lasting, short])
    found = Adoptions(case, Coefficients(case, readings()).overlaps)
    for measure, together in (("lasting", True), ("short", False)):
        row = found.measures.index(measure)
        below, above = found.split(found.widest, row, 1, 0.3)
        assert below.high[row].tolist() == [0.3 if together else 1.0, 0.3]
        below, above = found.split(found.widest, row, 0, 0.3)
        assert above.low[row].tolist() == [0.3, 0.3 if together else 0.0]


# Bound and plan ----------------------------------------------------------------------------------------------------------


def once(capex: float, **changes: Any) -> Investment:
    return replace(price(capex, **changes), vintages=ONCE, capex_cny={YEARS[0]: capex})


def test_a_measure_alone_is_not_charged_for_one_that_does_not_pay() -> None:
    # Controls cost 300 x 2000 = 600 000 CNY for 20 % worth 208 264, lamps 400 x 300 = 120 000 CNY for 30 % worth 312 397. Per
    # size controls are cheaper; in that order lamps would be credited with 24 %. They save 300 MWh a year.
    controls = saving("controls", {"power": 0.2}, full_size=2000.0, built=price(300))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    solution = solve(case_of(controls, lamps))
    expect(solution, BASE - 300 * 600 * BOTH_YEARS + 120_000, {"lamps": {2025: 300.0}})
    record = record_of(solution)
    assert record.status is SolveStatus.OPTIMAL
    assert record.gap_cny == pytest.approx(0.0, abs=0.01)


def test_two_halves_meet_inside_their_intervals() -> None:
    # Half of a measure saves 25 % of power alone, both halves 1 - 0.75^2 = 43.75 %. 43.74 % of 600 t is asked for and no measure
    # may pass half: were the first taken as whole, the order would credit 25 + 25 x 0.5 = 37.5 % and find nothing.
    halves = [saving(m, {"power": 0.5}, full_size=100.0, built=once(9000.0, limit_size=50.0)) for m in ("one", "two")]
    solution = solve(case_of(*halves), at_least("emission_reduction", 0.4374 * 600 / 700))
    record = record_of(solution)
    assert record.status is SolveStatus.OPTIMAL
    # One measure stays at half; the other follows from 0.75 x (1 - a / 2) = 1 - 0.4374 (1 + 1e-7).
    other = 2 * (1 - (1 - 0.4374 * (1 + 1e-7)) / 0.75)
    assert sum(solution.plan.deploy[m][2025] for m in ("one", "two")) == pytest.approx(50.0 + 100 * other, rel=1e-6)
    saved = 0.4374 * (1 + 1e-7)
    assert record.objective_cny == pytest.approx(BASE - saved * WORTH + (50 + 100 * other) * 9000, rel=1e-7)


def test_the_second_saves_a_share_of_what_the_first_leaves() -> None:
    controls = saving("controls", {"power": 0.2}, full_size=200.0, built=price(300))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    flows = solve(case_of(controls, lamps)).plan.flows.saved
    assert flows["controls"]["power"][2026] == pytest.approx((200.0,))
    assert flows["lamps"]["power"][2026] == pytest.approx((240.0,))


def test_savings_that_differ_in_cost_are_shared_as_is_cheapest() -> None:
    # 44 % together; each MWh saved by controls costs 10 CNY: lamps take their whole 30 %, controls the other 14 %.
    controls = saving("controls", {"power": 0.2}, full_size=200.0, variable_cost_cny=10.0, built=price(300))
    lamps = saving("lamps", {"power": 0.3}, full_size=300.0, built=price(400))
    cost = BASE - 440 * 600 * BOTH_YEARS + 140 * 10 * BOTH_YEARS + 60_000 + 120_000
    expect(solve(case_of(controls, lamps)), cost, {"controls": {2025: 200.0}, "lamps": {2025: 300.0}})


def test_cuts_on_one_gas_meet_too() -> None:
    # Two tools of 50 % cut 75 % of 2350 t; 70 % is asked for, so one is whole and the other at 1 - 0.3 / 0.5 = 40 % of 50 %.
    tools = [process(m, {"casting": {"SF6": 0.5}}, built=once(capex)) for m, capex in (("a", 1000.0), ("b", 1100.0))]
    case = case_of(*tools, sources={"casting": source("casting", {"SF6": 0.001})})
    solution = solve(case, at_most("process_emissions_t", 0.3 * 2350))
    half = (0.5 - 0.3 * (1 - 1e-7)) / 0.25
    expect(solution, BASE + 10_000 + 10 * half * 1100, {"a": {2025: 10.0}, "b": {2025: 10 * half}})


@st.composite
def factories(draw: Any) -> tuple[list[SavingData], str, float]:
    """Two or three savings on power, all built in 2025, and what limits them: a target or a budget, as a part of the most."""
    measures = []
    for at in range(draw(st.sampled_from([2, 2, 3]))):
        share, pays = draw(st.floats(0.05, 0.7)), draw(st.floats(0.3, 2.0))
        full = draw(st.sampled_from([50.0, 300.0, 2000.0]))
        whole = draw(st.sampled_from([None, None, None, 2, 3]))
        built = once(share * WORTH / full * pays, unit_size=None if whole is None else full / whole)
        measures.append(saving(f"m{at}", {"power": share}, full_size=full, built=built))
    return measures, draw(st.sampled_from(["target", "budget", "nothing"])), draw(st.floats(0.1, 0.95))


def best_of_a_grid(measures: Sequence[SavingData], limit: str, amount: float, steps: int) -> float:
    """Least cost over a grid of adoptions that keep the limit; whole units stay whole."""
    shares = np.array([m.saves["power"] for m in measures])
    prices = np.array([m.built.capex_cny[YEARS[0]] * m.full_size for m in measures if m.built])
    units = [round(m.full_size / m.built.unit_size) if m.built and m.built.unit_size else steps for m in measures]
    grid = np.array(list(itertools.product(*(np.linspace(0, 1, unit + 1) for unit in units)))).T
    saved, spent = saved_share(shares, grid), prices @ grid
    kept = saved * 600 / 700 >= amount if limit == "target" else spent <= amount if limit == "budget" else saved >= 0
    return float(np.min((BASE - saved * WORTH + spent)[kept], initial=np.inf))


@FEW
@given(factories())
def test_the_bound_is_below_and_the_plan_within_the_gap_of_every_other(drawn: tuple[list[SavingData], str, float]) -> None:
    measures, limit, part = drawn
    most = 1 - math.prod(1 - m.saves["power"] for m in measures)
    spent = sum(m.built.capex_cny[YEARS[0]] * m.full_size for m in measures if m.built)
    amount = part * most * 600 / 700 if limit == "target" else part * spent
    case = case_of(*measures, budget_total=amount if limit == "budget" else None)
    solution = solve(case, *([at_least("emission_reduction", amount)] if limit == "target" else []))
    record = record_of(solution)
    assert record.bound_cny is not None and record.gap_cny is not None
    assert record.bound_cny <= record.objective_cny
    assert record.gap_cny == record.objective_cny - record.bound_cny
    assert no_breaches(case, solution)
    grid = best_of_a_grid(measures, limit, amount, 60 if len(measures) == 3 else 600)
    rounding = 1e-6 * BASE  # the target's margin and the solver's tolerance
    assert record.bound_cny <= grid + rounding
    assert record.objective_cny <= grid + record.gap_cny + rounding
    assert record.status is SolveStatus.OPTIMAL


def test_a_search_that_may_not_split_shows_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    case, rules = _hard()
    whole = record_of(solve(case, *rules))
    assert whole.status is SolveStatus.OPTIMAL and whole.bound_cny is not None
    monkeypatch.setattr(search, "MOST_BOXES", 0)
    cut_short = record_of(solve(case, *rules))
    assert cut_short.status is SolveStatus.NOT_PROVEN
    assert cut_short.bound_cny is not None and cut_short.gap_cny is not None
    assert cut_short.bound_cny < whole.bound_cny <= cut_short.objective_cny + 1e-6
    assert cut_short.gap_cny == cut_short.objective_cny - cut_short.bound_cny


def _hard() -> tuple[Case, list[Any]]:
    """Four savings of middling price, and a target that takes some of each: the relaxed plan claims too much."""
    measures = [
        saving(f"m{at}", {"power": share}, full_size=100.0, built=once(share * WORTH / 100 * pays, limit_size=limit))
        for at, (share, pays, limit) in enumerate([(0.5, 1.5, 60.0), (0.45, 1.4, 55.0), (0.4, 1.3, 50.0), (0.3, 1.6, 45.0)])
    ]
    return case_of(*measures), [at_least("emission_reduction", 0.5 * 600 / 700)]


def test_what_only_the_relaxed_program_reaches_is_proven_unreachable_by_the_search() -> None:
    # At half adoption 1 - 0.75^2 = 43.75 % is the most.
    halves = [saving(m, {"power": 0.5}, full_size=100.0, built=once(9000.0, limit_size=50.0)) for m in ("one", "two")]
    with pytest.raises(TierUnreachable) as refused:
        solve(case_of(*halves), at_least("emission_reduction", 0.45 * 600 / 700))
    assert refused.value.proven and refused.value.shortfalls


def test_without_a_proof_none_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the relaxed program is answered: there may be a plan."""
    real, calls = highs.solve, itertools.count()
    case, rules = _hard()

    def only_relaxed(matrix: Any, limit: float | None = None) -> highs.Answer:
        return real(matrix, limit) if next(calls) == 0 else highs.Answer(SolveStatus.INFEASIBLE, None, None, None)

    monkeypatch.setattr(search, "MOST_BOXES", 0)
    monkeypatch.setattr(highs, "solve", only_relaxed)
    with pytest.raises(TierUnreachable, match="none is proven impossible") as refused:
        solve(case, *rules)
    assert not refused.value.proven and not refused.value.clash


def test_no_new_measures_is_exact_whatever_stands() -> None:
    stands = {"one": 40.0, "two": 70.0}
    measures = [saving(m, {"power": 0.5}, built=investment(existing=(Standing(size, 2100),))) for m, size in stands.items()]
    plan = solve_plan(case_of(*measures), index_of(), readings(), Request(tiers=(), new_measures=False)).plan
    assert plan.solver is not None and plan.solver.gap_cny == pytest.approx(0.0, abs=0.01)
    assert plan.flows.imported["electricity"][2025] == pytest.approx((1000 * (1 - 0.2) * (1 - 0.35),))


def test_given_order_is_cheapest_first() -> None:
    dear, cheap = (saving(m, {"power": 0.5}, built=investment(capex=capex)) for m, capex in (("a", 900.0), ("b", 100.0)))
    found = Coefficients(tiny_case(measures=[dear, cheap]), readings()).overlaps
    assert found[0].measures == ("b", "a")
    assert in_given_order(found, 1)["power"].tolist() == [[0, 1]]

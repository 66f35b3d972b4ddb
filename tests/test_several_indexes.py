"""One plan for two indexes that read the same text differently: both accounts agree, both judges accept, and it costs no less."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import Status
from planner.errors import TierUnreachable
from planner.evaluation import build_ledger, judge_tier
from planner.evaluation.agreement import compare_accounts
from planner.index import ChosenIndex, load_index
from planner.index.readings import Readings
from planner.program import Program, Solution
from tests.builders import BINHAI, YEARS, generation, investment, purchase, readings, tiny_case
from tests.drawing import Dice
from tests.drawn_plans import draw_readings
from tests.factories import cases
from tests.program.test_targets import at_least, at_most, index_of
from tests.test_two_accounts import RANDOM, quantitative, solve_or_explain

OTHER = "other-1"


def wish(index: str, tier: str, year: int) -> TierYear:
    return TierYear(index=index, tier=tier, year=year)


def under_other_name(readings_: Readings) -> ChosenIndex:
    """Binhai once more, under another id, title and readings."""
    index = quantitative(load_index(BINHAI)[0])
    titles = {tier: Text(zh=f"另一{tier}", en=f"other {tier}") for tier in index.tiers}
    return ChosenIndex(index.model_copy(update={"id": OTHER, "tier_titles": titles}), readings_)


def assert_both_hold(case: Case, chosen: tuple[ChosenIndex, ...], request: Request, solution: Solution) -> None:
    figures = {chosen[0].index.id: solution.figures, **solution.further_figures}
    assert solution.plan.solver is not None
    for one in chosen:
        ledger = build_ledger(case, solution.plan, one.readings, own=one is chosen[0])
        assert compare_accounts(one.index.id, figures[one.index.id], ledger, solution.plan.solver.objective_cny) == ()
        assert [breach.en for breach in ledger.breaches] == []
        for asked in (asked for asked in request.tiers if asked.index == one.index.id):
            judged = judge_tier(case, one.index, one.readings, solution.plan, ledger, asked.tier, asked.year)
            assert [v for v in judged.verdicts if v.status is Status.NOT_MET] == []


@pytest.mark.slow
@settings(RANDOM, max_examples=60)
@given(cases(), st.integers(0, 2**32 - 1))
def test_both_indexes_accept_the_plan_under_their_own_readings(case: Case, seed: int) -> None:
    dice = Dice(seed)
    own = ChosenIndex(quantitative(load_index(BINHAI, case.index.settings)[0]), load_index(BINHAI, case.index.settings)[1])
    other = under_other_name(draw_readings(case, dice))
    wishes = [wish(name, dice.choice(own.index.tiers), dice.choice(case.years)) for name in (BINHAI, OTHER)]
    together = Program(case, (own, other))
    solution = solve_or_explain(together, Request(tiers=tuple(wishes)))
    if solution is None or solution.plan.solver is None:
        return
    assert_both_hold(case, (own, other), Request(tiers=tuple(wishes)), solution)
    for one, asked in zip((own, other), wishes, strict=True):
        alone = solve_or_explain(Program(case, (one,)), Request(tiers=(asked,)))
        if alone is None or alone.plan.solver is None or (one is other and case.carbon_price is not None):
            continue  # the carbon price looks at the accounts of the scenario's own index
        slack = 1e-6 * abs(alone.plan.solver.objective_cny) + 1e-3
        assert solution.plan.solver.objective_cny >= alone.plan.solver.objective_cny - slack


def test_certificates_serve_one_index_and_green_power_the_other() -> None:
    """1000 MWh of power at 0.1229 and 500 MWh of gas at 0.12 tce/MWh: 182.9 tce. The own index counts certificates, 20 % of it are
    36.58 tce or 297.64 MWh at 10 CNY; the other asks for 30 % renewable electricity without certificates, 300 MWh of green power at
    30 CNY, which serves the own index too. So only green power is bought: 300 x 30 = 9000 CNY in each year."""
    case = tiny_case(measures=[purchase("green", price=30.0), purchase("cert", "certificate", price=10.0)])
    own = ChosenIndex(index_of(at_least("renewable_share", 0.2)), readings())
    electric = readings(renewable_denominator="electricity", renewable_numerator="no_certificates")
    other = ChosenIndex(index_of(at_least("renewable_share", 0.3)).model_copy(update={"id": OTHER}), electric)
    request = Request(tiers=(wish(BINHAI, "low", YEARS[0]), wish(OTHER, "low", YEARS[0])))
    solution = Program(case, (own, other)).solve(request)
    assert_both_hold(case, (own, other), request, solution)
    for year in YEARS:
        assert solution.plan.flows.purchased["green"][year] == pytest.approx(300.0, rel=1e-6)
        assert solution.plan.flows.purchased.get("cert", {}).get(year, 0.0) == pytest.approx(0.0, abs=1e-6)
        assert solution.figures[year]["renewable_share"] == pytest.approx(300 * 0.1229 / 182.9, rel=1e-6)
        assert solution.further_figures[OTHER][year]["renewable_share"] == pytest.approx(0.3, rel=1e-6)
    assert [made.id for made in solution.plan.indexes] == [BINHAI, OTHER]


def test_twice_the_same_index_costs_what_it_costs_once() -> None:
    case = tiny_case(measures=[generation("pv", built=investment(capex=8000.0, limit_size=200.0)), purchase("green")])
    index = index_of(at_least("renewable_share", 0.25))
    once = Program(case, (ChosenIndex(index, readings()),))
    twice = Program(case, (ChosenIndex(index, readings()), ChosenIndex(index.model_copy(update={"id": OTHER}), readings())))
    alone = once.solve(Request(tiers=(wish(BINHAI, "low", YEARS[0]),))).plan.solver
    both = twice.solve(Request(tiers=(wish(BINHAI, "low", YEARS[0]), wish(OTHER, "low", YEARS[0])))).plan.solver
    assert alone is not None and both is not None
    assert both.objective_cny == pytest.approx(alone.objective_cny, rel=1e-9)


def test_what_can_not_be_met_is_told_with_the_name_of_its_index() -> None:
    case = tiny_case(measures=[purchase("green", limit_mwh=dict.fromkeys(YEARS, 100.0))])
    own = ChosenIndex(index_of(at_least("renewable_share", 0.05)), readings())
    other = under_other_name(readings(emission_scope="whole"))
    other = ChosenIndex(
        other.index.model_copy(update={"indicators": index_of(at_most("scope_emissions_t", 500.0)).indicators}), other.readings
    )
    with pytest.raises(TierUnreachable) as caught:
        Program(case, (own, other)).solve(Request(tiers=(wish(BINHAI, "low", YEARS[0]), wish(OTHER, "near", YEARS[0]))))
    (gap,) = caught.value.shortfalls
    assert "other near" in gap.en and "另一near" in gap.zh
    # 1000 MWh less 100 MWh of green power at 0.6 t/MWh and 500 MWh of gas at 0.2: 640 t, 140 t too many.
    assert gap.amount == pytest.approx(140.0, rel=1e-3)

"""An unreachable request is explained: least shortfalls against sums by hand and a program of its own, and a smallest clash."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Case, GroupData, Standing
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import SolveStatus
from planner.errors import TierUnreachable
from planner.index.rules import Index
from planner.program import Program, clash, diagnosis, highs
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.places import row_of
from planner.program.scaling import scaled
from planner.program.targets import read_targets
from tests.builders import (
    BINHAI,
    alone,
    conversion,
    converter,
    demand,
    electricity,
    equipment,
    generation,
    investment,
    natural_gas,
    purchase,
    readings,
    removal,
    text,
    tiny_case,
)
from tests.program.test_targets import at_least, at_most, both, either, index_of

LAST = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2026),))


def unreachable(case: Case, index: Index, request: Request = LAST) -> TierUnreachable:
    with pytest.raises(TierUnreachable) as refused:
        Program(case, alone(index)).solve(request)
    return refused.value


def test_a_share_is_missed_by_what_the_claims_can_not_cover() -> None:
    """100 MWh of green power in 1000 MWh and 500 MWh of gas: 12.29 of 182.9 tce; 20 % is asked."""
    case = tiny_case(measures=[purchase("green", limit_mwh={2025: 100.0, 2026: 100.0})])
    told = unreachable(case, index_of(at_least("renewable_share", 0.2)))
    (gap,) = told.shortfalls
    assert (gap.rule, gap.year, gap.unit) == ("X1", 2026, "1")
    assert gap.amount == pytest.approx(0.2 - 12.29 / 182.9, rel=1e-6)
    assert "20%" in gap.en
    assert "20%" in gap.zh
    assert len(told.clash) == 2
    assert any("limit_mwh_per_year" in words for words in told.clash)
    assert any(words.split("|")[1].startswith("X1") for words in told.clash)


def test_emissions_are_missed_by_what_no_measure_cuts() -> None:
    """700 t, of which 30 t can be credited: net zero is missed by 670 t."""
    case = tiny_case(measures=[removal("credits", limit_t={2025: 30.0, 2026: 30.0})])
    (gap,) = unreachable(case, index_of(at_most("net_scope_emissions_t", 0.0))).shortfalls
    assert gap.amount == pytest.approx(670.0, abs=1e-3)


def test_what_can_be_met_is_not_called_short() -> None:
    case = tiny_case(measures=[purchase("green")])
    told = unreachable(case, index_of(at_least("renewable_share", 0.3), at_least("pv_kw", 10.0), at_most("scope_emissions_t", 500.0)))
    assert [gap.rule for gap in told.shortfalls] == ["X2"]
    assert told.shortfalls[0].amount == pytest.approx(10.0, rel=1e-6)


def test_two_rules_that_need_each_other_s_money_clash_with_the_budget() -> None:
    """PV costs 1000 CNY/kW; 10 kW are asked and 5000 CNY may be spent."""
    case = tiny_case(measures=[generation("pv"), purchase("green")], budget_total=5000.0)
    told = unreachable(case, index_of(at_least("pv_kw", 10.0), at_least("renewable_share", 0.2)))
    (gap,) = told.shortfalls
    assert gap.amount == pytest.approx(5.0, rel=1e-6)
    assert sorted(words.split("|")[1].split(" ")[0] for words in told.clash) == ["X1", "the"]
    assert any("budget.total_cny" in words for words in told.clash)


def test_contradicting_rules_clash_with_each_other_alone() -> None:
    case = tiny_case(measures=[purchase("green", limit_mwh={2025: 900.0, 2026: 900.0})])
    rules = (at_least("renewable_share", 0.3), at_most("renewable_share", 0.1), at_least("energy_use_tce", 1.0))
    told = unreachable(case, index_of(*rules))
    assert sorted(words.split("|")[1].split(" ")[0] for words in told.clash) == ["X1", "X2"]


def test_a_factory_that_can_not_run_says_which_balance_is_short() -> None:
    """The boiler goes in 2026; 450 MWh of steam are left without supply."""
    boiler = replace(tiny_case().equipment["boiler"], existing=(Standing(1000.0, 2026),))
    told = unreachable(tiny_case(equipment={"boiler": boiler}), index_of(), Request(tiers=()))
    (gap,) = told.shortfalls
    assert (gap.rule, gap.year, gap.unit) == ("balance steam", 2026, "unit")
    assert gap.amount == pytest.approx(450.0, rel=1e-6)


def test_a_boiler_that_is_too_small_is_short_by_the_rest() -> None:
    """40 kW make 350.4 MWh of the 450."""
    small = equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}), size=40.0)
    (gap,) = unreachable(tiny_case(equipment={"boiler": small}), index_of(), Request(tiers=())).shortfalls
    assert gap.rule == "balance steam" and "in 2025-2026" in gap.en
    assert gap.amount == pytest.approx(99.6, rel=1e-6)


def test_a_factory_that_can_not_run_is_told_so_whatever_is_asked_of_it() -> None:
    """The targets are not what is in the way."""
    small = equipment("boiler", converter({"gas": 1 / 0.9}, {"steam": 1.0}), size=40.0)
    told = unreachable(tiny_case(equipment={"boiler": small}), index_of(at_least("renewable_share", 0.99)))
    assert [gap.rule for gap in told.shortfalls] == ["balance steam"] and told.clash == ()


def test_a_purchase_limit_is_told_as_such_or_as_the_balance_behind_it() -> None:
    gas = natural_gas(buy_limit_mwh={2025: 400.0, 2026: 500.0})
    case = tiny_case(commodities={**tiny_case().commodities, "gas": gas})
    found = unreachable(case, index_of(), Request(tiers=())).shortfalls
    assert {gap.year for gap in found} == {2025}
    assert {gap.rule for gap in found} <= {"purchase_limit", "balance gas", "balance steam"}
    assert sum(gap.amount for gap in found) == pytest.approx(90.0 if found[0].rule == "balance steam" else 100.0, rel=1e-6)


# The least total breach, by a program of its own ------------------------------------------------------------------------


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(0.05, 0.9), st.floats(10.0, 600.0), st.floats(10.0, 400.0), st.floats(0.0, 300.0))
def test_the_least_shortfalls_are_those_of_a_program_by_hand(share: float, ceiling: float, green: float, credits: float) -> None:
    """One year counts: green g <= G, credits r <= C; share and net emissions are missed by a and b, weighted as the solver sees them."""
    case = tiny_case(
        measures=[
            purchase("green", limit_mwh=dict.fromkeys((2025, 2026), green)),
            removal("credits", limit_t=dict.fromkeys((2025, 2026), credits)),
        ],
        tiers_kept=False,
    )
    index = index_of(at_least("renewable_share", share), at_most("net_scope_emissions_t", ceiling))
    least_share = max(0.0, share * 182.9 - 0.1229 * green)
    least_net = max(0.0, 700.0 - 0.6 * green - credits - ceiling)
    if least_share < 0.01 and least_net < 0.01:
        return
    gaps = {gap.rule: gap.amount for gap in unreachable(case, index).shortfalls}
    # both targets want all green power and all credits, so that each is missed by its own least
    assert gaps.get("X1", 0.0) * 182.9 == pytest.approx(least_share, abs=1e-3)
    assert gaps.get("X2", 0.0) == pytest.approx(least_net, abs=1e-2)


def test_the_weighted_total_is_the_optimum_of_the_elastic_program() -> None:
    """Targets that pull apart: a ceiling on energy use against a floor on an effect; the elastic program is assembled here again."""
    pump = conversion("pump", converter({"electricity": 0.3}, {"steam": 1.0}), built=investment(limit_size=30.0))
    case = tiny_case(measures=[pump, purchase("green", limit_mwh=dict.fromkeys((2025, 2026), 50.0))])
    index, chosen = (
        index_of(at_most("energy_use_tce", 120.0), at_least("effect_reduction_t", 90.0), at_most("electricity_use_mwh", 1010.0)),
        readings(),
    )
    targets = read_targets(case, alone(index, chosen), LAST).fixed
    model = build_model(case, chosen, targets)
    compiled = compile_model(model)
    total, told = diagnosis.explain(model, compiled, {BINHAI: index}, targets)
    assert told.shortfalls
    matrix, _, _, _ = scaled(model, compiled)
    soft = sorted({at for t in targets if (at := row_of(compiled, t)) is not None})
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    inf = highspy.kHighsInf
    for low, high in zip(matrix.lower, matrix.upper, strict=True):
        h.addVar(max(low, -inf), min(high, inf))
    for row in range(matrix.shape[0]):
        at = slice(matrix.starts[row], matrix.starts[row + 1])
        places, values = list(matrix.columns[at]), list(matrix.values[at])
        if row in soft:
            side = matrix.row_upper[row]
            h.addVar(0.0, inf)
            slack = h.getNumCol() - 1
            h.changeColCost(slack, 1.0 / max(1.0, abs(side)))
            places, values = [*places, slack], [*values, -1.0]
        h.addRow(
            max(matrix.row_lower[row], -inf), min(matrix.row_upper[row], inf), len(places), np.array(places, np.int32), np.array(values)
        )
    h.run()
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert total == pytest.approx(h.getInfo().objective_function_value, rel=1e-6)


# The clash ------------------------------------------------------------------------------------------------------------------


def _crowded(**changes: Any) -> Case:
    """Several limits and targets, only some of which stand in each other's way."""
    measures = [
        generation("pv", built=investment(limit_size=400.0)),
        purchase("green", limit_mwh=dict.fromkeys((2025, 2026), 300.0)),
        removal("credits", limit_t=dict.fromkeys((2025, 2026), 100.0)),
        conversion("pump", converter({"electricity": 0.3}, {"steam": 1.0}), built=investment(limit_size=20.0)),
    ]
    groups = {"roof": GroupData("roof", text("roof"), 500.0, "m2", {"pv": 1.0})}
    return tiny_case(measures=measures, groups=groups, **{"budget_total": 1e6, **changes})


CROWDS = (
    (at_least("renewable_share", 0.9), at_most("net_scope_emissions_t", 100.0)),
    (at_least("renewable_share", 0.7), at_most("net_scope_emissions_t", 0.0), at_least("pv_kw", 100.0)),
    (at_least("pv_kw", 600.0), at_most("net_scope_emissions_t", 650.0)),
    (both(at_least("pv_kw", 300.0), at_least("effect_negative_t", 150.0)), at_least("renewable_share", 0.1)),
)


@pytest.mark.parametrize("rules", CROWDS)
@pytest.mark.parametrize("budget", [1e6, 2e5])
def test_leaving_out_any_member_of_the_clash_makes_the_rest_possible(rules: tuple[Any, ...], budget: float) -> None:
    case, index, chosen = _crowded(budget_total=budget), index_of(*rules), readings()
    targets = read_targets(case, alone(index, chosen), LAST).fixed
    model = build_model(case, chosen, targets)
    compiled = compile_model(model)
    matrix, _, _, _ = scaled(model, compiled)
    groups = [
        *clash._limit_groups(model, compiled), *clash._bound_groups(model, compiled),
        *clash._target_groups(targets, compiled, {BINHAI: index}),
    ]  # fmt: skip
    words = [group.words for group in groups]
    assert len(set(words)) == len(words)
    found = clash.find_clash(model, compiled, {BINHAI: index}, targets)
    assert found

    def possible(kept: list[str]) -> bool:
        low, high, upper = matrix.row_lower.copy(), matrix.row_upper.copy(), matrix.upper.copy()
        for group in groups:
            if group.words not in kept:
                low[list(group.rows)], high[list(group.rows)] = -np.inf, np.inf
                upper[list(group.columns)] = np.inf
        calm = replace(matrix, row_lower=low, row_upper=high, upper=upper, cost=np.zeros_like(matrix.cost))
        return highs.solve(calm).status is SolveStatus.OPTIMAL

    assert not possible(found)
    for member in found:
        assert possible([other for other in found if other != member]), member


def test_an_or_without_a_reachable_leg_tells_the_nearest() -> None:
    case = tiny_case(measures=[purchase("green", limit_mwh=dict.fromkeys((2025, 2026), 400.0))])
    rule = either(at_least("renewable_share", 0.28), at_least("pv_kw", 10_000.0))
    (gap,) = unreachable(case, index_of(rule)).shortfalls
    assert gap.amount == pytest.approx(0.28 - 0.1229 * 400 / 182.9, rel=1e-5)


def test_the_words_name_what_a_person_can_change() -> None:
    case = tiny_case(
        commodities={**tiny_case().commodities, "electricity": electricity(buy_limit_mwh=dict.fromkeys((2025, 2026), 1000.0))},
        demands={**tiny_case().demands, "power": demand("power", "electricity", 1000.0)},
        measures=[generation("pv", built=investment(limit_size=5.0))],
    )
    told = unreachable(case, index_of(at_least("pv_kw", 10.0)))
    assert any("limit_size" in words and "pv" in words for words in told.clash)
    for words in told.clash:
        zh, _, en = words.partition("|")
        assert zh
        assert en

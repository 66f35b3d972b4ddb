"""From rules to targets: "and" adds, "or" opens legs, falls reach back into history, and every target has its safety margin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.domain.base import Text
from planner.domain.case import AdvancedValueData, Case
from planner.domain.plan import Request, TierYear
from planner.errors import InputRefused, TierUnreachable
from planner.index import load_index
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from planner.index.rules import Advanced, AllOf, AnyOf, AtLeast, AtMost, Falling, Index, Indicator, NotRequired, Papers, Rule
from planner.program import Program
from planner.program.build import build_model
from planner.program.compile import compile_model
from planner.program.families.tier import METRICS as STATED
from planner.program.families.tier import SAFETY_MARGIN
from planner.program.targets import UNDECIDED, Target, read_targets
from tests.builders import BINHAI, TIERS, alone, electricity, natural_gas, past, purchase, readings, steady, tiny_case

SHARE = {"metric": "renewable_share", "value": 0.2}


def index_of(*rules: Rule) -> Index:
    """The Binhai index with these rules instead, the same in every tier."""
    words = Text(zh="试", en="tried")
    rows = tuple(
        Indicator(
            id=f"X{at}", row=at, level1=words, title=words, requirements=dict.fromkeys(TIERS, words), tests=dict.fromkeys(TIERS, rule)
        )
        for at, rule in enumerate(rules, 1)
    )
    return load_index("binhai-2022")[0].model_copy(update={"indicators": rows})


def asked(*rules: Rule, case: Case | None = None, read: Readings | None = None, year: int = 2026, tier: str = "low") -> Any:
    request = Request(tiers=(TierYear(index="binhai-2022", tier=tier, year=year),))
    return read_targets(case or tiny_case(), alone(index_of(*rules), read), request)


def at_least(metric: str, value: float) -> AtLeast:
    return AtLeast(kind="at_least", metric=metric, value=value)


def at_most(metric: str, value: float) -> AtMost:
    return AtMost(kind="at_most", metric=metric, value=value)


def both(*rules: Rule) -> AllOf:
    return AllOf(kind="all_of", tests=rules)


def either(*rules: Rule) -> AnyOf:
    return AnyOf(kind="any_of", tests=rules)


def falling(metric: str = "energy_per_unit_kgce") -> Falling:
    return Falling(kind="falling", metric=metric)


PAPER = Papers(kind="evidence", items=("emission_inventory_report",))


def test_every_metric_that_a_plan_decides_can_be_a_target() -> None:
    assert set(METRICS) - UNDECIDED <= set(STATED)


def test_bounds_become_floors_and_ceilings() -> None:
    found = asked(at_least("renewable_share", 0.2), at_most("scope_emissions_t", 5.0))
    assert found.open == {}
    assert found.fixed == (
        Target(BINHAI, "X1", "low", 2026, "renewable_share", "floor", 0.2),
        Target(BINHAI, "X2", "low", 2026, "scope_emissions_t", "ceiling", 5.0),
    )


def test_a_tier_is_kept_or_not() -> None:
    case = tiny_case()
    kept = asked(at_least(**SHARE), case=case, year=2025)
    once = asked(at_least(**SHARE), case=replace(case, tiers_kept=False), year=2025)
    assert [t.year for t in kept.fixed] == [2025, 2026]
    assert [t.year for t in once.fixed] == [2025]


def test_a_reading_may_be_the_threshold() -> None:
    rule = AtLeast(kind="at_least", metric="pv_kw", setting="minimum_pv_kw")
    assert asked(rule, read=readings(minimum_pv_kw=25.0)).fixed[0].value == 25.0


@pytest.mark.parametrize("rule", [PAPER, NotRequired(kind="not_required"), at_least("solid_waste_utilisation", 1.0), both(PAPER, PAPER)])
def test_what_no_plan_decides_asks_nothing(rule: Rule) -> None:
    assert asked(rule).every_target == ()


def test_an_or_opens_one_leg_for_each_way() -> None:
    found = asked(either(at_least("renewable_share", 0.2), at_most("scope_emissions_t", 5.0)))
    assert found.fixed == ()
    legs = found.open["X1_low"]
    assert [leg.name for leg in legs] == ["renewable_share", "scope_emissions_t"]
    assert [[t.metric for t in leg.targets] for leg in legs] == [["renewable_share"], ["scope_emissions_t"]]
    assert [t.label for leg in legs for t in leg.targets] == ["X1_low_renewable_share", "X1_low_scope_emissions_t"]


def test_ands_of_ors_open_every_combination() -> None:
    one, two = (either(at_least("pv_kw", n), at_least("renewable_share", n / 100)) for n in (1.0, 2.0))
    legs = asked(both(one, two, at_most("scope_emissions_t", 9.0))).open["X1_low"]
    assert [sorted(t.metric for t in leg.targets) for leg in legs] == [
        ["pv_kw", "pv_kw", "scope_emissions_t"], ["pv_kw", "renewable_share", "scope_emissions_t"],
        ["pv_kw", "renewable_share", "scope_emissions_t"], ["renewable_share", "renewable_share", "scope_emissions_t"],
    ]  # fmt: skip
    assert len({leg.name for leg in legs}) == 4


def test_an_or_of_ands_keeps_the_parts_together() -> None:
    rule = either(both(at_least("pv_kw", 1.0), at_most("scope_emissions_t", 1.0)), at_least("renewable_share", 0.5))
    legs = asked(rule).open["X1_low"]
    assert [len(leg.targets) for leg in legs] == [2, 1]


def test_legs_of_one_metric_stay_apart() -> None:
    """Two ceilings of one metric in one "or" are two rows, the looser of which is enough."""
    rule = either(at_least("renewable_share", 0.6), at_least("renewable_share", 0.3))
    found = asked(rule)
    assert len({t.label for t in found.every_target}) == 2
    case = tiny_case(measures=[purchase("green")])
    request = Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2026),))
    solution = Program(case, alone(index_of(rule))).solve(request)
    assert solution.figures[2026]["renewable_share"] == pytest.approx(0.3, rel=1e-6)


def test_a_leg_that_asks_nothing_of_the_program_is_no_way_out() -> None:
    assert [t.metric for t in asked(either(PAPER, at_least("pv_kw", 1.0))).fixed] == ["pv_kw"]


@pytest.mark.parametrize(
    "status, value, reading, expected",
    [("value", 90.0, "not_met", 90.0), ("no_standard", None, "not_required", None), ("unknown", None, "not_met", None)],
)
def test_an_advanced_value_is_a_ceiling_where_it_is_known(status: str, value: float | None, reading: str, expected: float | None) -> None:
    case = tiny_case()
    stated = AdvancedValueData(status, value, "GB 1")
    case = replace(case, intensity=replace(case.intensity, advanced_energy_kgce=stated))
    rule = Advanced(kind="advanced", metric="energy_per_unit_kgce")
    found = asked(rule, case=case, read=readings(no_advanced_value=reading)).fixed
    assert [t.value for t in found] == ([] if expected is None else [expected])


def test_a_missing_standard_that_counts_as_not_met_is_hopeless_and_says_which_indicator() -> None:
    case = tiny_case()
    none = AdvancedValueData("no_standard", None, "")
    case = replace(case, intensity=replace(case.intensity, advanced_energy_kgce=none))
    rule = Advanced(kind="advanced", metric="energy_per_unit_kgce")
    with pytest.raises(TierUnreachable) as refused:
        asked(at_least("pv_kw", 1.0), rule, case=case, read=readings(no_advanced_value="not_met"))
    assert [gap.rule for gap in refused.value.shortfalls] == ["X2"]
    either_way = asked(either(rule, at_least("pv_kw", 1.0)), case=case, read=readings(no_advanced_value="not_met"))
    assert [t.metric for t in either_way.every_target] == ["pv_kw"]


def _long_case(**changes: Any) -> Case:
    years, history = (2025, 2026, 2027, 2028), (2022, 2023, 2024)
    case, known = tiny_case(**changes), (*history, *years)
    carriers = {"electricity": electricity(years=known), "gas": natural_gas(years=known)}
    return replace(
        case,
        commodities={**case.commodities, **carriers},
        years=years,
        stands_for=dict.fromkeys(years, 1),
        history_years=history,
        history={y: case.history[2024] for y in history},
        intensity=replace(case.intensity, amount={y: 100.0 + 5 * (y - 2022) for y in known}),
    )


@pytest.mark.parametrize(
    "year, falls, judged, expected",
    [
        (2025, 2, "not_judged", [(2025, 2024)]),  # 2024 below 2023 is history
        (2026, 2, "not_judged", [(2026, 2025), (2025, 2024)]),
        (2027, 2, "not_judged", [(2027, 2026), (2026, 2025)]),
        (2027, 3, "not_judged", [(2027, 2026), (2026, 2025), (2025, 2024)]),
        (2027, 1, "not_judged", [(2027, 2026)]),
        (2027, 2, "judged", [(2027, 2026), (2026, 2025), (2028, 2027)]),
    ],
)
def test_falls_reach_back_from_the_year_of_application(year: int, falls: int, judged: str, expected: list[tuple[int, int]]) -> None:
    chosen = readings(trend_falls=falls, falling_after_award=judged)
    found = asked(falling(), case=_long_case(), read=chosen, year=year).fixed
    assert sorted((t.year, t.before) for t in found) == sorted(expected)


def test_a_young_factory_needs_one_fall() -> None:
    chosen = readings(trend_falls=2, falling_after_award="not_judged")
    young = replace(_long_case(), founded_year=2024, history_years=(2024,))
    assert [(t.year, t.before) for t in asked(falling(), case=young, read=chosen, year=2025).fixed] == [(2025, 2024)]
    older = asked(falling(), case=young, read=chosen, year=2026).fixed
    assert sorted((t.year, t.before) for t in older) == [(2025, 2024), (2026, 2025)]


def test_a_past_that_did_not_fall_is_hopeless() -> None:
    case = _long_case()
    risen = replace(case, intensity=replace(case.intensity, amount={y: 100.0 - 5 * (y - 2022) for y in case.intensity.amount}))
    chosen = readings(trend_falls=2, falling_after_award="not_judged")
    with pytest.raises(TierUnreachable) as refused:
        asked(falling(), case=risen, read=chosen, year=2025)
    assert "X1" in refused.value.shortfalls[0].en
    assert asked(falling(), case=risen, read=chosen, year=2027).fixed  # by then only planned years count


def test_only_intensities_can_be_asked_to_fall() -> None:
    with pytest.raises(InputRefused, match="renewable_share can't be asked to fall"):
        asked(falling("renewable_share"))


# What the solver sees -----------------------------------------------------------------------------------------------------


def _row(target: Target, chosen: Readings | None = None, case: Case | None = None) -> tuple[dict[str, float], float]:
    """Coefficients by column and the right side of the only row of a target."""
    compiled = compile_model(build_model(case or tiny_case(measures=[purchase("green")]), chosen or readings(), [target]))
    matrix, row = compiled.matrix, compiled.matrix.shape[0] - 1
    at = slice(matrix.starts[row], matrix.starts[row + 1])
    names = [compiled.column_name(int(column)) for column in matrix.columns[at]]
    return dict(zip(names, matrix.values[at].tolist(), strict=True)), float(matrix.row_upper[row])


def test_a_ratio_is_multiplied_out_with_its_margin() -> None:
    row, side = _row(Target(BINHAI, "X", "low", 2026, "renewable_share", "floor", 0.2))
    assert row == {"renewable_tce[2026]": -1.0, "energy_use_tce[2026]": pytest.approx(0.2 * (1 + SAFETY_MARGIN), rel=1e-15)}
    assert side == 0.0


def test_a_ceiling_is_tightened_downwards_and_a_floor_upwards_whatever_the_sign() -> None:
    for value in (5.0, -5.0):
        _, ceiling = _row(Target(BINHAI, "X", "low", 2026, "scope_emissions_t", "ceiling", value))
        assert ceiling == pytest.approx(value - 5 * SAFETY_MARGIN, rel=1e-15)
        _, floor = _row(Target(BINHAI, "X", "low", 2026, "energy_use_tce", "floor", value))
        assert -floor == pytest.approx(value + 5 * SAFETY_MARGIN, rel=1e-15)


def test_net_zero_is_a_trace_below_zero() -> None:
    _, side = _row(Target(BINHAI, "X", "zero", 2026, "net_scope_emissions_t", "ceiling", 0.0))
    assert side == pytest.approx(-SAFETY_MARGIN * 700.0, rel=1e-12)  # 1000 x 0.6 + 500 x 0.2 t is the baseline


@pytest.mark.parametrize("metric, kept", [("renewable_share", "energy_use_tce[2026]"), ("emission_reduction", "energy_emissions_t[2026]")])
def test_nothing_is_asked_above_a_whole(metric: str, kept: str) -> None:
    row, side = _row(Target(BINHAI, "X", "zero", 2026, metric, "floor", 1.0))
    assert row[kept] == 1.0
    assert side == 0.0


def test_a_small_effect_is_raised_above_the_solver_s_rounding() -> None:
    case = tiny_case(
        measures=[purchase("green")], history={y: replace(h, bought_mwh={"electricity": 1e9}) for y, h in tiny_case().history.items()}
    )
    _, side = _row(Target(BINHAI, "X", "low", 2026, "effect_zero_carbon_t", "floor", 0.001), case=case)
    assert -side == pytest.approx(0.001 + 1e-8 * 6e8, rel=1e-12)


def test_a_fall_between_planned_years_weighs_the_amounts() -> None:
    case = replace(tiny_case(), intensity=replace(tiny_case().intensity, amount=steady({2023: 90.0, 2024: 100.0, 2025: 80.0, 2026: 120.0})))
    row, side = _row(Target(BINHAI, "X", "low", 2026, "energy_per_unit_kgce", "fall", 0.99, before=2025), case=case)
    assert row["energy_use_tce[2026]"] == 1000.0
    assert row["energy_use_tce[2025]"] == pytest.approx(-0.99 * (1 - SAFETY_MARGIN) * 1.5 * 1000.0, rel=1e-14)
    assert side == 0.0


def test_a_fall_from_history_is_a_ceiling() -> None:
    case = replace(tiny_case(), intensity=replace(tiny_case().intensity, amount=steady({2023: 90.0, 2024: 100.0, 2025: 80.0, 2026: 120.0})))
    row, side = _row(Target(BINHAI, "X", "low", 2025, "energy_per_unit_kgce", "fall", 0.99, before=2024), case=case)
    past = 1000.0 * (0.1229 * 1000.0 + 0.12 * 500.0) / 100.0
    assert row == {"energy_use_tce[2025]": 1000.0}
    assert side == pytest.approx(0.99 * (1 - SAFETY_MARGIN) * past * 80.0, rel=1e-12)


def test_a_series_at_zero_passes_only_where_zero_counts_as_falling() -> None:
    target = Target(BINHAI, "X", "low", 2026, "carbon_per_unit_kg", "fall", 1.0, before=2025)
    assert _row(target, readings(zero_counts_as_falling=True))[1] == 0.0
    assert _row(target, readings(zero_counts_as_falling=False))[1] == pytest.approx(-SAFETY_MARGIN * 7000.0 * 100.0, rel=1e-12)


# A baseline that rolls on -----------------------------------------------------------------------------------------------

ROLLING = readings(baseline="rolling")


def test_a_rolling_baseline_opens_a_leg_for_each_year_that_may_be_the_peak() -> None:
    """History: 1000 MWh of power and 500 of gas are 700 t in both years; half of that, or half of what 2025 emits."""
    found = asked(at_least("emission_reduction", 0.5), read=ROLLING, year=2026)
    past, planned = found.open["X1_low"]
    assert (past.name, planned.name) == ("peak_past", "peak_2025")
    (ceiling,) = past.targets
    assert (ceiling.metric, ceiling.sense, ceiling.year) == ("scope_emissions_t", "ceiling", 2026)
    assert ceiling.value == pytest.approx(350.0)
    (below,) = planned.targets
    assert (below.metric, below.sense, below.year, below.before, below.value) == ("scope_emissions_t", "below", 2026, 2025, 0.5)


def test_a_rolling_baseline_binds_in_the_year_of_application_only() -> None:
    found = asked(at_least("emission_reduction", 0.5), read=ROLLING, year=2025)
    assert [(t.year, t.sense) for t in found.every_target] == [(2025, "ceiling")]  # no planned year lies before it


def test_all_of_the_peak_gone_is_zero_whatever_the_peak() -> None:
    found = asked(at_least("emission_reduction", 1.0), read=ROLLING, year=2026)
    assert [(t.metric, t.sense, t.value) for t in found.fixed] == [("scope_emissions_t", "ceiling", 0.0)]


def test_milestones_with_gaps_before_them_ask_nothing() -> None:
    case = replace(tiny_case(), years=(2025, 2028), stands_for={2025: 3, 2028: 1})
    assert asked(at_least("emission_reduction", 0.5), case=case, read=ROLLING, year=2028).every_target == ()


def test_at_most_against_a_rolling_baseline_is_refused() -> None:
    with pytest.raises(InputRefused, match="at_least"):
        asked(at_most("emission_reduction", 0.5), read=ROLLING)


@pytest.mark.parametrize("before", [1000.0, 1001.0, 1007.0, 1013.0, 1021.0])
def test_past_figures_that_fall_by_exactly_the_step_count_as_falling(before: float) -> None:
    after = before * 999 / 1000
    case = tiny_case(history={2023: past({"electricity": before}), 2024: past({"electricity": after})})
    found = asked(falling(), case=case, read=readings(falling_step=0.001, trend_falls=2), year=2025)
    assert found.fixed[0].before == 2024


def test_a_leg_that_can_be_judged_comes_before_a_fall_without_enough_years() -> None:
    """One past year and one planned one show one fall where two are asked for: the advanced value is the only sure way."""
    case = tiny_case(
        history_years=(2024,), history={2024: past({"electricity": 1000.0})}, intensity=replace(
            tiny_case().intensity, advanced_energy_kgce=AdvancedValueData("value", 1000.0, "a standard")
        ),
    )  # fmt: skip
    advanced = Advanced(kind="advanced", metric="energy_per_unit_kgce")
    found = asked(either(advanced, falling()), case=case, read=readings(trend_falls=2, falling_after_award="not_judged"), year=2025)
    assert {target.sense for target in found.every_target} == {"ceiling"} and found.open == {}
    alone_ = asked(falling(), case=case, read=readings(trend_falls=2, falling_after_award="not_judged"), year=2025)
    assert {target.sense for target in alone_.every_target} == {"fall"}

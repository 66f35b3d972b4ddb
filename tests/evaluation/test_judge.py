"""The judge as a whole: how findings combine, how tiers nest, and what never changes a verdict."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.base import Text
from planner.domain.plan import Request, TierYear
from planner.domain.tiers import Status
from planner.domain.verdict import Verdict
from planner.errors import UnknownName
from planner.evaluation import judge_tier
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding, combine_all, combine_any
from planner.evaluation.judge import judge_rule
from planner.evaluation.tolerance import JUDGE_TOLERANCE, find_scale, reaches, stays_within
from planner.index import load_index
from planner.index.rules import NotRequired, When
from tests.builders import BINHAI, TIERS, readings
from tests.cases.situations import INDEX, build_case, build_ledger, build_plan, by_indicator, judge_situation

PASSED = (Status.MET, Status.NOT_REQUIRED)
NUMERIC_ROWS = ("R02", "R03", "R04", "R06", "R08", "R14", "R15")
"""Rows whose tiers nest. Row 11 asks for something else at zero, and rows of papers name other papers."""


def find(status: Status, **more: Any) -> Finding:
    return Finding(status, (Text(zh=f"{status}。", en=f"{status}."),), "at_least", **more)


def expected_all(statuses: tuple[Status, ...]) -> Status:
    judged = [status for status in statuses if status is not Status.NOT_REQUIRED]
    if Status.NOT_MET in judged:
        return Status.NOT_MET
    if Status.NOT_ASSESSED in judged:
        return Status.NOT_ASSESSED
    return Status.MET if judged else Status.NOT_REQUIRED


def expected_any(statuses: tuple[Status, ...]) -> Status:
    if Status.MET in statuses:
        return Status.MET
    return Status.NOT_ASSESSED if Status.NOT_ASSESSED in statuses else Status.NOT_MET


@pytest.mark.parametrize("statuses", [*product(Status, repeat=1), *product(Status, repeat=2), *product(Status, repeat=3)])
def test_and_and_or_follow_their_truth_tables(statuses: tuple[Status, ...]) -> None:
    parts = tuple(find(status) for status in statuses)
    assert combine_all(parts).status is expected_all(statuses)
    assert combine_any(parts).status is expected_any(statuses)


def test_an_excused_leg_carries_an_or_only_when_it_held_before() -> None:
    failed = find(Status.NOT_MET)
    assert combine_any((failed, find(Status.NOT_REQUIRED, passed_before=True))).status is Status.NOT_REQUIRED
    assert combine_any((failed, find(Status.NOT_REQUIRED))).status is Status.NOT_MET
    assert combine_any((find(Status.MET), find(Status.NOT_REQUIRED, passed_before=True))).status is Status.MET


def test_and_shows_the_number_with_the_least_room() -> None:
    wide = find(Status.NOT_MET, value=1.0, threshold=2.0, unit="t", margin=-1.0, scale=2.0)
    near = find(Status.NOT_MET, value=90.0, threshold=100.0, unit="kW", margin=-10.0, scale=100.0)
    open_ = find(Status.NOT_ASSESSED, missing=("paper",))
    found = combine_all((near, wide, open_, find(Status.MET)))
    assert (found.value, found.unit, found.margin, found.missing) == (1.0, "t", -1.0, ("paper",))
    assert [reason.en for reason in found.reasons] == ["not_met.", "not_assessed."]


@pytest.mark.parametrize(
    ("metric", "threshold", "size_t", "scale"),
    [
        ("renewable_share", 0.05, 0.0, 0.05),
        ("renewable_share", 0.0, 7.0, 1.0),
        ("scope_emissions_t", 0.0, 7.0, 7.0),
        ("scope_emissions_t", 0.0, 0.0, 1.0),
        ("scope_emissions_t", -3.0, 7.0, 3.0),
    ],
)
def test_the_scale_of_the_tolerance(metric: str, threshold: float, size_t: float, scale: float) -> None:
    assert find_scale(metric, threshold, size_t) == scale


def test_the_tolerance_has_two_sides() -> None:
    inside, outside = 0.9 * JUDGE_TOLERANCE, 1.1 * JUDGE_TOLERANCE
    assert reaches(1 - inside, 1.0, 1.0) and not reaches(1 - outside, 1.0, 1.0)
    assert stays_within(1 + inside, 1.0, 1.0) and not stays_within(1 + outside, 1.0, 1.0)


# A whole tier.

COMPLETE: dict[str, Any] = {
    "tier": "zero",
    "year": 2026,
    "asked": {"zero": 2026},
    "history": {2023: {"energy_per_unit_kgce": 10, "carbon_per_unit_kg": 9}, 2024: {"energy_per_unit_kgce": 9, "carbon_per_unit_kg": 8}},
    "years": {
        2025: {
            "energy_per_unit_kgce": 8, "carbon_per_unit_kg": 4, "energy_emissions_t": 300, "renewable_share": 0.1, "baseline_t": 1000,
        },
        2026: {
            "energy_per_unit_kgce": 7, "carbon_per_unit_kg": 2, "energy_emissions_t": 200, "scope_emissions_t": 200,
            "net_scope_emissions_t": 0, "emission_reduction": 0.8, "own_reduction": 0.8, "baseline_t": 1000,
            "renewable_share": 0.3, "pv_kw": 500,
            "effect_reduction_t": 100, "effect_zero_carbon_t": 500, "effect_negative_t": 200, "effect_substitution_t": 50,
            "solid_waste_utilisation": 1.0,
        },
    },
    "advanced": {"energy": 7.5, "carbon": 3.0},
    "evidence": [
        {"item": item, "level": "national" if item == "green_factory_title" else None} for item in load_index(INDEX)[0].evidence
    ],
}  # fmt: skip
"""A factory that meets every tier in 2026."""


@pytest.mark.parametrize("tier", list(TIERS))
def test_a_factory_that_has_everything_holds_every_tier(tier: str) -> None:
    verdict = judge_situation({**COMPLETE, "tier": tier})
    assert verdict.holds
    assert len(verdict.verdicts) == 18
    assert {found.status for found in verdict.verdicts} <= set(PASSED)


@pytest.mark.parametrize("item", list(load_index(INDEX)[0].evidence))
def test_every_paper_matters_to_some_tier_and_only_by_not_being_assessed(item: str) -> None:
    rest = [entry for entry in COMPLETE["evidence"] if entry["item"] != item]
    verdicts = [judge_situation({**COMPLETE, "tier": tier, "evidence": rest}) for tier in TIERS]
    assert not all(verdict.holds for verdict in verdicts)
    assert all(not verdict.not_met for verdict in verdicts)
    assert {found.missing for verdict in verdicts for found in verdict.not_assessed} == {(item,)}


@pytest.mark.parametrize("metric", [name for name in COMPLETE["years"][2026] if name not in ("baseline_t", "scope_emissions_t")])
def test_every_figure_matters_to_some_tier(metric: str) -> None:
    figures = {name: value for name, value in COMPLETE["years"][2026].items() if name != metric}
    years = {**COMPLETE["years"], 2026: figures}
    assert not all(judge_situation({**COMPLETE, "years": years, "tier": tier}).holds for tier in TIERS)


def test_without_accounts_nothing_numeric_is_assessed() -> None:
    index, choices = load_index(INDEX)
    case = build_case(COMPLETE)
    verdict = judge_tier(case, index, choices, None, None, "zero", 2024)
    found = by_indicator(verdict)
    assert all(found[row].status is Status.NOT_ASSESSED for row in ("R01", "R02", "R04", "R05", "R06", "R08", "R11", "R14", "R15"))
    assert found["R07"].status is Status.MET


def test_unknown_tiers_and_years_are_refused() -> None:
    index, choices = load_index(INDEX)
    case = build_case(COMPLETE)
    with pytest.raises(UnknownName, match=r"2030 is neither .* 2023, 2024, 2025, 2026"):
        judge_tier(case, index, choices, None, None, "low", 2030)
    with pytest.raises(UnknownName, match="has no tier zero"):
        judge_tier(case, index.model_copy(update={"tiers": ("low",)}), choices, None, None, "zero", 2025)


def test_an_unresolved_rule_is_a_defect() -> None:
    leg = NotRequired(kind="not_required")
    rule = When(kind="when", setting="waste_rate", equals="with_stock", then=leg, otherwise=leg)
    docket = Docket(build_case(COMPLETE), BINHAI, readings(), {}, None, None, "low", 2025)
    with pytest.raises(ValueError, match="load_index"):
        judge_rule(docket, rule)


def test_a_tier_asked_for_twice_counts_from_its_first_year() -> None:
    case = build_case(COMPLETE)
    asked = tuple(TierYear(index="binhai-2022", tier="low", year=year) for year in (2026, 2025))
    plan = build_plan(case, {}).model_copy(update={"request": Request(tiers=asked)})
    assert Docket(case, BINHAI, readings(), {}, plan, None, "low", 2026).year_of_application() == 2025
    assert Docket(case, BINHAI, readings(), {}, plan, None, "near", 2026).year_of_application() is None


def test_a_failed_trend_shows_the_step_that_failed() -> None:
    """Not the step from nothing to nothing, which passes although its relative margin is worse."""
    series = {2023: 5.0, 2024: 4.9999, 2025: 1e-10, 2026: 5e-10}
    figures = {year: {"carbon_per_unit_kg": value} for year, value in series.items()}
    given_ = {
        "tier": "low", "year": 2026, "settings": {"trend_falls": 3}, "advanced": {"carbon": "no_standard"},
        "history": {year: figures[year] for year in (2023, 2024)}, "years": {year: figures[year] for year in (2025, 2026)},
    }  # fmt: skip
    found = by_indicator(judge_situation(given_))["R14"]
    assert (found.status, found.value) == (Status.NOT_MET, 4.9999)


# Properties.

SHARE = st.sampled_from([0.0, 0.04999, 0.05, 0.05001, 0.09999, 0.1, 0.19999, 0.2, 0.5, 0.99999, 1.0])
TONNES = st.sampled_from([-5.0, 0.0, 1e-9, 0.5, 1.0, 2.0, 500.0])
INTENSITY = st.sampled_from([0.0, 2.9999, 3.0, 3.0001, 3.003, 4.0, 5.0])


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    """Any mixture of figures around the thresholds, papers and readings."""
    series = {year: {"energy_per_unit_kgce": draw(INTENSITY), "carbon_per_unit_kg": draw(INTENSITY)} for year in (2023, 2024, 2025, 2026)}
    shares = {name: draw(SHARE) for name in ("renewable_share", "solid_waste_utilisation", "own_reduction")}
    effects = {f"effect_{name}_t": draw(TONNES) for name in ("reduction", "zero_carbon", "negative", "substitution")}
    emissions = {"scope_emissions_t": draw(TONNES), "net_scope_emissions_t": draw(TONNES), "baseline_t": 1000.0}
    level = draw(st.sampled_from([None, "district", "municipal", "national"]))
    return {
        "year": draw(st.sampled_from([2025, 2026])),
        "asked": draw(st.sampled_from([{}, {"low": 2025, "near": 2025, "zero": 2025}])),
        "settings": {"credits_at_zero": draw(st.sampled_from(["default", "strict"]))},
        "history": {year: series[year] for year in (2023, 2024)},
        "years": {year: {**series[year], **shares, **effects, **emissions, "pv_kw": draw(TONNES)} for year in (2025, 2026)},
        "advanced": {"energy": 3.0, "carbon": 3.0},
        "evidence": [{"item": "green_factory_title", "level": level}] if level else [],
    }


@settings(max_examples=150, deadline=None)
@given(situations())
def test_a_stricter_tier_implies_the_looser_one(situation: dict[str, Any]) -> None:
    """With credits judged by the default, and with own reduction consistent with the emissions left."""
    year = situation["years"][situation["year"]]
    year["emission_reduction"] = 1 - year["scope_emissions_t"] / 1000.0
    year["own_reduction"] = min(year["own_reduction"], year["emission_reduction"])  # capture comes on top
    low, near, zero = (by_indicator(judge_situation({**situation, "tier": tier})) for tier in TIERS)
    for row in NUMERIC_ROWS:
        if zero[row].status is Status.MET:
            assert near[row].status in PASSED, row
        if near[row].status is Status.MET:
            assert low[row].status in PASSED, row


def statuses(situation: dict[str, Any]) -> list[tuple[str, Status, str]]:
    verdicts = [judge_situation({**situation, "tier": tier}) for tier in TIERS]
    return [(found.indicator, found.status, found.branch) for verdict in verdicts for found in verdict.verdicts]


def shift(situation: dict[str, Any], by: int) -> dict[str, Any]:
    """The same situation ``by`` years later."""
    moved = {part: {year + by: values for year, values in situation[part].items()} for part in ("history", "years")}
    asked = {tier: year + by for tier, year in situation["asked"].items()}
    return {**situation, **moved, "asked": asked, "year": situation["year"] + by, "founded": 1990 + by}


def scale_tonnes(situation: dict[str, Any], by: float) -> dict[str, Any]:
    """A factory ``by`` times as large, with effects floored in proportion."""
    years = {
        year: {name: value * by if name.endswith("_t") else value for name, value in values.items()}
        for year, values in situation["years"].items()
    }
    return {**situation, "years": years, "settings": {**situation["settings"], "minimum_effect_t": by}}


@settings(max_examples=60, deadline=None)
@given(situations(), st.integers(-5, 20))
def test_the_calendar_does_not_matter(situation: dict[str, Any], by: int) -> None:
    assert statuses(shift(situation, by)) == statuses(situation)


@settings(max_examples=60, deadline=None)
@given(situations(), st.sampled_from([1e-3, 0.25, 8.0, 1e6]))
def test_the_size_of_the_factory_does_not_matter(situation: dict[str, Any], by: float) -> None:
    assert statuses(scale_tonnes(situation, by)) == statuses(situation)


@settings(max_examples=40, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(situation: dict[str, Any], random: Any) -> None:
    index, choices = load_index(INDEX, situation["settings"])
    case, ledger = build_case(situation), build_ledger(situation)
    plan = build_plan(case, situation["asked"])
    shuffled = random.sample(index.indicators, len(index.indicators))
    renamed = {indicator.id: f"X{indicator.row}" for indicator in index.indicators}
    other = index.model_copy(update={"indicators": tuple(entry.model_copy(update={"id": renamed[entry.id]}) for entry in shuffled)})
    other_case = replace(case, name=Text(zh="别名", en="alias"), evidence=tuple(reversed(case.evidence)))
    for tier in TIERS:
        first = by_indicator(judge_tier(case, index, choices, plan, ledger, tier, situation["year"]))
        second = by_indicator(judge_tier(other_case, other, choices, plan, ledger, tier, situation["year"]))
        assert {renamed[name]: replace(found, indicator="") for name, found in first.items()} == {
            name: replace(found, indicator="") for name, found in second.items()
        }


@settings(max_examples=60, deadline=None)
@given(situations())
def test_margins_and_reasons_agree_with_the_status(situation: dict[str, Any]) -> None:
    for tier in TIERS:
        for found in judge_situation({**situation, "tier": tier}).verdicts:
            assert found.reasons and all(reason.zh.endswith("。") and reason.en.endswith((".", ")")) for reason in found.reasons)
            assert (found.margin is None) == (found.value is None) == (found.threshold is None)
            check_margin(found)


def check_margin(found: Verdict) -> None:
    if found.margin is None or found.threshold is None or found.indicator in ("R04", "R14"):
        return
    assert math.isfinite(found.margin)
    slack = JUDGE_TOLERANCE * max(abs(found.threshold), 1000.0)
    assert found.margin >= -slack if found.status is Status.MET else found.margin < 0


@settings(max_examples=60, deadline=None)
@given(situations(), st.sampled_from(["renewable_share", "effect_reduction_t", "effect_zero_carbon_t", "effect_negative_t", "pv_kw"]))
def test_more_of_a_good_thing_never_turns_met_into_not_met(situation: dict[str, Any], metric: str) -> None:
    better = {year: {**values, metric: values[metric] + 0.3} for year, values in situation["years"].items()}
    for (name, before, _), (_, after, _) in zip(statuses(situation), statuses({**situation, "years": better}), strict=True):
        assert not (before is Status.MET and after is not Status.MET), name


def test_papers_are_judged_by_the_last_day_of_the_year() -> None:
    """Not by the day on which somebody runs the program."""
    entry = {"item": "emission_inventory_report", "from": "2025-01-01", "to": date(2025, 12, 31).isoformat()}
    now, later = ({**COMPLETE, "tier": "low", "year": year, "evidence": [entry]} for year in (2025, 2026))
    assert by_indicator(judge_situation(now))["R12"].status is Status.MET
    assert by_indicator(judge_situation(later))["R12"].missing == ("emission_inventory_report",)


def test_a_verdict_carries_every_part_of_its_finding() -> None:
    assert {field.name for field in fields(Verdict)} - {field.name for field in fields(Finding)} == {"indicator", "title"}

"""Every threshold of every shipped index: at it, just above and just below, judged on unrounded figures and shown as judged.

The table of Binhai is written by hand from the words of its rows. Those of other indexes are made from their rules.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.case import AdvancedValueData
from planner.domain.tiers import Status
from planner.domain.verdict import Ledger, YearAccount
from planner.evaluation.docket import Docket
from planner.evaluation.findings import Finding
from planner.evaluation.judge import judge_rule
from planner.index import index_ids, load_index
from planner.index.readings import Readings
from planner.index.rules import Advanced, AtLeast, AtMost, Falling, Index, Rule, every_rule
from tests.builders import plan_for, tiny_case

NEAR = 1e-8
"""Relative distance from a threshold that is no rounding: ten times the judge's tolerance."""
YEAR, BASELINE_T, ADVANCED = 2026, 1000.0, {"energy_per_unit_kgce": 8.0, "carbon_per_unit_kg": 3.0}
ADVANCED_ROWS = (
    ("R04", "near", "energy_per_unit_kgce", "at most", 8.0), ("R04", "zero", "energy_per_unit_kgce", "at most", 8.0),
    ("R14", "near", "carbon_per_unit_kg", "at most", 3.0), ("R14", "zero", "carbon_per_unit_kg", "at most", 3.0),
    ("R04", "low", "energy_per_unit_kgce", "at most", 8.0), ("R14", "low", "carbon_per_unit_kg", "at most", 3.0),
)  # fmt: skip
BINHAI = (
    ("R02", "low", "effect_reduction_t", "at least", 1.0),
    ("R02", "near", "effect_reduction_t", "at least", 1.0), ("R02", "near", "effect_zero_carbon_t", "at least", 1.0),
    ("R02", "zero", "effect_reduction_t", "at least", 1.0), ("R02", "zero", "effect_zero_carbon_t", "at least", 1.0),
    ("R02", "zero", "effect_negative_t", "at least", 1.0),
    ("R05", "near", "pv_kw", "at least", 10.0), ("R05", "zero", "pv_kw", "at least", 10.0),
    ("R06", "low", "renewable_share", "at least", 0.05), ("R06", "near", "renewable_share", "at least", 0.10),
    ("R06", "zero", "renewable_share", "at least", 0.20),
    *(("R08", tier, "solid_waste_utilisation", "at least", 1.0) for tier in ("low", "near", "zero")),
    ("R11", "low", "effect_substitution_t", "at least", 1.0), ("R11", "near", "effect_substitution_t", "at least", 1.0),
    ("R11", "zero", "effect_negative_t", "at least", 1.0),
    ("R15", "low", "emission_reduction", "at least", 0.10), ("R15", "near", "emission_reduction", "at least", 0.50),
    ("R15", "zero", "net_scope_emissions_t", "at most", 0.0), ("R15", "zero", "own_reduction", "at least", 0.50),
    *ADVANCED_ROWS,
)  # fmt: skip
"""Row, tier, figure, which way, and the number, as the index words it (minimum effect and PV size as the project reads it)."""
BINHAI_FALLS = tuple((row, tier, metric) for row, metric in (("R04", "energy_per_unit_kgce"), ("R14", "carbon_per_unit_kg"))
                     for tier in ("low", "zero"))  # fmt: skip
"""Rows that ask for a fall year by year: 近三年指标逐年下降."""


def list_tests(index: Index) -> Iterator[tuple[str, str, Rule]]:
    """Indicator, tier and each single test."""
    for indicator in index.indicators:
        for tier in index.tiers:
            yield from ((indicator.id, tier, rule) for rule in every_rule(indicator.tests[tier]))


def judge(index: Index, readings: Readings, tier: str, rule: Rule, figures: Mapping[int, Mapping[str, float]]) -> Finding:
    """One test on given figures of 2024 and on; the factory is old and states its advanced values."""
    intensity = tiny_case().intensity
    stated = {name: AdvancedValueData("value", value, "GB") for name, value in ADVANCED.items()}
    intensity = replace(intensity, advanced_energy_kgce=stated["energy_per_unit_kgce"], advanced_carbon_kg=stated["carbon_per_unit_kg"])
    case = replace(tiny_case(), intensity=intensity)
    years = {year: YearAccount(year, {"baseline_t": BASELINE_T, **values}) for year, values in figures.items()}
    ledger = Ledger({}, years, (), 0.0, {})
    docket = Docket(case, index.id, readings, index.evidence, plan_for(case), ledger, tier, YEAR)
    return judge_rule(docket, rule)


def edges(way: str, threshold: float) -> list[tuple[float, Status]]:
    """Figures around a threshold with the verdict that the words give."""
    step = NEAR * (abs(threshold) or BASELINE_T)
    above, below = (Status.MET, Status.NOT_MET) if way == "at least" else (Status.NOT_MET, Status.MET)
    return [
        (threshold, Status.MET), (math.nextafter(threshold, math.inf), Status.MET), (math.nextafter(threshold, -math.inf), Status.MET),
        (threshold + step, above), (threshold - step, below),
    ]  # fmt: skip


def find_tests(index: Index, row: str, tier: str, metric: str) -> list[Rule]:
    return [
        rule for one, of, rule in list_tests(index)
        if (one, of) == (row, tier) and getattr(rule, "metric", None) == metric and not isinstance(rule, Falling)
    ]  # fmt: skip


@pytest.mark.parametrize(("row", "tier", "metric", "way", "threshold"), BINHAI)
def test_binhai_by_its_own_words(row: str, tier: str, metric: str, way: str, threshold: float) -> None:
    index, readings = load_index("binhai-2022")
    (rule,) = find_tests(index, row, tier, metric)
    for value, status in edges(way, threshold):
        found = judge(index, readings, tier, rule, {YEAR: {metric: value}})
        assert found.status is status, f"{value!r} against {threshold!r}"
        assert found.value == value  # unrounded
        assert_shown_as_judged(found)


@pytest.mark.parametrize(("row", "tier", "metric"), BINHAI_FALLS)
def test_binhai_falls_by_its_own_words(row: str, tier: str, metric: str) -> None:
    """Two falls of 0.1 % at least: at the step, just more, just less, level, and one fall only."""
    index, readings = load_index("binhai-2022")
    (rule,) = (rule for one, of, rule in list_tests(index) if (one, of) == (row, tier) and isinstance(rule, Falling))
    last = 100.0 * 0.999
    table = ((last, Status.MET), (last * (1 - NEAR), Status.MET), (last * (1 + NEAR), Status.NOT_MET), (100.0, Status.NOT_MET),
             (100.0 * (1 - NEAR), Status.NOT_MET), (0.0, Status.MET))  # fmt: skip
    for value, status in table:
        found = judge(index, readings, tier, rule, {2024: {metric: 110.0}, 2025: {metric: 100.0}, 2026: {metric: value}})
        assert found.status is status, repr(value)
    assert judge(index, readings, tier, rule, {2024: {metric: 90.0}, 2025: {metric: 100.0}, 2026: {metric: 50.0}}).status is Status.NOT_MET
    assert judge(index, readings, tier, rule, {2025: {metric: 100.0}, 2026: {metric: 50.0}}).status is Status.NOT_ASSESSED


def test_the_hand_written_table_leaves_nothing_out() -> None:
    index, _ = load_index("binhai-2022")
    numeric = {(row, tier, rule.metric) for row, tier, rule in list_tests(index) if isinstance(rule, AtLeast | AtMost | Advanced)}
    assert numeric == {(row, tier, metric) for row, tier, metric, _, _ in BINHAI}
    falls = {(row, tier, rule.metric) for row, tier, rule in list_tests(index) if isinstance(rule, Falling)}
    assert falls == set(BINHAI_FALLS)


@pytest.mark.parametrize("index_id", index_ids())
def test_every_bound_of_every_index(index_id: str) -> None:
    index, readings = load_index(index_id)
    for row, tier, rule in list_tests(index):
        if isinstance(rule, AtLeast | AtMost):
            way = "at least" if isinstance(rule, AtLeast) else "at most"
            table = edges(way, rule.threshold(readings))
        elif isinstance(rule, Advanced):
            table = edges("at most", ADVANCED[rule.metric])
        else:
            continue
        for value, status in table:
            found = judge(index, readings, tier, rule, {YEAR: {rule.metric: value}})
            assert found.status is status, (row, tier, rule.metric, value)
            assert_shown_as_judged(found)


# What is shown ----------------------------------------------------------------------------------------------------------

_NUMBER = r"(-?[\d,]+(?:\.\d+)?)"


def assert_shown_as_judged(found: Finding) -> None:
    """The numbers of the sentence, read back, give the verdict; a gap that is shown suffices."""
    (reason,) = found.reasons
    match = re.search(rf": {_NUMBER}[^;]*; at (least|most) (?:the advanced value )?{_NUMBER}", reason.en)
    assert match is not None, reason.en
    value, threshold = (float(text.replace(",", "")) for text in (match[1], match[3]))
    held = value >= threshold if match[2] == "least" else value <= threshold
    assert held == (found.status is Status.MET), reason.en
    assert ("has to" in reason.en) == (found.status is Status.NOT_MET)
    zh = re.search(rf"为 {_NUMBER}[^，]*，要求不(低|高)于(?:先进值)? ?{_NUMBER}", reason.zh)
    assert zh is not None and [zh[1], zh[3]] == [match[1], match[3]], reason.zh


def near(threshold: float, scale: float) -> st.SearchStrategy[float]:
    """Figures at many distances from a threshold, from the last digit to several times it."""
    distance = st.builds(lambda sign, power: sign * 10.0**power, st.sampled_from((-1, 1)), st.floats(-16, 1))
    return distance.map(lambda part: threshold + part * scale)


NUMERIC: list[tuple[str, str, str, Any]] = [
    (index_id, row, tier, rule)
    for index_id in index_ids()
    for row, tier, rule in list_tests(load_index(index_id)[0])
    if isinstance(rule, AtLeast | AtMost | Advanced)
]


@given(st.data())
def test_no_miss_is_shown_as_a_pass(data: st.DataObject) -> None:
    index_id, _, tier, rule = data.draw(st.sampled_from(NUMERIC))
    index, readings = load_index(index_id)
    threshold = ADVANCED[rule.metric] if isinstance(rule, Advanced) else rule.threshold(readings)
    value = data.draw(near(threshold, abs(threshold) or BASELINE_T))
    assert_shown_as_judged(judge(index, readings, tier, rule, {YEAR: {rule.metric: value}}))

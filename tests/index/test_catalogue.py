"""Loading indexes: readings, refusals, and another index as one more file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import InputRefused, UnknownName
from planner.index import index_for, index_ids, load_index
from planner.index.catalogue import SHIPPED
from planner.index.dependencies import OF_METRICS
from planner.index.rules import AllOf, AtLeast, AtMost, NotRequired, OwnReductionFirst, Papers, TitleAtLeast, When, every_rule
from planner.index.settings import Setting
from tests.builders import TIERS, tiny_case

SMALL = """
schema: planner-index/1
id: small-1
title: {zh: 小指标, en: Small index}
edition: first
dated: 2026-01
status: test
source: test
tiers: [low, near]
tier_titles: {low: {zh: 低, en: low}, near: {zh: 近零, en: near}}
readings:
READINGS
evidence:
  statement: {title: {zh: 声明, en: statement}}
indicators:
  - id: A1
    row: 1
    level1: {zh: 一, en: one}
    title: {zh: 单位能耗碳排放, en: carbon per tce}
    cells:
      - {tiers: [low], zh: 不高于1.25, en: at most 1.25, test: {kind: at_most, metric: carbon_per_tce, value: 1.25}}
      - {tiers: [near], zh: 声明, en: statement, test: {kind: evidence, items: [statement]}}
  - id: A2
    row: 2
    level1: {zh: 一, en: one}
    title: {zh: 固废利用率, en: solid waste}
    cells:
      - {tiers: [low, near], zh: 不低于80%, en: at least 80 %, test: {kind: at_least, metric: solid_waste_utilisation, value: 0.8}}
"""


def small_text() -> str:
    """A whole small index with Binhai's choices for the readings that its rules go by."""
    index, _ = load_index("binhai-2022")
    lines = [
        f"  {name}: {{choice: {index.readings[name].choice}, basis: project, why: {{zh: 试, en: test}}}}"
        for name in (*OF_METRICS["carbon_per_tce"], *OF_METRICS["solid_waste_utilisation"])
    ]
    return SMALL.replace("READINGS", "\n".join(lines))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the small index with one piece of its text replaced."""

    def written(old: str = "", new: str = "") -> Path:
        text = small_text()
        assert old in text
        (tmp_path / "small-1.yaml").write_text(text.replace(old, new) if old else text, encoding="utf-8")
        return tmp_path

    return written


def refused(call: Callable[[], object]) -> list[tuple[str, str]]:
    """Path and English message of every problem that the call announces."""
    with pytest.raises(InputRefused) as caught:
        call()
    assert all(problem.zh != problem.en for problem in caught.value.problems)
    return [(problem.path, problem.en) for problem in caught.value.problems]


def test_every_shipped_index_loads_and_says_where_it_comes_from() -> None:
    assert "binhai-2022" in index_ids()
    for index_id in index_ids():
        index, _ = load_index(index_id)
        assert all(words.zh != words.en for words in (index.source, index.edition, index.status))


def test_every_reading_of_binhai_has_a_reason() -> None:
    index, readings = load_index("binhai-2022")
    assert set(index.readings) == set(readings.choices())
    for name, reading in index.readings.items():
        assert reading.why.zh != reading.why.en
        assert readings.choices()[name] == reading.choice
        assert reading.choice not in reading.alternatives
        for alternative in reading.alternatives:
            _, other = load_index("binhai-2022", {name: alternative})
            assert other.choices()[name] == alternative
    assert "not confirmed" in index.status.en and "未经确认" in index.status.zh


def test_resolved_tests_are_free_of_when_under_every_reading() -> None:
    base, _ = load_index("binhai-2022")
    for name, reading in base.readings.items():
        for value in (reading.choice, *reading.alternatives):
            index, _ = load_index("binhai-2022", {name: value})
            for indicator in index.indicators:
                assert set(indicator.tests) == set(indicator.requirements) == set(TIERS)
                assert not any(isinstance(part, When) for rule in indicator.tests.values() for part in every_rule(rule))


def test_every_declared_paper_is_asked_for() -> None:
    asked: set[str] = set()
    for splits in ({}, {f"split_r{row}": "from_zero" for row in ("05", "12", "16", "17", "18")}):
        index, _ = load_index("binhai-2022", splits)
        for indicator in index.indicators:
            for rule in (part for test in indicator.tests.values() for part in every_rule(test)):
                asked |= set(rule.items) if isinstance(rule, Papers) else {rule.item} if isinstance(rule, TitleAtLeast) else set()
    assert asked == set(index.evidence)


def test_splits_move_a_merged_cell() -> None:
    near, _ = load_index("binhai-2022")
    zero, _ = load_index("binhai-2022", {"split_r05": "from_zero"})
    assert isinstance(near.indicators[4].tests["near"], AllOf)
    assert isinstance(zero.indicators[4].tests["near"], NotRequired)
    assert zero.indicators[4].requirements["near"].zh == "/"


@pytest.mark.parametrize(
    ("choice", "metrics"),
    [
        ("strict", ["scope_emissions_t"]),
        ("literal", ["net_scope_emissions_t"]),
        ("default", ["net_scope_emissions_t", "own_reduction"]),
    ],
)
def test_credits_at_zero_choose_the_test_of_row_15(choice: str, metrics: list[str]) -> None:
    index, _ = load_index("binhai-2022", {"credits_at_zero": choice})
    rules = every_rule(index.indicators[14].tests["zero"])
    assert [rule.metric for rule in rules if isinstance(rule, AtLeast | AtMost)] == metrics


def test_capture_counts_in_the_ceiling_of_the_zero_tier_only_where_a_reading_says_so() -> None:
    for choice, metric in (("excluded", "own_reduction"), ("included", "emission_reduction")):
        index, _ = load_index("binhai-2022", {"capture_as_own_reduction": choice})
        asked = {tier: [r.metric for r in every_rule(index.indicators[14].tests[tier]) if isinstance(r, AtLeast)] for tier in TIERS}
        assert asked == {"low": ["emission_reduction"], "near": ["emission_reduction"], "zero": [metric]}


def test_own_reduction_first_is_asked_beside_negative_measures_alone() -> None:
    index, _ = load_index("binhai-2022")
    asking = {
        (row.id, tier) for row in index.indicators for tier in TIERS
        for rule in every_rule(row.tests[tier]) if isinstance(rule, OwnReductionFirst)
    }  # fmt: skip
    assert asking == {("R11", "zero")}


def test_index_for_a_case_takes_its_settings() -> None:
    case = tiny_case()
    chosen = case.index.model_copy(update={"settings": {"trend_falls": 3.0, "falling_step": 0}})
    index, readings = index_for(type(case)(**{name: getattr(case, name) for name in case.__slots__} | {"index": chosen}))
    assert (index.id, readings.trend_falls, readings.falling_step) == ("binhai-2022", 3, 0)


def test_unknown_index_gets_a_suggestion() -> None:
    with pytest.raises(UnknownName, match=r"did you mean binhai-2022\?") as caught:
        load_index("binhai-2202")
    assert "binhai-2022" in caught.value.zh
    with pytest.raises(UnknownName):
        load_index("../data/binhai-2022")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("credits_at_zero", "strct", "did you mean strict?"),
        ("credits_at_zero", True, "default, strict, literal"),
        ("falling_step", True, "a number ≥ 0, < 0.2"),
        ("falling_step", 0.2, "a number ≥ 0, < 0.2"),
        ("falling_step", "0.1", "a number ≥ 0, < 0.2"),
        ("trend_falls", 2.5, "a whole number ≥ 1, ≤ 4"),
        ("trend_falls", 5, "a whole number ≥ 1, ≤ 4"),
        ("zero_counts_as_falling", 1, "true, false"),
        ("minimum_pv_kw", 0, "a number > 0"),
        ("minimum_effect_t", float("nan"), "a number > 0"),
        ("minimum_effect_t", float("inf"), "a number > 0"),
        ("split_r05", "from_low", "from_near, from_zero"),
        ("trend_fals", 2, "did you mean trend_falls?"),
    ],
)
def test_a_bad_setting_is_refused(name: str, value: Setting, told: str) -> None:
    ((path, message),) = refused(lambda: load_index("binhai-2022", {name: value}))
    assert path == f"settings.{name}"
    assert told in message


def test_all_bad_settings_are_told_at_once() -> None:
    found = refused(lambda: load_index("binhai-2022", {"trend_falls": 9, "no_such": 1, "waste_rate": "with_stock"}))
    assert [path for path, _ in found] == ["settings.trend_falls", "settings.no_such"]


def test_another_index_is_one_more_file(write: Callable[..., Path]) -> None:
    folder = write()
    assert index_ids(folder) == ("small-1",)
    index, readings = load_index("small-1", folder=folder)
    assert index.tiers == ("low", "near")
    assert readings.splits == {}
    assert refused(lambda: load_index("small-1", {"split_r05": "from_near"}, folder))[0][0] == "settings.split_r05"


def test_a_changed_file_is_read_again(write: Callable[..., Path]) -> None:
    load_index("small-1", folder=write())
    index, _ = load_index("small-1", folder=write("value: 1.25", "value: 1.5"))
    assert index.indicators[0].tests["low"].model_dump()["value"] == 1.5


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("tiers: [near], zh", "tiers: [low], zh", "indicators.0.cells"),
        ("tiers: [near], zh", "tiers: [nearby], zh", "indicators.0.cells.1.tiers"),
        ("tiers: [near], zh", "tiers: {split_r05: {from_near: [near], from_zero: [near]}}, zh", "indicators.0"),
        ("tiers: [low, near]", "tiers: [low, near, zero]", "tier_titles"),
        ("tiers: [low, near]", "tiers: [low, near, near]", "tiers.2"),
        ("near: {zh: 近零, en: near}", "near: {zh: 近零, en: near}, zero: 零", "tier_titles.zero"),
        ("value: 1.25", "setting: no_such", "indicators.0.cells.0.test.setting"),
        ("value: 1.25", "setting: waste_rate", "indicators.0.cells.0.test.setting"),
        ("[statement]", "[statment]", "indicators.0.cells.1.test.items.0"),
        ("[statement]", "[statment]", "evidence.statement"),
        ("  waste_rate: {choice: with_stock", "  waste_rate: {choice: no_stock", "readings.waste_rate.choice"),
        ("  exported_power:", "  exported_powr:", "readings"),
        ("  exported_power:", "  exported_powr:", "readings.exported_powr"),
        ("readings:\n", "readings:\n  trend_falls: {choice: 2, basis: text, why: test}\n", "readings.trend_falls"),
        ("metric: carbon_per_tce", "metric: renewable_share", "readings"),
        ("{kind: evidence, items: [statement]}", "{kind: falling, metric: renewable_share}", "indicators.0.cells.1.test.metric"),
        ("{kind: evidence, items: [statement]}", "{kind: stated, figure: water, at_least: 1}", "indicators.0.cells.1.test.figure"),
        ("id: A2", "id: A1", "indicators.1.id"),
        ("test: {kind: evidence", "test: {kind: evidenz", "indicators.0.cells.1.test.kind"),
        ("metric: carbon_per_tce", "metric: carbon_per_tc", "indicators.0.cells.0.test.metric"),
        ("value: 1.25", "value: 1.25, setting: waste_rate", "indicators.0.cells.0.test"),
        ("value: 1.25", "value: '1.25'", "indicators.0.cells.0.test.value"),
        ("edition: first", "edition: first\nedition: second", "edition"),
        ("dated: 2026-01", "dated: last year", "dated"),
        ("dated: 2026-01", "dated: 2026-13", "dated"),
        ("dated: 2026-01", "dated: 2026-02-30", "dated"),
        ("schema: planner-index/1", "schema: planner-index/2", "schema"),
        ("edition: first", "edition: first\nsurprise: 1", "surprise"),
    ],
)
def test_a_broken_file_is_refused(write: Callable[..., Path], old: str, new: str, path: str) -> None:
    folder = write(old, new)
    with pytest.raises(InputRefused) as caught:
        load_index("small-1", folder=folder)
    found = {problem.path: problem for problem in caught.value.problems}
    assert path in found
    assert found[path].line > 0 and found[path].column > 0 and found[path].excerpt
    assert all(problem.zh != problem.en for problem in caught.value.problems)


@pytest.mark.parametrize(("value", "good"), [("1", True), ("-1", True), ("0.8", True), ("1.01", False), ("80", False), ("-40", False)])
def test_a_bound_of_a_share_is_a_share(write: Callable[..., Path], value: str, good: bool) -> None:
    folder = write("value: 0.8}", f"value: {value}}}")
    if good:
        load_index("small-1", folder=folder)
        return
    ((path, told),) = refused(lambda: load_index("small-1", folder=folder))
    assert path == "indicators.1.cells.0.test.value" and "40 % is 0.40" in told


@pytest.mark.parametrize(("least", "most", "good"), [("0", "1", True), ("1", "1", True), ("1", "0", False)])
def test_a_stated_figure_has_room_between_least_and_most(write: Callable[..., Path], least: str, most: str, good: bool) -> None:
    folder = write("{kind: evidence, items: [statement]}", "{kind: stated, figure: water, at_least: 1}")
    figure = f"{{unit: '1', title: {{zh: 水, en: water}}, meaning: {{zh: 试, en: test}}, least: {least}, most: {most}}}"
    file = folder / "small-1.yaml"
    text = file.read_text(encoding="utf-8")
    evidence = "evidence:\n  statement: {title: {zh: 声明, en: statement}}"
    assert evidence in text
    file.write_text(text.replace(evidence, f"stated_figures:\n  water: {figure}"), encoding="utf-8")
    if good:
        load_index("small-1", folder=folder)
        return
    ((path, told),) = refused(lambda: load_index("small-1", folder=folder))
    assert path == "stated_figures.water.least" and "more than most" in told


def test_a_shipped_file_is_named_like_its_index(write: Callable[..., Path]) -> None:
    folder = write("id: small-1", "id: small-2")
    assert [path for path, _ in refused(lambda: load_index("small-1", folder=folder))] == ["id"]


def test_when_rules_are_checked(write: Callable[..., Path]) -> None:
    leg = "{kind: not_required}"
    rule = f"{{kind: when, setting: waste_rate, equals: sometimes, then: {leg}, otherwise: {leg}}}"
    folder = write("{kind: evidence, items: [statement]}", rule)
    found = dict(refused(lambda: load_index("small-1", folder=folder)))
    assert found["indicators.0.cells.1.test.equals"] == "reading waste_rate has no choice 'sometimes'; allowed: with_stock, same_year"


def test_index_files_hold_every_wording_once() -> None:
    """The source's cells are not repeated: a merged cell is one cell."""
    text = (SHIPPED / "binhai-2022.yaml").read_text(encoding="utf-8")
    assert text.count("工厂的大气、水污染物排放应符合") == 1

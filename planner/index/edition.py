"""An index file as written, and how it becomes an Index: cells spread over tiers, readings applied (指标体系文件)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Literal

from pydantic import Field

from planner.domain.base import Model, Text
from planner.domain.tiers import TierId
from planner.index.readings import Readings
from planner.index.rules import (
    Advanced,
    Bound,
    EvidenceItem,
    Falling,
    Index,
    Indicator,
    OwnReductionFirst,
    Papers,
    ReadingChoice,
    Rule,
    TitleAtLeast,
    When,
    choose_rules,
    every_rule,
)
from planner.index.settings import Setting, allowed_words, is_closed, is_number, refuse_setting

Tiers = Annotated[tuple[TierId, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in an index file."""

    path: str
    zh: str
    en: str


class Cell(Model):
    """One cell of the source table, which may cover several tiers."""

    tiers: Tiers | Annotated[dict[str, dict[str, Tiers]], Field(min_length=1, max_length=1)]
    """Tiers that it covers; where a border is lost, ``{reading: {choice: tiers}}``."""
    zh: str
    """The words of the source."""
    en: str
    test: Rule

    def covers(self, choices: Mapping[str, object]) -> tuple[TierId, ...]:
        """The tiers covered under the given choices of readings."""
        if not isinstance(self.tiers, dict):
            return self.tiers
        ((setting, by_choice),) = self.tiers.items()
        return by_choice.get(str(choices[setting]), ())


class Row(Model):
    """One indicator as written."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*$")]
    row: Annotated[int, Field(ge=1)]
    level1: Text
    title: Text
    note: Text | None = None
    span: dict[str, str | bool] = Field(default_factory=dict)
    cells: Annotated[tuple[Cell, ...], Field(min_length=1)]

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Reading to choices, for cells whose tiers depend on one (a merged cell that has lost a border)."""
        found: dict[str, tuple[str, ...]] = {}
        for cell in self.cells:
            if isinstance(cell.tiers, dict):
                found |= {setting: tuple(by_choice) for setting, by_choice in cell.tiers.items()}
        return found


class Edition(Model):
    """A whole index file."""

    schema_version: Annotated[Literal["planner-index/1"], Field(alias="schema")]
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Text
    edition: str
    status: str
    source: str
    preamble: tuple[Text, ...] = ()
    tiers: Tiers
    """Loosest first."""
    nested: bool = True
    """Whether a tier implies those before it. False where tiers are size classes or the like."""
    tier_titles: dict[TierId, Text]
    readings: dict[str, ReadingChoice]
    evidence: dict[str, EvidenceItem] = Field(default_factory=dict)
    indicators: Annotated[tuple[Row, ...], Field(min_length=1)]

    def choices(self) -> dict[str, Setting]:
        """Reading to the choice of this file."""
        return {name: reading.choice for name, reading in self.readings.items()}

    def splits(self) -> dict[str, tuple[str, ...]]:
        """Readings of this file's own naming, with their choices."""
        return {setting: choices for row in self.indicators for setting, choices in row.splits().items() if not is_closed(setting)}


_SAME = ("id", "title", "edition", "status", "source", "preamble", "tiers", "nested", "tier_titles", "readings", "evidence")
"""What an index takes from its file as it is."""


def build_index(edition: Edition, readings: Readings, sha256: str) -> Index:
    """The index under ``readings``: one requirement and one test per tier and indicator, free of ``when``."""
    indicators = tuple(_build_indicator(row, edition.tiers, readings) for row in edition.indicators)
    return Index(**{name: getattr(edition, name) for name in _SAME}, sha256=sha256, indicators=indicators)


def _build_indicator(row: Row, tiers: tuple[TierId, ...], readings: Readings) -> Indicator:
    cells = {tier: cell for cell in row.cells for tier in cell.covers(readings.choices())}
    return Indicator(
        id=row.id,
        row=row.row,
        level1=row.level1,
        title=row.title,
        note=row.note,
        requirements={tier: Text(zh=cells[tier].zh, en=cells[tier].en) for tier in tiers},
        tests={tier: choose_rules(cells[tier].test, readings) for tier in tiers},
        span=dict(row.span),
    )


def find_faults(edition: Edition) -> list[Fault]:
    """Everything that is wrong between the parts of an index file."""
    return [*_reading_faults(edition), *_tier_faults(edition), *_row_faults(edition)]


def _reading_faults(edition: Edition) -> Iterator[Fault]:
    splits = edition.splits()
    for name in _needed_readings(edition):
        if name not in edition.readings:
            yield Fault(f"readings.{name}", "缺少这一读法", "this reading is missing")
    for name, reading in edition.readings.items():
        if not is_closed(name) and name not in splits:
            yield Fault(f"readings.{name}", "没有这一读法", "there is no such reading")
            continue
        for value in (reading.choice, *reading.alternatives):
            if refuse_setting(name, value, splits):
                allowed = allowed_words(name, splits)
                yield Fault(f"readings.{name}", f"不能取 {value!r}；可取：{allowed.zh}", f"can't be {value!r}; allowed: {allowed.en}")


_OF_RULES: Mapping[type[Rule], tuple[str, ...]] = {
    Falling: ("falling_step", "trend_falls", "zero_counts_as_falling", "falling_after_award"),
    Advanced: ("no_advanced_value",),
    OwnReductionFirst: ("own_reduction_first", "own_reduction_price_cny_per_t"),
}
"""Rule to the readings that it goes by."""
_OF_METRICS = {"solid_waste_utilisation": ("waste_rate",), "emission_reduction": ("baseline",)}
"""Metric to the readings that only it goes by."""


def _needed_readings(edition: Edition) -> Iterator[str]:
    """Readings that every index states, and those that its rules go by."""
    yield from (name for name, field in Readings.model_fields.items() if field.is_required())
    rules = [rule for row in edition.indicators for cell in row.cells for rule in every_rule(cell.test)]
    yield from dict.fromkeys(name for rule in rules for name in _OF_RULES.get(type(rule), ()))
    yield from dict.fromkeys(name for rule in rules for name in _OF_METRICS.get(getattr(rule, "metric", ""), ()))


def _tier_faults(edition: Edition) -> Iterator[Fault]:
    if set(edition.tier_titles) != set(edition.tiers) or len(set(edition.tiers)) != len(edition.tiers):
        yield Fault("tier_titles", "创建级别与其名称不一一对应", "tiers and their titles differ")
    ids = [row.id for row in edition.indicators]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        yield Fault(f"indicators.{twice}", "编号重复", "the id is used twice")


def _row_faults(edition: Edition) -> Iterator[Fault]:
    for row in edition.indicators:
        yield from _split_faults(edition, row)
        for cell in row.cells:
            for rule in every_rule(cell.test):
                for zh, en in _rule_faults(edition, rule):
                    yield Fault(f"indicators.{row.id}", zh, en)


def _split_faults(edition: Edition, row: Row) -> Iterator[Fault]:
    """Under every choice of the readings that it depends on, each tier has exactly one cell."""
    path, splits = f"indicators.{row.id}", row.splits()
    for setting, choices in splits.items():
        if setting not in edition.readings:
            yield Fault(path, f"读法 {setting} 未声明", f"reading {setting} is not declared")
            return
        declared = edition.readings[setting]
        if set(choices) != {str(choice) for choice in (declared.choice, *declared.alternatives)}:
            yield Fault(path, f"tiers 的取值与读法 {setting} 声明的不同", f"choices under tiers differ from those of reading {setting}")
    for combination in product(*splits.values()):
        chosen = dict(zip(splits, combination, strict=True))
        covered = sorted(tier for cell in row.cells for tier in cell.covers(chosen))
        if covered != sorted(edition.tiers):
            where, got = (f" ({chosen})" if chosen else ""), ", ".join(covered)
            yield Fault(path, f"每个级别应恰有一格{where}：现为 {got}", f"each tier needs exactly one cell{where}: got {got}")


def _rule_faults(edition: Edition, rule: Rule) -> Iterator[tuple[str, str]]:
    """Names that a rule uses and the file doesn't declare, as (zh, en)."""
    setting = rule.setting if isinstance(rule, Bound | When) else None
    if setting is not None and setting not in edition.readings:
        yield f"读法 {setting} 未声明", f"reading {setting} is not declared"
    elif isinstance(rule, Bound) and setting is not None and not is_number(setting):
        yield f"读法 {setting} 不是数", f"reading {setting} is not a number"
    elif isinstance(rule, When) and refuse_setting(rule.setting, rule.equals):
        yield f"读法 {setting} 没有取值 {rule.equals!r}", f"reading {setting} has no choice {rule.equals!r}"
    items = rule.items if isinstance(rule, Papers) else (rule.item,) if isinstance(rule, TitleAtLeast) else ()
    for item in items:
        if item not in edition.evidence:
            yield f"证明材料 {item} 未声明", f"evidence item {item} is not declared"
        elif isinstance(rule, TitleAtLeast) and tuple(edition.evidence[item].levels) != rule.levels:
            yield f"{item} 的等级与所声明的不同", f"levels of {item} differ from those declared"

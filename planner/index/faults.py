"""What is wrong between the parts of an index file whose every part has the right form (指标体系文件核对)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from planner.index.dependencies import readings_of
from planner.index.edition import Edition, Row
from planner.index.metrics import INTENSITIES, METRICS
from planner.index.rules import AllOf, AnyOf, Bound, BySize, Falling, Papers, Rule, Stated, TitleAtLeast, When
from planner.index.settings import allowed_words, is_closed, is_number, refuse_setting, suggest

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in an index file."""

    path: Place
    zh: str
    en: str


def find_faults(edition: Edition) -> list[Fault]:
    """Everything that is wrong between the parts of an index file."""
    rules = [placed for at, row in enumerate(edition.indicators) for placed in _rules_of(row, ("indicators", at))]
    return [
        *_date_faults(edition),
        *_tier_faults(edition),
        *_reading_faults(edition, rules),
        *_row_faults(edition),
        *_figure_faults(edition),
        *(fault for path, rule in rules for fault in _rule_faults(edition, path, rule)),
        *_idle_faults(edition, [rule for _, rule in rules]),
    ]


def _rules_of(row: Row, path: Place) -> Iterator[tuple[Place, Rule]]:
    for at, cell in enumerate(row.cells):
        yield from _inside(cell.test, (*path, "cells", at, "test"))


def _inside(rule: Rule, path: Place) -> Iterator[tuple[Place, Rule]]:
    """The rule and all rules inside it, each with its place."""
    yield path, rule
    if isinstance(rule, AllOf | AnyOf):
        for at, part in enumerate(rule.tests):
            yield from _inside(part, (*path, "tests", at))
    elif isinstance(rule, BySize | When):
        yield from _inside(rule.then, (*path, "then"))
        yield from _inside(rule.otherwise, (*path, "otherwise"))


def _date_faults(edition: Edition) -> Iterator[Fault]:
    if edition.dated == "unknown":
        return
    month_only = edition.dated.count("-") == 1
    try:
        date.fromisoformat(f"{edition.dated}-01" if month_only else edition.dated)
    except ValueError:
        zh, en = ("月份", "month") if month_only else ("日期", "day")
        yield Fault(("dated",), f"没有 {edition.dated} 这个{zh}", f"there is no {en} {edition.dated}")


def _tier_faults(edition: Edition) -> Iterator[Fault]:
    for at, tier in enumerate(edition.tiers):
        if tier in edition.tiers[:at]:
            yield Fault(("tiers", at), f"级别 {tier} 重复", f"tier {tier} is listed twice")
        if tier not in edition.tier_titles:
            yield Fault(("tier_titles",), f"缺少级别 {tier} 的名称", f"the title of tier {tier} is missing")
    for tier in edition.tier_titles:
        if tier not in edition.tiers:
            hint = suggest(tier, edition.tiers)
            yield Fault(("tier_titles", tier), f"没有级别 {tier}{hint.zh}", f"there is no tier {tier}{hint.en}")


def _reading_faults(edition: Edition, rules: list[tuple[Place, Rule]]) -> Iterator[Fault]:
    splits, wanted = edition.splits(), readings_of(rule for _, rule in rules)
    for name, rule in wanted.items():
        if name not in edition.readings and is_closed(name):
            what = " ".join([rule.kind, getattr(rule, "metric", "")]).strip()
            allowed = allowed_words(name)
            yield Fault(
                ("readings",),
                f"缺少读法 {name}：规则“{what}”按它判定。可取：{allowed.zh}",
                f"reading {name} is missing; the rule '{what}' goes by it. Allowed: {allowed.en}",
            )
    for name, reading in edition.readings.items():
        path: Place = ("readings", name)
        if name not in splits and not is_closed(name):
            hint = suggest(name, [*wanted, *splits])
            yield Fault(path, f"没有读法 {name}{hint.zh}", f"there is no reading {name}{hint.en}")
            continue
        if name not in splits and name not in wanted:
            yield Fault(path, f"没有规则按读法 {name} 判定，请删去", f"no rule of this index goes by {name}; delete it")
        for part, value in (("choice", reading.choice), *(("alternatives", other) for other in reading.alternatives)):
            if refuse_setting(name, value, splits):
                allowed = allowed_words(name, splits)
                yield Fault((*path, part), f"不能取 {value!r}；可取：{allowed.zh}", f"can't be {value!r}; allowed: {allowed.en}")
        if reading.choice in reading.alternatives:
            yield Fault((*path, "alternatives"), f"其中有已选的 {reading.choice!r}", f"they hold the choice {reading.choice!r} itself")


def _row_faults(edition: Edition) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for at, row in enumerate(edition.indicators):
        if row.id in first:
            yield Fault(("indicators", at, "id"), f"编号 {row.id} 重复", f"the id {row.id} is used twice")
        first.setdefault(row.id, at)
        yield from _cover_faults(edition, row, ("indicators", at))


def _figure_faults(edition: Edition) -> Iterator[Fault]:
    for name, item in edition.stated_figures.items():
        if item.least is not None and item.most is not None and item.least > item.most:
            yield Fault(
                ("stated_figures", name, "least"),
                f"下限 {item.least:g} 大于上限 most {item.most:g}，没有数值能满足",
                f"least, {item.least:g}, is more than most, {item.most:g}: no value could be given",
            )


def _cover_faults(edition: Edition, row: Row, path: Place) -> Iterator[Fault]:
    """Cells name tiers that there are, and under every choice of readings each tier has exactly one cell."""
    splits = row.splits()
    for at, cell in enumerate(row.cells):
        groups = [cell.tiers] if not isinstance(cell.tiers, dict) else [t for by in cell.tiers.values() for t in by.values()]
        for tier in dict.fromkeys(tier for group in groups for tier in group if tier not in edition.tiers):
            hint, listed = suggest(tier, edition.tiers), ", ".join(edition.tiers)
            yield Fault(
                (*path, "cells", at, "tiers"),
                f"没有级别 {tier}{hint.zh}可用：{listed}",
                f"there is no tier {tier}{hint.en} Allowed: {listed}",
            )
    for setting, choices in splits.items():
        if setting not in edition.readings:
            yield Fault(path, f"读法 {setting} 未在 readings 中声明", f"reading {setting} is not declared under readings")
            return
        declared = edition.readings[setting]
        if set(choices) != {str(choice) for choice in (declared.choice, *declared.alternatives)}:
            yield Fault(path, f"tiers 的取值与读法 {setting} 声明的不同", f"choices under tiers differ from those of reading {setting}")
    for combination in product(*splits.values()):
        chosen = dict(zip(splits, combination, strict=True))
        covered = [tier for cell in row.cells for tier in cell.covers(dict(chosen))]
        wrong = [tier for tier in edition.tiers if covered.count(tier) != 1]
        if wrong:
            where, listed = (f" ({chosen})" if chosen else ""), ", ".join(f"{tier}: {covered.count(tier)}" for tier in wrong)
            yield Fault(
                (*path, "cells"), f"每个级别应恰有一格{where}；格数：{listed}", f"each tier needs exactly one cell{where}; cells: {listed}"
            )


def _rule_faults(edition: Edition, path: Place, rule: Rule) -> Iterator[Fault]:
    match rule:
        case Bound():
            yield from _bound_faults(edition, path, rule)
        case Falling() if rule.metric not in INTENSITIES:
            listed = ", ".join(INTENSITIES)
            yield Fault(
                (*path, "metric"),
                f"{rule.metric} 不能要求逐年下降；可用：{listed}",
                f"{rule.metric} can't be asked to fall; allowed: {listed}",
            )
        case When():
            yield from _when_faults(edition, path, rule)
        case Stated():
            yield from _stated_faults(edition, path, rule)
        case Papers():
            for at, item in enumerate(rule.items):
                if item not in edition.evidence:
                    yield _undeclared((*path, "items", at), item, "evidence", list(edition.evidence))
        case TitleAtLeast():
            yield from _title_faults(edition, path, rule)


def _bound_faults(edition: Edition, path: Place, rule: Bound) -> Iterator[Fault]:
    if (rule.value is None) == (rule.setting is None):
        yield Fault(path, "value（数值）与 setting（读法）须恰给一个", "give exactly one of value (a number) and setting (a reading)")
    elif rule.setting is not None and rule.setting not in edition.readings:
        yield _undeclared((*path, "setting"), rule.setting, "readings", list(edition.readings))
    elif rule.setting is not None and not is_number(rule.setting):
        yield Fault((*path, "setting"), f"读法 {rule.setting} 不是数", f"reading {rule.setting} is not a number")
    if rule.value is not None and METRICS[rule.metric].unit == "1" and abs(rule.value) > 1:
        yield Fault(
            (*path, "value"),
            f"{rule.metric} 是比例，应在 -1 与 1 之间；写的是 {rule.value:g}；百分数请写成小数：40 % 写 0.40",
            f"{rule.metric} is a share, between -1 and 1; got {rule.value:g}; write a percentage as a share: 40 % is 0.40",
        )


def _when_faults(edition: Edition, path: Place, rule: When) -> Iterator[Fault]:
    if rule.setting not in edition.readings or not is_closed(rule.setting):
        yield _undeclared((*path, "setting"), rule.setting, "readings", [name for name in edition.readings if is_closed(name)])
    elif refuse_setting(rule.setting, rule.equals):
        allowed = allowed_words(rule.setting)
        yield Fault(
            (*path, "equals"),
            f"读法 {rule.setting} 没有取值 {rule.equals!r}；可取：{allowed.zh}",
            f"reading {rule.setting} has no choice {rule.equals!r}; allowed: {allowed.en}",
        )


def _stated_faults(edition: Edition, path: Place, rule: Stated) -> Iterator[Fault]:
    if rule.figure not in edition.stated_figures:
        yield _undeclared((*path, "figure"), rule.figure, "stated_figures", list(edition.stated_figures))
    if (rule.at_least is None) == (rule.at_most is None):
        yield Fault(path, "at_least 与 at_most 须恰给一个", "give exactly one of at_least and at_most")


def _title_faults(edition: Edition, path: Place, rule: TitleAtLeast) -> Iterator[Fault]:
    if rule.item not in edition.evidence:
        yield _undeclared((*path, "item"), rule.item, "evidence", list(edition.evidence))
    elif tuple(edition.evidence[rule.item].levels) != rule.levels:
        declared = ", ".join(edition.evidence[rule.item].levels) or "-"
        yield Fault(
            (*path, "levels"),
            f"{rule.item} 的等级与 evidence 中声明的不同：{declared}",
            f"levels of {rule.item} differ from those under evidence: {declared}",
        )
    if rule.level not in rule.levels:
        hint = suggest(rule.level, rule.levels)
        listed = ", ".join(rule.levels)
        yield Fault(
            (*path, "level"), f"没有等级 {rule.level}{hint.zh}可用：{listed}", f"there is no level {rule.level}{hint.en} Allowed: {listed}"
        )


def _idle_faults(edition: Edition, rules: list[Rule]) -> Iterator[Fault]:
    """Papers and figures that no rule asks for: whoever gave them would think that they count."""
    items = {item for rule in rules if isinstance(rule, Papers) for item in rule.items}
    items |= {rule.item for rule in rules if isinstance(rule, TitleAtLeast)}
    figures = {rule.figure for rule in rules if isinstance(rule, Stated)}
    for room, declared, asked in (("evidence", edition.evidence, items), ("stated_figures", edition.stated_figures, figures)):
        for name in declared:
            if name not in asked:
                yield Fault((room, name), f"没有规则用到 {name}，请删去", f"no rule asks for {name}; delete it")


def _undeclared(path: Place, name: str, room: str, known: list[str]) -> Fault:
    hint, listed = suggest(name, known), ", ".join(known) or "-"
    return Fault(
        path, f"{name} 未在 {room} 中声明{hint.zh}已声明：{listed}", f"{name} is not declared under {room}{hint.en} Declared: {listed}"
    )

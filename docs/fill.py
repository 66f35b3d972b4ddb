"""Fill the generated parts of the documentation: ``python3 dev.py docs``. A test checks that they are up to date.

A block begins with ``<!-- generated: NAME LANGUAGE -->`` and ends with ``<!-- end -->``; everything between is replaced.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from planner import compare_outcomes, no_target_request, read_case, reference_request, request_for, run
from planner.comparison import Comparison
from planner.domain.scenario import Scenario
from planner.index.dependencies import OF_METRICS
from planner.index.metrics import METRICS
from planner.index.readings import Readings
from planner.index.rules import Rule
from planner.index.settings import allowed_words, is_closed
from planner.program.dossier import UNDECIDED
from planner.report.comparison_tables import comparison_table, uses_table
from planner.report.drawing import draw_markdown

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "auto-parts" / "scenario.yaml"
HOURS = ROOT / "docs" / "pictures" / "hours.json"
FILES = (
    "README.md",
    "README.zh.md",
    "docs/hours.md",
    "docs/hours.zh.md",
    "docs/guide/fields.md",
    "docs/own-index.md",
    "docs/own-index.zh.md",
)
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) (?P<language>zh|en) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(text: str) -> str:
    """The text with every generated block made anew."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{MAKERS[found['name']](found['language']).rstrip()}\n\n{found[4]}", text)


@cache
def example_comparison() -> Comparison:
    """The comparison of the shipped example, solved once."""
    case = read_case(EXAMPLE)
    tiers = [(tier, run(case, request_for(case, tier))) for tier in case.targets]
    return compare_outcomes(run(case, reference_request()), run(case, no_target_request()), tiers)


def write_comparison(language: str) -> str:
    """The table of tiers."""
    return draw_markdown(comparison_table(example_comparison()), language)


def write_uses(language: str) -> str:
    """The measures of each tier."""
    return draw_markdown(uses_table(example_comparison()), language)


def write_resolutions(language: str) -> str:
    """The plans of one year at the resolutions, from the numbers that the pictures show."""
    plans = json.loads(HOURS.read_text(encoding="utf-8"))["resolutions"]
    at = 0 if language == "en" else 1
    names = {"annual": ("annual", "全年一段"), "typical": ("typical days", "典型日"), "hourly": ("all hours", "全年逐时")}
    rows: list[tuple[tuple[str, str], Callable[[Any], str]]] = [
        (("discounted cost [CNY]", "贴现总成本 [元]"), lambda plan: f"{plan['cost_cny']:,.0f}"),
        (("PV on roofs and carports [kW]", "屋顶与车棚光伏 [kW]"), lambda plan: _size(plan, "pv_rooftop", "pv_carport")),
        (("battery [kW]", "电池储能 [kW]"), lambda plan: _size(plan, "battery")),
        (("heat pump for hot water [kW]", "热水热泵 [kW]"), lambda plan: _size(plan, "heat_pump_water")),
        (("biomass boiler [kW]", "生物质锅炉 [kW]"), lambda plan: _size(plan, "biomass_boiler")),
        (("PV used on site [%]", "光伏自用率 [%]"), lambda plan: f"{100 * plan['self_use']:.1f}"),
        (
            ("largest billed maximum [MW]", "最大计费需量 [MW]"),
            lambda plan: "-" if plan["billed_mw"] is None else f"{plan['billed_mw']:.2f}",
        ),
        (("demand charge [CNY a year]", "需量电费 [元/年]"), lambda plan: f"{plan['demand_charge_cny']:,.0f}"),
        (("renewable share [%]", "可再生能源占比 [%]"), lambda plan: f"{100 * plan['renewable_share']:.1f}"),
    ]
    head = ["2032", *(names[key][at] for key in plans)]
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * len(plans)}"]
    lines += [f"| {title[at]} | {' | '.join(of(plan) for plan in plans.values())} |" for title, of in rows]
    return "\n".join(lines)


def _size(plan: Any, *measures: str) -> str:
    return f"{sum(plan['sizes'].get(measure, 0.0) for measure in measures):,.0f}"


def write_fields(language: str) -> str:
    """Every field of a scenario file, object by object, from the models themselves."""
    return "\n".join(_object_lines(model) for model in _reachable(Scenario))


def _reachable(root: type[BaseModel]) -> list[type[BaseModel]]:
    """The models that fields lead to, each once, in reading order."""
    found: list[type[BaseModel]] = []
    waiting = [root]
    while waiting:
        model = waiting.pop(0)
        if model in found:
            continue
        found.append(model)
        waiting += [inner for field in model.model_fields.values() for inner in _models_in(field.annotation)]
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _object_lines(model: type[BaseModel]) -> str:
    about = (model.__doc__ or "").strip().splitlines()[0]
    head = f"## {model.__name__}\n\n{about}\n\n| field | takes | needed | meaning |\n|---|---|---|---|\n"
    rows = (
        f"| `{field.alias or name}` | {_takes(field)} | {_needed(field)} | {_cell(field.description)} |"
        for name, field in model.model_fields.items()
    )
    return head + "\n".join(rows) + "\n"


def _needed(field: FieldInfo) -> str:
    return "yes" if field.is_required() else ""


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("``", "`").replace("|", "\\|")


def _takes(field: FieldInfo) -> str:
    return _cell(_type_words(field.annotation))


def _type_words(annotation: Any) -> str:
    """A type in words: ``number``, ``one of a, b``, ``name -> Commodity``."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation is type(None):
        return ""
    if origin is Annotated:
        return _type_words(inner[0])
    if origin is Literal:
        return " / ".join(f"`{choice}`" for choice in inner)
    if origin in (Union, types.UnionType):
        return _union_words(inner)
    if origin is dict:
        return f"{_type_words(inner[0])} -> {_type_words(inner[1])}"
    if origin in (tuple, list, frozenset):
        return f"list of {_type_words(inner[0])}"
    return PLAIN.get(annotation) or _named(annotation)


def _union_words(inner: tuple[Any, ...]) -> str:
    words = list(dict.fromkeys(word for part in inner if (word := _type_words(part))))
    if "[Constant](#constant)" in words:
        return "series"
    return " or ".join(words)


def _named(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "text" if annotation.__name__ == "Text" else f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    members = getattr(annotation, "__members__", None)
    return " / ".join(f"`{member.value}`" for member in members.values()) if members else getattr(annotation, "__name__", str(annotation))


PLAIN: dict[Any, str] = {float: "number", int: "whole number", str: "text", bool: "true / false", typing.Any: "anything"}
RULE_WORDS = {
    "at_least": ("指标不低于 value，或不低于解读 setting 所给的数", "a metric reaches `value`, or the number of the reading `setting`"),
    "at_most": ("指标不高于 value，或不高于解读 setting 所给的数", "a metric stays within `value`, or the number of the reading `setting`"),
    "falling": ("指标近几年逐年下降", "a metric falls year by year"),
    "advanced": ("指标达到情景所给的先进值", "a metric reaches the advanced value that the scenario states"),
    "stated": ("申报数据不低于 at_least 或不高于 at_most", "a stated figure reaches `at_least` or stays within `at_most`"),
    "title_at_least": ("称号达到等级 level 及以上", "a title of `level` or above"),
    "evidence": ("每项证明材料都有且有效", "a valid paper for every item"),
    "plan_complete": ("方案对所列指标逐年给出数值", "the plan has a number for each metric in every year"),
    "own_reduction_first": ("先按解读 own_reduction_first 充分自主减排，再用负碳措施", "own reduction before negative measures"),
    "not_required": ("不作要求", "nothing is asked"),
    "all_of": ("全部满足", "every part holds"),
    "any_of": ("至少一项满足", "at least one part holds"),
    "by_size": (
        "按基准年规模：达到 at_least 的按 then，其他按 otherwise",
        "by size in the base year: `then` from `at_least` on, else `otherwise`",
    ),
    "when": (
        "按解读：setting 等于 equals 时按 then，否则按 otherwise",
        "by a reading: `then` if `setting` equals `equals`, else `otherwise`",
    ),
}
"""Kind of rule to what it asks, in Chinese and English. A test holds it against the rule language."""


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write_rules(language: str) -> str:
    """Every kind of rule with its fields."""
    kinds = {get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(Rule)[0])}
    rows = [
        (f"`{kind}`", RULE_WORDS[kind][language == "en"], ", ".join(f"`{name}`" for name in model.model_fields if name != "kind") or "-")
        for kind, model in kinds.items()
    ]
    return _table(("kind", "要求", "字段") if language == "zh" else ("kind", "asks", "fields"), rows)


def write_metrics(language: str) -> str:
    """Every metric with its unit and the readings that it goes by."""
    given = "（给定）" if language == "zh" else " (given)"
    rows = [
        (
            f"`{name}`", metric.title.say(language) + (given if name in UNDECIDED else ""), metric.unit,
            ", ".join(f"`{reading}`" for reading in OF_METRICS.get(name, ())) or "-",
        )
        for name, metric in METRICS.items()
    ]  # fmt: skip
    return _table(("指标", "名称", "单位", "解读") if language == "zh" else ("metric", "name", "unit", "readings"), rows)


def write_readings(language: str) -> str:
    """Every closed reading with what it may be."""
    rows = [
        (f"`{name}`", allowed_words(name).say(language), f"`{str(field.default).lower()}`", _cell(field.description))
        for name, field in Readings.model_fields.items()
        if is_closed(name)
    ]
    return _table(("解读", "可取", "默认", "含义（英文）") if language == "zh" else ("reading", "allowed", "default", "meaning"), rows)


MAKERS: dict[str, Callable[[str], str]] = {
    "comparison": write_comparison,
    "uses": write_uses,
    "resolutions": write_resolutions,
    "fields": write_fields,
    "index-rules": write_rules,
    "index-metrics": write_metrics,
    "index-readings": write_readings,
}

if __name__ == "__main__":
    for name in FILES:
        path = ROOT / name
        path.write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

"""Fill the generated parts of the documentation: ``python3 dev.py docs``. A test checks that they are up to date.

A block begins with ``<!-- generated: NAME LANGUAGE -->`` and ends with ``<!-- end -->``; everything between is replaced.
"""

from __future__ import annotations

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
from planner.report.comparison_tables import comparison_table, uses_table
from planner.report.drawing import draw_markdown

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "auto-parts" / "scenario.yaml"
FILES = ("README.md", "README.zh.md", "docs/guide/fields.md")
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
MAKERS: dict[str, Callable[[str], str]] = {"comparison": write_comparison, "uses": write_uses, "fields": write_fields}

if __name__ == "__main__":
    for name in FILES:
        path = ROOT / name
        path.write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

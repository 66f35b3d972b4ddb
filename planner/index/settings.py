"""Choices for readings: what is allowed, what was given, and what to say when they differ (读法设置)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError

from planner.domain.base import Text
from planner.errors import InputRefused, Problem
from planner.index.readings import Readings

Setting = str | float | bool
"""What a file may give for a reading."""
Splits = Mapping[str, tuple[str, ...]]
"""Readings of an index file's own naming, with their choices."""
PATH = "settings"
"""Where the choice of an index holds them."""
_NO_SPLITS: Splits = {}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def choose_readings(own: Mapping[str, Setting], settings: Mapping[str, Setting], splits: Splits = _NO_SPLITS) -> Readings:
    """The index file's own choices, with those of ``settings`` instead where given."""
    problems = [problem for name, value in settings.items() for problem in _judge_setting(own, name, value, splits)]
    if problems:
        raise InputRefused(problems)
    chosen = {**own, **settings}
    closed = {name: _plain(name, value) for name, value in chosen.items() if name not in splits}
    return Readings.model_validate({**closed, "splits": {name: chosen[name] for name in splits}})


def is_closed(name: str) -> bool:
    """Whether the name is a reading that the program knows, not one of an index file's own naming."""
    return name in Readings.model_fields and name != "splits"


def refuse_setting(name: str, value: object, splits: Splits = _NO_SPLITS) -> bool:
    """Whether ``value`` is impossible for the reading ``name``."""
    if name in splits:
        return value not in splits[name]
    try:
        _adapter(name).validate_python(_plain(name, value))
    except ValidationError:
        return True
    return False


def is_number(name: str) -> bool:
    """Whether the reading is a number."""
    return is_closed(name) and _annotation(name) in (int, float)


def allowed_words(name: str, splits: Splits = _NO_SPLITS) -> Text:
    """What a reading may be, in words."""
    if name in splits:
        options = ", ".join(splits[name])
        return Text(zh=options, en=options)
    annotation = _annotation(name)
    if get_origin(annotation) is Literal:
        options = ", ".join(map(str, get_args(annotation)))
        return Text(zh=options, en=options)
    if annotation is bool:
        return Text(zh="true, false", en="true, false")
    limits = ", ".join(_limits(name))
    whole = annotation is int
    return Text(zh=f"{'整数' if whole else '数'} {limits}", en=f"a {'whole ' if whole else ''}number {limits}")


def _judge_setting(own: Mapping[str, Setting], name: str, value: Setting, splits: Splits) -> list[Problem]:
    path = f"{PATH}.{name}"
    if name not in own:
        hint, listed = suggest(str(name), list(own)), ", ".join(own)
        zh, en = f"这个指标体系没有这一读法{hint.zh}可设：{listed}。", f"this index has no such reading{hint.en} Allowed: {listed}."
        return [problem_at(path, zh, en)]
    if not refuse_setting(name, value, splits):
        return []
    allowed = allowed_words(name, splits)
    hint = suggest(str(value), allowed.en.split(", "))
    return [problem_at(path, f"不能取 {value!r}{hint.zh}可取：{allowed.zh}。", f"can't be {value!r}{hint.en} Allowed: {allowed.en}.")]


def suggest(name: str, known: Sequence[str]) -> Text:
    """The end of a sentence about a wrong name: the nearest known one, or just a full stop."""
    near = get_close_matches(name, known, n=1)
    return Text(zh=f"；是否要写 {near[0]}？", en=f"; did you mean {near[0]}?") if near else Text(zh="。", en=".")


def problem_at(path: str, zh: str, en: str) -> Problem:
    """A problem at a field of the scenario; whoever knows the file places it there."""
    return Problem(file="scenario", line=0, column=0, path=path, zh=zh, en=en)


def _plain(name: str, value: object) -> object:
    """A whole number for readings that count: files may have turned 2 into 2.0."""
    if is_closed(name) and _annotation(name) is int and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _annotation(name: str) -> Any:
    """The type of a reading."""
    return Readings.model_fields[name].annotation


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    kind: Any = _annotation(name)
    for limit in Readings.model_fields[name].metadata:
        kind = Annotated[kind, limit]
    return TypeAdapter(kind, config=ConfigDict(strict=True, allow_inf_nan=False))


def _limits(name: str) -> list[str]:
    parts = Readings.model_fields[name].metadata
    return [f"{sign} {getattr(part, key):g}" for part in parts for key, sign in _SIGNS.items() if hasattr(part, key)]

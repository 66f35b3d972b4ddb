"""Pydantic's findings on a tree, as problems with places and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from planner.errors import Problem
from planner.files.messages import NOTHING, Said, allowed, came, listed, slip, suggestion, thousands
from planner.files.shape import Shape, shape_at, untag
from planner.files.tree import FieldPath, Node, dotted

MOST_PROBLEMS = 200
"""More are counted but not spelled out."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing pydantic found, in terms of the file."""

    type: str
    path: FieldPath
    shape: Shape | None
    union: FieldPath | None
    at_key: bool
    detail: Mapping[str, Any]


def deepest(root: Node, path: FieldPath) -> tuple[Node, int]:
    """The node at ``path`` or its nearest ancestor, and how many steps of the path it covers."""
    node = root
    for depth, part in enumerate(path):
        children = node.children()
        child = children.get(part)
        if child is None and isinstance(part, str) and part.isascii() and part.isdigit():
            child = children.get(int(part))
        if child is None and isinstance(part, int):
            child = children.get(str(part))
        if child is None:
            return node, depth
        node = child
    return node, len(path)


@dataclass(frozen=True, slots=True)
class Form:
    """A tree and what it has to be."""

    tree: Node
    shape: Shape
    besides: tuple[str, ...] = ()
    """Keys of the file that the model doesn't have."""

    def shape_at(self, path: FieldPath) -> Shape | None:
        """The shape of a place; None outside the model."""
        return shape_at(path, self.tree, self.shape)


def place_problem(root: Node, path: FieldPath, zh: str, en: str) -> Problem:
    """A problem at ``path``, placed at its deepest part that was typed."""
    node, depth = deepest(root, path)
    return node.problem(dotted(path), zh, en, at_key=depth < len(path))


def explain(errors: Iterable[Mapping[str, Any]], form: Form) -> list[Problem]:
    """A problem for each error of ``ValidationError.errors()`` whose place has none yet."""
    findings = []
    for error in islice(errors, 10 * MOST_PROBLEMS):
        path, shape, union, at_key = untag(error["loc"], form.shape)
        findings.append(Finding(error["type"], path, shape, union, at_key, error.get("ctx", {})))
    kept = [finding for finding in _one_branch(findings, form) if not deepest(form.tree, finding.path)[0].broken]
    problems: dict[Problem, None] = {}
    for finding in kept:
        problems[_stray(finding, form) or _mixed(finding, form) or _problem(finding, form)] = None
        if len(problems) > MOST_PROBLEMS:
            break
    return list(problems)


def _stray(finding: Finding, form: Form) -> Problem | None:
    """An entry of a variant that lacks fields and is named like one of the file below: its name is a slip."""
    if finding.type not in ("missing", "union_tag_not_found"):
        return None
    path = finding.path[:-1] if finding.type == "missing" else finding.path
    if len(path) < 2:
        return None
    (room, _), (entry, depth), shape = deepest(form.tree, path[:-1]), deepest(form.tree, path), form.shape_at(path[:-1])
    if depth < len(path) or shape is None or shape.type != "dict" or shape.has_year_keys():
        return None
    others = [str(key) for key, node in room.children().items() if node.origin.shown != entry.origin.shown]
    close = suggestion(str(path[-1]), others)
    if close == NOTHING:
        return None
    given = listed(str(key) for key in entry.children())
    said = Said(f"这里没有可修改的 `{path[-1]}`", f"there is no `{path[-1]}` to change here") + close
    said += Said(f"（若是新增的，只有 {given.zh} 还不够）", f" (if it is new, {given.en} alone is not enough)")
    return entry.problem(dotted(path), said.zh, said.en, at_key=True)


def _mixed(finding: Finding, form: Form) -> Problem | None:
    """A quantity over the years given in two forms at once."""
    path = finding.path[:-1]
    series = form.shape_at(path) if finding.type == "extra_forbidden" else None
    if series is None or not series.is_series:
        return None
    node, _ = deepest(form.tree, path)
    chosen, foreign = series.chosen(node), str(finding.path[-1])
    other = next((one for one in series.choices().values() if foreign in one.fields()), None)
    if chosen is None or other is None:
        return None
    kept, left = ([str(key) for key in node.children() if str(key) in one.fields()] for one in (chosen, other))
    here, there = listed(kept), listed(key for key in left if key not in kept)
    zh = f"同一个量混用了两种写法：{here.zh} 与 {there.zh}；只能保留一种"
    en = f"two forms of giving a quantity are mixed: {here.en} and {there.en}; keep one of them"
    return node.problem(dotted(path), zh, en)


def _one_branch(findings: Sequence[Finding], form: Form) -> list[Finding]:
    """Of a union's branches only the one that was meant; if none was, a single finding for all."""
    kept: list[Finding] = []
    for finding in findings:
        if finding.union is None:
            kept.append(finding)
            continue
        wrong_branch = finding.path == finding.union and finding.type.endswith("_type")
        if not wrong_branch:
            kept.append(finding)
            continue
        others = [
            other for other in findings if other.union == finding.union and not (other.path == other.union and other.type.endswith("_type"))
        ]
        whole = Finding("union", finding.path, form.shape_at(finding.path), None, False, {})
        if not others and whole not in kept:
            kept.append(whole)
    return kept


def _problem(finding: Finding, form: Form) -> Problem:
    node, depth = deepest(form.tree, finding.path)
    found = node if depth == len(finding.path) else None
    match finding.type:
        case "missing":
            said = _missing(finding, node)
        case "extra_forbidden":
            said = _unknown(finding, form)
        case "union_tag_not_found":
            said = _no_tag(finding)
            return node.problem(dotted(finding.path), said.zh, said.en, at_key=True)
        case "union_tag_invalid":
            tag = str(finding.detail["discriminator"]).strip("'")
            return _value_problem((*finding.path, tag), node.children()[tag], finding.shape)
        case _ if finding.at_key:
            said = _bad_key(finding)
        case _:
            return _value_problem(finding.path, found or node, finding.shape)
    return node.problem(dotted(finding.path), said.zh, said.en, at_key=True)


def _missing(finding: Finding, parent: Node) -> Said:
    key, may = finding.path[-1], allowed(finding.shape)
    about = finding.shape.about if finding.shape else ""
    close = suggestion(str(key), (str(word) for word in parent.children()))
    also = Said(f"；这里有 `{near(close)}`", f"; there is `{near(close)}` here") if close != NOTHING else NOTHING
    tail = Said(_gloss(about), f" ({about})") if about else NOTHING
    return Said(f"缺少必填项 `{key}`", f"missing `{key}`") + tail + Said(f"；应为{may.zh}", f"; give {may.en}") + also


def _gloss(about: str) -> str:
    """What a docstring says in Chinese."""
    words = re.findall("[\u4e00-\u9fff][\u4e00-\u9fff/、 ]*", about)
    return f"（{'，'.join(word.strip() for word in words)}）" if words else ""


def near(close: Said) -> str:
    """The word inside a suggestion."""
    return close.en.split("`")[1]


def _unknown(finding: Finding, form: Form) -> Said:
    key, parent = str(finding.path[-1]), form.shape_at(finding.path[:-1])
    node, _ = deepest(form.tree, finding.path[:-1])
    parent = parent.chosen(node) if parent else None
    fields = tuple(parent.fields()) if parent else ()
    fields += form.besides if parent == form.shape else ()
    names = listed(fields)
    return (
        Said(f"未知字段 `{key}`", f"unknown field `{key}`")
        + Said(f"；可用：{names.zh}", f"; allowed: {names.en}")
        + _key_habit(key, fields)
    )


def _key_habit(key: str, fields: tuple[str, ...]) -> Said:
    if _joined(key) != NOTHING:
        return _joined(key)
    if " " in key:
        return Said("；花括号 { } 内含逗号的文字请加引号", "; put quotes around text with a comma inside { }")
    return thousands(key) if thousands(key) != NOTHING else suggestion(key, fields)


def _joined(key: str) -> Said:
    """A full-width colon joins a key and its value."""
    name, colon, _ = key.partition("：")
    return Said(f"；用了中文冒号，请写 `{name}: `", f"; full-width colon: type `{name}: `") if colon else NOTHING


def _no_tag(finding: Finding) -> Said:
    may = allowed(finding.shape)
    return Said(f"缺少 `kind`；应为{may.zh}", f"missing `kind`; give {may.en}")


def _bad_key(finding: Finding) -> Said:
    key, keys = finding.path[-1], finding.shape and finding.shape.keys()
    may = allowed(keys)
    return Said(f"键 `{key}` 不可用；应为{may.zh}", f"the key `{key}` can't be used; give {may.en}") + _key_slip(str(key), keys)


def _key_slip(key: str, keys: Shape | None) -> Said:
    if _joined(key) != NOTHING:
        return _joined(key)
    if thousands(key) != NOTHING:
        return thousands(key)
    if keys is None or not (digits := re.match(r"\d{4}", key)) or keys.type != "int":
        return NOTHING
    return Said(f"；例如 {digits.group()}", f"; for example {digits.group()}") if key != digits.group() else NOTHING


def _value_problem(path: FieldPath, node: Node, shape: Shape | None) -> Problem:
    given, may = came(node), allowed(shape, node.value)
    said = Said(f"写的是{given.zh}；应为{may.zh}", f"got {given.en}; give {may.en}") + _series_slip(node, shape) + slip(node, shape)
    return node.problem(dotted(path), said.zh, said.en)


def _series_slip(node: Node, shape: Shape | None) -> Said:
    """The form that a mapping with a misspelt key was meant to have."""
    if shape is None or not shape.is_series or not isinstance(node.value, dict):
        return NOTHING
    forms = ("value", "by_year", "interpolate", "start", "start_year", "growth_per_year", "csv", "column", "library_price", "grid_region")
    if node.value and all(isinstance(key, int) for key in node.value):
        return Said("；按年份给值时请放在 `by_year` 之下", "; put values by year under `by_year`")
    for key in node.value:
        if (close := suggestion(str(key), forms)) != NOTHING:
            return close
    return NOTHING


def check_dates(node: Node, shape: Shape | None, path: FieldPath = ()) -> list[Problem]:
    """Dates that pydantic would take for seconds since 1970: only YYYY-MM-DD is a date."""
    shape = shape.chosen(node) if shape else None
    if shape is None:
        return []
    if shape.type == "date" and isinstance(node.value, str) and not _ISO_DATE.fullmatch(node.value):
        return [_value_problem(path, node, shape)]
    return [problem for key, child in node.children().items() for problem in check_dates(child, shape.child(key), (*path, key))]

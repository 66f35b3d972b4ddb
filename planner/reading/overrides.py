"""``--set path=value`` arguments: one value changed without a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planner.errors import Problem
from planner.files.text import unseen_character
from planner.files.tree import Node, Origin, parse_tree
from planner.reading.merge import Setting, put
from planner.reading.shape import scenario_shape

_LENGTH_LIMIT = 10_000


def apply_overrides(root: Node, arguments: Sequence[str], folder: Path) -> tuple[Node, list[Problem]]:
    """The tree with every argument put in, and the problems of those that can't be."""
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], str] = {}
    for argument in arguments:
        setting = read_override(argument, folder)
        if isinstance(setting, list):
            problems.extend(setting)
            continue
        if setting.parts in seen:
            path = ".".join(setting.parts)
            problems.append(setting.value.problem(path, f"`{path}` 设置了两次", f"`{path}` is set twice"))
            continue
        seen[setting.parts] = argument
        root = put(root, setting, scenario_shape())
        problems.extend(setting.problems)
    return root, problems


def read_override(argument: str, folder: Path) -> Setting | list[Problem]:
    """The path and the value of one argument; the value is YAML: ``5``, ``true``, ``null`` (deletes), ``{by_year: {2030: 1}}``."""
    name = f"--set {argument[:200]}"
    origin = Origin(name, folder)
    path, sign, text = argument.partition("=")
    parts = tuple(path.strip().split("."))
    if not sign or not all(parts):
        return [
            Problem(
                name,
                0,
                0,
                path[:200] or "argument",
                "应写作 路径=值，例如 measures.pv.limit_size=2900",
                "write path=value, such as measures.pv.limit_size=2900",
            )
        ]
    if len(argument) > _LENGTH_LIMIT or unseen_character(argument):
        return [Problem(name, 0, 0, path[:200], "参数过长或含有不可见字符", "the argument is too long or has invisible characters")]
    value, problems = parse_tree(text.strip(), origin)
    if problems:
        return [replace(problem, path=path) for problem in problems]
    if value is None or (value.value is None and not value.written):
        return [Problem(name, 0, 0, path, "缺少值；要删除请写 null", "no value; write null to delete")]
    return Setting(parts, value)

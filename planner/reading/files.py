"""A scenario from its file, the files that it extends, variants and ``--set`` arguments."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from planner.domain.scenario import Scenario
from planner.errors import InputRefused, Problem
from planner.files.messages import NOTHING, came, listed, suggestion, wide_colon
from planner.files.paths import beside, resolve_inside
from planner.files.refusals import MOST_PROBLEMS, Form, check_dates, explain
from planner.files.text import read_text
from planner.files.tree import Node, Origin, parse_tree, plain
from planner.reading.merge import layer
from planner.reading.overrides import apply_overrides
from planner.reading.shape import scenario_shape
from planner.reading.source import Source

SCHEMA = "planner/1"
CHAIN_LIMIT = 8
"""Longest chain of ``extends``."""
FILES_LIMIT = 50
"""Most files behind one scenario."""


def read_scenario(
    path: Path,
    overrides: Sequence[str] = (),
    variants: Sequence[Path] = (),
    root: Path | None = None,
) -> tuple[Scenario, Source]:
    """The scenario of a file with variants on top and ``--set`` arguments last, or InputRefused with every problem.

    ``extends`` may go up with ``../`` as long as it stays under ``root``, by default the scenario's folder.
    """
    path = Path(path)
    reader = _Reader((root or path.parent,))
    tree = reader.stack(path, variants)
    if tree is None:
        raise _refusal(reader.problems)
    tree, troubles = apply_overrides(tree, overrides, path.parent)
    problems = [*reader.problems, *troubles]
    scenario = _validate(tree, problems)
    if problems or scenario is None:
        raise _refusal(problems)
    return scenario, Source(tree, path.parent.resolve(), tuple(reader.files))


def _validate(tree: Node, problems: list[Problem]) -> Scenario | None:
    """JSON mode is strict about numbers, text and truth values, and still takes lists, words and ISO dates for what they are."""
    problems.extend(check_dates(tree, scenario_shape()))
    try:
        return Scenario.model_validate_json(json.dumps(plain(tree)))
    except ValidationError as failure:
        known = {(problem.file, problem.line, problem.path) for problem in problems}
        found = _as_variant(tree, explain(failure.errors(include_url=False), Form(tree, scenario_shape(), besides=("extends",))))
        problems.extend(problem for problem in found if (problem.file, problem.line, problem.path) not in known)
    return None


def _as_variant(tree: Node, problems: list[Problem]) -> list[Problem]:
    """A file that lacks most of a scenario is a variant that was given alone: one problem says so."""
    needed = [name for name, field_info in Scenario.model_fields.items() if field_info.is_required() and name != "schema_version"]
    absent = [name for name in needed if name not in tree.children()]
    if len(absent) <= len(needed) // 2:
        return problems
    names = listed(absent)
    zh = f"缺少 {names.zh}；若这是变体文件，请先给出工厂的情景文件，再把它作为变体；或写 extends: 工厂文件"
    en = f"missing {names.en}; if this is a variant, give the plant's scenario first and this one on top, or write extends: plant.yaml"
    return [tree.problem("scenario", zh, en, at_key=True), *(problem for problem in problems if problem.path not in absent)]


def _refusal(problems: Sequence[Problem]) -> InputRefused:
    files = {problem.file: number for number, problem in reversed(list(enumerate(problems)))}
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: (files[problem.file], problem.line, problem.column))
    if len(ordered) > MOST_PROBLEMS:
        last = ordered[MOST_PROBLEMS]
        ordered = [
            *ordered[:MOST_PROBLEMS],
            Problem(last.file, last.line, last.column, last.path, "还有更多问题", "there are more problems"),
        ]
    return InputRefused(ordered)


@dataclass(slots=True)
class _Reader:
    """Reads files into one tree and notes problems."""

    rooms: tuple[Path, ...]
    """Folders in which ``extends`` may roam besides the naming file's own."""
    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def stack(self, path: Path, variants: Sequence[Path]) -> Node | None:
        """The scenario with its variants on top; problems about the whole are placed in the scenario's file."""
        base = self.read(path, str(path), ())
        overs = [self.read(Path(variant), str(variant), ()) for variant in variants]
        if base is None or any(over is None for over in overs):
            return None
        for over in overs:
            if over is not None:
                base = layer(base, over, scenario_shape(), self.problems)
        return base

    def read(self, path: Path, shown: str, chain: tuple[Path, ...]) -> Node | None:
        """The tree of one file on top of those that it extends; None when it can't be read."""
        if len(self.files) >= FILES_LIMIT:
            self.problems.append(Problem(shown, 0, 0, "extends", f"超过 {FILES_LIMIT} 个文件", f"more than {FILES_LIMIT} files"))
            return None
        self.files.append(path)
        text = read_text(path, shown)
        if isinstance(text, Problem):
            self.problems.append(_with_neighbour(text, path))
            return None
        node, problems = parse_tree(text, Origin(shown, path.parent, tuple(text.split("\n"))))
        self.problems.extend(problems)
        if node is None:
            if not problems:
                self.problems.append(
                    Problem(
                        shown, 1, 1, "scenario", f"文件是空的；第一行写 schema: {SCHEMA}", f"the file is empty; begin with schema: {SCHEMA}"
                    )
                )
            return None
        return self._on_top(node, path, chain)

    def _on_top(self, node: Node, path: Path, chain: tuple[Path, ...]) -> Node | None:
        if not isinstance(node.value, dict):
            given, slip = came(node), wide_colon(node)
            zh = f"文件应为“键: 值”的内容，第一行写 schema: {SCHEMA}；写的是{given.zh}{slip.zh}"
            en = f"the file must be a mapping of `key: value` lines, beginning with schema: {SCHEMA}; got {given.en}{slip.en}"
            self.problems.append(node.problem("scenario", zh, en))
            return None
        own = dict(node.value)
        own["schema"] = self._check_schema(node)
        named = own.pop("extends", None)
        bases = self._bases(named, path, chain) if named else []
        if bases is None:
            return None
        tree = replace(node, value=own)
        if not bases:
            return tree
        for over in (*bases[1:], tree):
            bases[0] = layer(bases[0], over, scenario_shape(), self.problems)
        return replace(bases[0], origin=node.origin, line=node.line, column=node.column, key_line=node.key_line, key_column=node.key_column)

    def _check_schema(self, node: Node) -> Node:
        """The ``schema`` entry, made right after a wrong one is reported."""
        given = node.children().get("schema")
        if given is None:
            en = f"missing `schema`; begin the file with schema: {SCHEMA}"
            self.problems.append(node.problem("schema", f"缺少 `schema`；文件第一行写 schema: {SCHEMA}", en))
            return replace(node, value=SCHEMA)
        if given.value != SCHEMA and not given.broken:
            said, slip = came(given), wide_colon(given)
            close = slip if slip != NOTHING else suggestion(str(given.value), (SCHEMA,))
            zh, en = f"写的是{said.zh}；本版本只读 `{SCHEMA}`{close.zh}", f"got {said.en}; this version reads `{SCHEMA}` only{close.en}"
            self.problems.append(given.problem("schema", zh, en))
        return replace(given, value=SCHEMA)

    def _bases(self, named: Node, path: Path, chain: tuple[Path, ...]) -> list[Node] | None:
        """The trees that a file extends; None when one can't be read."""
        items = named.value if isinstance(named.value, list) else [named]
        found = [self._base(item, path, (*chain, path)) for item in items]
        usable = [node for node in found if node is not None]
        return usable if len(usable) == len(found) else None

    def _base(self, item: Node, path: Path, chain: tuple[Path, ...]) -> Node | None:
        if not isinstance(item.value, str):
            given = came(item)
            self.problems.append(item.problem("extends", f"写的是{given.zh}；应为文件名", f"got {given.en}; give a file name"))
            return None
        target = resolve_inside(path.parent, item.value, self.rooms)
        if not isinstance(target, Path):
            self.problems.append(item.problem("extends", target.zh, target.en))
            return None
        names = " → ".join(link.name for link in (*chain, target))
        if target in [link.resolve() for link in chain]:
            self.problems.append(item.problem("extends", f"extends 成环：{names}", f"extends goes round in a circle: {names}"))
            return None
        if len(chain) > CHAIN_LIMIT:
            self.problems.append(
                item.problem("extends", f"extends 超过 {CHAIN_LIMIT} 层：{names}", f"extends is longer than {CHAIN_LIMIT} steps: {names}")
            )
            return None
        shown = Path(item.origin.shown).parent / item.value
        return self.read(target, str(shown), chain)


def _with_neighbour(problem: Problem, path: Path) -> Problem:
    """The problem of an absent file, with a name like it in the same folder."""
    close = NOTHING if os.path.lexists(path) else beside(path)
    return replace(problem, zh=problem.zh + close.zh, en=problem.en + close.en)

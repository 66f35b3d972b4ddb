"""YAML text into a tree of plain values that knows where each came from.

YAML 1.2 core without its dangerous parts: duplicate keys, anchors, aliases, merge keys, tags and several documents are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from planner.errors import Problem
from planner.files.scalars import Scalar, Trouble, read_plain
from planner.files.syntax import explain_syntax
from planner.files.text import excerpt, position, unseen_character

DEPTH_LIMIT = 50
NODES_LIMIT = 200_000
_NESTED = re.compile(rf"(?:[\[{{][ \t]*){{{DEPTH_LIMIT + 1}}}")

Key = str | int
FieldPath = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file, or a ``--set`` argument, as it is named to the user."""

    shown: str
    folder: Path
    """Where relative paths that it names begin."""
    lines: tuple[str, ...] = ()
    """Source lines; empty for an argument."""

    def problem(self, line: int, column: int, path: str, zh: str, en: str) -> Problem:
        """A problem at a place of this file; an argument has no lines."""
        if not self.lines:
            return Problem(self.shown, 0, 0, path, zh, en)
        line = min(max(line, 1), len(self.lines))
        return Problem(self.shown, line, max(column, 1), path, zh, en, excerpt(self.lines[line - 1]))


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. ``key_line`` and ``key_column`` are those of its key, or of itself in a list."""

    value: dict[Key, Node] | list[Node] | Scalar
    origin: Origin
    line: int
    column: int
    key_line: int
    key_column: int
    written: str = ""
    """A scalar as typed."""
    quoted: bool = False
    broken: bool = False
    """Its problem is reported already."""

    def children(self) -> dict[Key, Node]:
        """Mapping entries by key, list items by position."""
        if isinstance(self.value, dict):
            return self.value
        return dict(enumerate(self.value)) if isinstance(self.value, list) else {}

    def problem(self, path: str, zh: str, en: str, *, at_key: bool = False) -> Problem:
        """A problem with this value; a mapping, a list or an absent value is pointed at by its key."""
        absent = self.value is None and not self.written
        if at_key or absent or isinstance(self.value, dict | list):
            return self.origin.problem(self.key_line, self.key_column, path, zh, en)
        return self.origin.problem(self.line, self.column, path, zh, en)


def plain(node: Node) -> Any:
    """The tree as plain Python values."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return [plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def dotted(path: FieldPath) -> str:
    """``measures.pv_roof.limit_size``; the root is ``scenario``."""
    return ".".join(str(part) for part in path) if path else "scenario"


class _Stopped(Exception):
    """The file goes beyond a limit; its problem is noted already."""


@dataclass(slots=True)
class _Builder:
    """Turns parser events into nodes and notes problems."""

    origin: Origin
    events: Iterator[Any]
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            match type(event).__name__:
                case "DocumentStartEvent" if root is not None:
                    self._note(
                        event,
                        (),
                        "文件含有多个 YAML 文档（`---`）；只能有一个",
                        "several YAML documents (`---`) in one file; only one is allowed",
                    )
                    return root
                case "DocumentStartEvent":
                    self._check_directives(event)
                    root = self._value(next(self.events), (), None)
        return root

    def _check_directives(self, event: Any) -> None:
        if event.tags or (event.version and tuple(event.version) != (1, 2)):
            self._note(event, (), "只支持 YAML 1.2；请删除以 % 开头的行", "only YAML 1.2 is read; delete the lines that begin with %")

    def _value(self, event: Any, path: FieldPath, key_event: Any) -> Node:
        self.nodes += 1
        if self.nodes > NODES_LIMIT:
            self._stop(
                event,
                path,
                f"超过 {NODES_LIMIT} 个值的上限；大表请放入 CSV",
                f"more than {NODES_LIMIT} values; put large tables into CSV files",
            )
        if len(path) >= DEPTH_LIMIT:
            self._stop(event, path[:8], f"嵌套超过 {DEPTH_LIMIT} 层", f"nested deeper than {DEPTH_LIMIT} levels")
        broken = self._check_properties(event, path)
        match type(event).__name__:
            case "MappingStartEvent":
                return self._node(self._mapping(path), event, key_event, broken)
            case "SequenceStartEvent":
                return self._node(self._sequence(path), event, key_event, broken)
            case "ScalarEvent":
                return self._scalar(event, path, key_event, broken)
        return self._node(None, event, key_event, True)

    def _node(self, value: Any, event: Any, key_event: Any, broken: bool, written: str = "", quoted: bool = False) -> Node:
        mark, key = event.start_mark, (key_event or event).start_mark
        return Node(value, self.origin, mark.line + 1, mark.column + 1, key.line + 1, key.column + 1, written, quoted, broken)

    def _check_properties(self, event: Any, path: FieldPath) -> bool:
        """True when the value itself can't be used."""
        if type(event).__name__ == "AliasEvent":
            self._note(
                event,
                path,
                f"不支持引用 `*{event.anchor}`；请把内容写全",
                f"aliases (`*{event.anchor}`) are not allowed; write the content out",
            )
            return True
        if event.anchor:
            self._note(event, path, f"不支持锚点 `&{event.anchor}`；请删除", f"anchors (`&{event.anchor}`) are not allowed; delete it")
        if event.tag:
            self._note(event, path, f"不支持标签 `{event.tag}`；请删除", f"tags (`{event.tag}`) are not allowed; delete it")
        return bool(event.tag)

    def _scalar(self, event: Any, path: FieldPath, key_event: Any, broken: bool) -> Node:
        text: str = event.value
        quoted = event.style is not None
        value = text if quoted else read_plain(text)
        if isinstance(value, Trouble):
            self._note(event, path, value.zh, value.en)
            value, broken = None, True
        if quoted and (unseen := unseen_character(text)):
            code = f"U+{ord(unseen.group()):04X}"
            self._note(event, path, f"文字中含有不可见字符 {code}；请删除", f"invisible character {code} in the text; delete it")
            value, broken = None, True
        return self._node(value, event, key_event, broken, text, quoted)

    def _sequence(self, path: FieldPath) -> list[Node]:
        items: list[Node] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            items.append(self._value(event, (*path, len(items)), None))
        return items

    def _mapping(self, path: FieldPath) -> dict[Key, Node]:
        entries: dict[Key, Node] = {}
        seen: dict[str, Node] = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            key = self._key(event, path)
            if key is None:
                self._value(next(self.events), (*path, "?"), event)
                continue
            node = self._value(next(self.events), (*path, key), event)
            if first := seen.get(str(key)):
                zh, en = f"键 `{key}` 重复；第一次在第 {first.key_line} 行", f"duplicate key `{key}`; it is first on line {first.key_line}"
                self._note(event, (*path, key), zh, en)
                continue
            seen[str(key)] = entries[key] = node
        return entries

    def _key(self, event: Any, path: FieldPath) -> Key | None:
        """The key, or None when it can't be used."""
        if type(event).__name__ != "ScalarEvent":
            self._value(event, (*path, "?"), event)
            self._note(event, path, "键必须是一个词或年份", "a key must be one word or a year")
            return None
        text: str = event.value
        if event.style is None and text == "<<":
            self._note(
                event,
                path,
                "不支持合并键 `<<`；请把内容写全，或用 extends",
                "merge keys (`<<`) are not allowed; write the content out, or use extends",
            )
            return None
        node = self._value(event, (*path, text), event)
        if node.broken:
            return None
        if node.quoted and isinstance(value := read_plain(text), int) and not isinstance(value, bool):
            self._note(event, (*path, value), f"年份键 `{text}` 请去掉引号", f"drop the quotes around the year `{text}`")
            return value
        if not text or (not node.quoted and (node.value is None or isinstance(node.value, bool | float))):
            self._note(event, path, f"`{text}` 不能作键；键必须是一个词或年份", f"`{text}` can't be a key; a key is one word or a year")
            return None
        return node.value if isinstance(node.value, int) else text

    def _note(self, event: Any, path: FieldPath, zh: str, en: str) -> None:
        mark = event.start_mark
        self.problems.append(self.origin.problem(mark.line + 1, mark.column + 1, dotted(path), zh, en))

    def _stop(self, event: Any, path: FieldPath, zh: str, en: str) -> None:
        self._note(event, path, zh, en)
        raise _Stopped


def parse_tree(text: str, origin: Origin) -> tuple[Node | None, list[Problem]]:
    """The tree of a YAML text and every problem found; no tree when the text could not be read to its end."""
    if nested := _NESTED.search(text):
        # the parser needs seconds to open thousands of brackets
        zh, en = f"嵌套超过 {DEPTH_LIMIT} 层", f"nested deeper than {DEPTH_LIMIT} levels"
        return None, [origin.problem(*position(text, nested.start()), "YAML", zh, en)]
    builder = _Builder(origin, iter(YAML(typ="safe", pure=True).parse(text)))
    try:
        root = builder.document()
    except _Stopped:
        root = None
    except Exception as failure:
        # ruamel raises ValueError, OverflowError, IndexError and others besides YAMLError on garbage: all mean "not YAML".
        line, column, zh, en = explain_syntax(failure, text)
        builder.problems.append(origin.problem(line, column, "YAML", zh, en))
        root = None
    return root, builder.problems

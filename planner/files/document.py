"""A YAML file, read once for whoever asks: its tree, what is wrong with it, and the hash of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from planner.errors import Problem
from planner.files.text import read_text
from planner.files.tree import Node, Origin, parse_tree


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds."""

    tree: Node | None
    """None when the file can't be read to its end, or holds nothing."""
    problems: tuple[Problem, ...]
    sha256: str
    """Empty when there is no file."""


def read_document(path: Path, shown: str) -> Document:
    """The file, named ``shown`` in problems. Kept as long as it doesn't change."""
    try:
        state = path.stat()
    except OSError:
        return _read(path, shown)
    return _kept(path, shown, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=32)
def _kept(path: Path, shown: str, _changed: int, _size: int) -> Document:
    return _read(path, shown)


def _read(path: Path, shown: str) -> Document:
    text = read_text(path, shown)
    if isinstance(text, Problem):
        return Document(None, (text,), "")
    tree, problems = parse_tree(text, Origin(shown, path.parent, tuple(text.split("\n"))))
    return Document(tree, tuple(problems), hashlib.sha256(path.read_bytes()).hexdigest())

"""An index file from disk: its form, its parts against each other, and every problem with its line (指标体系文件读取)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from planner.domain.base import Text
from planner.errors import InputRefused, Problem
from planner.files.document import Document, read_document
from planner.files.messages import came
from planner.files.refusals import Form, explain, place_problem
from planner.files.shape import shape_of
from planner.files.tree import FieldPath, Node, plain
from planner.index.edition import Edition
from planner.index.faults import find_faults

SCHEMA = "planner-index/1"
ROOT = "index"
"""What a problem with the file as a whole is placed at."""


def read_edition(path: Path, shown: str | None = None) -> tuple[Edition, str]:
    """The index of a file and the hash of its bytes; InputRefused names every problem with its line. ``shown`` is its name to people."""
    document = read_document(path, shown or str(path))
    return _edition(document, shown or str(path)), document.sha256


def place_in_file(path: Path, field: FieldPath, words: Text) -> Problem:
    """A problem at a field of an index file that has been read."""
    tree = read_document(path, str(path)).tree
    assert tree is not None  # a file without content was refused before
    return place_problem(tree, field, words.zh, words.en)


def _edition(document: Document, shown: str) -> Edition:
    known = _GOOD.get(document.sha256)
    if known is None:
        known = _check(document, shown)
        _GOOD[document.sha256] = known
    return known


_GOOD: dict[str, Edition] = {}
"""Hash to the index of files that were found to be good."""


def _check(document: Document, shown: str) -> Edition:
    problems, tree = list(document.problems), document.tree
    if tree is None or not isinstance(tree.value, dict):
        raise InputRefused(problems or [_no_mapping(tree, shown)])
    try:
        # By way of JSON, the strict models take lists for tuples and names for enumerations, and nothing else.
        edition = Edition.model_validate_json(json.dumps(plain(tree), ensure_ascii=False))
    except ValidationError as error:
        problems += explain(error.errors(include_url=False), Form(tree, shape_of(Edition)))
    else:
        problems += [place_problem(tree, fault.path, fault.zh, fault.en) for fault in find_faults(edition)]
    if problems:
        named = [replace(problem, path=ROOT) if problem.path == "scenario" else problem for problem in problems]
        raise InputRefused(sorted(dict.fromkeys(named), key=lambda problem: (problem.line, problem.column)))
    return edition


def _no_mapping(tree: Node | None, shown: str) -> Problem:
    if tree is None:
        zh, en = f"文件是空的；第一行写 schema: {SCHEMA}", f"the file is empty; begin with schema: {SCHEMA}"
        return Problem(shown, 1, 1, ROOT, zh, en)
    given = came(tree)
    zh = f"文件应为“键: 值”的内容，第一行写 schema: {SCHEMA}；写的是{given.zh}"
    en = f"the file must be a mapping of `key: value` lines, beginning with schema: {SCHEMA}; got {given.en}"
    return tree.problem(ROOT, zh, en)

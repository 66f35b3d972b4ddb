"""The shipped indexes: one YAML file each. A new index is a new file in ``planner/index/data`` (指标体系目录)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from planner.domain.case import Case
from planner.domain.scenario import Evidence, IndexChoice
from planner.errors import InputRefused, Problem, UnknownName
from planner.index.edition import Edition, Fault, build_index, find_faults
from planner.index.papers import judge_papers
from planner.index.readings import Readings
from planner.index.rules import Index
from planner.index.settings import Setting, choose_readings, problem_at, suggest

SHIPPED = Path(__file__).parent / "data"
"""Folder of the index files."""
_OWN: Mapping[str, Setting] = MappingProxyType({})


def index_ids(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Every index that there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_index(index_id: str, settings: Mapping[str, Setting] = _OWN, folder: Path = SHIPPED) -> tuple[Index, Readings]:
    """An index under the index file's own readings, or those of ``settings`` where given. Its tests are free of ``when``."""
    known = index_ids(folder)
    if index_id not in known:
        raise _unknown_index(index_id, known)
    path = folder / f"{index_id}.yaml"
    edition = _read_edition(path, path.stat().st_mtime_ns)
    readings = choose_readings(edition.choices(), settings)
    return build_index(edition, readings), readings


def index_for(case: Case) -> tuple[Index, Readings]:
    """The index and readings that a case asks for, with its papers checked; InputRefused holds all problems."""
    return choose_index(case.index, case.evidence)


def choose_index(choice: IndexChoice, papers: Sequence[Evidence]) -> tuple[Index, Readings]:
    """The index and readings of a scenario. What it gets wrong is a problem of its file: the id, settings, items and levels of papers."""
    problems: list[Problem] = []
    try:
        index, readings = load_index(choice.id)
    except UnknownName as unknown:
        raise InputRefused([problem_at("index.id", unknown.zh, unknown.en)]) from None
    try:
        index, readings = load_index(choice.id, choice.settings)
    except InputRefused as refused:
        problems.extend(refused.problems)
    problems.extend(judge_papers(papers, index.evidence))
    if problems:
        raise InputRefused(problems)
    return index, readings


def _unknown_index(index_id: str, known: tuple[str, ...]) -> UnknownName:
    hint, listed = suggest(index_id, known), ", ".join(known)
    return UnknownName(f"没有指标体系“{index_id}”{hint.zh}现有：{listed}。", f"there is no index {index_id!r}{hint.en} Known: {listed}.")


@lru_cache(maxsize=32)
def _read_edition(path: Path, _changed: int) -> Edition:
    """The file, checked. Kept as long as the file doesn't change."""
    # By way of JSON, the strict models take lists for tuples and names for enumerations, and nothing else.
    text = json.dumps(_parse(path), ensure_ascii=False, default=str)
    try:
        edition = Edition.model_validate_json(text)
    except ValidationError as error:
        raise InputRefused([_misfit(path, detail) for detail in error.errors()]) from None
    faults = find_faults(edition)
    if edition.id != path.stem:
        faults.append(Fault("id", f"应与文件名相同：{path.stem}", f"must equal the file name: {path.stem}"))
    if faults:
        raise InputRefused([Problem(str(path), 0, 0, fault.path, fault.zh, fault.en) for fault in faults])
    return edition


def _parse(path: Path) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = str(getattr(error, "problem", None) or error).splitlines()[0]
        problem = Problem(str(path), line, column, "", f"不是有效的YAML：{what}", f"not valid YAML: {what}")
        raise InputRefused([problem]) from None


def _misfit(path: Path, detail: Any) -> Problem:
    where = ".".join(str(part) for part in detail["loc"])
    return Problem(str(path), 0, 0, where, f"不合指标文件格式：{detail['msg']}", f"doesn't fit the form of index files: {detail['msg']}")

"""The shipped indexes: one YAML file each. A new index is a new file in ``planner/index/data`` (指标体系目录)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from planner.domain.base import Text
from planner.domain.case import Case, WantedIndex
from planner.domain.scenario import Evidence
from planner.errors import InputRefused, Problem, UnknownName
from planner.index.edition import Edition, Fault, build_index, find_faults
from planner.index.needs import find_missing
from planner.index.papers import judge_papers
from planner.index.readings import Readings
from planner.index.rules import Index
from planner.index.settings import Setting, choose_readings, problem_at, suggest
from planner.index.targets import judge_targets

SHIPPED = Path(__file__).parent / "data"
"""Folder of the index files."""
_OWN: Mapping[str, Setting] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChosenIndex:
    """An index with the readings that a scenario chose."""

    index: Index
    readings: Readings

    @property
    def settings(self) -> dict[str, Setting]:
        """The readings that the index declares, as chosen."""
        chosen = self.readings.choices()
        return {name: chosen[name] for name in self.index.readings}

    def other_choices(self) -> tuple[tuple[str, Setting], ...]:
        """Each reading with each choice that the index file states and that was not taken."""
        chosen = self.settings
        stated = ((name, (reading.choice, *reading.alternatives)) for name, reading in self.index.readings.items())
        return tuple((name, choice) for name, choices in stated for choice in dict.fromkeys(choices) if choice != chosen[name])

    def choose(self, reading: str, choice: Setting) -> ChosenIndex:
        """The same index with one reading chosen otherwise."""
        return ChosenIndex(*load_index(self.index.id, {**self.settings, reading: choice}))


def index_ids(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Every index that there is, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_index(index_id: str, settings: Mapping[str, Setting] = _OWN, folder: Path = SHIPPED) -> tuple[Index, Readings]:
    """An index under the index file's own readings, or those of ``settings`` where given. Its tests are free of ``when``."""
    known = index_ids(folder)
    if index_id not in known:
        raise _unknown_index(index_id, known)
    path = folder / f"{index_id}.yaml"
    edition, sha256 = _read_edition(path, path.stat().st_mtime_ns)
    readings = choose_readings(edition.choices(), settings, edition.splits())
    return build_index(edition, readings, sha256), readings


def index_for(case: Case) -> tuple[Index, Readings]:
    """The case's own index with its readings."""
    own = indexes_for(case)[0]
    return own.index, own.readings


def indexes_for(case: Case) -> tuple[ChosenIndex, ...]:
    """The indexes that a case asks for, its own first, with targets, papers and factors checked; InputRefused holds all problems."""
    chosen = choose_indexes(case.wanted_indexes, case.evidence)
    missing = dict.fromkeys(problem for one in chosen for problem in find_missing(case, one.readings))
    if missing:
        raise InputRefused(tuple(missing))
    return chosen


def choose_indexes(wanted: Sequence[WantedIndex], papers: Sequence[Evidence]) -> tuple[ChosenIndex, ...]:
    """The indexes and readings of a scenario. What it gets wrong is a problem of its file: ids, settings, tiers, papers."""
    problems: list[Problem] = []
    chosen: list[ChosenIndex] = []
    for place, one in enumerate(wanted):
        path, targets = (f"further_indexes.{place - 1}", f"further_indexes.{place - 1}.tiers") if place else ("index", "targets.tiers")
        try:
            found = ChosenIndex(*load_index(one.choice.id))
        except UnknownName as unknown:
            problems.append(problem_at(f"{path}.id", unknown.zh, unknown.en))
            continue
        if any(found.index.id == other.index.id for other in chosen):
            problems.append(problem_at(f"{path}.id", f"指标体系 {found.index.id} 已列出", f"index {found.index.id} is listed already"))
        try:
            found = ChosenIndex(*load_index(one.choice.id, one.choice.settings))
        except InputRefused as refused:
            problems += [replace(problem, path=f"{path}.{problem.path}") for problem in refused.problems]
        problems += judge_targets(found.index, one.targets, targets)
        chosen.append(found)
    if len(chosen) == len(wanted):
        problems += judge_papers(papers, {name: item for one in chosen for name, item in one.index.evidence.items()})
    if problems:
        raise InputRefused(problems)
    return tuple(chosen) if len(chosen) == 1 else tuple(_told_apart(one) for one in chosen)


def _told_apart(chosen: ChosenIndex) -> ChosenIndex:
    """The index with its id in the names of its tiers, since two indexes may both have a zero-carbon factory."""
    index = chosen.index
    titles = {tier: Text(zh=f"{name.zh}（{index.id}）", en=f"{name.en} ({index.id})") for tier, name in index.tier_titles.items()}
    return replace(chosen, index=index.model_copy(update={"tier_titles": titles}))


def _unknown_index(index_id: str, known: tuple[str, ...]) -> UnknownName:
    hint, listed = suggest(index_id, known), ", ".join(known)
    return UnknownName(f"没有指标体系“{index_id}”{hint.zh}现有：{listed}。", f"there is no index {index_id!r}{hint.en} Known: {listed}.")


@lru_cache(maxsize=32)
def _read_edition(path: Path, _changed: int) -> tuple[Edition, str]:
    """The file, checked, and its hash. Kept as long as the file doesn't change."""
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
    return edition, hashlib.sha256(path.read_bytes()).hexdigest()


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

"""The indexes that a scenario names, by id or by a file of its own (指标体系选择). What is in an index, only the index room knows."""

from __future__ import annotations

from pathlib import Path as FilePath

from planner.domain.case import WantedIndex
from planner.domain.scenario import IndexChoice, IndexEntry, Scenario
from planner.errors import Problem
from planner.files.document import read_document
from planner.files.refusals import deepest
from planner.files.tree import FieldPath
from planner.reading.source import Source


def read_wanted(scenario: Scenario, source: Source) -> tuple[tuple[WantedIndex, ...], list[Problem]]:
    """The scenario's own index and further ones with their targets, and what is wrong with how they are named."""
    problems: list[Problem] = []
    own = WantedIndex(_read_choice(scenario.index, source, ("index",), problems), dict(scenario.targets.tiers))
    further = [
        WantedIndex(_read_choice(one, source, ("further_indexes", place), problems), dict(one.tiers))
        for place, one in enumerate(scenario.further_indexes)
    ]
    return (own, *further), problems


def _read_choice(entry: IndexEntry, source: Source, path: FieldPath, problems: list[Problem]) -> IndexChoice:
    if entry.file is None:
        if entry.id is None:
            zh = "请给出 id（planner index list 所列）或 file（自己的指标文件）"
            problems.append(source.problem(path, zh, "give id (one that planner index list shows) or file (an index file of your own)"))
        return IndexChoice(id=entry.id or "", settings=entry.settings)
    found = source.file((*path, "file"), entry.file)
    if isinstance(found, Problem):
        problems.append(found)
        return IndexChoice(id=entry.id or "", settings=entry.settings)
    node, _ = deepest(source.tree, (*path, "file"))
    shown = str(FilePath(node.origin.shown).parent / entry.file)
    stated = _stated_id(found, shown)
    if entry.id is not None and stated is not None and entry.id != stated:
        zh = f"与文件 {entry.file} 中的 id {stated} 不同；请改成相同，或删去此项（变体中写 id: null）"
        en = f"differs from the id {stated} in {entry.file}; make them equal, or leave this out (in a variant: id: null)"
        problems.append(source.problem((*path, "id"), zh, en))
    return IndexChoice(id=stated or entry.id or "", settings=entry.settings, path=str(found), shown=shown)


def _stated_id(file: FilePath, shown: str) -> str | None:
    """The id that an index file gives itself."""
    tree = read_document(file, shown).tree
    node = tree.children().get("id") if tree is not None else None
    return node.value if node is not None and isinstance(node.value, str) else None

"""Where every value of a scenario was typed, so that whatever finds fault with it can point there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.errors import Problem
from planner.files.paths import resolve_inside
from planner.files.refusals import deepest, place_problem
from planner.files.tree import FieldPath, Node, Origin


@dataclass(frozen=True, slots=True)
class Source:
    """The files behind a scenario."""

    tree: Node
    """The merged tree; every node knows its file, line and column."""
    folder: Path
    """The scenario's folder."""
    files: tuple[Path, ...] = ()
    """Every YAML file read, in order of merging."""

    @classmethod
    def nowhere(cls, folder: Path) -> Source:
        """A source without positions, for scenarios that were not read from a file."""
        return cls(Node({}, Origin("scenario", folder), 0, 0, 0, 0), folder)

    def problem(self, path: FieldPath, zh: str, en: str) -> Problem:
        """A problem at ``path``, placed at its deepest part that was typed."""
        return place_problem(self.tree, path, zh, en)

    def file(self, path: FieldPath, text: str) -> Path | Problem:
        """The file that the field at ``path`` names as ``text``; it stays in the folder of the file that names it."""
        node, _ = deepest(self.tree, path)
        found = resolve_inside(node.origin.folder, text)
        return found if isinstance(found, Path) else self.problem(path, found.zh, found.en)

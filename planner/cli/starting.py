"""``planner init``."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.phrases import PHRASES
from planner.errors import OutputNotWritten, UnknownName

Folder = Annotated[Path, typer.Argument(help="init_folder", metavar="DIR", show_default=False)]
Example = Annotated[str | None, typer.Option("--example", help="init_example", metavar="NAME", show_default=False)]
Overwrite = Annotated[bool, typer.Option("--force", help="init_force")]

SCENARIO = "scenario.yaml"
SHIPPED = "planner.data"


def init(context: typer.Context, folder: Folder, example: Example = None, force: Overwrite = False) -> None:
    """Copy the starter, or a shipped example, into a folder."""
    from planner.report.writing import write_into

    template = _examples()[example] if example in _examples() else _starter(example)
    if folder.exists() and folder.is_dir() and any(folder.iterdir()) and not force:
        words = PHRASES["init_not_empty"].fill(folder=folder)
        raise OutputNotWritten(words.zh, words.en)
    write_into(folder, _contents(template))
    context.obj.say(PHRASES["created"].fill(file=folder / SCENARIO))
    context.obj.say(PHRASES["created_next"].fill(file=folder / SCENARIO))


def _starter(example: str | None) -> Traversable:
    if example is not None:
        words = PHRASES["no_example"].fill(given=repr(example), known=", ".join(_examples()) or "-")
        raise UnknownName(words.zh, words.en)
    return files(SHIPPED) / "starter"


def _examples() -> dict[str, Traversable]:
    """Examples by name: inside an installed package, or beside the package in a checkout of the repository."""
    places: list[Traversable] = [files(SHIPPED) / "examples", Path(__file__).resolve().parents[2] / "examples"]
    folders = [item for place in places if place.is_dir() for item in place.iterdir() if item.is_dir()]
    return {item.name: item for item in sorted(folders, key=lambda item: item.name) if (item / SCENARIO).is_file()}


def _contents(template: Traversable, prefix: str = "") -> dict[str, bytes]:
    """Every file below the template by its relative path."""
    found: dict[str, bytes] = {}
    for item in sorted(template.iterdir(), key=lambda item: item.name):
        if item.is_file():
            found[prefix + item.name] = item.read_bytes()
        elif item.is_dir() and not item.name.startswith(("__", ".")):
            found |= _contents(item, f"{prefix}{item.name}/")
    return found

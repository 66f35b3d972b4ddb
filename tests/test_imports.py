"""Rooms see only the rooms that they may, and the contracts cover every room."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
FREE = {"planner.data", "planner.__main__"}
"""Data has no code of its own; ``__main__`` is the command line."""


def rooms() -> set[str]:
    found = [path for path in (ROOT / "planner").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    return {f"planner.{path.stem}" for path in found if path.name != "__init__.py"}


def test_imports_point_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint_imports(no_cache=True)
    assert code == 0, said.getvalue()


def test_a_forbidden_import_is_noticed(tmp_path: Path) -> None:
    """The contracts of the project, on a copy of its skeleton in which comparison reaches into the program."""
    for room in sorted(rooms()):
        home = tmp_path / Path(*room.split("."))
        home.mkdir(parents=True)
        (home / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "planner" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "planner" / "comparison" / "__init__.py").write_text("import planner.program\n", encoding="utf-8")
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(config, encoding="utf-8")
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "planner.comparison is not allowed to import planner.program" in done.stdout


def test_every_room_is_under_a_contract() -> None:
    covered = {source for contract in CONTRACTS for source in contract["source_modules"]}
    assert rooms() - FREE - covered == set()


def test_every_contract_names_rooms_that_exist() -> None:
    named = {name for contract in CONTRACTS for part in ("source_modules", "forbidden_modules") for name in contract[part]}
    assert {name for name in named if name.startswith("planner.")} <= rooms()


def test_public_names_are_listed_and_load() -> None:
    import planner

    for name in planner.__all__:
        assert getattr(planner, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = planner.nothing

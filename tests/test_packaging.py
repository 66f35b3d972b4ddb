"""What is in the wheel, and that the lock and the project file agree."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from planner import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    assert file.name == f"planner-{__version__}-py3-none-any.whl"
    return zipfile.ZipFile(file)


def test_every_module_and_data_file_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    shipped = set(wheel.namelist())
    kinds = {".py", ".csv", ".yaml", ".md", ".typed"}
    own = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "planner").rglob("*")
        if path.is_file() and (path.suffix in kinds or path.name == "py.typed") and "__pycache__" not in path.parts
    }
    assert own - shipped == set()
    for wanted in (
        "planner/py.typed",
        "planner/index/data/binhai-2022.yaml",
        "planner/data/prices.csv",
        "planner/data/starter/scenario.yaml",
    ):
        assert wanted in shipped


def test_examples_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    examples = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*") if path.is_file()}
    assert examples and {f"planner/data/{name}" for name in examples} <= set(wheel.namelist())


def test_nothing_else_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"planner", f"planner-{__version__}.dist-info"}


def test_the_wheel_runs_by_itself(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Imported straight from the archive's contents, away from the repository, it finds its own data and examples."""
    wheel.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import planner; assert 'site' in planner.__file__;"
        "from planner.cli import main;"
        "sys.exit(main(['init', 'mine', '--example', 'auto-parts']) or main(['validate', 'mine/scenario.yaml']))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    text = wheel.read(f"planner-{__version__}.dist-info/entry_points.txt").decode()
    assert "planner = planner.cli:main" in text


def test_the_licence_travels_along(wheel: zipfile.ZipFile) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def name_of(requirement: str) -> str:
    return re.split(r"[<>=;\[ ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_the_lock_pins_every_requirement_with_hashes() -> None:
    pinned = {name_of(line) for line in LOCK.splitlines() if "==" in line and not line.startswith(("#", " "))}
    wanted = {name_of(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])}
    assert wanted <= pinned
    entries = re.split(r"\n(?=\S)", LOCK)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert not re.search(r"https?://|file:|--index|--find-links|--extra-index", LOCK)


def test_every_requirement_has_an_upper_bound() -> None:
    for requirement in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        assert ">=" in requirement and "<" in requirement.split(">=")[1], requirement

#!/usr/bin/env python3
"""Everything a developer runs: ``python3 dev.py demo | test | lint | bench | docs | lock``. Standard library only.

The environment is made in ``.venv`` on the first call and made anew whenever the lock or ``pyproject.toml`` changes.
``venv --without-pip`` avoids ensurepip, which Debian splits off into python3-venv; ``pip --python`` installs from outside
the environment, so an externally managed system Python does not get in the way. uv is used when it is there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".made-from"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

TASKS: dict[str, list[list[str]]] = {
    "demo": [["-m", "planner", "compare", "examples/auto-parts/scenario.yaml"]],
    "test": [["-m", "pytest", "-q", "-n", "2"]],
    "lint": [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"],
    ],
    "bench": [["-m", "benchmarks"]],
    "docs": [["docs/fill.py"]],
}
LOCK_COMMAND = [
    *("pip", "compile", "pyproject.toml", "--extra", "dev", "--universal", "--generate-hashes", "--no-emit-index-url"),
    *("--quiet", "--custom-compile-command", "python3 dev.py lock", "--output-file", "requirements.lock"),
]


def say(zh: str, en: str) -> str:
    """A message in both languages, since nobody has been asked yet which one to use."""
    return f"{en} / {zh}"


def run(*command: object) -> None:
    """Run a command in the project's folder; leave with its exit code when it fails."""
    words = [str(word) for word in command]
    print("+", *words, flush=True)
    code = subprocess.run(words, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def fingerprint() -> str:
    """What the environment depends on: the lock, the project file, the interpreter and where the folder lies."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()):
        digest.update(part)
    return digest.hexdigest()


def installer() -> list[object]:
    """The start of an install command that puts packages into the environment."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", PYTHON]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--disable-pip-version-check"]
    sys.exit(say("需要 pip 或 uv（Debian：apt install python3-pip）", "pip or uv is needed (Debian: apt install python3-pip)"))


def prepare() -> None:
    """Make the environment unless the one that stands is made from the same files."""
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    install = installer()
    run(sys.executable, "-m", "venv", "--without-pip", "--clear", VENV)
    run(*install, "-r", LOCK)
    # The lock holds the build backend too, so nothing is fetched that the lock does not name.
    run(*install, "--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(fingerprint(), encoding="utf-8")


def relock() -> None:
    """Write requirements.lock anew from pyproject.toml."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit(say("更新锁文件需要 uv", "uv is needed to write the lock"))
    run(uv, *LOCK_COMMAND)


def main(arguments: list[str]) -> None:
    """Run the task that was asked for; further words go to its last command."""
    if sys.version_info < OLDEST:
        sys.exit(say("需要 Python 3.11 或更新版本", "Python 3.11 or newer is needed"))
    task, *rest = arguments or ["help"]
    if task == "lock":
        return relock()
    if task not in TASKS:
        sys.exit(f"usage: python3 dev.py [{'|'.join([*TASKS, 'lock'])}]")
    prepare()
    *first, last = TASKS[task]
    for command in first:
        run(PYTHON, *command)
    run(PYTHON, *last, *rest)
    return None


if __name__ == "__main__":
    main(sys.argv[1:])

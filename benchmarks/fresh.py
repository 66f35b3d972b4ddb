"""Fresh Python processes, timed."""

from __future__ import annotations

import atexit
import functools
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@functools.cache
def environment() -> dict[str, str]:
    """Of fresh processes: compiled modules are kept, as after an installation, in a folder of their own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folder = tempfile.TemporaryDirectory(prefix="planner-benchmark-")
    atexit.register(folder.cleanup)
    return {**kept, "PYTHONPYCACHEPREFIX": folder.name}


def run_child(*words: str) -> tuple[float, list[str]]:
    """CPU seconds of a fresh Python process, start and imports included, and the lines that it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 5) or (done.returncode and words[0] != "planner"):
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.splitlines()

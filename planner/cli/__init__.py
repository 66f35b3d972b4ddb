"""The command line. No arithmetic: it reads, hands over, and shows.

Only the standard library and errors are imported here; typer is loaded in ``main``, everything heavier inside the command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from planner.errors import Exit
from planner.language import LANGUAGES, choose_language, take_option

PROGRAM = "planner"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    soften_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked, words = take_option(words, "--lang")
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    language = choose_language(asked, os.environ)
    from planner.cli.running import run_command

    if asked is not None and asked not in LANGUAGES:
        from planner.cli.failures import say_error
        from planner.cli.phrases import PHRASES

        say_error(PHRASES["bad_language"].fill(given=repr(asked)), language)
        return Exit.USAGE
    return run_command(words, language, debug=debug)


def soften_streams() -> None:
    """A character that the terminal's code page lacks becomes a question mark instead of a crash (Windows, GBK)."""
    for stream in (sys.stdout, sys.stderr):
        _soften(stream)


def _soften(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")

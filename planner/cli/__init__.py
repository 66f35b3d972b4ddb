"""The command line. No arithmetic: it reads, hands over, and shows.

Only the standard library and errors are imported here; typer is loaded in ``main``, everything heavier inside the command.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from planner.errors import Exit
from planner.language import LANGUAGES, VARIABLE, choose_language, take_option

PROGRAM = "planner"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    soften_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked, words = take_option(words, "--lang")
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    environment, odd = read_environment(os.environ)
    language = choose_language(asked, environment)
    from planner.cli.running import run_command

    if asked is not None and asked not in LANGUAGES:
        from planner.cli.failures import say_error
        from planner.cli.phrases import PHRASES

        say_error(PHRASES["bad_language"].fill(given=repr(asked)), language)
        return Exit.USAGE
    if odd is not None and asked is None:
        from planner.cli.failures import say_error
        from planner.cli.phrases import PHRASES

        say_error(PHRASES["odd_language"].fill(given=repr(odd)), language)
    return run_command(words, language, debug=debug)


def read_environment(environ: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """The environment with ``PLANNER_LANG`` as ``zh`` or ``en``, also from ``ZH`` or ``zh_CN.UTF-8``; and its value where it is neither."""
    rest = dict(environ)
    given = rest.pop(VARIABLE, "")
    name = re.split(r"[_.@-]", given.strip().lower())[0]
    if name in LANGUAGES:
        return {**rest, VARIABLE: name}, None
    return rest, given or None


def soften_streams() -> None:
    """A character that the terminal's code page lacks becomes a question mark instead of a crash (Windows, GBK).

    A stream that was closed before the start (``>&-``) leads nowhere.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open to the end of the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        _soften(stream)


def _soften(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")

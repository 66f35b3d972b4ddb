"""Run one command: build the parser in the language, dispatch, and turn every failure into an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from planner.cli import PROGRAM
from planner.cli.failures import report_failure, say_error
from planner.cli.session import Session
from planner.cli.translation import translate_command, translate_panels, usage_message
from planner.errors import Exit


def run_command(words: Sequence[str], language: str, *, debug: bool) -> int:
    """The exit code of one command line."""
    from planner.cli.app import app

    command = typer.main.get_command(app)
    translate_command(command, language)
    translate_panels(language)
    try:
        code = command.main(args=list(words), prog_name=PROGRAM, standalone_mode=False, obj=Session(language))
        sys.stdout.flush()
        return int(code or Exit.DONE)
    except TyperException as error:
        for line in usage_message(error):
            say_error(line, language)
        return Exit.USAGE
    except BrokenPipeError:
        return _close_pipe()
    except (Exception, KeyboardInterrupt) as error:
        return report_failure(error, language, debug=debug)


def _close_pipe() -> int:
    """The reader of our output left (``planner ... | head``): nobody is there to be told."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE

"""Run one command: build the parser in the language, dispatch, and turn every failure into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from planner.cli import PROGRAM
from planner.cli.failures import report_failure, say_error
from planner.cli.leaving import leave_running_solver
from planner.cli.session import Session, leave_pipe
from planner.cli.translation import translate_command, translate_panels, usage_message
from planner.errors import Exit


def run_command(words: Sequence[str], language: str, *, debug: bool) -> int:
    """The exit code of one command line."""
    from planner.cli.app import app

    command = typer.main.get_command(app)
    translate_command(command, language)
    translate_panels(language)
    code = _dispatch(command, words, language, debug=debug)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        leave_pipe()
    except OSError as error:
        leave_pipe()
        return code if code == Exit.NOT_WRITTEN else report_failure(error, language, debug=debug)
    return code


def _dispatch(command: Any, words: Sequence[str], language: str, *, debug: bool) -> int:
    try:
        code = int(command.main(args=list(words), prog_name=PROGRAM, standalone_mode=False, obj=Session(language)) or Exit.DONE)
        if code == Exit.INTERRUPTED:  # typer has made an exit code of Ctrl-C
            raise KeyboardInterrupt
        return code
    except TyperException as error:
        for line in usage_message(error):
            say_error(line, language)
        return Exit.USAGE
    except BrokenPipeError:
        leave_pipe()
        return Exit.DONE
    except SystemExit as left:
        # Help is drawn by typer and rich, which end with 1 when the reader of the output has left (``planner --help | head``).
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        leave_pipe()
        return Exit.DONE
    except KeyboardInterrupt as error:
        code = report_failure(error, language, debug=debug)
        leave_running_solver(Exit.INTERRUPTED)
        return code
    except Exception as error:
        return report_failure(error, language, debug=debug)

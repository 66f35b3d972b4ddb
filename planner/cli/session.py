"""What every command needs: the language, where results and messages go, and whether to show progress."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.language import Sayable

if TYPE_CHECKING:
    from rich.console import Console

    from planner.report.table import Table

PLAIN_WIDTH = 180
"""Columns of a pipe or file, where there is no terminal to ask; the variable ``COLUMNS`` comes first."""


@dataclass(frozen=True)
class Session:
    """One run of the command line."""

    language: str
    quiet: bool = False
    """True when standard output carries JSON: results for people are then not shown."""

    @cached_property
    def out(self) -> Console:
        """Standard output, for results."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Standard error, for messages and progress."""
        return _console(stderr=True)

    def say(self, words: Sayable | str) -> None:
        """A line of the result."""
        if not self.quiet:
            self.out.print(self._text(words), markup=False, highlight=False, soft_wrap=True)

    def tell(self, words: Sayable | str) -> None:
        """A message beside the result."""
        self.err.print(self._text(words), markup=False, highlight=False, soft_wrap=True)

    def show(self, tables: Iterable[Table]) -> None:
        """Tables that have rows."""
        for table in tables:
            if table.rows and not self.quiet:
                _draw(self.out, table, self.language)

    def show_beside(self, table: Table) -> None:
        """A table that is a message, on standard error."""
        _draw(self.err, table, self.language)

    def emit(self, text: str) -> None:
        """Machine text, exactly as it is."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            leave_pipe()

    @contextmanager
    def working(self, words: Sayable) -> Iterator[None]:
        """Show on a terminal what is being done, for how long, and how far a solver is; elsewhere stay silent."""
        if not self.err.is_terminal:
            yield
            return
        from planner.cli.working import Working
        from planner.progress import listening

        shown = Working(words, self.language)
        with self.err.status(shown), listening(shown.hear):
            yield

    def _text(self, words: Sayable | str) -> str:
        return words if isinstance(words, str) else words.say(self.language)


def _draw(console: Console, table: Table, language: str) -> None:
    from planner.report.drawing import draw_fitting

    for part in draw_fitting(table, language, console.width):
        console.print(part, crop=False)
        console.print()


def leave_pipe() -> None:
    """The reader of our output left (``planner ... | head``), or nothing more fits: what is still printed goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    class Patient(Console):
        """A console that lets the command end, and its files be written, when the reader leaves; rich's own exits with 1."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            if not self.stderr:
                leave_pipe()

    console = Patient(stderr=stderr)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PLAIN_WIDTH
    return console

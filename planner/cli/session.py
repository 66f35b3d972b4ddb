"""What every command needs: the language, where results and messages go, and whether to show progress."""

from __future__ import annotations

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
"""Columns of a pipe or file, where there is no terminal to ask."""


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
        from planner.report.drawing import draw_rich

        for table in tables:
            if table.rows and not self.quiet:
                self.out.print(draw_rich(table, self.language))
                self.out.print()

    def emit(self, text: str) -> None:
        """Machine text, exactly as it is."""
        sys.stdout.write(text)
        sys.stdout.flush()

    @contextmanager
    def working(self, words: Sayable) -> Iterator[None]:
        """Show on a terminal what is being done; elsewhere stay silent."""
        if not self.err.is_terminal:
            yield
            return
        with self.err.status(words.say(self.language)):
            yield

    def _text(self, words: Sayable | str) -> str:
        return words if isinstance(words, str) else words.say(self.language)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    return console

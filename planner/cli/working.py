"""The line that a terminal shows while something is under way: what it is, for how long, and how far a solver is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from planner.cli.phrases import PHRASES

if TYPE_CHECKING:
    from rich.text import Text

    from planner.language import Pair, Sayable
    from planner.progress import SolverStep

QUIET_S = 1.0
"""Until then only the words are shown. [s]"""


class Working:
    """Words that rich draws anew with every turn of its spinner."""

    def __init__(self, words: Sayable, language: str) -> None:
        self.words, self.language = words, language
        self._started = time.monotonic()
        self._step: SolverStep | None = None

    def hear(self, step: SolverStep) -> None:
        """Take in how far a solver is."""
        self._step = step

    def tell(self) -> str:
        """The line as it stands now."""
        seconds = time.monotonic() - self._started
        if seconds < QUIET_S:
            return self.words.say(self.language)
        parts = [PHRASES["working_seconds"].fill(seconds=int(seconds)), *self._tell_solver()]
        comma = "，" if self.language == "zh" else ", "
        return f"{self.words.say(self.language)} {comma.join(part.say(self.language) for part in parts)}"

    def _tell_solver(self) -> list[Pair]:
        step = self._step
        if step is None or step.iterations == 0:
            return []
        told = [PHRASES["working_iterations"].fill(count=f"{step.iterations:,}")]
        return told if step.gap is None else [*told, PHRASES["working_gap"].fill(gap=f"{step.gap:.2%}")]

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text(self.tell())

"""Where the CPU seconds of ``planner compare`` go, stage by stage, in a fresh process. ``python -m benchmarks.stages SCENARIO``."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

CPU = time.process_time
STAGES = ("start", "import", "read", "build", "compile", "targets", "scale", "hand-over", "solve", "plan", "ledger", "judge", "report")


class Watch:
    """CPU seconds by stage; a stage inside another one is counted once, for itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def time(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        @functools.wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            start = CPU()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                spent = CPU() - start
                self.seconds[stage] += spent - self._inner.pop()
                self._inner[-1] += spent

        return timed

    def wrap(self, stage: str, owner: Any, name: str) -> None:
        """Replace ``owner.name`` by its timed self."""
        setattr(owner, name, self.time(stage, getattr(owner, name)))


def measure_stages(path: Path) -> dict[str, float]:
    """Run the command on a scenario and time its stages. [CPU s]"""
    watch = Watch()
    watch.seconds["start"] = CPU()
    watch.time("import", _import)()
    _wrap(watch)
    from planner.cli import main

    start = CPU()
    before = sum(watch.seconds.values())
    sys.argv = ["planner", "compare", str(path)]
    with contextlib.suppress(SystemExit):
        main()
    watch.seconds["report"] += CPU() - start - (sum(watch.seconds.values()) - before)
    return {stage: watch.seconds[stage] for stage in STAGES}


def _import() -> None:
    import highspy  # noqa: F401
    import typer  # noqa: F401

    import planner.cli.comparing
    import planner.cli.loading
    import planner.cli.showing
    import planner.evaluation.agreement
    import planner.index
    import planner.pathway
    import planner.program
    import planner.reading
    import planner.report.comparison_tables  # noqa: F401


def _wrap(watch: Watch) -> None:
    import highspy

    from planner import evaluation, reading
    from planner.cli import loading
    from planner.evaluation import agreement
    from planner.program import highs, solve
    from planner.program.compile import Compiler

    watch.wrap("read", loading, "load_case")
    watch.wrap("read", reading, "read_case")
    watch.wrap("build", solve, "build_model")
    watch.wrap("compile", Compiler, "compile")
    watch.wrap("targets", solve, "read_targets")
    watch.wrap("targets", solve.Program, "_stated")
    watch.wrap("scale", solve, "scaled")
    watch.wrap("scale", solve, "guard")
    watch.wrap("hand-over", highs, "load")
    watch.wrap("solve", highspy.Highs, "run")
    watch.wrap("plan", solve.Program, "_solution")
    watch.wrap("ledger", evaluation, "build_ledger")
    watch.wrap("ledger", agreement, "compare_accounts")
    watch.wrap("judge", evaluation, "judge_tier")


if __name__ == "__main__":
    import io
    import json

    with contextlib.redirect_stdout(io.StringIO()):
        seconds = measure_stages(Path(sys.argv[1]))
    print(json.dumps(seconds))

"""The annual benchmark on ``examples/auto-parts``: two ratios of CPU time, and where the time goes.

Routes alternate, so that a busy machine slows both alike; figures are medians. ``python -m benchmarks [ROUNDS]``.
"""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks import routes
from benchmarks.fresh import ROOT, run_child
from benchmarks.stages import STAGES

SCENARIO = ROOT / "examples" / "auto-parts" / "scenario.yaml"
ROUNDS = 7
GOAL_OVER_SOLVER = 1.6
GOAL_OVER_PLAIN = 0.5


def over_solver_warm(rounds: int) -> tuple[float, float]:
    """planner and HiGHS alone, alternating in one process after a warm-up. [CPU s]"""
    case, index, readings = routes.load_case(SCENARIO)
    request = routes.requests(case)[-1]
    with routes.recorded() as handed:
        routes.solve_planner(case, index, readings, request)
    pairs = [(routes.solve_planner(case, index, readings, request), routes.solve_highs(handed)) for _ in range(rounds)]
    return _median([mine for mine, _ in pairs]), _median([theirs for _, theirs in pairs])


def over_solver_fresh(rounds: int) -> tuple[float, float]:
    """The same, each in a fresh process, imports left out. [CPU s]"""
    seconds: dict[str, list[float]] = {"planner": [], "highs": []}
    for _ in range(rounds):
        for name, found in seconds.items():
            found.append(float(run_child("benchmarks.routes", name, str(SCENARIO))[1][0]))
    return _median(seconds["planner"]), _median(seconds["highs"])


def over_plain(rounds: int) -> tuple[float, float]:
    """``planner compare`` and the plain Pyomo script, from start to end. [CPU s]"""
    routes_of = (("planner", "compare", str(SCENARIO)), ("benchmarks.routes", "plain", str(SCENARIO)))
    for words in routes_of:
        run_child(*words)  # compiles modules
    pairs = [tuple(run_child(*words)[0] for words in routes_of) for _ in range(rounds)]
    return _median([mine for mine, _ in pairs]), _median([theirs for _, theirs in pairs])


def same_optima() -> float:
    """Largest relative difference between the least costs of the two routes."""
    from planner.index import ChosenIndex
    from planner.program import Program

    case, index, readings = routes.load_case(SCENARIO)
    program, wanted = Program(case, [ChosenIndex(index, readings)]), routes.requests(case)
    plans = [program.solve(request).plan for request in wanted]
    plain = routes.solve_plain(case, index, readings, wanted)
    return max(abs(plan.solver.objective_cny / cost - 1) for plan, cost in zip(plans, plain, strict=True) if plan.solver and cost)


def stage_seconds(rounds: int) -> dict[str, float]:
    """Stage to CPU seconds of one ``planner compare``."""
    found = [json.loads(run_child("benchmarks.stages", str(SCENARIO))[1][-1]) for _ in range(rounds)]
    return {stage: _median([one[stage] for one in found]) for stage in STAGES}


def _median(values: Sequence[float]) -> float:
    return float(statistics.median(values))


def _line(what: str, pair: tuple[float, float], goal: float) -> str:
    ratio = pair[0] / pair[1]
    return f"| {what} | {pair[0]:.3f} | {pair[1]:.3f} | {ratio:.2f} | {goal} | {'yes' if ratio <= goal else 'no'} |"


def report(rounds: int) -> str:
    """The tables as Markdown."""
    lines = [
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"pyomo {version('pyomo')}, highspy {version('highspy')}; "
        f"CPU seconds, medians of {rounds} alternating rounds.",
        "",
        "| what | planner | other | ratio | goal | met |",
        "| --- | --- | --- | --- | --- | --- |",
        _line("case to plan / HiGHS alone, one process", over_solver_warm(rounds), GOAL_OVER_SOLVER),
        _line("case to plan / HiGHS alone, fresh processes", over_solver_fresh(rounds), GOAL_OVER_SOLVER),
        _line("planner compare / plain Pyomo and appsi_highs", over_plain(rounds), GOAL_OVER_PLAIN),
        "",
        f"Largest relative difference of the five least costs: {same_optima():.1e}.",
        "",
        "| stage of planner compare | CPU s |",
        "| --- | --- |",
        *(f"| {stage} | {seconds:.3f} |" for stage, seconds in stage_seconds(rounds).items()),
    ]
    return "\n".join(lines)

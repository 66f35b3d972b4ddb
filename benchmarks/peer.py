"""planner beside a hand-written program and PyPSA: the same site, the same optimum, and what building and handing over takes.

``python -m benchmarks.peer ROUTE SLICES [solve]`` measures one route in a fresh process: CPU seconds without imports, MB, and the cost.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.fresh import run_child
from benchmarks.routes import import_solver
from benchmarks.site import RATE, Site, as_case, make_site

CPU = time.process_time
SIZES = (288, 8760)
ROUTES = ("planner", "by_hand", "by_pypsa")
GOAL_OVER_HAND, GOAL_OVER_PYPSA = 1.8, 0.1
MOST_SECONDS = 600.0
"""Time that HiGHS gets to find the cost."""


class HandedOver(Exception):
    """HiGHS holds the program and would run now."""

    def __init__(self, highs: Any) -> None:
        super().__init__()
        self.highs = highs


def hand_over(case: Any, request: Any) -> Any:
    """HiGHS as planner first hands a case's program to it: built, compiled, scaled, checked, read back."""
    from planner.index.catalogue import indexes_for
    from planner.program import Program, watch

    def stop(_: Any, highs: Any) -> Any:
        raise HandedOver(highs)

    run = watch.run
    setattr(watch, "run", stop)  # noqa: B010
    try:
        Program(case, indexes_for(case)).solve(request)
    except HandedOver as reached:
        return reached.highs
    finally:
        setattr(watch, "run", run)  # noqa: B010
    raise RuntimeError("nothing was handed over")


def build_planner(site: Site) -> Callable[[], Any]:
    """What is timed for planner: everything after the case."""
    from planner.domain.plan import Request
    from planner.index.catalogue import indexes_for

    case = as_case(site)
    indexes_for(case)
    import_solver()
    return lambda: hand_over(case, Request(tiers=()))


def solve_planner(site: Site) -> float:
    """Yearly cost of planner's plan. [CNY]"""
    from planner.domain.plan import Request
    from planner.index.catalogue import indexes_for
    from planner.program import Program

    case = as_case(site)
    plan = Program(case, indexes_for(case)).solve(Request(tiers=()), time_limit_s=MOST_SECONDS).plan
    assert plan.solver is not None
    return plan.solver.objective_cny * (1 + RATE)  # paid at the end of the year after the base year


def measure(route: str, slices: int, *, solve: bool) -> dict[str, float]:
    """One route in this process."""
    site = make_site(slices)
    if route == "planner":
        build = build_planner(site)
    else:
        module = importlib.import_module(f"benchmarks.{route}")
        module.load()
        build = lambda: module.build(site)  # noqa: E731
    start = CPU()
    highs = build()
    found = {"seconds": CPU() - start, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": float(highs.getNumRow())}
    if solve:
        found["cost"] = solve_planner(site) if route == "planner" else module.solve(highs)
    return found


def has_pypsa() -> bool:
    """Whether PyPSA is installed."""
    return importlib.util.find_spec("pypsa") is not None


def report(rounds: int, solved_up_to: int = SIZES[-1]) -> list[str]:
    """The table as lines of Markdown, and what follows from it. Costs of larger sizes are left out: they take HiGHS minutes."""
    routes = [route for route in ROUTES if route != "by_pypsa" or has_pypsa()]
    table = [
        "| one site, one year | rows | build and hand-over, CPU s | peak MB | yearly cost, CNY |",
        "| --- | --- | --- | --- | --- |",
    ]
    notes = []
    for slices in SIZES:
        found: dict[str, list[dict[str, float]]] = {route: [] for route in routes}
        for _ in range(rounds):
            for route in routes:
                found[route].append(_child(route, slices, solve=False))
        cost = {route: _child(route, slices, solve=True)["cost"] for route in routes if slices <= solved_up_to}
        seconds = {route: statistics.median(one["seconds"] for one in found[route]) for route in routes}
        for route in routes:
            mb, rows = statistics.median(one["mb"] for one in found[route]), found[route][0]["rows"]
            table.append(f"| {route}, {slices} slices | {rows:.0f} | {seconds[route]:.3f} | {mb:.0f} | {_told(cost, route)} |")
        worst = max((abs(value / cost["planner"] - 1) for value in cost.values()), default=None)
        against = [f"{seconds['planner'] / seconds['by_hand']:.2f} times the hand-written one (goal {GOAL_OVER_HAND})"]
        if "by_pypsa" in seconds:
            against.append(f"{seconds['planner'] / seconds['by_pypsa']:.3f} times PyPSA (goal {GOAL_OVER_PYPSA})")
        same = "costs not compared" if worst is None else f"costs differ by {worst:.1e} at most"
        notes.append(f"- {slices} slices: {same}; planner takes {' and '.join(against)}.")
    return [*table, "", *notes]


def _told(cost: dict[str, float], route: str) -> str:
    return f"{cost[route]:.3f}" if route in cost else "not solved"


def _child(route: str, slices: int, *, solve: bool) -> dict[str, float]:
    words = ["benchmarks.peer", route, str(slices), *(["solve"] if solve else [])]
    found: dict[str, float] = json.loads(run_child(*words)[1][-1])
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), solve="solve" in sys.argv)))

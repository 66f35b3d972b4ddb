"""The routes that are compared. ``python -m benchmarks.routes NAME SCENARIO`` runs one in a fresh process.

``planner``  from a case to the plan of its highest tier: build, compile, hand over, solve, read back. Prints CPU seconds.
``highs``    HiGHS's own run on the same arrays. Prints CPU seconds.
``plain``    the five solves of ``planner compare`` as ordinary Pyomo models with Pyomo's appsi_highs. Prints the least costs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner import pathway
from planner.domain.case import Case
from planner.domain.plan import Request
from planner.index.catalogue import ChosenIndex, index_for
from planner.index.readings import Readings
from planner.index.rules import Index

CPU = time.process_time
BOUGHT_OR_BUILT = ("deploy", "deploy_kwh", "purchased", "removed")
"""Variables that are zero in the reference, which has no new measure."""


def load_case(path: Path) -> tuple[Case, Index, Readings]:
    """A scenario with its index."""
    from planner.reading import read_case

    case = read_case(path)
    return case, *index_for(case)


def requests(case: Case) -> list[Request]:
    """What ``planner compare`` solves: the reference, no target, and each tier that the scenario gives a year."""
    tiers = [pathway.request_for(case, tier) for tier in case.targets]
    return [pathway.reference_request(), pathway.no_target_request(), *tiers]


def solve_planner(case: Case, index: Index, readings: Readings, request: Request) -> float:
    """CPU seconds from a case to a plan."""
    from planner.program import Program

    start = CPU()
    Program(case, [ChosenIndex(index, readings)]).solve(request)
    return CPU() - start


@contextmanager
def recorded() -> Iterator[list[Any]]:
    """What is handed to HiGHS inside the block: matrix, time limit and options of each call."""
    from planner.program import highs

    seen: list[Any] = []
    original = highs.load

    def load(*given: Any) -> Any:
        seen.append(given)
        return original(*given)

    setattr(highs, "load", load)  # noqa: B010 - a function of another signature
    try:
        yield seen
    finally:
        setattr(highs, "load", original)  # noqa: B010


def solve_highs(handed: Sequence[Any]) -> float:
    """CPU seconds of HiGHS's own run on arrays that it already holds, with planner's options."""
    from planner.program import highs

    held = [highs.load(*given) for given in handed]
    start = CPU()
    for solver in held:
        solver.run()
    return CPU() - start


def solve_plain(case: Case, index: Index, readings: Readings, wanted: Sequence[Request]) -> list[float | None]:
    """Least cost of every request by the plain route; None where nothing is feasible. [CNY]

    An "or" of the index is left open, which is what planner solves first, and on this example also last.
    """
    from pyomo.contrib.appsi.solvers import Highs

    from planner.program.build import build_model
    from planner.program.targets import read_targets

    found: list[float | None] = []
    for request in wanted:
        model = build_model(case, readings, read_targets(case, [ChosenIndex(index, readings)], request).fixed, templates=False)
        if not request.new_measures:
            for name in BOUGHT_OR_BUILT:
                for variable in getattr(model, name).values():
                    variable.setub(0.0)
        solver = Highs()
        solver.config.load_solution = False
        results = solver.solve(model)
        feasible = results.best_feasible_objective is not None
        if feasible:
            results.solution_loader.load_vars()
        found.append(float(results.best_feasible_objective) if feasible else None)
    return found


def import_solver() -> None:
    """Load what is loaded once; the whole-command benchmark times that."""
    import highspy  # noqa: F401

    import planner.program  # noqa: F401


def _planner(path: Path) -> list[str]:
    case, index, readings = load_case(path)
    import_solver()
    return [f"{solve_planner(case, index, readings, requests(case)[-1]):.6f}"]


def _highs(path: Path) -> list[str]:
    case, index, readings = load_case(path)
    with recorded() as handed:
        solve_planner(case, index, readings, requests(case)[-1])
    return [f"{solve_highs(handed):.6f}"]


def _plain(path: Path) -> list[str]:
    case, index, readings = load_case(path)
    return ["" if cost is None else f"{cost:.6f}" for cost in solve_plain(case, index, readings, requests(case))]


ROUTES: dict[str, Callable[[Path], list[str]]] = {"planner": _planner, "highs": _highs, "plain": _plain}

if __name__ == "__main__":
    print(*ROUTES[sys.argv[1]](Path(sys.argv[2])), sep="\n")

"""How time and memory grow with hours and years, on ``examples/auto-parts`` spread over hours, and what planner adds to HiGHS's time.

``python -m benchmarks.growth size YEARS SLICES`` measures one size in a fresh process, ``... whole 11x288`` or ``1x8760`` the whole.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.fresh import run_child
from benchmarks.peer import hand_over
from benchmarks.routes import import_solver, load_case
from benchmarks.site import HOURS

CPU = time.process_time
YEARS = (1, 2, 4, 11)
DAYS = {288: 12, 876: 36, 8760: 365}
"""Slices a year, about, to the days that are kept."""
PATIENCE_S = 60.0
"""Time that HiGHS gets, where it is asked to solve."""
GOAL_OVER_SOLVER = 1.05
SIZES_KW = {"pv": 9_000.0, "heat_pump": 6_400.0, "battery": 13_700.0, "heat_store": 5_400.0}
"""What stands in the year of 8,760 hours in which only operation is left to decide."""


def measure_size(years: int, slices: int) -> dict[str, float | None]:
    """Build and hand-over, memory, and HiGHS's own run, for the cheapest plan without targets."""
    from benchmarks.annual import SCENARIO
    from planner.domain.plan import Request
    from tests.hours import spread_over_hours

    case, _, _ = load_case(SCENARIO)
    case = spread_over_hours(replace(case, years=case.years[:years], targets={}), DAYS[slices])
    import_solver()
    start = CPU()
    highs = hand_over(
        case,
        Request(
            tiers=(),
        ),
    )
    found: dict[str, float | None] = {
        "rows": highs.getNumRow(), "nonzeros": highs.getNumNz(), "seconds": CPU() - start,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "solver": None,
    }  # fmt: skip
    highs.setOptionValue("time_limit", PATIENCE_S)
    start = CPU()
    highs.run()
    if highs.modelStatusToString(highs.getModelStatus()) == "Optimal":
        found["solver"] = CPU() - start
    return found


def measure_whole(what: str) -> dict[str, float]:
    """From a case to a plan, and HiGHS's own runs within it. [CPU s]"""
    from planner.domain.plan import Request
    from planner.index.catalogue import indexes_for
    from planner.program import Program, watch

    case, committed = WHOLES[what]()
    import_solver()
    inside, run = 0.0, watch.run

    def timed(*given: Any) -> Any:
        nonlocal inside
        start = CPU()
        try:
            return run(*given)
        finally:
            inside += CPU() - start

    setattr(watch, "run", timed)  # noqa: B010
    start = CPU()
    Program(case, indexes_for(case)).solve(Request(tiers=()), committed=committed)
    return {"whole": CPU() - start, "solver": inside}


def _eleven_years() -> tuple[Any, Any]:
    """auto-parts with its investments."""
    from benchmarks.annual import SCENARIO
    from tests.hours import spread_over_hours

    case, _, _ = load_case(SCENARIO)
    return spread_over_hours(replace(case, targets={}), DAYS[288]), None


def _one_year() -> tuple[Any, Any]:
    """The site with its sizes fixed."""
    from benchmarks.site import YEAR, as_case, make_site
    from planner.domain.plan import Commitment

    deploy = {m: {YEAR: size} for m, size in SIZES_KW.items()}
    energy = {m: {YEAR: HOURS[m] * SIZES_KW[m]} for m in HOURS}
    return as_case(make_site(8760)), Commitment(until=YEAR, deploy=deploy, deploy_kwh=energy, purchased={}, removed={})


WHOLES: dict[str, Callable[[], tuple[Any, Any]]] = {"11x288": _eleven_years, "1x8760": _one_year}


def report(most_slices: int = 8760) -> list[str]:
    """Two tables as lines of Markdown, up to so many slices."""
    lines = [
        "| auto-parts, years x slices | rows | non-zeros | build and hand-over, CPU s | peak MB | HiGHS, CPU s |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for slices in (size for size in DAYS if size <= most_slices):
        for years in YEARS:
            found = _child("size", str(years), str(slices))
            solver = f"{found['solver']:.1f}" if found["solver"] is not None else f"not within {PATIENCE_S:.0f}"
            size = f"| {years} x {slices} | {found['rows']:.0f} | {found['nonzeros']:.0f} "
            lines.append(f"{size}| {found['seconds']:.2f} | {found['mb']:.0f} | {solver} |")
    lines += ["", "| case to plan | whole, CPU s | HiGHS, CPU s | ratio | goal | met |", "| --- | --- | --- | --- | --- | --- |"]
    for what, words in (("11x288", "auto-parts, investing"), ("1x8760", "site, sizes fixed")):
        found = _child("whole", what)
        ratio = found["whole"] / found["solver"]
        met = "yes" if ratio <= GOAL_OVER_SOLVER else "no"
        lines.append(f"| {what}, {words} | {found['whole']:.2f} | {found['solver']:.2f} | {ratio:.3f} | {GOAL_OVER_SOLVER} | {met} |")
    return lines


def _child(*words: str) -> Any:
    return json.loads(run_child("benchmarks.growth", *words)[1][-1])


if __name__ == "__main__":
    if sys.argv[1] == "whole":
        print(json.dumps(measure_whole(sys.argv[2])))
    else:
        print(json.dumps(measure_size(int(sys.argv[2]), int(sys.argv[3]))))

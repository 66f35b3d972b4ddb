"""What large programs are solved by (lifted sums, a common start, own branching) gives the optima of the plain way."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.pathway import Pathways, no_target_request, reference_request, request_for
from planner.program import run, search
from planner.reading import read_case
from tests.hours import spread_over_hours

EXAMPLES = Path(__file__).parents[2] / "examples"
AUTO_PARTS, FLOAT_GLASS = (EXAMPLES / name / "scenario.yaml" for name in ("auto-parts", "float-glass"))


def _plans(case: Case, tiers: tuple[str, ...]) -> list[Plan | None]:
    pathways = Pathways(case)
    requests = [reference_request(), no_target_request(), *(request_for(case, tier) for tier in tiers)]
    return [pathways.run(request, name_clash=False).plan for request in requests]


def _costs(case: Case, tiers: tuple[str, ...]) -> list[float | None]:
    """Of the reference, of no target, and of each tier; None where there is no plan."""
    return [None if plan is None or plan.solver is None else plan.solver.objective_cny for plan in _plans(case, tiers)]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "days"), [(AUTO_PARTS, 0), (FLOAT_GLASS, 0), (AUTO_PARTS, 1)])
def test_the_way_of_large_programs_changes_no_cost(file: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_case(file)
    if days:
        case = spread_over_hours(case, days)
    plain = _costs(case, ("low", "near", "zero"))
    monkeypatch.setattr(run, "LARGE", 1)
    monkeypatch.setattr(search, "LARGE", 1)
    large = _costs(case, ("low", "near", "zero"))
    assert [cost is None for cost in large] == [cost is None for cost in plain]
    assert [cost for cost in large if cost is not None] == pytest.approx([cost for cost in plain if cost is not None], rel=1e-9)
    assert any(cost is not None for cost in plain)


def test_every_request_of_a_large_program_begins_at_the_same_basis(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever was asked before: the plan of a tier is the same alone and after others.
    monkeypatch.setattr(run, "LARGE", 1)
    monkeypatch.setattr(search, "LARGE", 1)
    case = read_case(AUTO_PARTS)
    alone, after = _plans(case, ("zero",))[-1], _plans(case, ("low", "near", "zero"))[-1]
    assert alone is not None and after is not None
    assert alone.deploy == after.deploy
    assert alone.flows == after.flows

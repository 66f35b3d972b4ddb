"""What a plan commits the factory to by a year: sizes that start to operate, and contracts bought."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.case import Case
from planner.domain.plan import Commitment, Plan, YearValues


def commit(case: Case, plan: Plan, until: int) -> Commitment:
    """The plan's decisions of the years up to ``until``, that year included.

    Only what is decided once and for all is taken over: sizes, and what is bought under contract. How equipment runs (bought
    energy, generation, stores, captured CO2) stays free in every year.
    """
    bought = {m: tonnes for m, tonnes in plan.flows.removed.items() if case.measures[m].built is None}
    return Commitment(
        until=until,
        deploy=_whole(case, _up_to(until, plan.deploy)),
        deploy_kwh=_up_to(until, plan.deploy_kwh),
        purchased=_up_to(until, plan.flows.purchased),
        removed=_up_to(until, bought),
    )


def _up_to(until: int, values: Mapping[str, YearValues]) -> dict[str, YearValues]:
    early = {m: {year: value for year, value in by_year.items() if year <= until} for m, by_year in values.items()}
    return {m: by_year for m, by_year in early.items() if by_year}


def _whole(case: Case, sizes: Mapping[str, YearValues]) -> dict[str, YearValues]:
    """Sizes of lumpy measures as the exact number of units that the solver's value stands for."""
    return {m: {year: _snapped(case, m, size) for year, size in by_year.items()} for m, by_year in sizes.items()}


def _snapped(case: Case, measure: str, size: float) -> float:
    built = case.measures[measure].built
    unit = built.unit_size if built else None
    return size if unit is None else unit * round(size / unit)

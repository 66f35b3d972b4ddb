"""Own reduction before negative measures (自主减排优先): what stage 1 asks of the program, and the ceilings that stage 2 keeps.

Stage 1 leaves negative measures out and finds how far own reduction goes by the reading ``own_reduction_first``; its own
emissions by year are ceilings of stage 2, the request itself. See docs/decisions/0016-own-reduction-first.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from planner.domain.case import Case
from planner.domain.plan import OwnReduction, Request
from planner.index.catalogue import ChosenIndex
from planner.index.rules import AllOf, OwnReductionFirst, Rule
from planner.program.books import suffix_of
from planner.program.compile import Compiled
from planner.program.scaling import unit_scales
from planner.program.targets import Asked, Target, judged_years

METRIC = "own_scope_emissions_t"
SLACK = 1e-6
"""Share of the baseline (or of stage 1's own emissions, if larger) that ceilings leave above stage 1: ten times the safety margin
by which targets are tightened, so that stage 1's own plan still fits, and a thousand times what the solver may miss."""

NEEDS_NEGATIVE = frozenset(
    {
        "removals_t", "captured_energy_t", "captured_process_t", "net_emissions_t", "net_scope_emissions_t", "net_energy_emissions_t",
        "effect_negative_t",
    }
)  # fmt: skip
"""Metrics that are about negative measures; stage 1 leaves out what is asked of them."""
LOWERED_BY_NEGATIVE = NEEDS_NEGATIVE | {
    "energy_emissions_t", "process_emissions_t", "gross_emissions_t", "scope_emissions_t", "emission_reduction", "carbon_per_unit_kg",
    "carbon_per_tce",
}  # fmt: skip
"""Metrics that capture lowers too: left out where nothing but capture can reach what is asked."""


@dataclass(frozen=True, slots=True)
class OwnFirst:
    """A rule ``own_reduction_first`` as one index reads it."""

    index: str
    place: int
    """Of the index among the chosen ones."""
    indicator: str
    tier: str
    rule: Literal["priced", "all_available"]
    """Reading ``own_reduction_first``."""
    price_cny_per_t: float | None
    """For ``priced``."""
    years: tuple[int, ...]
    """Years judged."""

    @property
    def suffix(self) -> str:
        """Of the book that accounts the own emissions."""
        return suffix_of(self.index) if self.place else ""


def find_own_first(case: Case, chosen: Sequence[ChosenIndex], request: Request) -> tuple[OwnFirst, ...]:
    """For each index that a request asks to put own reduction first: the rule, and every year in which it is judged."""
    found: dict[str, OwnFirst] = {}
    place = {one.index.id: at for at, one in enumerate(chosen)}
    for wish in request.tiers:
        index, readings = chosen[place[wish.index]].index, chosen[place[wish.index]].readings
        rows = [row.id for row in index.indicators if _asks(row.tests[wish.tier])]
        if not rows or readings.own_reduction_first == "ceiling":
            continue
        years = judged_years(case, wish)
        before = found[index.id].years if index.id in found else ()
        price = readings.own_reduction_price_cny_per_t if readings.own_reduction_first == "priced" else None
        found[index.id] = OwnFirst(
            index.id, place[index.id], rows[0], wish.tier, readings.own_reduction_first, price, tuple(sorted({*before, *years}))
        )
    return tuple(found.values())


def _asks(rule: Rule) -> bool:
    """Whether the rule holds only with own reduction first."""
    return isinstance(rule, OwnReductionFirst) or (isinstance(rule, AllOf) and any(_asks(part) for part in rule.tests))


def stage_one_asks(asked: Asked) -> Iterator[Asked]:
    """What stage 1 asks besides: all that isn't about negative measures; else what they can't help to meet; else nothing."""
    for left_out in (NEEDS_NEGATIVE, LOWERED_BY_NEGATIVE):
        fixed = tuple(target for target in asked.fixed if target.metric not in left_out)
        open_ = {
            rule: legs for rule, legs in asked.open.items() if not any(target.metric in left_out for leg in legs for target in leg.targets)
        }
        yield Asked(fixed, open_)
    yield Asked((), {})


def state_stage_one(model: Any, compiled: Compiled, first: OwnFirst) -> Compiled:
    """The program without capture and removals, which minimises what the rule says."""
    upper, cost = compiled.matrix.upper.copy(), compiled.matrix.cost.copy()
    for name in ("captured", "removed"):
        upper[compiled.columns(name)] = 0.0
    if first.rule == "all_available":
        cost[:] = 0.0
    _weigh(model, compiled, first, cost)
    offset = 0.0 if first.rule == "all_available" else compiled.matrix.offset
    return replace(compiled, matrix=replace(compiled.matrix, upper=upper, cost=cost, offset=offset))


def state_room(model: Any, compiled: Compiled, firsts: Sequence[OwnFirst]) -> Compiled:
    """The whole request, negative measures included, that minimises what the rules of all indexes say together.

    Where the request itself needs more own emissions than stage 1 (the power of a removal plant), this is how far own reduction goes.
    """
    cost, offset = compiled.matrix.cost.copy(), compiled.matrix.offset
    if any(first.rule == "all_available" for first in firsts):
        cost[:], offset = 0.0, 0.0
    for first in firsts:
        _weigh(model, compiled, first, cost)
    return replace(compiled, matrix=replace(compiled.matrix, cost=cost, offset=offset))


def _weigh(model: Any, compiled: Compiled, first: OwnFirst, cost: np.ndarray) -> None:
    """Add what own emissions cost by the rule."""
    weights = _weights(model, first)
    scope = model.further_books[first.suffix].readings.emission_scope if first.suffix else model.readings.emission_scope
    parts = ("energy_emissions_t", "captured_energy_t", *(("process_emissions_t", "captured_process_t") if scope == "whole" else ()))
    for part in parts:
        cost[compiled.columns(f"{part}{first.suffix}")] += weights


def _weights(model: Any, first: OwnFirst) -> np.ndarray:
    """What a tonne of own emissions costs in each planning year, judged or not: nothing is gained by reducing late. [CNY/tCO2e]

    ``priced``: the price, discounted like cost. ``all_available``: the calendar years that the year stands for, in the unit of money
    that the solver sees, since nothing else costs anything.
    """
    case: Case = model.case
    if first.price_cny_per_t is not None:
        return np.array([first.price_cny_per_t * model.numbers.discount[y] for y in case.years])
    scales = unit_scales(model)
    return np.array([case.stands_for[y] * scales["CNY"] / scales["t"] for y in case.years])


def state_ceilings(first: OwnFirst, case: Case, figures: Mapping[int, Mapping[str, float]]) -> OwnReduction:
    """The record of stage 1, with room for rounding."""
    ceilings = {y: figures[y][METRIC] + slack(figures[y]) for y in first.years}
    return OwnReduction(
        scenario_sha256=case.scenario_sha256, rule=first.rule, price_cny_per_t=first.price_cny_per_t, ceilings_t=ceilings,
    )  # fmt: skip


def raise_ceilings(record: OwnReduction, figures: Mapping[int, Mapping[str, float]]) -> OwnReduction:
    """The record with ceilings at least as high as a plan that meets the request with the least excess over them."""
    reached = {y: figures[y][METRIC] + slack(figures[y]) for y in record.ceilings_t}
    raised = {y: max(0.0, reached[y] - ceiling) for y, ceiling in record.ceilings_t.items()}
    ceilings = {y: max(reached[y], ceiling) for y, ceiling in record.ceilings_t.items()}
    return record.model_copy(update={"ceilings_t": ceilings, "raised_t": {y: rise for y, rise in raised.items() if rise > 0}})


def slack(figures: Mapping[str, float]) -> float:
    """Room for rounding in a year. [tCO2e]"""
    return SLACK * max(figures.get("baseline_t", 0.0), abs(figures[METRIC]))


def ceiling_targets(firsts: Sequence[OwnFirst], records: Mapping[str, OwnReduction]) -> tuple[Target, ...]:
    """The ceilings as requirements of stage 2."""
    return tuple(
        Target(first.index, first.indicator, first.tier, y, METRIC, "ceiling", ceiling, leg="own_first", suffix=first.suffix)
        for first in firsts
        for y, ceiling in records[first.index].ceilings_t.items()
    )

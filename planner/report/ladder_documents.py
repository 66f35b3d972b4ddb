"""The ladder as plain JSON: English keys, unrounded numbers, both languages where there are words."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from planner.comparison import discounted_cost
from planner.errors import Shortfall
from planner.ladder import CalendarLine, Ladder, Regret, Rung, RungCost

Json = dict[str, Any]


def ladder_documents(ladder: Ladder) -> list[Json]:
    """Cost of each tier by target year."""
    return [
        {"tier": tier, "earliest_year": ladder.earliest(tier), "years": [_cost(cost) for cost in ladder.of_tier(tier)]}
        for tier in ladder.tiers
    ]


def step_documents(ladder: Ladder) -> list[Json]:
    """What each tier costs more than the one below it."""
    return [
        {
            "from": _rung(step.lower),
            "to": _rung(step.upper),
            "cost_cny": step.cost_cny,
            "investment_cny": {str(year): value for year, value in step.investment_cny.items()},
        }
        for step in ladder.steps
    ]


def regret_documents(ladder: Ladder) -> list[Json]:
    """Every way of aiming low first."""
    return [_regret(regret) for regret in ladder.regrets]


def calendar_documents(ladder: Ladder) -> list[Json]:
    """Every calendar that was asked about."""
    return [_calendar(line) for line in ladder.calendars]


def _rung(rung: Rung) -> Json:
    return {"tier": rung.tier, "year": rung.year}


def _rungs(rungs: Sequence[Rung]) -> list[Json]:
    return [_rung(rung) for rung in rungs]


def _shortfalls(shortfalls: Sequence[Shortfall]) -> list[Json]:
    return [dataclasses.asdict(shortfall) for shortfall in shortfalls]


def _clash(clash: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"zh": zh, "en": en} for zh, en in clash]


def _cost(cost: RungCost) -> Json:
    return {
        "year": cost.rung.year,
        "status": cost.status.value,
        "total_cost_cny": cost.total_cost_cny,
        "cost_over_no_target_cny": cost.over_no_target_cny,
        "holds": cost.holds,
        "shortfalls": _shortfalls(cost.shortfalls),
    }


def _regret(regret: Regret) -> Json:
    return {
        "aims": _rungs(regret.aims),
        "top": _rung(regret.top),
        "status": regret.status.value,
        "total_cost_cny": regret.total_cost_cny,
        "from_start_cny": regret.from_start_cny,
        "regret_cny": regret.regret_cny,
        "shut_out": regret.shut_out,
        "last_asked": _rungs(regret.reached),
        "shortfalls": _shortfalls(regret.shortfalls),
        "clash": _clash(regret.clash),
        "measures": [
            {
                "measure": difference.measure,
                "difference": difference.fate.value,
                "low_first": difference.low_first,
                "from_start": difference.from_start,
                "unit": difference.unit,
                "more_investment_cny": difference.investment_cny,
            }
            for difference in regret.differences
        ],
    }


def _calendar(line: CalendarLine) -> Json:
    outcome = line.outcome
    return {
        "calendar": _rungs(line.rungs),
        "status": outcome.status.value,
        "total_cost_cny": discounted_cost(outcome),
        "cost_over_reference_cny": line.over_reference_cny,
        "cost_over_no_target_cny": line.over_no_target_cny,
        "holds": outcome.holds,
        "shortfalls": _shortfalls(outcome.shortfalls),
        "clash": _clash(outcome.clash),
        "warnings": _clash(outcome.warnings),
    }

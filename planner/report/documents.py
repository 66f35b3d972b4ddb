"""Outcomes and comparisons as plain JSON: English keys, unrounded numbers, both languages where there are words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from planner.comparison import Comparison, TierLine, discounted_cost, measure_uses
from planner.domain.case import Case, Figure
from planner.domain.hours import HoursYear
from planner.domain.outcome import Outcome
from planner.domain.verdict import TierVerdict, Verdict
from planner.index.catalogue import ChosenIndex
from planner.ladder import NO_LADDER, Ladder
from planner.report.ladder_documents import calendar_documents, ladder_documents, regret_documents, step_documents
from planner.report.proof import gap_cny
from planner.report.resolution_words import resolution_document

TRUSTED = frozenset({"user", "verified", "derived"})
"""Figures of the user's own, read in the document itself, or computed from such; every other status is listed as unverified."""

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """Frozen objects, enumerations, dates and sets as what JSON knows; sets sorted, so that the text is always the same."""
    if isinstance(value, float):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def unverified_figures(case: Case) -> tuple[Figure, ...]:
    """Figures that nobody has checked against their document, or on which sources differ."""
    return tuple(figure for figure in case.figures if figure.status not in TRUSTED)


def verdict_document(judged: TierVerdict) -> Json:
    """Indicator to verdict."""
    return {verdict.indicator: _verdict(verdict) for verdict in judged.verdicts}


def _verdict(verdict: Verdict) -> Json:
    return {
        "status": verdict.status.value,
        "value": verdict.value,
        "threshold": verdict.threshold,
        "unit": verdict.unit,
        "margin": verdict.margin,
        "branch": verdict.branch,
        "missing": list(verdict.missing),
        "reasons": [plain(reason) for reason in verdict.reasons],
    }


def _measures(outcome: Outcome) -> Json:
    case = outcome.case
    return {
        use.measure: {
            "first_year": use.first_year,
            "size": use.size,
            "unit": use.unit,
            "class": case.measures[use.measure].measure_class.value,
            "abatement_t": use.abatement_t,
            "investment_cny": use.investment_cny,
        }
        for use in measure_uses(outcome)
    }


def _hours(case: Case, item: HoursYear) -> Json:
    return {**plain(item), "name": plain(case.commodities[item.commodity].name)}


def _clash(outcome: Outcome) -> list[Json]:
    return [{"zh": zh, "en": en} for zh, en in outcome.clash]


def _path(outcome: Outcome) -> Json:
    return {
        "status": outcome.status.value,
        "total_cost_cny": discounted_cost(outcome),
        "gap_cny": gap_cny(outcome),
        "holds": outcome.holds,
        "measures": _measures(outcome),
        "warnings": _warnings(outcome),
    }


def _tier(line: TierLine) -> Json:
    return {
        "tier": line.tier,
        "status": line.outcome.status.value,
        "total_cost_cny": line.total_cost_cny,
        "gap_cny": gap_cny(line.outcome),
        "cost_over_reference_cny": line.over_reference_cny,
        "cost_over_no_target_cny": line.over_no_target_cny,
        "target_year": line.year,
        "holds": line.outcome.holds,
        "verdict": {} if line.verdict is None else verdict_document(line.verdict),
        "shortfalls": [plain(shortfall) for shortfall in line.outcome.shortfalls],
        "clash": _clash(line.outcome),
        "measures": _measures(line.outcome),
        "breaches": [plain(text) for text in line.outcome.breaches],
        "disagreements": [plain(item) for item in line.outcome.disagreements],
        "warnings": _warnings(line.outcome),
    }


def _warnings(outcome: Outcome) -> list[Json]:
    return [{"zh": zh, "en": en} for zh, en in outcome.warnings]


def provenance(case: Case, chosen: Sequence[ChosenIndex]) -> Json:
    """What a document rests on: scenario, indexes with their readings, and figures that nobody has verified."""
    own, *further = (_index(one) for one in chosen)
    return {
        "scenario": plain(case.name),
        "scenario_sha256": case.scenario_sha256,
        **resolution_document(case),
        **own,
        "further_indexes": further,
        "figures_unverified": [plain(figure) for figure in unverified_figures(case)],
    }


def _index(chosen: ChosenIndex) -> Json:
    index = chosen.index
    return {"index": index.id, "edition": index.edition_line, "index_sha256": index.sha256, "settings": plain(chosen.settings)}


def comparison_document(comparison: Comparison, chosen: Sequence[ChosenIndex], ladder: Ladder = NO_LADDER) -> Json:
    """A comparison, tier by tier, and the ladder between the tiers."""
    return {
        "tiers": [_tier(line) for line in comparison.tiers],
        "reference": _path(comparison.reference),
        "no_target": _path(comparison.no_target),
        "steps": step_documents(ladder),
        "regret": regret_documents(ladder),
        "calendars": calendar_documents(ladder),
        "ladder": ladder_documents(ladder),
        **provenance(comparison.case, chosen),
    }


def outcome_document(outcome: Outcome, chosen: Sequence[ChosenIndex]) -> Json:
    """One run: verdicts of every tier and year judged, accounts, measures, and what stands against the plan."""
    ledger = outcome.ledger
    return {
        **_path(outcome),
        "request": plain(outcome.request),
        "verdicts": [
            {"index": judged.index, "tier": judged.tier, "year": judged.year, "holds": judged.holds, "verdict": verdict_document(judged)}
            for judged in outcome.verdicts
        ],
        "other_readings": plain(outcome.other_readings),
        "years": {str(year): plain(account.values) for year, account in ledger.years.items()} if ledger else {},
        "years_frozen_grid": {str(year): plain(account.values) for year, account in ledger.frozen.items()} if ledger else {},
        "further_years": {
            index: {str(year): plain(account.values) for year, account in other.years.items()}
            for index, other in outcome.further_ledgers.items()
        },
        "attribution": plain(ledger.attribution) if ledger else None,
        "hours": [_hours(outcome.case, item) for item in ledger.hours] if ledger else [],
        "shortfalls": [plain(shortfall) for shortfall in outcome.shortfalls],
        "clash": _clash(outcome),
        "breaches": [plain(text) for text in outcome.breaches],
        "proof": [plain(text) for text in outcome.proof],
        "disagreements": [plain(item) for item in outcome.disagreements],
        **provenance(outcome.case, chosen),
    }

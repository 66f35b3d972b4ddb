"""Today's factory as JSON: English keys, unrounded numbers, both languages where there are words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.domain.assessment import Assessment, TierStanding
from planner.index.catalogue import ChosenIndex
from planner.report.documents import plain, provenance, verdict_document


def assessment_document(assessment: Assessment, chosen: Sequence[ChosenIndex]) -> dict[str, Any]:
    """Every tier of every index, what it lacks, the accounts of the past years, and what other readings would say."""
    indexes = [one.index.id for one in chosen]
    return {
        "year": assessment.year,
        "held": {index: list(assessment.held(index)) for index in indexes},
        "held_by_numbers": {index: list(assessment.held_by_numbers(index)) for index in indexes},
        "tiers": [_standing(standing) for standing in assessment.standings],
        "other_readings": plain(assessment.other_readings),
        "history": {
            index: {str(year): plain(account.values) for year, account in ledger.history.items()}
            for index, ledger in assessment.ledgers.items()
        },
        **provenance(assessment.case, chosen),
    }


def _standing(standing: TierStanding) -> dict[str, Any]:
    judged = standing.verdict
    return {
        "index": judged.index,
        "tier": judged.tier,
        "title": plain(judged.title),
        "holds": standing.holds,
        "numbers_hold": standing.numbers_hold,
        "verdict": verdict_document(judged),
        "gaps": [plain(gap) for gap in standing.gaps],
    }

"""Today's factory against the tiers, in tables: which tier holds, how far off each number is, which papers are lacking."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.assessment import Assessment, Gap, Need, TierStanding
from planner.domain.tiers import Status
from planner.domain.verdict import Verdict
from planner.index.numbers import display_gap
from planner.language import Pair
from planner.report.outcome_tables import column
from planner.report.phrases import PHRASES, STATUSES
from planner.report.table import Cell, Table
from planner.report.views import value_and_threshold

NEEDS = {Need.NUMBER: "needs_number", Need.PAPER: "needs_paper", Need.PLAN: "needs_plan"}
"""What is to be done, to its heading."""


def standing_view(assessment: Assessment, standings: Sequence[TierStanding]) -> Table:
    """Tier by tier: held or not, by everything and by numbers alone, and the indicators that stand against it."""
    columns = (column("tier"), column("by_all"), column("by_numbers"), *(column(key) for key in NEEDS.values()))
    title = PHRASES["standing_title"].fill(year=assessment.year)
    return Table("standing", title, columns, tuple(_standing_row(standing) for standing in standings))


def _standing_row(standing: TierStanding) -> tuple[Cell, ...]:
    held = (PHRASES["tier_held" if held else "tier_not_held"] for held in (standing.holds, standing.numbers_hold))
    return (standing.verdict.title, *held, *(list_indicators(standing.of(need)) for need in NEEDS))


def list_indicators(gaps: Sequence[Gap]) -> str:
    """Ids of the indicators, each once."""
    return ", ".join(dict.fromkeys(gap.indicator for gap in gaps))


def standing_board(standing: TierStanding) -> Table:
    """Every indicator of one tier, with how far off it is."""
    judged = standing.verdict
    title = PHRASES["standing_board"].fill(tier=judged.title, year=judged.year)
    columns = (
        column("indicator"), column("title"), column("status"), column("value", numeric=True), column("threshold", numeric=True),
        column("far_off"),
    )  # fmt: skip
    return Table(f"today_{judged.tier}", title, columns, tuple(_board_row(verdict, standing) for verdict in judged.verdicts))


def _board_row(verdict: Verdict, standing: TierStanding) -> tuple[Cell, ...]:
    gaps = [gap for gap in standing.gaps if gap.indicator == verdict.indicator]
    words = [_tell_gap(verdict, gap) for gap in gaps]
    far_off = Pair("；".join(word.zh for word in words), "; ".join(word.en for word in words)) if words else None
    return verdict.indicator, verdict.title, STATUSES[verdict.status], *value_and_threshold(verdict), far_off


def _tell_gap(verdict: Verdict, gap: Gap) -> Pair:
    if gap.need is Need.PLAN:
        return PHRASES["needs_plan"]
    if gap.need is Need.PAPER:
        return PHRASES["gap_title" if gap.status is Status.NOT_MET else "gap_papers"].fill(count=len(gap.missing))
    if gap.status is Status.NOT_MET and verdict.margin is not None and verdict.value is not None and verdict.threshold is not None:
        gap_words = display_gap(verdict.margin, verdict.unit)
        key = "gap_raise" if verdict.value < verdict.threshold else "gap_lower"
        return PHRASES[key].fill(gap=Pair(gap_words.replace("pp", "个百分点"), gap_words))
    return PHRASES["gap_trend" if gap.status is Status.NOT_MET else "gap_unknown"]


def papers_view(standings: Sequence[TierStanding]) -> Table:
    """Every paper that some tier lacks, with what is known of it, and the tiers that ask for it."""
    found: dict[tuple[str, str, str], list[Pair]] = {}
    for standing in standings:
        for gap in standing.of(Need.PAPER):
            for reason in gap.reasons:
                title = Pair(standing.verdict.title.zh, standing.verdict.title.en)
                found.setdefault((gap.indicator, reason.zh, reason.en), []).append(title)
    rows = tuple(
        (indicator, Pair(zh, en), Pair("、".join(tier.zh for tier in tiers), ", ".join(tier.en for tier in tiers)))
        for (indicator, zh, en), tiers in found.items()
    )
    return Table("papers", PHRASES["papers_title"], (column("indicator"), column("paper"), column("tier")), rows)

"""The verdict under other readings: each one chosen otherwise by itself, plan and flows as they are (其他读法下的结论)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.domain.assessment import Alternative, Choice, OtherReadings, Unjudged
from planner.domain.base import Text
from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.domain.verdict import Ledger, TierVerdict
from planner.evaluation.judge import judge_tier
from planner.evaluation.reaccounting import Reaccounting
from planner.index.catalogue import ChosenIndex
from planner.index.dependencies import OF_RULES
from planner.index.needs import explain_needs, find_missing
from planner.index.rules import OwnReductionFirst


def compare_readings(case: Case, chosen: ChosenIndex, plan: Plan | None, ledger: Ledger, verdicts: Iterable[TierVerdict]) -> OtherReadings:
    """Every indicator whose status another choice of one reading would change, in the tiers and years of ``verdicts``.

    Tried are the choices that the index file states. The plan is not made anew: this tells what a certifier who reads the
    index otherwise would say of the same factory.
    """
    mine = [verdict for verdict in verdicts if verdict.index == chosen.index.id]
    accounts = Reaccounting(case, plan, ledger, chosen.readings)
    in_force = chosen.settings
    tried, changes, unjudged = 0, list[Alternative](), list[Unjudged]()
    for reading, choice in chosen.other_choices() if mine else ():
        tried += 1
        other = chosen.choose(reading, choice)
        lacking = find_missing(case, other.readings)
        why = explain_needs(lacking) if lacking else _needs_other_plan(reading, other)
        if why is not None:
            unjudged.append(Unjudged(chosen.index.id, reading, in_force[reading], choice, why))
            continue
        figures = accounts.under(other.readings)
        for verdict in mine:
            again = judge_tier(case, other.index, other.readings, plan, figures, verdict.tier, verdict.year)
            changes += _list_changes(reading, in_force[reading], choice, verdict, again)
    return OtherReadings(tried, tuple(changes), tuple(unjudged))


def _needs_other_plan(reading: str, other: ChosenIndex) -> Text | None:
    """How far own reduction must go is found by the optimizer and recorded in the plan, so another plan has to be made."""
    if reading not in OF_RULES[OwnReductionFirst] or other.readings.own_reduction_first == "ceiling":
        return None
    command = f"planner plan ... --set {other.entry}.settings.{reading}={other.settings[reading]}"
    return Text(zh=f"须按该读法重新优化：{command}", en=f"a plan made under it is needed: {command}")


def join_readings(parts: Iterable[OtherReadings]) -> OtherReadings:
    """Those of several indexes as one."""
    every = list(parts)
    return OtherReadings(
        sum(part.tried for part in every),
        tuple(change for part in every for change in part.changes),
        tuple(item for part in every for item in part.unjudged),
    )


def _list_changes(reading: str, chosen: Choice, choice: Choice, verdict: TierVerdict, again: TierVerdict) -> Iterator[Alternative]:
    for was, found in zip(verdict.verdicts, again.verdicts, strict=True):
        if was.status is not found.status:
            yield Alternative(
                index=verdict.index, tier=verdict.tier, year=verdict.year, reading=reading, chosen=chosen, choice=choice,
                indicator=found.indicator, title=found.title, chosen_status=was.status, status=found.status, value=found.value,
                threshold=found.threshold, unit=found.unit, margin=found.margin, tier_holds=again.holds, reasons=found.reasons,
            )  # fmt: skip

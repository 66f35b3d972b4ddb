"""What one test finds, and how findings under "and" and "or" become one (判定结果的合并)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from planner.domain.base import Text
from planner.domain.tiers import Status


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test."""

    status: Status
    reasons: tuple[Text, ...]
    rule: str
    """Kind of the rule; names the branch of an "or"."""
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    margin: float | None = None
    """Positive when passed. [unit]"""
    scale: float = 1.0
    """What margins of different units are divided by to be compared. [unit]"""
    missing: tuple[str, ...] = ()
    branch: str = ""
    passed_before: bool = False
    """Not required any more because it held in the year of application. Only such a leg may carry an "or" without being met."""


def combine_all(parts: tuple[Finding, ...]) -> Finding:
    """Every part must hold; parts that are not required are left out."""
    present = {part.status for part in parts}
    order = (Status.NOT_MET, Status.NOT_ASSESSED, Status.MET, Status.NOT_REQUIRED)
    status = next(candidate for candidate in order if candidate in present)
    kept = parts if status in (Status.MET, Status.NOT_REQUIRED) else _parts_with(parts, lambda part: part.status is not Status.MET)
    passed_before = status is Status.NOT_REQUIRED and all(part.passed_before for part in parts)
    return replace(_join(status, kept, parts), rule="all_of", passed_before=passed_before)


def combine_any(parts: tuple[Finding, ...]) -> Finding:
    """One part that holds is enough. A part that is not required proves nothing, unless it held in the year of application."""
    met = _parts_with(parts, lambda part: part.status is Status.MET)
    if met:
        return replace(met[0], rule="any_of", branch=met[0].rule)
    before = _parts_with(parts, lambda part: part.passed_before)
    if before:
        return replace(_join(Status.NOT_REQUIRED, before, before), rule="any_of", branch=before[0].rule, passed_before=True)
    open_ = any(part.status is Status.NOT_ASSESSED for part in parts)
    return replace(_join(Status.NOT_ASSESSED if open_ else Status.NOT_MET, parts, parts), rule="any_of")


def _parts_with(parts: Iterable[Finding], holds: Callable[[Finding], bool]) -> tuple[Finding, ...]:
    return tuple(part for part in parts if holds(part))


def _join(status: Status, told: tuple[Finding, ...], parts: tuple[Finding, ...]) -> Finding:
    """One finding that tells the reasons of ``told`` and shows the number with the least room among those that decide."""
    deciding = _parts_with(parts, lambda part: part.status is status and part.margin is not None)
    shown = min(deciding, key=lambda part: (part.margin or 0.0) / part.scale, default=None)
    reasons = tuple(dict.fromkeys((reason.zh, reason.en) for part in told for reason in part.reasons))
    joined = Finding(
        status=status,
        reasons=tuple(Text(zh=zh, en=en) for zh, en in reasons),
        rule="",
        missing=tuple(dict.fromkeys(item for part in told for item in part.missing)),
    )
    if shown is None:
        return joined
    return replace(joined, value=shown.value, threshold=shown.threshold, unit=shown.unit, margin=shown.margin, scale=shown.scale)

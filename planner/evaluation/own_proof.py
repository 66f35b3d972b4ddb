"""What solving again says of the ceilings of own reduction that a plan records, in words (自主减排上限的求证)."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.base import Text
from planner.domain.plan import OwnReduction
from planner.index.numbers import display_bound, display_number

SAME = 1e-6
"""Share of the baseline by which a recorded ceiling may differ from one that is found anew."""
CLAIMED = Text(
    zh="方案所记的自主减排上限是优化器的说法，未经求证；用 planner check --prove 重新求解即可求证",
    en="the ceilings of own reduction are the optimizer's claim, as the plan records it; planner check --prove solves again to prove them",
)
ALL_CEILING = Text(
    zh="--prove 没有可求证的内容：读法 own_reduction_first 为 ceiling，不看自主减排上限的记录",
    en="--prove has nothing to prove: under the reading own_reduction_first: ceiling no recorded ceiling is used",
)
NONE_ASKED = Text(
    zh="--prove 没有可求证的内容：所判定的级别没有自主减排优先的要求",
    en="--prove has nothing to prove: no tier that is judged asks for own reduction first",
)
NO_PLAN_FOUND = Text(
    zh="已重新求解，但没有找到达到所判定级别的方案：自主减排上限无从求证，方案的记录不予采信",
    en="solved again, but no plan was found that meets the tiers judged: no ceiling of own reduction is proven, and the record is not used",
)


def tell_unproven(recorded: Mapping[str, OwnReduction]) -> tuple[Text, ...]:
    """That the ceilings are a claim, where a plan records any."""
    return (CLAIMED,) if recorded else ()


def tell_proof(
    recorded: Mapping[str, OwnReduction], proven: Mapping[str, OwnReduction], baselines_t: Mapping[str, float]
) -> tuple[Text, ...]:
    """For each index the ceilings found anew, year by year, beside those recorded where they differ. [tCO2e]"""
    if not proven:
        return (NONE_ASKED,)
    return tuple(_tell_index(index, recorded.get(index), record, baselines_t[index]) for index, record in proven.items())


def find_looser(
    recorded: Mapping[str, OwnReduction], proven: Mapping[str, OwnReduction], baselines_t: Mapping[str, float]
) -> tuple[Text, ...]:
    """Ceilings that a plan records and that are above what the optimizer finds anew, by index and year. [tCO2e]"""
    return tuple(
        _tell_looser(index, year, ceiling, record.ceilings_t[year])
        for index, record in proven.items()
        for year, ceiling in (recorded[index].ceilings_t.items() if index in recorded else ())
        if year in record.ceilings_t and ceiling > record.ceilings_t[year] + _room(record.ceilings_t[year], baselines_t[index])
    )


def _tell_index(index: str, recorded: OwnReduction | None, proven: OwnReduction, baseline_t: float) -> Text:
    held = recorded.ceilings_t if recorded is not None else {}
    years = [_tell_year(year, held.get(year), found, baseline_t) for year, found in sorted(proven.ceilings_t.items())]
    zh, en = "；".join(year.zh for year in years), "; ".join(year.en for year in years)
    if all(year in held and _same(held[year], found, baseline_t) for year, found in proven.ceilings_t.items()):
        return Text(
            zh=f"已重新求解：自主减排上限（{index}）得到确认，{zh}",
            en=f"solved again: the ceilings of own reduction ({index}) are confirmed, {en}",
        )
    return Text(zh=f"已重新求解：自主减排上限（{index}）为 {zh}", en=f"solved again: the ceilings of own reduction ({index}) are {en}")


def _tell_year(year: int, recorded_t: float | None, found_t: float, baseline_t: float) -> Text:
    if recorded_t is None:
        shown = display_number(found_t, "tCO2e")
        return Text(zh=f"{year} 年 {shown}（方案没有记录）", en=f"{year}: {shown} (the plan records none)")
    if _same(recorded_t, found_t, baseline_t):
        shown = display_number(found_t, "tCO2e")
        return Text(zh=f"{year} 年 {shown}", en=f"{year}: {shown}")
    held, shown = display_bound(recorded_t, found_t, "tCO2e", at_least=False, met=recorded_t <= found_t)
    return Text(zh=f"{year} 年 {shown}（方案记录为 {held}）", en=f"{year}: {shown} (the plan records {held})")


def _tell_looser(index: str, year: int, recorded_t: float, proven_t: float) -> Text:
    held, found = display_bound(recorded_t, proven_t, "tCO2e", at_least=False, met=False)
    zh = f"{index}：方案记录的 {year} 年自主减排上限为 {held}，重新求证为 {found}"
    return Text(zh=zh, en=f"{index}: the plan records a ceiling on own emissions in {year} of {held}; found anew it is {found}")


def _same(recorded_t: float, found_t: float, baseline_t: float) -> bool:
    return abs(recorded_t - found_t) <= _room(found_t, baseline_t)


def _room(found_t: float, baseline_t: float) -> float:
    return SAME * max(baseline_t, abs(found_t))

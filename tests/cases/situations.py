"""Judge situations written as data: figures, papers and settings in, verdicts out.

Fields of a situation, all optional but ``name``, ``tier``, ``year`` and ``expect``: ``index`` (an id, Binhai without one),
``settings`` (readings), ``history`` and ``years`` (year to metric to value), ``asked`` (tier to year of application;
``no_plan`` judges the factory of today), ``own_reduction`` (what the plan records of it), ``founded``, ``advanced`` (energy,
carbon: a value, ``no_standard`` or ``unknown``), ``evidence``, ``solid_waste``, ``stated`` (figure to year to value).
``expect`` maps indicators to statuses; ``says`` maps them to words that the reasons must hold in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from planner.domain.case import AdvancedValueData, Case, IntensityData
from planner.domain.plan import OwnReduction, Plan, Request, TierYear
from planner.domain.scenario import Evidence, SolidWasteYear
from planner.domain.verdict import Ledger, TierVerdict, Verdict, YearAccount
from planner.evaluation.judge import judge_tier
from planner.index import load_index
from tests.builders import plan_for, tiny_case

FOLDER = Path(__file__).parent
INDEX = "binhai-2022"


def read_yaml(name: str) -> Any:
    """A file of this folder."""
    return YAML(typ="safe", pure=True).load((FOLDER / name).read_text(encoding="utf-8"))


def judge_situation(given: Mapping[str, Any]) -> TierVerdict:
    """The verdicts on one situation."""
    index, readings = load_index(given.get("index", INDEX), given.get("settings", {}))
    case = build_case(given)
    asked = given.get("asked", {})
    plan = None if asked == "no_plan" else build_plan(case, asked, given.get("own_reduction"), index.id)
    return judge_tier(case, index, readings, plan, build_ledger(given), given["tier"], given["year"])


def by_indicator(verdict: TierVerdict) -> dict[str, Verdict]:
    """Indicator to verdict."""
    return {found.indicator: found for found in verdict.verdicts}


def build_case(given: Mapping[str, Any]) -> Case:
    """The tiny case with the situation's years, papers, advanced values and waste."""
    past = tuple(sorted(given.get("history", {2024: {}})))
    years = tuple(sorted(given.get("years", {2025: {}, 2026: {}})))
    advanced = {name: _advanced(given.get("advanced", {}).get(name, "unknown")) for name in ("energy", "carbon")}
    amounts = dict.fromkeys((*past, *years), 100.0)
    waste = {year: SolidWasteYear(**tonnes) for year, tonnes in given.get("solid_waste", {}).items()}
    return replace(
        tiny_case(), years=years, stands_for=dict.fromkeys(years, 1), history_years=past, base_year=past[-1],
        founded_year=given.get("founded", 1990), intensity=IntensityData("product", "t", amounts, advanced["energy"], advanced["carbon"]),
        solid_waste=waste, evidence=tuple(_paper(entry) for entry in given.get("evidence", ())), stated_figures=given.get("stated", {}),
    )  # fmt: skip


def build_plan(case: Case, asked: Mapping[str, int], record: Mapping[str, Any] | None = None, index: str = INDEX) -> Plan:
    """A plan without flows that was asked for the given tiers and records how far own reduction goes."""
    tiers = tuple(TierYear(index=index, tier=tier, year=year) for tier, year in asked.items())
    held = {index: OwnReduction(**{"scenario_sha256": case.scenario_sha256, **record})} if record else {}
    return plan_for(case).model_copy(update={"request": Request(tiers=tiers), "own_reduction": held})


def build_ledger(given: Mapping[str, Any]) -> Ledger:
    """Accounts that hold just the figures of the situation."""
    return Ledger(_accounts(given.get("history", {})), _accounts(given.get("years", {})), (), 0.0, {})


def _accounts(figures: Mapping[int, Mapping[str, float]]) -> dict[int, YearAccount]:
    return {year: YearAccount(year, {name: float(value) for name, value in values.items()}) for year, values in figures.items()}


def _advanced(given: str | float) -> AdvancedValueData:
    return AdvancedValueData(given, None, "") if isinstance(given, str) else AdvancedValueData("value", float(given), "GB 00000-2024, 5.3")


def _paper(given: Mapping[str, Any]) -> Evidence:
    start, end = date.fromisoformat(str(given.get("from", "2020-01-01"))), given.get("to")
    return Evidence(
        item=given["item"],
        level=given.get("level"),
        issuer="office",
        valid_from=start,
        valid_to=date.fromisoformat(str(end)) if end else None,
    )

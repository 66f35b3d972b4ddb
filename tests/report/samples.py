"""Outcomes made by hand, with every number in sight. The case has PV, a saving and green power."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.domain.base import Text
from planner.domain.case import Case, Figure
from planner.domain.outcome import Disagreement, Outcome
from planner.domain.plan import Plan, Request, TierYear
from planner.domain.tiers import SolveStatus, Status
from planner.domain.verdict import Ledger, MeasureYear, TierVerdict, Verdict, YearAccount
from planner.errors import Shortfall
from planner.index import load_index
from tests.builders import BINHAI, base_plan, generation, purchase, saving, tiny_case

NAMES = {"pv": ("光伏", "rooftop PV"), "led": ("照明", "lighting"), "green": ("绿电", "green power")}
FIGURES = (
    Figure("finance.discount_rate", "0.08", "1", "scenario file", "user"),
    Figure("measures.pv.capex_cny_per_size", "3000", "CNY/kW", "=HYPERLINK(1)", "unverified"),
    Figure("gwp_edition.CH4", "28", "tCO2e/t", "AR5", "verified"),
)


def sample_case() -> Case:
    """Two planning years, three measures, three figures of which one is not verified."""
    measures = [
        replace(data, name=Text(zh=NAMES[data.id][0], en=NAMES[data.id][1]))
        for data in (generation("pv"), saving("led", {"power": 0.1}), purchase("green"))
    ]
    return replace(tiny_case(measures=measures), figures=FIGURES, targets={"low": 2025, "zero": 2026})


def year_account(year: int, **values: float) -> YearAccount:
    """Accounts of a year with a few metrics, changed by keyword."""
    figures = {"energy_use_tce": 122.9, "renewable_share": 0.1, "net_emissions_t": 500.0, "yearly_cost_cny": 600_000.0}
    return YearAccount(year, {**figures, **values})


def sample_ledger(cost: float = 1_200_000.0, breaches: tuple[Text, ...] = ()) -> Ledger:
    """PV from 2025, green power from 2026, the saving never."""
    rows = (
        MeasureYear("pv", 2025, 100.0, 100.0, 120.0, "MWh", 60.0, 300_000.0),
        MeasureYear("pv", 2026, 50.0, 150.0, 180.0, "MWh", 90.0, 150_000.0),
        MeasureYear("led", 2025, 0.0, 0.0, 0.0, "MWh", 0.0, 0.0),
        MeasureYear("led", 2026, 1e-9, 1e-9, 1e-9, "MWh", 0.0, 0.0),
        MeasureYear("green", 2025, 0.0, 0.0, 0.0, "MWh", 0.0, 0.0),
        MeasureYear("green", 2026, 0.0, 0.0, 400.0, "MWh", 200.0, 0.0),
    )
    years = {2025: year_account(2025), 2026: year_account(2026, renewable_share=0.2)}
    return Ledger({2024: year_account(2024)}, years, rows, cost, {"capital_cost_cny": cost}, breaches)


def verdict(indicator: str, status: Status = Status.MET, **changes: Any) -> Verdict:
    """A verdict on one indicator."""
    return Verdict(indicator, Text(zh=f"指标{indicator}", en=f"indicator {indicator}"), status, **changes)


TITLES = {BINHAI: load_index(BINHAI)[0].tier_titles}


def tier_verdict(tier: str = "low", year: int = 2025, *verdicts: Verdict) -> TierVerdict:
    """A tier that holds, unless its verdicts say otherwise."""
    return TierVerdict(
        BINHAI,
        tier,
        TITLES[BINHAI][tier],
        year,
        verdicts or (verdict("R01"), verdict("R06", value=0.1, threshold=0.05, unit="1", margin=0.05)),
    )


MISSED = tier_verdict(
    "low",
    2025,
    verdict("R06", Status.NOT_MET, value=0.0499999, threshold=0.05, unit="1", margin=-1e-7, reasons=(Text(zh="不足", en="short of it"),)),
    verdict("R10", Status.NOT_ASSESSED, missing=("training_records",)),
    verdict("R05", Status.NOT_REQUIRED),
)
SHORTFALL = Shortfall("R06", 2025, 0.02, "1", "可再生能源占比差 2 个百分点", "renewable share short by 2 points")
CLASH = (("可再生能源占比不低于 5%", "renewable share of at least 5%"), ("不能购买绿电", "no green power can be had"))
DISAGREEMENT = Disagreement(BINHAI, "net_emissions_t", 2025, 500.0, 501.0)


def sample_plan(case: Case, request: Request) -> Plan:
    """A plan with a few flows."""
    plan = base_plan(case)
    return plan.model_copy(update={"request": request})


def sample_outcome(
    *verdicts: TierVerdict,
    request: Request | None = None,
    status: SolveStatus = SolveStatus.OPTIMAL,
    figures: Mapping[int, Mapping[str, float]] | None = None,
    cost: float = 1_200_000.0,
    breaches: tuple[Text, ...] = (),
    disagreements: tuple[Disagreement, ...] = (),
) -> Outcome:
    """An outcome with a plan."""
    case = sample_case()
    asked = request or Request(tiers=(TierYear(index="binhai-2022", tier="low", year=2025),))
    default = (tier_verdict(),) if asked.tiers else ()
    return Outcome(
        case, asked, status, sample_plan(case, asked), sample_ledger(cost, breaches), verdicts or default,
        figures or {}, disagreements, (), (), TITLES,
    )  # fmt: skip


def unreachable(tier: str = "low", year: int = 2025) -> Outcome:
    """An outcome without a plan."""
    request = Request(tiers=(TierYear(index="binhai-2022", tier=tier, year=year),))
    return Outcome(sample_case(), request, SolveStatus.INFEASIBLE, None, None, (), {}, (), (SHORTFALL,), CLASH, TITLES)

"""The frozen grid in summaries and on the terminal: both figures, and nothing when factors never change."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.outcome import Outcome
from planner.evaluation import build_ledger
from planner.index import load_index
from planner.report.documents import outcome_document
from planner.report.drawing import draw_markdown
from planner.report.summary import write_summary
from planner.report.views import grid_view
from tests.builders import alone, base_plan, electricity, readings, tiny_case
from tests.report.samples import sample_outcome


def outcome_with(factors: dict[int, float]) -> Outcome:
    """1000 MWh of power and 500 MWh of gas (100 t) in each year."""
    case = tiny_case()
    case = replace(case, commodities={**case.commodities, "electricity": electricity(factors={"CO2": factors})})
    plan = base_plan(case)
    return replace(sample_outcome(), case=case, plan=plan, ledger=build_ledger(case, plan, readings()), verdicts=())


FALLING = {2023: 0.7, 2024: 0.6, 2025: 0.5, 2026: 0.4}


def test_both_figures_stand_side_by_side() -> None:
    """2026: 400 + 100 t against 600 + 100 t frozen; the baseline is 800 t of 2023, so 37.5 % against 12.5 %."""
    last = draw_markdown(grid_view(outcome_with(FALLING)), "en").splitlines()[-1]
    assert last == "| 2026 | 500.0 | 700.0 | 500.0 | 700.0 | 500.0 | 700.0 | 37.50 | 12.50 |"


def test_nothing_is_shown_when_factors_never_change() -> None:
    assert grid_view(outcome_with(dict.fromkeys(FALLING, 0.6))).rows == ()


def test_the_summary_and_the_document_hold_it() -> None:
    outcome = outcome_with(FALLING)
    index, chosen = load_index("binhai-2022")
    page = write_summary(outcome, alone(index, chosen), "zh", "0")
    assert "电力因子冻结在 2024 年：工厂自身的努力" in page
    assert "frozen at" not in write_summary(outcome_with(dict.fromkeys(FALLING, 0.6)), alone(index, chosen), "en", "0")
    assert outcome_document(outcome, alone(index, chosen))["years_frozen_grid"]["2026"]["energy_emissions_t"] == 700.0

"""Every check of a plan, in the order in which its breaches are told."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.base import Text
from planner.evaluation.breaches import Breaches
from planner.evaluation.converter_checks import check_converters
from planner.evaluation.flexible_checks import check_moved
from planner.evaluation.physical_checks import (
    check_balances,
    check_captures,
    check_contracted,
    check_cuts,
    check_generation,
    check_peaks,
    check_savings,
)
from planner.evaluation.quantities import Quantities
from planner.evaluation.record_checks import check_records
from planner.evaluation.size_checks import check_budgets, check_deployments, check_exclusions, check_online
from planner.evaluation.store_checks import check_storage
from planner.evaluation.trade_checks import check_allowances, check_claims, check_deducted_sales, check_removals, check_trade
from planner.index.readings import Readings

YEARLY_CHECKS = (
    check_balances, check_converters, check_generation, check_storage, check_moved, check_savings, check_cuts, check_captures,
    check_peaks, check_contracted, check_trade, check_claims, check_removals, check_online,
)  # fmt: skip


def list_breaches(book: Quantities, years: Mapping[int, Mapping[str, float]], readings: Readings, *, own: bool) -> tuple[Text, ...]:
    """Where the plan breaks physics, the scenario's limits or a reading; ``years`` are its accounts."""
    breaches = Breaches(book.case)
    check_records(book, breaches)
    check_deployments(book, breaches)
    for year in book.case.years:
        for check in YEARLY_CHECKS:
            check(book, breaches, year)
        if own:
            check_allowances(book, breaches, year, years[year])
        if readings.exported_power == "deducted":
            check_deducted_sales(book, breaches, year)
    check_exclusions(book, breaches)
    check_budgets(book, breaches, years)
    return breaches.to_texts()

"""Tables of a comparison: paths down with cost and verdict, and the measures of each tier."""

from __future__ import annotations

from planner.comparison import Comparison, TierLine, discounted_cost, measure_uses
from planner.domain.outcome import Outcome
from planner.domain.tiers import Status
from planner.language import Pair, Sayable
from planner.report.numbers import show_number
from planner.report.outcome_tables import column
from planner.report.phrases import PHRASES
from planner.report.proof import solution_pair
from planner.report.table import Cell, Column, Quantity, Table


def comparison_table(comparison: Comparison) -> Table:
    """The reference, the plan without targets and each tier: solution, cost, verdicts and what fails."""
    columns = (
        column("path"), column("year", numeric=True), column("solution"), column("total_cost", numeric=True, unit="CNY"),
        column("over_reference", numeric=True, unit="CNY"), column("over_no_target", numeric=True, unit="CNY"),
        column("verdict_counts"), column("status"), column("failing"),
    )  # fmt: skip
    rows = (
        _plain_row(PHRASES["reference"], comparison.reference, None, _gap(comparison.reference, comparison.no_target)),
        _plain_row(PHRASES["no_target"], comparison.no_target, _gap(comparison.no_target, comparison.reference), None),
        *(_tier_row(line) for line in comparison.tiers),
    )
    return Table("comparison", PHRASES["comparison_title"], columns, rows)


def _plain_row(name: Sayable, outcome: Outcome, over_reference: Cell, over_no_target: Cell) -> tuple[Cell, ...]:
    cost = _money(discounted_cost(outcome))
    return name, None, solution_pair(outcome), cost, over_reference, over_no_target, None, None, None


def _gap(outcome: Outcome, base: Outcome) -> Cell:
    cost, other = discounted_cost(outcome), discounted_cost(base)
    return None if cost is None or other is None else _money(cost - other)


def _tier_row(line: TierLine) -> tuple[Cell, ...]:
    held = PHRASES["holds" if line.outcome.holds else "fails"]
    return (
        line.title, line.year, solution_pair(line.outcome), _money(line.total_cost_cny),
        _money(line.over_reference_cny), _money(line.over_no_target_cny), _counts(line), held, _failing(line),
    )  # fmt: skip


def _money(value: float | None) -> Cell:
    return None if value is None else Quantity(value, "CNY")


def _counts(line: TierLine) -> str | None:
    if line.verdict is None:
        return None
    statuses = [verdict.status for verdict in line.verdict.verdicts]
    return " / ".join(str(statuses.count(status)) for status in (Status.MET, Status.NOT_MET, Status.NOT_ASSESSED))


def _failing(line: TierLine) -> Cell:
    """Indicators that are not met, and those that could not be judged; without a plan, what falls short."""
    if line.verdict is None:
        return ", ".join(dict.fromkeys(shortfall.rule for shortfall in line.outcome.shortfalls))
    missed = ", ".join(verdict.indicator for verdict in line.verdict.not_met)
    unknown = ", ".join(verdict.indicator for verdict in line.verdict.not_assessed)
    parts = [Pair(f"未达到 {missed}", f"not met {missed}")] if missed else []
    parts += [Pair(f"无法判定 {unknown}", f"not assessed {unknown}")] if unknown else []
    return Pair("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def uses_table(comparison: Comparison) -> Table:
    """Measures down, paths across: first year and largest size."""
    paths: list[tuple[str, Sayable, Outcome]] = [("no_target", PHRASES["no_target"], comparison.no_target)]
    paths += [(line.tier, line.title, line.outcome) for line in comparison.tiers]
    cells = {name: _use_cells(outcome) for name, _, outcome in paths}
    taken = [measure for measure in comparison.case.measures if any(measure in shown for shown in cells.values())]
    columns = (column("measure"), *(Column(name, title, numeric=True) for name, title, _ in paths))
    rows = tuple((comparison.case.measures[m].name, *(cells[name].get(m) for name, _, _ in paths)) for m in taken)
    return Table("uses", PHRASES["uses_title"], columns, rows)


def _use_cells(outcome: Outcome) -> dict[str, Cell]:
    return {use.measure: f"{use.first_year}: {show_number(use.size)} {use.unit}" for use in measure_uses(outcome)}

"""The files of a result folder."""

from __future__ import annotations

import json
from collections.abc import Sequence

from planner.domain.outcome import Outcome
from planner.index.catalogue import ChosenIndex
from planner.report.alternatives_table import alternatives_table
from planner.report.attribution_table import attribution_table
from planner.report.csv_text import ENCODING, write_csv
from planner.report.documents import plain
from planner.report.flow_table import flows_table
from planner.report.hour_files import HOUR_NAMES, has_hour_files, hour_files
from planner.report.outcome_tables import accounts_table, cost_table, figures_table, measures_table, verdict_table
from planner.report.summary import write_summary
from planner.report.table import Table

PLAN_FILE = "plan.json"
NAMES = (
    PLAN_FILE, "scenario.resolved.json", "summary.md", "measures.csv", "accounts.csv", "attribution.csv", "cost.csv", "flows.csv",
    "verdict.csv", "alternatives.csv", "figures.csv",
)  # fmt: skip
"""Everything that every result folder holds."""
OURS = (*NAMES, *HOUR_NAMES)
"""Everything that one may hold: plans of many slices have a file of hours a year besides."""


def plan_files(outcome: Outcome, chosen: Sequence[ChosenIndex], language: str, version: str) -> dict[str, bytes]:
    """File name to content, for an outcome that has a plan."""
    if outcome.plan is None:
        raise ValueError("an outcome without a plan has no files")
    indent = None if has_hour_files(outcome.case) else 1
    texts = {
        PLAN_FILE: outcome.plan.model_dump_json(by_alias=True, indent=indent) + "\n",
        "scenario.resolved.json": write_json(plain(outcome.case)),
        "summary.md": write_summary(outcome, chosen, language, version),
    }
    tables = {f"{table.name}.csv": write_csv(table).encode(ENCODING) for table in tidy_tables(outcome)}
    return {name: text.encode("utf-8") for name, text in texts.items()} | tables | hour_files(outcome)


def tidy_tables(outcome: Outcome) -> tuple[Table, ...]:
    """All tables that go to files."""
    flows = flows_table(outcome, by_slice=not has_hour_files(outcome.case))
    return (
        measures_table(outcome), accounts_table(outcome), attribution_table(outcome), cost_table(outcome), flows, verdict_table(outcome),
        alternatives_table(outcome.other_readings), figures_table(outcome),
    )  # fmt: skip


def write_json(document: object) -> str:
    """JSON for files and pipes: readable Chinese, refusing NaN and infinities."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

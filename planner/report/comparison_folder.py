"""The files of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from planner.comparison import Comparison
from planner.index.catalogue import ChosenIndex
from planner.ladder import NO_LADDER, Ladder
from planner.report.comparison_tables import comparison_table, uses_table
from planner.report.csv_text import ENCODING, write_csv
from planner.report.documents import comparison_document
from planner.report.drawing import draw_markdown, markdown_text
from planner.report.folder import write_json
from planner.report.ladder_tables import ladder_sheets, ladder_views

NAMES = (
    "comparison.json", "comparison.md", "comparison.csv", "uses.csv", "ladder.csv", "steps.csv", "regret.csv", "regret_measures.csv",
    "calendars.csv",
)  # fmt: skip
"""Everything that a comparison's folder holds."""


def comparison_files(comparison: Comparison, chosen: Sequence[ChosenIndex], language: str, ladder: Ladder = NO_LADDER) -> dict[str, bytes]:
    """File name to content. A table without rows is a CSV file with headings only, and not on the page."""
    tables = (comparison_table(comparison), uses_table(comparison))
    shown = [table for table in (*tables, *ladder_views(comparison.case, ladder)) if table.rows]
    heading = f"# {markdown_text(comparison.case.name.say(language))}\n\n"
    page = heading + "\n".join(f"## {table.title.say(language)}\n\n{draw_markdown(table, language)}" for table in shown)
    texts = {"comparison.json": write_json(comparison_document(comparison, chosen, ladder)), "comparison.md": page}
    filed = (*tables, *ladder_sheets(comparison.case, ladder))
    sheets = {f"{table.name}.csv": write_csv(table).encode(ENCODING) for table in filed}
    return {name: text.encode("utf-8") for name, text in texts.items()} | sheets

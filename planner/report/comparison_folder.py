"""The files of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from planner.comparison import Comparison
from planner.index.catalogue import ChosenIndex
from planner.report.comparison_tables import comparison_table, uses_table
from planner.report.csv_text import ENCODING, write_csv
from planner.report.documents import comparison_document
from planner.report.drawing import draw_markdown, markdown_text
from planner.report.folder import write_json

NAMES = ("comparison.json", "comparison.md", "comparison.csv", "uses.csv")
"""Everything that a comparison's folder holds."""


def comparison_files(comparison: Comparison, chosen: Sequence[ChosenIndex], language: str) -> dict[str, bytes]:
    """File name to content."""
    tables = (comparison_table(comparison), uses_table(comparison))
    heading = f"# {markdown_text(comparison.case.name.say(language))}\n\n"
    page = heading + "\n".join(f"## {table.title.say(language)}\n\n{draw_markdown(table, language)}" for table in tables)
    texts = {"comparison.json": write_json(comparison_document(comparison, chosen)), "comparison.md": page}
    sheets = {f"{table.name}.csv": write_csv(table).encode(ENCODING) for table in tables}
    return {name: text.encode("utf-8") for name, text in texts.items()} | sheets

"""``planner index`` and ``planner schema``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.options import AsJson
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import UnknownName
from planner.language import Pair

if TYPE_CHECKING:
    from planner.index.readings import Readings
    from planner.index.rules import Index
    from planner.report.table import Column, Table

IndexFile = Annotated[Path, typer.Argument(help="index_file", metavar="FILE", show_default=False)]
IndexId = Annotated[str, typer.Argument(help="index_id", metavar="ID", show_default=False)]
ShownTier = Annotated[str | None, typer.Option("--tier", help="index_tier", metavar="TIER", show_default=False)]


def list_indexes(context: typer.Context, as_json: AsJson = False) -> None:
    """Ids, titles, editions with their dates, and how far each can be trusted."""
    from planner.index import index_ids, load_index
    from planner.report.folder import write_json
    from planner.report.table import Table

    session = Session(context.obj.language, quiet=as_json)
    indexes = [load_index(name)[0] for name in index_ids()]
    if as_json:
        session.emit(
            write_json([i.model_dump(mode="json", include={"id", "title", "edition", "dated", "status", "tiers"}) for i in indexes])
        )
    rows = tuple((index.id, index.title, ", ".join(index.tiers), _date(index), index.edition, index.status) for index in indexes)
    columns = tuple(_column(key) for key in ("id", "name", "tiers", "dated_column", "edition", "status"))
    session.show([Table("indexes", PHRASES["index_title"], columns, rows)])


def show_index(context: typer.Context, index_id: IndexId, tier: ShownTier = None, as_json: AsJson = False) -> None:
    """Requirements and rules by indicator, the readings with their reasons, and the papers asked for."""
    from planner.index import load_index
    from planner.report.folder import write_json

    session = Session(context.obj.language, quiet=as_json)
    index, readings = load_index(index_id)
    if tier is not None and tier not in index.tiers:
        from planner.index.settings import suggest

        words = PHRASES["bad_tier"].fill(given=repr(tier), known=", ".join(index.tiers), hint=suggest(tier, index.tiers))
        raise UnknownName(words.zh, words.en)
    if as_json:
        session.emit(write_json(_document(index, tier)))
        return
    session.say(Pair(f"{index.title.zh} ({index.id})", f"{index.title.en} ({index.id})"))
    session.say(PHRASES["index_dated"].fill(edition=index.edition, dated=_date(index)))
    session.say(PHRASES["index_source"].fill(source=index.source))
    session.say(PHRASES["index_state"].fill(status=index.status))
    session.say("")
    tables = (_indicators(index, readings, tier), _readings(index), _papers(index), _figures(index))
    session.show([table for table in tables if table.rows])


def validate_index(context: typer.Context, file: IndexFile, as_json: AsJson = False) -> None:
    """Read an index file of one's own and name every problem with its line; a refused file ends in exit code 3."""
    from planner.errors import InputRefused
    from planner.index import validate_index_file
    from planner.report.documents import plain
    from planner.report.folder import write_json

    session = Session(context.obj.language, quiet=as_json)
    try:
        index = validate_index_file(file)
    except InputRefused as refused:
        if as_json:
            session.emit(write_json({"valid": False, "problems": [plain(problem) for problem in refused.problems]}))
        raise
    if as_json:
        session.emit(write_json({"valid": True, "problems": [], "id": index.id, "dated": index.dated, "sha256": index.sha256}))
    session.say(PHRASES["valid"].fill(file=file))
    session.say(Pair(f"{index.title.zh} ({index.id})", f"{index.title.en} ({index.id})"))
    counts = {"indicators": len(index.indicators), "tiers": ", ".join(index.tiers), "readings": len(index.readings)}
    session.say(PHRASES["index_counts"].fill(**counts, papers=len(index.evidence), figures=len(index.stated_figures)))


def print_schema(context: typer.Context) -> None:
    """The JSON Schema of scenario files."""
    from planner.reading.schema import scenario_schema
    from planner.report.folder import write_json

    context.obj.emit(write_json(scenario_schema()))


def _date(index: Index) -> str | Pair:
    return PHRASES["index_undated"] if index.dated == "unknown" else index.dated


def _document(index: Index, tier: str | None) -> dict[str, Any]:
    document = index.model_dump(mode="json")
    if tier is not None:
        for indicator in document["indicators"]:
            for part in ("requirements", "tests"):
                indicator[part] = {tier: indicator[part][tier]}
    return document


def _column(key: str) -> Column:
    from planner.report.table import Column

    return Column(key.removesuffix("_column"), PHRASES[f"index_{key}"])


def _indicators(index: Index, readings: Readings, tier: str | None) -> Table:
    from planner.cli.rule_words import say_rule
    from planner.report.table import Table

    shown = [level for level in index.tiers if tier in (None, level)]
    rows = tuple(
        (item.id, item.title, index.tier_titles[level], item.requirements[level], say_rule(index, readings, item.tests[level]))
        for item in index.indicators
        for level in shown
    )
    columns = tuple(_column(key) for key in ("id", "name", "tiers", "requirement", "rule"))
    return Table("indicators", PHRASES["index_indicators"], columns, rows)


def _readings(index: Index) -> Table:
    from planner.report.table import Table

    rows = tuple(
        (name, str(reading.choice), ", ".join(map(str, reading.alternatives)), reading.basis, reading.why)
        for name, reading in index.readings.items()
    )
    columns = tuple(_column(key) for key in ("reading", "choice", "alternatives", "basis", "why"))
    return Table("readings", PHRASES["index_readings"], columns, rows)


def _papers(index: Index) -> Table:
    from planner.report.table import Table

    rows = tuple((name, item.title) for name, item in index.evidence.items())
    return Table("papers", PHRASES["index_evidence"], (_column("id"), _column("name")), rows)


def _figures(index: Index) -> Table:
    from planner.report.table import Table

    rows = tuple((name, item.title, item.unit, item.meaning) for name, item in index.stated_figures.items())
    return Table("stated_figures", PHRASES["index_figures"], tuple(_column(key) for key in ("id", "name", "unit", "meaning")), rows)

"""``planner index`` and ``planner schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.options import AsJson
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import UnknownName
from planner.language import Pair

if TYPE_CHECKING:
    from planner.index.rules import Index, Rule
    from planner.report.table import Column, Table

IndexId = Annotated[str, typer.Argument(help="index_id", metavar="ID", show_default=False)]
ShownTier = Annotated[str | None, typer.Option("--tier", help="index_tier", metavar="TIER", show_default=False)]


def list_indexes(context: typer.Context, as_json: AsJson = False) -> None:
    """Ids, titles and editions."""
    from planner.index import index_ids, load_index
    from planner.report.folder import write_json
    from planner.report.table import Table

    session = Session(context.obj.language, quiet=as_json)
    indexes = [load_index(name)[0] for name in index_ids()]
    if as_json:
        session.emit(
            write_json([{"id": i.id, "title": i.title.model_dump(), "edition": i.edition, "tiers": list(i.tiers)} for i in indexes])
        )
    rows = tuple((index.id, index.title, ", ".join(index.tiers), index.edition) for index in indexes)
    session.show([Table("indexes", PHRASES["index_title"], (_column("id"), _column("name"), _column("tiers"), _column("edition")), rows)])


def show_index(context: typer.Context, index_id: IndexId, tier: ShownTier = None, as_json: AsJson = False) -> None:
    """Requirements and rules by indicator, the readings with their reasons, and the papers asked for."""
    from planner.index import load_index
    from planner.report.folder import write_json

    session = Session(context.obj.language, quiet=as_json)
    index, _ = load_index(index_id)
    if tier is not None and tier not in index.tiers:
        from planner.index.settings import suggest

        words = PHRASES["bad_tier"].fill(given=repr(tier), known=", ".join(index.tiers), hint=suggest(tier, index.tiers))
        raise UnknownName(words.zh, words.en)
    if as_json:
        session.emit(write_json(_document(index, tier)))
        return
    session.say(Pair(f"{index.title.zh} ({index.id})", f"{index.title.en} ({index.id})"))
    session.say(PHRASES["index_source"].fill(source=index.source, status=index.status))
    session.say("")
    session.show((_indicators(index, tier), _readings(index), _papers(index)))


def print_schema(context: typer.Context) -> None:
    """The JSON Schema of scenario files."""
    from planner.reading.schema import scenario_schema
    from planner.report.folder import write_json

    context.obj.emit(write_json(scenario_schema()))


def _document(index: Index, tier: str | None) -> dict[str, Any]:
    document = index.model_dump(mode="json")
    if tier is not None:
        for indicator in document["indicators"]:
            for part in ("requirements", "tests"):
                indicator[part] = {tier: indicator[part][tier]}
    return document


def _column(key: str) -> Column:
    from planner.report.table import Column

    return Column(key, PHRASES[f"index_{key}"])


def _indicators(index: Index, tier: str | None) -> Table:
    from planner.report.table import Table

    shown = [level for level in index.tiers if tier in (None, level)]
    rows = tuple(
        (item.id, item.title, index.tier_titles[level], item.requirements[level], rule_words(item.tests[level]))
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


def rule_words(rule: Rule) -> str:
    """A rule as one line of its own data: ``at_least renewable_share value=0.05``; names are those of index files."""
    fields = {name: value for name, value in rule if name not in ("kind", "tests", "metric") and value is not None}
    inner = [rule_words(test) for test in getattr(rule, "tests", ())]
    if inner:
        joint = " AND " if rule.kind == "all_of" else " OR "
        return joint.join(f"({words})" if " AND " in words or " OR " in words else words for words in inner)
    words = [rule.kind, *([rule.metric] if hasattr(rule, "metric") else [])]
    return " ".join([*words, *(f"{name}={_listed(value)}" for name, value in fields.items())])


def _listed(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)

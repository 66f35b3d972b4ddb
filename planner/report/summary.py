"""A report in Markdown that says what was asked, what came out, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.outcome import Outcome
from planner.index.catalogue import ChosenIndex
from planner.index.rules import Index
from planner.language import Pair, Sayable
from planner.report.alternatives_table import alternatives_view, alternatives_words
from planner.report.attribution_table import attribution_view, classes_view
from planner.report.documents import unverified_figures
from planner.report.drawing import draw_markdown, markdown_text
from planner.report.hours_view import hours_view
from planner.report.numbers import show_quantity
from planner.report.outcome_tables import column
from planner.report.phrases import PHRASES
from planner.report.proof import solution_words
from planner.report.resolution_words import resolution_words, typical_days_table
from planner.report.table import Table
from planner.report.views import accounts_view, cost_view, grid_view, shortfall_view, sizes_view, verdict_board


def write_summary(outcome: Outcome, chosen: Sequence[ChosenIndex], language: str, version: str) -> str:
    """The whole report."""
    return "\n".join(_parts(outcome, chosen, language, version))


def _parts(outcome: Outcome, chosen: Sequence[ChosenIndex], language: str, version: str) -> Iterator[str]:
    case = outcome.case
    yield f"# {PHRASES['summary_title'].fill(name=_safe(case.name)).say(language)}\n"
    yield from _facts(outcome, chosen, language)
    for judged in outcome.verdicts:
        asked = {(wish.index, wish.tier, wish.year) for wish in outcome.request.tiers}
        if (judged.index, judged.tier, judged.year) in asked or not judged.holds:
            yield from _section(verdict_board(judged), language)
    yield from _other_readings(outcome, language)
    views = (
        sizes_view(outcome), accounts_view(outcome), grid_view(outcome), attribution_view(outcome), classes_view(outcome),
        cost_view(outcome), hours_view(outcome), shortfall_view(outcome.shortfalls),
    )  # fmt: skip
    for view in views:
        if view.rows:
            yield from _section(view, language)
    yield from _sentences("summary_clash", (Pair(zh, en) for zh, en in outcome.clash), language)
    yield from _sentences("summary_breaches", (Pair(t.zh, t.en) for t in outcome.breaches), language)
    yield from _sentences("summary_warnings", (Pair(zh, en) for zh, en in outcome.warnings), language)
    for one in chosen:
        yield from _section(readings_table(one), language)
    if typical_days_table(case).rows:
        yield from _section(typical_days_table(case), language)
    yield from _figures(outcome, language)
    yield from _record(outcome, language, version)


def _other_readings(outcome: Outcome, language: str) -> Iterator[str]:
    """What another reading of the index would say of the same plan."""
    others, titles = outcome.other_readings, outcome.titles
    view, words = alternatives_view(others, titles), list(alternatives_words(others, titles))
    if view.rows:
        yield from _section(view, language)
    elif words:
        yield f"## {view.title.say(language)}\n"
    if words:
        yield "\n".join(f"- {markdown_text(sentence.say(language))}" for sentence in words) + "\n"


def _facts(outcome: Outcome, chosen: Sequence[ChosenIndex], language: str) -> Iterator[str]:
    case = outcome.case
    asked = [
        PHRASES["summary_tier_year"].fill(tier=outcome.title(t.index, t.tier), year=t.year).say(language) for t in outcome.request.tiers
    ]
    verdict = PHRASES["holds" if outcome.holds else "fails"] if outcome.request.tiers else PHRASES["no_tier"]
    yield _fact("summary_factory", markdown_text(case.factory_name.say(language)), language)
    for one in chosen:
        yield _fact("summary_index", f"{one.index.title.say(language)} (`{one.index.id}`)", language)
    yield _fact("summary_request", ", ".join(asked) or PHRASES["no_tier"].say(language), language)
    yield _fact("resolution", resolution_words(case).say(language), language)
    yield _fact("summary_status", solution_words(outcome, language), language)
    if outcome.ledger is not None:
        name = PHRASES["summary_cost"].fill(year=case.money.price_year, base=case.money.base_year).say(language)
        yield f"- {name}: {show_quantity(outcome.ledger.discounted_cost_cny, 'CNY', language)}"
    yield _fact("summary_verdict", verdict.say(language), language)
    yield ""


def _safe(name: Sayable) -> Pair:
    """A name from a file, with nothing in it that Markdown would take for markup."""
    return Pair(markdown_text(name.say("zh")), markdown_text(name.say("en")))


def _fact(key: str, value: str, language: str) -> str:
    return f"- {PHRASES[key].say(language)}: {value}"


def _section(table: Table, language: str) -> Iterator[str]:
    yield f"## {table.title.say(language)}\n"
    yield draw_markdown(table, language)


def _sentences(key: str, sentences: Iterator[Pair], language: str) -> Iterator[str]:
    lines = [f"- {markdown_text(sentence.say(language))}" for sentence in sentences]
    if lines:
        yield f"## {PHRASES[key].say(language)}\n"
        yield "\n".join(lines) + "\n"


def readings_table(chosen: ChosenIndex) -> Table:
    """How the index was read: every choice with its reason."""
    rows = tuple((name, str(value), _why(chosen.index, name, value)) for name, value in chosen.settings.items())
    return Table(
        "readings", PHRASES["summary_readings"].fill(index=chosen.index.id), (column("reading"), column("choice"), column("reasons")), rows
    )


def _why(index: Index, name: str, value: object) -> Sayable:
    """The index file's reason, or that the scenario chose otherwise."""
    own = index.readings[name]
    return own.why if own.choice == value else PHRASES["chosen_by_scenario"]


def _figures(outcome: Outcome, language: str) -> Iterator[str]:
    figures = unverified_figures(outcome.case)
    rows = tuple((f.field, f.value, f.unit, f.source, f.status) for f in figures)
    columns = (column("field"), column("value"), column("unit"), column("source"), column("status", "figure_status"))
    yield from _section(Table("unverified", PHRASES["summary_unverified"].fill(count=len(figures)), columns, rows), language)


def _record(outcome: Outcome, language: str, version: str) -> Iterator[str]:
    yield f"## {PHRASES['summary_record'].say(language)}\n"
    yield _fact("summary_version", version, language)
    yield _fact("summary_hash", f"`{outcome.case.scenario_sha256}`", language)
    if outcome.plan and outcome.plan.solver:
        solver = outcome.plan.solver
        yield _fact(
            "summary_solver", f"{solver.name} {solver.version}, {solver.rows} x {solver.columns}, `{solver.matrix_sha256}`", language
        )
    yield ""

"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli import PROGRAM, checking, comparing, days, indexing, inventorying, planning, starting
from planner.language import LANGUAGES

app = typer.Typer(
    name=PROGRAM,
    help="app",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
index_app = typer.Typer(name="index", help="index", no_args_is_help=True)


def _show_version(asked: bool) -> None:
    if asked:
        from planner import __version__

        print(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    language: Annotated[str | None, typer.Option("--lang", help="lang", metavar="|".join(LANGUAGES), show_default=False)] = None,
    debug: Annotated[bool, typer.Option("--debug", help="debug")] = False,
    version: Annotated[bool, typer.Option("--version", help="version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Declare the global options, so that help and completion know them; ``main`` has taken them from the words already."""


app.command("init", help="init")(starting.init)
app.command("validate", help="validate")(checking.validate)
app.command("plan", help="plan")(planning.plan)
app.command("check", help="check")(checking.check)
app.command("compare", help="compare")(comparing.compare)
app.command("inventory", help="inventory")(inventorying.inventory)
app.command("days", help="days")(days.days)
index_app.command("list", help="index_list")(indexing.list_indexes)
index_app.command("show", help="index_show")(indexing.show_index)
index_app.command("validate", help="index_validate")(indexing.validate_index)
app.add_typer(index_app)
app.command("schema", help="schema")(indexing.print_schema)

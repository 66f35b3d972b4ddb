"""``planner inventory``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import AsJson, Force, ResolutionOption, ScenarioFile, Settings, TimeLimit, Variants
from planner.cli.phrases import PHRASES
from planner.cli.session import Session
from planner.errors import Exit, UnknownName

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.domain.inventory import Inventory
    from planner.domain.outcome import Outcome
    from planner.domain.plan import Plan
    from planner.index.readings import Readings

PlanFile = Annotated[Path | None, typer.Argument(help="inventory_plan", metavar="[PLAN]", show_default=False)]
Years = Annotated[list[int] | None, typer.Option("--year", help="inventory_year", metavar="Y", show_default=False)]
InventoryFolder = Annotated[Path | None, typer.Option("--output", "-o", help="inventory_output", metavar="DIR", show_default=False)]


def inventory(
    context: typer.Context,
    scenario: ScenarioFile,
    plan_file: PlanFile = None,
    years: Years = None,
    variants: Variants = None,
    settings: Settings = None,
    resolution: ResolutionOption = None,
    output: InventoryFolder = None,
    force: Force = False,
    time_limit: TimeLimit = None,
    as_json: AsJson = False,
) -> None:
    """Greenhouse gases and energy of every past and planned year; the full sheet of the years named."""
    from planner.cli.loading import indexes_of, load_case, load_plan
    from planner.evaluation import list_inventories
    from planner.report.inventory_folder import NAMES
    from planner.report.writing import check_target

    session = Session(context.obj.language, quiet=as_json)
    if output is not None:
        check_target(output, NAMES, force=force)
    plan = None if plan_file is None else load_plan(plan_file)
    if plan is not None and resolution is not None:
        raise UnknownName(PHRASES["plan_resolved"].zh, PHRASES["plan_resolved"].en)
    case = load_case(session, scenario, variants, settings, resolution, plan)
    wanted = _check_years(case, years or ())
    everything = as_json or output is not None or plan_file is not None
    past_only = bool(wanted) and set(wanted) <= set(case.history_years) and not everything
    readings = indexes_of(case)[0].readings
    outcome = None if past_only else _find_planned(session, case, plan, time_limit)
    planned, ledger = (None, None) if outcome is None else (outcome.plan, outcome.ledger)
    inventories = list_inventories(case, readings, planned, ledger)
    named = "" if plan_file is None else str(plan_file)
    _show(session, case, readings, inventories, wanted, named)
    code = _tell(session, outcome, plan_file)
    _write(session, case, readings, inventories, named, output, force=force, as_json=as_json, broken=code is Exit.ACCOUNTS_DISAGREE)
    raise typer.Exit(code)


def _check_years(case: Case, years: Sequence[int]) -> tuple[int, ...]:
    """The years named, each once; one that is neither past nor planned is refused."""
    known = (*case.history_years, *case.years)
    for year in years:
        if year not in known:
            words = PHRASES["inventory_bad_year"].fill(given=year, known=", ".join(map(str, known)))
            raise UnknownName(words.zh, words.en)
    return tuple(year for year in known if year in years)


def _find_planned(session: Session, case: Case, plan: Plan | None, time_limit: float | None) -> Outcome:
    """The plan recomputed, or the reference solved."""
    from planner import pathway
    from planner.cli.showing import tell_other_index

    if plan is None:
        with session.working(PHRASES["solving"].fill(what=PHRASES["reference_path"])):
            return pathway.Pathways(case).run(pathway.reference_request(), time_limit_s=time_limit)
    tell_other_index(session, case, plan)
    # Nothing is judged here, so the tiers that the plan was made for don't matter.
    plan = plan.model_copy(update={"request": pathway.no_target_request()})
    with session.working(PHRASES["judging"]):
        return pathway.check(case, plan)


def _show(session: Session, case: Case, readings: Readings, inventories: Sequence[Inventory], wanted: Sequence[int], plan: str) -> None:
    from planner.report.inventory_tables import frozen_table, overview_table, power_table, year_tables
    from planner.report.inventory_words import explain, name_planned

    session.say(name_planned(inventories, plan))
    for words in explain(inventories, readings):
        session.say(words)
    session.say("")
    session.show((overview_table(inventories), frozen_table(inventories, case.base_year), power_table(inventories)))
    for sheet in inventories:
        if sheet.year in wanted:
            session.show(year_tables(sheet))


def _tell(session: Session, outcome: Outcome | None, plan_file: Path | None) -> Exit:
    """What stands against the planned years, and the exit code: a plan that breaks limits is no inventory of a real factory."""
    from planner.cli.showing import exit_code, tell_trouble

    if outcome is None:
        return Exit.DONE
    tell_trouble(session, outcome)
    if outcome.plan is None:
        session.tell(PHRASES["inventory_history_only"])
    if plan_file is not None:
        return Exit.NOT_MET if outcome.breaches else Exit.DONE
    return exit_code(outcome)


def _write(
    session: Session,
    case: Case,
    readings: Readings,
    inventories: Sequence[Inventory],
    plan: str,
    output: Path | None,
    *,
    force: bool,
    as_json: bool,
    broken: bool,
) -> None:
    """The documents asked for. Figures on which the two accounts disagree are shown and never written."""
    from planner.report.folder import write_json
    from planner.report.inventory_folder import inventory_document, inventory_files
    from planner.report.writing import write_folder

    if as_json:
        session.emit(write_json(inventory_document(case, inventories, readings, plan)))
    if output is None:
        return
    if broken:
        session.tell(PHRASES["not_written"])
        return
    with session.working(PHRASES["writing"].fill(folder=output)):
        write_folder(output, inventory_files(case, inventories, readings, plan, session.language), force=force)
    session.tell(PHRASES["written"].fill(folder=output))

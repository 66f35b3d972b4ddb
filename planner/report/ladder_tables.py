"""Tables of the ladder: cost of each tier by target year, steps, regret of aiming low first, and calendars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.case import Case
from planner.ladder import CalendarLine, Difference, Ladder, Regret, Rung, RungCost, Step
from planner.language import Pair
from planner.report.numbers import show_number
from planner.report.outcome_tables import column
from planner.report.phrases import FATES, PHRASES, SOLVE_STATUSES
from planner.report.table import Cell, Column, Quantity, Table

LEAST_STEP = 0.5
"""A year in which no step changes the investment by this much has no column of its own. [CNY]"""


def ladder_views(case: Case, ladder: Ladder) -> tuple[Table, ...]:
    """For people: the steps, the regret with what differs, the calendars, and the tiers down by target years across."""
    return steps_table(ladder), regret_table(ladder), differences_view(case, ladder), calendars_table(ladder), costs_view(ladder)


def ladder_sheets(case: Case, ladder: Ladder) -> tuple[Table, ...]:
    """For files: the same, with one row for each tier and target year."""
    return costs_table(ladder), steps_table(ladder), regret_table(ladder), differences_table(case, ladder), calendars_table(ladder)


def costs_view(ladder: Ladder) -> Table:
    """Tiers down, target years across: cost over no target, or the indicators that stand in the way."""
    years = sorted({cost.rung.year for cost in ladder.costs})
    across = tuple(Column(str(year), Pair(str(year), str(year)), numeric=True, unit="CNY") for year in years)
    rows: list[tuple[Cell, ...]] = []
    for tier in ladder.tiers:
        by_year = {cost.rung.year: cost for cost in ladder.of_tier(tier)}
        title = next(iter(by_year.values())).rung.title
        rows.append((title, ladder.earliest(tier), *(_cost_cell(by_year[year]) for year in years)))
    columns = (column("tier"), column("earliest_year", numeric=True), *across)
    return Table("ladder", PHRASES["ladder_title"], columns, tuple(rows))


def _cost_cell(cost: RungCost) -> Cell:
    if cost.total_cost_cny is not None:
        return _money(cost.total_cost_cny if cost.over_no_target_cny is None else cost.over_no_target_cny)
    rules = ", ".join(dict.fromkeys(shortfall.rule for shortfall in cost.shortfalls))
    return PHRASES["ladder_out_of_reach"].fill(rules=rules) if rules else SOLVE_STATUSES[cost.status]


def costs_table(ladder: Ladder) -> Table:
    """One row for each tier and target year, with the first thing that falls short."""
    columns = (
        column("tier"), column("year", numeric=True), column("solution"), column("total_cost_cny", "total_cost", numeric=True, unit="CNY"),
        column("over_no_target_cny", "over_no_target", numeric=True, unit="CNY"), column("status"), column("shortfall_zh", "reasons_zh"),
        column("shortfall_en", "reasons_en"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for cost in ladder.costs:
        first = cost.shortfalls[0] if cost.shortfalls else None
        rows.append(
            (
                cost.rung.tier, cost.rung.year, SOLVE_STATUSES[cost.status], _money(cost.total_cost_cny), _money(cost.over_no_target_cny),
                PHRASES["holds" if cost.holds else "fails"], first.zh if first else None, first.en if first else None,
            )
        )  # fmt: skip
    return Table("ladder", PHRASES["ladder_title"], columns, tuple(rows))


def steps_table(ladder: Ladder) -> Table:
    """Steps across: what one tier costs more than the one below it, and when the difference is invested."""
    spent = sorted({year for step in ladder.steps for year, value in step.investment_cny.items() if abs(value) >= LEAST_STEP})
    across = tuple(Column(_step_key(step), _step_words(step), numeric=True, unit="CNY") for step in ladder.steps)
    rows: list[tuple[Cell, ...]] = [(PHRASES["step"], *(_money(step.cost_cny) for step in ladder.steps))]
    rows += [
        (PHRASES["step_investment"].fill(year=year), *(_money(step.investment_cny.get(year)) for step in ladder.steps)) for year in spent
    ]
    return Table("steps", PHRASES["steps_title"], (column("item"), *across), tuple(rows) if ladder.steps else ())


def _step_key(step: Step) -> str:
    return f"{step.lower.tier}_{step.lower.year}_to_{step.upper.tier}_{step.upper.year}_cny"


def _step_words(step: Step) -> Pair:
    return PHRASES["step_from_to"].fill(lower=calendar_words([step.lower]), upper=calendar_words([step.upper]))


def regret_table(ladder: Ladder) -> Table:
    """One row for each way of aiming low first."""
    columns = (
        column("way"), column("path"), column("solution"), column("low_first_cny", "low_first", numeric=True, unit="CNY"),
        column("from_start_cny", "from_start", numeric=True, unit="CNY"), column("regret_cny", "regret", numeric=True, unit="CNY"),
        column("result"),
    )  # fmt: skip
    rows = tuple(
        (
            str(way), route_words(regret), SOLVE_STATUSES[regret.status], _money(regret.total_cost_cny), _money(regret.from_start_cny),
            _money(regret.regret_cny), _result(regret),
        )
        for way, regret in enumerate(ladder.regrets, 1)
    )  # fmt: skip
    return Table("regret", PHRASES["regret_title"], columns, rows)


def differences_table(case: Case, ladder: Ladder) -> Table:
    """Measures that a plan which aimed low first treats otherwise, way by way."""
    return _differences(
        [
            (str(way), *_difference_cells(case, difference))
            for way, regret in enumerate(ladder.regrets, 1)
            for difference in regret.differences
        ]
    )


def differences_view(case: Case, ladder: Ladder) -> Table:
    """The same with ways that treat a measure alike in one row."""
    alike: dict[tuple[object, ...], tuple[list[str], tuple[Cell, ...]]] = {}
    for way, regret in enumerate(ladder.regrets, 1):
        for difference in regret.differences:
            shown = tuple(show_number(value) for value in (difference.low_first, difference.from_start, difference.investment_cny))
            key = (difference.measure, difference.fate, *shown)
            alike.setdefault(key, ([], _difference_cells(case, difference)))[0].append(str(way))
    return _differences([(", ".join(ways), *cells) for ways, cells in alike.values()])


def _differences(rows: Sequence[tuple[Cell, ...]]) -> Table:
    columns = (
        column("way"), column("measure"), column("fate"), column("low_first_size", numeric=True, unit=" "),
        column("from_start_size", numeric=True, unit=" "), column("unit"),
        column("more_investment_cny", "more_investment", numeric=True, unit="CNY"),
    )  # fmt: skip
    return Table("regret_measures", PHRASES["differences_title"], columns, tuple(rows))


def _difference_cells(case: Case, difference: Difference) -> tuple[Cell, ...]:
    return (
        case.measures[difference.measure].name, FATES[difference.fate], Quantity(difference.low_first, difference.unit),
        Quantity(difference.from_start, difference.unit), difference.unit, _money(difference.investment_cny),
    )  # fmt: skip


def calendars_table(ladder: Ladder) -> Table:
    """One row for each calendar that was asked about."""
    columns = (
        column("calendar"), column("solution"), column("total_cost_cny", "total_cost", numeric=True, unit="CNY"),
        column("over_reference_cny", "over_reference", numeric=True, unit="CNY"),
        column("over_no_target_cny", "over_no_target", numeric=True, unit="CNY"), column("status"), column("failing"),
    )  # fmt: skip
    return Table("calendars", PHRASES["calendars_title"], columns, tuple(_calendar_row(line) for line in ladder.calendars))


def _calendar_row(line: CalendarLine) -> tuple[Cell, ...]:
    outcome = line.outcome
    missed = [verdict.indicator for judged in outcome.verdicts for verdict in (*judged.not_met, *judged.not_assessed)]
    failing = ", ".join(dict.fromkeys([*missed, *(shortfall.rule for shortfall in outcome.shortfalls)]))
    return (
        calendar_words(line.rungs), SOLVE_STATUSES[outcome.status], _money(line.total_cost_cny), _money(line.over_reference_cny),
        _money(line.over_no_target_cny), PHRASES["holds" if outcome.holds else "fails"], failing,
    )  # fmt: skip


def ladder_lines(ladder: Ladder) -> Iterator[Pair]:
    """Sentences below the tables: since when a tier can be had and what is in the way before, and tiers that aiming low shuts out."""
    for tier in ladder.tiers:
        yield from _reach_words(ladder, tier)
    for regret in ladder.regrets:
        if regret.shut_out:
            yield PHRASES["shut_out"].fill(path=route_words(regret), tier=regret.reached[-1].title, year=regret.reached[-1].year)
            yield from (PHRASES["shut_out_short"].fill(what=Pair(short.zh, short.en)) for short in regret.shortfalls)
            if regret.clash:
                yield PHRASES["shut_out_clash"]
                yield from (Pair(f"    - {zh}", f"    - {en}") for zh, en in regret.clash)


def _reach_words(ladder: Ladder, tier: str) -> Iterator[Pair]:
    out = [cost for cost in ladder.of_tier(tier) if cost.total_cost_cny is None and cost.shortfalls]
    earliest = ladder.earliest(tier)
    before = [cost for cost in out if earliest is None or cost.rung.year < earliest]
    if not before:
        return
    last = before[-1]
    short = Pair(last.shortfalls[0].zh, last.shortfalls[0].en)
    if earliest is None:
        yield PHRASES["never_reached"].fill(tier=last.rung.title, year=last.rung.year, short=short)
    else:
        yield PHRASES["reached_from"].fill(tier=last.rung.title, earliest=earliest, year=last.rung.year, short=short)


def calendar_words(rungs: Sequence[Rung]) -> Pair:
    """``low-carbon factory 2027, zero-carbon factory 2032``."""
    return Pair("、".join(f"{rung.title.zh} {rung.year}" for rung in rungs), ", ".join(f"{rung.title.en} {rung.year}" for rung in rungs))


def route_words(regret: Regret) -> Pair:
    """The lower tiers aimed at in turn, and the top."""
    return PHRASES["route"].fill(aims=calendar_words(regret.aims), top=calendar_words([regret.top]))


def _result(regret: Regret) -> Cell:
    """Empty where there is a plan: the regret says it."""
    last = regret.reached[-1]
    return PHRASES["closes_the_way"].fill(tier=last.title, year=last.year) if regret.shut_out else None


def _money(value: float | None) -> Cell:
    return None if value is None else Quantity(value, "CNY")

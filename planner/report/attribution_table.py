"""Tables of the attribution: every part and year for files, the telling ones for people."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.attribution import Attribution, Origin, Part, PartKind, Walk
from planner.domain.case import Case
from planner.domain.outcome import Outcome
from planner.language import Pair, Sayable
from planner.report.outcome_tables import column
from planner.report.phrases import CLASSES, ORIGINS, PARTS, PHRASES
from planner.report.table import Cell, Column, Quantity, Table

UNIT = "tCO2e"
MOST_YEARS = 5
"""Planning years up to which people see all of them; of more, only the first, those of the tiers asked for and the last."""
LEAST_SHARE = 1e-6
"""Parts below this share of the largest amount in all years shown are left to the CSV file. [1]"""


def attribution_table(outcome: Outcome) -> Table:
    """Every part of every year from base year to net emissions; sums over all years carry no year."""
    found = outcome.ledger.attribution if outcome.ledger else None
    columns = (
        column("year", numeric=True), column("part", "attribution_part"), column("measure", "measure_or_equipment"),
        column("title_zh"), column("title_en"), column("class"), column("subtype"), column("origin"),
        column("net_tco2e", "net_change", numeric=True, unit=UNIT),
        column("gross_tco2e", "gross_change", numeric=True, unit=UNIT), column("share_of_reduction", numeric=True, unit="1"),
    )  # fmt: skip
    return Table("attribution", PHRASES["attribution_title"], columns, tuple(_tidy_rows(outcome.case, found)) if found else ())


def _tidy_rows(case: Case, found: Attribution) -> Iterator[tuple[Cell, ...]]:
    for year, walk in found.years.items():
        yield from _walk_rows(case, found, year, walk)
    yield from _walk_rows(case, found, None, found.cumulative)


def _walk_rows(case: Case, found: Attribution, year: int | None, walk: Walk) -> Iterator[tuple[Cell, ...]]:
    yield _end_row(year, "base_year", PHRASES["attribution_base"].fill(year=found.base_year), walk.base_net_t, walk.base_gross_t)
    for part in walk.parts:
        share, name = walk.share_of_reduction(part), _find_name(case, part)
        yield (
            year, part.kind.value, part.subject, name.say("zh"), name.say("en"),
            part.measure_class.value if part.measure_class else "", part.subtype, part.origin.value if part.origin else "",
            Quantity(part.net_t, UNIT), Quantity(part.gross_t, UNIT), None if share is None else Quantity(share, "1"),
        )  # fmt: skip
    yield _end_row(year, "plan_year", PHRASES["attribution_end"], walk.net_t, walk.gross_t)


def _end_row(year: int | None, part: str, name: Pair, net_t: float, gross_t: float) -> tuple[Cell, ...]:
    return year, part, "", name.zh, name.en, "", None, "", Quantity(net_t, UNIT), Quantity(gross_t, UNIT), None


def _find_name(case: Case, part: Part) -> Sayable:
    """The measure's or the equipment's own name, else what the part is."""
    if part.kind is PartKind.MEASURE:
        return case.measures[part.subject].name
    return case.equipment[part.subject].name if part.kind is PartKind.EQUIPMENT else PARTS[part.kind]


def attribution_view(outcome: Outcome) -> Table:
    """Parts down, years across: net emissions from the base year to selected years, and over all years together."""
    found = outcome.ledger.attribution if outcome.ledger else None
    title = PHRASES["attribution_view"].fill(year=outcome.case.base_year)
    if found is None:
        return Table("attribution", title, (column("attribution_part"),), ())
    years = _select_years(outcome)
    walks = [*(found.years[year] for year in years), found.cumulative]
    columns = (column("attribution_part"), column("class"), *_across(years))
    return Table("attribution", title, columns, tuple(_view_rows(outcome.case, walks, found.base_year)))


def classes_view(outcome: Outcome) -> Table:
    """Classes and the subtypes that act down, years across: what their measures change together."""
    found = outcome.ledger.attribution if outcome.ledger else None
    title = PHRASES["attribution_classes"]
    if found is None:
        return Table("attribution_classes", title, (column("class"),), ())
    years = _select_years(outcome)
    walks = [*(found.years[year] for year in years), found.cumulative]
    rows: list[tuple[Cell, ...]] = []
    for sums in zip(*(walk.by_class for walk in walks), strict=True):
        measure_class = sums[0].measure_class
        rows.append((CLASSES[measure_class], PHRASES["all_subtypes"], *(Quantity(row.net_t, UNIT) for row in sums)))
        for alike in zip(*(walk.by_subtype for walk in walks), strict=True):
            if alike[0].measure_class is measure_class and alike[0].subtype is not None and any(row.net_t for row in alike):
                rows.append((CLASSES[measure_class], alike[0].subtype, *(Quantity(row.net_t, UNIT) for row in alike)))
    return Table("attribution_classes", title, (column("class"), column("subtype"), *_across(years)), tuple(rows))


def _across(years: tuple[int, ...]) -> tuple[Column, ...]:
    """A column a year, and one for all years together."""
    shown = (Column(str(year), Pair(str(year), str(year)), numeric=True, unit=" ") for year in years)
    return (*shown, column("cumulative", numeric=True, unit=" "))


def _select_years(outcome: Outcome) -> tuple[int, ...]:
    years = outcome.case.years
    if len(years) <= MOST_YEARS:
        return years
    asked = {tier.year for tier in outcome.request.tiers}
    return tuple(year for year in years if year in asked or year in (years[0], years[-1]))


def _view_rows(case: Case, walks: list[Walk], base_year: int) -> Iterator[tuple[Cell, ...]]:
    yield PHRASES["attribution_base"].fill(year=base_year), None, *(Quantity(walk.base_net_t, UNIT) for walk in walks)
    least = [LEAST_SHARE * _find_largest(walk) for walk in walks]
    for alike in zip(*(walk.parts for walk in walks), strict=True):
        if any(abs(part.net_t) > small for part, small in zip(alike, least, strict=True)):
            yield _show_name(case, alike[-1]), _show_class(alike[-1]), *(Quantity(part.net_t, UNIT) for part in alike)
    yield PHRASES["attribution_end"], None, *(Quantity(walk.net_t, UNIT) for walk in walks)


def _find_largest(walk: Walk) -> float:
    return max(abs(walk.base_net_t), abs(walk.net_t), *(abs(part.net_t) for part in walk.parts))


def _show_name(case: Case, part: Part) -> Sayable:
    """Measures say whether they stood before the plan; equipment says why it is a part."""
    name = _find_name(case, part)
    if part.kind is PartKind.EQUIPMENT:
        return PHRASES["attribution_equipment"].fill(name=name)
    if part.origin is None or part.origin is Origin.NEW:
        return name
    return PHRASES["attribution_origin"].fill(name=name, origin=ORIGINS[part.origin])


def _show_class(part: Part) -> Cell:
    return CLASSES[part.measure_class] if part.measure_class else None

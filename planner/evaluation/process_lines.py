"""Lines of the inventory that do not come of energy bought: process sources, cuts, capture, removals (过程排放、捕集与清除)."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.base import Text
from planner.domain.case import CaptureData, Case, ProcessData, RemovalData
from planner.domain.inventory import Entry, Kind, Section
from planner.evaluation.emissions import split_capture
from planner.evaluation.provenance import Provenance
from planner.evaluation.quantities import Quantities

CAPTURED_BEFORE = Text(zh="捕集的CO2（历史记录）", en="CO2 captured (record of the year)")
REMOVED_BEFORE = Text(zh="清除与抵消（历史记录）", en="removals and credits (record of the year)")


def list_sources(case: Case, year: int, provenance: Provenance) -> Iterator[Entry]:
    """Process sources before any cut. [t]"""
    for source in case.sources.values():
        for gas, factor in source.t_per_activity.items():
            tonnes = source.activity[year] * factor
            origin = provenance.of_source(source.id, gas)
            amount = (source.activity[year], source.activity_unit, factor)
            yield _emission(case, source.id, source.name, gas, amount, tonnes, origin)


def list_direct(book: Quantities, year: int, provenance: Provenance) -> Iterator[Entry]:
    """Direct emissions of converters. [t]"""
    case = book.case
    for converter_id, converter in book.converters():
        activity = float(book.activity(converter_id, year).sum())
        name = (case.equipment.get(converter_id) or case.measures[converter_id]).name
        for gas, factor in converter.direct_t.items() if activity else ():
            origin = provenance.of_converter(converter_id, gas)
            yield _emission(case, converter_id, name, gas, (activity, "activity", factor), activity * factor, origin)


def _emission(
    case: Case, item: str, name: Text, gas: str, amount: tuple[float, str, float], tonnes: float, origin: tuple[str, str]
) -> Entry:
    quantity, unit, factor = amount
    co2e = tonnes * case.gwp[gas]
    return Entry(Section.PROCESS, Kind.EMISSION, item, name, gas, quantity, unit, factor, f"t{gas}/{unit}", tonnes, co2e, True, *origin)


def list_cuts(book: Quantities, year: int) -> Iterator[Entry]:
    """What each process measure cuts of each source, negative. [t]"""
    case = book.case
    for measure in book.measures_of(ProcessData):
        for source, gases in measure.cuts.items():
            for gas in gases:
                tonnes = -book.cut(measure.id, source, gas, year)
                if tonnes:
                    name = _join(measure.name, case.sources[source].name)
                    yield _flow(Section.PROCESS, Kind.CUT, measure.id, name, gas, tonnes, tonnes * case.gwp[gas])


def list_captures(book: Quantities, year: int) -> Iterator[Entry]:
    """Captured CO2: fossil off combustion, process off processes, biogenic among the removals. [tCO2]"""
    for measure in book.measures_of(CaptureData):
        fossil, biogenic, process = split_capture(book, measure, year)
        if fossil:
            yield _flow(Section.CAPTURED, Kind.CAPTURE, measure.id, measure.name, "CO2", -fossil, -fossil)
        if process:
            yield _flow(Section.PROCESS, Kind.CAPTURE, measure.id, measure.name, "CO2", -process, -process)
        if biogenic:
            yield _flow(Section.REMOVALS, Kind.REMOVAL, measure.id, measure.name, "CO2", biogenic, biogenic)


def list_removals(book: Quantities, year: int) -> Iterator[Entry]:
    """Credits, sinks and removal plants. [tCO2e]"""
    for measure in book.measures_of(RemovalData):
        removed = book.removed(measure.id, year)
        if removed:
            yield _flow(Section.REMOVALS, Kind.REMOVAL, measure.id, measure.name, "", None, removed)


def list_past_sinks(case: Case, year: int) -> Iterator[Entry]:
    """Capture and removals that the file records for a past year."""
    past = case.history[year]
    if past.captured_t:
        yield _flow(Section.CAPTURED, Kind.CAPTURE, f"history.{year}", CAPTURED_BEFORE, "CO2", -past.captured_t, -past.captured_t)
    if past.removed_t:
        yield _flow(Section.REMOVALS, Kind.REMOVAL, f"history.{year}", REMOVED_BEFORE, "", None, past.removed_t)


def _flow(section: Section, kind: Kind, item: str, name: Text, gas: str, tonnes: float | None, tco2e: float) -> Entry:
    """A line whose quantity is tonnes and that needs no factor."""
    counted = section is not Section.REMOVALS
    return Entry(section, kind, item, name, gas, None, "", None, "", tonnes, tco2e, counted, "", "")


def _join(one: Text, other: Text) -> Text:
    return Text(zh=f"{one.zh}：{other.zh}", en=f"{one.en}: {other.en}")

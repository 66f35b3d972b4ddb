"""What measures of all kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from planner.domain.base import Text
from planner.domain.case import CommodityData, Demand, Investment
from planner.domain.measure import Capture, Conversion, Measure, Process, Removal, Saving
from planner.domain.tiers import Category, MeasureClass
from planner.reading.desk import Desk, Origin, Path
from planner.reading.fill_ins import ENERGY, BuiltMeasure, Filler
from planner.reading.investments import Building, first_start, read_investment
from planner.reading.slices import Parts

CLASS_OF_KIND = {
    "saving": MeasureClass.REDUCTION,
    "conversion": MeasureClass.REDUCTION,
    "process": MeasureClass.REDUCTION,
    "generation": MeasureClass.ZERO_CARBON,
    "storage": MeasureClass.ZERO_CARBON,
    "purchase": MeasureClass.ZERO_CARBON,
    "capture": MeasureClass.NEGATIVE,
    "removal": MeasureClass.NEGATIVE,
}
CLASS_OF_ROW = {"reduction": MeasureClass.REDUCTION, "zero_carbon": MeasureClass.ZERO_CARBON, "negative_carbon": MeasureClass.NEGATIVE}
SUBSTITUTING = frozenset({"conversion", "generation", "purchase"})


class Common(TypedDict):
    """Fields of ``MeasureData``."""

    id: str
    name: Text
    measure_class: MeasureClass
    subtype: Text | None
    substitution: bool
    kind: str
    requires: Mapping[str, float]
    excludes: frozenset[str]
    first_year: int
    built: Investment | None


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measure is read against."""

    desk: Desk
    parts: Parts
    commodities: Mapping[str, CommodityData]
    demands: Mapping[str, Demand]


def read_common(
    bench: Bench,
    path: Path,
    measure: Measure,
    filler: Filler | None,
    *,
    built: bool = True,
    full_size: float | None = None,
    saved_unit: str = ENERGY,
) -> Common:
    """Fields that every measure has; ``built`` measures have an investment."""
    start = first_start(bench.desk, path, measure, filler)
    investment = None
    if built and isinstance(measure, BuiltMeasure):
        building = Building(bench.desk, path, measure, filler, bench.commodities, saved_unit)
        investment = read_investment(building, start, full_size)
    row = filler.row if filler is not None else None
    subtype = measure.subtype or (Text(zh=row.subtype_zh, en=row.subtype_en) if row is not None else None)
    by_kind = CLASS_OF_ROW[row.category] if row is not None else CLASS_OF_KIND[measure.kind]
    measure_class = measure.measure_class or by_kind
    _check_class(bench.desk, path, measure, measure_class)
    return Common(
        id=str(path[1]),
        name=measure.name,
        measure_class=measure_class,
        subtype=subtype,
        substitution=_substitutes(bench, measure) if measure.substitution is None else measure.substitution,
        kind=measure.kind,
        requires={required.measure: required.size_per_size for required in measure.requires},
        excludes=frozenset(measure.excludes),
        first_year=_first_year(bench.desk, start, investment),
        built=investment,
    )


def _check_class(desk: Desk, path: Path, measure: Measure, measure_class: MeasureClass) -> None:
    """Negative-carbon is what captures or removes CO2, and nothing else (index, item 4)."""
    removes = isinstance(measure, Capture | Removal)
    if removes != (measure_class is MeasureClass.NEGATIVE):
        desk.refuse(
            (*path, "measure_class"),
            f"{measure.kind} 不能归为 {measure_class.value}：负碳（negative）只用于 capture 与 removal，且二者必属负碳（指标体系第 4 条）",
            f"{measure.kind} can't be {measure_class.value}: negative is for capture and removal alone, and both are always negative"
            " (index, item 4)",
        )


def _substitutes(bench: Bench, measure: Measure) -> bool:
    """Whether a measure replaces energy or material by low-carbon ones: not when it burns fuel itself."""
    if isinstance(measure, Conversion):
        inputs = (bench.commodities[id].category for id in measure.inputs if id in bench.commodities)
        return Category.FUEL not in inputs
    return measure.kind in SUBSTITUTING


def _first_year(desk: Desk, start: int, investment: Investment | None) -> int:
    """First planning year in which a measure can act; the year after the horizon when there is none."""
    planning = desk.years.planning
    if investment is not None and any(part.until > planning[0] for part in investment.existing):
        return planning[0]
    return next((year for year in planning if year >= start), planning[-1] + desk.years.stands_for[planning[-1]])


def read_consumes(bench: Bench, path: Path, measure: Saving | Process | Capture | Removal) -> Mapping[str, float]:
    """Commodity to what is used per MWh saved, or per tonne cut, captured or removed."""
    unit = "MWh/MWh" if isinstance(measure, Saving) else "MWh/t"
    for id, amount in measure.consumes.items():
        bench.desk.known((*path, "consumes", id), id, bench.commodities, "介质", "commodity")
        bench.desk.record((*path, "consumes", id), amount, unit, Origin.of(measure))
    return dict(measure.consumes)


def read_cost(bench: Bench, path: Path, measure: Measure, field: str, unit: str) -> float:
    """A running cost that is zero unless typed."""
    value: float = getattr(measure, field)
    if field in measure.model_fields_set:
        bench.desk.record((*path, field), value, unit, Origin.of(measure))
    return value

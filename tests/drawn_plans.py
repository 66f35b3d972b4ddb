"""Random decisions for a drawn factory: every flow is drawn by itself, so nothing balances."""

from __future__ import annotations

from typing import Any

from planner.domain.case import Case
from planner.domain.plan import Plan
from planner.index import load_index
from planner.index.readings import Readings
from tests.builders import plan_for
from tests.drawing import Dice
from tests.factories import SETTINGS


def draw_readings(case: Case, dice: Dice) -> Readings:
    """Every reading of the case's index drawn at random."""
    return load_index(case.index.id, {name: dice.choice(choices) for name, choices in SETTINGS.items()})[1]


def draw_plan(case: Case, dice: Dice, size: float = 1000.0) -> Plan:
    """Some of all flows there can be, in amounts up to ``size``."""

    def slices() -> dict[int, tuple[float, ...]]:
        return {year: tuple(dice.uniform(0, size) for _ in case.slices) for year in case.years}

    def yearly() -> dict[int, float]:
        return {year: dice.uniform(0, size) for year in case.years}

    kinds: dict[str, list[Any]] = {}
    for measure in case.measures.values():
        kinds.setdefault(measure.kind, []).append(measure)
    converters = [*case.equipment, *(m.id for m in kinds.get("conversion", ()))]
    return plan_for(
        case,
        deploy={m.id: {v: dice.uniform(0, size) for v in m.built.vintages if dice.chance(0.5)} for m in case.measures.values() if m.built},
        imported={id_: slices() for id_ in case.commodities if dice.chance(0.8)},
        exported={id_: slices() for id_ in case.commodities if dice.chance(0.4)},
        activity={id_: slices() for id_ in converters if dice.chance(0.8)},
        generated={m.id: slices() for m in kinds.get("generation", ())},
        charge={m.id: slices() for m in kinds.get("storage", ())},
        discharge={m.id: slices() for m in kinds.get("storage", ())},
        moved_in={id_: slices() for id_, demand in case.demands.items() if demand.flexible and dice.chance(0.8)},
        moved_out={id_: slices() for id_, demand in case.demands.items() if demand.flexible and dice.chance(0.8)},
        saved={m.id: {demand: slices() for demand in m.saves} for m in kinds.get("saving", ())},
        purchased={m.id: yearly() for m in kinds.get("purchase", ())},
        captured={m.id: yearly() for m in kinds.get("capture", ())},
        removed={m.id: yearly() for m in kinds.get("removal", ())},
        cut_t={m.id: {s: {gas: yearly() for gas in gases} for s, gases in m.cuts.items()} for m in kinds.get("process", ())},
    )

"""Sentences that go with an inventory: what the planned years are, which ledger and values the index takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.inventory import Inventory
from planner.index.readings import Readings
from planner.language import Pair
from planner.report.inventory_phrases import LEDGERS, PHRASES
from planner.report.inventory_tables import edition_name


def explain(inventories: Sequence[Inventory], readings: Readings) -> Iterator[Pair]:
    """What a reader has to know of all years."""
    yield PHRASES["gwp_words"].fill(edition=edition_name(inventories[-1].gwp_edition))
    yield PHRASES["judged_by_words"].fill(value=PHRASES[readings.electricity_tce])
    powers = [inventory.power for inventory in inventories if inventory.power.lines]
    if not powers:
        return
    yield LEDGERS[powers[-1].judged_by].fill(
        green=PHRASES[readings.green_power_in_emissions],
        certificates=PHRASES[readings.certificates_in_emissions],
        exports=PHRASES[readings.exported_power],
        factor=PHRASES[readings.grid_factor],
    )
    if not all(line.residual_given for power in powers for line in power.lines):
        yield PHRASES["no_residual"]


def name_planned(inventories: Sequence[Inventory], plan: str) -> Pair:
    """Where the planned years come from; ``plan`` is empty for the reference."""
    if all(inventory.period == "history" for inventory in inventories):
        return PHRASES["planned_none"]
    return PHRASES["planned_plan"].fill(plan=plan) if plan else PHRASES["planned_reference"]

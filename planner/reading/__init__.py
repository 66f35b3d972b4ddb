"""Files into domain objects: strict YAML, CSV tables, the shipped library.

``read_scenario`` gives what was typed, ``resolve`` makes it ready for computing, ``read_case`` does both.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.files.messages import did_you_mean
from planner.reading.files import read_scenario
from planner.reading.schema import scenario_schema
from planner.reading.source import Source
from planner.reading.tables import Row, Table, read_table

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.domain.scenario import Scenario

__all__ = [
    "Row",
    "Source",
    "Table",
    "did_you_mean",
    "read_case",
    "read_scenario",
    "read_table",
    "resolve",
    "scenario_schema",
]


def resolve(scenario: Scenario, source: Source) -> Case:
    """The case that a scenario describes, or InputRefused with every problem."""
    from planner.reading.resolution import resolve as resolve_scenario  # on use, so that reading alone stays quick

    return resolve_scenario(scenario, source)


def read_case(
    path: Path,
    overrides: Sequence[str] = (),
    variants: Sequence[Path] = (),
    root: Path | None = None,
) -> Case:
    """The case of a scenario file with variants on top and ``--set`` arguments last."""
    return resolve(*read_scenario(path, overrides, variants, root))

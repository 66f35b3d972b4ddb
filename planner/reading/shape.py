"""The shape of a scenario file."""

from __future__ import annotations

from planner.domain.scenario import Scenario
from planner.files.shape import Shape, shape_of


def scenario_shape() -> Shape:
    """The shape of a whole scenario."""
    return shape_of(Scenario)

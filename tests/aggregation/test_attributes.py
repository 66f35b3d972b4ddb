"""What days are told apart by: each profile once, sun fully, shapes by the calendar together as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.aggregation.attributes import TIE, list_attributes
from planner.aggregation.days import read_days
from planner.reading import read_case

HOURLY = Path(__file__).resolve().parents[2] / "examples" / "auto-parts" / "hourly.yaml"


def test_weights_of_the_example() -> None:
    """Meters and sun 1 each; three heat loads together 1; forklifts, heating months and the heat pump's cold to break ties."""
    weights = sorted(attribute.weight for attribute in list_attributes(read_days(read_case(HOURLY)), with_prices=False))
    assert weights == pytest.approx([TIE] * (len(weights) - 5) + [3**-0.5] * 3 + [1.0, 1.0])
    assert len(weights) > 5


def test_no_profile_comes_twice() -> None:
    attributes = list_attributes(read_days(read_case(HOURLY)), with_prices=True)
    assert len({attribute.rows.tobytes() for attribute in attributes}) == len(attributes)

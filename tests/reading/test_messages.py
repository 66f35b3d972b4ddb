"""The words of refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.scenario import Scenario
from planner.files.messages import allowed, did_you_mean
from planner.files.refusals import Form, explain
from planner.files.shape import Shape, unit_of
from planner.files.tree import Node, Origin
from planner.reading.shape import scenario_shape


@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("natural_ga", ["natural_gas", "coal"], "natural_gas"),
        ("Natural-Gas", ["natural_gas", "coal"], "natural_gas"),
        ("ＰＶ", ["pv", "wind"], "pv"),
        ("pv_roof ", ["pv_roof"], "pv_roof"),
        ("zzz", ["natural_gas", "coal"], None),
        ("x" * 100_000, ["natural_gas"], None),
        ("", [], None),
    ],
)
def test_did_you_mean(word: str, choices: list[str], meant: str | None) -> None:
    assert did_you_mean(word, choices) == meant


@pytest.mark.parametrize(
    ("name", "about", "unit"),
    [
        ("price", "Price. [CNY/tCO2e]", "CNY/tCO2e"),
        ("capex_cny_per_kw_month", "", "CNY/(kW month)"),
        ("co2_t_per_unit", "", "t/unit"),
        ("discount_rate", "", "share"),
        ("name", "Name.", ""),
    ],
)
def test_unit_of(name: str, about: str, unit: str) -> None:
    assert unit_of(name, about) == unit


def every_shape(shape: Shape, seen: set[int]) -> list[Shape]:
    """The shapes of the whole model."""
    if id(shape) in seen:
        return []
    seen.add(id(shape))
    below = [*shape.fields().values(), *shape.choices().values()]
    if shape.type in {"dict", "tuple"}:
        below += [found for found in (shape.child(0),) if found]
    return [shape, *(part for child in below for part in every_shape(child, seen))]


def test_every_place_of_the_model_says_what_it_allows() -> None:
    shapes = every_shape(scenario_shape(), set())
    assert len(shapes) > 200
    for shape in shapes:
        said = allowed(shape)
        assert said.zh and said.en and "something else" not in said.en, shape.core


def test_the_walk_knows_every_type_of_the_model() -> None:
    known = {"model-fields", "dict", "tuple", "union", "tagged-union", "float", "int", "str", "bool", "date", "enum", "literal"}
    assert {shape.type for shape in every_shape(scenario_shape(), set())} <= known


def test_an_error_type_of_tomorrow_still_gets_a_place_and_words() -> None:
    origin = Origin("a.yaml", Path(), ("finance: {discount_rate: 5}",))
    rate = Node(5, origin, 1, 26, 1, 11, "5")
    root = Node({"finance": Node({"discount_rate": rate}, origin, 1, 10, 1, 1)}, origin, 1, 1, 1, 1)
    (problem,) = explain([{"type": "not_invented_yet", "loc": ("finance", "discount_rate")}], Form(root, scenario_shape()))
    assert (problem.line, problem.column) == (1, 26) and "give a number ≥ 0 and ≤ 0.5" in problem.en


def test_scenario_keeps_its_strict_base() -> None:
    assert Scenario.model_config["strict"] and Scenario.model_config["extra"] == "forbid"

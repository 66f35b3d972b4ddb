"""Converters that physics allows pass, however good they are."""

from __future__ import annotations

import pytest

from tests.reading.resolving import case_of, problems_of

WASTE = {"name": "waste heat", "category": "other", "unit": "GJ", "buy": {"price_cny_per_unit": 0}}
WATER = {"name": "water", "category": "other", "unit": "m3", "buy": {"price_cny_per_unit": 3}}
COOLING = {"name": "cooling", "category": "other", "unit": "GJ"}


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        ({"electricity": 0.125}, {"steam": 1}),
        ({"electricity": 1}, {"gas": 0.7}),
        ({"gas": 1}, {"steam": 1.08}),
        ({"gas": 1}, {"electricity": 0.4, "steam": 0.7}),
        ({"gas": 1, "electricity": 0.01}, {"electricity": 0.4, "steam": 0.5}),
        ({"waste": 18.0}, {"electricity": 1}),
        ({"waste": 3.4, "electricity": 0.05}, {"steam": 1}),
        ({"waste": 3.6}, {"steam": 1.8}),
        ({"electricity": 1}, {"cooling": 18}),
        ({"electricity": 1, "water": 1}, {"steam": 0.95}),
        ({"water": 1}, {"steam": 0.95}),
    ],
)
def test_what_physics_allows_passes(inputs: dict[str, float], outputs: dict[str, float]) -> None:
    extra = [("commodities.waste", WASTE), ("commodities.water", WATER), ("commodities.cooling", COOLING)]
    change = [("measures.heat_pump.inputs", inputs), ("measures.heat_pump.outputs", outputs)]
    wrong = [problem for problem in problems_of(*extra, *change) if problem.path == "measures.heat_pump.outputs"]
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [({"waste": 3.6}, {"electricity": 1.1}), ({"waste": 3.6}, {"steam": 3}), ({"electricity": 1}, {"cooling": 36})],
)
def test_energy_of_products_counts_in_its_own_unit(inputs: dict[str, float], outputs: dict[str, float]) -> None:
    extra = [("commodities.waste", WASTE), ("commodities.cooling", COOLING)]
    change = [("measures.heat_pump.inputs", inputs), ("measures.heat_pump.outputs", outputs)]
    assert "impossible" in next(problem.en for problem in problems_of(*extra, *change) if problem.path == "measures.heat_pump.outputs")


def test_a_factory_may_be_older_than_any_account() -> None:
    assert case_of(("factory.founded_year", 1898)).founded_year == 1898

"""A reading that asks for a factor which the case lacks is refused before anything is computed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case
from planner.domain.scenario import IndexChoice
from planner.errors import InputRefused
from planner.index import index_for
from planner.index.needs import find_missing
from tests.builders import electricity, past, readings, steady, tiny_case

GIVEN = {"residual_t_per_mwh": {"CO2": steady(0.7)}, "equivalent_tce_per_mwh": steady(0.3)}
BOTH = {"electricity_tce": "equivalent", "grid_factor": "excluding_traded"}


def case_with(**changes: object) -> Case:
    case = tiny_case()
    return replace(case, commodities={**case.commodities, "electricity": electricity(**changes)})


def test_both_are_named_with_their_fields() -> None:
    problems = find_missing(case_with(), readings(**BOTH))
    assert [problem.path for problem in problems] == [
        "commodities.electricity.equivalent_tce_per_unit", "commodities.electricity.emissions.residual_co2_t_per_unit",
    ]  # fmt: skip
    assert "2023-2026" in problems[0].en and "excluding_market_traded_non_fossil" in problems[1].en
    assert all(problem.zh for problem in problems)


def test_nothing_is_missing_when_it_is_given_or_not_asked() -> None:
    assert find_missing(case_with(**GIVEN), readings(**BOTH)) == []
    assert find_missing(case_with(), readings()) == []


def test_a_single_year_is_named() -> None:
    given = {**GIVEN, "equivalent_tce_per_mwh": steady(0.3, (2023, 2024, 2026))}
    (problem,) = find_missing(case_with(**given), readings(**BOTH))
    assert "for 2025;" in problem.en


def test_power_that_is_never_bought_needs_no_residual_factor() -> None:
    case = replace(case_with(price=None), history={year: past({"gas": 500.0}) for year in (2023, 2024)})
    assert find_missing(case, readings(grid_factor="excluding_traded")) == []
    bought_once = replace(case, history={2023: past({"electricity": 1.0}), 2024: past({})})
    assert len(find_missing(bought_once, readings(grid_factor="excluding_traded"))) == 1


def test_the_index_of_a_case_refuses_it() -> None:
    chosen = IndexChoice(id="binhai-2022", settings={"grid_factor": "excluding_traded"})
    with pytest.raises(InputRefused) as refused:
        index_for(replace(case_with(), index=chosen))
    assert "residual_co2_t_per_unit" in str(refused.value)
    _, accepted = index_for(replace(case_with(**GIVEN), index=chosen))
    assert accepted.grid_factor == "excluding_traded"

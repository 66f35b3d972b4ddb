"""A reading that asks for a factor which the case lacks is refused before anything is computed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.case import Case, WantedIndex
from planner.domain.scenario import IndexChoice
from planner.errors import InputRefused
from planner.index import index_for, indexes_for
from planner.index.needs import Need, explain_needs, find_missing, refuse_need
from tests.builders import electricity, past, readings, steady, tiny_case

GIVEN = {"residual_t_per_mwh": {"CO2": steady(0.7)}, "equivalent_tce_per_mwh": steady(0.3)}
BOTH = {"electricity_tce": "equivalent", "grid_factor": "excluding_traded"}


def case_with(**changes: object) -> Case:
    case = tiny_case()
    return replace(case, commodities={**case.commodities, "electricity": electricity(**changes)})


def test_both_are_named_with_their_fields() -> None:
    needs = find_missing(case_with(), readings(**BOTH))
    problems = [refuse_need(need, "binhai-2022", "index") for need in needs]
    assert [problem.path for problem in problems] == [need.field for need in needs] == [
        "commodities.electricity.equivalent_tce_per_unit", "commodities.electricity.emissions.residual_co2_t_per_unit",
    ]  # fmt: skip
    assert "2023-2026" in problems[0].en and "excluding_market_traded_non_fossil" in problems[1].en
    assert all(problem.zh for problem in problems)


def test_nothing_is_missing_when_it_is_given_or_not_asked() -> None:
    assert find_missing(case_with(**GIVEN), readings(**BOTH)) == []
    assert find_missing(case_with(), readings()) == []


def test_a_single_year_is_named() -> None:
    given = {**GIVEN, "equivalent_tce_per_mwh": steady(0.3, (2023, 2024, 2026))}
    (need,) = find_missing(case_with(**given), readings(**BOTH))
    assert need.lack.en.endswith("for 2025")


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


def needs_of(**chosen: str) -> list[Need]:
    return find_missing(case_with(), readings(**chosen))


@pytest.mark.parametrize("chosen", [{"electricity_tce": "equivalent"}, {"grid_factor": "excluding_traded"}, {"grid_factor": "fossil"}])
@pytest.mark.parametrize("entry", ["index", "further_indexes.1"])
def test_a_refusal_names_the_index_that_asks_and_its_settings(chosen: dict[str, str], entry: str) -> None:
    ((reading, choice),) = chosen.items()
    (need,) = needs_of(**chosen)
    problem = refuse_need(need, "some-2026", entry)
    for words in (problem.zh, problem.en):
        assert "some-2026" in words and choice in words and f" {entry}.settings.{reading} " in words
    assert "give it here" in problem.en and "请在此给出" in problem.zh


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"electricity_tce": "equivalent"}, "commodities.electricity.equivalent_tce_per_unit"),
        ({"grid_factor": "excluding_traded"}, "commodities.electricity.emissions.residual_co2_t_per_unit"),
        ({"grid_factor": "fossil"}, "commodities.electricity.emissions.fossil_co2_t_per_unit"),
    ],
)
def test_away_from_the_field_the_field_is_named(chosen: dict[str, str], field: str) -> None:
    why = explain_needs(needs_of(**chosen))
    assert field in why.zh and field in why.en
    assert "it here" not in why.en and "在此" not in why.zh and "settings" not in why.en


def test_each_index_is_refused_for_its_own_settings() -> None:
    own = IndexChoice(id="binhai-2022", settings={"electricity_tce": "equivalent"})
    further = (
        WantedIndex(IndexChoice(id="hunan-2025"), {}),
        WantedIndex(IndexChoice(id="national-park-2025", settings={"electricity_tce": "equivalent"}), {}),
    )
    case = replace(case_with(residual_t_per_mwh={"CO2": steady(0.7)}, fossil_t_per_mwh={"CO2": steady(0.8)}), index=own)
    with pytest.raises(InputRefused) as refused:
        indexes_for(replace(case, further_indexes=further))
    told = [problem.en for problem in refused.value.problems if "electricity_tce" in problem.en]
    assert any("of index binhai-2022 " in words and " index.settings.electricity_tce " in words for words in told)
    assert any("of index national-park-2025 " in words and " further_indexes.1.settings.electricity_tce " in words for words in told)

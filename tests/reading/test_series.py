"""Series in all eight forms, spread over the years."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.resolving import case_of, problems_of

FREE = "carbon_price.free_allocation_t"
YEARS = range(2026, 2031)


def _free(form: Any, folder: Path = Path()) -> Mapping[int, float]:
    case = case_of((FREE, form), folder=folder)
    assert case.carbon_price is not None
    return case.carbon_price.free_t


def _complaints(form: Any, folder: Path = Path()) -> list[str]:
    return [f"{problem.path}: {problem.en}" for problem in problems_of((FREE, form), folder=folder)]


def test_a_number_and_a_value_hold_every_year() -> None:
    assert _free(7) == _free({"value": 7}) == dict.fromkeys(YEARS, 7)


def test_by_year_needs_every_year() -> None:
    assert _free({"by_year": {str(year): year for year in range(2020, 2031)}}) == {year: year for year in YEARS}
    assert _complaints({"by_year": {"2026": 1, "2028": 1}}) == [f"{FREE}: no value for 2027, 2029, 2030"]


def test_straight_lines_between_points() -> None:
    assert _free({"interpolate": {"2025": 0, "2027": 20, "2031": 60}}) == {2026: 10, 2027: 20, 2028: 30, 2029: 40, 2030: 50}
    assert _complaints({"interpolate": {"2026": 1, "2029": 1}}) == [f"{FREE}: no value for 2030"]


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_lines_stay_between_their_ends(first: float, last: float) -> None:
    values = _free({"interpolate": {"2026": first, "2030": last}})
    assert values[2026] == first
    assert values[2030] == last
    slack = 1e-9 * max(first, last)
    assert all(min(first, last) - slack <= value <= max(first, last) + slack for value in values.values())


def test_growth_runs_both_ways() -> None:
    values = _free({"start": 121, "start_year": 2028, "growth_per_year": 0.1})
    assert values[2026] == pytest.approx(100)
    assert values[2030] == pytest.approx(146.41)


def test_a_column_of_a_csv_file(tmp_path: Path) -> None:
    rows = "\n".join(f"{year},{year - 2000}" for year in range(2024, 2031))
    (tmp_path / "free.csv").write_text(f"year,t\n{rows}\n", encoding="utf-8")
    assert _free({"csv": "free.csv", "column": "t"}, tmp_path) == {year: year - 2000 for year in YEARS}
    (problem,) = problems_of((FREE, {"csv": "free.csv", "column": "tt"}), folder=tmp_path)
    assert problem.path == f"{FREE}.column"
    assert "did you mean `t`" in problem.en or "it has" in problem.en


def test_a_csv_cell_that_is_no_number_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "free.csv").write_text("year,t\n2026,5\n2027,about 6\n2028,7\n2029,8\n2030,nan\n", encoding="utf-8")
    problems = problems_of((FREE, {"csv": "free.csv", "column": "t"}), folder=tmp_path)
    assert [(problem.file, problem.line) for problem in problems] == [("free.csv", 3), ("free.csv", 6)]


def test_csv_years_are_whole_and_unique(tmp_path: Path) -> None:
    (tmp_path / "free.csv").write_text("year,t\n2026,5\n2026,6\n", encoding="utf-8")
    assert "whole years, each once" in _complaints({"csv": "free.csv", "column": "t"}, tmp_path)[0]


def test_a_csv_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert _complaints({"csv": "nothing.csv", "column": "t"}, tmp_path)
    assert _complaints({"csv": "../out.csv", "column": "t"}, tmp_path)


def test_negative_values_are_refused() -> None:
    (complaint,) = _complaints({"by_year": {str(year): 2028 - year for year in YEARS}})
    assert complaint == f"{FREE}: must not be negative: -2 tCO2e at the lowest, in 2029, 2030"


def test_library_prices_take_the_unit_of_the_field() -> None:
    price = "commodities.electricity.buy.price_cny_per_unit"
    case = case_of((price, {"library_price": "electricity_retail", "level": "high"}))
    assert case.commodities["electricity"].price_cny_per_mwh[2026] == pytest.approx(750)
    figure = next(figure for figure in case.figures if figure.field == price)
    assert (figure.value, figure.unit, figure.status) == ("7500", "CNY/10^4 kWh", "unverified")
    assert "prices.csv electricity_retail (high" in figure.source


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"library_price": "diesel", "level": "low"}, "the library's unit is CNY/L, here it is tCO2e"),
        ({"library_price": "gec_2024", "level": "low"}, "has no low value"),
        ({"library_price": "electricity_retial", "level": "low"}, 'did you mean "electricity_retail"'),
        (
            {"grid_region": "Tianjin", "factor_type": "average", "change_per_year_after_last": 0},
            "fits only co2_t_per_unit, residual_co2_t_per_unit and fossil_co2_t_per_unit of electricity",
        ),
    ],
)
def test_library_series_that_do_not_fit_are_refused(form: dict[str, Any], words: str) -> None:
    (complaint,) = _complaints(form)
    assert words in complaint


def test_a_grid_factor_follows_data_then_the_stated_path() -> None:
    factor = case_of().commodities["electricity"].t_per_mwh["CO2"]
    assert factor[2024] == pytest.approx(0.6796 * 0.98)
    assert factor[2030] == pytest.approx(0.6796 * 0.98**7)
    history = {str(year): {"bought": {"electricity": 1}} for year in range(2021, 2026)}
    amounts = {str(year): 1 for year in range(2021, 2026)}
    changes = [("history", history), ("intensity.history", amounts), ("process_sources", {}), ("measures", {}), ("groups", {})]
    known = case_of(*changes).commodities["electricity"].t_per_mwh["CO2"]
    assert [known[year] for year in (2022, 2023)] == pytest.approx([0.7041, 0.6796])


def test_a_grid_factor_before_its_first_year_is_refused() -> None:
    history = {str(year): {"bought": {"electricity": 1}} for year in range(2022, 2026)}
    amounts = {str(year): 1 for year in range(2022, 2026)}
    problems = problems_of(
        ("history", history),
        ("intensity.history", amounts),
        ("process_sources", {}),
        ("measures", {}),
        ("groups", {}),
        ("commodities.electricity.emissions.co2_t_per_unit.grid_region", "Guangdong"),
    )
    assert [problem.en for problem in problems] == ['the library has "Guangdong" for 2023, not for 2022; type the factors by_year instead']


def test_unknown_regions_get_a_suggestion() -> None:
    (problem,) = problems_of(("commodities.electricity.emissions.co2_t_per_unit.grid_region", "Tianjing"))
    assert 'did you mean "Tianjin"' in problem.en


def test_a_library_price_may_grow_from_a_year() -> None:
    price = "commodities.electricity.buy.price_cny_per_unit"
    flat = {"library_price": "electricity_retail", "level": "central"}
    grown = case_of((price, {**flat, "from_year": 2026, "growth_per_year": 0.03}))
    start = case_of((price, flat)).commodities["electricity"].price_cny_per_mwh[2026]
    prices = grown.commodities["electricity"].price_cny_per_mwh
    assert prices[2026] == start
    assert prices[2028] == pytest.approx(start * 1.03**2, rel=1e-12)
    figure = next(item for item in grown.figures if item.field == price)
    assert figure.status == "unverified"
    assert "+3.0% a year from 2026" in figure.source
    assert "go together" in problems_of((price, {**flat, "growth_per_year": 0.03}))[0].en


def test_a_typed_figure_keeps_the_status_that_it_states() -> None:
    field = "commodities.electricity.buy.price_cny_per_unit"
    case = case_of((field, {"value": 700, "source": "old price list", "status": "unverified"}))
    figure = next(item for item in case.figures if item.field == field)
    assert (figure.source, figure.status) == ("old price list", "unverified")

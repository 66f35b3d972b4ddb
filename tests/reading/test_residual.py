"""The factor without market-traded non-fossil power, and the families of gases, from a scenario into a case."""

from __future__ import annotations

import pytest

from tests.reading.resolving import case_of, problems_of

FIELD = "commodities.electricity.emissions.residual_co2_t_per_unit"
LIBRARY = {"grid_region": "China", "factor_type": "excluding_market_traded_non_fossil", "change_per_year_after_last": -0.02}


def test_library_rows_by_year_and_the_path_after_the_last() -> None:
    """0.6096 tCO2/MWh in 2023 (notice of 2025-12-31); 2 % less each year after: 0.6096 x 0.98 in 2024."""
    power = case_of((FIELD, LIBRARY)).commodities["electricity"]
    assert power.residual_t_per_mwh is not None
    by_year = power.residual_t_per_mwh["CO2"]
    assert by_year[2024] == pytest.approx(0.6096 * 0.98) and by_year[2030] == pytest.approx(0.6096 * 0.98**7)
    assert set(by_year) == set(power.t_per_mwh["CO2"])
    assert power.residual_t_per_mwh["CH4"] == power.t_per_mwh["CH4"]
    assert power.t_per_mwh["CO2"][2024] == pytest.approx(0.6796 * 0.98), "the average stays as it was"


def test_it_is_given_per_unit_and_recorded_with_its_source() -> None:
    case = case_of((FIELD, {"value": 6.0, "source": "notice 47"}))
    assert case.commodities["electricity"].residual_t_per_mwh is not None
    assert case.commodities["electricity"].residual_t_per_mwh["CO2"][2026] == pytest.approx(0.6)
    (figure,) = (figure for figure in case.figures if figure.field == FIELD)
    assert (figure.unit, figure.source) == ("t/10^4 kWh", "notice 47")


def test_the_factor_of_fossil_power_is_read_alike() -> None:
    """0.8273 tCO2/MWh in 2023, the newest year of data."""
    library = {"grid_region": "China", "factor_type": "fossil", "change_per_year_after_last": 0.0}
    power = case_of(("commodities.electricity.emissions.fossil_co2_t_per_unit", library)).commodities["electricity"]
    assert power.fossil_t_per_mwh is not None and power.fossil_t_per_mwh["CO2"][2030] == pytest.approx(0.8273)
    assert power.residual_t_per_mwh is None
    (problem,) = problems_of(("commodities.gas.emissions", {"co2_t_per_unit": 21.6, "fossil_co2_t_per_unit": 20.0}))
    assert "for electricity only" in problem.en


def test_without_it_there_is_none() -> None:
    assert case_of().commodities["electricity"].residual_t_per_mwh is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (FIELD, 60.0, "check the unit"),
        (FIELD, {"by_year": {2026: 6.0}}, "no value for"),
        (FIELD, -1.0, "must not be negative"),
        ("commodities.gas.emissions", {"co2_t_per_unit": 21.6, "residual_co2_t_per_unit": 20.0}, "for electricity only"),
    ],
)
def test_refusals(field: str, value: object, words: str) -> None:
    problems = problems_of((field, value))
    assert all(problem.path.endswith("residual_co2_t_per_unit") for problem in problems)
    assert any(words in problem.en for problem in problems)


def test_gases_know_their_family() -> None:
    case = case_of(("process_sources.cooling.t_per_activity", {"R-410A": 0.001, "PFC-14": 0.001, "NF3": 0.001}))
    assert {gas: case.gas_families[gas] for gas in ("CO2", "CH4", "N2O", "R-410A", "PFC-14", "NF3")} == {
        "CO2": "CO2", "CH4": "CH4", "N2O": "N2O", "R-410A": "HFCs", "PFC-14": "PFCs", "NF3": "NF3",
    }  # fmt: skip

"""Steam by its state: the table's own rows, a hand calculation between two of them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from planner.domain.case import Case
from planner.reading import library
from planner.reading.library_rows import Steam
from planner.reading.steam import FEED_WATER_KJ_PER_KG, interpolate
from planner.units import GJ_PER_MWH, GJ_PER_TCE
from tests.reading.resolving import case_of, problems_of

STEAM = "commodities.bought_steam"


def steam(**state: float) -> tuple[str, Any]:
    return STEAM, {
        "name": "steam",
        "category": "heat",
        "unit": "t",
        "steam": state,
        "emissions": {"co2_t_per_unit": 0.3},
        "buy": {"price_cny_per_unit": 220},
    }


def complaints_of(*changes: tuple[str, Any]) -> list[str]:
    """What is refused, as field and words."""
    return [f"{problem.path}: {problem.en}" for problem in problems_of(*changes)]


def heat_of(case: Case) -> float:
    """GJ per t."""
    return case.commodities["bought_steam"].mwh_per_unit * GJ_PER_MWH


@pytest.mark.parametrize("row", library.steam(), ids=lambda row: f"{row.pressure_mpa_absolute} MPa")
def test_every_row_gives_its_enthalpy_and_the_co2_that_the_table_states(row: Steam) -> None:
    """The table's own CO2 at 0.11 t/GJ net of 20 C water, four digits, confirms the feed water."""
    heat = heat_of(case_of(steam(pressure_mpa=row.pressure_mpa_absolute)))
    assert heat == pytest.approx((row.enthalpy_kj_per_kg - 83.74) / 1000, rel=1e-12)
    assert heat * 0.11 == pytest.approx(row.co2_t_per_t_at_0_11_net_of_20c_water, abs=1e-4)


def test_between_two_rows_by_hand() -> None:
    """0.85 MPa lies half way from 0.80 (2768.4) to 0.90 (2773.0): 2770.7 - 83.74 = 2686.96 kJ/kg; 2.68696 / 29.3076 = 0.091681 tce/t."""
    case = case_of(steam(pressure_mpa=0.85))
    assert heat_of(case) == pytest.approx(2.68696, rel=1e-12)
    data = case.commodities["bought_steam"]
    assert data.tce_per_mwh * data.mwh_per_unit == pytest.approx(2.68696 / GJ_PER_TCE)
    assert data.t_per_mwh["CO2"][2025] == pytest.approx(0.3 / (2.68696 / 3.6))
    (figure,) = (figure for figure in case.figures if figure.field == f"{STEAM}.steam")
    assert (figure.value, figure.unit, figure.status) == ("2.68696", "GJ/t", "derived")
    assert "0.85 MPa absolute" in figure.source and "83.74" in figure.source


def test_a_row_of_the_table_keeps_its_status() -> None:
    (figure,) = (figure for figure in case_of(steam(pressure_mpa=0.8)).figures if figure.field == f"{STEAM}.steam")
    assert figure.status == "verified"


def test_the_temperature_of_saturation_may_be_stated() -> None:
    """1.0 MPa saturates at 179.88 C. At 0.15 MPa steam tables say 111.4 C and the straight line between rows 109.93 C."""
    assert heat_of(case_of(steam(pressure_mpa=1.0, temperature_c=180.0))) == pytest.approx(2.69326)
    assert interpolate(library.steam(), 0.15)[0] == pytest.approx(109.93)
    case_of(steam(pressure_mpa=0.15, temperature_c=111.4))
    assert FEED_WATER_KJ_PER_KG == 83.74


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (steam(pressure_mpa=0.05), "steam.pressure_mpa", "from 0.1 to 4 MPa absolute, not 0.05 MPa"),
        (steam(pressure_mpa=9.8), "steam.pressure_mpa", "give heat_value_gj_per_unit instead"),
        (steam(pressure_mpa=1.0, temperature_c=250.0), "steam.temperature_c", "superheated steam"),
        (steam(pressure_mpa=1.0, temperature_c=150.0), "steam.temperature_c", "it is water"),
    ],
)
def test_states_outside_the_table_are_refused(change: tuple[str, Any], place: str, words: str) -> None:
    (complaint,) = complaints_of(change)
    assert complaint.startswith(f"{STEAM}.{place}: ") and words in complaint


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("unit", "GJ", "category heat in t"),
        ("category", "fuel", "it is fuel in t"),
        ("heat_value_gj_per_unit", 2.7, "not both"),
    ],
)
def test_steam_is_heat_in_tonnes_and_stands_instead_of_a_heating_value(field: str, value: Any, words: str) -> None:
    assert any(words in complaint for complaint in complaints_of(steam(pressure_mpa=1.0), (f"{STEAM}.{field}", value)))


def test_a_product_has_no_steam() -> None:
    (complaint,) = complaints_of(("commodities.product.steam", {"pressure_mpa": 1.0}))
    assert "carries no energy" in complaint

"""Limits of operation by the hour: inputs that change, least load, ramps, flexible loads, cycles of stores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.resolving import REMOVE, case_of, problems_of

HOURS = {
    "calendar_year": 2025,
    "profiles": {
        "sun": {"kind": "periods", "default": 0, "periods": [{"value": 1, "from_hour": 6, "to_hour": 18}]},
        "colder": {"kind": "periods", "default": 1, "periods": [{"value": 1.4, "from_hour": 0, "to_hour": 24, "months": [1, 2, 12]}]},
        "warm": {"kind": "periods", "default": 1, "periods": [{"value": 0.25, "from_hour": 3, "to_hour": 4, "months": [7]}]},
        "outside": {"kind": "heat_pump", "source_monthly_mean_c": [5] * 12, "sink_c": 60, "rated_source_c": 5},
    },
}
HOURLY = (
    ("hours", HOURS),
    ("measures.pv.profile", "sun"),
    ("commodities.electricity.buy.demand_charge.load_factor", REMOVE),
)
PUMP, BATTERY = "measures.heat_pump.", "measures.battery."


def _hourly(*changes: tuple[str, Any]) -> Any:
    return case_of(*HOURLY, *changes)


def _refusals(*changes: tuple[str, Any]) -> list[tuple[str, str]]:
    return [(problem.path, problem.en) for problem in problems_of(*HOURLY, *changes)]


def test_an_input_by_the_hour() -> None:
    case = _hourly((PUMP + "input_profiles", {"electricity": "colder"}))
    shape = case.measures["heat_pump"].converter.input_shape
    assert set(shape) == {"electricity"} and len(shape["electricity"]) == 8760
    assert shape["electricity"][0] == 1.4 and shape["electricity"][4000] == 1
    assert case.measures["e_boiler"].converter.input_shape == {}
    rated = _hourly((PUMP + "input_profiles", {"electricity": "outside"}))
    assert set(rated.measures["heat_pump"].converter.input_shape["electricity"]) == {1.0}


@pytest.mark.parametrize(
    ("given", "path", "words"),
    [
        ({"gas": "colder"}, "gas", 'there is no input "gas"'),
        ({"electricity": "colde"}, "electricity", 'did you mean "colder"'),
        ({"electricity": "sun"}, "electricity", "factors on an input must be above zero"),
        (
            {"electricity": "warm"},
            "electricity",
            "in slice 4348 the input is 0.25 times the rated one, and 2.5 MWh come out of 0.25 MWh (10",
        ),
    ],
)
def test_inputs_by_the_hour_that_are_refused(given: dict[str, str], path: str, words: str) -> None:
    (found,) = _refusals((PUMP + "input_profiles", given))
    assert found[0] == f"{PUMP}input_profiles.{path}" and words in found[1], found


def test_fuel_is_the_same_in_every_hour() -> None:
    (found,) = _refusals(("converters.boiler.input_profiles", {"gas": "colder"}))
    assert found[0] == "converters.boiler.input_profiles.gas" and "is fuel or biomass" in found[1]


def test_least_load_and_ramp() -> None:
    case = _hourly(("converters.boiler.minimum_load_share", 0.3), (PUMP + "ramp_share_per_hour", 0.25))
    boiler, pump = case.equipment["boiler"].converter, case.measures["heat_pump"].converter
    assert (boiler.minimum_load_share, boiler.ramp_share_per_hour) == (0.3, None)
    assert (pump.minimum_load_share, pump.ramp_share_per_hour) == (0.0, 0.25)
    figures = {figure.field: figure.value for figure in case.figures}
    assert figures["converters.boiler.minimum_load_share"] == "0.3"
    assert figures["measures.heat_pump.ramp_share_per_hour"] == "0.25"


@pytest.mark.parametrize(
    ("field", "value"),
    [("minimum_load_share", 0.3), ("ramp_share_per_hour", 0.25), ("input_profiles", {"electricity": "colder"})],
)
def test_one_slice_has_no_hours_to_limit(field: str, value: object) -> None:
    (problem,) = problems_of((PUMP + field, value))
    assert problem.path.startswith(PUMP + field)
    assert "the year is one slice" in problem.en and "全年只有一个时段" in problem.zh


def test_a_ramp_needs_a_slice_before(tmp_path: Path) -> None:
    sliced = (("slices", {"csv": "slices.csv"}), *HOURLY[1:], (PUMP + "ramp_share_per_hour", 0.5))
    head = "slice,hours,period,sun"
    (tmp_path / "slices.csv").write_text(f"{head}\na,4380,x,1\nb,4380,y,1\n", encoding="utf-8")
    (problem,) = problems_of(*sliced, folder=tmp_path)
    assert "every slice is a period of its own" in problem.en
    (tmp_path / "slices.csv").write_text(f"{head}\na,4380,x,1\nb,4380,x,1\n", encoding="utf-8")
    assert not problems_of(*sliced, folder=tmp_path)


def test_a_flexible_load_moves_within_windows() -> None:
    """Windows of 6 hours: four a day, 1460 a year."""
    case = _hourly(("end_uses.drives.flexible", {"share": 0.2, "window_hours": 6}))
    flexible = case.demands["drives"].flexible
    assert flexible.share == 0.2
    assert flexible.window[:13] == (0,) * 6 + (1,) * 6 + (2,) and flexible.window[-1] == 1459 and len(flexible.window) == 8760
    assert case.demands["lighting"].flexible is None


def test_flexible_loads_that_are_refused() -> None:
    (found,) = _refusals(("end_uses.drives.flexible", {"share": 0.2, "window_hours": 5}))
    assert found == ("end_uses.drives.flexible.window_hours", "5 does not divide 24; allowed: 2, 3, 4, 6, 8, 12, 24")
    (problem,) = problems_of(("end_uses.drives.flexible", {"share": 0.2, "window_hours": 6}))
    assert problem.path == "end_uses.drives.flexible" and "give hours" in problem.en


def test_cycles_and_wear_of_a_store() -> None:
    """6000 cycles over the 12 years that it lives are 500 a year."""
    worn = _hourly((BATTERY + "cycle_life", 6000), (BATTERY + "lifetime_years", 12), (BATTERY + "variable_cost_cny_per_mwh", 30))
    assert (worn.measures["battery"].cycles_per_year, worn.measures["battery"].variable_cost_cny) == (500, 30)
    figures = {figure.field: (figure.value, figure.unit) for figure in worn.figures}
    assert figures["measures.battery.cycle_life"] == ("6000", "1")
    assert figures["measures.battery.variable_cost_cny_per_mwh"] == ("30", "CNY/MWh")
    assert _hourly((BATTERY + "cycles_per_year", 330)).measures["battery"].cycles_per_year == 330
    free = _hourly().measures["battery"]
    assert (free.cycles_per_year, free.variable_cost_cny) == (None, 0)
    (found,) = _refusals((BATTERY + "cycle_life", 6000), (BATTERY + "cycles_per_year", 330))
    assert found == ("measures.battery.cycle_life", "give either cycles_per_year or cycle_life, not both")

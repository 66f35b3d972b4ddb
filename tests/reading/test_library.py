"""The shipped library: complete, typed, honest about its sources, and untouched."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from planner.errors import UnknownName
from planner.reading import library
from planner.reading.library_rows import Carbonate, Row
from planner.units import GJ_PER_TCE

STATUSES = {"verified", "single_source", "derived", "conflict", "unverified", "missing"}
DATA = files("planner.data")


def _all_rows() -> dict[str, tuple[Row, ...]]:
    return {
        "energy_carriers.csv": tuple(library.carriers().values()),
        "combustion_factors.csv": library.combustion_sets(),
        "biogenic_factors.csv": tuple(library.biogenic().values()),
        "grid_factors.csv": library.grid_factors(),
        "gwp.csv": tuple(library.gwp().values()),
        "prices.csv": tuple(library.prices().values()),
        "measures.csv": tuple(library.measures().values()),
        "electricity_tce.csv": library.electricity_tce(),
        "tariff_tou.csv": library.tariffs(),
        "steam_enthalpy.csv": library.steam(),
        "carbonate_factors.csv": tuple(library.carbonates().values()),
        "pv_yield_tianjin.csv": library.pv_yields(),
        "pv_clear_sky_tianjin.csv": library.pv_clear_sky(),
        "pv_years.csv": tuple(library.pv_years().values()),
    }


def test_every_file_has_a_loader_and_a_line_in_the_readme() -> None:
    names = {file.name for file in DATA.iterdir() if file.name.endswith(".csv")}
    assert names == set(_all_rows())
    readme = DATA.joinpath("README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in names)


def test_every_pv_year_has_its_hours() -> None:
    assert {file.name for file in DATA.joinpath("pv_years").iterdir()} == {f"{id}.csv" for id in library.pv_years()}


def test_checksums_hold() -> None:
    listed = dict(reversed(line.split()) for line in DATA.joinpath("SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert set(listed) == set(_all_rows()) | {f"pv_years/{id}.csv" for id in library.pv_years()}
    for name, checksum in listed.items():
        assert hashlib.sha256(DATA.joinpath(name).read_bytes()).hexdigest() == checksum, name


@pytest.mark.parametrize("name", _all_rows())
def test_every_row_says_its_status_and_source(name: str) -> None:
    rows = _all_rows()[name]
    assert rows
    for row in rows:
        assert row.status in STATUSES
        assert row.source


def test_tce_coefficients_are_kcal_over_7000() -> None:
    checked = [row for row in library.carriers().values() if row.ncv_kcal_per_kg_or_m3 is not None]
    assert len(checked) > 15
    for row in checked:
        assert row.ncv_kcal_per_kg_or_m3 is not None
        per_unit = row.ncv_kcal_per_kg_or_m3 / 7000 * (10 if row.unit == "10^4 m3" else 1)
        assert row.tce_per_unit_calorific == pytest.approx(per_unit, rel=3e-4), row.id


def test_co2_factors_follow_from_carbon_content() -> None:
    for row in library.combustion().values():
        if row.carbon_content_tc_per_gj is not None and row.oxidation_rate_fraction is not None:
            assert row.co2_t_per_gj == pytest.approx(row.carbon_content_tc_per_gj * row.oxidation_rate_fraction * 44 / 12, rel=1e-4), (
                row.fuel_id
            )
        if row.co2_t_per_unit and row.ncv_gj_per_unit:
            assert row.co2_t_per_unit == pytest.approx(row.co2_t_per_gj * row.ncv_gj_per_unit, rel=1e-3), row.fuel_id


def test_biogenic_co2_is_the_tabulated_figure() -> None:
    assert library.biogenic()["biomass_pellet"].co2_t_per_gj == pytest.approx(0.403 / 3.6, rel=1e-3)
    assert set(library.biogenic()) <= set(library.carriers())


def test_blends_are_mass_weighted() -> None:
    gases = library.gwp()
    for edition in ("ar4", "ar5", "ar6"):
        parts = [gases["HFC-32"].value(edition), gases["HFC-125"].value(edition)]
        assert gases["R-410A"].value(edition) == pytest.approx(sum(part or 0 for part in parts) / 2)


def test_steam_enthalpy_gives_its_tce() -> None:
    for row in library.steam():
        assert row.tce_per_t == pytest.approx(row.enthalpy_kj_per_kg / 1000 / GJ_PER_TCE, rel=1e-3)


def test_tariff_hours_tile_each_day() -> None:
    for season in {(row.scheme_id, row.season) for row in library.tariffs()}:
        hours = sorted(h for row in library.tariffs() if (row.scheme_id, row.season) == season for h in range(row.hour_start, row.hour_end))
        assert hours == list(range(24)), season


def test_levels_rise() -> None:
    for row in library.measures().values():
        assert row.capex("low") <= row.capex("central") <= row.capex("high"), row.id


def test_grid_path_by_year() -> None:
    path = library.grid_path("Tianjin", "average")
    assert list(path) == [2021, 2022, 2023]
    assert path[2023].factor_tco2_per_mwh == 0.6796
    assert library.grid_path("China", "excluding_market_traded_non_fossil")[2023].factor_tco2_per_mwh == 0.6096
    assert library.heat_default().factor_tco2_per_gj == 0.11


def test_unknown_names_get_a_suggestion() -> None:
    with pytest.raises(UnknownName, match="electricity_retail"):
        library.find(library.prices(), "electricity_retial", "prices.csv")
    with pytest.raises(UnknownName, match="Tianjin"):
        library.grid_path("Tianjing", "average")


def test_rows_are_frozen_and_cached() -> None:
    assert library.carriers() is library.carriers()
    with pytest.raises(TypeError):
        library.carriers()["x"] = library.carriers()["coke"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        library.carriers()["coke"].unit = "kg"  # type: ignore[misc]


def test_rows_that_do_not_fit_are_refused() -> None:
    head = "formula,name_zh,co2_t_per_t,co2_t_per_t_from_molar_mass,status,source,url,notes"
    with pytest.raises(ValueError, match="columns"):
        library.parse_rows(["formula,status", "CaCO3,verified"], Carbonate, "x.csv")
    with pytest.raises(ValueError, match="empty cell"):
        library.parse_rows([head, "CaCO3,x,,,verified,s,u,n"], Carbonate, "x.csv")
    assert library.parse_rows([head, "CaCO3,x,0.44,,verified,s,u,n"], Carbonate, "x.csv")[0].co2_t_per_t_from_molar_mass is None

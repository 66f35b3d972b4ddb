"""Conversion factors, each against its definition."""

from __future__ import annotations

import pytest

from planner import units


def test_energy_units_are_their_definitions() -> None:
    assert units.GJ_PER_MWH == 3.6
    assert pytest.approx(7000 * 4.1868 * 1000 / 1e6) == units.GJ_PER_TCE
    mwh = units.MWH_PER_UNIT
    assert mwh["10^4 kWh"] == 10
    assert mwh["kWh"] == 1e-3
    assert mwh["GWh"] == 1000
    assert mwh["GJ"] * 3.6 == pytest.approx(1)
    assert mwh["TJ"] == pytest.approx(1000 * mwh["GJ"])
    assert mwh["tce"] == pytest.approx(8.141)


def test_money_and_mass() -> None:
    assert units.CNY_PER_WAN == 1e4
    assert units.KG_PER_T == units.KW_PER_MW == units.KGCE_PER_TCE == 1000

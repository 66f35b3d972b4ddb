"""Derived numbers against their definitions: present values, the discount sum, cascaded savings, reference factors."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Money, Standing
from planner.domain.tiers import Category
from planner.program.coefficients import Coefficients
from tests.builders import (
    capture,
    commodity,
    converter,
    equipment,
    investment,
    past,
    process,
    readings,
    saving,
    source,
    tiny_case,
)

EARLY = {"start_of_year": 1.0, "mid_year": 0.5, "end_of_year": 0.0}
SEED = settings(deadline=None, derandomize=True, max_examples=60)


def numbers(**changes: object) -> Coefficients:
    return Coefficients(tiny_case(**changes), readings())


@SEED
@given(st.sampled_from(sorted(EARLY)), st.sampled_from([0.0, 0.01, 0.08, 0.3]), st.integers(1, 60))
def test_an_annuity_is_worth_what_was_paid(timing: str, rate: float, life: int) -> None:
    payment = numbers(money=Money(rate, timing, 2024, 2024)).annuity(life)
    worth = sum(payment * (1 + rate) ** -(year + 1 - EARLY[timing]) for year in range(life))
    assert worth == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("timing", sorted(EARLY))
def test_a_planning_year_is_worth_the_years_it_stands_for(timing: str) -> None:
    money = Money(0.05, timing, 2024, 2024)
    found = numbers(money=money, years=(2025, 2030), stands_for={2025: 5, 2030: 3}).discount
    each = {year: 1.05 ** -(year - 2024 - EARLY[timing]) for year in range(2025, 2033)}
    assert found[2025] == pytest.approx(sum(each[y] for y in range(2025, 2030)), rel=1e-14)
    assert found[2030] == pytest.approx(sum(each[y] for y in range(2030, 2033)), rel=1e-14)


def test_a_measure_alone_saves_its_share_whatever_stands_of_it() -> None:
    lone = saving("lone", {"power": 0.4}, built=investment(existing=(Standing(25.0, 2026),)))
    found = numbers(measures=[lone]).saving_share
    assert found["lone", "power", 2025] == pytest.approx((0.1, 0.4))
    assert found["lone", "power", 2026] == pytest.approx((0.0, 0.4))  # what stood is gone


def test_each_cut_has_its_own_share_of_each_gas() -> None:
    case = tiny_case(
        sources={"kiln": source("kiln", {"CO2": 0.5, "N2O": 0.01, "CH4": 0.0})},
        measures=[process("a", {"kiln": {"CO2": 0.4, "N2O": 0.5}}), process("b", {"kiln": {"CO2": 0.5, "SF6": 0.9}})],
    )
    found = {key[:-1]: credit for key, credit in Coefficients(case, readings()).cut_share.items() if key[-1] == 2025}
    assert found == {("a", "kiln", "CO2"): (0.0, 0.4), ("b", "kiln", "CO2"): (0.0, 0.5), ("a", "kiln", "N2O"): (0.0, 0.5)}


def test_the_reference_factor_follows_the_first_equipment() -> None:
    chp = equipment("chp", converter({"gas": 2.5}, {"electricity": 1.0, "steam": 1.2}, direct_t={"CH4": 0.001}))
    boiler = equipment("boiler", converter({"gas": 1.25}, {"steam": 1.0}))
    first = numbers(equipment={"chp": chp, "boiler": boiler})
    assert first.reference_factor("electricity", 2025) == pytest.approx(0.6)
    assert first.reference_factor("steam", 2025) == pytest.approx((2.5 * 0.2 + 0.028 - 0.6) / 1.2)
    second = numbers(equipment={"boiler": boiler, "chp": chp})
    assert second.reference_factor("steam", 2025) == pytest.approx(0.25)


def test_factors_by_category() -> None:
    gases = {"CO2": 0.4, "CH4": 1e-3, "N2O": 1e-4}
    known = numbers()
    warm = 1e-3 * 28 + 1e-4 * 265
    for category, expected in (
        (Category.FUEL, 0.4 + warm), (Category.BIOMASS, warm), (Category.HEAT, 0.4 + warm), (Category.OTHER, 0.0)
    ):  # fmt: skip
        data = commodity(f"some_{category}", category, price=1.0, factors=gases, tce=0.1)
        assert known.co2e(data, 2025) == pytest.approx(expected)
        assert known.tce(data, 2025) == (0.0 if category is Category.OTHER else 0.1)


def test_equivalent_tce_is_by_year() -> None:
    case = tiny_case()
    power = replace(case.commodities["electricity"], equivalent_tce_per_mwh={2025: 0.3, 2026: 0.29})
    assert Coefficients(case, readings(electricity_tce="equivalent")).tce(power, 2026) == 0.29
    assert Coefficients(case, readings()).tce(power, 2026) == power.tce_per_mwh


def test_co2_of_a_converter_by_origin() -> None:
    wood = commodity("wood", Category.BIOMASS, price=100.0, factors={"CO2": 0.4})
    case = tiny_case()
    mixed = converter({"gas": 2.0, "wood": 3.0, "electricity": 1.0}, {"steam": 1.0}, direct_t={"CO2": 0.05, "CH4": 1.0})
    case = replace(case, commodities={**case.commodities, "wood": wood}, measures={"flue": capture("flue", "boiler")})
    assert Coefficients(case, readings()).fossil_and_biogenic(mixed, 2025) == pytest.approx((0.4, 1.2, 0.05))


def test_history_by_hand() -> None:
    year = past(
        {"electricity": 1000.0, "gas": 500.0}, sold_mwh={"electricity": 100.0}, own_renewable_mwh={"electricity": 300.0},
        green_power_mwh={"electricity": 200.0}, certificates_mwh={"electricity": 50.0}, captured_t=10.0,
    )  # fmt: skip
    case = tiny_case(history={2023: year, 2024: year}, sources={"kiln": source("kiln", {"CO2": 0.5})}, intensity=tiny_case().intensity)
    for green, rec, sold in itertools.product(("counts", "ignored"), ("counts", "ignored"), ("deducted", "ignored")):
        chosen = readings(green_power_in_emissions=green, certificates_in_emissions=rec, exported_power=sold)
        bought = 1000.0 - 200.0 * (green == "counts") - 50.0 * (rec == "counts") - 100.0 * (sold == "deducted")
        found = Coefficients(case, chosen)
        assert found.history_energy_emissions_t[2024] == pytest.approx(0.6 * bought + 100.0 - 10.0)
        assert found.history_gross_emissions_t[2024] == pytest.approx(0.6 * bought + 90.0 + 50.0)
        assert found.history_energy_tce[2024] == pytest.approx(0.1229 * 1200.0 + 0.12 * 500.0)
        assert found.history_intensity("energy_per_unit_kgce")[2024] == pytest.approx(10 * found.history_energy_tce[2024])


def test_the_baseline_is_the_peak_of_the_last_five_years_in_scope() -> None:
    years = tuple(range(2018, 2025))
    known = range(2018, 2027)
    power = commodity("electricity", Category.ELECTRICITY, price=600.0, factors={"CO2": 1.0}, years=known)
    history = {y: past({"electricity": amount}) for y, amount in zip(years, (900, 800, 100, 300, 250, 200, 150), strict=True)}
    case = tiny_case(
        history_years=years, history=history, commodities={"electricity": power}, demands={}, equipment={},
        sources={"kiln": source("kiln", {"CO2": 1.0}, {**dict.fromkeys(known, 10.0), 2024: 500.0})},
    )  # fmt: skip
    assert Coefficients(case, readings()).baseline_t == pytest.approx(300.0)
    assert Coefficients(case, readings(emission_scope="whole")).baseline_t == pytest.approx(650.0)

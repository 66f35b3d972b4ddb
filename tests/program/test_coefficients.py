"""Derived numbers against their definitions: present values, the discount sum, cascaded savings, reference factors."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.case import Money, Standing
from planner.domain.tiers import Category
from planner.program.coefficients import Coefficients, Credit
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


def in_2025(shares: Mapping[Any, Credit]) -> dict[Any, float]:
    """What full adoption is credited with in one year, for measures of which nothing or all stands."""
    return {key[:-1]: credit.new if credit.standing == 0 else credit.standing for key, credit in shares.items() if key[-1] == 2025}


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


@SEED
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(1, 1e4)), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_cascaded_savings_are_never_over_claimed(drawn: list[tuple[float, float]], random: object) -> None:
    """At any adoption; and exactly what the product gives when all are adopted."""
    measures = [
        saving(f"m{at}", {"power": share}, built=investment(capex=capex, lifetime_years=7)) for at, (share, capex) in enumerate(drawn)
    ]
    credited = in_2025(numbers(measures=measures).saving_share)
    for _ in range(10):
        adopted = [random.random() for _ in drawn]  # type: ignore[attr-defined]
        total = sum(credited[f"m{at}", "power"] * a for at, a in enumerate(adopted))
        most = 1 - math.prod(1 - share * a for (share, _), a in zip(drawn, adopted, strict=True))
        assert total <= most + 1e-12
    assert sum(credited.values()) == pytest.approx(1 - math.prod(1 - share for share, _ in drawn), rel=1e-12)
    cheapest = min(measures, key=lambda m: (m.built.capex_cny[2025], m.id))
    assert credited[cheapest.id, "power"] == cheapest.saves["power"]


def test_measures_that_exclude_each_other_are_each_credited_in_full() -> None:
    one = saving("one", {"power": 0.5}, excludes=frozenset({"two"}))
    two, three = saving("two", {"power": 0.6}), saving("three", {"power": 0.2}, built=investment(capex=1e6))
    found = in_2025(numbers(measures=[one, two, three]).saving_share)
    assert (found["one", "power"], found["two", "power"]) == (0.5, 0.6)
    assert found["three", "power"] == pytest.approx(0.2 * 0.5 * 0.4)


def test_what_stands_already_may_meet_what_it_excludes() -> None:
    one = saving("one", {"power": 0.5}, excludes=frozenset({"two"}), built=investment(existing=(Standing(100.0, 2100),)))
    found = in_2025(numbers(measures=[one, saving("two", {"power": 0.6})]).saving_share)
    assert found == pytest.approx({("one", "power"): 0.5, ("two", "power"): 0.6 * 0.5})


@SEED
@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(1, 1e4), st.floats(0, 1)), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_what_stands_is_exact_and_new_savings_on_top_are_never_over_claimed(drawn: list[tuple[float, float, float]], random: Any) -> None:
    measures = [
        saving(f"m{at}", {"power": share}, built=investment(capex=capex, existing=(Standing(100.0 * stands, 2100),)))
        for at, (share, capex, stands) in enumerate(drawn)
    ]
    found = numbers(measures=measures).saving_share
    credits = [found[f"m{at}", "power", 2025] for at in range(len(drawn))]
    assert sum(credit.standing for credit in credits) == pytest.approx(1 - math.prod(1 - s * b for s, _, b in drawn), abs=1e-12)
    for share in (random.random(), 1.0):
        adopted = [share * random.random() * (1 - b) for _, _, b in drawn] if share < 1 else [1 - b for _, _, b in drawn]
        total = sum(credit.standing + credit.new * a for credit, a in zip(credits, adopted, strict=True))
        most = 1 - math.prod(1 - s * (b + a) for (s, _, b), a in zip(drawn, adopted, strict=True))
        assert total <= most + 1e-12
        if share == 1.0:
            assert total == pytest.approx(most, rel=1e-9)


def test_a_measure_alone_saves_its_share_whatever_stands_of_it() -> None:
    lone = saving("lone", {"power": 0.4}, built=investment(existing=(Standing(25.0, 2026),)))
    found = numbers(measures=[lone]).saving_share
    assert found["lone", "power", 2025] == pytest.approx((0.1, 0.4))
    assert found["lone", "power", 2026] == pytest.approx((0.0, 0.4))  # what stood is gone


def test_cuts_cascade_gas_by_gas() -> None:
    case = tiny_case(
        sources={"kiln": source("kiln", {"CO2": 0.5, "N2O": 0.01, "CH4": 0.0})},
        measures=[process("a", {"kiln": {"CO2": 0.4, "N2O": 0.5}}), process("b", {"kiln": {"CO2": 0.5, "SF6": 0.9}})],
    )
    found = in_2025(Coefficients(case, readings()).cut_share)
    assert set(found) == {("a", "kiln", "CO2"), ("b", "kiln", "CO2"), ("a", "kiln", "N2O")}
    assert found["a", "kiln", "CO2"] + found["b", "kiln", "CO2"] == pytest.approx(1 - 0.6 * 0.5)
    assert found["a", "kiln", "N2O"] == 0.5


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

"""Slips of people who type numbers and names as they are used to: what the refusal proposes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.samples import GOOD, changed, refused, write

PRICE = "price_cny_per_unit: 650"
DEMAND = "demand_per_year: 1e3"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PRICE, "price_cny_per_unit: 8,500", "no thousands separators (comma, space, underscore): write 8500"),
        (PRICE, "price_cny_per_unit: 8,5", "the decimal sign is a point: write 8.5"),
        (PRICE, "price_cny_per_unit: {value: 8,500}", "thousands separator (8,500), drop the comma: 8500"),
        (PRICE, "price_cny_per_unit: {value: 8,000}", "thousands separator (8,000), drop the comma: 8000"),
        ("saves: {lighting: 0.3}", "saves: {lighting: 8,500}", "thousands separator (8,500)"),
        (DEMAND, "demand_per_year: 1e30", "in the commodity's own `unit`; nothing in a factory is that large"),
        (DEMAND, "demand_per_year: {value: 5, start: 3, start_year: 2026, growth_per_year: 0}", "mixed: `value` and `start`"),
        (DEMAND, "demand_per_year: {by_year: {2026: 3}, growth_per_year: 0.1}", "mixed: `by_year` and `growth_per_year`"),
        ("fixed_om_share_of_capex: 0", "fixed_om_share_of_capex: 50", "write 0.5 for 50 %"),
        ("saves: {lighting: 0.3}", "saves: {lighting: 30}", "write 0.3 for 30 %"),
        ("discount_rate: 0.08", "discount_rate: 8", "write 0.08 for 8 %"),
        ("founded_year: 2005", "founded_year: 1492", "≥ 1850"),
    ],
)
def test_the_refusal_proposes_what_was_meant(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert any(told in problem.en for problem in refused(write(tmp_path, changed(old, new))))


def test_two_forms_of_a_series_make_one_problem(tmp_path: Path) -> None:
    text = changed(DEMAND, "demand_per_year: {value: 5, start: 3, start_year: 2026, growth_per_year: 0}")
    (problem,) = refused(write(tmp_path, text))
    assert problem.path == "end_uses.lighting.demand_per_year"


def test_an_edition_that_is_as_near_to_all_gets_the_list_alone(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, changed("gwp_edition: ar5", "gwp_edition: ar7")))
    assert problem.en.endswith("one of `sar`, `ar4`, `ar5`, `ar6`")


def test_a_variant_that_mistypes_a_name_is_told_the_nearest(tmp_path: Path) -> None:
    base = write(tmp_path, GOOD)
    variant = write(tmp_path, "schema: planner/1\nmeasures:\n  pv_rof: {limit_size: 10}\ncommodities: {electricit: {unit: GJ}}\n", "v.yaml")
    measure, commodity = refused(base, variants=(variant,))
    assert (measure.path, measure.line) == ("measures.pv_rof", 3) and "did you mean `pv_roof`?" in measure.en
    assert commodity.path == "commodities.electricit" and "did you mean `electricity`?" in commodity.en


def test_a_new_entry_of_a_variant_that_is_like_none_is_told_what_it_lacks(tmp_path: Path) -> None:
    base = write(tmp_path, GOOD)
    variant = write(tmp_path, "schema: planner/1\nmeasures:\n  xyz: {limit_size: 10}\n", "v.yaml")
    (problem,) = refused(base, variants=(variant,))
    assert "missing `kind`" in problem.en


def test_neighbours_in_one_file_are_no_slips_of_each_other(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, changed("measures:\n", "measures:\n  pv_rooff: {limit_size: 10}\n")))
    assert "missing `kind`" in problem.en

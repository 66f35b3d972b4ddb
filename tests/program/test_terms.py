"""Codes, layouts, tables and sums: with plain labels and by arrays they say the same."""

from __future__ import annotations

import itertools

import numpy as np
import pyomo.core as pe
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.program.compile import layout_of
from planner.program.terms import Codes, Factor, Layout, Sum, Table

NAMES = ("gas", "coal", "steam", "wood")


def test_codes_keep_numbers_and_give_names_negative_ones() -> None:
    codes = Codes()
    assert [codes["gas"], codes[2026], codes["coal"], codes["gas"]] == [-1, 2026, -2, -1]
    assert codes.array(["coal", 7]).tolist() == [-2, 7]


@pytest.mark.parametrize(
    "keys",
    [[(2025,), (2026,), (2027,)], [(2025,), (2030,), (2026,)], [("gas",), ("coal",)], [("gas", 2025), ("coal", 2025), ("gas", 2030)]],
)
def test_a_factor_finds_its_keys_and_no_others(keys: list[tuple[str | int, ...]]) -> None:
    codes = Codes()
    factor = Factor(codes, keys)
    columns = [codes.array([key[part] for key in keys]) for part in range(len(keys[0]))]
    assert factor.positions(columns).tolist() == list(range(len(keys)))
    stranger = [np.array([codes["oil"]])] * len(keys[0])
    assert factor.positions(stranger).tolist() == [-1]


def test_an_empty_factor_has_no_positions() -> None:
    assert Factor(Codes(), []).positions([np.array([1, 2])]).tolist() == [-1, -1]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.sampled_from(NAMES), unique=True, min_size=1), st.lists(st.integers(2020, 2030), unique=True, min_size=1))
def test_positions_undo_columns(names: list[str], years: list[int]) -> None:
    codes = Codes()
    layout = Layout([Factor(codes, [(name,) for name in names]), Factor(codes, [(year,) for year in years])])
    assert layout.positions(layout.columns()).tolist() == list(range(layout.size))
    assert list(layout.all_keys()) == list(itertools.product(names, years))


def test_a_table_reads_like_a_mapping() -> None:
    table = Table("price", Codes(), [["gas", "coal"], [2025, 2026]], [[1.0, 2.0], [3.0, 4.0]])
    assert (table["gas", 2026], table["coal", 2025]) == (2.0, 3.0)
    with pytest.raises(KeyError, match=r"price\[coal, 2027\]"):
        table["coal", 2027]


def test_a_table_may_be_called_for_its_values_and_keeps_whole_numbers_whole() -> None:
    table = Table("before", Codes(), [range(3)], lambda s: (s - 1) % 3)
    assert table.values.dtype == np.int64
    assert [table[s] for s in range(3)] == [2, 0, 1]


def test_a_table_refuses_a_wrong_number_of_values() -> None:
    with pytest.raises(ValueError, match="price: 3 values for 2 keys"):
        Table("price", Codes(), [["gas", "coal"]], [1.0, 2.0, 3.0])


def _flow(codes: Codes) -> tuple[pe.ConcreteModel, Layout]:
    model = pe.ConcreteModel()
    model.K, model.Y = pe.Set(initialize=["boiler", "chp"], ordered=True), pe.Set(initialize=[2025, 2026], ordered=True)
    model.flow = pe.Var(model.K, model.Y)
    return model, layout_of(model.flow.index_set(), codes)


def test_a_sum_is_the_same_term_by_term_and_by_arrays() -> None:
    codes = Codes()
    model, layout = _flow(codes)
    entries = {("steam",): [(("boiler",), 1.0), (("chp",), 0.8)], ("power",): [(("chp",), 2.0)], ("idle",): []}
    made = Sum(model.flow, layout, codes, entries, 1)
    keys = list(itertools.product(("steam", "power", "cold"), (2025, 2026)))
    lanes, places, coefficients = made.expand([codes.array([key[part] for key in keys]) for part in range(2)])
    by_arrays = [(int(lane), int(place), float(c)) for lane, place, c in zip(lanes, places, coefficients, strict=True)]
    model.flow.set_values({key: float(10**at) for at, key in enumerate(model.flow)})
    columns = [model.flow[key].value for key in model.flow]
    for lane, key in enumerate(keys):
        assert pe.value(made[key]) == sum(c * columns[place] for at, place, c in by_arrays if at == lane)


def test_a_sum_without_entries_is_still_an_expression() -> None:
    codes = Codes()
    model, layout = _flow(codes)
    empty = Sum(model.flow, layout, codes, {}, 1)
    assert (empty["steam", 2025] <= 3.0) is not True
    assert [part.tolist() for part in empty.expand([codes.array(["steam"]), np.array([2025])])] == [[], [], []]


def test_a_sum_refuses_an_index_that_the_variable_lacks() -> None:
    codes = Codes()
    model, layout = _flow(codes)
    with pytest.raises(KeyError, match="a sum over flow names an index"):
        Sum(model.flow, layout, codes, {("steam",): [(("oven",), 1.0)]}, 1)
    made = Sum(model.flow, layout, codes, {("steam",): [(("chp",), 1.0)]}, 1)
    with pytest.raises(KeyError, match="a sum over flow was asked for an index"):
        made.expand([codes.array(["steam"]), np.array([2099])])

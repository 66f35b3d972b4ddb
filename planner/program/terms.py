"""Pieces of equations that Pyomo can read once, as a template, and numpy can then evaluate for every index.

A rule is written as usual::

    def generation_yield(model, m, y, s):
        return model.generated[m, y, s] <= model.yield_mwh[m, s] * model.online[m, y]

With plain labels every piece behaves like ordinary Pyomo (``Table`` gives a float, ``Sum`` a linear expression). With
Pyomo's index templates each gives a deferred node, which ``compile.py`` evaluates for all indices at once. Nothing in a
rule may branch on an index; what differs by index is data in a ``Table`` or a ``Sum``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyomo.core as pe
from pyomo.core.base.constraint import IndexedConstraint
from pyomo.core.base.var import IndexedVar
from pyomo.core.expr import numeric_expr, template_expr

Label = str | int
Key = tuple[Label, ...]


class Codes:
    """Whole numbers for labels: integers stand for themselves, names get negative numbers in order of appearance."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}

    def __getitem__(self, label: Label) -> int:
        if isinstance(label, str):
            code = self._of.get(label)
            if code is None:
                code = self._of[label] = -1 - len(self._of)
            return code
        return int(label)

    def array(self, labels: Sequence[Label]) -> np.ndarray:
        """Codes of many labels. Shape (n,)."""
        if len(labels) and isinstance(labels[0], str):
            return np.array([self[label] for label in labels], np.int64)
        return np.array(labels, np.int64)


class Factor:
    """One set of keys: the k-th key sits at position k. Keys may have several parts."""

    def __init__(self, codes: Codes, keys: Sequence[Key]) -> None:
        self.keys = list(keys)
        self.size = len(self.keys)
        self.dimension = len(self.keys[0]) if self.keys else 1
        self.columns = [codes.array([key[i] for key in self.keys]) for i in range(self.dimension)]
        column = self.columns[0]
        self._first = int(column[0]) if self.size else 0
        self._run = self.dimension == 1 and bool(np.array_equal(column, np.arange(self._first, self._first + self.size)))
        if not self._run:
            self._parts = [np.unique(part) for part in self.columns]
            joined, _ = self._join(self.columns)
            self._order = np.argsort(joined, kind="stable")
            self._sorted = joined[self._order]

    def _join(self, columns: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        joined = np.zeros(np.shape(columns[0]), np.int64)
        known = np.ones(np.shape(columns[0]), bool)
        for part, column in zip(self._parts, columns, strict=True):
            at = np.minimum(np.searchsorted(part, column), max(len(part) - 1, 0))
            known &= (part[at] == column) if len(part) else False
            joined = joined * max(len(part), 1) + at
        return joined, known

    def positions(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Position of each key given column by column; -1 where there is no such key. Shape (n,)."""
        if self.size == 0:
            return np.full(np.shape(columns[0]), -1, np.int64)
        if self._run:
            at = columns[0] - self._first
            return np.where((at >= 0) & (at < self.size), at, -1)
        joined, known = self._join(columns)
        at = np.minimum(np.searchsorted(self._sorted, joined), self.size - 1)
        return np.where(known & (self._sorted[at] == joined), self._order[at], -1)


class Layout:
    """Positions in a product of key sets, the last one running fastest."""

    def __init__(self, factors: Sequence[Factor]) -> None:
        self.factors = list(factors)
        self.size = int(np.prod([factor.size for factor in self.factors], dtype=np.int64))
        self.dimension = sum(factor.dimension for factor in self.factors)

    def positions(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Position of each key; -1 where there is none. Shape (n,)."""
        position: np.ndarray = np.zeros(1, np.int64)
        known: np.ndarray = np.ones(1, bool)
        taken = 0
        for factor in self.factors:
            at = factor.positions(columns[taken : taken + factor.dimension])
            taken += factor.dimension
            position = position * factor.size + at
            known = known & (at >= 0)
        return np.where(known, position, -1)

    def all_keys(self) -> list[Key]:
        """Every key, in order of position."""
        if all(factor.dimension == 1 for factor in self.factors):
            return list(itertools.product(*([key[0] for key in factor.keys] for factor in self.factors)))
        found: list[Key] = [()]
        for factor in self.factors:
            found = [(*key, *part) for key in found for part in factor.keys]
        return found

    def columns(self) -> list[np.ndarray]:
        """Codes of every key, part by part, in order of position. Each of shape (size,)."""
        grids = np.meshgrid(*(np.arange(factor.size) for factor in self.factors), indexing="ij")
        return [column[grid.ravel()] for factor, grid in zip(self.factors, grids, strict=True) for column in factor.columns]


def _is_template(index: Any) -> bool:
    return not isinstance(index, int | str | np.integer)


def _as_key(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)


class DeferredTable(template_expr.NPV_Numeric_GetItemExpression):  # type: ignore[misc]
    """``table[index]`` whose index is a template; a constant to Pyomo's arithmetic."""

    def nargs(self) -> int:
        """Arguments that Pyomo may visit."""
        return len(self._args_)

    def is_potentially_variable(self) -> bool:
        """Never."""
        return False


class DeferredSum(numeric_expr.NumericExpression):  # type: ignore[misc]
    """``sum[index]`` whose index is a template; linear in its variable."""

    __slots__ = ()

    def nargs(self) -> int:
        """Arguments that Pyomo may visit."""
        return len(self._args_)

    def is_potentially_variable(self) -> bool:
        """Always."""
        return True


class Table:
    """Numbers by index. Shape of ``values`` is the sizes of the factors, each a list of keys or a ready ``Factor``."""

    def __init__(self, name: str, codes: Codes, factors: Sequence[Any], values: Any) -> None:
        self.name = name
        self.layout = Layout([f if isinstance(f, Factor) else Factor(codes, [_as_key(key) for key in f]) for f in factors])
        if callable(values):
            called = [values(*key) for key in self.layout.all_keys()]
            values = np.array(called, np.int64 if called and all(isinstance(value, int) for value in called) else float)
        self.values = np.asarray(values).reshape(-1)
        self._by_key: dict[Key, Any] = {}
        if len(self.values) != self.layout.size:
            raise ValueError(f"{name}: {len(self.values)} values for {self.layout.size} keys")

    def __getitem__(self, index: Any) -> Any:
        key = _as_key(index)
        if any(_is_template(part) for part in key):
            return DeferredTable((self, *key))
        if not self._by_key:
            self._by_key = dict(zip(self.layout.all_keys(), self.values.tolist(), strict=True))
        if key not in self._by_key:
            raise KeyError(f"{self.name}[{', '.join(map(str, key))}]")
        return self._by_key[key]


class Sum:
    """A sum over a sparse relation: ``sum[key, rest]`` = sum of coefficient x ``variable[lead, rest]`` over the entries of key.

    ``entries`` maps a key to pairs (lead, coefficient). The variable's last ``passed`` index parts are passed through. A key
    without entries gives zero. Where a coefficient is an array, it has one value per slice, and the last part of the index is
    the slice; with ``spread`` the variable has no slices of its own, so that the slice is not passed through.
    """

    def __init__(
        self,
        variable: Any,
        layout: Layout,
        codes: Codes,
        entries: Mapping[Key, Sequence[tuple[Key, Any]]],
        passed: int,
        spread: bool = False,
    ) -> None:
        lead = [factor for factor in layout.factors[: len(layout.factors) - passed]]
        self.variable, self.passed, self.spread = variable, passed, spread
        self.entries = {key: list(pairs) for key, pairs in entries.items() if pairs}
        self.rest = Layout(layout.factors[len(layout.factors) - passed :])
        keys = list(self.entries)
        self.keys = Factor(codes, keys)
        self.counts = np.array([len(self.entries[key]) for key in keys], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.counts)])[:-1] if keys else np.zeros(0, np.int64)
        pairs = [pair for key in keys for pair in self.entries[key]]
        given: list[Any] = [pair[1] for pair in pairs]
        shaped = [place for place, coefficient in enumerate(given) if isinstance(coefficient, np.ndarray)]
        self.coefficients = np.array([1.0 if isinstance(coefficient, np.ndarray) else coefficient for coefficient in given], float)
        self.shapes = np.array([given[place] for place in shaped])
        self.shape_of = np.full(len(pairs), -1, np.int64)
        self.shape_of[shaped] = np.arange(len(shaped))
        parts = Layout(lead)
        columns = [codes.array([pair[0][i] for pair in pairs]) for i in range(parts.dimension)]
        self.leads = parts.positions(columns) if pairs else np.zeros(0, np.int64)
        if np.any(self.leads < 0):
            raise KeyError(f"a sum over {variable.name} names an index that the variable does not have")

    def __getitem__(self, index: Any) -> Any:
        key = _as_key(index)
        if any(_is_template(part) for part in key):
            return DeferredSum((self, *key))
        cut = len(key) - self.passed - self.spread
        pairs = self.entries.get(key[:cut], [])
        if not pairs:
            return numeric_expr.LinearExpression([])  # not 0.0: a rule of constants must stay an equation
        passed = key[cut:-1] if self.spread else key[cut:]
        terms = [
            (float(coefficient[key[-1]]) if isinstance(coefficient, np.ndarray) else coefficient) * self.variable[(*lead, *passed)]
            for lead, coefficient in pairs
        ]
        return pe.quicksum(terms)

    def expand(self, columns: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every term for every lane: (lanes, positions in the variable, coefficients), each of shape (terms,)."""
        cut = len(columns) - self.passed - self.spread
        lanes, slices = len(columns[0]), columns[-1]
        if self.spread:
            columns = columns[:-1]
        at = self.keys.positions(columns[:cut]) if cut else np.zeros(lanes, np.int64)
        rest = self.rest.positions(columns[cut:]) if self.passed else np.zeros(lanes, np.int64)
        if np.any(rest[at >= 0] < 0):
            raise KeyError(f"a sum over {self.variable.name} was asked for an index that the variable does not have")
        counts = np.where(at >= 0, self.counts[at], 0) if self.keys.size else np.zeros(lanes, np.int64)
        lane = np.repeat(np.arange(lanes), counts)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        entry = self.starts[at[lane]] + within if len(lane) else within
        coefficients = self.coefficients[entry]
        if len(self.shapes):
            shape = self.shape_of[entry]
            shaped = np.flatnonzero(shape >= 0)
            coefficients[shaped] = self.shapes[shape[shaped], slices[lane[shaped]]]
        return lane, self.leads[entry] * self.rest.size + rest[lane], coefficients


class TemplateVar(IndexedVar):  # type: ignore[misc]
    """A family of variables that answers a template index at once: Pyomo would first look for the type of what it stands for."""

    def __init__(self, *sets: Any, **options: Any) -> None:
        options.setdefault("ctype", pe.Var)
        super().__init__(*sets, **options)

    def __getitem__(self, index: Any) -> Any:
        key = _as_key(index)
        if any(isinstance(part, template_expr.IndexTemplate | DeferredTable) for part in key):
            return template_expr.Numeric_GetItemExpression((self, *key))
        return super().__getitem__(index)


class TemplateConstraint(IndexedConstraint):  # type: ignore[misc]
    """A family of constraints whose rule is read once. ``template`` holds (expression, index templates)."""

    def __init__(self, *sets: Any, **options: Any) -> None:
        options.setdefault("ctype", pe.Constraint)
        super().__init__(*sets, **options)

    _constructed: bool

    def construct(self, data: Any = None) -> None:
        """Read the rule with index templates instead of calling it for every index."""
        if self._constructed:
            return
        self._constructed = True
        for index_set in self._anonymous_sets or ():
            index_set.construct()
        self.template = template_expr.templatize_constraint(self)

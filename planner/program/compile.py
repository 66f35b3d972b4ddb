"""From rules to arrays: evaluates each rule's template for all of its indices with numpy.

A *lane* is one index of the constraint family being evaluated. An expression evaluates to a constant per lane and a list
of terms (lanes, columns, coefficients). ``compile_plain`` does the same for ordinary Pyomo constraints, one at a time; a
test holds the two equal, and it stays the fallback should Pyomo's template calls change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyomo.core as pe
from pyomo.core.base.param import IndexedParam
from pyomo.core.base.var import IndexedVar, ScalarVar, VarData
from pyomo.core.expr import numeric_expr, relational_expr, template_expr
from pyomo.repn import generate_standard_repn

from planner.program.matrix import Block, Matrix, append_blocks, from_terms
from planner.program.terms import Codes, DeferredSum, DeferredTable, Factor, Key, Layout, TemplateConstraint

if TYPE_CHECKING:
    from planner.program.commitment import Held

Terms = list[tuple[np.ndarray | None, np.ndarray, Any]]
_NUMBERS = (int, float, np.floating, np.integer)


def layout_of(index_set: Any, codes: Codes) -> Layout:
    """The layout of a Pyomo set or product of sets."""
    return Layout([factor_of(subset, codes) for subset in index_set.subsets(expand_all_set_operators=True)])


def factor_of(index_set: Any, codes: Codes) -> Factor:
    """The factor of a plain set, made once."""
    cached: Factor | None = getattr(index_set, "planner_factor", None)
    if cached is None:
        cached = Factor(codes, [key if isinstance(key, tuple) else (key,) for key in index_set])
        object.__setattr__(index_set, "planner_factor", cached)
    return cached


@dataclass
class Compiled:
    """The matrix and where everything is in it."""

    matrix: Matrix
    first_row: dict[str, int]
    """Constraint family to its first row."""
    first_column: dict[str, int]
    """Variable to its first column."""
    layouts: dict[str, Layout]
    """Variable or constraint family to its layout."""
    row_counts: dict[str, int] = field(default_factory=dict)
    held: Held | None = None
    """Columns that a commitment fixes."""

    def rows(self, family: str) -> slice:
        """Rows of a constraint family."""
        first = self.first_row[family]
        return slice(first, first + self.row_counts[family])

    def columns(self, variable: str) -> slice:
        """Columns of a variable."""
        first = self.first_column[variable]
        return slice(first, first + self.layouts[variable].size)

    def row_name(self, row: int) -> str:
        """``family[index]`` of a row."""
        return self._name(row, self.first_row)

    def column_name(self, column: int) -> str:
        """``variable[index]`` of a column."""
        return self._name(column, self.first_column)

    def row_key(self, row: int) -> tuple[str, Key]:
        """Family and index of a row."""
        return self._place(row, self.first_row)

    def _name(self, position: int, firsts: dict[str, int]) -> str:
        name, key = self._place(position, firsts)
        return f"{name}[{', '.join(map(str, key))}]"

    def _place(self, position: int, firsts: dict[str, int]) -> tuple[str, Key]:
        name = max((n for n in firsts if firsts[n] <= position), key=lambda n: (firsts[n], self.layouts[n].size > 0))
        rest = position - firsts[name]
        key: Key = ()
        for factor in reversed(self.layouts[name].factors):
            rest, at = divmod(rest, factor.size)
            key = (*factor.keys[at], *key)
        return name, key


class Compiler:
    """Compiles one model. ``model.codes`` holds its label codes."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.codes: Codes = model.codes
        self.layouts: dict[int, Layout] = {}
        self.offsets: dict[int, int] = {}
        self.names: dict[str, Layout] = {}
        self.first_column: dict[str, int] = {}
        lower, upper, integer = [], [], []
        count = 0
        for variable in model.component_objects(pe.Var):
            layout = layout_of(variable.index_set(), self.codes)
            self.layouts[id(variable)] = self.names[variable.name] = layout
            self.offsets[id(variable)] = self.first_column[variable.name] = count
            bounds = model.bounds[variable.name]
            lower.append(np.broadcast_to(np.asarray(bounds[0], float), layout.size))
            upper.append(np.broadcast_to(np.asarray(bounds[1], float), layout.size))
            integer.append(np.full(layout.size, int(model.integer[variable.name]), np.int32))
            count += layout.size
        self.count = count
        self.lower, self.upper = np.concatenate(lower), np.concatenate(upper)
        self.integer = np.concatenate(integer)

    def compile(self) -> Compiled:
        """Every constraint family and the objective."""
        cost, offset = self._objective()
        nothing = np.zeros(0)
        empty = Matrix(
            np.zeros(1, np.int32), np.zeros(0, np.int32), nothing, nothing, nothing,
            self.lower, self.upper, cost, offset, self.integer,
        )  # fmt: skip
        bare = Compiled(empty, {}, self.first_column, self.names, {})
        return self.extend(bare, list(self.model.component_objects(pe.Constraint, active=True)))

    def extend(self, compiled: Compiled, families: Sequence[Any]) -> Compiled:
        """The same program with the rows of more families below."""
        blocks: list[Block] = []
        first_row, counts, layouts = dict(compiled.first_row), dict(compiled.row_counts), dict(compiled.layouts)
        at = compiled.matrix.shape[0]
        for family in families:
            layout = layout_of(family.index_set(), self.codes)
            layouts[family.name], first_row[family.name], counts[family.name] = layout, at, layout.size
            if layout.size:
                blocks.append(self._block(family, layout))
                at += layout.size
        return Compiled(append_blocks(compiled.matrix, blocks), first_row, compiled.first_column, layouts, counts, compiled.held)

    def _block(self, family: Any, layout: Layout) -> Block:
        """The rows of one family."""
        low, high, terms = (self._family if isinstance(family, TemplateConstraint) else self._plain)(family, layout)
        every = np.arange(layout.size)
        rows, columns, values = [every[:0]], [every[:0]], [np.zeros(0)]
        for lanes, cols, coefs in terms:
            rows.append(every if lanes is None else lanes)
            columns.append(cols)
            values.append(np.broadcast_to(np.asarray(coefs, float), np.shape(rows[-1])))
        parts = from_terms(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), layout.size, self.count)
        return Block(*parts, low, high)

    def _objective(self) -> tuple[np.ndarray, float]:
        cost = np.zeros(self.count)
        constant = 0.0
        for objective in self.model.component_data_objects(pe.Objective, active=True):
            constant, terms = self.evaluate(objective.expr, {}, 1)
            for _, cols, coefs in terms:
                np.add.at(cost, cols, coefs)
        return cost, float(np.sum(constant))

    def _family(self, family: TemplateConstraint, layout: Layout) -> tuple[np.ndarray, np.ndarray, Terms]:
        expression, indices = family.template
        environment = {template._id: column for template, column in zip(indices, layout.columns(), strict=True)}
        left, right = expression._args_[:2]
        k_left, t_left = self.evaluate(left, environment, layout.size)
        k_right, t_right = self.evaluate(right, environment, layout.size)
        side = np.broadcast_to(np.asarray(k_right - k_left, float) + 0.0, layout.size)  # + 0.0: no negative zeros
        terms = t_left + [(lanes, cols, -coefs) for lanes, cols, coefs in t_right]
        if isinstance(expression, relational_expr.EqualityExpression):
            return side, side, terms
        if not isinstance(expression, relational_expr.InequalityExpression):
            raise TypeError(f"{family.name}: a rule returns one equation or one inequality, not {type(expression).__name__}")
        return np.full(layout.size, -np.inf), side, terms

    def _plain(self, family: Any, _: Layout) -> tuple[np.ndarray, np.ndarray, Terms]:
        low, high = [], []
        terms: Terms = []
        for lane, row in enumerate(family.values()):
            repn = generate_standard_repn(row.body, quadratic=False)
            at_least = row.upper is None  # templates read every inequality as "at most"
            sign = -1.0 if at_least else 1.0
            side = sign * (float(pe.value(row.lower if at_least else row.upper)) - repn.constant)
            low.append(side if row.equality else -np.inf)
            high.append(side)
            cols = np.array([self._column(variable) for variable in repn.linear_vars], np.int64)
            terms.append((np.full(len(cols), lane), cols, sign * np.array(repn.linear_coefs, float)))
        return np.array(low) + 0.0, np.array(high) + 0.0, terms

    def _column(self, variable: Any) -> int:
        parent, index = variable.parent_component(), variable.index()
        key = index if isinstance(index, tuple) else (index,)
        columns = [np.array([self.codes[part]]) for part in key]
        return self.offsets[id(parent)] + int(self.layouts[id(parent)].positions(columns)[0])

    # One method per kind of node --------------------------------------------------------------------------------------

    def evaluate(self, node: Any, env: dict[int, np.ndarray], lanes: int) -> tuple[Any, Terms]:
        """Constant (number or array of shape (lanes,)) and terms of an expression."""
        if isinstance(node, _NUMBERS):
            return float(node), []
        if isinstance(node, VarData | ScalarVar):
            return 0.0, [(None, np.full(lanes, self._column(node)), 1.0)]
        if isinstance(node, DeferredSum):
            piece, *index = node._args_
            lane, at, coefs = piece.expand([self._index(i, env, lanes) for i in index])
            return 0.0, [(lane, at + self.offsets[id(piece.variable)], coefs)]
        if isinstance(node, template_expr.GetItemExpression):
            return self._item(node, env, lanes)
        if isinstance(node, template_expr.TemplateSumExpression):
            return self._template_sum(node, env, lanes)
        if isinstance(node, numeric_expr.SumExpression):
            return self._sum(node.args, env, lanes)
        if isinstance(node, numeric_expr.NegationExpression):
            constant, terms = self.evaluate(node.arg(0), env, lanes)
            return -constant, [(lane, cols, -coefs) for lane, cols, coefs in terms]
        if isinstance(node, numeric_expr.DivisionExpression):
            linear, (divisor, variables) = self.evaluate(node.arg(0), env, lanes), self.evaluate(node.arg(1), env, lanes)
            if not linear[1] and not variables:
                return linear[0] / divisor, []  # as Pyomo does with numbers; a product with 1 / divisor may differ in the last digit
            return self._scaled(linear, 1.0 if variables else 1.0 / divisor, variables)
        if isinstance(node, numeric_expr.ProductExpression | numeric_expr.MonomialTermExpression):
            left, right = self.evaluate(node.arg(0), env, lanes), self.evaluate(node.arg(1), env, lanes)
            return self._scaled(right, *left) if right[1] else self._scaled(left, *right)
        if not node.is_potentially_variable():
            return float(pe.value(node)), []
        raise TypeError(f"a rule holds {type(node).__name__}, which is not linear")

    @staticmethod
    def _scaled(linear: tuple[Any, Terms], factor: Any, terms_of_factor: Terms) -> tuple[Any, Terms]:
        if terms_of_factor:
            raise TypeError("a rule multiplies or divides by a variable")
        constant, terms = linear
        if np.ndim(factor) == 0:
            return constant * factor, [(lane, cols, coefs * factor) for lane, cols, coefs in terms]
        return constant * factor, [(lane, cols, coefs * (factor if lane is None else factor[lane])) for lane, cols, coefs in terms]

    def _sum(self, parts: Sequence[Any], env: dict[int, np.ndarray], lanes: int) -> tuple[Any, Terms]:
        constant: Any = 0.0
        terms: Terms = []
        for part in parts:
            k, t = self.evaluate(part, env, lanes)
            constant = constant + k
            terms += t
        return constant, terms

    def _index(self, node: Any, env: dict[int, np.ndarray], lanes: int) -> np.ndarray:
        if isinstance(node, template_expr.IndexTemplate):
            return env[node._id]
        if isinstance(node, str | int | np.integer):
            return np.full(lanes, self.codes[node if isinstance(node, str) else int(node)])
        value, _ = self.evaluate(node, env, lanes)  # a Table of labels, such as the slice before this one
        return np.broadcast_to(np.asarray(value, np.int64), lanes)

    def _item(self, node: Any, env: dict[int, np.ndarray], lanes: int) -> tuple[Any, Terms]:
        base, *index = node._args_
        columns = [self._index(i, env, lanes) for i in index]
        if isinstance(node, DeferredTable):
            at = base.layout.positions(columns)
            if np.any(at < 0):
                raise KeyError(f"table {base.name} has no value for some index of a rule")
            return base.values[at], []
        if isinstance(base, IndexedParam):
            raise TypeError("use a Table, not a Pyomo Param")
        if not isinstance(base, IndexedVar):
            raise TypeError(f"a rule indexes {type(base).__name__}")
        at = self.layouts[id(base)].positions(columns)
        if np.any(at < 0):
            raise KeyError(f"variable {base.name} has no such index as a rule asks for")
        return 0.0, [(None, at + self.offsets[id(base)], 1.0)]

    def _template_sum(self, node: Any, env: dict[int, np.ndarray], lanes: int) -> tuple[Any, Terms]:
        layout = Layout([factor for group in node._iters for factor in layout_of(group[0]._set, self.codes).factors])
        width = layout.size
        inner = {key: np.repeat(column, width) for key, column in env.items()}
        templates = [template for group in node._iters for template in group]
        for template, column in zip(templates, layout.columns(), strict=True):
            inner[template._id] = np.tile(column, lanes)
        constant, terms = self.evaluate(node._local_args_[0], inner, lanes * width)
        wide = np.broadcast_to(np.asarray(constant, float), lanes * width).reshape(lanes, width)
        narrow: Terms = []
        for lane, cols, coefs in terms:
            place = np.arange(lanes * width) if lane is None else lane
            narrow.append((place // max(width, 1), cols, coefs))
        return wide.sum(axis=1), narrow


def compile_model(model: Any) -> Compiled:
    """The model's matrix and the places of its rows and columns."""
    return Compiler(model).compile()

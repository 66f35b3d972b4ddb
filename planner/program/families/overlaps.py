"""Several savings on one demand, or cuts of one gas of a source: together they take no more than the product of shares allows.

What is left after the measures up to the i-th is a product of two factors, each in a known interval. Two planes lie below that
product everywhere and bound the cost of any plan; a third lies above it, so that a plan by it never saves more than it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.program.overlaps import Adoptions, Box, Order, Overlap, in_given_order
from planner.program.structure import add_set, add_sum, collect, equation, table, variable
from planner.program.terms import Key

OUTER = ("share_left_low", "share_left_high")
INNER = ("share_left_credited",)


def add(model: Any) -> None:
    """What several may take together, and the share that they leave, for the whole intervals and cheapest first."""
    overlaps: tuple[Overlap, ...] = model.numbers.overlaps
    model.adoptions = Adoptions(model.case, overlaps)
    add_set(model, "LEFT", [(o.name, i) for o in overlaps for i in range(len(o.measures))], 2)
    add_set(model, "SHARED_DEMANDS", [o.place[0] for o in overlaps if len(o.place) == 1])
    add_set(model, "SHARED_GASES", [o.place for o in overlaps if len(o.place) == 2], 2)
    variable(model, "left", "1", "share left after the measures up to a position in their order", model.LEFT, model.Y)
    _add_sums(model, overlaps)
    equation(model, joint_saving, model.SHARED_DEMANDS, model.Y)
    equation(model, joint_cut, model.SHARED_GASES, model.Y)
    _state(model, model.adoptions.widest, in_given_order(overlaps, len(model.case.years)))
    for rule in (share_left_low, share_left_high, share_left_credited):
        equation(model, rule, model.LEFT, model.Y)


def joint_saving(model: Any, d: Any, y: Any) -> Any:
    r"""Several savings on a demand together take no more than what they do not leave of it. [MWh]

    .. math:: \sum_{m \in d} f^{sav}_{mdy} \le D_{dy} \left( 1 - x_{d n_d y} \right)

    Source: docs/accounting.md, savings; docs/decisions/0014-savings-exact-or-bounded.md.
    """
    return model.saved_together[d, y] <= model.demand_of[d, y] * (1 - model.left_of_demand[d, y])


def joint_cut(model: Any, p: Any, g: Any, y: Any) -> Any:
    r"""Several cuts of a gas together take no more than what they do not leave of it. [t]

    .. math:: \sum_{m \in pg} f^{cut}_{mpgy} \le S_{pgy} \left( 1 - x_{pg n_{pg} y} \right)

    Source: docs/accounting.md, process cuts; docs/decisions/0014-savings-exact-or-bounded.md.
    """
    return model.cut_together[p, g, y] <= model.source_t[p, g, y] * (1 - model.left_of_gas[p, g, y])


def share_left_low(model: Any, u: Any, i: Any, y: Any) -> Any:
    r"""What is left is at least the plane through the low ends of both factors; exact where one of them is at its low end. [1]

    .. math:: x_{uiy} \ge \underline{z}_{uiy} x_{u,i-1,y} + \underline{x}_{uiy} z_{uiy} - \underline{z}_{uiy} \underline{x}_{uiy},
       \qquad z_{uiy} = 1 - \sigma_{mu} \frac{N_{my} + \hat{N}_{my}}{F_m} \quad (m \text{ the } i\text{-th of } u), \qquad x_{u0y} = 1

    Source: McCormick, G. P. (1976), Mathematical Programming 10, 147-175; docs/decisions/0014-savings-exact-or-bounded.md.
    """
    return model.left[u, i, y] >= _plane(model, u, i, y, model.least_own, model.least_before)


def share_left_high(model: Any, u: Any, i: Any, y: Any) -> Any:
    r"""What is left is at least the plane through the high ends of both factors; exact where one of them is at its high end. [1]

    .. math:: x_{uiy} \ge \overline{z}_{uiy} x_{u,i-1,y} + \overline{x}_{uiy} z_{uiy} - \overline{z}_{uiy} \overline{x}_{uiy}

    Source: McCormick, G. P. (1976), Mathematical Programming 10, 147-175; docs/decisions/0014-savings-exact-or-bounded.md.
    """
    return model.left[u, i, y] >= _plane(model, u, i, y, model.most_own, model.most_before)


def share_left_credited(model: Any, u: Any, i: Any, y: Any) -> Any:
    r"""A measure is credited with its share of what those before it leave at the most they may be adopted: never too much. [1]

    .. math:: x_{uiy} \ge \overline{z}_{uiy} x_{u,i-1,y} + \underline{x}_{uiy} z_{uiy} - \overline{z}_{uiy} \underline{x}_{uiy}

    Source: docs/decisions/0014-savings-exact-or-bounded.md.
    """
    return model.left[u, i, y] >= _plane(model, u, i, y, model.most_own, model.least_before)


def add_in_box(model: Any, names: Sequence[str], box: Box, order: Order) -> list[Any]:
    """The families ``names`` once more, for narrower intervals and another order. Returns them."""
    _state(model, box, order)
    rules = {rule.__name__: rule for rule in (share_left_low, share_left_high, share_left_credited)}
    families = []
    for name in names:
        equation(model, rules[name], model.LEFT, model.Y, name=f"{name}_in_box")
        families.append(model.component(f"{name}_in_box"))
    return families


def _plane(model: Any, u: Any, i: Any, y: Any, own: Any, before: Any) -> Any:
    """own x left before + before x left of its own - own x before."""
    left_before = model.left_before[u, i, y] + model.is_first[u, i]
    left_own = 1 - model.taken_standing[u, i, y] - model.taken_new[u, i, y]
    return own[u, i, y] * left_before + before[u, i, y] * left_own - own[u, i, y] * before[u, i, y]


def _add_sums(model: Any, overlaps: Sequence[Overlap]) -> None:
    demands, gases = ([o for o in overlaps if len(o.place) == parts] for parts in (1, 2))
    add_sum(model, "saved_together", model.saved, collect((o.place, (m, *o.place), 1.0) for o in demands for m in o.measures), 1)
    add_sum(model, "cut_together", model.cut, collect((o.place, (m, *o.place), 1.0) for o in gases for m in o.measures), 1)
    for name, group in (("left_of_demand", demands), ("left_of_gas", gases)):
        add_sum(model, name, model.left, collect((o.place, (o.name, len(o.measures) - 1), 1.0) for o in group), 1)
    add_sum(model, "left_before", model.left, collect(((u, i), (u, i - 1), 1.0) for u, i in model.LEFT if i > 0), 1)
    table(model, "is_first", [model.LEFT], lambda u, i: float(i == 0))


def _state(model: Any, box: Box, order: Order) -> None:
    """Ends of the intervals of both factors, and what each measure takes, position by position."""
    adoptions: Adoptions = model.adoptions
    parts = [_ends(o, box.low[adoptions.rows(o)], box.high[adoptions.rows(o)], order[o.name]) for o in adoptions.overlaps]
    for at, name in enumerate(("least_own", "most_own", "least_before", "most_before")):
        values = np.concatenate([part[at] for part in parts]) if parts else np.zeros(0)
        table(model, name, [model.LEFT, model.Y], values)
    standing = [_ordered(np.array(o.shares)[:, None] * adoptions.standing[adoptions.rows(o)], order[o.name]) for o in adoptions.overlaps]
    table(model, "taken_standing", [model.LEFT, model.Y], np.concatenate(standing) if standing else np.zeros(0))
    add_sum(model, "taken_new", model.deploy, _taken(model, order), 0)


def _ends(overlap: Overlap, low: np.ndarray, high: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, ...]:
    """Least and most of what a measure leaves by itself, and of what those before it leave. Each of shape (measures, years)."""
    shares = np.array(overlap.shares)[:, None]
    least, most = (_ordered(1 - shares * adopted, order) for adopted in (high, low))
    before = [np.cumprod(np.vstack([np.ones(len(order)), end[:-1]]), axis=0) for end in (least, most)]
    return least, most, *before


def _ordered(values: np.ndarray, order: np.ndarray) -> np.ndarray:
    return np.take_along_axis(values, order.T, axis=0)


def _taken(model: Any, order: Order) -> dict[Key, list[tuple[Key, float]]]:
    """(overlap, position, year) to the deployments of the measure there that are online, with its share per size."""
    case = model.case
    entries: dict[Key, list[tuple[Key, float]]] = {}
    for overlap in model.adoptions.overlaps:
        for at, year in enumerate(case.years):
            for position, place in enumerate(order[overlap.name][at]):
                measure = case.measures[overlap.measures[place]]
                per_size = overlap.shares[place] / measure.full_size
                alive = [v for v in measure.built.vintages if v <= year < v + measure.built.lifetime_years]
                entries[overlap.name, position, year] = [((measure.id, v), per_size) for v in alive]
    return entries

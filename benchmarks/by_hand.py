"""The site's program written by hand with numpy and highspy: only what the cost needs, no checks, no accounts."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from benchmarks.site import (
    BOILER_EFFICIENCY,
    BOILER_MW,
    CAPEX,
    COP,
    DEMAND_PRICE,
    EFFICIENCY,
    ENERGY_PRICE,
    GAS_PRICE,
    HOURS,
    PV_LIMIT_KW,
    STANDING_LOSS,
    Site,
    yearly_payment,
)

INFINITE = float("inf")
STORES = ("battery", "heat_store")
FLOWS = ("bought", "boiler", "heat_pump", "pv", *(f"{part} {m}" for m in STORES for part in ("in", "out", "level")))


def load() -> None:
    """highspy and numpy are loaded already."""


def build(site: Site) -> Any:
    """HiGHS with the program: flows in MW, sizes in MW, cost in million CNY a year."""
    count, months = site.slices, np.unique(site.month)
    column = {name: at * count + np.arange(count) for at, name in enumerate(FLOWS)}
    first = len(FLOWS) * count
    size = {m: first + at for at, m in enumerate(CAPEX)}
    peak = first + len(CAPEX) + np.arange(len(months))
    width = first + len(CAPEX) + len(months)
    cost, upper = np.zeros(width), np.full(width, INFINITE)
    cost[column["bought"]] = site.price * ENERGY_PRICE * site.times / 1e6
    cost[column["boiler"]] = GAS_PRICE / BOILER_EFFICIENCY * site.times / 1e6
    upper[column["boiler"]], upper[size["pv"]] = BOILER_MW, PV_LIMIT_KW / 1000.0
    for m, capex in CAPEX.items():
        cost[size[m]] = capex * yearly_payment() / 1000.0
    cost[peak] = DEMAND_PRICE / 1e6
    rows: list[tuple[list[tuple[Any, Any]], Any, Any]] = [
        (
            [
                (column["bought"], 1.0), (column["heat_pump"], -1 / COP), (column["pv"], 1.0),
                (column["in battery"], -1.0), (column["out battery"], 1.0),
            ],
            site.power_mw, site.power_mw,
        ),
        (
            [(column["boiler"], 1.0), (column["heat_pump"], 1.0), (column["in heat_store"], -1.0), (column["out heat_store"], 1.0)],
            site.heat_mw, site.heat_mw,
        ),
        ([(column["bought"], 1.0), (peak[np.searchsorted(months, site.month)], -1.0)], -INFINITE, 0.0),
        ([(column["heat_pump"], 1.0), (size["heat_pump"], -1.0)], -INFINITE, 0.0),
        ([(column["pv"], 1.0), (size["pv"], -site.sun)], -INFINITE, 0.0),
    ]  # fmt: skip
    for m in STORES:
        taken, given, level = column[f"in {m}"], column[f"out {m}"], column[f"level {m}"]
        rows.append(([(taken, 1.0), (given, 1.0), (size[m], -1.0)], -INFINITE, 0.0))
        rows.append(([(level, 1.0), (size[m], -HOURS[m])], -INFINITE, 0.0))
        steps = [(taken, -EFFICIENCY[m]), (given, 1 / EFFICIENCY[m]), (level, 1.0), (np.roll(level, 1), STANDING_LOSS[m] - 1.0)]
        rows.append((steps, 0.0, 0.0))
    widths = np.array([len(terms) for terms, _, _ in rows])
    starts = np.concatenate([[0], np.cumsum(np.repeat(widths, count))]).astype(np.int32)
    columns = np.concatenate([_interleave([at for at, _ in terms], count) for terms, _, _ in rows]).astype(np.int32)
    values = np.concatenate([_interleave([value for _, value in terms], count) for terms, _, _ in rows])
    kept = values != 0  # the sun at night
    starts = np.concatenate([[0], np.cumsum(kept)]).astype(np.int32)[starts]
    low, high = (np.concatenate([np.broadcast_to(row[side], count) for row in rows]) for side in (1, 2))
    highs: Any = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(
        width, len(rows) * count, int(kept.sum()), int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0,
        cost, np.zeros(width), upper, low, high, starts, columns[kept], values[kept], np.zeros(width, np.int32),
    )  # fmt: skip
    return highs


def _interleave(parts: list[Any], count: int) -> np.ndarray:
    """Term by term in every row. Shape (count x parts,)."""
    return np.stack([np.broadcast_to(part, count) for part in parts], axis=1).ravel().astype(float)


def solve(highs: Any) -> float:
    """Yearly cost of the optimum. [CNY]"""
    highs.run()
    return float(highs.getInfo().objective_function_value) * 1e6

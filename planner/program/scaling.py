"""Units that the solver sees: chosen so that a factory's largest flows are near one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from planner.program.compile import Compiled
from planner.program.matrix import Matrix, by_row, scale


def _magnitude(value: float) -> float:
    """The power of ten at or below a positive value, else 1."""
    return 10.0 ** math.floor(math.log10(value)) if value > 0 and math.isfinite(value) else 1.0


def unit_scales(model: Any) -> dict[str, float]:
    """Unit of a variable to the amount of it that the solver sees as one."""
    case = model.case
    energy = _magnitude(max((max(d.annual_mwh.values()) for d in case.demands.values()), default=1.0))
    tonnes = _magnitude(max(model.numbers.baseline_t, *(model.numbers.process_t(y) for y in case.years)))
    price = max((p for c in case.commodities.values() for p in c.price_cny_per_mwh.values()), default=100.0)
    money = energy * max(_magnitude(price), 1e-6)
    return {"MWh": energy, "size": energy, "tce": energy / 10, "t": tonnes, "MW": energy / 1000, "CNY": money, "1": 1.0}


def scaled(model: Any, compiled: Compiled) -> tuple[Matrix, np.ndarray, np.ndarray, float]:
    """The scaled matrix, its row and column scales, and the scale of the objective."""
    scales = unit_scales(model)
    columns = np.ones(compiled.matrix.shape[1])
    for name, unit in model.units.items():
        columns[compiled.columns(name)] = 1.0 if model.integer[name] else scales[unit]
    matrix = compiled.matrix
    largest = _largest_by_row(matrix, columns)
    with np.errstate(divide="ignore"):
        rows = np.where(largest > 0, 10.0 ** np.floor(np.log10(np.where(largest > 0, largest, 1.0))), 1.0)
    return scale(matrix, rows, columns, scales["CNY"]), rows, columns, scales["CNY"]


def _largest_by_row(matrix: Matrix, columns: np.ndarray) -> np.ndarray:
    """Largest coefficient of each row in the units of its columns; 0 for a row without any."""
    seen = np.abs(matrix.values)
    seen *= columns[matrix.columns]
    return by_row(matrix, np.maximum, seen)

"""Units that the solver sees: chosen so that a factory's largest flows are near one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from planner.domain.case import (
    HOURS_PER_YEAR,
    AnyMeasure,
    CaptureData,
    ConversionData,
    GenerationData,
    Investment,
    RemovalData,
    StorageData,
)
from planner.program.compile import Compiled
from planner.program.matrix import Matrix, by_row, scale

DAYS_PER_YEAR = 365.0


def _magnitude(value: float) -> float:
    """The power of ten at or below a positive value, else 1."""
    return 10.0 ** math.floor(math.log10(value)) if value > 0 and math.isfinite(value) else 1.0


def unit_scales(model: Any) -> dict[str, float]:
    """Unit of a variable to the amount of it that the solver sees as one."""
    case = model.case
    energy = _magnitude(max((max(d.annual_mwh.values()) for d in case.demands.values()), default=1.0))
    tonnes = _magnitude(max(model.numbers.baseline_t, *(model.numbers.process_t(y) for y in case.years)))
    price = max((abs(p) for c in case.commodities.values() for p in c.price_cny_per_mwh.values()), default=100.0)
    money = energy * max(_magnitude(price), 1e-6)
    return {"MWh": energy, "size": energy, "tce": energy / 10, "t": tonnes, "MW": energy / 1000, "CNY": money, "1": 1.0}


def size_scales(model: Any) -> dict[str, tuple[float, float]]:
    """Measure to the size, and for stores the energy [kWh], that the solver sees as one: the largest that may be built, or what works on
    as much energy or gas in a year as the solver sees as one, whichever is less. Ten tools are no noise in a large factory.
    """
    scales = unit_scales(model)
    found = {}
    for id_, measure in model.case.measures.items():
        if measure.built is not None:
            busy = scales["t" if isinstance(measure, CaptureData | RemovalData) else "MWh"] / _yearly_work(measure)
            size = _magnitude(min([busy, *_largest_sizes(measure, measure.built)]))
            found[id_] = (size, _energy_scale(measure, size, scales["MWh"]) if isinstance(measure, StorageData) else size)
    return found


def _yearly_work(measure: AnyMeasure) -> float:
    """MWh or t that one size can work on in a year."""
    if isinstance(measure, GenerationData):
        return sum(measure.yield_mwh) or 1.0
    if isinstance(measure, ConversionData):
        converter = measure.converter
        return (
            converter.activity_per_size_hour * HOURS_PER_YEAR * max([*converter.inputs.values(), *converter.outputs.values()], default=1.0)
        )
    return HOURS_PER_YEAR / 1000 if isinstance(measure, StorageData) else 1.0


def _largest_sizes(measure: AnyMeasure, built: Investment) -> list[float]:
    stated = (built.limit_size, getattr(measure, "full_size", None))
    return [size for size in stated if size is not None and size > 0]


def _energy_scale(store: StorageData, size: float, mwh: float) -> float:
    """Energy that belongs to the power, or that passes so many MWh when it is emptied every day. [kWh]"""
    largest = [store.limit_kwh] if store.limit_kwh is not None else []
    return _magnitude(min([size * store.hours if store.hours else mwh * 1000 / DAYS_PER_YEAR, *largest]))


def column_scales(model: Any, compiled: Compiled) -> np.ndarray:
    """Amount of every variable that the solver sees as one. Shape (columns,)."""
    scales, sizes = unit_scales(model), size_scales(model)
    columns = np.ones(compiled.matrix.shape[1])
    for name, unit in model.units.items():
        columns[compiled.columns(name)] = 1.0 if model.integer[name] else scales[unit]
    for place, (name, keys) in enumerate((("deploy", model.DEPLOY), ("deploy_kwh", model.DEPLOY_STORAGE))):
        columns[compiled.columns(name)] = [sizes[m][place] for m, _ in keys]
    return columns


def scaled(model: Any, compiled: Compiled) -> tuple[Matrix, np.ndarray, np.ndarray, float]:
    """The scaled matrix, its row and column scales, and the scale of the objective."""
    money, columns = unit_scales(model)["CNY"], column_scales(model, compiled)
    matrix = compiled.matrix
    largest = _largest_by_row(matrix, columns)
    with np.errstate(divide="ignore"):
        rows = np.where(largest > 0, 10.0 ** np.floor(np.log10(np.where(largest > 0, largest, 1.0))), 1.0)
    return scale(matrix, rows, columns, money), rows, columns, money


def _largest_by_row(matrix: Matrix, columns: np.ndarray) -> np.ndarray:
    """Largest coefficient of each row in the units of its columns; 0 for a row without any."""
    seen = np.abs(matrix.values)
    seen *= columns[matrix.columns]
    return by_row(matrix, np.maximum, seen)

"""The index as data: vocabulary of figures, rule language, readings, and the shipped editions (指标体系)."""

from __future__ import annotations

from planner.index.catalogue import (
    ChosenIndex,
    choose_indexes,
    index_for,
    index_ids,
    indexes_for,
    load_index,
    load_index_file,
    validate_index_file,
)

__all__ = ["ChosenIndex", "choose_indexes", "index_for", "index_ids", "indexes_for", "load_index", "load_index_file", "validate_index_file"]

"""The index as data: vocabulary of figures, rule language, readings, and the shipped editions (指标体系)."""

from __future__ import annotations

from planner.index.catalogue import choose_index, index_for, index_ids, load_index

__all__ = ["choose_index", "index_for", "index_ids", "load_index"]

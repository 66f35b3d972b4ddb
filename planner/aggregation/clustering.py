"""Days that are alike, found by tsam (extra ``typical-days``): hierarchical clusters, each stood for by the day nearest to its middle."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from planner.aggregation.attributes import Attribute
from planner.aggregation.days import HOURS, Array, Places
from planner.errors import ExtraMissing


def count_distinct(attributes: Sequence[Attribute], group: Places) -> int:
    """Days of the group that differ from each other."""
    return len(_equal_days(attributes, group)[0])


def _equal_days(attributes: Sequence[Attribute], group: Places) -> tuple[Places, Places]:
    """Position of the first of each set of equal days, and the set that each day belongs to."""
    together = np.hstack([np.zeros((len(group), 1)), *(given.rows[group] for given in attributes)])
    _, first, equal_to = np.unique(together, axis=0, return_index=True, return_inverse=True)
    return first, equal_to.reshape(-1)


def cluster_days(attributes: Sequence[Attribute], group: Places, count: int) -> Places:
    """For each day of ``group`` the day of it that stands for it, ``count`` such days or fewer where days are equal."""
    first, equal_to = _equal_days(attributes, group)
    if len(first) <= count:
        return group[first[equal_to]]
    varying = [given for given in attributes if np.any(given.rows[group] != given.rows[group[0]])]
    # tsam scales what it is given to 0..1; the weight brings each profile back to its range in the whole year.
    weights = [given.weight * float(np.ptp(given.rows[group]) / np.ptp(given.rows)) for given in varying]
    return group[_medoids([given.rows[group] for given in varying], weights, count)]


def _medoids(profiles: Sequence[Array], weights: Sequence[float], count: int) -> Places:
    """Position of the day that stands for each."""
    try:
        import pandas as pd
        import tsam
        from tsam import ClusterConfig
    except ImportError as error:
        otherwise = ("不用它时可加 --resolution hourly 或 annual", "without it, --resolution hourly or annual works")
        raise ExtraMissing("tsam", "typical-days", str(error), *otherwise) from error
    values = {f"profile {place}": rows.reshape(-1) for place, rows in enumerate(profiles)}
    frame = pd.DataFrame(values, index=pd.date_range("2001-01-01", periods=profiles[0].size, freq="h"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = tsam.aggregate(
            frame,
            count,
            period_duration=HOURS,
            cluster=ClusterConfig(method="hierarchical", representation="medoid"),
            weights=dict(zip(values, weights, strict=True)),
            preserve_column_means=False,
        )
    centers: Places = np.asarray(result.clustering.cluster_centers, dtype=np.intp)
    places: Places = np.asarray(result.cluster_assignments, dtype=np.intp)
    return centers[places]

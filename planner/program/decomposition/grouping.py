"""Slices that are alike in a block: the partition on which its relaxation adds them up.

Any partition gives a valid relaxation; one of slices that are alike gives a close one. Days are put together by what the block
says of their hours (demands, yields, prices), and the hours of the highest values stay on their own, since they decide sizes.
"""

from __future__ import annotations

import numpy as np

from planner.program.decomposition.places import NOWHERE
from planner.program.decomposition.split import Block

HOURS = 24
MOST_EXACT = 240
"""Slices up to which a block isn't made smaller."""
KINDS_OF_DAY = 40
"""Kinds of day in all years together: what the master can be solved with in a minute or two."""
FEWEST_KINDS, MOST_KINDS = 7, 10
"""Of one year."""
PARTS_OF_YEAR = 12
"""Of each of which the highest values stay on their own, since demand is billed by the month."""
ROUNDS = 30
SEED = 11


def kinds_for(years: int) -> int:
    """Kinds of day in each of so many years."""
    return min(max(KINDS_OF_DAY // years, FEWEST_KINDS), MOST_KINDS)


def group_slices(features: np.ndarray, rated: np.ndarray, prices: np.ndarray, kinds: int) -> np.ndarray:
    """Group of every slice.

    ``features`` and ``prices`` have one row per slice; ``rated`` marks the features whose highest values stay on their own. Days of
    unlike prices are of unlike kinds, since a sum of them would count the least price.
    """
    count = len(features)
    if count <= MOST_EXACT:
        return np.arange(count)
    length = HOURS if count % HOURS == 0 else 1
    days = features.reshape(count // length, -1)
    priced = np.unique(prices.reshape(count // length, -1), axis=0, return_inverse=True)[1].ravel()
    kind_of_day = _cluster_alike(_folded(days), priced, kinds if length == HOURS else kinds * HOURS)
    groups = np.repeat(kind_of_day, length) * length + np.tile(np.arange(length), count // length)
    highest = _find_highest(features[:, rated])
    groups[highest] = groups.max() + 1 + np.arange(len(highest))
    return np.unique(groups, return_inverse=True)[1]


def _folded(points: np.ndarray) -> np.ndarray:
    """Points of the same distances from each other in no more dimensions than there are points."""
    if points.shape[1] <= points.shape[0]:
        return points
    values, vectors = np.linalg.eigh(points @ points.T)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _cluster_alike(points: np.ndarray, label: np.ndarray, kinds: int) -> np.ndarray:
    """Cluster of every point, of points with one label only, as long as there are no more labels than clusters."""
    found, sizes = np.unique(label, return_counts=True)
    if len(found) > kinds:
        return _cluster(points, kinds)
    cluster, first = np.zeros(len(points), np.int64), 0
    for one, size in zip(found.tolist(), sizes.tolist(), strict=True):
        share = 1 + round((kinds - len(found)) * size / len(points))
        cluster[label == one] = first + _cluster(points[label == one], share)
        first += share
    return cluster


def _cluster(points: np.ndarray, kinds: int) -> np.ndarray:
    """Cluster of every point, by k-means from points far apart."""
    dice = np.random.default_rng(SEED)
    centres = points[[int(dice.integers(len(points)))]]
    while len(centres) < min(kinds, len(points)):
        distance = _distances(points, centres).min(axis=1)
        if distance.max() <= 0:
            break
        centres = np.vstack([centres, points[dice.choice(len(points), p=distance / distance.sum())]])
    for _ in range(ROUNDS):
        nearest = _distances(points, centres).argmin(axis=1)
        moved = np.array([points[nearest == k].mean(axis=0) if (nearest == k).any() else centres[k] for k in range(len(centres))])
        if np.allclose(moved, centres):
            break
        centres = moved
    return np.asarray(_distances(points, centres).argmin(axis=1))


def _distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distances. Shape (points, centres)."""
    return np.array([((points - centre) ** 2).sum(axis=1) for centre in centres]).T


def _find_highest(features: np.ndarray) -> np.ndarray:
    parts = np.array_split(np.arange(len(features)), PARTS_OF_YEAR)
    found = [part[features[part].argmax(axis=0)] for part in parts if len(part) and features.shape[1]]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def read_features(block: Block, row_slice: np.ndarray, row_mark: np.ndarray, column_slice: np.ndarray, lead: np.ndarray) -> tuple[
    np.ndarray, np.ndarray, np.ndarray
]:  # fmt: skip
    """What a block says of its slices: sides of rows and coefficients, by kind of row and column, where they vary.

    Returns the features, one row per slice and each at most one in size, which of them are sides, and the coefficients in accounts of cost.
    """
    matrix, count = block.matrix, int(column_slice.max(initial=NOWHERE)) + 1
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
    side = np.where(np.isfinite(matrix.row_upper), matrix.row_upper, matrix.row_lower)
    timed = np.flatnonzero((row_slice != NOWHERE) & np.isfinite(side))
    sides = _table(row_mark[timed], row_slice[timed], np.abs(side[timed]), count)
    at = np.where(column_slice[matrix.columns] != NOWHERE, column_slice[matrix.columns], row_slice[row_of])
    seen = np.flatnonzero(at != NOWHERE)
    _, mark = np.unique(row_mark, return_inverse=True)
    _, thing = np.unique(lead, return_inverse=True)
    kinds = mark[row_of[seen]] * (int(thing.max(initial=0)) + 1) + thing[matrix.columns[seen]]
    coefficients = _table(kinds, at[seen], matrix.values[seen], count)
    of_cost = np.zeros(matrix.shape[0], bool)
    of_cost[row_of[matrix.cost[matrix.columns] != 0]] = True
    priced = (of_cost & (row_slice == NOWHERE))[row_of[seen]]
    prices = _table(kinds[priced], at[seen][priced], matrix.values[seen][priced], count)
    return np.hstack([sides, coefficients]), np.arange(sides.shape[1] + coefficients.shape[1]) < sides.shape[1], prices


def _table(kind: np.ndarray, piece: np.ndarray, value: np.ndarray, count: int) -> np.ndarray:
    """One column per kind whose values vary over slices, no two of them alike."""
    _, kind = np.unique(kind, return_inverse=True)
    table = np.zeros((count, int(kind.max(initial=NOWHERE)) + 1))
    table[piece, kind] = value
    table = table[:, np.ptp(table, axis=0) > 0] if table.size else table
    table = np.round(table / np.abs(table).max(axis=0, initial=0.0), 9) if table.size else table
    if not table.size:
        return table
    _, first = np.unique(np.round(np.random.default_rng(SEED).random(count) @ table, 6), return_index=True)
    return np.asarray(table[:, np.sort(first)])

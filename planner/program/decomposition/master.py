"""The bound: what is decided once, every year in its relaxation, and the cuts that the years have answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.errors import SolverRefused
from planner.program import highs
from planner.program.decomposition.aggregation import Aggregated
from planner.program.decomposition.split import Split
from planner.program.decomposition.year import Finding, run_from_here
from planner.program.matrix import Matrix, from_terms

WHOLE = 1e-6
"""Distance from a whole number up to which a relaxed one counts as whole."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the master would do, and what no plan can cost less than."""

    status: SolveStatus
    bound: float
    x: np.ndarray
    """Columns of the first stage."""


class Master:
    """Built once; cuts are added and it is solved again from where it was."""

    def __init__(self, split: Split, relaxed: Sequence[Aggregated]) -> None:
        self.split = split
        first = split.matrix
        width = first.shape[1]
        self._link_columns: list[np.ndarray] = []
        self._cost_columns: list[int] = []
        self.first_rows: list[int] = []
        """First row of every block."""
        parts = _Parts(first)
        for block, small in zip(split.blocks, relaxed, strict=True):
            links = block.links
            own = small.matrix.shape[1] - links.height
            column = parts.width
            self.first_rows.append(parts.height)
            parts.add(small.matrix)
            at = column + own + np.arange(links.height)
            self._link_columns.append(at)
            parts.add_rows(
                np.concatenate([np.arange(links.height), links.rows]), np.concatenate([at, links.columns]),
                np.concatenate([np.ones(links.height), -links.values]), np.zeros(links.height), np.zeros(links.height),
            )  # fmt: skip
            self._cost_columns.append(parts.width)
            priced = np.flatnonzero(small.matrix.cost)
            parts.add_cost_column()
            parts.add_rows(
                np.zeros(len(priced) + 1, np.int64), np.concatenate([[parts.width - 1], column + priced]),
                np.concatenate([[1.0], -small.matrix.cost[priced]]), np.zeros(1), np.full(1, np.inf),
            )  # fmt: skip
        self.width = width
        matrix = parts.matrix()
        self._whole = np.flatnonzero(matrix.integer).astype(np.int32)
        self._lumpy = False
        self._activity = np.zeros(0)
        self.shape = matrix.shape
        self._solver = highs.load(replace(matrix, integer=np.zeros_like(matrix.integer)))

    def propose(self, time_limit_s: float | None, gap: float) -> Proposal:
        """The cheapest decisions that the relaxations and cuts allow."""
        status = self._run(time_limit_s, gap)
        solver = self._solver
        if status is not SolveStatus.OPTIMAL:
            return Proposal(status, -np.inf, np.zeros(0))
        answer = solver.getSolution()
        x, self._activity = np.asarray(answer.col_value, float), np.asarray(answer.row_value, float)
        info = solver.getInfo()
        bound = info.mip_dual_bound if self._lumpy else info.objective_function_value
        return Proposal(status, float(bound), x[: self.width])

    def cut(self, place: int, finding: Finding) -> None:
        """The year at this place costs no less than its finding says."""
        used = np.flatnonzero(finding.slope)
        columns = np.concatenate([[self._cost_columns[place]], self._link_columns[place][used]]).astype(np.int32)
        values = np.concatenate([[1.0], -finding.slope[used]])
        side = finding.cost - float(finding.slope @ finding.links)
        self._solver.addRow(side, np.inf, len(columns), columns, values)

    def passes(self, rows: Mapping[int, float]) -> bool:
        """Whether what was proposed last stays under these sides of rows."""
        return all(self._activity[row] <= side for row, side in rows.items())

    def with_rows(self, rows: Mapping[int, float], time_limit_s: float | None, gap: float) -> Proposal:
        """What would be done if these rows had these sides."""
        for row, side in rows.items():
            self._solver.changeRowBounds(row, -np.inf, side)
        proposal = self.propose(time_limit_s, gap)
        for row in rows:
            self._solver.changeRowBounds(row, -np.inf, np.inf)
        return proposal

    def near(self, wanted: np.ndarray, time_limit_s: float | None, gap: float = 0.0) -> np.ndarray | None:
        """Decisions with these values where they are known; None where that can't be."""
        known = np.flatnonzero(~np.isnan(wanted)).astype(np.int32)
        lower, upper = self.split.matrix.lower[known], self.split.matrix.upper[known]
        fixed = np.clip(wanted[known], lower, upper)
        self._solver.changeColsBounds(len(known), known, fixed, fixed)
        proposal = self.propose(time_limit_s, gap)
        self._solver.changeColsBounds(len(known), known, lower, upper)
        return proposal.x if proposal.status is SolveStatus.OPTIMAL else None

    def _run(self, time_limit_s: float | None, gap: float) -> SolveStatus:
        solver = self._solver
        solver.setOptionValue("time_limit", float("inf") if time_limit_s is None else solver.getRunTime() + time_limit_s)
        if not self._lumpy:
            status = run_from_here(solver)
            if status is not SolveStatus.OPTIMAL or not self._is_broken(np.asarray(solver.getSolution().col_value, float)):
                return status
            self._make_lumpy(gap)
        return run_from_here(solver)

    def _is_broken(self, x: np.ndarray) -> bool:
        whole = x[self._whole]
        return bool(np.any(np.abs(whole - np.round(whole)) > WHOLE))

    def _make_lumpy(self, gap: float) -> None:
        """From here on whole numbers are whole: it takes longer, and only then."""
        import highspy

        kinds = np.full(len(self._whole), highspy.HighsVarType.kInteger, dtype=object)
        for column, kind in zip(self._whole.tolist(), kinds, strict=True):
            status = self._solver.changeColIntegrality(column, kind)
            if status != highspy.HighsStatus.kOk:
                raise SolverRefused("求解器拒绝了整数变量", "the solver refused a whole number")
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._lumpy = True


class _Parts:
    """A matrix put together from blocks below and beside each other."""

    def __init__(self, first: Matrix) -> None:
        self.offset = first.offset
        self.width, self.height = 0, 0
        self._terms: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._sides: list[tuple[np.ndarray, np.ndarray]] = []
        self._columns: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self.add(first, first.cost)

    def add(self, matrix: Matrix, cost: np.ndarray | None = None) -> None:
        """Rows and columns of their own; without cost unless one is given."""
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.starts))
        place = self.width + matrix.columns
        price = np.zeros(matrix.shape[1]) if cost is None else cost
        self._columns.append((matrix.lower, matrix.upper, price, matrix.integer))
        self.width += matrix.shape[1]
        self.add_rows(rows, place, matrix.values, matrix.row_lower, matrix.row_upper)

    def add_cost_column(self) -> None:
        """What a year costs."""
        self._columns.append((np.full(1, -np.inf), np.full(1, np.inf), np.ones(1), np.zeros(1, np.int32)))
        self.width += 1

    def add_rows(self, rows: np.ndarray, columns: np.ndarray, values: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Rows over the columns known so far."""
        self._terms.append((rows + self.height, columns, values))
        self._sides.append((low, high))
        self.height += len(low)

    def matrix(self) -> Matrix:
        """All of it."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self._terms, strict=True))
        low, high = (np.concatenate(part) for part in zip(*self._sides, strict=True))
        lower, upper, cost, integer = (np.concatenate(part) for part in zip(*self._columns, strict=True))
        starts, places, coefficients = from_terms(rows, columns, values, self.height, self.width)
        return Matrix(starts, places, coefficients, low, high, lower, upper, cost, self.offset, integer.astype(np.int32))

"""The only room that talks to HiGHS: hands the arrays over, checks that they arrived, and reads back what is known."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from planner.domain.tiers import SolveStatus
from planner.errors import SolverRefused
from planner.program import watch
from planner.program.matrix import Matrix, by_row

OLDEST_VERSION = (1, 15, 1)
"""Older ones have called worse integer plans optimal and feasible programs infeasible."""
FEASIBILITY_TOLERANCE = 1e-9
"""Largest violation of a scaled row or bound."""
SAME_PRODUCT = 1e-11
"""Largest difference between a row's product with a point as HiGHS and as numpy sum it, relative to its terms."""

WAYS: tuple[Mapping[str, Any], ...] = (
    {},
    {"simplex_scale_strategy": 0},
    {"presolve": "off"},
    {"simplex_strategy": 4},
    {"solver": "ipm"},
    {"simplex_dual_edge_weight_strategy": 0},
    {"presolve": "off", "simplex_scale_strategy": 0},
)
"""Options by which a program is solved, in turn: on some infeasible programs HiGHS 1.15.1 stops with status Unknown under its
defaults, and proves them infeasible without its own scaling. Tolerances are the same in all. The simplex comes first at every size:
a plan is a vertex, and interior points with crossover took longer on programs of 28,000 to 200,000 rows."""


FROM_BASIS: Mapping[str, Any] = {"presolve": "off"}
"""Options for a start from a basis: presolve would throw it away."""
FROM_NEAR: Mapping[str, Any] = {**FROM_BASIS, "simplex_dual_edge_weight_strategy": 1}
"""For a start a few hundred steps away: with Devex, since exact steepest-edge weights of a basis take as long as thousands of steps."""


@dataclass(frozen=True, slots=True)
class Basis:
    """HiGHS's status of each column and row at a vertex: basic, or at which bound."""

    columns: tuple[Any, ...]
    rows: tuple[Any, ...]

    def with_basic_rows(self, at: int, count: int) -> Basis:
        """The basis of a program with more rows from place ``at`` on: they are basic, so that what they ask is met next."""
        basic = _highspy().HighsBasisStatus.kBasic
        return Basis(self.columns, (*self.rows[:at], *(basic,) * count, *self.rows[at:]))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver knows."""

    status: SolveStatus
    x: np.ndarray | None
    objective: float | None
    bound: float | None
    basis: Basis | None = None
    """Of a linear program's optimum, where it was asked for."""


@functools.cache
def solver_version() -> str:
    """Version of the installed HiGHS; refuses one that is missing or too old."""
    try:
        found = version("highspy")
    except Exception as missing:
        raise SolverRefused(
            "没有找到求解器 highspy，请安装 highspy>=1.15.1", "highspy is not installed; install highspy>=1.15.1"
        ) from missing
    parts = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
    if parts < OLDEST_VERSION:
        raise SolverRefused(
            f"highspy {found} 太旧（曾给出错误的最优解），需要 1.15.1 或更新版本",
            f"highspy {found} is too old (it has returned wrong optima); 1.15.1 or newer is needed",
        )
    return found


def _highspy() -> Any:
    """The solver's module; refused when it is missing, too old or broken."""
    solver_version()
    try:
        import highspy
    except ImportError as missing:
        raise SolverRefused(f"求解器 highspy 无法载入：{missing}", f"highspy can't be loaded: {missing}") from missing
    if not hasattr(highspy, "Highs"):
        raise SolverRefused("所载入的 highspy 不是 HiGHS 求解器", "the highspy that was loaded is not the HiGHS solver")
    return highspy


def solve(matrix: Matrix, time_limit_s: float | None = None) -> Answer:
    """Solve a scaled matrix with one thread. Raises SolverRefused when HiGHS does not take it as it is."""
    highspy = _highspy()
    return _answer(highspy, _run(highspy, matrix, time_limit_s), matrix)


def solve_from(matrix: Matrix, start: Basis | None, time_limit_s: float | None = None, *, near: bool = False) -> Answer:
    """``solve`` for a linear program, from a basis of its shape, which may be ``near``; with the basis that it ends with.

    Without a basis, and where HiGHS can't use it, the program is solved from scratch.
    """
    highspy = _highspy()
    highs = _run(highspy, matrix, time_limit_s, start, FROM_NEAR if near else FROM_BASIS)
    found = _answer(highspy, highs, matrix)
    if found.status is not SolveStatus.OPTIMAL:
        return found
    held = highs.getBasis()
    return replace(found, basis=Basis(tuple(held.col_status), tuple(held.row_status)))


def _answer(highspy: Any, highs: Any, matrix: Matrix) -> Answer:
    """What HiGHS knows after its run."""
    known = highspy.HighsModelStatus
    status = highs.getModelStatus()
    if status == known.kUnboundedOrInfeasible:
        status = _decide(highspy, matrix)
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.asarray(highs.getSolution().col_value, float) if found else None
    objective = info.objective_function_value if found else None
    if status == known.kOptimal:
        bound = info.mip_dual_bound if matrix.integer.any() else objective
        return Answer(SolveStatus.OPTIMAL, x, objective, bound)
    if status == known.kInfeasible:
        return Answer(SolveStatus.INFEASIBLE, None, None, None)
    if status == known.kUnbounded:
        return Answer(SolveStatus.UNBOUNDED, None, None, None)
    if status in (known.kTimeLimit, known.kIterationLimit, known.kInterrupt):
        known_bound = matrix.integer.any() and math.isfinite(info.mip_dual_bound)
        bound = info.mip_dual_bound if known_bound else None
        return Answer(SolveStatus.NOT_PROVEN if found else SolveStatus.NO_PLAN, x, objective, bound)
    name = highs.modelStatusToString(status)
    raise SolverRefused(f"求解器以状态“{name}”停止，结果不可用", f"the solver stopped with status {name!r}; nothing can be used")


def _run(highspy: Any, matrix: Matrix, time_limit_s: float | None, start: Basis | None = None, warm: Mapping[str, Any] = FROM_BASIS) -> Any:
    """HiGHS after solving; where one way of solving ends without an answer, the next is tried in the time that is left."""
    known = highspy.HighsModelStatus
    began = time.perf_counter()
    for ways in WAYS if start is None else (warm, *WAYS):
        left = None if time_limit_s is None else max(time_limit_s - (time.perf_counter() - began), 0.0)
        highs = load(matrix, left, ways)
        if ways is warm and start is not None and not _placed(highspy, highs, start):
            continue
        ran = watch.run(highspy, highs)
        if ran != highspy.HighsStatus.kError and highs.getModelStatus() not in (known.kUnknown, known.kSolveError):
            break
    _checked(highspy, ran, "run", warning_ok=True)
    return highs


def _placed(highspy: Any, highs: Any, start: Basis) -> bool:
    """Whether HiGHS takes the basis."""
    if (highs.getNumRow(), highs.getNumCol()) != (len(start.rows), len(start.columns)):
        return False
    basis = highspy.HighsBasis()
    basis.col_status, basis.row_status, basis.valid = list(start.columns), list(start.rows), True
    return bool(highs.setBasis(basis) == highspy.HighsStatus.kOk)


def _decide(highspy: Any, matrix: Matrix) -> Any:
    """Infeasible or unbounded: without a cost, only feasibility is left to ask."""
    highs = _run(highspy, matrix.without_cost(), None)
    known = highspy.HighsModelStatus
    return known.kUnbounded if highs.getModelStatus() == known.kOptimal else known.kInfeasible


def load(matrix: Matrix, time_limit_s: float | None = None, ways: Mapping[str, Any] | None = None) -> Any:
    """A HiGHS object that holds exactly this matrix. Raises SolverRefused when it holds another."""
    highspy = _highspy()
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call, unused-ignore]
    options: dict[str, Any] = {
        "output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0,
        "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE, "dual_feasibility_tolerance": FEASIBILITY_TOLERANCE,
        "mip_feasibility_tolerance": FEASIBILITY_TOLERANCE, "small_matrix_value": 1e-12,
        **(ways or {}),
    }  # fmt: skip
    if time_limit_s is not None:
        options["time_limit"] = float(time_limit_s)
    for name, value in options.items():
        _checked(highspy, highs.setOptionValue(name, value), f"option {name}")
    rows, columns, nonzeros = matrix.shape
    status = highs.passModel(
        columns, rows, nonzeros, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), float(matrix.offset),
        matrix.cost, matrix.lower, matrix.upper, matrix.row_lower, matrix.row_upper,
        matrix.starts, matrix.columns, matrix.values, matrix.integer,
    )  # fmt: skip
    _checked(highspy, status, "passModel")
    _read_back(highspy, highs, matrix)
    return highs


def _read_back(highspy: Any, highs: Any, matrix: Matrix) -> None:
    """Counts, bounds and costs as HiGHS holds them, against what was sent; the coefficients by their product with a random point.

    highspy gives coefficients back as Python lists, which takes many times as long as the hand-over itself.
    """
    rows, columns, nonzeros = matrix.shape
    if (highs.getNumRow(), highs.getNumCol(), highs.getNumNz()) != (rows, columns, nonzeros):
        raise SolverRefused(
            f"求解器收到的模型为 {highs.getNumRow()} 行 {highs.getNumCol()} 列 {highs.getNumNz()} 个非零元，"
            f"应为 {rows}、{columns}、{nonzeros}",
            f"the solver holds {highs.getNumRow()} rows, {highs.getNumCol()} columns and {highs.getNumNz()} non-zeros;"
            f" it was sent {rows}, {columns} and {nonzeros}",
        )
    held = highs.getLp()
    same = all(
        np.array_equal(mine, theirs)
        for mine, theirs in (
            (matrix.row_lower, held.row_lower_), (matrix.row_upper, held.row_upper_),
            (matrix.lower, held.col_lower_), (matrix.upper, held.col_upper_), (matrix.cost, held.col_cost_),
        )
    )  # fmt: skip
    if not (same and _multiplies_alike(highspy, highs, matrix)):
        raise SolverRefused("求解器持有的模型与发送的不一致", "the solver holds another model than it was sent")


def _multiplies_alike(highspy: Any, highs: Any, matrix: Matrix) -> bool:
    """Whether HiGHS's coefficients times a random point are ours: one that is changed, moved or lost shows in its row."""
    point = np.random.default_rng(0).uniform(1.0, 2.0, matrix.shape[1])
    solution = highspy.HighsSolution()
    solution.col_value = point.tolist()
    _checked(highspy, highs.setSolution(solution), "setSolution")
    theirs = np.asarray(highs.getSolution().row_value, float)
    highs.clearSolver()
    products = matrix.values * point[matrix.columns]
    difference = np.abs(theirs - by_row(matrix, np.add, products))
    return bool(np.all(difference <= SAME_PRODUCT * by_row(matrix, np.add, np.abs(products, out=products))))


def _checked(highspy: Any, status: Any, what: str, *, warning_ok: bool = False) -> None:
    accepted = (highspy.HighsStatus.kOk, highspy.HighsStatus.kWarning) if warning_ok else (highspy.HighsStatus.kOk,)
    if status not in accepted:
        raise SolverRefused(f"求解器拒绝了 {what}（{status}）", f"the solver refused {what} ({status})")

"""Linear and integer programmes through HiGHS: arrays in, the best point, its duals and its bound out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray


# The solver's own tolerance on rows.
ZERO = 1e-7


@dataclass(frozen=True, eq=False)
class Limits:
    """How long and how large the optimiser may become.

    Attributes
    ----------
    until : float
        `time.monotonic()` at which to stop.
    memory_mb : float, optional
        Resident memory of the whole process at which to stop.
    """

    until: float = float("inf")
    memory_mb: float | None = None

    @classmethod
    def of(cls, time_limit_s: float | None, memory_limit_mb: float | None) -> Limits:
        """Limits that begin to count now; refuses those that are not above zero."""
        for name, value in (("time limit", time_limit_s), ("memory limit", memory_limit_mb)):
            if value is not None and not value > 0:
                raise BadInput(
                    sentence("{name} = {value:g}; give a number above zero, or none", name=name, value=value)
                )
        return cls(time.monotonic() + (time_limit_s or float("inf")), memory_limit_mb)

    @property
    def left_s(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.until - time.monotonic())

    @property
    def hit(self) -> str:
        """Which limit is reached, in words; empty if none."""
        if time.monotonic() >= self.until:
            return "time limit"
        if self.memory_mb is not None and resident_mb() >= self.memory_mb:
            return "memory limit"
        return ""


@dataclass(frozen=True, eq=False)
class Point:
    """What the optimiser found.

    Attributes
    ----------
    status : str
        optimal, infeasible, stopped (a limit was hit) or unbounded.
    x : float array
        Best point; empty if there is none.
    objective, bound : float
        Value of the best point and what no point can pass.
    row_dual, column_dual : float array
        Shadow prices (linear programmes only).
    """

    status: str
    x: NDArray[np.float64]
    objective: float
    bound: float
    row_dual: NDArray[np.float64]
    column_dual: NDArray[np.float64]


def resident_mb() -> float:
    """Memory that this process holds now, in MB (its greatest so far, where the system does not tell)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        import resource

        return pages * resource.getpagesize() / 2**20
    except (OSError, ImportError):
        return 0.0


def minimise(
    cost: NDArray[np.float64],
    rows: Any,
    row_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    column_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    whole: NDArray[np.bool_] | None = None,
    limits: Limits | None = None,
    presolve: bool = True,
) -> Point:
    """Least cost @ x with bounds on rows @ x and on x.

    Parameters
    ----------
    cost : float array
        A number a column.
    rows : sparse array
        Matrix, a row a constraint.
    row_bounds, column_bounds : pair of float arrays
        Low and high; infinite = free.
    whole : bool array, optional
        Columns that must be whole numbers.
    limits : Limits, optional
        When to stop.
    presolve : bool
        Whether the optimiser first makes the programme smaller.

    Returns
    -------
    Point
        The same input gives the same point: one thread, a fixed seed.
    """
    import highspy
    from highspy import _core

    limits = limits or Limits()
    if not len(cost):
        return _without_columns(row_bounds)
    matrix = rows.tocsr()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = np.asarray(cost, dtype=float)
    lp.row_lower_, lp.row_upper_ = (np.asarray(b, dtype=float) for b in row_bounds)
    lp.col_lower_, lp.col_upper_ = (np.asarray(b, dtype=float) for b in column_bounds)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(float)
    mixed = whole is not None and bool(whole.any())
    if mixed:
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in np.asarray(whole)]
    # The public class prints a banner to standard output, where only the answer belongs.
    solver: Any = _core._Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    if not presolve:
        solver.setOptionValue("presolve", "off")
    if np.isfinite(limits.until):
        solver.setOptionValue("time_limit", limits.left_s)
    if mixed and limits.memory_mb is not None:
        _stop_at_memory(solver, _core.cb.HighsCallbackType.kCallbackMipInterrupt, limits)
    solver.passModel(lp)
    solver.run()
    return _point(solver, highspy, mixed)


def _without_columns(row_bounds: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Point:
    """Nothing to choose, which the solver refuses to look at: all rows are zero, and their bounds allow that or not."""
    low, high = (np.asarray(b, dtype=float) for b in row_bounds)
    fits = bool(((low <= ZERO) & (high >= -ZERO)).all())
    value = 0.0 if fits else float("inf")
    empty = np.empty(0)
    return Point("optimal" if fits else "infeasible", empty, value, value, np.zeros(len(low)) if fits else empty, empty)


def _stop_at_memory(solver: Any, kind: Any, limits: Limits) -> None:
    def ask(_kind: Any, _message: Any, _out: Any, answer: Any, _user: Any) -> None:
        answer.user_interrupt = bool(limits.hit)

    solver.setCallback(ask, None)
    solver.startCallback(kind)


def _point(solver: Any, highspy: Any, mixed: bool) -> Point:
    status, info, found = solver.getModelStatus(), solver.getInfo(), solver.getSolution()
    names = highspy.HighsModelStatus
    word = {
        names.kOptimal: "optimal",
        names.kInfeasible: "infeasible",
        names.kUnboundedOrInfeasible: "infeasible",
        names.kUnbounded: "unbounded",
    }.get(status, "stopped")
    have = word == "optimal" or (word == "stopped" and mixed and info.primal_solution_status == 2)
    value = float(info.objective_function_value) if have else float("inf")
    bound = float(info.mip_dual_bound) if mixed else (value if word == "optimal" else -float("inf"))
    return Point(
        status=word,
        x=np.asarray(found.col_value) if have else np.empty(0),
        objective=value,
        bound=bound,
        row_dual=np.asarray(found.row_dual) if have and not mixed else np.empty(0),
        column_dual=np.asarray(found.col_dual) if have and not mixed else np.empty(0),
    )

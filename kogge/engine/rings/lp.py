"""The packing matrix as arrays, and HiGHS set up with it."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import highspy
import numpy as np

from kogge.engine.rings.bound import Floats, Ints, Matrix

LEAST_SECONDS = 0.05


def matrix_of(rows: list[tuple[int, ...]], count: int) -> Matrix:
    start = np.zeros(len(rows) + 1, dtype=np.int32)
    if all(len(set(used)) == len(used) for used in rows):
        np.cumsum([len(used) for used in rows], out=start[1:])
        index = np.fromiter((r for used in rows for r in used), dtype=np.int32, count=int(start[-1]))
        return Matrix(start, index, np.ones(len(index)), count)
    merged = [{r: used.count(r) for r in used} for used in rows]
    np.cumsum([len(m) for m in merged], out=start[1:])
    return Matrix(
        start,
        np.array([r for m in merged for r in m], dtype=np.int32),
        np.array([n for m in merged for n in m.values()], dtype=float),
        count,
    )


def extended(matrix: Matrix, added: list[Ints]) -> Matrix:
    """The matrix with further rows of ones in the given columns."""
    column = np.repeat(np.arange(matrix.columns), np.diff(matrix.start))
    columns = np.concatenate([column, *added])
    index = np.concatenate(
        [matrix.index, *(np.full(len(c), matrix.rows + i, dtype=np.int32) for i, c in enumerate(added))]
    )
    value = np.concatenate([matrix.value, np.ones(len(columns) - len(column))])
    order = np.argsort(columns, kind="stable")
    start = np.searchsorted(columns[order], np.arange(matrix.columns + 1)).astype(np.int32)
    return Matrix(start, index[order].astype(np.int32), value[order], matrix.rows + len(added))


def restricted(matrix: Matrix, keep: Ints) -> Matrix:
    length = np.diff(matrix.start)
    mask = np.zeros(matrix.columns, dtype=bool)
    mask[keep] = True
    entries = np.repeat(mask, length)
    start = np.concatenate([[0], np.cumsum(length[keep])]).astype(np.int32)
    return Matrix(start, matrix.index[entries], matrix.value[entries], matrix.rows)


def highs_of(matrix: Matrix, w: Floats, b: Floats, u: Floats, until: float, whole: bool = False) -> Any:
    """HiGHS with min −w·x, A x ≤ b, 0 ≤ x ≤ u; row duals come out ≤ 0."""
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.columns, matrix.rows
    lp.col_cost_, lp.col_lower_ = -w, np.zeros(matrix.columns)
    # In the LP the rows imply the upper bounds; without them all duals sit on the rows.
    lp.col_upper_ = u if whole else np.full(matrix.columns, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.full(matrix.rows, -highspy.kHighsInf), b
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.start, matrix.index, matrix.value
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * matrix.columns
    highs.passModel(lp)
    highs.setOptionValue("time_limit", max(LEAST_SECONDS, until - perf_counter()))
    if whole:
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
    return highs

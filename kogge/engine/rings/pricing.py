"""The LP over very many columns: solved over few of them, the rest priced and let in when they matter."""

from __future__ import annotations

from time import perf_counter

import highspy
import numpy as np

from kogge.engine.rings.bound import Flags, Floats, Ints, Matrix, certified
from kogge.engine.rings.lp import LEAST_SECONDS, highs_of, restricted

# Columns let in per row and round, and the violation that still matters (relative to the bound it is nothing).
A_ROW, TOLERANCE = 4, 1e-7


def priced_out(matrix: Matrix, w: Floats, b: Floats, u: Floats, until: float) -> tuple[Floats, Floats]:
    """Duals with the best certified bound found until then, and the last x, over all columns.

    The interior-point duals of each round lie in the middle of their face, which keeps the rounds few. Every
    round's duals prove a bound for *all* columns, so stopping early costs sharpness, never truth.
    """
    inside = np.zeros(matrix.columns, dtype=bool)
    chosen = _best_of_rows(matrix, w / np.diff(matrix.start), np.ones(matrix.columns, dtype=bool))
    duals, x, best = np.zeros(matrix.rows), np.zeros(matrix.columns), np.inf
    while len(chosen) and perf_counter() < until:
        inside[chosen] = True
        columns = np.flatnonzero(inside).astype(np.int32)
        highs = highs_of(restricted(matrix, columns), w[columns], b, u[columns], until)
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        highs.run()
        solution = highs.getSolution()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal or not solution.dual_valid:
            break
        y = np.maximum(0.0, -np.array(solution.row_dual))
        bound = certified(matrix, w, b, u, y)
        if bound < best:
            best, duals = bound, y
            x[:] = 0.0
            x[columns] = np.array(solution.col_value)
        reduced = w - matrix.priced(y)
        chosen = _best_of_rows(matrix, reduced, (reduced > TOLERANCE) & ~inside)
        if until - perf_counter() < LEAST_SECONDS:
            break
    return duals, x


def _best_of_rows(matrix: Matrix, score: Floats, allowed: Flags) -> Ints:
    """The `A_ROW` best allowed columns of each row, each once."""
    column = np.repeat(np.arange(matrix.columns, dtype=np.int32), np.diff(matrix.start))
    entries = np.flatnonzero(allowed[column])
    rows, column = matrix.index[entries], column[entries]
    order = np.lexsort((-score[column], rows))
    in_order = rows[order]
    rank = np.arange(len(order)) - np.searchsorted(in_order, in_order)
    return np.unique(column[order[rank < A_ROW]])

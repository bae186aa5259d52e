"""The packing of circles: LP for prices, branch and bound for a plan, both by HiGHS over the circles known so far."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import highspy
import numpy as np

from kogge.engine.circles.arrays import Floats
from kogge.engine.circles.search import Column

LEAST_SECONDS = 0.05


def _highs(columns: list[Column], members: int, bonus: Floats, until: float) -> Any:
    """HiGHS with min −value·x, each member at most once, 0 ≤ x."""
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), members
    lp.col_cost_ = -np.array([c.value + bonus[list(c.members)].sum() for c in columns])
    lp.col_lower_ = np.zeros(len(columns))
    lp.col_upper_ = np.full(len(columns), highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.full(members, -highspy.kHighsInf), np.ones(members)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(c.members) for c in columns)])
    lp.a_matrix_.index_ = np.fromiter((i for c in columns for i in c.members), dtype=np.int32)
    lp.a_matrix_.value_ = np.ones(len(lp.a_matrix_.index_))
    highs.passModel(lp)
    highs.setOptionValue("time_limit", max(LEAST_SECONDS, until - perf_counter()))
    highs.setOptionValue("threads", 1)
    return highs


def relaxed(
    columns: list[Column], members: int, bonus: Floats, until: float, interior: bool
) -> tuple[float, Floats, Floats] | None:
    """Value, prices (≥ 0) and shares of the LP; None when the time did not do. `interior`: prices of the middle."""
    highs = _highs(columns, members, bonus, until)
    if interior:
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        highs.setOptionValue("ipm_optimality_tolerance", 1e-4)
    highs.run()
    found = highs.getSolution()
    if len(found.row_dual) != members or len(found.col_value) != len(columns):
        return None
    prices = np.maximum(0.0, -np.array(found.row_dual))
    return -float(highs.getInfo().objective_function_value), prices, np.array(found.col_value)


def packed(
    columns: list[Column], members: int, bonus: Floats, until: float, start: list[Column], target: float
) -> tuple[list[Column], bool]:
    """The best plan of these circles found in time, and whether none of them is better (the tree was closed)."""
    highs = _highs(columns, members, bonus, until)
    highs.changeColsIntegrality(
        len(columns), np.arange(len(columns), dtype=np.int32), [highspy.HighsVarType.kInteger] * len(columns)
    )
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.99)  # values are whole numbers
    highs.setOptionValue("objective_target", -target + 1e-6)
    place = {(c.group, c.members): j for j, c in enumerate(columns)}
    if all((c.group, c.members) in place for c in start):
        value = np.zeros(len(columns))
        value[[place[c.group, c.members] for c in start]] = 1.0
        solution = highspy.HighsSolution()
        solution.col_value = list(value)
        highs.setSolution(solution)
    highs.run()
    found = np.array(highs.getSolution().col_value)
    closed = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if len(found) != len(columns):
        return [], False
    taken: set[int] = set()
    chosen: list[Column] = []
    for j in np.flatnonzero(found > 0.5):
        if taken.isdisjoint(columns[j].members):
            taken.update(columns[j].members)
            chosen.append(columns[j])
    return chosen, closed

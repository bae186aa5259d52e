"""Diving: walk from the LP's optimum to a plan by fixing what the LP is nearly sure of, and solving again."""

from __future__ import annotations

import random
from time import perf_counter
from typing import Any

import highspy
import numpy as np

from kogge.engine.rings.bound import Floats, Matrix
from kogge.engine.rings.lp import LEAST_SECONDS

NEAR = 1e-6


def dive(highs: Any, matrix: Matrix, b: Floats, u: Floats, seed: int, until: float) -> Floats | None:
    """A whole-number point reached by one dive, or None when the time is over or the dive got stuck.

    `highs` holds the LP min −w·x, A x ≤ b, x ≥ 0; its basis is used again from dive to dive and its column
    bounds are put back. Seed 0 takes the largest fractions first, other seeds shake their order.
    """
    rng = random.Random(seed)
    everything = np.arange(matrix.columns, dtype=np.int32)
    lower = np.zeros(matrix.columns)
    upper = np.full(matrix.columns, highspy.kHighsInf)
    highs.changeColsBounds(matrix.columns, everything, lower, upper)
    while True:
        highs.setOptionValue("time_limit", highs.getRunTime() + max(LEAST_SECONDS, until - perf_counter()))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        x: Floats = np.array(highs.getSolution().col_value)
        fraction = x - np.floor(x + NEAR)
        open_ = np.flatnonzero(fraction > NEAR)
        if len(open_) == 0:
            return np.rint(x)
        if perf_counter() > until:
            return None
        fixed = np.minimum(u, np.floor(x + NEAR))
        free = b - matrix.loaded(fixed)
        shaken = fraction[open_] + (0.2 * np.array([rng.random() for _ in open_]) if seed else 0.0)
        # A tenth at a time, as long as they fit beside each other; what does not fit any more is not tried again. So
        # each round fixes at least one, from below or from above, and it ends.
        for j in open_[np.argsort(-shaken, kind="stable")][: max(1, len(open_) // 10)]:
            entries = slice(matrix.start[j], matrix.start[j + 1])
            at = matrix.index[entries]
            if (free[at] >= matrix.value[entries] - NEAR).all():
                free[at] -= matrix.value[entries]
                fixed[j] += 1.0
            else:
                upper[j] = fixed[j]
        lower = np.maximum(lower, fixed)
        highs.changeColsBounds(matrix.columns, everything, lower, upper)

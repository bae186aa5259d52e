"""Upper bounds that hold whatever the solver says: weak duality, evaluated here.

For max w·x with A x ≤ b, 0 ≤ x ≤ u and *any* y ≥ 0: w·x ≤ b·y + Σ u·max(0, w − Aᵀy). A solver only proposes
y.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

# Share of the bound added for rounding in sums of doubles: far above their error, far below any real gap.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Matrix:
    """A by columns: entries of column j at start[j]:start[j+1]; every column has at least one entry."""

    start: Ints
    index: Ints
    value: Floats
    rows: int

    @property
    def columns(self) -> int:
        return len(self.start) - 1

    def priced(self, y: Floats) -> Floats:
        """Aᵀ y, one number per column."""
        return np.add.reduceat(self.value * y[self.index], self.start[:-1])

    def loaded(self, x: Floats) -> Floats:
        """A x, one number per row."""
        load: Floats = np.bincount(
            self.index, weights=self.value * np.repeat(x, np.diff(self.start)), minlength=self.rows
        ).astype(np.float64)
        return load


def certified(matrix: Matrix, w: Floats, b: Floats, u: Floats, y: Floats) -> float:
    """A proven upper bound of max w·x, A x ≤ b, 0 ≤ x ≤ u from proposed duals `y` (negative parts are
    dropped).

    The better of two repairs of a slightly infeasible y: paying for the violation by the columns' upper
    bounds, or (A, b ≥ 0 only) scaling y up until no column is priced too low (Farley 1990).
    """
    y = np.maximum(y, 0.0)
    priced = matrix.priced(y)
    base = math.fsum(b * y)
    bound = base + math.fsum(u * np.maximum(w - priced, 0.0))
    if base > 0 and (matrix.value >= 0).all() and (priced[w > 0] > 0).all():
        scale = max(1.0, float(np.max(w[w > 0] / priced[w > 0], initial=1.0)))
        bound = min(bound, base * scale)
    return bound + ROUNDING * (1.0 + abs(bound))


def whole(bound: float, w: Floats) -> float:
    """Rounded down when all weights are whole numbers, for then every plan's value is one."""
    return float(math.floor(bound)) if bool((w == np.rint(w)).all()) else bound

"""A plan from the LP: fix the circles it likes best, price new ones for who is left, and so on to the end."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from kogge.engine.circles.generation import INTERIOR_FROM, Generation
from kogge.engine.circles.master import relaxed
from kogge.engine.circles.rounds import LOCKED
from kogge.engine.circles.search import Column

SURE = 0.8  # share of a circle in the LP from which it is fixed at once
STEP = 0.08  # of the members are fixed a step, whatever their circles' shares


def dive(generation: Generation, prices: np.typing.NDArray[np.float64], until: float) -> list[Column]:
    """Circles fixed one after the other: a feasible plan."""
    a = generation.arrays
    n = len(a.units)
    gone = np.zeros(n, dtype=np.bool_)
    chosen: list[Column] = []
    shares = list(generation.shares)
    columns = list(generation.pool.values())
    while True:
        fixed = 0
        for share, column in sorted(shares, key=lambda pair: -pair[0]):
            if fixed >= STEP * n and share < SURE:
                break
            members = list(column.members)
            if not gone[members].any():
                gone[members] = True
                chosen.append(column)
                fixed += len(members)
        columns = [c for c in columns if not gone[list(c.members)].any()]
        if not fixed or not columns or perf_counter() > until:
            break
        priced = generation.price(np.where(gone, LOCKED, prices), until)
        new = [c for c in priced or [] if not gone[list(c.members)].any()]
        generation.know(new)
        columns += new
        solved = relaxed(columns, n, a.bonus, until, n >= INTERIOR_FROM)
        if solved is None:
            break
        _value, prices, found = solved
        shares = [(float(found[j]), columns[j]) for j in np.flatnonzero(found > 1e-3)]
    # What time left open: the circles that pay most at the last prices.
    price = prices - a.bonus
    for column in sorted(columns, key=lambda c: float(price[list(c.members)].sum()) - c.value):
        members = list(column.members)
        if not gone[members].any():
            gone[members] = True
            chosen.append(column)
    return chosen

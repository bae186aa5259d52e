"""Few addresses: every plan is looked at, so that the best is found for certain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kogge.engine.walks.model import Floats
from kogge.engine.walks.orders import FAR, sets, shortest


def best_of_few(metres: Floats, budgets: Sequence[float]) -> list[list[int]]:
    """The fewest walks, and of those the shortest, by dynamic programming over sets of doors (3^n steps).

    metres: between all doors, shape (n, n); for n up to about 12. budgets: metres that a walk of k doors may have.

    >>> best_of_few(np.array([[0.0, 1, 9], [1, 0, 9], [9, 9, 0]]), [0, 8, 8, 8])
    [[0, 1], [2]]
    """
    count = len(metres)
    every = (1 << count) - 1
    path = sets(np.minimum(metres, FAR)[None])[0].min(axis=1).tolist()
    fits = [
        doors > 0 and doors.bit_count() < len(budgets) and path[doors] <= budgets[doors.bit_count()] + 1e-6
        for doors in range(every + 1)
    ]
    best: list[tuple[int, float]] = [(0, 0.0)] + [(count + 1, 0.0)] * every
    taken = [0] * (every + 1)
    for doors in range(1, every + 1):
        first = doors & -doors  # the walk that holds the first of them: each plan is counted once
        rest = part = doors ^ first
        while True:
            walk = part | first
            if fits[walk]:
                walks, walked = best[doors ^ walk]
                if (found := (walks + 1, walked + path[walk])) < best[doors]:
                    best[doors], taken[doors] = found, walk
            if part == 0:
                break
            part = (part - 1) & rest
    groups = []
    while every:
        groups.append([door for door in range(count) if taken[every] >> door & 1])
        every ^= taken[every]
    found_orders = [shortest([group], metres)[0] for group in groups]
    return [order if order[0] <= order[-1] else order[::-1] for order in found_orders]

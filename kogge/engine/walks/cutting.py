"""One long path is cut into walks: as few as possible, and of those the shortest (Beasley 1983, Prins 2004)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kogge.engine.walks.orders import Rows


def cut(path: Sequence[int], metres: Rows, budgets: Sequence[float]) -> list[list[int]]:
    """The best cuts of a path, leaving its order as it is.

    budgets: metres that a walk of k doors may have, for k = 0 …; a door alone always fits.

    >>> far = [[0, 1, 9], [1, 0, 9], [9, 9, 0]]
    >>> cut([0, 1, 2], far, [0, 8, 8, 8])
    [[0, 1], [2]]
    """
    count, most = len(path), len(budgets) - 1
    best: list[tuple[int, float]] = [(0, 0.0)] + [(count + 1, 0.0)] * count
    begin = [0] * (count + 1)
    links = [metres[a][b] for a, b in itertools.pairwise(path)]
    for first in range(count):
        walks, walked = best[first]
        length = 0.0
        for last in range(first, min(count, first + most)):
            if last > first:
                length += links[last - 1]
            if length > budgets[last - first + 1]:
                break
            found = (walks + 1, walked + length)
            if found < best[last + 1]:
                best[last + 1], begin[last + 1] = found, first
    walks_found: list[list[int]] = []
    end = count
    while end:
        walks_found.append(list(path[begin[end] : end]))
        end = begin[end]
    return walks_found[::-1]


def rounds(path: Sequence[int], metres: Rows, budgets: Sequence[float]) -> list[list[int]]:
    """As `cut`, with the path closed to a ring and opened at each of the first doors in turn: the best of them."""
    count = len(path)
    tried = []
    for turn in range(min(count, len(budgets))):
        turned = [*path[turn:], *path[:turn]]
        walks = cut(turned, metres, budgets)
        walked = sum(metres[a][b] for walk in walks for a, b in itertools.pairwise(walk))
        tried.append((len(walks), walked, turn, walks))
    return min(tried)[3] if tried else []


def added(walk: Sequence[int], spot: int, door: int, metres: Rows) -> float:
    """Metres more when a door comes into a walk before the one at `spot` (its length: after the last)."""
    row = metres[door]
    before = row[walk[spot - 1]] if spot else 0.0
    after = row[walk[spot]] if spot < len(walk) else 0.0
    gone = metres[walk[spot - 1]][walk[spot]] if 0 < spot < len(walk) else 0.0
    return before + after - gone

"""Short orders of doors: paths that begin and end anywhere."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from kogge.engine.walks.model import Floats

EXACT = 11  # doors up to which the order is proven: 2^11 sets of doors
FAR = 1e7  # metres that stand for "no way": sums of them stay numbers, exact to less than `GAIN`
GAIN = 1e-4  # metres; less is noise of the sums
Rows = list[list[float]]


def length(order: Sequence[int], metres: Rows) -> float:
    """Metres from the first to the last of an order."""
    return sum(metres[a][b] for a, b in itertools.pairwise(order))


def neighbours(metres: Floats, number: int) -> list[list[int]]:
    """The nearest others of each, nearest first; equal ones in the order of the addresses."""
    count = len(metres)
    away = metres.copy()
    np.fill_diagonal(away, np.nan)  # sorted last, even behind what no way leads to
    order = np.argsort(away, axis=1, kind="stable")[:, : max(0, min(number, count - 1))]
    near: list[list[int]] = order.tolist()
    return near


def one_path(metres: Rows, near: list[list[int]]) -> list[int]:
    """All doors in one path: shortest links first, then the loose ends joined to the nearest (greedy edge)."""
    count = len(metres)
    links: list[list[int]] = [[] for _ in range(count)]
    group = list(range(count))

    def root(door: int) -> int:
        while group[door] != door:
            group[door] = group[group[door]]
            door = group[door]
        return door

    pairs = sorted({(metres[a][b], min(a, b), max(a, b)) for a in range(count) for b in near[a]})
    for far, a, b in pairs:
        if far < FAR and len(links[a]) < 2 and len(links[b]) < 2 and root(a) != root(b):
            links[a].append(b)
            links[b].append(a)
            group[root(a)] = root(b)
    pieces = []
    seen: set[int] = set()
    for door in range(count):
        if door in seen or len(links[door]) == 2:
            continue
        piece, before, here = [door], -1, door
        while onward := [other for other in links[here] if other != before]:
            before, here = here, onward[0]
            piece.append(here)
        seen.update(piece)
        pieces.append(piece)
    path = pieces.pop(0) if pieces else []
    while pieces:
        row = metres[path[-1]]
        best = min(range(len(pieces)), key=lambda index: (min(row[pieces[index][0]], row[pieces[index][-1]]), index))
        piece = pieces.pop(best)
        path += piece if row[piece[0]] <= row[piece[-1]] else piece[::-1]
    return path


def shorten(path: list[int], metres: Rows, near: list[list[int]]) -> list[int]:
    """2-opt and Or-opt (up to three doors moved, either way round) over near doors until neither helps.

    Croes 1958; Or 1976. The ends are free.
    """
    count = len(path)
    if count < 3:
        return path
    path = path[:]
    at = {door: index for index, door in enumerate(path)}
    waiting = list(reversed(path))
    queued = set(path)
    while waiting:
        door = waiting.pop()
        queued.discard(door)
        touched = _two_opt(path, at, door, metres, near) or _or_opt(path, at, door, metres, near)
        if touched:
            for index, other in enumerate(path):
                at[other] = index
            for other in (*touched, door):
                if other not in queued:
                    queued.add(other)
                    waiting.append(other)
    return path


def _two_opt(path: list[int], at: dict[int, int], door: int, metres: Rows, near: list[list[int]]) -> list[int]:
    """Turn a part round so that `door` stands beside a near one. The doors at the cuts, or nothing."""
    count, here, row = len(path), at[door], metres[door]
    for side in (1, -1):  # the link that is cut: to the next door, or to the one before
        after = path[here + side] if 0 <= here + side < count else None
        cut = row[after] if after is not None else 0.0
        for other in near[door]:
            if other not in at:
                continue
            gain = cut - row[other]
            if after is not None and gain <= GAIN:
                break
            there = at[other]
            beyond = path[there + side] if 0 <= there + side < count else None
            gain += metres[other][beyond] if beyond is not None else 0.0
            gain -= metres[after][beyond] if after is not None and beyond is not None else 0.0
            if gain <= GAIN:
                continue
            low, high = min(here, there), max(here, there)
            low, high = (low + 1, high) if side == 1 else (low, high - 1)
            path[low : high + 1] = path[low : high + 1][::-1]
            return [part for part in (after, other, beyond) if part is not None]
    return []


def _or_opt(path: list[int], at: dict[int, int], door: int, metres: Rows, near: list[list[int]]) -> list[int]:
    """Move `door`, with up to two doors after or before it, beside a near one. The doors touched, or nothing."""
    count, here = len(path), at[door]
    for size in (1, 2, 3):
        for low in {here, here - size + 1}:  # the part begins or ends with the door
            high = low + size - 1
            if low < 0 or high >= count or size == count:
                continue
            before = path[low - 1] if low else None
            after = path[high + 1] if high + 1 < count else None
            tail = path[high] if path[low] == door else path[low]
            freed = (metres[before][path[low]] if before is not None else 0.0) + (
                metres[path[high]][after] if after is not None else 0.0
            )
            freed -= metres[before][after] if before is not None and after is not None else 0.0
            if freed <= GAIN:
                continue
            for other in near[door]:
                if metres[door][other] >= freed + GAIN:
                    break
                if other not in at or low <= at[other] <= high:
                    continue
                for step in (1, -1):
                    index = at[other] + step
                    if low <= index <= high:
                        index += step * size
                    beside = path[index] if 0 <= index < count else None
                    cost = metres[door][other] + (
                        metres[tail][beside] - metres[other][beside] if beside is not None else 0.0
                    )
                    if freed - cost <= GAIN:
                        continue
                    part = path[low : high + 1]
                    if (part[0] == door) != (step == 1):
                        part = part[::-1]
                    rest = path[:low] + path[high + 1 :]
                    spot = rest.index(other) + (1 if step == 1 else 0)
                    path[:] = rest[:spot] + part + rest[spot:]
                    return [x for x in (before, after, other, beside, tail) if x is not None]
    return []


def shortest(groups: Sequence[Sequence[int]], metres: Floats) -> list[list[int]]:
    """The proven shortest order of each group; all of one size, at most `EXACT`. Held and Karp 1962, all at once."""
    size = len(groups[0])
    if size < 2:
        return [list(group) for group in groups]
    index = np.array(groups, dtype=np.int64)
    between = np.minimum(metres[index[:, :, None], index[:, None, :]], FAR)
    best = sets(between)
    orders = np.zeros((len(groups), size), dtype=np.int64)
    every = np.arange(len(groups))
    left = np.full(len(groups), (1 << size) - 1, dtype=np.int64)
    here = np.argmin(best[:, -1, :], axis=1)
    for step in range(size):
        orders[:, step] = here
        left ^= np.left_shift(1, here)
        if step + 1 < size:
            here = np.argmin(best[every, left] + between[every, :, here], axis=1)
    return [[int(group[place]) for place in order] for group, order in zip(groups, orders, strict=True)]


def sets(between: Floats) -> Floats:
    """Shortest path through every set of doors that ends at a door: shape (groups, 2^size, size), FAR squared if none.

    between: metres, shape (groups, size, size). Sets are bits: set 5 holds doors 0 and 2.
    """
    groups, size, _ = between.shape
    best = np.full((groups, 1 << size, size), FAR * FAR)
    for last in range(size):
        best[:, 1 << last, last] = 0.0
    for members in range(3, 1 << size):
        if members & (members - 1) == 0:
            continue
        for last in range(size):
            if members >> last & 1:
                best[:, members, last] = (best[:, members ^ (1 << last), :] + between[:, :, last]).min(axis=1)
    return best

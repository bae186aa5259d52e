"""A good plan fast: greedy start, then tabu search by inserting one ring and evicting those in its way."""

from __future__ import annotations

import random
from time import perf_counter

Rows = list[tuple[int, ...]]


def improve(
    rows: Rows,
    weight: list[float],
    capacity: list[int],
    deadline: float,
    target: float,
    first: list[int],
    steps: int = 2_000_000,
) -> list[int]:
    """Columns chosen (repeated when chosen twice), never worse than `first` (which must be feasible).

    Stops at `target`, the deadline (`perf_counter` seconds) or after `steps`. Seeded: the same input and
    steps give the same plan; only the clock can end it elsewhere.
    """
    rng = random.Random(1)
    by_row: list[list[int]] = [[] for _ in capacity]
    for j, used in enumerate(rows):
        for r in set(used):
            by_row[r].append(j)
    inside: list[list[int]] = [[] for _ in capacity]  # columns of the current plan on each row
    free = list(capacity)
    value = 0.0
    open_rows: list[int] = []
    place = [-1] * len(capacity)  # where a row stands in open_rows, so that leaving it costs nothing

    def settle(r: int) -> None:
        if free[r] > 0 and by_row[r]:
            if place[r] < 0:
                place[r] = len(open_rows)
                open_rows.append(r)
        elif place[r] >= 0:
            last = open_rows.pop()
            if last != r:
                open_rows[place[r]] = last
                place[last] = place[r]
            place[r] = -1

    def put(j: int) -> None:
        for r in rows[j]:
            free[r] -= 1
            inside[r].append(j)
            settle(r)

    def take(j: int) -> None:
        for r in rows[j]:
            free[r] += 1
            inside[r].remove(j)
            settle(r)

    for r in range(len(capacity)):
        settle(r)
    for j in first:
        put(j)
        value += weight[j]
    for j in sorted(range(len(rows)), key=lambda j: -weight[j] / len(rows[j])):
        while all(free[r] >= rows[j].count(r) for r in rows[j]):
            put(j)
            value += weight[j]
    best_value, best, noted = value, [], False
    tabu = [0] * len(rows)
    for step in range(1, steps):
        if best_value >= target - 1e-9 or not open_rows or (step % 64 == 0 and perf_counter() > deadline):
            break
        options = by_row[open_rows[int(rng.random() * len(open_rows))]]
        if len(options) > 200:
            options = rng.sample(options, 200)
        gain_best, choice, out_best = -1e18, -1, []
        for j in options:
            gain = weight[j]
            out: list[int] = []
            for r in rows[j]:
                if free[r] <= 0:
                    # With a capacity above one, the least valuable column there makes room.
                    k = inside[r][0] if len(inside[r]) == 1 else min(inside[r], key=weight.__getitem__)
                    if k not in out:
                        out.append(k)
                        gain -= weight[k]
            if gain < gain_best or (tabu[j] > step and value + gain <= best_value + 1e-9):
                continue
            if gain > gain_best or rng.random() < 0.3:
                gain_best, choice, out_best = gain, j, out
        if choice < 0:
            continue
        if gain_best < 0 and value >= best_value and not noted:
            best, noted = _chosen(rows, inside), True  # written down only when the best is about to be left
        for k in out_best:
            take(k)
            tabu[k] = step + 10 + int(rng.random() * 20)
        if any(free[r] < rows[choice].count(r) for r in rows[choice]):
            for k in out_best:  # needs more than one place on a row: leave it
                put(k)
            continue
        put(choice)
        value += gain_best
        if value > best_value + 1e-9:
            best_value, noted = value, False
    return best if noted else _chosen(rows, inside)


def _chosen(rows: Rows, inside: list[list[int]]) -> list[int]:
    """Each chosen column once per use: it is counted at its first row only."""
    chosen: list[int] = []
    for r, columns in enumerate(inside):
        for j in dict.fromkeys(columns):
            if rows[j][0] == r:
                chosen.extend([j] * (columns.count(j) // rows[j].count(r)))
    return chosen

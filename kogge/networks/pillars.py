"""Who holds a network together: what falls apart without one node, and without the few that matter most.

Pure functions over positions; persons and organisations are the caller's business.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Neighbours = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Pillars:
    """`chosen` (positions, most important first), the parts with and without them, and who loses touch.

    `lost`: nodes that were in the largest part and are in another one without the chosen.
    """

    chosen: tuple[int, ...]
    parts_today: int
    parts_without: int
    lost: int


def pieces(neighbours: Neighbours, removed: Collection[int] = ()) -> dict[int, tuple[int, ...]]:
    """Node → sizes (largest first) of the pieces its part falls into without it; only where there are several.

    One depth-first search (Tarjan 1972): a child's branch that reaches no higher than the node itself becomes
    a piece of its own; what is left over is one more. Time linear in the ties.

    >>> pieces([[1], [0, 2], [1]])
    {1: (1, 1)}
    """
    n = len(neighbours)
    gone = set(removed)
    entered = [-1] * n
    low = [0] * n
    size = [1] * n
    cut: dict[int, list[int]] = {}
    clock = 0
    for root in range(n):
        if entered[root] >= 0 or root in gone:
            continue
        order, parent = [root], {root: -1}
        entered[root] = low[root] = clock
        clock += 1
        stack = [(root, iter(neighbours[root]))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other in gone or other == node:
                    continue
                if entered[other] < 0:
                    parent[other] = node
                    entered[other] = low[other] = clock
                    clock += 1
                    order.append(other)
                    stack.append((other, iter(neighbours[other])))
                    break
                if other != parent[node]:
                    low[node] = min(low[node], entered[other])
            else:
                stack.pop()
                above = parent[node]
                if above >= 0:
                    low[above] = min(low[above], low[node])
                    size[above] += size[node]
                    if low[node] >= entered[above]:
                        cut.setdefault(above, []).append(size[node])
        whole = len(order)
        for node in order:
            if node in cut and (rest_size := whole - 1 - sum(cut[node])):
                cut[node].append(rest_size)
    return {node: tuple(sorted(those, reverse=True)) for node, those in cut.items() if len(those) > 1}


def parts(neighbours: Neighbours, removed: Collection[int] = ()) -> list[list[int]]:
    """The connected parts without the removed nodes, largest first."""
    gone = set(removed)
    seen = set(gone)
    found = []
    for start in range(len(neighbours)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            for other in neighbours[node]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
        found.append(part)
    return sorted(found, key=lambda part: (-len(part), part[0]))


def pillars(neighbours: Neighbours, most: int = 2) -> Pillars:
    """Up to `most` nodes without which the network falls apart worst; none if no node alone splits a part.

    Greedy on fragmentation (Borgatti 2006, key player problem, negative): each step takes the node whose
    leaving separates the most pairs, given those before it. Each step is exact, all of them together need
    not be.
    """
    chosen: list[int] = []
    for _step in range(most):
        cuts = pieces(neighbours, chosen)
        if not cuts:
            break

        def separated(node: int, cuts: dict[int, tuple[int, ...]] = cuts) -> tuple[int, int, int]:
            sizes = cuts[node]
            return sum(sizes) ** 2 - sum(size * size for size in sizes), len(neighbours[node]), -node

        chosen.append(max(cuts, key=separated))
    today, without = parts(neighbours), parts(neighbours, chosen)
    main = set(today[0]) - set(chosen) if today else set()
    kept = max((len(main.intersection(part)) for part in without), default=0)
    return Pillars(tuple(chosen), len(today), len(without), len(main) - kept)

"""Betweenness and distances, exact: igraph for small networks, own compiled kernels for large ones.

Nothing is compiled or loaded below `SMALL` nodes: the pages of an ordinary district never wait for it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

SMALL = 300  # nodes up to which igraph answers in a few milliseconds, less than loading a kernel takes
SHARES, BATCHES = 16, 16  # parts into which the sources are dealt, and batches in each at the least. The number of
# cores has no say, so that the sums are the same to the last digit on any machine


class Paths(NamedTuple):
    """`betweenness` by position, unnormalised: each pair once, in a directed network each ordered pair.

    `nearness`: Σ 1/d over all ordered pairs, 1/d = 0 where no path leads.
    """

    betweenness: list[float]
    nearness: float


def paths(n: int, ties: Sequence[tuple[int, int]], directed: bool = False) -> Paths:
    """Betweenness (Brandes 2001) and nearness of a simple graph of `n` nodes.

    ties: (i, j) each once, without self-loops; arcs i → j if `directed`. Time grows with n × ties: 10,000 nodes
    and 37,500 ties take about a second on two cores. Counts of shortest paths are floats, as in every program
    known to us: above 10^15 of them between two nodes the last digits are rounded.

    >>> paths(4, [(0, 1), (1, 2), (2, 3)])
    Paths(betweenness=[0.0, 2.0, 2.0, 0.0], nearness=8.666666666666666)
    """
    if n <= SMALL:
        import igraph

        graph = igraph.Graph(n, ties, directed=directed)
        histogram = graph.path_length_hist(directed=directed)
        counts = [(int(low), int(count)) for low, _, count in histogram.bins()]
        each = 1 if directed else 2
        nearness = math.fsum(each * count / distance for distance, count in counts)
        return Paths([float(value) for value in graph.betweenness(directed=directed)], nearness)
    arcs = Arcs(n, ties, directed)
    values, reached = arcs.dependencies(arcs.everyone())
    nearness = math.fsum(int(count) / distance for distance, count in enumerate(reached) if distance)
    return Paths(arcs.by_position(values), nearness)


class Arcs:
    """A graph as arrays for the kernels, nodes renumbered so that neighbours stand close to each other."""

    def __init__(self, n: int, ties: Sequence[tuple[int, int]], directed: bool) -> None:
        import numpy as np

        self.np: Any = np
        self.nodes = n
        self.directed = directed
        self.order = _breadth_first(n, ties)  # new number → position
        self.number = np.empty(n, dtype=np.int32)
        self.number[self.order] = np.arange(n, dtype=np.int32)
        ends = self.number[np.array(ties, dtype=np.int64).reshape(-1, 2)]
        both = np.concatenate([ends, ends[:, ::-1]])
        self.both = self._sorted(both)
        self.out = self._sorted(ends) if directed else self.both
        self.into = self._sorted(ends[:, ::-1]) if directed else self.both
        self.alive = np.ones(n, dtype=np.uint8)

    def _sorted(self, arcs: Any) -> Any:
        return arcs[self.np.lexsort((arcs[:, 1], arcs[:, 0]))]

    def _rows(self, arcs: Any) -> tuple[Any, Any]:
        """Where the arcs of each node begin (n + 1 entries), and where they lead."""
        start = self.np.zeros(self.nodes + 1, dtype=self.np.int32)
        start[1:] = self.np.cumsum(self.np.bincount(arcs[:, 0], minlength=self.nodes))
        return start, self.np.ascontiguousarray(arcs[:, 1])

    def everyone(self) -> Any:
        return self.np.flatnonzero(self.alive).astype(self.np.int32)

    def remove(self, node: int) -> None:
        self.alive[node] = 0
        self.both = _without(node, self.both)
        self.out = _without(node, self.out) if self.directed else self.both
        self.into = _without(node, self.into) if self.directed else self.both

    def labels(self) -> Any:
        """For each node (by number) the smallest number in its component, direction ignored; −1 if removed."""
        from kogge.engine.ties import kernels

        label = self.np.empty(self.nodes, dtype=self.np.int32)
        kernels.components(*self._rows(self.both), self.alive, label)
        return label

    def dependencies(self, sources: Any) -> tuple[Any, Any]:
        """Betweenness by number, of paths from `sources`; and at each distance how many nodes they reach."""
        from kogge.engine.ties import kernels

        np = self.np
        out = self._rows(self.out)
        into = self._rows(self.into) if self.directed else out
        shares = max(1, min(SHARES, -(-len(sources) // (BATCHES * kernels.LANES))))
        values = [np.zeros(self.nodes) for _ in range(shares)]
        reached = [np.zeros(self.nodes + 2, dtype=np.int64) for _ in range(shares)]

        def work(share: int) -> None:
            kernels.dependencies(*into, *out, sources, share, shares, values[share], reached[share])

        if shares == 1:
            work(0)
        else:
            list(_threads().map(work, range(shares)))
        total = np.sum(values, axis=0)
        return total if self.directed else total / 2, np.sum(reached, axis=0)

    def by_position(self, values: Any) -> list[float]:
        found: list[float] = values[self.number].tolist()
        return found


def _without(node: int, arcs: Any) -> Any:
    return arcs[(arcs != node).all(axis=1)]


@cache
def _pool(process: int) -> ThreadPoolExecutor:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ThreadPoolExecutor(cores, thread_name_prefix="ties")


def _threads() -> ThreadPoolExecutor:
    """One thread for each core; a forked process makes its own, as threads do not survive a fork."""
    return _pool(os.getpid())


def _breadth_first(n: int, ties: Sequence[tuple[int, int]]) -> list[int]:
    """Positions in breadth-first order from the best-tied node on, component after component."""
    neighbours: list[list[int]] = [[] for _ in range(n)]
    for i, j in ties:
        neighbours[i].append(j)
        neighbours[j].append(i)
    seen = [False] * n
    order: list[int] = []
    for first in sorted(range(n), key=lambda v: -len(neighbours[v])):
        if seen[first]:
            continue
        seen[first] = True
        head = len(order)
        order.append(first)
        while head < len(order):
            for other in neighbours[order[head]]:
                if not seen[other]:
                    seen[other] = True
                    order.append(other)
            head += 1
    return order

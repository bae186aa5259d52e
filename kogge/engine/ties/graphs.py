"""The simple form of a network, and the arithmetic of component sizes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from kogge.engine.ties.model import Network


class Simple(NamedTuple):
    """A simple graph over node positions: each tie once, no self-loops.

    `ties` are (i, j) with i < j in an undirected network, arcs (i, j) in a directed one; `weights` beside
    them.
    """

    nodes: int
    ties: list[tuple[int, int]]
    weights: list[float]
    directed: bool
    parallel_edges: int
    self_loops: int

    def igraph(self, *, directed: bool = False) -> Any:
        """As an igraph graph; `directed=False` drops the direction (and joins a → b and b → a)."""
        import igraph  # its import takes a quarter of a second: only when a figure is asked for

        if directed == self.directed:
            return igraph.Graph(self.nodes, self.ties, directed=directed)
        return igraph.Graph(self.nodes, self.pairs(), directed=False)

    def pairs(self) -> list[tuple[int, int]]:
        """Each pair of tied nodes once, direction ignored, smaller position first."""
        if not self.directed:
            return self.ties
        return list(dict.fromkeys((i, j) if i < j else (j, i) for i, j in self.ties))


def simple(network: Network) -> Simple:
    """Join parallel edges (adding weights), leave out self-loops, keep the order of first appearance."""
    index = network.index
    weights: dict[tuple[int, int], float] = {}
    loops = 0
    entries = 0
    for edge in network.edges:
        i, j = index[edge.source], index[edge.target]
        if i == j:
            loops += 1
            continue
        if network.directed:
            arcs = [(i, j)] if edge.directed else [(i, j), (j, i)]
        else:
            arcs = [(i, j) if i < j else (j, i)]
        entries += len(arcs)
        for arc in arcs:
            weights[arc] = weights.get(arc, 0.0) + edge.weight
    return Simple(
        len(network.nodes),
        list(weights),
        list(weights.values()),
        network.directed,
        entries - len(weights),
        loops,
    )


def fragmentation(sizes: Iterable[int]) -> float | None:
    """Borgatti's F = 1 − Σ s(s−1) / (n(n−1)) over component sizes s; None below two nodes (Borgatti 2006).

    >>> fragmentation([4]), fragmentation([1, 1, 1]), fragmentation([2, 2])
    (0.0, 1.0, 0.6666666666666667)
    """
    counts = list(sizes)
    n = sum(counts)
    if n < 2:
        return None
    return 1 - sum(s * (s - 1) for s in counts) / (n * (n - 1))


def component_labels(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of `count` nodes the smallest position in its component (union-find with path halving)."""
    parent = list(range(count))
    for i, j in pairs:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        while parent[j] != j:
            parent[j] = parent[parent[j]]
            j = parent[j]
        if i < j:
            parent[j] = i
        elif j < i:
            parent[i] = j
    for i in range(count):
        # parents always have a smaller position, so theirs is final already
        parent[i] = parent[parent[i]]
    return parent

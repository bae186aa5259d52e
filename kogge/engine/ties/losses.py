"""How many losses a network bears: the busiest broker goes, brokerage is computed anew, the next one goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kogge.engine.ties.graphs import component_labels, fragmentation, simple
from kogge.engine.ties.model import Network
from kogge.engine.ties.paths import SMALL, Arcs, paths

EQUAL = 1e-9  # relative; sums of the same numbers in another order differ by less


@dataclass(frozen=True, slots=True)
class Loss:
    """One step. `betweenness` of the node at that moment; the rest describes what is left without it.

    `fragmentation`: Borgatti's F of those left (None below two); `largest`: nodes in the largest component.
    """

    node: str
    betweenness: float
    fragmentation: float | None
    components: int
    largest: int


@dataclass(frozen=True, slots=True)
class Attack:
    """The losses in order. `fragmentation_today`: before the first."""

    fragmentation_today: float | None
    losses: tuple[Loss, ...]


def attack(network: Network, steps: int = 30) -> Attack:
    """Take out the node of highest betweenness, compute anew, repeat: an adaptive attack (Holme et al. 2002).

    Exact. Of equal nodes the first of the network goes. Betweenness follows the arrows of a directed network,
    fragmentation and components ignore them. Ends early when no node is left. After a loss only the component
    that had the node is computed anew: shortest paths in the others are what they were.

    Raises `ValueError` for a negative number of steps. Source: Holme, Kim, Yoon, Han 2002 (Phys. Rev. E 65,
    056109).

    >>> found = attack(Network.of(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")), steps=2)
    >>> [(loss.node, loss.betweenness, loss.components) for loss in found.losses]
    [('c', 4.0, 2), ('a', 0.0, 2)]
    """
    if steps < 0:
        raise ValueError("the number of steps cannot be negative")
    graph = simple(network)
    today = Counter(component_labels(graph.nodes, graph.pairs()))
    run = _small if graph.nodes <= SMALL else _large
    losses = []
    for _, (node, value, sizes) in zip(range(steps), run(graph.nodes, graph.ties, graph.directed), strict=False):
        losses.append(
            Loss(network.nodes[node].id, value, fragmentation(sizes), len(sizes), max(sizes, default=0)),
        )
    return Attack(fragmentation(today.values()), tuple(losses))


Step = tuple[int, float, list[int]]


def _small(n: int, ties: list[tuple[int, int]], directed: bool) -> Iterator[Step]:
    alive = list(range(n))
    while alive:
        number = {node: position for position, node in enumerate(alive)}
        left = [(number[i], number[j]) for i, j in ties if i in number and j in number]
        values = paths(len(alive), left, directed).betweenness
        bound = max(values) * (1 - EQUAL)
        top = next(position for position, value in enumerate(values) if value >= bound)
        node = alive.pop(top)
        pairs = [(i - (i > top), j - (j > top)) for i, j in left if top not in (i, j)]
        yield node, values[top], list(Counter(component_labels(len(alive), pairs)).values())


def _large(n: int, ties: list[tuple[int, int]], directed: bool) -> Iterator[Step]:
    arcs = Arcs(n, ties, directed)
    np: Any = arcs.np
    order = np.array(arcs.order)
    label = arcs.labels()
    values, _ = arcs.dependencies(arcs.everyone())
    for _ in range(n):
        bound = values.max() * (1 - EQUAL)
        equal = np.flatnonzero((values >= bound) & (arcs.alive == 1))
        top = int(equal[order[equal].argmin()])
        lost = float(values[top])
        arcs.remove(top)
        touched = np.flatnonzero((label == label[top]) & (arcs.alive == 1)).astype(np.int32)
        label = arcs.labels()
        yield int(order[top]), lost, np.unique(label[label >= 0], return_counts=True)[1].tolist()
        values[touched] = 0.0
        values[top] = 0.0
        values += arcs.dependencies(touched)[0]

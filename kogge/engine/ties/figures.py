"""Figures of a network: how dense, how central, how easily broken, who holds it together."""

from __future__ import annotations

import math
import random
import threading
from collections import Counter

from kogge.engine.ties.connectivity import vertex_connectivity
from kogge.engine.ties.graphs import Simple, component_labels, fragmentation, simple
from kogge.engine.ties.model import Figures, Network
from kogge.engine.ties.paths import paths

_one_generator = threading.Lock()  # igraph has one random number generator for the whole process


def figures(network: Network, *, slow: bool = True, weighted: bool = False, seed: int = 1) -> Figures:
    """Compute the figures of `network`, each by the rule and source below.

    - density: 2m / (n(n−1)), directed m / (n(n−1)) (Wasserman & Faust 1994)
    - degree_centralisation: Σ(dmax − d) / ((n−1)(n−2)): star 1, ring 0 (Freeman 1979)
    - fragmentation: 1 − Σ s(s−1) / (n(n−1)) over component sizes s; distance_fragmentation:
      1 − 2Σ_{i<j} (1/d_ij) / (n(n−1)), 1/d = 0 between components (Borgatti 2006)
    - vertex_connectivity (Moody & White 2003), articulation_points
    - betweenness: unnormalised (Brandes 2001); each pair once in an undirected network, each ordered pair
      along the arrows in a directed one; constraint (Burt 1992), in a directed network on a_ij + a_ji
    - communities: Leiden on modularity (Traag, Waltman, van Eck 2019), repeatable for the same `seed`

    `slow=False` leaves out betweenness and distance_fragmentation, which take time proportional to nodes ×
    edges (a second at 10,000 organisations). `weighted=True` uses the weights as strength of the tie in
    constraint, communities and modularity; all other figures are about whether there is a tie.

    >>> star = figures(Network.of(("hub", "a"), ("hub", "b"), ("hub", "c")))
    >>> star.degree_centralisation, star.betweenness["hub"], star.fragmentation
    (1.0, 3.0, 0.0)
    """
    graph = simple(network)
    n = graph.nodes
    ids = [node.id for node in network.nodes]
    pairs = graph.pairs()
    neighbours: list[list[int]] = [[] for _ in range(n)]
    for i, j in pairs:
        neighbours[i].append(j)
        neighbours[j].append(i)
    degrees = [len(those) for those in neighbours]
    sizes = sorted(Counter(component_labels(n, pairs)).values(), reverse=True)
    undirected = graph.igraph()
    as_drawn = graph.igraph(directed=True) if network.directed else undirected
    groups, modularity = _communities(graph, weighted, seed)
    possible = n * (n - 1) / (1 if network.directed else 2)
    strength = graph.weights if weighted else None
    shortest = paths(n, graph.ties, network.directed) if slow else None
    near = paths(n, pairs).nearness if shortest and network.directed else shortest.nearness if shortest else 0.0
    return Figures(
        directed=network.directed,
        nodes=n,
        edges=len(graph.ties),
        parallel_edges=graph.parallel_edges,
        self_loops=graph.self_loops,
        density=len(graph.ties) / possible if n > 1 else None,
        degree_centralisation=degree_centralisation(degrees),
        components=len(sizes),
        component_sizes=tuple(sizes),
        fragmentation=fragmentation(sizes),
        distance_fragmentation=1 - near / (n * (n - 1)) if slow and n > 1 else None,
        vertex_connectivity=(0 if len(sizes) > 1 else vertex_connectivity(neighbours)),
        articulation_points=tuple(ids[i] for i in sorted(undirected.articulation_points())),
        betweenness=dict(zip(ids, shortest.betweenness, strict=True)) if shortest else {},
        constraint={
            name: None if math.isnan(value) else value
            for name, value in zip(ids, as_drawn.constraint(weights=strength) if n else [], strict=True)
        },
        degree=dict(zip(ids, degrees, strict=True)),
        communities=tuple(tuple(ids[i] for i in group) for group in groups),
        modularity=modularity,
    )


def degree_centralisation(degrees: list[int]) -> float | None:
    n = len(degrees)
    if n < 3:
        return None
    highest = max(degrees)
    return sum(highest - degree for degree in degrees) / ((n - 1) * (n - 2))


def _communities(graph: Simple, weighted: bool, seed: int) -> tuple[list[list[int]], float | None]:
    """Communities, largest first (then by first node), and their modularity (None without ties)."""
    import igraph

    if not graph.ties:
        return [[i] for i in range(graph.nodes)], None
    strengths: dict[tuple[int, int], float] = {}
    for (i, j), weight in zip(graph.ties, graph.weights, strict=True):
        pair = (i, j) if i < j else (j, i)
        strengths[pair] = strengths.get(pair, 0.0) + weight
    undirected = igraph.Graph(graph.nodes, list(strengths), directed=False)
    weights = list(strengths.values()) if weighted else None
    with _one_generator:
        try:
            igraph.set_random_number_generator(random.Random(seed))
            found = undirected.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
        finally:
            igraph.set_random_number_generator(random)  # igraph's own default
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
    return groups, float(undirected.modularity(found.membership, weights=weights))

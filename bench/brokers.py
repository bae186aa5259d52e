"""Exact betweenness and the adaptive attack beside igraph, a part of `python -m bench ties`.

Targets: betweenness on 10,000 nodes and 37,500 ties four times as fast as igraph, 30 steps of the attack on 1,000
nodes ten times as fast as computing betweenness anew with igraph. Both run by turns, three times each, and the
fastest of each counts; answers are compared. Ours uses all cores and igraph one: the processor time beside it says what
is left of the gain when other people use the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import igraph

from bench.report import Clock, line, load, result
from kogge.engine.ties import Attack, Edge, Network, Node, attack
from kogge.engine.ties.paths import Paths, paths

RUNS = 3
Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")


def graphs(count: int) -> list[tuple[str, igraph.Graph]]:
    """Two sorts of networks: ties by chance, and some hubs with the rest hardly tied."""
    ties = count * 15 // 4
    chance = igraph.Graph.Erdos_Renyi(count, m=ties)
    hubs = igraph.Graph.Barabasi(count, 4)
    hubs.delete_edges(range(ties, hubs.ecount()))
    return [("by chance", chance), ("with hubs", hubs)]


def by_turns(ours: Callable[[], Ours], theirs: Callable[[], Theirs]) -> tuple[Clock, Ours, Clock, Theirs]:
    """The fastest of several runs of each, and the answers."""
    one: list[Clock] = []
    other: list[Clock] = []
    for _ in range(RUNS):
        with Clock() as clock:
            found = ours()
        one.append(clock)
        with Clock() as clock:
            expected = theirs()
        other.append(clock)
    return min(one, key=wall), found, min(other, key=wall), expected


def wall(clock: Clock) -> float:
    return clock.wall


def report(target: str, least: float, measured: list[tuple[str, Clock, Clock]]) -> None:
    gains = [(theirs.wall / ours.wall, name, ours, theirs) for name, ours, theirs in measured]
    for gain, name, ours, theirs in gains:
        line(f"{target}, {name}: kogge {ours}, igraph {theirs}: {gain:.1f} times as fast, {load()}")
    worst, name, ours, theirs = min(gains)
    share = theirs.cpu / ours.cpu
    result(
        f"{target}, {least:g} times as fast as igraph",
        f"{ours}: {worst:.1f} times ({share:.1f} by processor time), ties {name}",
        met=worst >= least,
        peer=f"igraph: {theirs}",
    )


def bench_betweenness(quick: bool) -> None:
    count = 2_000 if quick else 10_000
    paths(400, [(0, 1)])  # loads the kernels
    measured = []
    for name, graph in graphs(count):
        ties = graph.get_edgelist()

        def ours(ties: list[tuple[int, int]] = ties) -> Paths:
            return paths(count, ties)

        mine, found, theirs, expected = by_turns(ours, graph.betweenness)
        assert all(abs(a - b) <= 1e-9 * max(1.0, b) for a, b in zip(found.betweenness, expected, strict=True))
        measured.append((name, mine, theirs))
    report(f"exact betweenness, {count:,} nodes, {len(ties):,} ties", 4, measured)


def bench_attack(quick: bool) -> None:
    count, steps = 1_000, 5 if quick else 30
    measured = []
    for name, graph in graphs(count):
        graph.vs["name"] = [str(node) for node in range(count)]
        ties = [(str(a), str(b)) for a, b in graph.get_edgelist()]
        network = Network(tuple(Node(str(node)) for node in range(count)), tuple(Edge(a, b) for a, b in ties))

        def ours(network: Network = network) -> Attack:
            return attack(network, steps)

        def theirs(graph: igraph.Graph = graph) -> list[tuple[str, float]]:
            left, found = graph.copy(), []
            for _ in range(steps):
                values = left.betweenness()
                top = max(range(len(values)), key=values.__getitem__)
                lost = left.vs[top]["name"]
                left.delete_vertices(top)
                sizes, n = left.connected_components().sizes(), left.vcount()
                found.append((lost, 1 - sum(size * (size - 1) for size in sizes) / (n * (n - 1))))
            return found

        mine, answer, peer, expected = by_turns(ours, theirs)
        assert [loss.node for loss in answer.losses] == [node for node, _ in expected]
        assert all(abs(loss.fragmentation - f) < 1e-12 for loss, (_, f) in zip(answer.losses, expected, strict=True))
        measured.append((name, mine, peer))
    report(f"adaptive attack, {steps} steps on {count:,} nodes, {len(ties):,} ties", 10, measured)

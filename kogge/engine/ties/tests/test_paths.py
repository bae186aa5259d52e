"""Betweenness, distances and the adaptive attack: the compiled kernels against networkx and igraph."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.ties import Edge, Network, Node, attack, figures, losses
from kogge.engine.ties import paths as paths_module
from kogge.engine.ties.paths import SMALL, Paths, paths
from kogge.engine.ties.tests.oracle import check_figures, graph_of, unconnected_share
from kogge.engine.ties.tests.test_figures import networks

Ties = list[tuple[int, int]]


def by_kernel(n: int, ties: Ties, directed: bool) -> Paths:
    """Whatever the size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths_module, "SMALL", -1)
        return paths(n, ties, directed)


def check(n: int, ties: Ties, directed: bool, found: Paths) -> None:
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(ties)
    expected = nx.betweenness_centrality(graph, normalized=False)
    assert found.betweenness == pytest.approx([expected[i] for i in range(n)], abs=1e-9)
    near = sum(1 / d for _, those in nx.all_pairs_shortest_path_length(graph) for d in those.values() if d)
    assert found.nearness == pytest.approx(near)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Ties, bool]:
    n = draw(st.integers(1, 40))
    directed = draw(st.booleans())
    end = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(end, end), max_size=3 * n))
    return n, list(dict.fromkeys((i, j) if directed or i < j else (j, i) for i, j in pairs if i != j)), directed


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_the_kernel_and_igraph_equal_networkx(graph: tuple[int, Ties, bool]) -> None:
    check(*graph, by_kernel(*graph))
    check(*graph, paths(*graph))


@pytest.mark.parametrize("directed", [False, True])
def test_a_large_network_with_parts_leaves_and_a_long_chain(directed: bool) -> None:
    dice = random.Random(2)
    ties = {(min(p), max(p)) for p in (dice.sample(range(400), 2) for _ in range(900))}
    ties |= {(400 + i, 401 + i) for i in range(149)}  # a chain apart, 149 long
    ties |= {(dice.randrange(400), 550 + i) for i in range(50)}  # leaves
    n = 620  # twenty alone
    assert n > SMALL
    check(n, sorted(ties), directed, paths(n, sorted(ties), directed))


@pytest.mark.parametrize("directed", [False, True])
def test_all_figures_of_a_large_network_equal_networkx(directed: bool) -> None:
    dice = random.Random(3)
    nodes = tuple(Node(str(i)) for i in range(SMALL + 20))
    edges = tuple(Edge(a.id, b.id) for a, b in (dice.sample(nodes, 2) for _ in range(600)))
    network = Network(nodes, edges, directed)
    check_figures(figures(network), graph_of(network))


def test_the_same_to_the_last_digit_on_any_number_of_cores() -> None:
    graph = igraph.Graph.Barabasi(400, 3)
    ties = [(a, b) for a, b in graph.get_edgelist()]
    first = paths(400, ties)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths_module, "_threads", lambda: ThreadPoolExecutor(1))
        assert paths(400, ties) == first


def check_attack(network: Network, steps: int) -> None:
    """Each loss is the busiest by networkx at that moment, and what is left is counted by networkx."""
    graph = graph_of(network)
    found = attack(network, steps)
    assert len(found.losses) == min(steps, len(network.nodes))
    assert found.fragmentation_today == pytest.approx(unconnected_share(nx.Graph(graph)), abs=1e-12)
    for loss in found.losses:
        values = nx.betweenness_centrality(graph, normalized=False)
        top = max(values.values())
        first = next(node for node, value in values.items() if value == pytest.approx(top, abs=1e-9))
        assert loss.node == first
        assert loss.betweenness == pytest.approx(top, abs=1e-9)
        graph.remove_node(loss.node)
        left = nx.Graph(graph)
        assert loss.fragmentation == pytest.approx(unconnected_share(left), abs=1e-12)
        assert loss.components == nx.number_connected_components(left)
        assert loss.largest == max(map(len, nx.connected_components(left)), default=0)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_attack_equals_networkx(network: Network) -> None:
    check_attack(network, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(losses, "SMALL", -1)
        check_attack(network, len(network.nodes))


def test_an_attack_to_the_end_and_a_wrong_number() -> None:
    found = attack(Network.of(("a", "b"), alone=("c",)), steps=9)
    assert [loss.node for loss in found.losses] == ["a", "b", "c"]
    assert [loss.fragmentation for loss in found.losses] == [1.0, None, None]
    assert found.losses[-1].components == found.losses[-1].largest == 0
    with pytest.raises(ValueError, match="negative"):
        attack(Network.of(("a", "b")), steps=-1)

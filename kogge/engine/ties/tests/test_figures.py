"""Figures on random networks and on shapes whose figures are known."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.ties import Edge, Network, Node, figures
from kogge.engine.ties.connectivity import vertex_connectivity
from kogge.engine.ties.tests.oracle import check_figures, graph_of


@st.composite
def networks(draw: st.DrawFn, most: int = 12) -> Network:
    """Any network, with parallel edges and self-loops."""
    n = draw(st.integers(1, most))
    ids = [f"n{i}" for i in range(n)]
    end = st.sampled_from(ids)
    edges = draw(st.lists(st.builds(Edge, end, end, directed=st.booleans()), max_size=3 * n))
    return Network(tuple(Node(name) for name in ids), tuple(edges), draw(st.booleans()))


@given(networks())
@settings(max_examples=150, deadline=None)
def test_any_network_equals_networkx(network: Network) -> None:
    check_figures(figures(network), graph_of(network))


@given(st.integers(2, 14), st.floats(0, 1), st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_vertex_connectivity_equals_networkx(n: int, probability: float, seed: int) -> None:
    graph = nx.gnp_random_graph(n, probability, seed=seed)
    assert vertex_connectivity([list(graph[v]) for v in range(n)]) == nx.node_connectivity(graph)


@pytest.mark.parametrize("degree", [3, 4, 6])
@pytest.mark.parametrize("seed", range(5))
def test_vertex_connectivity_of_regular_graphs(degree: int, seed: int) -> None:
    """Here the answer is not settled by the smallest degree or an articulation point at once."""
    one, two = (nx.random_regular_graph(degree, 20, seed=seed + shift) for shift in (0, 100))
    graph = nx.disjoint_union(one, two)
    for bridge in range(seed % 3 + 1):
        graph.add_edge(bridge, 20 + bridge)
    assert vertex_connectivity([list(graph[v]) for v in range(40)]) == nx.node_connectivity(graph)


def ring(n: int) -> Network:
    return Network.of(*((str(i), str((i + 1) % n)) for i in range(n)))


def test_star_is_fully_centralised_and_ring_not_at_all() -> None:
    star = figures(Network.of(*(("hub", str(i)) for i in range(7))))
    assert star.degree_centralisation == 1.0
    assert star.articulation_points == ("hub",)
    assert star.vertex_connectivity == 1
    round_trip = figures(ring(7))
    assert round_trip.degree_centralisation == 0.0
    assert round_trip.articulation_points == ()
    assert round_trip.vertex_connectivity == 2


def test_edgeless_network_is_fully_fragmented() -> None:
    found = figures(Network.of(alone=("a", "b", "c")))
    assert (found.fragmentation, found.distance_fragmentation, found.density) == (1.0, 1.0, 0.0)
    assert found.vertex_connectivity == 0
    assert found.constraint == {"a": None, "b": None, "c": None}
    assert found.modularity is None


def test_empty_network_has_no_figures_but_no_error_either() -> None:
    found = figures(Network(()))
    assert (found.nodes, found.edges, found.components) == (0, 0, 0)
    assert found.fragmentation is found.density is found.vertex_connectivity is None


def test_parallel_edges_are_one_tie_and_self_loops_none() -> None:
    found = figures(Network.of(("a", "b"), ("b", "a"), ("a", "b"), ("a", "a"), ("b", "c")))
    assert (found.edges, found.parallel_edges, found.self_loops) == (2, 2, 1)
    assert found.degree == {"a": 1, "b": 2, "c": 1}


def test_an_undirected_tie_in_a_directed_network_goes_both_ways() -> None:
    nodes = (Node("a"), Node("b"), Node("c"))
    one_way = figures(Network(nodes, (Edge("a", "b"), Edge("b", "c")), directed=True))
    both = figures(Network(nodes, (Edge("a", "b", directed=False), Edge("b", "c", directed=False)), True))
    assert (one_way.edges, one_way.betweenness["b"]) == (2, 1.0)
    assert (both.edges, both.betweenness["b"]) == (4, 2.0)


def test_communities_are_repeatable_and_find_what_is_there() -> None:
    ties = [(f"{side}{i}", f"{side}{j}") for side in "xyz" for i in range(6) for j in range(i)]
    network = Network.of(*ties, ("x0", "y0"), ("y0", "z0"))
    found = figures(network)
    assert {frozenset(group) for group in found.communities} == {
        frozenset(f"{side}{i}" for i in range(6)) for side in "xyz"
    }
    assert all(figures(network, seed=7).communities == found.communities for _ in range(3))


def test_weights_count_only_where_asked() -> None:
    nodes = tuple(Node(name) for name in "abcd")
    # a square whose strong sides are a-b and c-d
    edges = tuple(
        Edge(a, b, weight) for a, b, weight in [("a", "b", 9.0), ("b", "c", 1.0), ("c", "d", 9.0), ("d", "a", 1.0)]
    )
    weighted = figures(Network(nodes, edges), weighted=True)
    assert set(weighted.communities) == {("a", "b"), ("c", "d")}
    plain = figures(Network(nodes, edges))
    assert plain.constraint["a"] == pytest.approx(0.5)
    assert weighted.constraint["a"] == pytest.approx(0.9**2 + 0.1**2)
    assert weighted.betweenness == plain.betweenness


def test_quick_leaves_the_slow_figures_out() -> None:
    found = figures(ring(5), slow=False)
    assert found.betweenness == {}
    assert found.distance_fragmentation is None
    assert found.vertex_connectivity == 2


@pytest.mark.parametrize(
    ("nodes", "edges", "says"),
    [
        (("a", "a"), (), "'a' appears twice"),
        (("a",), (Edge("a", "x"),), "'x', which is not"),
        (("a", "b"), (Edge("a", "b", 0.0),), "weight 0.0"),
        (("a", "b"), (Edge("a", "b", float("nan")),), "weight nan"),
    ],
)
def test_a_network_that_cannot_be(nodes: tuple[str, ...], edges: tuple[Edge, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Network(tuple(Node(name) for name in nodes), edges)

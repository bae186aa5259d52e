"""Bridges around rifts, against networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.ties import Edge, Network, Node, bridges
from kogge.engine.ties.files import read_network
from kogge.engine.ties.tests.oracle import NAMES
from kogge.testing import shared_data


def check(network: Network, broken: list[tuple[str, str]], trusted: float) -> None:
    every: nx.Graph = nx.Graph()
    every.add_nodes_from(node.id for node in network.nodes)
    for edge in network.edges:
        if edge.source != edge.target:
            before = every.get_edge_data(edge.source, edge.target, {"weight": edge.weight})["weight"]
            every.add_edge(edge.source, edge.target, weight=min(before, edge.weight))
    every.remove_edges_from(broken)
    borne = every.edge_subgraph([(a, b) for a, b, w in every.edges(data="weight") if w >= trusted]).copy()
    borne.add_nodes_from(every)
    found = bridges(network, broken, trusted)
    assert {frozenset((rift.a, rift.b)) for rift in found} == {frozenset(pair) for pair in broken}
    assert len(found) == len({frozenset(pair) for pair in broken})
    for rift in found:
        assert set(rift.between) == set(nx.common_neighbors(borne, rift.a, rift.b))
        weaker = [min(borne[rift.a][c]["weight"], borne[rift.b][c]["weight"]) for c in rift.between]
        assert weaker == sorted(weaker, reverse=True)
        assert rift.joined == nx.has_path(every, rift.a, rift.b)
        if rift.path is None:
            assert not nx.has_path(borne, rift.a, rift.b)
            assert rift.weakest is None
            continue
        assert (rift.path[0], rift.path[-1]) == (rift.a, rift.b)
        shortest = list(nx.all_shortest_paths(borne, rift.a, rift.b))
        assert list(rift.path) in shortest
        strengths = [min(borne[a][b]["weight"] for a, b in nx.utils.pairwise(path)) for path in shortest]
        assert rift.weakest == max(strengths) == strengths[shortest.index(list(rift.path))]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_bridges_equal_networkx(data: st.DataObject) -> None:
    ids = [f"n{i}" for i in range(data.draw(st.integers(2, 9)))]
    pair = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    ties = data.draw(st.lists(st.tuples(pair, st.integers(1, 4)), max_size=20))
    network = Network(tuple(map(Node, ids)), tuple(Edge(a, b, float(w)) for (a, b), w in ties))
    broken = [(a, b) for a, b in data.draw(st.lists(pair, max_size=4))]
    check(network, broken, float(data.draw(st.integers(1, 4))))


@pytest.mark.parametrize("name", NAMES)
def test_real_networks(name: str) -> None:
    network = read_network(shared_data("networks", f"{name}_edges.csv"), shared_data("networks", f"{name}_nodes.csv"))
    ends = [(edge.source, edge.target) for edge in network.edges if edge.source != edge.target]
    check(network, ends[::7], 1.0)


def test_no_way_leads_over_another_rift() -> None:
    found = bridges(Network.of(("a", "x"), ("x", "b")), [("a", "b"), ("b", "x")])
    assert [(rift.between, rift.path, rift.joined) for rift in found] == [((), None, False), ((), None, False)]


def test_rifts_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="'x' has a rift"):
        bridges(Network.of(("a", "b")), [("a", "x")])
    with pytest.raises(ValueError, match="with itself"):
        bridges(Network.of(("a", "b")), [("a", "a")])

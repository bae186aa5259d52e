"""networkx and plain definitions, as the second opinion on every figure. Shares no code with the engine."""

from __future__ import annotations

import csv
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kogge.engine.ties import DayAfter, Figures, Network

NAMES = [
    "ceos_clubs",
    "emon_Cheyenne",
    "emon_Texas",
    "flo_business",
    "flo_marriage",
    "knoke_indianapolis_directed",
]


def graph_from_files(nodes: Path, edges: Path, directed: bool) -> Any:
    """Read with the csv module alone."""
    graph = nx.DiGraph() if directed else nx.Graph()
    with nodes.open(encoding="utf-8") as file:
        graph.add_nodes_from(row["id"] for row in csv.DictReader(file))
    with edges.open(encoding="utf-8") as file:
        graph.add_edges_from((row["source"], row["target"]) for row in csv.DictReader(file))
    return graph


def graph_of(network: Network) -> Any:
    graph = nx.DiGraph() if network.directed else nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    for edge in network.edges:
        if edge.source != edge.target:
            graph.add_edge(edge.source, edge.target)
            if network.directed and not edge.directed:
                graph.add_edge(edge.target, edge.source)
    return graph


def unconnected_share(graph: Any) -> float | None:
    """F by its meaning: the share of pairs of nodes with no path between them."""
    pairs = list(combinations(graph.nodes, 2))
    if not pairs:
        return None
    return sum(not nx.has_path(graph, a, b) for a, b in pairs) / len(pairs)


def check_figures(found: Figures, graph: Any) -> None:
    """Every figure against networkx or its definition."""
    undirected = nx.Graph(graph)
    n = len(graph)
    approx = pytest.approx
    assert (found.nodes, found.edges) == (n, graph.number_of_edges())
    assert dict(found.degree) == dict(undirected.degree())
    assert found.components == nx.number_connected_components(undirected)
    assert list(found.component_sizes) == sorted(map(len, nx.connected_components(undirected)), reverse=True)
    assert set(found.articulation_points) == set(nx.articulation_points(undirected))
    assert dict(found.betweenness) == approx(nx.betweenness_centrality(graph, normalized=False), abs=1e-9)
    # networkx without scipy takes a node with incoming ties alone for isolated: give it a_ij + a_ji
    mutual = nx.Graph(graph)
    for a, b, values in mutual.edges(data=True):
        values["both"] = graph.has_edge(a, b) + graph.has_edge(b, a)
    for node, value in nx.constraint(mutual, weight="both").items():
        expected = None if math.isnan(value) else approx(value)
        assert found.constraint[node] == expected
    if n > 1:
        assert found.density == approx(nx.density(graph))
        assert found.fragmentation == approx(unconnected_share(undirected), abs=1e-12)
        assert found.vertex_connectivity == nx.node_connectivity(undirected)
        # networkx: mean of 1/d over ordered pairs
        assert found.distance_fragmentation == approx(1 - nx.global_efficiency(undirected), abs=1e-12)
    else:
        assert found.density is found.fragmentation is found.distance_fragmentation is None
        assert found.vertex_connectivity is None
    if n > 2:
        degrees = [degree for _, degree in undirected.degree()]
        spread = sum(max(degrees) - degree for degree in degrees)
        assert found.degree_centralisation == approx(spread / ((n - 1) * (n - 2)))
    else:
        assert found.degree_centralisation is None
    assert sorted(node for group in found.communities for node in group) == sorted(graph.nodes)
    if undirected.number_of_edges():
        assert found.modularity == approx(nx.community.modularity(undirected, found.communities, weight=None))
    else:
        assert found.modularity is None


def check_day_after(found: DayAfter, graph: Any, leavers: list[str]) -> None:
    """What remains, and the gain of each introduction, by removing and adding in networkx."""
    before = nx.Graph(graph)
    after = before.copy()
    after.remove_nodes_from(leavers)
    assert found.nodes_after == len(after)
    assert found.fragmentation_today == pytest.approx(unconnected_share(before), abs=1e-12)
    assert found.fragmentation_after == pytest.approx(unconnected_share(after), abs=1e-12)
    assert found.components_today == nx.number_connected_components(before)
    assert found.components_after == nx.number_connected_components(after)
    assert set(found.orphans) == {v for v in after if before.degree(v) and not after.degree(v)}
    lost = [(a, b) for a, b in before.edges if (a in leavers) != (b in leavers)]
    assert {frozenset(tie) for tie in found.staff_only} == {frozenset(tie) for tie in lost}
    if before.number_of_edges():
        assert found.staff_only_ties == pytest.approx(len(lost) / before.number_of_edges())
    assert not set(found.cut_off) & set(found.orphans)
    if len(after) < 2:
        assert not found.introductions
        return
    now = unconnected_share(after)
    for tie in found.introductions:
        assert tie.a in after
        assert tie.b in after
        after.add_edge(tie.a, tie.b)
        then = unconnected_share(after)
        assert now is not None
        assert then is not None
        assert tie.gain == pytest.approx(now - then, abs=1e-12)
        assert tie.gain > 0
        now = then
    assert found.introductions_gain == pytest.approx(sum(tie.gain for tie in found.introductions))
    assert found.introductions_gain <= found.introductions_bound + 1e-12

"""Two waves compared, and the way over several, against sets and networkx."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings

from kogge.engine.ties import Edge, Network, Node, compare, over_time
from kogge.engine.ties.files import read_network
from kogge.engine.ties.tests.oracle import NAMES, graph_from_files, graph_of, unconnected_share
from kogge.engine.ties.tests.test_figures import networks
from kogge.testing import shared_data


def edges(graph: nx.Graph, directed: bool) -> set[object]:
    return {pair if directed else frozenset(pair) for pair in graph.edges}


@given(networks(), networks())
@settings(max_examples=150, deadline=None)
def test_every_tie_came_broke_or_was_kept(first: Network, second: Network) -> None:
    if first.directed != second.directed:
        with pytest.raises(ValueError, match="cannot be compared"):
            compare(first, second)
        return
    found = compare(first, second)
    before, after = graph_of(first), graph_of(second)

    def as_set(pairs: tuple[tuple[str, str], ...]) -> set[object]:
        those: set[object] = {pair if first.directed else frozenset(pair) for pair in pairs}
        assert len(those) == len(pairs)
        return those

    old, new = edges(before, first.directed), edges(after, first.directed)
    assert as_set(found.came) == new - old
    assert as_set(found.broke) == old - new
    assert as_set(found.kept) == old & new
    assert set(found.new) == set(after) - set(before)
    assert set(found.gone) == set(before) - set(after)
    assert set(found.stayed) == set(before) & set(after)
    assert all(set(pair) & set(found.new) for pair in found.joined_with)
    assert all(set(pair) & set(found.gone) for pair in found.left_with)
    assert found.retention == pytest.approx(len(found.stayed) / len(before))
    assert found.stability == (pytest.approx(len(old & new) / len(old | new)) if old | new else None)
    back = compare(second, first)
    assert (as_set(back.came), as_set(back.broke)) == (as_set(found.broke), as_set(found.came))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_a_wave_compared_with_itself_keeps_all(network: Network) -> None:
    found = compare(network, network)
    assert not found.came + found.broke
    assert not found.new + found.gone
    assert found.retention == 1


def test_nobody_to_retain() -> None:
    found = compare(Network(()), Network.of(alone=("a",)))
    assert found.retention is found.stability is None


@pytest.mark.parametrize("name", NAMES)
def test_real_networks_over_time(name: str) -> None:
    """The two busiest as staff; the earlier wave has all ties, the later one every other."""
    node_file, edge_file = (shared_data("networks", f"{name}_{part}.csv") for part in ("nodes", "edges"))
    graph = graph_from_files(node_file, edge_file, directed=False)
    staff = sorted(graph, key=lambda node: (-graph.degree(node), node))[:2]
    whole = read_network(edge_file, node_file)
    nodes = tuple(Node(node.id, staff=node.id in staff) for node in whole.nodes)
    thinner = Network(nodes, whole.edges[::2])
    moments = over_time([(date(2026, 6, 1), thinner), (date(2025, 6, 1), Network(nodes, whole.edges))])
    assert [moment.day.year for moment in moments] == [2025, 2026]
    for moment, wave in zip(moments, (graph, graph_of(thinner)), strict=True):
        degrees = [degree for _, degree in wave.degree()]
        n = len(wave)
        assert moment.centralisation == pytest.approx(sum(max(degrees) - d for d in degrees) / ((n - 1) * (n - 2)))
        assert (moment.nodes, moment.ties, moment.staff) == (n, wave.number_of_edges(), 2)
        lost = sum((a in staff) != (b in staff) for a, b in wave.edges)
        assert moment.staff_only_ties == pytest.approx(lost / wave.number_of_edges())
        left = wave.copy()
        left.remove_nodes_from(staff)
        assert moment.fragmentation == pytest.approx(unconnected_share(wave), abs=1e-12)
        assert moment.without_staff == pytest.approx(unconnected_share(left), abs=1e-12)
        assert moment.fragmentation is not None
        assert moment.without_staff is not None
        assert moment.dependence == pytest.approx(moment.without_staff - moment.fragmentation, abs=1e-12)


def test_a_tie_both_ways_is_two_arcs() -> None:
    nodes = (Node("a"), Node("b"))
    one = Network(nodes, (Edge("a", "b"),), directed=True)
    both = Network(nodes, (Edge("a", "b", directed=False),), directed=True)
    assert compare(one, both).came == (("b", "a"),)

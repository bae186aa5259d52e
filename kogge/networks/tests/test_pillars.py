"""What falls apart without whom, against networkx."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.networks.pillars import parts, pieces, pillars

ties = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=24)


def graph_of(pairs: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph([(a, b) for a, b in pairs if a != b])
    graph.add_nodes_from(range(12))
    return graph


def neighbours_of(graph: nx.Graph) -> list[list[int]]:
    return [sorted(graph[node]) for node in range(len(graph))]


@settings(max_examples=200, deadline=None)
@given(ties, st.sets(st.integers(0, 11), max_size=3))
def test_pieces_equal_networkx(pairs: list[tuple[int, int]], removed: set[int]) -> None:
    graph = graph_of(pairs)
    neighbours = neighbours_of(graph)
    graph.remove_nodes_from(removed)
    expected = {}
    for node in nx.articulation_points(graph):
        part = graph.subgraph(nx.node_connected_component(graph, node)).copy()
        part.remove_node(node)
        expected[node] = tuple(sorted(map(len, nx.connected_components(part)), reverse=True))
    assert pieces(neighbours, removed) == expected
    assert [sorted(part) for part in parts(neighbours, removed)] == sorted(
        (sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part[0])
    )


@settings(max_examples=100, deadline=None)
@given(ties)
def test_the_first_pillar_fragments_most(pairs: list[tuple[int, int]]) -> None:
    graph = graph_of(pairs)
    found = pillars(neighbours_of(graph), most=1)
    cut = set(nx.articulation_points(graph))
    assert bool(found.chosen) == bool(cut)

    def together(without: int) -> int:
        rest = graph.copy()
        rest.remove_node(without)
        mine = nx.node_connected_component(graph, without)
        return sum(len(part) ** 2 for part in nx.connected_components(rest) if part <= mine) - (len(mine) - 1) ** 2

    if cut:
        assert together(found.chosen[0]) == min(map(together, cut))
        rest = graph.copy()
        rest.remove_nodes_from(found.chosen)
        assert found.parts_today == nx.number_connected_components(graph)
        assert found.parts_without == nx.number_connected_components(rest)


def test_two_hubs_of_a_double_star() -> None:
    star = [[1, 2, 3, 4], [0], [0], [0], [0, 5, 6], [4], [4]]
    found = pillars(star)
    assert set(found.chosen) == {0, 4}
    assert (found.parts_today, found.parts_without, found.lost) == (1, 5, 4)


def test_a_ring_needs_nobody() -> None:
    found = pillars([[1, 2], [0, 2], [0, 1]])
    assert (found.chosen, found.parts_without, found.lost) == ((), 1, 0)


def test_nothing_at_all() -> None:
    assert pillars([]).parts_today == 0

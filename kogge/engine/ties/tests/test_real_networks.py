"""Every figure on real inter-organisation networks equals networkx."""

from __future__ import annotations

import pytest

from kogge.engine.ties import day_after, figures
from kogge.engine.ties.files import read_network
from kogge.engine.ties.tests.oracle import NAMES, check_day_after, check_figures, graph_from_files
from kogge.testing import shared_data


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_figures(name: str, directed: bool) -> None:
    nodes = shared_data("networks", f"{name}_nodes.csv")
    edges = shared_data("networks", f"{name}_edges.csv")
    found = figures(read_network(edges, nodes, directed))
    assert found.directed is directed
    check_figures(found, graph_from_files(nodes, edges, directed))


@pytest.mark.parametrize("leaving", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_day_after_without_the_busiest(name: str, leaving: int) -> None:
    nodes = shared_data("networks", f"{name}_nodes.csv")
    edges = shared_data("networks", f"{name}_edges.csv")
    graph = graph_from_files(nodes, edges, directed=False)
    leavers = sorted(graph, key=lambda node: (-graph.degree(node), node))[:leaving]
    found = day_after(read_network(edges, nodes), leavers)
    check_day_after(found, graph, leavers)
    assert found.introductions_optimal


def test_published_figures_of_the_florentine_families() -> None:
    """Wasserman & Faust's standard example: the Medici hold the marriages together."""
    nodes = shared_data("networks", "flo_marriage_nodes.csv")
    network = read_network(shared_data("networks", "flo_marriage_edges.csv"), nodes)
    found = figures(network)
    assert found.density == pytest.approx(1 / 6)
    assert found.betweenness["8"] == pytest.approx(47.5)
    assert found.fragmentation == pytest.approx(0.125)
    after = day_after(network, ["8"])
    assert after.orphans == ("0",)
    assert set(after.cut_off) == {"9", "13"}
    assert after.component_sizes_after == (11, 2, 1, 1)

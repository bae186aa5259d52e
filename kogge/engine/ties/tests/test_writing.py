"""Networks written and read again, by ourselves and by networkx; bad GEXF in one clear line."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kogge.engine.ties import Edge, Network, Node
from kogge.engine.ties.files import FORMS, FileError, Form, read_network, written
from kogge.engine.ties.tests.oracle import NAMES, graph_of
from kogge.engine.ties.tests.test_files import BILLION_LAUGHS, check_line
from kogge.testing import shared_data

text = st.text(st.characters(exclude_categories=["C"]), max_size=8).map(str.strip)
name = text.filter(bool)
carrier = name.map(lambda value: value.replace("|", "/").strip()).filter(bool)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = draw(st.lists(name, min_size=1, max_size=6, unique=True))
    end = st.sampled_from(ids)
    nodes = tuple(Node(key, draw(text), draw(text), draw(st.booleans())) for key in ids)
    directed = draw(st.booleans())
    weight = st.floats(1e-6, 1e9)
    through = st.lists(carrier, max_size=2).map(tuple)
    one_way = st.booleans() if directed else st.just(False)
    edge = st.builds(Edge, end, end, weight, text, one_way, through)
    return Network(nodes, tuple(draw(st.lists(edge, min_size=1, max_size=6))), directed)


def again(network: Network, form: Form, folder: Path) -> Network:
    files = written(network, form)
    paths = [folder / f"network{ending}" for ending in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    if len(paths) == 1:
        return read_network(paths[0])
    return read_network(paths[1], paths[0], network.directed)


@pytest.mark.parametrize("form", FORMS)
@given(network=networks())
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again(form: Form, network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = again(network, form, Path(folder))
    if form == "kumu":  # elements are known by their labels, so these are completed
        assert len({node.label for node in found.nodes}) == len(found.nodes)
        labels = {node.id: node.label for node in network.nodes}
        found = replace(found, nodes=tuple(replace(node, label=labels[node.id]) for node in found.nodes))
    assert found == network


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("which", NAMES)
def test_real_networks(form: Form, which: str, tmp_path: Path) -> None:
    network = read_network(shared_data("networks", f"{which}_edges.csv"), shared_data("networks", f"{which}_nodes.csv"))
    found = again(network, form, tmp_path)
    assert nx.utils.graphs_equal(graph_of(found), graph_of(network))
    assert len(found.edges) == len(network.edges)


@pytest.mark.parametrize("directed", [False, True])
def test_networkx_reads_what_is_written(directed: bool, tmp_path: Path) -> None:
    nodes = (Node("a", "Bäckerei <&>", "business"), Node("b", staff=True))
    network = Network(nodes, (Edge("a", "b", 2.5, "supplies", through=("b",)),), directed)
    ways: list[tuple[Form, Any]] = [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)]
    for form, reads in ways:
        path = tmp_path / "network.xml"
        path.write_bytes(written(network, form)[f".{form}"])
        graph = reads(path)
        assert graph.is_directed() is directed
        assert graph.nodes["a"]["label"] == "Bäckerei <&>"
        assert graph.nodes["a"]["kind"] == "business"
        assert graph.nodes["b"]["staff"] is True
        assert graph["a"]["b"]["weight"] == 2.5


@pytest.mark.parametrize("directed", [False, True])
def test_gexf_written_by_networkx(directed: bool, tmp_path: Path) -> None:
    graph = (nx.DiGraph if directed else nx.Graph)()
    graph.add_node("a", label="Bäckerei", kind="business")
    graph.add_node("c", staff=True)
    graph.add_edge("a", "c", weight=2.5, through="Mia|Ben")
    path = tmp_path / "network.gexf"
    nx.write_gexf(graph, path)
    found = read_network(path)
    assert found.directed is directed
    assert found.nodes == (Node("a", "Bäckerei", "business"), Node("c", "c", staff=True))
    assert found.edges == (Edge("a", "c", 2.5, "", directed, ("Mia", "Ben")),)


def gexf(inside: str, kind: str = "undirected") -> str:
    return f'<gexf xmlns="http://gexf.net/1.2draft"><graph defaultedgetype="{kind}">{inside}</graph></gexf>'


TWO = '<nodes><node id="a"/><node id="b"/></nodes>'


def test_one_directed_edge_makes_a_gexf_network_directed(tmp_path: Path) -> None:
    path = tmp_path / "mixed.gexf"
    path.write_text(
        gexf(TWO + '<edges><edge source="a" target="b" type="directed"/><edge source="b" target="a"/></edges>')
    )
    found = read_network(path)
    assert found.directed
    assert [edge.directed for edge in found.edges] == [True, False]


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (BILLION_LAUGHS, "defines a document type"),
        ("<gexf/>", "a <gexf> file with one <graph>"),
        (gexf(""), "has no nodes"),
        (gexf('<nodes><node label="x"/></nodes>'), "node number 1 has no id"),
        (gexf('<nodes><node id="a"/><node id="a"/></nodes>'), "node number 2 repeats the id 'a'"),
        (gexf(TWO + '<edges><edge source="a" target="x"/></edges>'), "edge number 1: its target names 'x'"),
        (gexf(TWO + '<edges><edge source="a" target="b" type="up"/></edges>'), "edge number 1: 'up' is no direction"),
        (gexf(TWO + '<edges><edge source="a" target="b" weight="much"/></edges>'), "weight 'much' is not a number"),
        ("<gexf><graph>", "is not well-formed"),
    ],
)
def test_bad_gexf(tmp_path: Path, inside: str, says: str) -> None:
    path = tmp_path / "bad.gexf"
    path.write_text(inside, encoding="utf-8")
    with pytest.raises(FileError) as error:
        read_network(path)
    check_line(error.value, "bad.gexf", says)


def test_kumu_labels_are_told_apart_and_formulas_kept_from_running(tmp_path: Path) -> None:
    nodes = (Node("a", "Kita"), Node("b", "Kita"), Node("Kita", "=1+1"), Node("d"))
    files = written(Network(nodes, (Edge("a", "b"),)), "kumu")
    labels = [row.split(",")[0] for row in files["-elements.csv"].decode().splitlines()[1:]]
    assert labels == ["Kita (a)", "Kita (b)", "'=1+1", "d"]
    assert "Kita (a),Kita (b),1.0" in files["-connections.csv"].decode()
    again(Network(nodes, (Edge("a", "b"),)), "kumu", tmp_path)


@pytest.mark.parametrize("key", ["", " a", "a\x00b", "a\rb", "\ud800"])
def test_ids_that_no_file_can_hold(key: str) -> None:
    with pytest.raises(FileError, match="cannot be written"):
        written(Network((Node(key),)), "graphml")


def test_a_bar_in_the_name_of_a_carrier() -> None:
    with pytest.raises(FileError, match="a bar"):
        written(Network((Node("a"), Node("b")), (Edge("a", "b", through=("x|y",)),)), "csv")

"""Networks from files as people have them, and one clear line for each file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from kogge.engine.ties import Edge, Network, Node
from kogge.engine.ties.files import FileError, read_network

NODES = "id,name,kind,staff\na,Bäckerei,business,\nb,Schule,civic,nein\nc,Mia,person,ja\n"


def lists(folder: Path, edges: str | bytes, nodes: str | bytes | None = NODES) -> tuple[Path, Path | None]:
    paths: list[Path | None] = []
    for name, text in (("edges.csv", edges), ("nodes.csv", nodes)):
        if text is None:
            paths.append(None)
            continue
        path = folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(path)
    assert paths[0] is not None
    return paths[0], paths[1]


def test_nodes_and_edges(tmp_path: Path) -> None:
    edges = "to,from,weight,type,through\nb,a,2.5,supplies,c | d\nc,b,,,\n"
    network = read_network(*lists(tmp_path, edges))
    assert network == Network(
        (Node("a", "Bäckerei", "business"), Node("b", "Schule", "civic"), Node("c", "Mia", "person", True)),
        (Edge("a", "b", 2.5, "supplies", through=("c", "d")), Edge("b", "c")),
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_separator_and_encoding(tmp_path: Path, mark: str, encoding: str) -> None:
    nodes = NODES.replace(",", mark).replace("\n", "\r\n").encode(encoding)
    network = read_network(*lists(tmp_path, f"von{mark}nach\na{mark}b\n".encode(encoding), nodes))
    assert [node.label for node in network.nodes] == ["Bäckerei", "Schule", "Mia"]
    assert [(edge.source, edge.target) for edge in network.edges] == [("a", "b")]


def test_edges_alone_and_quoted_cells(tmp_path: Path) -> None:
    edges = 'x,y\n"Müller, Bäcker","Kita\nSonne"\n\n"Kita\nSonne",Club\n'
    network = read_network(*lists(tmp_path, edges, None))
    assert [node.id for node in network.nodes] == ["Müller, Bäcker", "Kita\nSonne", "Club"]


def test_first_columns_with_and_without_header(tmp_path: Path) -> None:
    for edges in ("x,y,weight\na,b,7\nb,c,9\n", "a,b,7\nb,c,9\n"):
        network = read_network(*lists(tmp_path, edges))
        assert [(edge.source, edge.target) for edge in network.edges] == [("a", "b"), ("b", "c")]


def test_decimal_comma(tmp_path: Path) -> None:
    network = read_network(*lists(tmp_path, "von;nach;Gewicht\na;b;1,5\n"))
    assert network.edges[0].weight == 1.5


def test_kumu_elements_and_connections(tmp_path: Path) -> None:
    elements = "Label,Type,Tags,Description\nBäckerei,Business,,\nSchule,Civic,,\nClub,Civic,,\n"
    connections = "From,To,Direction,Label,Type,Strength\nBäckerei,Schule,mutual,,gives,3\nSchule,Club,directed,,,\n"
    network = read_network(*lists(tmp_path, connections, elements), directed=True)
    assert [node.id for node in network.nodes] == ["Bäckerei", "Schule", "Club"]
    assert [(edge.directed, edge.kind, edge.weight) for edge in network.edges] == [
        (False, "gives", 3.0),
        (True, "", 1.0),
    ]
    assert network.directed


def test_kumu_connections_name_elements_by_label_beside_ids(tmp_path: Path) -> None:
    network = read_network(*lists(tmp_path, "From,To\nBäckerei,Schule\n"))
    assert [(edge.source, edge.target) for edge in network.edges] == [("a", "b")]


@pytest.mark.parametrize("directed", [False, True])
def test_graphml_written_by_networkx(tmp_path: Path, directed: bool) -> None:
    graph = (nx.DiGraph if directed else nx.Graph)()
    graph.add_node("a", label="Bäckerei", kind="business")
    graph.add_node("c", staff=True)
    graph.add_edge("a", "c", weight=2.5)
    path = tmp_path / "network.xml"
    nx.write_graphml(graph, path)
    network = read_network(path)
    assert network.directed is directed
    assert network.nodes == (Node("a", "Bäckerei", "business"), Node("c", staff=True))
    (edge,) = network.edges
    assert (edge.source, edge.target, edge.weight) == ("a", "c", 2.5)
    assert read_network(path, directed=not directed).directed is not directed


BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<graphml><graph edgedefault="undirected"><node id="&b;"/></graph></graphml>"""
OUTSIDE = """<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<graphml><graph><node id="&x;"/></graph></graphml>"""


def graphml(inside: str, before: str = "") -> str:
    space = 'xmlns="http://graphml.graphdrawing.org/xmlns"'
    return f'<graphml {space}>{before}<graph edgedefault="directed">{inside}</graph></graphml>'


def test_graphml_defaults_and_single_undirected_ties(tmp_path: Path) -> None:
    keys = """<key id="d0" for="edge" attr.name="Weight"><default>2</default></key>
        <key id="d1" for="node" attr.name="type"><default>business</default></key>"""
    inside = """<node id="a"/><node id="b"><data key="d1">civic</data></node>
        <edge source="a" target="b" directed="false"/>
        <edge source="b" target="a"><data key="d0">3</data></edge>"""
    path = tmp_path / "defaults.graphml"
    path.write_text(graphml(inside, keys), encoding="utf-8")
    network = read_network(path)
    assert network == Network(
        (Node("a", kind="business"), Node("b", kind="civic")),
        (Edge("a", "b", 2.0, directed=False), Edge("b", "a", 3.0)),
        directed=True,
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BILLION_LAUGHS, "defines a document type"),
        (OUTSIDE, "defines a document type"),
        ("<graphml>\n<graph>", "line 2, column 8: is not well-formed"),
        ("<html></html>", "a <graphml> or <gexf> file with one <graph>"),
        ('<?xml version="1.0" encoding="klingon"?><graphml/>', "encoding"),
        (graphml(""), "has no nodes"),
        (graphml("<node/>"), "node number 1 has no id"),
        (graphml('<node id="a"/><node id="a"/>'), "node number 2 repeats the id 'a'"),
        (graphml('<node id="a"/><edge source="a" target="b"/>'), "edge number 1: its target names 'b'"),
        (graphml('<node id="a"/><edge source="a"/>'), "edge number 1: its target is missing"),
        (graphml('<node id="a"/><hyperedge/>'), "hyperedge"),
        (graphml('<node id="a"><data key="staff">perhaps</data></node>'), "neither yes nor no"),
        (
            graphml('<node id="a"/><edge source="a" target="a"><data key="weight">-1</data></edge>'),
            "weight '-1' is not a number above 0",
        ),
    ],
)
def test_bad_graphml(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "bad.graphml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as error:
        read_network(path)
    check_line(error.value, "bad.graphml", says)


@pytest.mark.parametrize(
    ("edges", "nodes", "says"),
    [
        ("from,to\na,x\n", NODES, "edges.csv, line 2, column 2 (to): 'x' is not in nodes.csv"),
        ("from,to\na,b\n\nb,\n", NODES, "edges.csv, line 4, column 2 (to): one end of the tie is missing"),
        ('from,to\n"a\n\n",b\nb\n', None, "edges.csv, line 5, column 2 (to): one end"),
        ("from,whither\na,b\n", NODES, "edges.csv, line 1, column 1 (from): there is no column 'to'"),
        (
            "from,to,weight\na,b,heavy\n",
            NODES,
            "line 2, column 3 (weight): the weight 'heavy' is not a number",
        ),
        ("from,to,weight\na,b,nan\n", NODES, "the weight 'nan' is not a number above 0"),
        ("from,to,weight\na,b,0\n", NODES, "the weight '0' is not a number above 0"),
        ("from,to,direction\na,b,up\n", NODES, "column 3 (direction): 'up' is no direction"),
        (
            "from,to\na,b\n",
            "id\na\nb\na\n",
            "nodes.csv, line 4, column 1 (id): the id 'a' was given in line 2",
        ),
        ("from,to\na,b\n", "name,id\nx,\n", "nodes.csv, line 2, column 2 (id): the id is missing"),
        (
            "from,to\na,b\n",
            "id,staff\na,perhaps\n",
            "nodes.csv, line 2, column 2 (staff): 'perhaps' is neither",
        ),
        ("from,to\na,b\n", "id\n", "nodes.csv: has a header line only"),
        ("from,to\n", None, "edges.csv: has a header line only"),
        ("from,to\na,b\n", "<html></html>", "nodes.csv: is an XML or HTML file"),
        ("", NODES, "edges.csv: is empty"),
        (" \n\n", NODES, "edges.csv: is empty"),
        (",,\n,,\n", NODES, "edges.csv: has no rows"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NODES, "edges.csv: is not a text file"),
        (b"\xff\xfea", NODES, "edges.csv: is not a text file"),
        (b"from,to\n\x81,\x8d\n", NODES, "edges.csv: is not a text file"),
        (b"PK\x03\x04rest", NODES, "edges.csv: is a workbook"),
        ("from,to\n" + "a" * 200_000 + ",b\n", NODES, "edges.csv, line 2: is not readable as a table"),
        ("<graphml/>", NODES, "leave out nodes.csv"),
    ],
)
def test_bad_lists(tmp_path: Path, edges: str | bytes, nodes: str | bytes | None, says: str) -> None:
    with pytest.raises(FileError) as error:
        read_network(*lists(tmp_path, edges, nodes))
    check_line(error.value, "", says)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path, Path("a\0b")):
        with pytest.raises(FileError) as error:
            read_network(path)
        assert "\n" not in str(error.value)


def check_line(error: FileError, name: str, says: str) -> None:
    text = str(error)
    assert says in text
    assert name in text
    assert "\n" not in text

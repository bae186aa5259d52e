"""A network from GEXF (gexf.net), as Gephi writes it, whatever its version; times and positions are passed over."""

from __future__ import annotations

from typing import Any

from kogge.engine.ties.files.tables import FileError
from kogge.engine.ties.files.xml import add_node, edge_of
from kogge.engine.ties.model import Network, Node

WAYS = {"directed": True, "undirected": False, "mutual": False}


def read_gexf(root: Any, name: str, directed: bool | None) -> Network:
    """Nodes and edges of the one graph in the file. `root`: see `xml.parse`.

    Directed if the file says so or has a directed edge; edges of the other sort then go both ways.
    """
    graphs = root.findall("graph")
    if len(graphs) != 1:
        raise FileError("%(name)s: a <gexf> file with one <graph> was expected", name=name)
    graph = graphs[0]
    titles = {sort: _attributes(graph, sort) for sort in ("node", "edge")}
    nodes: dict[str, Node] = {}
    for number, element in enumerate(graph.iter("node"), start=1):
        add_node(nodes, element, number, name, _values(element, titles["node"]), element.get("label", "").strip())
    if not nodes:
        raise FileError("%(name)s: has no nodes; at least one was expected", name=name)
    usual = graph.get("defaultedgetype", "undirected")
    edges = []
    for number, element in enumerate(graph.iter("edge"), start=1):
        way = element.get("type", usual).strip().casefold()
        if way not in WAYS:
            raise FileError(
                "%(name)s: edge number %(number)s: %(way)s is no direction; 'directed' or 'undirected' would be",
                name=name,
                number=number,
                way=repr(way[:40]),
            )
        values = _values(element, titles["edge"])
        values |= {key: element.get(key).strip() for key in ("weight", "kind") if element.get(key) is not None}
        edges.append(edge_of(element, number, name, nodes, values, WAYS[way]))
    one_way = usual.casefold() == "directed" or any(edge.directed for edge in edges)
    return Network(tuple(nodes.values()), tuple(edges), one_way if directed is None else directed)


def _attributes(graph: Any, sort: str) -> dict[str, tuple[str, str | None]]:
    """Attribute id → its title in small letters, and its default if it has one."""
    found = {}
    for group in graph.findall("attributes"):
        if group.get("class") == sort:
            for attribute in group.findall("attribute"):
                key = attribute.get("id", "")
                found[key] = ((attribute.get("title") or key).casefold(), attribute.findtext("default"))
    return found


def _values(element: Any, titles: dict[str, tuple[str, str | None]]) -> dict[str, str]:
    values = {title: default.strip() for title, default in titles.values() if default is not None}
    for value in element.findall("attvalues/attvalue"):
        key = value.get("for") or value.get("id") or ""  # `id` in files of version 1.1
        values[titles.get(key, (key.casefold(), None))[0]] = (value.get("value") or "").strip()
    return values

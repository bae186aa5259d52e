"""A network from GraphML (graphml.graphdrawing.org), without entities, DTDs or outside references."""

from __future__ import annotations

from typing import Any

from kogge.engine.ties.files.tables import FileError
from kogge.engine.ties.files.xml import add_node, edge_of
from kogge.engine.ties.model import Edge, Network, Node


def read_graphml(root: Any, name: str, directed: bool | None) -> Network:
    """Nodes and edges of the one graph in the file, and of graphs nested in its nodes. `root`: see `xml.parse`."""
    graphs = root.findall("graph")
    if root.tag != "graphml" or len(graphs) != 1:
        raise FileError("%(name)s: a <graphml> or <gexf> file with one <graph> was expected", name=name)
    graph = graphs[0]
    if next(graph.iter("hyperedge"), None) is not None:
        raise FileError(
            "%(name)s: has a tie between more than two nodes (hyperedge); write it as single ties", name=name
        )
    keys = root.findall("key")
    nodes: dict[str, Node] = {}
    for number, element in enumerate(graph.iter("node"), start=1):
        add_node(nodes, element, number, name, _values(element, keys), "")
    if not nodes:
        raise FileError("%(name)s: has no nodes; at least one was expected", name=name)
    one_way = graph.get("edgedefault") == "directed"
    edges = [
        _edge(element, number, name, nodes, keys, one_way) for number, element in enumerate(graph.iter("edge"), start=1)
    ]
    return Network(tuple(nodes.values()), tuple(edges), one_way if directed is None else directed)


def _edge(element: Any, number: int, name: str, nodes: dict[str, Node], keys: list[Any], one_way: bool) -> Edge:
    own = element.get("directed", "").casefold()
    way = one_way if own not in ("true", "false") else own == "true"
    return edge_of(element, number, name, nodes, _values(element, keys), way)


def _values(element: Any, keys: list[Any]) -> dict[str, str]:
    """Name (the key's `attr.name`, small letters) → text of the element's data, or the key's default."""
    names = {key.get("id"): (key.get("attr.name") or key.get("id") or "").casefold() for key in keys}
    values: dict[str, str] = {}
    for key in keys:
        default = key.findtext("default")
        if default is not None and key.get("for", "all") in (element.tag, "all"):
            values[names[key.get("id")]] = default.strip()
    for data in element.findall("data"):
        name = data.get("key", "")
        values[names.get(name, name.casefold())] = (data.text or "").strip()
    return values

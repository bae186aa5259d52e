"""A network from GraphML (graphml.graphdrawing.org), without entities, DTDs or outside references."""

from __future__ import annotations

import math
from typing import Any
from xml.etree.ElementTree import ParseError

from kogge.engine.ties.files.lists import KIND, LABEL, NO, STAFF, THROUGH, WEIGHT, YES
from kogge.engine.ties.files.tables import FileError
from kogge.engine.ties.model import Edge, Network, Node


def read_graphml(data: bytes, name: str, directed: bool | None) -> Network:
    """Nodes and edges of the one graph in the file, and of graphs nested in its nodes."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileError(
            "%(name)s: defines a document type or entities, which GraphML does not need", name=name
        ) from error
    except ParseError as error:
        line, column = error.position
        raise FileError(
            "%(name)s, line %(line)s, column %(column)s: is not well-formed XML",
            name=name,
            line=line,
            column=column + 1,
        ) from error
    except (ValueError, LookupError) as error:  # an unknown or wrong encoding declaration
        raise FileError("%(name)s: the encoding it declares cannot be read; UTF-8 would be right", name=name) from error
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]  # the namespace differs between programs
    graphs = root.findall("graph")
    if root.tag != "graphml" or len(graphs) != 1:
        raise FileError("%(name)s: a <graphml> file with one <graph> was expected", name=name)
    graph = graphs[0]
    if next(graph.iter("hyperedge"), None) is not None:
        raise FileError(
            "%(name)s: has a tie between more than two nodes (hyperedge); write it as single ties", name=name
        )
    keys = root.findall("key")
    nodes: dict[str, Node] = {}
    for number, element in enumerate(graph.iter("node"), start=1):
        key = element.get("id", "").strip()
        if not key or key in nodes:
            if not key:
                raise FileError(
                    "%(name)s: node number %(number)s has no id; every node needs one of its own",
                    name=name,
                    number=number,
                )
            raise FileError(
                "%(name)s: node number %(number)s repeats the id %(id)s; every node needs one of its own",
                name=name,
                number=number,
                id=repr(key),
            )
        values = _values(element, keys)
        paid = _first(values, STAFF).casefold()
        if paid not in YES and paid not in NO:
            raise FileError(
                "%(name)s: node %(id)s: staff is %(paid)s, neither yes nor no", name=name, id=repr(key), paid=repr(paid)
            )
        nodes[key] = Node(key, _first(values, LABEL), _first(values, KIND), paid in YES)
    if not nodes:
        raise FileError("%(name)s: has no nodes; at least one was expected", name=name)
    one_way = graph.get("edgedefault") == "directed"
    edges = [
        _edge(element, number, name, nodes, keys, one_way) for number, element in enumerate(graph.iter("edge"), start=1)
    ]
    return Network(tuple(nodes.values()), tuple(edges), one_way if directed is None else directed)


def _edge(element: Any, number: int, name: str, nodes: dict[str, Node], keys: list[Any], one_way: bool) -> Edge:
    ends = []
    for side in ("source", "target"):
        end = element.get(side, "").strip()
        if end not in nodes:
            if not end:
                raise FileError(
                    "%(name)s: edge number %(number)s: its %(side)s is missing", name=name, number=number, side=side
                )
            raise FileError(
                "%(name)s: edge number %(number)s: its %(side)s names %(id)s, which is no node of the file",
                name=name,
                number=number,
                side=side,
                id=repr(end),
            )
        ends.append(end)
    values = _values(element, keys)
    text = _first(values, WEIGHT)
    try:
        weight = float(text or 1)
    except ValueError:
        weight = math.nan
    if not 0 < weight < math.inf:
        raise FileError(
            "%(name)s: edge number %(number)s: the weight %(text)s is not a number above 0",
            name=name,
            number=number,
            text=repr(text[:40]),
        )
    own = element.get("directed", "").casefold()
    return Edge(
        ends[0],
        ends[1],
        weight,
        _first(values, KIND),
        one_way if own not in ("true", "false") else own == "true",
        tuple(filter(None, (part.strip() for part in _first(values, THROUGH).split("|")))),
    )


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


def _first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if name in values), "")

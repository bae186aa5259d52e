"""Networks into files that other programs read: GraphML, GEXF, Kumu's Elements and Connections, CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from xml.etree import ElementTree as Xml

from kogge.engine.ties.files.lists import FORMULA
from kogge.engine.ties.files.tables import FileError
from kogge.engine.ties.model import Network

Form = Literal["graphml", "gexf", "csv", "kumu"]
FORMS: tuple[Form, ...] = ("graphml", "gexf", "csv", "kumu")

# what XML 1.0 cannot hold, and half signs that no encoding can
_IMPOSSIBLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def written(network: Network, form: Form) -> dict[str, bytes]:
    """The network as files: what each ends in (".graphml", "-nodes.csv" …) → its content, in UTF-8.

    `read_network` gives the same network back; tables do not say themselves whether they are directed, so give
    `directed` there. White space around names and signs that no file can hold are left out of labels and kinds.
    Kumu knows elements by their label: an empty or repeated one is completed by the id.

    Raises `FileError` for an id that no file can hold (empty, with white space around it or control characters)
    or the name of somebody who carries a tie with a "|" in it.

    >>> print(written(Network.of(("a", "b")), "csv")["-edges.csv"].decode())
    from,to,weight,kind,direction,through
    a,b,1.0,,undirected,
    <BLANKLINE>
    """
    carriers = {name for edge in network.edges for name in edge.through}
    for name in (*network.index, *carriers):
        if not name or name != _text(name) or "\r" in name or (name in carriers and "|" in name):
            raise FileError(
                "the id %(id)s cannot be written: it is empty, has spaces around it, a control character, "
                "or a bar in the name of somebody who carries a tie",
                id=repr(name[:80]),
            )
    return {"graphml": _graphml, "gexf": _gexf, "csv": _csv, "kumu": _kumu}[form](network)


def _text(text: str) -> str:
    return _IMPOSSIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _document(root: Xml.Element) -> bytes:
    Xml.indent(root)
    document: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _graphml(network: Network) -> dict[str, bytes]:
    root = Xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    keys = [("node", "label", "string"), ("node", "kind", "string"), ("node", "staff", "boolean")]
    keys += [("edge", "weight", "double"), ("edge", "kind", "string"), ("edge", "through", "string")]
    for sort, name, kind in keys:
        Xml.SubElement(root, "key", {"id": f"{sort}-{name}", "for": sort, "attr.name": name, "attr.type": kind})
    graph = Xml.SubElement(root, "graph", edgedefault="directed" if network.directed else "undirected")
    for node in network.nodes:
        element = Xml.SubElement(graph, "node", id=node.id)
        values = {"label": _text(node.label), "kind": _text(node.kind), "staff": "true" if node.staff else ""}
        for name, value in values.items():
            if value:
                Xml.SubElement(element, "data", key=f"node-{name}").text = value
    for edge in network.edges:
        element = Xml.SubElement(graph, "edge", source=edge.source, target=edge.target)
        if network.directed and not edge.directed:
            element.set("directed", "false")
        values = {"weight": repr(edge.weight), "kind": _text(edge.kind), "through": "|".join(edge.through)}
        for name, value in values.items():
            if value:
                Xml.SubElement(element, "data", key=f"edge-{name}").text = value
    return {".graphml": _document(root)}


def _gexf(network: Network) -> dict[str, bytes]:
    root = Xml.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    usual = "directed" if network.directed else "undirected"
    graph = Xml.SubElement(root, "graph", defaultedgetype=usual, mode="static")
    for sort, names in (("node", ("kind", "staff")), ("edge", ("kind", "through"))):
        group = Xml.SubElement(graph, "attributes", {"class": sort})
        for name in names:
            Xml.SubElement(group, "attribute", id=name, title=name, type="boolean" if name == "staff" else "string")

    def values(element: Xml.Element, pairs: dict[str, str]) -> None:
        those = {name: value for name, value in pairs.items() if value}
        if those:
            group = Xml.SubElement(element, "attvalues")
            for name, value in those.items():
                Xml.SubElement(group, "attvalue", {"for": name, "value": value})

    nodes = Xml.SubElement(graph, "nodes")
    for node in network.nodes:
        element = Xml.SubElement(nodes, "node", id=node.id, label=_text(node.label))
        values(element, {"kind": _text(node.kind), "staff": "true" if node.staff else ""})
    edges = Xml.SubElement(graph, "edges")
    for number, edge in enumerate(network.edges):
        element = Xml.SubElement(edges, "edge", id=str(number), source=edge.source, target=edge.target)
        if network.directed and not edge.directed:
            element.set("type", "mutual")
        element.set("weight", repr(edge.weight))
        values(element, {"kind": _text(edge.kind), "through": "|".join(edge.through)})
    return {".gexf": _document(root)}


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file; what a spreadsheet would run as a formula gets an apostrophe, which reading takes off again."""
    file = io.StringIO(newline="")
    lines = ([f"'{cell}" if FORMULA.match(cell) else cell for cell in row] for row in rows)
    csv.writer(file, lineterminator="\n").writerows([header, *lines])
    return file.getvalue().encode()


def _csv(network: Network) -> dict[str, bytes]:
    nodes = ((node.id, _text(node.label), _text(node.kind), "yes" if node.staff else "") for node in network.nodes)
    return {
        "-nodes.csv": _table(("id", "label", "kind", "staff"), nodes),
        "-edges.csv": _table(
            ("from", "to", "weight", "kind", "direction", "through"),
            _ties(network, dict.fromkeys(network.index)),
        ),
    }


def _kumu(network: Network) -> dict[str, bytes]:
    labels: dict[str, str] = {}
    taken = set(network.index)
    for node in network.nodes:
        label = _text(node.label) or node.id
        while label != node.id and label in taken:
            label += f" ({node.id})"
        taken.add(label)
        labels[node.id] = label
    elements = ((labels[node.id], node.id, _text(node.kind), "yes" if node.staff else "") for node in network.nodes)
    return {
        "-elements.csv": _table(("Label", "ID", "Type", "Staff"), elements),
        "-connections.csv": _table(("From", "To", "Strength", "Type", "Direction", "Through"), _ties(network, labels)),
    }


def _ties(network: Network, names: Mapping[str, str | None]) -> Iterable[Sequence[str]]:
    for edge in network.edges:
        way = "undirected" if not network.directed else "directed" if edge.directed else "mutual"
        yield (
            names[edge.source] or edge.source,
            names[edge.target] or edge.target,
            repr(edge.weight),
            _text(edge.kind),
            way,
            "|".join(edge.through),
        )

"""Networks from and into files: CSV (nodes and edges), Kumu's Elements and Connections, GraphML, GEXF."""

from __future__ import annotations

from pathlib import Path

from kogge.engine.ties.files.gexf import read_gexf
from kogge.engine.ties.files.graphml import read_graphml
from kogge.engine.ties.files.lists import read_lists
from kogge.engine.ties.files.tables import FileError, content
from kogge.engine.ties.files.writing import FORMS, Form, written
from kogge.engine.ties.files.xml import parse
from kogge.engine.ties.model import Network

__all__ = ["FORMS", "FileError", "Form", "read_network", "written"]


def read_network(edges: Path, nodes: Path | None = None, directed: bool | None = None) -> Network:
    """Read a network. What a file is, is seen from its content, not from its name.

    edges: GraphML, GEXF, or a table `from,to[,weight]` (or the first two columns; Kumu's Connections).
    nodes: a table with a column `id` (Kumu's Elements: `Label`; else the first column). Without it the nodes
        are those named by edges. Not to be given with GraphML or GEXF, which hold both.
    directed: None leaves it to the file: GraphML and GEXF say so themselves, tables are undirected.

    Raises `FileError`: one line that names the file, the place, what is wrong and what would be right.
    """
    data = content(edges)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if nodes is not None:
            raise FileError(
                "%(name)s: is an XML file, which holds nodes and edges in one: leave out %(nodes)s",
                name=edges.name,
                nodes=nodes.name,
            )
        root = parse(data, edges.name)
        return (read_gexf if root.tag == "gexf" else read_graphml)(root, edges.name, directed)
    return read_lists(data, edges.name, None if nodes is None else (content(nodes), nodes.name), bool(directed))

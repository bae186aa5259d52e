"""A network from two tables: nodes and edges, or Kumu's Elements and Connections."""

from __future__ import annotations

import math
import re

from kogge.engine.said import Said
from kogge.engine.ties.files.tables import FileError, Table, read_table
from kogge.engine.ties.model import Edge, Network, Node

ID = ("id", "node", "kennung")
LABEL = ("label", "name", "bezeichnung")
KIND = ("kind", "type", "relation", "art", "typ")
STAFF = ("staff", "projektpersonal")
FROM = ("from", "source", "von")
TO = ("to", "target", "nach", "an", "zu")
WEIGHT = ("weight", "strength", "gewicht", "stärke")
DIRECTION = ("direction", "directed", "richtung")
THROUGH = ("through", "via", "über")

# what a spreadsheet takes for a formula, and what was kept from being one by an apostrophe
FORMULA = re.compile(r"'*[=+\-@]")

YES = frozenset({"1", "true", "yes", "y", "x", "ja", "wahr"})
NO = frozenset({"", "0", "false", "no", "n", "nein", "falsch"})
ONE_WAY = frozenset({"", "directed", "gerichtet"}) | YES
BOTH_WAYS = frozenset({"undirected", "mutual", "both", "ungerichtet", "gegenseitig"}) | NO - {""}


def read_lists(data: bytes, name: str, nodes: tuple[bytes, str] | None, directed: bool) -> Network:
    """Edges, and nodes if there is a list of them: then an edge may name no other."""
    listed = None if nodes is None else _nodes(read_table(*nodes))
    return _edges(read_table(data, name), listed, "" if nodes is None else nodes[1], directed)


def _cell(row: list[str], column: int | None) -> str:
    text = row[column].strip() if column is not None and column < len(row) else ""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _nodes(table: Table) -> dict[str, Node]:
    label, kind, staff = table.column(*LABEL), table.column(*KIND), table.column(*STAFF)
    key = table.column(*ID)
    if key is None:
        # Kumu's Elements are known by their label
        key = table.column("label") or 0
    nodes: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for line, row in table.rows[1:]:
        name = _cell(row, key)
        if not name:
            raise table.wrong(line, Said("the id is missing; every node needs one"), key)
        if name in nodes:
            raise table.wrong(
                line,
                Said(
                    "the id %(name)s was given in line %(first)s already; ids must differ",
                    name=repr(name),
                    first=lines[name],
                ),
                key,
            )
        paid = _cell(row, staff).casefold()
        if paid not in YES and paid not in NO:
            raise table.wrong(line, Said("%(paid)s is neither yes nor no", paid=repr(paid)), staff)
        nodes[name] = Node(name, _cell(row, label), _cell(row, kind), paid in YES)
        lines[name] = line
    if not nodes:
        raise FileError("%(name)s: has a header line only; at least one node was expected", name=table.name)
    return nodes


def _edges(table: Table, listed: dict[str, Node] | None, nodes_name: str, directed: bool) -> Network:
    source, target = table.column(*FROM), table.column(*TO)
    rows = table.rows[1:]
    if source is None and target is None:
        source, target = 0, 1
        first = table.header
        if listed is not None and all(_cell(first, column) in listed for column in (0, 1)):
            rows = table.rows  # no header: the first line is an edge between known nodes
    elif source is None or target is None:
        missing, there = ("from", target) if source is None else ("to", source)
        raise table.wrong(
            table.rows[0][0], Said("there is no column %(missing)s beside this one", missing=repr(missing)), there
        )
    weight, kind = table.column(*WEIGHT), table.column(*KIND)
    direction, through = table.column(*DIRECTION), table.column(*THROUGH)
    if rows is table.rows:
        weight = kind = direction = through = None
    nodes = {} if listed is None else listed
    by_label = _unique_labels(nodes)
    edges: list[Edge] = []
    for line, row in rows:
        ends = []
        for column in (source, target):
            name = _cell(row, column)
            if not name:
                raise table.wrong(line, Said("one end of the tie is missing; a row needs two ids"), column)
            if listed is None:
                nodes.setdefault(name, Node(name))
            elif name not in nodes:
                if name not in by_label:
                    raise table.wrong(
                        line,
                        Said(
                            "%(name)s is not in %(file)s; add it there or mend it here",
                            name=repr(name),
                            file=nodes_name,
                        ),
                        column,
                    )
                name = by_label[name]
            ends.append(name)
        one_way = True
        if direction is not None:
            way = _cell(row, direction).casefold()
            if way not in ONE_WAY and way not in BOTH_WAYS:
                raise table.wrong(
                    line, Said("%(way)s is no direction; 'directed' or 'undirected' would be", way=repr(way)), direction
                )
            one_way = way in ONE_WAY
        strength = 1.0 if weight is None else _weight(table, line, row, weight)
        carriers = () if through is None else several(_cell(row, through))
        edges.append(Edge(ends[0], ends[1], strength, _cell(row, kind), one_way, carriers))
    if not nodes:
        raise FileError("%(name)s: has a header line only; at least one tie was expected", name=table.name)
    return Network(tuple(nodes.values()), tuple(edges), directed)


def _unique_labels(nodes: dict[str, Node]) -> dict[str, str]:
    """Label → id where only one node is called so: Kumu's Connections name elements by label."""
    found: dict[str, str] = {}
    several = set()
    for node in nodes.values():
        if node.label in found:
            several.add(node.label)
        found[node.label] = node.id
    return {label: name for label, name in found.items() if label and label not in several}


def several(text: str) -> tuple[str, ...]:
    """Names divided by a bar."""
    return tuple(filter(None, (part.strip() for part in text.split("|"))))


def _weight(table: Table, line: int, row: list[str], column: int) -> float:
    text = _cell(row, column)
    if not text:
        return 1.0
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise table.wrong(line, Said("the weight %(text)s is not a number above 0", text=repr(text[:40])), column)
    return value

"""A network from a file of another program, and what of it could be what in the register.

The upload (GraphML, GEXF, tables, Kumu, one ZIP with two tables, an Excel workbook) is read once and kept as GraphML,
so that preview and import read the same, and so that it is forgotten like every other upload.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from kogge.actors.models import Organisation, Relation
from kogge.actors.queries.similar import to_records
from kogge.engine import linkage
from kogge.engine.linkage.text import fold
from kogge.engine.ties import Network, Node
from kogge.engine.ties.files import FileError, read_network
from kogge.places.models import Area

from .queries.nodes import key_of

KIND = "network"  # of an ImportRun
MOST_BYTES = 10 * 1024 * 1024
MOST_NODES, MOST_TIES = 5_000, 20_000
MOST_LOOKED_AT = 100  # nodes for which the page offers a choice of their own
PERSONS = {"person", "staff", "volunteer"}
TABLES = (("elements", "connections"), ("nodes", "edges"))  # names of the two tables in a ZIP or a workbook

TOO_MANY = gettext_noop(
    "%(name)s: holds %(nodes)s nodes and %(ties)s ties; up to %(most_nodes)s and %(most_ties)s can be taken over"
)
TOO_LARGE = gettext_noop("%(name)s: unpacks to more than %(most)s MB, too large for a list of ties")
NO_PAIR = gettext_noop(
    "%(name)s: holds no pair of tables; 'nodes' and 'edges' or 'Elements' and 'Connections' were expected"
)
DAMAGED = gettext_noop("%(name)s: is damaged or locked by a password")


def read(parts: Sequence[tuple[str, bytes]]) -> Network:
    """The network in one upload or two (edges first): (file name, content). Raises FileError."""
    name, data = parts[0]
    if data[:4] == b"PK\x03\x04":
        inner = _workbook(name, data) if _is_workbook(data) else _archive(name, data)
        parts = [*inner, *parts[1:]]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (title, content) in enumerate(parts[:2]):
            place = Path(folder, str(number))
            place.mkdir()
            path = place / (Path(title.replace("\\", "/")).name[-150:] or "file")
            path.write_bytes(content)
            paths.append(path)
        network = read_network(*paths)
    if len(network.nodes) > MOST_NODES or len(network.edges) > MOST_TIES:
        raise FileError(TOO_MANY,
            name=name, nodes=len(network.nodes), ties=len(network.edges), most_nodes=MOST_NODES, most_ties=MOST_TIES,
        )  # fmt: skip
    return network


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _archive(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The two tables of a ZIP, ties first; or the one file in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise FileError(TOO_LARGE,
                    name=name, most=MOST_BYTES // 1024**2,
                )  # fmt: skip
            inner = []
            for entry in entries[:4]:
                with archive.open(entry) as file:
                    inner.append((entry.filename, file.read(MOST_BYTES)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileError(DAMAGED, name=name) from error
    return _ordered(name, inner)


def _ordered(name: str, inner: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    if len(inner) == 1:
        return inner
    for nodes, edges in TABLES:
        first = [part for part in inner if edges in part[0].casefold()]
        second = [part for part in inner if nodes in part[0].casefold()]
        if len(first) == 1 and len(second) == 1:
            return [*first, *second]
    raise FileError(
        gettext_noop(
            "%(name)s: holds no pair of tables; 'nodes' and 'edges' or 'Elements' and 'Connections' were expected"
        ),
        name=name,
    )


def _workbook(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The sheets of an Excel workbook as tables."""
    import openpyxl  # only for those who bring one

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 8 * MOST_BYTES:
            raise FileError(TOO_LARGE,
                name=name, most=8 * MOST_BYTES // 1024**2,
            )  # fmt: skip
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        inner = []
        for sheet in book.worksheets[:6]:
            text = io.StringIO(newline="")
            rows = ([_cell(value) for value in row] for row in sheet.iter_rows(max_row=MOST_TIES + 2, values_only=True))
            csv.writer(text).writerows(row for row in rows if any(row))
            if text.getvalue().strip():
                inner.append((sheet.title, text.getvalue().encode()))
    except Exception as error:  # openpyxl raises whatever the damage makes it stumble over
        raise FileError(DAMAGED, name=name) from error
    return [(f"{name}, {title}", content) for title, content in _ordered(name, inner)]


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Guess:
    """A node of the file: the organisation it surely is, or those it could be, likeliest first."""

    node: Node
    same: Organisation | None = None
    candidates: list[Organisation] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What was read, and what could be what. `ways`: label of the ties in the file → how often."""

    network: Network
    guesses: list[Guess]
    persons: int
    ways: dict[str, int]
    loops: int

    @property
    def unclear(self) -> list[Guess]:
        return [guess for guess in self.guesses if guess.same is None]

    @property
    def known(self) -> int:
        return sum(1 for guess in self.guesses if guess.same is not None)


def name_of(node: Node) -> str:
    """How an organisation of the file is called."""
    return (node.label or node.id).strip()[:200]


def look(area: Area, network: Network) -> Preview:
    """Compare the nodes with the register; a constant number of statements.

    The same for sure: the number that Kogge itself wrote with the same name, or a name that one organisation alone
    bears. Persons are left out: a relation joins two organisations.
    """
    stock = list(Organisation.objects.filter(area=area).order_by("pk"))
    by_key = {row.pk: row for row in stock}
    by_name: dict[str, list[Organisation]] = {}
    for row in stock:
        by_name.setdefault(fold(row.name), []).append(row)
    guesses, persons = [], 0
    strange: list[int] = []  # places of those whose name nobody bears
    for node in network.nodes:
        if node.staff or node.kind.casefold() in PERSONS:
            persons += 1
            continue
        name = fold(name_of(node))
        numbered = by_key.get(key_of(node.id)) if node.id[:1] == "o" and node.id[1:].isdecimal() else None
        alike = by_name.get(name, [])
        if numbered is not None and fold(numbered.name) == name:
            guesses.append(Guess(node, numbered))
        elif len(alike) == 1:
            guesses.append(Guess(node, alike[0]))
        else:
            if not alike:
                strange.append(len(guesses))
            guesses.append(Guess(node, None, alike[:5]))
    asked = strange[:MOST_LOOKED_AT]
    records = [linkage.Record(id="", name=name_of(guesses[place].node)) for place in asked]
    for place, found in zip(asked, to_records(area, records, threshold=0.02), strict=True):
        guesses[place] = Guess(guesses[place].node, None, [match.organisation for match in found])
    there = {guess.node.id for guess in guesses}
    ties = [edge for edge in network.edges if edge.source in there and edge.target in there]
    ways = Counter(edge.kind.strip() for edge in ties if edge.source != edge.target)
    return Preview(
        network, guesses, persons, dict(ways.most_common()), sum(1 for edge in ties if edge.source == edge.target)
    )


# What Kogge writes itself beside relations comes from other records: agreements, memberships, talks.
DERIVED = {"agreement", "membership", "contact"}


def type_for(way: str) -> str:
    """The type of relation that a label in the file most likely means; "" to leave it out."""
    told = fold(way)
    if told in DERIVED:
        return ""
    for value, label in Relation.Type.choices:
        if told in {fold(value), fold(str(label))}:
            return str(value)
    return str(Relation.Type.PARTNER)


@dataclass
class Pair:
    """The ties of one type between two organisations, as one relation."""

    source: int
    target: int
    type: str
    mutual: bool
    weight: float


def pairs_of(network: Network, whose: dict[str, int], types: dict[str, str]) -> list[Pair]:
    """The ties of the file as relations to be: parallel ones are one, there and back is both ways.

    whose: node → organisation; nodes that are not in it are left out. types: label → type of relation; ties of a
    label that is not in it are left out.
    """
    found: dict[tuple[int, int, str], Pair] = {}
    for edge in network.edges:
        one, other, type_ = whose.get(edge.source), whose.get(edge.target), types.get(edge.kind.strip(), "")
        if one is None or other is None or one == other or not type_:
            continue
        mutual = not (network.directed and edge.directed)
        there, back = found.get((one, other, type_)), found.get((other, one, type_))
        if there is not None:
            there.mutual |= mutual
            there.weight += edge.weight
        elif back is not None:
            back.mutual = True
            back.weight += edge.weight
        else:
            found[one, other, type_] = Pair(one, other, type_, mutual, edge.weight)
    return list(found.values())


def strengths(pairs: Sequence[Pair]) -> list[int]:
    """1 loose, 2 regular, 3 close: weights of 1 to 3 as they are, others by thirds of their order; all equal: 2."""
    weights = sorted({pair.weight for pair in pairs})
    if len(weights) < 2:
        return [2] * len(pairs)
    if weights[0] >= 1 and weights[-1] <= 3:
        return [round(pair.weight) for pair in pairs]
    rank = {weight: 1 + 3 * place // len(weights) for place, weight in enumerate(weights)}
    return [rank[pair.weight] for pair in pairs]

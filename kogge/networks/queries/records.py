"""The records behind each figure of the network, as rows that are worded only for the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Organisation
from kogge.engine.ties import Node
from kogge.places.models import Area

from .nodes import is_organisation, key_of
from .standing import Group, Standing
from .ties import KINDS

NAMES = 12  # of a part or a group


@dataclass(frozen=True)
class Cell:
    """Words with an address behind them, if there is one."""

    text: Any
    url: str = ""
    num: bool = False


@dataclass(frozen=True)
class Records:
    """A list: its title, what each row is, the heads of its columns (label, is a number), and the rows."""

    title: Any
    columns: Sequence[tuple[Any, bool]]
    rows: Sequence[Any]
    cells: Callable[[Any], list[Cell]]


def records_of(what: str, standing: Standing, area: Area) -> Records:
    """The records of one of RECORDS; at most one query more."""
    return RECORDS[what](standing, area)


def _cell(standing: Standing, node: Node) -> Cell:
    return Cell(node.label, standing.url(node))


def _names(nodes: Sequence[Node]) -> str:
    more = _(" and %(count)s more") % {"count": len(nodes) - NAMES} if len(nodes) > NAMES else ""
    return ", ".join(node.label for node in nodes[:NAMES]) + more


def _nodes(standing: Standing, area: Area) -> Records:
    nodes, degree = standing.network.nodes, standing.figures.degree
    rows = sorted(nodes, key=lambda node: (-degree[node.id], node.label.casefold()))
    return Records(
        gettext_lazy("Everybody in the network, by number of ties"),
        [(gettext_lazy("Who"), False), (gettext_lazy("Tied to"), True)],
        rows,
        lambda node: [_cell(standing, node), Cell(degree[node.id], num=True)],
    )


def _ties(standing: Standing, area: Area) -> Records:
    kinds: dict[tuple[str, str], list[str]] = {}
    for edge in standing.network.edges:
        kinds.setdefault((edge.source, edge.target), []).append(edge.kind)
    nodes, index = standing.network.nodes, standing.network.index

    def cells(pair: tuple[str, str]) -> list[Cell]:
        one, other = (nodes[index[end]] for end in pair)
        words = ", ".join(str(KINDS[kind]) for kind in kinds[pair])
        return [_cell(standing, one), _cell(standing, other), Cell(words)]

    return Records(
        gettext_lazy("All ties"),
        [(gettext_lazy("From"), False), (gettext_lazy("To"), False), (gettext_lazy("By what"), False)],
        list(kinds),
        cells,
    )


def _parts(standing: Standing, area: Area) -> Records:
    return Records(
        gettext_lazy("Parts without any tie between them"),
        [(gettext_lazy("Who belongs to it"), False), (gettext_lazy("How many"), True)],
        standing.parts,
        lambda part: [Cell(_names(part)), Cell(len(part), num=True)],
    )


def _groups(standing: Standing, area: Area) -> Records:
    def cells(group: Group) -> list[Cell]:
        others = [node for node in group.members if node.id != group.hub.id]
        return [_cell(standing, group.hub), Cell(_names(others)), Cell(group.size, num=True)]

    return Records(
        gettext_lazy("Groups with closer ties among themselves"),
        [
            (gettext_lazy("Around whom"), False),
            (gettext_lazy("Who else belongs to it"), False),
            (gettext_lazy("How many"), True),
        ],
        standing.groups,
        cells,
    )


def _holders(standing: Standing, area: Area) -> Records:
    def cells(position: int) -> list[Cell]:
        row = standing.row(position)
        return [
            _cell(standing, row.node),
            Cell(row.degree, num=True),
            Cell(len(row.pieces), num=True),
            Cell(row.lost, num=True),
        ]

    return Records(
        gettext_lazy("Without whom a part of the network would break off"),
        [
            (gettext_lazy("Who"), False),
            (gettext_lazy("Tied to"), True),
            (gettext_lazy("Pieces without them"), True),
            (gettext_lazy("Would lose touch"), True),
        ],
        standing.holders,
        cells,
    )


def _few(standing: Standing, area: Area) -> Records:
    def cells(node: Node) -> list[Cell]:
        (only,) = standing.neighbours[standing.network.index[node.id]]
        return [_cell(standing, node), _cell(standing, standing.network.nodes[only])]

    return Records(
        gettext_lazy("Those with a single tie"),
        [(gettext_lazy("Who"), False), (gettext_lazy("Tied to"), False)],
        standing.few,
        cells,
    )


def _alone(standing: Standing, area: Area) -> Records:
    tied = {key_of(node.id) for node in standing.network.nodes if is_organisation(node.id)}
    rows = Organisation.objects.current().filter(area=area).order_by("name", "pk").values_list("pk", "name")
    return Records(
        gettext_lazy("Organisations without a known tie"),
        [(gettext_lazy("Who"), False)],
        [row for row in rows if row[0] not in tied],
        lambda row: [Cell(row[1], reverse("actors:detail", args=[area.slug, row[0]]))],
    )


RECORDS: dict[str, Callable[[Standing, Area], Records]] = {
    "nodes": _nodes,
    "ties": _ties,
    "parts": _parts,
    "groups": _groups,
    "holders": _holders,
    "few": _few,
    "alone": _alone,
}

"""Where relations broke, and which bridges around them there are."""

from __future__ import annotations

from dataclasses import dataclass

from kogge.actors.models import Relation
from kogge.engine.ties import Network, Node, Rift, bridges
from kogge.places.models import Area

from .nodes import is_organisation, organisation_node
from .ties import area_network

NAMED = 4  # go-betweens that are named


@dataclass(frozen=True)
class Broken:
    """A rift of today with its bridges: organisations tied to both, else the way that leads around it."""

    relation: Relation
    between: tuple[Node, ...]
    more: int
    path: tuple[Node, ...]
    joined: bool


def rifts_of(area: Area) -> list[Broken]:
    """Rifts of today, for those who may read what was said in confidence; nobody on the way is project staff."""
    rows = Relation.objects.on().filter(area=area, type=Relation.Type.RIFT)
    found = list(rows.select_related("source", "target").order_by("source__name", "target__name"))
    if not found:
        return []
    network = area_network(area)
    lasting = {node.id for node in network.nodes if is_organisation(node.id)}
    names = {node.id: node for node in network.nodes}
    ends = {end for row in found for end in (organisation_node(row.source_id), organisation_node(row.target_id))}
    nodes = [node for node in network.nodes if node.id in lasting]
    nodes += [Node(end) for end in sorted(ends - lasting)]
    edges = tuple(edge for edge in network.edges if edge.source in lasting and edge.target in lasting)
    pairs = [(organisation_node(row.source_id), organisation_node(row.target_id)) for row in found]
    around = {frozenset((one.a, one.b)): one for one in bridges(Network(tuple(nodes), edges), pairs)}
    return [_broken(row, around[frozenset(pair)], names) for row, pair in zip(found, pairs, strict=True)]


def _broken(row: Relation, rift: Rift, names: dict[str, Node]) -> Broken:
    between = tuple(names[name] for name in rift.between)
    path = rift.path or ()
    return Broken(
        row,
        between[:NAMED],
        max(0, len(between) - NAMED),
        tuple(names[name] for name in path[1:-1]) if not between else (),
        rift.joined,
    )

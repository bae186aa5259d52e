"""What the page on the network shows, small enough to be kept: the figures and the few that are named, not all ties."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kogge.accounts.models import User
from kogge.actors.models import Organisation, Person, Position, Relation
from kogge.core.kept import Stamp, kept, one_at_a_time, stamp_of
from kogge.engine.ties import Node
from kogge.exchange.models import Agreement, Contribution
from kogge.networks.models import Leader, Network, NetworkMember
from kogge.networks.picture import picture
from kogge.networks.pillars import Pillars
from kogge.outreach.models import Visit
from kogge.places.models import Area, District, Project

from .standing import LISTED, MOST_DRAWN, Row, Standing, standing_of
from .ties import KINDS

# What ties are made from, and what their ends are called.
TABLES = (
    Agreement, Area, Contribution, District, Leader, Network, NetworkMember, Organisation, Person, Position, Project,
    Relation, User, Visit,
)  # fmt: skip
SHOWN = 12  # parts and hardly tied ones on the page itself
NAMES = 6  # of a part


@dataclass(frozen=True)
class Numbers:
    """The figures of a network without those of its nodes (engine.ties.Figures)."""

    nodes: int
    edges: int
    density: float | None
    degree_centralisation: float | None
    components: int
    fragmentation: float | None
    vertex_connectivity: int | None
    modularity: float | None


@dataclass(frozen=True)
class Part:
    """A part that hangs together: the first of those who belong to it, and how many there are."""

    first: tuple[Node, ...]
    size: int


@dataclass(frozen=True)
class Overview:
    """The page on a network and its picture. `parts`: without the largest; `few`: the first with a single tie."""

    slug: str
    figures: Numbers
    pillars: Pillars
    chosen: list[Row]
    listed: list[Row]
    unlisted: int
    left_out: int
    is_ranked_by_paths: bool
    group_count: int
    parts: list[Part]
    more_parts: int
    few: list[Row]
    few_count: int
    without_ties: int
    picture: str  # as JSON: the page itself has no use for its parts
    day: dt.date


def network_stamp() -> Stamp:
    """Changes whenever a network may have changed."""
    return stamp_of(TABLES)


def overview_of(
    area: Area, *, kinds: Collection[str] = tuple(KINDS), named: bool = True, day: dt.date | None = None
) -> Overview:
    """What the page shows: kept where all ties of today count, else computed. A constant number of queries."""

    def make() -> Overview:
        return summed_up(standing_of(area, kinds=kinds, named=named, day=day), like)

    like = None
    if set(kinds) == set(KINDS):
        if day is not None:
            like = json.loads(overview_of(area, named=named).picture)
            with one_at_a_time():
                return make()
        return kept(f"network-{area.pk}-{named}", network_stamp(), make)
    with one_at_a_time():
        return make()


def summed_up(standing: Standing, like: dict[str, Any] | None = None) -> Overview:
    """The overview of a network, drawn like another picture of it."""
    found = standing.figures
    index = standing.network.index
    return Overview(
        slug=standing.slug,
        figures=Numbers(*(getattr(found, name) for name in Numbers.__dataclass_fields__)),
        pillars=standing.pillars,
        chosen=standing.chosen,
        listed=standing.listed,
        unlisted=max(0, len(standing.network.nodes) - LISTED),
        left_out=max(0, len(standing.network.nodes) - MOST_DRAWN),
        is_ranked_by_paths=standing.is_ranked_by_paths,
        group_count=len(standing.groups),
        parts=[Part(tuple(part[:NAMES]), len(part)) for part in standing.parts[1 : SHOWN + 1]],
        more_parts=max(0, len(standing.parts) - SHOWN - 1),
        few=[standing.row(index[node.id]) for node in standing.few[:SHOWN]],
        few_count=len(standing.few),
        without_ties=standing.without_ties,
        picture=json.dumps(picture(standing, like), ensure_ascii=False, separators=(",", ":")),
        day=standing.day,
    )

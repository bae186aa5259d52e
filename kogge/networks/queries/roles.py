"""Who plays which part in a network: bridges, connectors, newcomers, those alone, missing sectors, subnetworks."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from kogge.core.kept import kept, one_at_a_time, stamp_of
from kogge.engine.ties import Network, Node
from kogge.needs.models import Need, Offer, Topic
from kogge.places.models import Area

from .attributes import NOTHING, sector_words
from .nodes import is_organisation, organisation_node
from .overview import TABLES
from .standing import Row, Standing, standing_of
from .ties import KINDS, area_network, existing_on

SHOWN = 12  # of each list
NEW_DAYS = 180  # who had no tie so long ago is a newcomer
SUBNETWORK = 3  # members from which a group is one
TRAIT = 0.4  # share of the members from which a sector or a district names a subnetwork
FEWEST = 3  # organisations that share a topic before it is named


@dataclass(frozen=True)
class Connector:
    """Somebody with ties into several groups. `groups`: how many; `names`: around whom, most ties first."""

    row: Row
    groups: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Newcomer:
    """Somebody without a tie half a year ago, and whom they are tied to now."""

    row: Row
    tied_to: tuple[Node, ...]


@dataclass(frozen=True)
class Missing:
    """A sector of the register of which nobody is in the network."""

    letter: str
    title: str
    count: int
    url: str


@dataclass(frozen=True)
class Traits:
    """What most of a subnetwork share: sector and district with their percentage, topics they need or offer."""

    sector: str
    sector_percent: int
    district: str
    district_percent: int
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Subnetwork:
    """A Leiden community: around whom, who belongs to it, its ties inside and out, and what it has in common."""

    hub: Node
    url: str
    members: tuple[tuple[Node, str], ...]
    size: int
    inside: int
    outside: int
    traits: Traits

    @cached_property
    def more(self) -> int:
        return self.size - len(self.members)


@dataclass(frozen=True)
class Roles:
    """Each list with its length; the lists hold the first SHOWN."""

    day: dt.date
    nodes: int
    bridges: list[Row]
    bridge_count: int
    connectors: list[Connector]
    connector_count: int
    newcomers: list[Newcomer]
    newcomer_count: int
    since: dt.date
    alone: list[tuple[str, str]]
    alone_count: int
    missing: list[Missing]
    subnetworks: list[Subnetwork]


def roles_of(
    area: Area, *, kinds: Collection[str] = tuple(KINDS), named: bool = True, day: dt.date | None = None
) -> Roles:
    """The lists, today or as on a day: kept where all ties of today count. A constant number of queries."""

    def make() -> Roles:
        standing = standing_of(area, kinds=kinds, named=named, day=day)
        before = area_network(area, kinds=kinds, named=False, day=standing.day - dt.timedelta(days=NEW_DAYS))
        return _roles(area, standing, before)

    if day is None and set(kinds) == set(KINDS):
        return kept(f"network-roles-{area.pk}-{named}", stamp_of((*TABLES, Need, Offer, Topic)), make)
    with one_at_a_time():
        return make()


def bridges(standing: Standing) -> list[int]:
    """Positions of those without whom a part breaks off, who cost most first; then those on most shortest paths."""
    share = standing.figures.betweenness
    nodes = standing.network.nodes
    others = sorted(
        (i for i, node in enumerate(nodes) if i not in standing.cuts and share.get(node.id, 0) > 0),
        key=lambda i: (-share[nodes[i].id], i),
    )
    return [*standing.holders, *others[: max(0, SHOWN - len(standing.holders))]]


def connectors(standing: Standing) -> list[Connector]:
    """Those with ties into at least two groups beside their own, who reach most groups first."""
    nodes, degree = standing.network.nodes, standing.figures.degree
    found = []
    for i, node in enumerate(nodes):
        own = standing.group_of.get(node.id)
        met = Counter(standing.group_of.get(nodes[j].id) for j in standing.neighbours[i])
        others = {number: ties for number, ties in met.items() if number is not None and number != own}
        if len(others) >= 2:
            first = sorted(others, key=lambda number: (-others[number], number))
            found.append((-len(others), -degree[node.id], i, tuple(standing.groups[n].hub.label for n in first)))
    found.sort(key=lambda one: one[:3])
    return [Connector(standing.row(i), -groups, names[:4]) for groups, _degree, i, names in found]


def newcomers(standing: Standing, before: Network) -> list[Newcomer]:
    """Those in the network who were not in it before, by number of ties."""
    nodes, degree = standing.network.nodes, standing.figures.degree
    fresh = [i for i, node in enumerate(nodes) if node.id not in before.index]
    fresh.sort(key=lambda i: (-degree[nodes[i].id], nodes[i].label.casefold()))
    return [Newcomer(standing.row(i), tuple(nodes[j] for j in standing.neighbours[i][:4])) for i in fresh]


def missing(area: Area, standing: Standing, rows: Iterable[tuple[int, str, str]]) -> list[Missing]:
    """Sections of the register that have nobody in the network, most organisations first."""
    from kogge.actors.queries.sectors import section_of

    every: Counter[str] = Counter()
    tied: set[str] = set()
    for pk, _name, code in rows:
        if letter := section_of(code):
            every[letter] += 1
            if organisation_node(pk) in standing.network.index:
                tied.add(letter)
    words, address = sector_words(), reverse("actors:list", args=[area.slug])
    return [
        Missing(letter, words.get(letter, letter), count, f"{address}?{urlencode({'section': letter})}")
        for letter, count in sorted(every.items(), key=lambda item: (-item[1], item[0]))
        if letter not in tied
    ]


def _topics(area: Area) -> dict[str, set[int]]:
    """Node → topics it needs or offers (two queries)."""
    found: dict[str, set[int]] = defaultdict(set)
    for model in (Need, Offer):
        rows = model.objects.filter(area=area, is_practice=False).values_list("organisation_id", "topic_id")
        for organisation, topic in rows:
            found[organisation_node(organisation)].add(topic)
    return found


def _most(values: Iterable[str], size: int) -> tuple[str, int]:
    """The most frequent value and its percentage, where it is frequent enough to name a group."""
    counted = Counter(value for value in values if value)
    if not counted:
        return "", 0
    value, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
    return (value, round(100 * count / size)) if count >= max(2, TRAIT * size) else ("", 0)


def subnetworks(area: Area, standing: Standing) -> list[Subnetwork]:
    """Communities of at least three, largest first, each with what its organisations have in common."""
    topics_of, words = _topics(area), sector_words()
    names = {topic.pk: topic.name for topic in Topic.objects.filter(area=area)}
    nodes, index = standing.network.nodes, standing.network.index
    found = []
    for number, group in enumerate(standing.groups):
        if group.size < SUBNETWORK:
            continue
        organisations = [node for node in group.members if is_organisation(node.id)]
        about = [standing.about.get(node.id, NOTHING) for node in organisations]
        sector, sector_percent = _most((one.sector for one in about), len(organisations) or 1)
        district, district_percent = _most((one.district for one in about), len(organisations) or 1)
        topics = Counter(topic for node in organisations for topic in topics_of.get(node.id, ()))
        shared = sorted((-count, names[topic]) for topic, count in topics.items() if count >= FEWEST)
        ends = [
            standing.group_of.get(nodes[j].id) == number
            for n in group.members
            for j in standing.neighbours[index[n.id]]
        ]
        degree = standing.figures.degree
        members = sorted(group.members, key=lambda node: (-degree[node.id], node.label.casefold()))[:6]
        found.append(
            Subnetwork(
                group.hub,
                standing.url(group.hub),
                tuple((node, standing.url(node)) for node in members if node.id != group.hub.id),
                group.size - 1,
                sum(ends) // 2,
                len(ends) - sum(ends),
                Traits(
                    words.get(sector, sector), sector_percent, district, district_percent,
                    tuple(name for _count, name in shared[:3]),
                ),
            )
        )  # fmt: skip
    return found


def _roles(area: Area, standing: Standing, before: Network) -> Roles:
    rows: list[Any] = list(existing_on(area, standing.day).order_by("name", "pk").values_list("pk", "name", "wz_code"))
    alone = [
        (name, reverse("actors:detail", args=[area.slug, pk]))
        for pk, name, _code in rows
        if organisation_node(pk) not in standing.network.index
    ]
    over, between, fresh = bridges(standing), connectors(standing), newcomers(standing, before)
    return Roles(
        day=standing.day,
        nodes=len(standing.network.nodes),
        bridges=[standing.row(i) for i in over[:SHOWN]],
        bridge_count=len(standing.holders),
        connectors=between[:SHOWN],
        connector_count=len(between),
        newcomers=fresh[:SHOWN],
        newcomer_count=len(fresh),
        since=standing.day - dt.timedelta(days=NEW_DAYS),
        alone=alone[:SHOWN],
        alone_count=len(alone),
        missing=missing(area, standing, rows),
        subnetworks=subnetworks(area, standing)[:SHOWN],
    )

"""The ties of an area as one network for engine.ties: organisations, and persons who hold ties themselves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kogge.actors.models import Organisation, Relation
from kogge.engine.ties import Edge, Network, Node
from kogge.exchange.queries import agreement_ties
from kogge.networks.models import Network as FoundedNetwork
from kogge.networks.models import NetworkMember
from kogge.outreach.models import Visit
from kogge.places.models import Area

from .nodes import is_organisation, key_of, organisation_node, person_node
from .people import People, people_of, person_labels

# A talk ties a person and an organisation for so long.
CONTACT_DAYS = 730

KINDS = {
    "relation": gettext_lazy("Relations"),
    "agreement": gettext_lazy("Agreements"),
    "membership": gettext_lazy("Joint membership"),
    "contact": gettext_lazy("Contacts"),
}


Ties = dict[tuple[str, str, str], float]  # (one end, other end, kind) → weight


def _add(ties: Ties, a: str, b: str, kind: str, weight: float) -> None:
    if a != b:
        key = (a, b, kind) if a < b else (b, a, kind)
        ties[key] = ties.get(key, 0.0) + weight


def _relations(area: Area, today: dt.date, ties: Ties) -> None:
    """Relations that hold today; a rift is none."""
    rows = Relation.objects.on(today).filter(area=area).exclude(type=Relation.Type.RIFT)
    for source, target, strength in rows.values_list("source_id", "target_id", "strength"):
        _add(ties, organisation_node(source), organisation_node(target), "relation", float(strength))


def _agreements(area: Area, today: dt.date, ties: Ties) -> None:
    for giver, receiver, weight in agreement_ties(area, practice=True, day=today):
        _add(ties, organisation_node(giver), organisation_node(receiver), "agreement", float(weight))


def _alive(path: str, day: dt.date) -> Q:
    """Founded networks that exist on a day; today every one that has not ended."""
    if day >= timezone.localdate():
        return Q(**{f"{path}ended_on__isnull": True})
    begun = Q(**{f"{path}founded_on__isnull": True}) | Q(**{f"{path}founded_on__lte": day})
    return begun & (Q(**{f"{path}ended_on__isnull": True}) | Q(**{f"{path}ended_on__gt": day}))


def _memberships(area: Area, today: dt.date, people: People, ties: Ties) -> None:
    """Members are tied to those who hold their network together: its hosts and speakers, and its leaders.

    A network that project staff alone lead is a star around them: that is what falls apart.
    """
    holders: dict[int, set[str]] = defaultdict(set)
    leaders = FoundedNetwork.objects.filter(_alive("", today), area=area, leaders__isnull=False)
    for network, person in leaders.values_list("pk", "leaders"):
        holders[network].update(people.nodes(person))
    members: dict[int, list[str]] = defaultdict(list)
    rows = NetworkMember.objects.filter(
        Q(start__isnull=True) | Q(start__lte=today),
        Q(end__isnull=True) | Q(end__gte=today),
        _alive("network__", today),
        network__area=area,
    )
    for network, organisation, role in rows.values_list("network_id", "organisation_id", "role"):
        node = organisation_node(organisation)
        members[network].append(node)
        if role != NetworkMember.Role.MEMBER:
            holders[network].add(node)
    for network, nodes in members.items():
        for node in nodes:
            for holder in holders[network]:
                if node not in holders[network] or node < holder:
                    _add(ties, node, holder, "membership", 1.0)


def _contacts(area: Area, today: dt.date, people: People, ties: Ties) -> None:
    """Who talked with whom in the last two years, and persons who act in two organisations."""
    visits = Visit.objects.done().filter(
        area=area,
        outcome=Visit.Outcome.MET,
        visitor__isnull=False,
        date__range=(today - dt.timedelta(days=CONTACT_DAYS), today),
    )
    for person, organisation in visits.values_list("visitor_id", "organisation_id"):
        for node in people.nodes(person):
            _add(ties, node, organisation_node(organisation), "contact", 1.0)
    for organisations in people.organisations.values():
        first, *others = sorted(set(organisations))
        for other in others:
            _add(ties, organisation_node(first), organisation_node(other), "contact", 1.0)


def existing_on(area: Area, day: dt.date) -> Any:
    """Organisations of the register that exist on a day: not closed by then."""
    rows = Organisation.objects.filter(area=area)
    if day >= timezone.localdate():
        return rows.current()
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def area_network(
    area: Area, *, kinds: Collection[str] = tuple(KINDS), named: bool = True, day: dt.date | None = None
) -> Network:
    """The area's ties on a day (today) as one undirected network; a constant number of queries, linear in the ties.

    Nodes: organisations that exist and have a tie, persons that hold ties themselves (staff=True: paid by a
    running project). `kinds` switches kinds of ties on; `named` False leaves persons' names out. An earlier `day` is
    read from the dates of the records: what has no first day is taken to have always been.
    """
    today = day or timezone.localdate()
    people = people_of(area, today)
    ties: Ties = {}
    if "relation" in kinds:
        _relations(area, today, ties)
    if "agreement" in kinds:
        _agreements(area, today, ties)
    if "membership" in kinds:
        _memberships(area, today, people, ties)
    if "contact" in kinds:
        _contacts(area, today, people, ties)
    nodes = _nodes(area, today, ties, people, named)
    there = {node.id for node in nodes}
    edges = tuple(
        Edge(a, b, weight, kind, directed=False)
        for (a, b, kind), weight in sorted(ties.items())
        if a in there and b in there
    )
    # A tie to an organisation that has closed is none: who had no other is not part of the network.
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    return Network(tuple(node for node in nodes if node.id in tied), edges)


def _ends(ties: Ties) -> tuple[set[int], set[int]]:
    """Keys of the organisations and of the persons at the ends of ties."""
    ends = {end for a, b, _kind in ties for end in (a, b)}
    organisations = {key_of(end) for end in ends if is_organisation(end)}
    return organisations, {key_of(end) for end in ends if not is_organisation(end)}


def _nodes(area: Area, today: dt.date, ties: Ties, people: People, named: bool) -> list[Node]:
    organisations, persons = _ends(ties)
    rows = existing_on(area, today).order_by("pk").values_list("pk", "name", "kind")
    nodes = [Node(organisation_node(pk), name, kind) for pk, name, kind in rows if pk in organisations]
    for pk, label in person_labels(area, people.staff, named=named).items():
        if pk in persons:
            is_staff = pk in people.staff
            nodes.append(Node(person_node(pk), label, "staff" if is_staff else "person", is_staff))
    return nodes


def staff_nodes(network: Network) -> list[str]:
    """Those in the network who leave when the projects end."""
    return [node.id for node in network.nodes if node.staff]


def rift_pairs(area: Area) -> set[tuple[int, int]]:
    """Pairs of organisations with a rift today, smaller id first: never introduced by a machine."""
    rows = Relation.objects.on().filter(type=Relation.Type.RIFT, area=area)
    return {(min(pair), max(pair)) for pair in rows.values_list("source_id", "target_id")}

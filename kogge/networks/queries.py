"""The ties of an area as one network for engine.ties: organisations, and persons who hold ties themselves."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Organisation, Person, Position, Relation
from kogge.engine.ties import Edge, Network, Node
from kogge.exchange.queries import agreement_ties
from kogge.outreach.models import Visit
from kogge.places.models import Area

from .models import Network as FoundedNetwork
from .models import NetworkMember

# A talk ties a person and an organisation for so long.
CONTACT_DAYS = 730

KINDS = {
    "relation": gettext_lazy("Relations"),
    "agreement": gettext_lazy("Agreements"),
    "membership": gettext_lazy("Joint membership"),
    "contact": gettext_lazy("Contacts"),
}


def organisation_node(pk: int) -> str:
    """The id of an organisation in the network."""
    return f"o{pk}"


def person_node(pk: int) -> str:
    """The id of a person in the network."""
    return f"p{pk}"


@dataclass(frozen=True)
class _People:
    """Who stands for a person: themselves (project staff, volunteers), or the organisations they act in."""

    staff: frozenset[int]
    gone: frozenset[int]  # were paid by a project that is over
    organisations: dict[int, list[int]]

    def nodes(self, pk: int) -> list[str]:
        if pk in self.gone:
            return []
        if pk not in self.staff and (acts_in := self.organisations.get(pk)):
            return [organisation_node(organisation) for organisation in acts_in]
        return [person_node(pk)]


def _people(area: Area, today: dt.date) -> _People:
    staff, gone = set(), set()
    paid = Person.objects.filter(area=area, project__isnull=False).values_list("pk", "project__end")
    for pk, end in paid:
        (staff if end >= today else gone).add(pk)
    organisations: dict[int, list[int]] = defaultdict(list)
    positions = Position.objects.current().filter(
        organisation__area=area, organisation__closed_on__isnull=True
    )
    for person, organisation in positions.values_list("person_id", "organisation_id"):
        organisations[person].append(organisation)
    return _People(frozenset(staff), frozenset(gone), dict(organisations))


Ties = dict[tuple[str, str, str], float]  # (one end, other end, kind) → weight


def _add(ties: Ties, a: str, b: str, kind: str, weight: float) -> None:
    if a != b:
        first, second = sorted((a, b))
        ties[first, second, kind] = ties.get((first, second, kind), 0.0) + weight


def _relations(area: Area, today: dt.date, ties: Ties) -> None:
    """Relations that hold today; a rift is none."""
    rows = Relation.objects.on(today).filter(area=area).exclude(type=Relation.Type.RIFT)
    for source, target, strength in rows.values_list("source_id", "target_id", "strength"):
        _add(ties, organisation_node(source), organisation_node(target), "relation", float(strength))


def _agreements(area: Area, ties: Ties) -> None:
    for giver, receiver, weight in agreement_ties(area, practice=True):
        _add(ties, organisation_node(giver), organisation_node(receiver), "agreement", float(weight))


def _memberships(area: Area, people: _People, ties: Ties) -> None:
    """Members are tied to those who hold their network together: its hosts and speakers, and its leaders.

    A network that project staff alone lead is a star around them: that is what falls apart.
    """
    holders: dict[int, set[str]] = defaultdict(set)
    leaders = FoundedNetwork.objects.alive().filter(area=area, leaders__isnull=False)
    for network, person in leaders.values_list("pk", "leaders"):
        holders[network].update(people.nodes(person))
    members: dict[int, list[str]] = defaultdict(list)
    rows = NetworkMember.objects.current().filter(network__area=area)
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


def _contacts(area: Area, today: dt.date, people: _People, ties: Ties) -> None:
    """Who talked with whom in the last two years, and persons who act in two organisations."""
    visits = Visit.objects.done().filter(
        area=area,
        outcome=Visit.Outcome.MET,
        visitor__isnull=False,
        date__gte=today - dt.timedelta(days=CONTACT_DAYS),
    )
    for person, organisation in visits.values_list("visitor_id", "organisation_id"):
        for node in people.nodes(person):
            _add(ties, node, organisation_node(organisation), "contact", 1.0)
    for organisations in people.organisations.values():
        first, *others = sorted(set(organisations))
        for other in others:
            _add(ties, organisation_node(first), organisation_node(other), "contact", 1.0)


def area_network(area: Area, *, kinds: Collection[str] = tuple(KINDS), named: bool = True) -> Network:
    """The area's ties today as one undirected network; a constant number of queries, linear in the ties.

    Nodes: organisations that exist and have a tie, persons that hold ties themselves (staff=True: paid by a
    running project). `kinds` switches kinds of ties on; `named` False leaves persons' names out.
    """
    today = timezone.localdate()
    people = _people(area, today)
    ties: Ties = {}
    if "relation" in kinds:
        _relations(area, today, ties)
    if "agreement" in kinds:
        _agreements(area, ties)
    if "membership" in kinds:
        _memberships(area, people, ties)
    if "contact" in kinds:
        _contacts(area, today, people, ties)
    nodes = {
        node.id: node
        for node in [*_organisation_nodes(area, ties), *_person_nodes(area, ties, people, named)]
    }
    edges = tuple(
        Edge(a, b, weight, kind, directed=False)
        for (a, b, kind), weight in sorted(ties.items())
        if a in nodes and b in nodes
    )
    return Network(tuple(nodes.values()), edges)


def _ends(ties: Ties, letter: str) -> set[int]:
    return {int(end[1:]) for a, b, _kind in ties for end in (a, b) if end[0] == letter}


def _organisation_nodes(area: Area, ties: Ties) -> list[Node]:
    wanted = _ends(ties, "o")
    rows = Organisation.objects.current().filter(area=area).order_by("pk").values_list("pk", "name", "kind")
    return [Node(organisation_node(pk), name, kind) for pk, name, kind in rows if pk in wanted]


def _person_nodes(area: Area, ties: Ties, people: _People, named: bool) -> list[Node]:
    wanted = _ends(ties, "p")
    rows = Person.objects.filter(area=area).order_by("pk").values_list("pk", "name")
    counted: Counter[bool] = Counter()
    nodes = []
    for pk, name in rows:
        if pk not in wanted:
            continue
        is_staff = pk in people.staff
        counted[is_staff] += 1
        if not named:
            text = _("Project staff %(number)s") if is_staff else _("Volunteer %(number)s")
            name = text % {"number": counted[is_staff]}
        nodes.append(Node(person_node(pk), name, "staff" if is_staff else "person", is_staff))
    return nodes


def staff_nodes(network: Network) -> list[str]:
    """Those who leave when the projects end: the default leavers of the day after."""
    return [node.id for node in network.nodes if node.staff]


def leaders_of(area: Area) -> Any:
    """Living networks with their leaders and current members, for pages (three queries)."""
    return (
        FoundedNetwork.objects.alive().filter(area=area).prefetch_related("leaders", "members__organisation")
    )


def rift_pairs(area: Area) -> set[tuple[int, int]]:
    """Pairs of organisations with a rift today, smaller id first: never introduced by a machine."""
    today = timezone.localdate()
    rows = Relation.objects.on(today).filter(Q(type=Relation.Type.RIFT), area=area)
    return {tuple(sorted(pair)) for pair in rows.values_list("source_id", "target_id")}  # type: ignore[misc]

"""Who should ask whom to join: somebody they trust, with reasons; never somebody with whom something broke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.actors.models import Organisation, Position, Relation
from kogge.needs.models import Need, Offer
from kogge.networks.models import Invitation, Network, NetworkMember
from kogge.outreach.models import NoGo, Visit
from kogge.outreach.queries import team

from .life import members_on
from .ties import rift_pairs

PROPOSED = 3  # candidates for each invitation
FITTING = 8  # organisations that could be asked
LOOKED_AT = 300  # of those with most topics in common; members are among them
# How much a reason weighs: a person who is in both counts most, a talk with the team least.
PERSON, RELATION, NETWORK, TOPIC, STREET, TALK = 8, 3, 3, 1, 1, 1
MOST_TOPICS = 3  # topics that count

Pairs = dict[int, set[int]]


@dataclass
class Candidate:
    """Somebody who could ask: a member (`organisation`) or a person of the team (`person`), and why."""

    organisation: Organisation | None
    person: Any | None
    weight: float = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.organisation or self.person)


@dataclass
class Found:
    """Candidates for each organisation that is to be asked, best first, and members who must not ask."""

    candidates: dict[int, list[Candidate]]
    apart: dict[int, list[str]]  # names of members with a rift or a no-go: told in confidence


def kept_apart(network: Network) -> Pairs:
    """Who must not ask whom: a rift today, or a no-go that either of them named (two queries)."""
    found: Pairs = defaultdict(set)
    pairs = list(rift_pairs(network.area))
    pairs += NoGo.objects.filter(interview__area=network.area).values_list("interview__organisation", "organisation")
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def askers(network: Network, asked: Sequence[Organisation], user: Any) -> Found:
    """Up to three who could ask each organisation; a constant number of queries."""
    members = {row.pk: row for row in members_on(network)}
    targets = {row.pk: row for row in asked}
    apart = kept_apart(network)
    table: dict[int, dict[int, Candidate]] = {
        pk: {key: Candidate(row, None) for key, row in members.items() if key != pk and key not in apart[pk]}
        for pk in targets
    }
    _relations(network, table)
    _positions(network, table, user)
    _other_networks(network, table)
    _topics(table, user, members)
    for pk, row in targets.items():
        for candidate in table[pk].values():
            if row.street and candidate.organisation and candidate.organisation.street == row.street:
                _add(candidate, STREET, _("same street"))
    ranked = {pk: [one for one in row.values() if one.weight] for pk, row in table.items()}
    _talks(network, targets, ranked)
    for pk, found in ranked.items():
        found.sort(key=lambda one: (-one.weight, one.name.casefold()))
        ranked[pk] = found[:PROPOSED]
    named = {pk: sorted(members[key].name for key in apart[pk] if key in members) for pk in targets}
    return Found(ranked, named)


def _add(candidate: Candidate, weight: float, reason: str) -> None:
    candidate.weight += weight
    candidate.reasons.append(reason)


def _relations(network: Network, table: dict[int, dict[int, Candidate]]) -> None:
    rows = Relation.objects.on().filter(area=network.area).exclude(type=Relation.Type.RIFT)
    rows = rows.filter(Q(source__in=table) | Q(target__in=table))
    for row in rows:
        for one, other in ((row.source_id, row.target_id), (row.target_id, row.source_id)):
            if one in table and other in table[one]:
                _add(table[one][other], RELATION * row.strength / 2, str(row.get_type_display()))


def _positions(network: Network, table: dict[int, dict[int, Candidate]], user: Any) -> None:
    """The same person is in both."""
    held: Pairs = defaultdict(set)
    names = {}
    inside = Position.objects.current().filter(organisation__in=table)
    rows = Position.objects.visible_to(user).current().filter(person__in=inside.values("person"))
    for person, name, organisation in rows.values_list("person_id", "person__name", "organisation_id"):
        held[person].add(organisation)
        names[person] = name
    for person, places in held.items():
        for one in places & set(table):
            for other in places & set(table[one]):
                _add(table[one][other], PERSON, _("%(name)s is in both") % {"name": names[person]})


def _other_networks(network: Network, table: dict[int, dict[int, Candidate]]) -> None:
    inside: Pairs = defaultdict(set)
    names = {}
    rows = NetworkMember.objects.current().filter(network__area=network.area).exclude(network=network)
    for pk, name, organisation in rows.values_list("network_id", "network__name", "organisation_id"):
        inside[pk].add(organisation)
        names[pk] = name
    for pk, places in inside.items():
        for one in places & set(table):
            for other in places & set(table[one]):
                _add(table[one][other], NETWORK, _("both in “%(network)s”") % {"network": names[pk]})


def _topics(table: dict[int, dict[int, Candidate]], user: Any, members: Iterable[int]) -> None:
    """They need the same, or one offers what the other needs."""
    everybody = {*table, *members}
    needs = _by_organisation(Need, everybody, user)
    offers = _by_organisation(Offer, everybody, user)
    for one, row in table.items():
        for other, candidate in row.items():
            same = needs[one] & needs[other]
            helps = (needs[one] & offers[other]) | (offers[one] & needs[other])
            if count := min(len(same | helps), MOST_TOPICS):
                text = ngettext("%(count)s topic in common", "%(count)s topics in common", len(same | helps))
                _add(candidate, TOPIC * count, text % {"count": len(same | helps)})


def _by_organisation(model: Any, organisations: Iterable[int], user: Any) -> Pairs:
    found: Pairs = defaultdict(set)
    rows = model.objects.visible_to(user).live().filter(organisation__in=list(organisations)).order_by()
    for organisation, topic in rows.values_list("organisation_id", "topic_id"):
        found[organisation].add(topic)
    return found


def _talks(network: Network, targets: Iterable[int], ranked: dict[int, list[Candidate]]) -> None:
    """The team, where somebody of it met them: the last one who did."""
    people = {person.pk: person for person in team(network.area)}
    rows = Visit.objects.filter(
        organisation__in=list(targets), visitor__in=people, status=Visit.Status.DONE, outcome=Visit.Outcome.MET
    ).exclude(channel=Visit.Channel.MAIL)
    last: dict[int, tuple[Any, int]] = {}
    for organisation, visitor, day in rows.order_by("date").values_list("organisation_id", "visitor_id", "date"):
        last[organisation] = (day, visitor)
    for organisation, (day, visitor) in last.items():
        reason = _("talked with them on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        ranked[organisation].append(Candidate(None, people[visitor], TALK, [reason]))


@dataclass(frozen=True)
class Fitting:
    """An organisation that shares topics with the members and is not asked yet."""

    organisation: Organisation
    topics: int


def fitting(network: Network, user: Any) -> list[Fitting]:
    """Who else could be asked: those who share most topics with the members; nobody kept apart from one of them."""
    members = set(members_on(network).values_list("pk", flat=True))
    known = members | set(Invitation.objects.filter(network=network).values_list("organisation_id", flat=True))
    apart = kept_apart(network)
    needed = set().union(*_by_organisation(Need, members, user).values())
    offered = set().union(*_by_organisation(Offer, members, user).values())
    first = [*_most(Need, needed | offered, network, user), *_most(Offer, needed, network, user)]
    candidates = {pk for pk in first if pk not in known and not apart.get(pk, set()) & members}
    needs, offers = _by_organisation(Need, candidates, user), _by_organisation(Offer, candidates, user)
    counted = {pk: len((needs[pk] & (needed | offered)) | (offers[pk] & needed)) for pk in candidates}
    best = sorted(counted, key=lambda pk: (-counted[pk], pk))[:FITTING]
    rows = Organisation.objects.visible_to(user).current().in_bulk(best)
    return [Fitting(rows[pk], counted[pk]) for pk in best if pk in rows]


def _most(model: Any, topics: set[int], network: Network, user: Any) -> list[int]:
    """Who of the area has most of these topics: the first of them, members and those on the list included."""
    rows = model.objects.visible_to(user).in_area(network.area).live().filter(topic__in=topics).order_by()
    counted = rows.values("organisation").annotate(count=Count("topic", distinct=True))
    return list(counted.order_by("-count", "organisation").values_list("organisation", flat=True)[:LOOKED_AT])

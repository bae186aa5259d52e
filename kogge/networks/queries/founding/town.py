"""The records of an area as the engine's town. A constant number of queries, however many businesses there are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kogge.actors.models import Organisation, Position, Relation
from kogge.engine import circles
from kogge.exchange.queries import standing
from kogge.needs.models import Need, Offer
from kogge.networks.models import FoundingScenario, NetworkMember
from kogge.outreach.models import FORMATS, SLOTS, Interview
from kogge.outreach.queries import Conditions, current_conditions

from .houses import House, houses

PRACTICE = "p-"  # before the languages of practice talks: no circle mixes them with real ones
# Forms in which a circle can meet; the others suit two, or nobody in a room.
AT_A_TABLE = frozenset(code for code, _name in FORMATS) - {"bilateral", "messenger"}
HOST_HOURS = 2.0  # a host gives at least so many hours a month, or named no limit
WALK_M = 2000.0  # how far somebody is taken to walk who named no distance
MOST_WEIGHT = 3

Row = dict[str, Any]  # {"code": …, "params": {…}}


def row(code: str, **params: Any) -> Row:
    """A reason as it is stored."""
    return {"code": code, "params": params}


def organisation_id(member: str) -> int:
    """The organisation that a member of the town stands for."""
    return int(member)


def language_code(language: str) -> str:
    """The language as people know it, whichever world it belongs to.

    >>> language_code("p-de"), language_code("ar")
    ('de', 'ar')
    """
    return language.removeprefix(PRACTICE)


@dataclass(frozen=True)
class Reading:
    """The town with the records behind it, and who cannot be in it."""

    town: circles.Town
    organisations: dict[int, Organisation]
    conditions: dict[int, Conditions]
    houses: dict[str, House]
    missing: dict[int, list[Row]]  # organisation → what is not known of it
    refused: dict[int, Row]  # organisation → why it is not asked
    trust: frozenset[tuple[int, int]]  # pairs that know each other, smaller id first
    practice: frozenset[int]
    free: Counter[str] = field(default_factory=Counter)  # slot → how many are free then

    @property
    def numbers(self) -> dict[str, int]:
        return {
            "members": len(self.town.members),
            "places": len(self.town.places),
            "topics": len(self.town.topics),
            "missing": len(self.missing),
            "without_consent": sum(any(r["code"] == "consent" for r in rows) for rows in self.missing.values()),
        }


def read_town(scenario: FoundingScenario) -> Reading:
    """Businesses with what they said in their newest talk, where they could meet, and who must stay apart.

    A business takes part when it exists today, agreed to matching, would join, and said when it is free; practice
    talks need no consent: nobody said them.
    """
    area = scenario.area
    now = standing(area)
    said = current_conditions(area)
    topics = _topics(area)
    inside = _founded(area)
    rows = Organisation.objects.in_area(area).current().filter(kind=Organisation.Kind.BUSINESS)
    rows = rows.filter(Q(pk__in=list(said)) | Q(pk__in=[pk for pk, _practice in topics])).select_related("district")
    organisations = {one.pk: one for one in rows.order_by("pk")}
    missing: dict[int, list[Row]] = {}
    refused: dict[int, Row] = {}
    taking: dict[int, tuple[Conditions, dict[str, int]]] = {}
    for pk, organisation in organisations.items():
        talk = said.get(pk)
        if talk is None:
            if (pk, False) in topics:
                missing[pk] = [row("interview"), *([] if pk in now.consenting else [row("consent")])]
            continue
        if pk in inside:
            refused[pk] = row("founded", network=inside[pk])
        elif talk.would_join == Interview.Join.NO:
            refused[pk] = row("said_no")
        elif talk.formats and not talk.formats & AT_A_TABLE:
            refused[pk] = row("format", formats=",".join(sorted(talk.formats)))
        elif found := _unknown(organisation, talk, topics, agreed=talk.is_practice or pk in now.consenting):
            missing[pk] = found
        else:
            taking[pk] = talk, topics[pk, talk.is_practice]
    practice = frozenset(pk for pk, (talk, _wanted) in taking.items() if talk.is_practice)
    apart: dict[int, set[str]] = defaultdict(set)
    for one, other in now.apart:
        if one in taking and other in taking:
            apart[one].add(str(other))
            apart[other].add(str(one))
    shared = Counter((pk in practice, code) for pk, (_talk, wanted) in taking.items() for code in wanted)
    hosts = _hosts(area, taking)
    allowed = [slot for slot in SLOTS if not scenario.slots or slot in scenario.slots]
    members = tuple(
        circles.Member(
            id=str(pk),
            topics={code: weight for code, weight in wanted.items() if shared[pk in practice, code] > 1},
            slots=frozenset(talk.slots) & frozenset(allowed),
            languages=_languages(organisations[pk], talk),
            lat=float(organisations[pk].lat or 0),
            lon=float(organisations[pk].lon or 0),
            max_walk_m=WALK_M if talk.max_walk_m is None else float(talk.max_walk_m),
            host=pk in hosts,
            hours_per_month=math.inf if talk.hours_per_month is None else talk.hours_per_month,
            max_fee=math.inf if talk.max_fee is None else talk.max_fee,
            no_go=frozenset(apart[pk]),
        )
        for pk, (talk, wanted) in taking.items()
    )
    only_practice = bool(taking) and len(practice) == len(taking)
    found = {house.id: house for house in houses(area, now.consenting, practice=only_practice)}
    town = circles.Town(
        members=members,
        places=tuple(circles.Place(h.id, h.lat, h.lon, frozenset(allowed)) for h in found.values()),
        slots=tuple(allowed),
        topics=tuple(sorted({code for m in members for code in m.topics})),
        size=(scenario.least, scenario.most),
        max_topics=scenario.topics,
        meeting=circles.Meeting(float(scenario.hours_per_month), float(scenario.fee)),
    )
    free = Counter(slot for talk, _wanted in taking.values() for slot in talk.slots)
    return Reading(town, organisations, said, found, missing, refused, _trust(area, set(taking)), practice, free)


def _unknown(
    organisation: Organisation, talk: Conditions, topics: dict[tuple[int, bool], Any], *, agreed: bool
) -> list[Row]:
    """What must be asked before this business can be put into a circle."""
    checks = {
        "consent": agreed,
        "join": bool(talk.would_join),
        "slots": bool(talk.slots),
        "languages": bool(talk.languages or organisation.languages),
        "place": organisation.lat is not None and organisation.lon is not None,
        "topics": (organisation.pk, talk.is_practice) in topics,
    }
    return [row(code) for code, known in checks.items() if not known]


def _languages(organisation: Organisation, talk: Conditions) -> frozenset[str]:
    mark = PRACTICE if talk.is_practice else ""
    return frozenset(f"{mark}{code}" for code in {*talk.languages, *organisation.languages})


def _topics(area: Any) -> dict[tuple[int, bool], dict[str, int]]:
    """(organisation, practice) → field (topic group) → weight 1 to 3.

    A need weighs its urgency, an offer how often it is given; the heaviest counts, and one more for each further entry
    in the same field. Fields, not single topics: few businesses say the very same, many speak of the same thing.
    """
    found: dict[tuple[int, bool], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for model, weight in ((Need, "urgency"), (Offer, "capacity")):
        rows = model.objects.in_area(area).live().order_by("pk")
        for pk, practice, code, value in rows.values_list("organisation", "is_practice", "topic__group__code", weight):
            found[pk, practice][code].append(value)
    return {
        key: {code: min(MOST_WEIGHT, max(1, *values) + len(values) - 1) for code, values in fields.items()}
        for key, fields in found.items()
    }


def _hosts(area: Any, taking: dict[int, Any]) -> set[int]:
    """Who would invite: said yes without conditions, has the hours, and is not run by project staff alone."""
    staff: dict[int, list[bool]] = defaultdict(list)
    rows = Position.objects.current().filter(organisation__in=taking).values_list("organisation", "person__project")
    for pk, project in rows:
        staff[pk].append(project is not None)
    ready = NetworkMember.objects.current().filter(network__area=area).exclude(role=NetworkMember.Role.MEMBER)
    known = set(ready.values_list("organisation", flat=True))
    found = set()
    for pk, (talk, _wanted) in taking.items():
        hours = talk.hours_per_month
        willing = talk.would_join == Interview.Join.YES and (hours is None or hours >= HOST_HOURS)
        if (willing or pk in known) and not (staff[pk] and all(staff[pk])):
            found.add(pk)
    return found


def _founded(area: Any) -> dict[int, str]:
    """Who is in a living network that was founded from a proposal, and what it is called."""
    rows = NetworkMember.objects.current().filter(network__area=area, network__founding_circle__isnull=False)
    return dict(rows.values_list("organisation", "network__name"))


def _trust(area: Any, members: set[int]) -> frozenset[tuple[int, int]]:
    """Pairs with a relation that is no rift."""
    rows = Relation.objects.on().filter(area=area).exclude(type=Relation.Type.RIFT)
    pairs = rows.values_list("source", "target")
    return frozenset((min(p), max(p)) for p in pairs if p[0] in members and p[1] in members)

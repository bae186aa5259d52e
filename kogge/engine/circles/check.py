"""Whether a town and the wishes make sense, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterable

from kogge.engine.circles.model import BadTown, Circle, Member, Place, Town, Wishes, metres
from kogge.engine.said import Said


def checked(town: Town, wishes: Wishes) -> int:
    """The value of the kept circles. Raises BadTown naming what cannot be."""
    lo, hi = town.size
    if not 1 <= lo <= hi:
        raise BadTown(
            "size %(lo)s:%(hi)s: a circle has at least 1 member and the first number is not above the second; "
            "write 5:12",
            lo=lo,
            hi=hi,
        )
    if town.max_topics < 1:
        raise BadTown("max_topics is %(found)s; a circle takes up at least 1 topic", found=town.max_topics)
    members = {m.id: m for m in town.members}
    places = {p.id: p for p in town.places}
    named = [*wishes.out, *wishes.must, *(i for pair in (*wishes.together, *wishes.apart) for i in pair)]
    for id_ in (*named, *(i for circle in wishes.keep for i in circle.members)):
        if id_ not in members:
            raise BadTown("a wish names %(id)s, who is not in the town", id=id_)
    both = sorted(wishes.out & wishes.must)
    if both:
        raise BadTown("%(id)s is wished both in a circle and out of all; choose one", id=both[0])
    seen: set[str] = set()
    value = 0
    for number, circle in enumerate(wishes.keep, 1):
        told = wrong(town, circle, members, places)
        if told is not None:
            raise BadTown("kept circle %(number)s: %(why)s", number=number, why=told)
        for id_ in circle.members:
            if id_ in seen:
                raise BadTown("%(id)s is in two kept circles; a member is in one at most", id=id_)
            if id_ in wishes.out:
                raise BadTown("%(id)s is in a kept circle and wished out of all; choose one", id=id_)
            seen.add(id_)
            value += sum(members[id_].topics.get(t, 0) for t in circle.topics)
    return value


def wrong(town: Town, circle: Circle, members: dict[str, Member], places: dict[str, Place]) -> Said | None:
    """The first rule that a circle breaks, or None."""
    lo, hi = town.size
    place = places.get(circle.place)
    if place is None or circle.slot not in place.slots:
        return Said("place %(place)s is not open in slot %(slot)s", place=circle.place, slot=circle.slot)
    if not lo <= len(circle.members) <= hi:
        return Said("it has %(count)s members, allowed are %(lo)s to %(hi)s", count=len(circle.members), lo=lo, hi=hi)
    if len(circle.topics) > town.max_topics:
        return Said("it has %(count)s topics, allowed are %(most)s", count=len(circle.topics), most=town.max_topics)
    inside = [members[id_] for id_ in circle.members]
    if not any(m.host for m in inside):
        return Said("nobody in it could be host")
    for m in inside:
        told = bars(town, m, circle, place)
        if told:
            return told
        clash = no_go_with(m, inside)
        if clash is not None:
            return Said("%(id)s and %(other)s do not sit together", id=m.id, other=clash)
    return None


def bars(town: Town, member: Member, circle: Circle, place: Place) -> Said | None:
    """The first condition of a member that a circle does not meet."""
    if circle.slot not in member.slots:
        return Said("%(id)s is not free in slot %(slot)s", id=member.id, slot=circle.slot)
    if circle.language not in member.languages:
        return Said("%(id)s does not speak %(language)s", id=member.id, language=circle.language)
    if metres(member, place) > member.max_walk_m:
        return Said("%(id)s would walk too far to %(place)s", id=member.id, place=place.id)
    if member.hours_per_month < town.meeting.hours_per_month:
        return Said("%(id)s has too few hours", id=member.id)
    if member.max_fee < town.meeting.fee:
        return Said("%(id)s does not pay the fee", id=member.id)
    return None


def no_go_with(member: Member, others: Iterable[Member]) -> str | None:
    """The first of the others with whom a member does not sit together, whoever of the two said so."""
    for other in others:
        if other.id != member.id and (other.id in member.no_go or member.id in other.no_go):
            return other.id
    return None

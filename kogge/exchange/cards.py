"""Proposals as cards: the picture, the sentence, who gives what to whom, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.needs.models import Topic

from .models import Proposal, Transfer
from .picture import picture
from .queries import Changes, Option, Standing, obstacles
from .reasons import Names, sentences


@dataclass(frozen=True)
class Line:
    """An arrow of a proposal in words."""

    transfer: Transfer
    pro: list[str]
    contra: list[str]


@dataclass(frozen=True)
class Card:
    """A proposal, ready to be shown."""

    proposal: Proposal
    title: str
    sentence: str
    picture: SafeString
    lines: list[Line]
    percent: int
    obstacles: list[str]
    is_practice: bool


def names_of(proposals: Iterable[Proposal], area: Any) -> Names:
    """What topics and organisations of these proposals are called (one query)."""
    organisations = {
        pk: name
        for proposal in proposals
        for t in proposal.transfers.all()
        for pk, name in ((t.giver_id, t.giver.name), (t.receiver_id, t.receiver.name))
    }
    return Names({topic.code: topic.name for topic in Topic.objects.filter(area=area)}, organisations)


def card(proposal: Proposal, names: Names, now: Standing | None) -> Card:
    """A card; `now` (how things stand) tells what stands in the way of a proposal that is undecided."""
    transfers = list(proposal.transfers.all())
    members = [t.giver.name for t in transfers]
    ring = proposal.kind == Proposal.Kind.RING
    if transfers and not ring:
        members.append(transfers[-1].receiver.name)
    undecided = proposal.status == Proposal.Status.PROPOSED
    return Card(
        proposal=proposal,
        title=title_of(proposal, members),
        sentence=in_words(members, ring),
        picture=picture(members, ring=ring, label=in_words(members, ring)) if transfers else SafeString(),
        lines=[Line(t, sentences(t.reasons, names), sentences(t.against, names)) for t in transfers],
        percent=round(100 * proposal.probability),
        obstacles=obstacles(proposal, now) if undecided and now else [],
        is_practice=any(t.offer.is_practice or t.need.is_practice for t in transfers),
    )


def title_of(proposal: Proposal, members: Sequence[str]) -> str:
    """What the proposal is called."""
    if not members:
        return _("Proposal without anybody left")
    if proposal.kind == Proposal.Kind.CHAIN:
        return _("Chain of %(count)s, begun by %(name)s") % {"count": len(members), "name": members[0]}
    if len(members) == 2:
        return _("Swap between %(one)s and %(other)s") % {"one": members[0], "other": members[1]}
    return _("Ring of %(count)s with %(name)s") % {"count": len(members), "name": members[0]}


def in_words(members: Sequence[str], ring: bool) -> str:
    """The picture in one sentence."""
    parts = [
        _("%(giver)s gives to %(receiver)s") % {"giver": giver, "receiver": receiver}
        for giver, receiver in zip(members, [*members[1:], *members[:1]] if ring else members[1:], strict=False)
    ]
    return ", ".join(parts) + "." if parts else ""


@dataclass(frozen=True)
class Choice:
    """An option of a change in words."""

    key: str
    text: str
    details: list[str]
    percent: int


def choices(found: Changes, transfers: Sequence[Transfer], names: Names) -> list[tuple[str, list[Choice]]]:
    """The options under their headings: one for each arrow, one for members who could leave."""
    people = names_with(found, names)
    groups: list[tuple[str, list[Choice]]] = []
    for order, transfer in enumerate(transfers):
        options = [one for one in found.options if one.kind in {"entry", "member"} and one.at == order]
        if options:
            heading = _("Instead of “%(offer)s” (%(giver)s for %(receiver)s)") % {
                "offer": transfer.offer.text,
                "giver": transfer.giver,
                "receiver": transfer.receiver,
            }
            groups.append((heading, [_choice(one, found, people) for one in options]))
    drops = [_choice(one, found, people) for one in found.options if one.kind == "drop"]
    if drops:
        groups.append((_("Without one of them"), drops))
    return groups


def names_with(found: Changes, names: Names) -> dict[int, str]:
    """Names of the organisations in the options: those of the proposal and newcomers (one query)."""
    wanted = {pk for option in found.options for pk in option.shape.members} - set(names.organisations)
    fresh = Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")
    return {**names.organisations, **dict(fresh)}


def _choice(option: Option, found: Changes, people: dict[int, str]) -> Choice:
    shape = option.shape
    details = [
        _("%(giver)s gives %(receiver)s: “%(offer)s” for “%(need)s”")
        % {
            "giver": people[arrow.giver],
            "receiver": people[arrow.receiver],
            "offer": found.reading.offers[arrow.offer].text,
            "need": found.reading.needs[arrow.need].text,
        }
        for arrow in shape.arrows
    ]
    if option.arrow is None:
        text = _("Without %(name)s") % {"name": people[option.at]}
    else:
        text = _("%(giver)s: “%(offer)s”") % {
            "giver": people[option.arrow.giver],
            "offer": found.reading.offers[option.arrow.offer].text,
        }
    return Choice(option.key, text, details, round(100 * shape.probability))

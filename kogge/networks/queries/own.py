"""What the holder of a personal link may see: of the own organisation everything asked here, of others their names in
what was agreed, and nothing else. Everything hangs on the organisation, never on a number from the address alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Consent, Organisation, Person, Position
from kogge.exchange.models import Agreement, Contribution, Proposal, RingPlan
from kogge.exchange.queries import obstacles, standing, with_arrows
from kogge.needs.models import Need, Offer, TopicGroup
from kogge.networks.founding_words import language_name, slot_words
from kogge.networks.models import (
    Charter,
    FoundingPlan,
    FoundingSeat,
    Invitation,
    Meeting,
    NetworkMember,
    OwnChange,
    OwnLink,
    SurveyRespondent,
)
from kogge.networks.models.own import digest_of
from kogge.networks.queries.founding.page import obstacles as circle_obstacles

ENDED_SHOWN = 10
PAST_MEETINGS = 5
PROPOSALS_SHOWN = 5
MODELS: dict[str, Any] = {"need": Need, "offer": Offer}


def link_of(token: str) -> OwnLink | None:
    """The link behind a token, whether it still works or not (one query)."""
    rows = OwnLink.objects.select_related("organisation__area", "organisation__district", "person")
    found: OwnLink | None = rows.filter(digest=digest_of(token)).first()
    return found


def memberships(organisation: Organisation) -> Any:
    """The networks it is in today, and not about to be out of; by name."""
    rows = NetworkMember.objects.current().filter(organisation=organisation)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gt=timezone.localdate()))
    agreed = Charter.objects.filter(agreed_on__isnull=False).order_by("-number")
    return (
        rows.select_related("network__area")
        .prefetch_related(Prefetch("network__charters", queryset=agreed, to_attr="agreed_charters"))
        .order_by("network__name", "pk")
    )


def meetings(organisation: Organisation) -> Any:
    """Meetings of its networks; the caller orders and cuts them."""
    mine = memberships(organisation).prefetch_related(None).order_by().values("network")
    return Meeting.objects.filter(network__in=mine).select_related("network__area", "host")


def coming(organisation: Organisation) -> Any:
    """Those from today on, the next one first."""
    return meetings(organisation).filter(date__gte=timezone.localdate()).order_by("date", "start", "pk")


def past(organisation: Organisation) -> list[Meeting]:
    """The last few that are over."""
    rows = meetings(organisation).filter(date__lt=timezone.localdate())
    return list(rows.order_by("-date", "-start", "-pk")[:PAST_MEETINGS])


def charter_of(organisation: Organisation, network: int) -> Charter | None:
    """What the members of one of its networks agreed on last."""
    mine = memberships(organisation).prefetch_related(None).order_by().values("network")
    rows = Charter.objects.filter(network=network, network__in=mine, agreed_on__isnull=False)
    found: Charter | None = rows.select_related("network__area").order_by("-number").first()
    return found


def entries(organisation: Organisation, kind: str) -> Any:
    """Its needs or offers; what was only practised is nobody's."""
    rows = MODELS[kind].objects.filter(organisation=organisation, is_practice=False)
    return rows.select_related("topic__group", "organisation", "area")


def open_entries(organisation: Organisation, kind: str) -> list[Any]:
    """Those that stand, the newest first."""
    return list(entries(organisation, kind).filter(status="open").order_by("-created_on", "-pk"))


def ended_entries(organisation: Organisation, kind: str) -> list[Any]:
    """Those that ended, the last few: they can be brought back."""
    return list(entries(organisation, kind).exclude(status="open").order_by("-pk")[:ENDED_SHOWN])


def may_match(organisation: Organisation) -> bool:
    """Whether somebody may look for others on its behalf."""
    return Consent.objects.filter(organisation=organisation, purpose=Consent.Purpose.MATCHING).valid().exists()


def contacts(organisation: Organisation) -> list[Position]:
    """Who is named as acting there today; no more of them than name and position."""
    return list(Position.objects.current().filter(organisation=organisation).select_related("person"))


def own_person(link: OwnLink) -> Person | None:
    """The holder, where their name may be corrected by the link: they act there today and have no account."""
    person: Person | None = link.person
    if person is None or person.user_id is not None or person.project_id is not None:
        return None
    held = Position.objects.current().filter(organisation=link.organisation, person=person)
    return person if held.exists() else None


def surveys(organisation: Organisation) -> list[SurveyRespondent]:
    """Tie surveys that wait for its answer, and the newest closed one it answered: its profile is there (one query)."""
    rows = SurveyRespondent.objects.filter(organisation=organisation, survey__opened_at__isnull=False)
    found = list(rows.select_related("survey").order_by("-survey__opened_at", "-pk"))
    waiting = [row for row in found if row.survey.state == "open" and row.sent_at is None]
    closed = [row for row in found if row.survey.closed_at and row.sent_at]
    return [*waiting, *closed[:1]]


@dataclass(frozen=True)
class Matches:
    """What concerns an organisation, in sentences. Others are named only in what was agreed or said to them."""

    agreements: list[Contribution] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    proposals: list[list[str]] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.agreements) + len(self.invitations) + len(self.proposals) + len(self.circles)


def matches(organisation: Organisation) -> Matches:
    """Open agreements, invitations that were spoken, proposals and founding circles nobody has decided on.

    A constant number of queries. Nothing of a proposal in whose way something stands: the reason may be confidential.
    """
    now = standing(organisation.area)
    given = Contribution.objects.filter(
        Q(giver=organisation) | Q(receiver=organisation),
        agreement__status=Agreement.Status.AGREED,
        agreement__is_practice=False,
    ).select_related("giver", "receiver", "agreement")
    asked = Invitation.objects.filter(
        organisation=organisation, state=Invitation.State.ASKED, network__ended_on__isnull=True
    ).select_related("network", "by_organisation", "by_person")
    agreed = organisation.pk in now.consenting
    return Matches(
        agreements=list(given.order_by("agreement__due", "pk")),
        invitations=list(asked.order_by("-asked_on", "pk")),
        proposals=_proposals(organisation, now) if agreed else [],
        circles=_circles(organisation, now) if agreed else [],
    )


def _proposals(organisation: Organisation, now: Any) -> list[list[str]]:
    plan = RingPlan.objects.filter(area=organisation.area).order_by("-made_at").first()
    if plan is None:
        return []
    rows = Proposal.objects.open().filter(
        Q(transfers__giver=organisation) | Q(transfers__receiver=organisation), plan=plan
    )
    found = []
    for proposal in with_arrows(rows.distinct().order_by("-score", "pk")):
        transfers = list(proposal.transfers.all())
        practice = any(each.offer.is_practice or each.need.is_practice for each in transfers)
        if practice or obstacles(proposal, now):
            continue
        found.append(_in_words(proposal, transfers, organisation))
        if len(found) == PROPOSALS_SHOWN:
            break
    return found


def _in_words(proposal: Proposal, transfers: list[Any], organisation: Organisation) -> list[str]:
    """What it would give and get; the others by topic, since nobody has asked them yet."""
    said = []
    for each in transfers:
        if each.receiver_id == organisation.pk:
            said.append(
                _("For your need “%(need)s” somebody in the district has something: %(topic)s.")
                % {"need": each.need.text.rstrip(". "), "topic": each.offer.topic.name}
            )
        if each.giver_id == organisation.pk:
            said.append(
                _("Your offer “%(offer)s” could help somebody in the district: %(topic)s.")
                % {"offer": each.offer.text.rstrip(". "), "topic": each.need.topic.name}
            )
    people = {pk for each in transfers for pk in (each.giver_id, each.receiver_id)}
    if proposal.kind == Proposal.Kind.RING and len(people) > 2:
        said.append(
            _("%(count)s would take part: each gives something to one and gets something from another.")
            % {"count": len(people)}
        )
    return said


def _circles(organisation: Organisation, now: Any) -> list[str]:
    """A place in a circle of the newest plan. Who else is in it is not told: it was made of what they said in talks."""
    plan = FoundingPlan.objects.filter(scenario__area=organisation.area).first()
    rows = FoundingSeat.objects.filter(
        circle__plan=plan, organisation=organisation, circle__network__isnull=True, circle__is_practice=False
    ).select_related("circle__plan__scenario__area")
    names: dict[str, str] | None = None
    found = []
    for seat in rows.prefetch_related("circle__seats__organisation"):
        circle = seat.circle
        seats = list(circle.seats.all())
        if circle_obstacles(circle, seats, now):
            continue
        if names is None:
            names = {group.code: group.name for group in TopicGroup.objects.filter(area=organisation.area)}
        topics = ", ".join(names.get(code, code) for code in circle.topics)
        found.append(
            _("You would fit into a circle of %(count)s: %(topics)s; %(when)s, in %(language)s.")
            % {
                "count": len(seats),
                "topics": topics,
                "when": slot_words(circle.slot),
                "language": language_name(circle.language),
            }
        )
    return found


def own_changes(user: Any, area: Any) -> Any:
    """What holders of links have changed, that this person may look at; the newest first."""
    rows = OwnChange.objects.visible_to(user).in_area(area)
    return rows.select_related("change__undone_by", "link__organisation").order_by("-change__at", "-pk")


def own_changes_waiting(user: Any, area: Any) -> int:
    """How many of them nobody has looked at (one query)."""
    return int(OwnChange.objects.visible_to(user).in_area(area).waiting().count())


def links_of(organisation: Organisation, user: Any) -> list[OwnLink]:
    """The links of an organisation: those that work first (one query)."""
    rows = OwnLink.objects.visible_to(user).filter(organisation=organisation).select_related("person")
    return sorted(rows, key=lambda link: not link.is_valid)

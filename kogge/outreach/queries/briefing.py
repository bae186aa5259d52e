"""What one must know before the door opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kogge.accounts.roles import Permission
from kogge.actors.models import Consent, Organisation, Position
from kogge.actors.queries import languages
from kogge.outreach.models import Flag, Interview, Promise, Visit
from kogge.places.models import Area


@dataclass(frozen=True)
class Contact:
    """Who to ask for."""

    name: str
    title: str
    phone: str


@dataclass
class Briefing:
    """The page before a visit. What someone said in confidence is None for those who may not read it."""

    organisation: Organisation
    last_talk: Visit | None = None
    last_visit: Visit | None = None
    refused_on: dt.date | None = None
    contact_ended: dt.date | None = None  # a consent to being contacted was withdrawn that day
    open_promises: list[Promise] = field(default_factory=list)
    broken_promises: list[Promise] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    interview: Interview | None = None
    not_with: list[str] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    @property
    def spoken(self) -> list[str]:
        """Languages spoken there, by name; German alone is not worth a word."""
        codes = self.organisation.languages or (self.interview.languages if self.interview else [])
        return [] if list(codes) in ([], ["de"]) else [languages.name(code) for code in codes]

    @property
    def overdue_promises(self) -> list[Promise]:
        return [promise for promise in self.open_promises if promise.is_overdue]

    @property
    def owes_an_apology(self) -> bool:
        """A promise was broken or is overdue, and nobody has noted that they apologised for it."""
        return any(promise.wants_an_apology for promise in (*self.broken_promises, *self.open_promises))


def briefings(
    user: Any, area: Area, organisations: Iterable[Organisation], *, before: Visit | None = None
) -> dict[int, Briefing]:
    """Briefings by organisation id, in a constant number of queries (at most eight).

    `before`: the visit that is being recorded; it and what came of it do not count as the last one.
    """
    found = {row.pk: Briefing(row) for row in organisations}
    if not found:
        return {}
    permissions = area.permissions_of(user)
    ids = list(found)
    visits = Visit.objects.visible_to(user).filter(organisation__in=ids, status=Visit.Status.DONE)
    if before is not None and before.pk:
        visits = visits.exclude(pk=before.pk)
    for visit in visits.select_related("visitor").order_by("-date", "-pk"):
        row = found[visit.organisation_id]
        row.last_visit = row.last_visit or visit
        if visit.outcome == Visit.Outcome.MET:
            row.last_talk = row.last_talk or visit
        if visit.outcome == Visit.Outcome.REFUSED and row.last_talk is None and row.refused_on is None:
            row.refused_on = visit.date
    promises = Promise.objects.visible_to(user).filter(
        organisation__in=ids, status__in=[Promise.Status.OPEN, Promise.Status.BROKEN]
    )
    for promise in promises.select_related("promised_by").order_by("due"):
        row = found[promise.organisation_id]
        (row.open_promises if promise.status == Promise.Status.OPEN else row.broken_promises).append(promise)
    if Permission.VIEW_PERSONS in permissions:
        for position in (
            Position.objects.filter(organisation__in=ids).current().select_related("person").order_by("-is_contact")
        ):
            found[position.organisation_id].contacts.append(
                Contact(position.person.name, position.title, position.person.phone)
            )
        for consent in Consent.objects.filter(organisation__in=ids).order_by("purpose", "given_on"):
            row = found[consent.organisation_id]
            if consent.withdrawn_on is None:
                row.consents.append(consent)
            elif consent.purpose == Consent.Purpose.CONTACT:
                row.contact_ended = max(row.contact_ended or consent.withdrawn_on, consent.withdrawn_on)
        for row in found.values():
            if row.contact_ended and not any(one.purpose == Consent.Purpose.CONTACT for one in row.consents):
                row.refused_on = max(row.refused_on or row.contact_ended, row.contact_ended)
    if Permission.VIEW_INTERVIEWS in permissions:
        latest = Interview.objects.filter(organisation__in=ids).latest_per_organisation()
        for interview in latest.prefetch_related("not_with"):
            row = found[interview.organisation_id]
            row.interview = interview
            row.not_with = [organisation.name for organisation in interview.not_with.all()]
        for flag in Flag.objects.visible_to(user).filter(organisation__in=ids).open().in_order():
            found[flag.organisation_id].flags.append(flag)
    return found


def briefing(user: Any, area: Area, organisation: Organisation, *, before: Visit | None = None) -> Briefing:
    """The briefing of one organisation."""
    return briefings(user, area, [organisation], before=before)[organisation.pk]


def refusals(organisations: Iterable[int]) -> dict[int, dt.date]:
    """Organisations that must not be visited or written to, with the day they said so.

    Either they said "does not want to" and have not talked with us since, or they withdrew their consent to being
    contacted and have not given it anew. Two queries.
    """
    ids = list(organisations)
    last: dict[int, tuple[dt.date, str]] = {}
    rows = Visit.objects.filter(
        organisation__in=ids,
        status=Visit.Status.DONE,
        outcome__in=[Visit.Outcome.MET, Visit.Outcome.REFUSED],
    ).order_by("date", "pk")
    for organisation, day, outcome in rows.values_list("organisation_id", "date", "outcome"):
        last[organisation] = (day, outcome)
    refused = {pk: day for pk, (day, outcome) in last.items() if outcome == Visit.Outcome.REFUSED}
    ended: dict[int, dt.date | None] = {}
    consents = Consent.objects.filter(organisation__in=ids, purpose=Consent.Purpose.CONTACT)
    for organisation, day in consents.values_list("organisation_id", "withdrawn_on"):
        known = ended.get(organisation, day)
        ended[organisation] = None if day is None or known is None else max(known, day)
    for organisation, day in ended.items():
        if day is not None:
            refused[organisation] = max(refused.get(organisation, day), day)
    return refused

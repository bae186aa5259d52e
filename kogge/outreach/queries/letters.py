"""Who gets a letter and who does not, and with which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kogge.actors.models import Consent, Organisation, Position
from kogge.outreach.guides.preview import direction
from kogge.outreach.models import Letter, LetterVersion, Mailing, Visit
from kogge.outreach.paper.texts import SHIPPED, apart, filled, greeting, written_days
from kogge.places.models import Area

from .briefing import refusals

FALLBACK = "de"  # the language of a letter where nobody wrote it in theirs


@dataclass(frozen=True)
class Text:
    """The words of a letter in a language, as they hold today; `version` None: as Kogge brings them."""

    language: str
    subject: str
    body: str
    version: LetterVersion | None = None


@dataclass
class Recipient:
    """An organisation that gets a letter."""

    organisation: Organisation
    text: Text
    email: str
    contact: str = ""


@dataclass
class Recipients:
    """Who gets a letter, and who does not, with the reason."""

    reached: list[Recipient] = field(default_factory=list)
    left_out: list[tuple[Organisation, str]] = field(default_factory=list)


def texts(area: Area, kind: str) -> dict[str, Text]:
    """The texts of a kind by language: the area's newest, else those that come with Kogge."""
    found = {language: Text(language, *words) for (which, language), words in SHIPPED.items() if which == kind}
    rows = LetterVersion.objects.filter(template__area=area, template__kind=kind).select_related("template")
    for version in rows.order_by("number"):
        language = version.template.language
        found[language] = Text(language, version.subject, version.body, version)
    return found


def recipients(
    area: Area, organisations: Sequence[Organisation], *, kind: str, channel: str, values: Mapping[str, Any]
) -> Recipients:
    """Sort organisations by whether they may and can be written to; a constant number of queries.

    Left out are those without a valid consent to being contacted, those that do not want to, those without the address
    that the channel needs, and those that got this very letter before (the same kind with the same entries).
    """
    ids = [row.pk for row in organisations]
    agreed = set(
        Consent.objects.filter(organisation__in=ids, purpose=Consent.Purpose.CONTACT)
        .valid()
        .values_list("organisation_id", flat=True)
    )
    no = refusals(ids)
    had: dict[int, Any] = {
        letter.organisation_id: letter.sent_at
        for letter in Letter.objects.filter(
            organisation__in=ids, mailing__kind=kind, status__in=[Letter.Status.SENT, Letter.Status.SENDING]
        ).select_related("mailing")
        if letter.mailing.values == values
    }
    contacts: dict[int, Position] = {}
    for position in Position.objects.filter(organisation__in=ids).current().select_related("person"):
        contacts.setdefault(position.organisation_id, position)
    words = texts(area, kind)
    found = Recipients()
    for row in organisations:
        contact = contacts.get(row.pk)
        email = row.email or (contact.person.email if contact else "")
        reason = ""
        if row.closed_on:
            reason = _("is closed")
        elif row.pk in no:
            reason = _("does not want to, since %(day)s") % {"day": date_format(no[row.pk], "SHORT_DATE_FORMAT")}
        elif row.pk not in agreed:
            reason = _("has not agreed to being contacted")
        elif channel == Mailing.Channel.MAIL and not email:
            reason = _("has no e-mail address here")
        elif channel == Mailing.Channel.PAPER and not row.street_line:
            reason = _("has no street here")
        elif row.pk in had:
            reason = _("has got this letter already")
        if reason:
            found.left_out.append((row, reason))
            continue
        language = next((code for code in row.languages if code in words), FALLBACK)
        found.reached.append(Recipient(row, words[language], email, contact.person.name if contact else ""))
    return found


def placeholders(
    area: Area,
    organisation: Organisation | None,
    *,
    language: str,
    contact: str,
    sender: str,
    values: Mapping[str, str],
) -> dict[str, str]:
    """What stands for each placeholder in one letter."""
    with override(written_days(language)):
        today = date_format(timezone.localdate(), "DATE_FORMAT")
        talk = None
        if organisation is not None:
            talks = Visit.objects.filter(organisation=organisation, status=Visit.Status.DONE, outcome=Visit.Outcome.MET)
            talk = talks.exclude(channel=Visit.Channel.MAIL).order_by("-date").values_list("date", flat=True).first()
        last_talk = date_format(talk, "DATE_FORMAT") if talk else ""
        meeting = values.get("meeting_date", "")
        if meeting:
            meeting = date_format(timezone.datetime.fromisoformat(meeting).date(), "DATE_FORMAT")
    found = {
        "organisation": organisation.name if organisation else "",
        "contact": contact,
        "greeting": greeting(language, contact),
        "address": organisation.address_line if organisation else "",
        "last_talk": last_talk,
        "results": values.get("results", ""),
        "meeting_date": meeting,
        "meeting_time": values.get("meeting_time", ""),
        "meeting_place": values.get("meeting_place", ""),
        "area": area.name,
        "sender": sender,
        "today": today,
        "imprint": area.imprint,
    }
    if direction(language) == "ltr":
        return found
    return {name: value if name == "greeting" else apart(value) for name, value in found.items()}


def written(text: Text | LetterVersion, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject (one line) and body with everything filled in."""
    return " ".join(filled(text.subject, values).split()), filled(text.body, values)

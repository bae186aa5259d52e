"""Visit sheets: one business a page, what one must know on top, the guide below, to be filled by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.core.jobs import Progress
from kogge.core.numbers import number
from kogge.core.typeset import typeset
from kogge.outreach.guides import Definition
from kogge.outreach.guides.preview import best_language
from kogge.outreach.models import GuideVersion, Interview, Visit
from kogge.outreach.queries import Briefing, briefings
from kogge.outreach.templatetags.outreach import format_words, slot_words
from kogge.places.models import Area

from .guide import on_paper
from .numbers import SheetNumber, qr

DOCUMENT = Path(__file__).with_name("sheet.typ")
MOST_PROMISES = 4
LONGEST_NOTE = 240


def visit_sheets(
    user: Any,
    area: Area,
    visits: Sequence[Visit],
    version: GuideVersion,
    *,
    language: str = "",
    address: Callable[[str], str],
    progress: Progress | None = None,
) -> bytes:
    """The sheets of some visits as one PDF, in the active language; what one must know as `user` may know it.

    `language`: of the guide; "" takes each organisation's own where the guide has it. `address`: the full address
    that a sheet's number leads to.
    """
    progress = progress or Progress()
    progress.say(_("Reading the records"), 5)
    reader = str(get_language() or "de")[:2]
    definition = version.read()
    told = briefings(user, area, {visit.organisation for visit in visits})
    sheets, guides, codes = [], {}, {}
    for index, visit in enumerate(visits):
        spoken = language or language_for(definition, visit, told[visit.organisation_id])
        if spoken not in guides:
            guides[spoken] = on_paper(definition, spoken, reader)
        printed = str(SheetNumber(visit.pk, version.pk))
        codes[f"qr{index}"] = qr(address(printed))
        sheets.append(_sheet(visit, told[visit.organisation_id], printed, spoken))
    progress.say(_("Setting the pages"), 40)
    data = {
        "language": reader,
        "title": _("Visit sheets"),
        "area": area.name,
        "date": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        "words": _words(),
        "sheets": sheets,
        "guides": guides,
    }
    return typeset(DOCUMENT, data, pictures=codes)


def language_for(definition: Definition, visit: Visit, told: Briefing) -> str:
    """The language in which the guide is asked there: one spoken there that the guide has, else its own."""
    spoken = [*visit.organisation.languages, *(told.interview.languages if told.interview else [])]
    return best_language(definition, *spoken)


def _words() -> dict[str, str]:
    return {
        "ask": _("Ask for"),
        "phone": _("Phone"),
        "languages": _("Languages"),
        "when": _("planned"),
        "who": _("Who"),
        "know": _("What one must know"),
        "talked": _("talked"),
        "away": _("nobody there"),
        "later": _("come back on"),
        "refused": _("does not want to"),
        "day": _("Day"),
        "minutes": _("Minutes"),
        "sheet": _("Sheet"),
        "page": _("Page"),
        "code": _("QR code that leads to the record"),
    }


def _sheet(visit: Visit, told: Briefing, printed: str, language: str) -> dict[str, Any]:
    row = visit.organisation
    when = date_format(visit.date, "SHORT_DATE_FORMAT") + (f", {visit.time:%H:%M}" if visit.time else "")
    return {
        "number": printed,
        "guide": language,
        "name": row.name,
        "address": row.address_line + (f" ({row.district})" if row.district else ""),
        "ask": [
            ", ".join(part for part in (contact.name, contact.title, contact.phone) if part)
            for contact in told.contacts[:2]
        ],
        "phone": row.phone,
        "languages": ", ".join(told.spoken),
        "when": when,
        "who": str(visit.visitor or ""),
        "know": list(_know(visit, told)),
    }


def _know(visit: Visit, told: Briefing) -> Iterable[dict[str, Any]]:
    """Sentences for the box on top; `strong`: act on it before anything else."""

    def said(text: str, strong: bool = False) -> dict[str, Any]:
        return {"text": text, "strong": strong}

    if told.refused_on:
        yield said(_("Did not want to on %(day)s.") % {"day": _day(told.refused_on)}, True)
    if told.owes_an_apology:
        yield said(_("We owe them an apology first."), True)
    for promise in told.broken_promises[:MOST_PROMISES]:
        yield said(_("Promise broken: %(what)s") % {"what": promise.what}, True)
    for promise in told.open_promises[:MOST_PROMISES]:
        words = (
            _("Promise overdue: %(what)s (until %(day)s)")
            if promise.is_overdue
            else _("Promise open: %(what)s (until %(day)s)")
        )
        yield said(words % {"what": promise.what, "day": _day(promise.due)}, promise.is_overdue)
    if told.last_talk:
        yield said(_("Last talk: %(day)s") % {"day": _day(told.last_talk.date)} + _short(told.last_talk.note))
    else:
        yield said(_("No talk so far: this is the first one."))
    if told.last_visit and told.last_visit != told.last_talk:
        words = _("Last attempt: %(day)s, %(outcome)s")
        yield said(words % {"day": _day(told.last_visit.date), "outcome": told.last_visit.get_outcome_display()})
    if told.interview and (conditions := ", ".join(_conditions(told.interview))):
        yield said(_("Conditions: %(conditions)s") % {"conditions": conditions})
    if told.not_with:
        yield said(_("Not with: %(names)s") % {"names": ", ".join(told.not_with)})
    if told.consents:
        agreed = dict.fromkeys(str(consent.get_purpose_display()) for consent in told.consents)
        yield said(_("Agreed to: %(purposes)s") % {"purposes": ", ".join(agreed)})
    if visit.note:
        yield said(_("For this visit") + _short(visit.note))


def _conditions(interview: Interview) -> Iterable[str]:
    if interview.would_join:
        yield _("would join: %(answer)s") % {"answer": interview.get_would_join_display()}
    if interview.slots:
        yield slot_words(interview.slots)
    if interview.hours_per_month is not None:
        yield _("%(hours)s hours a month") % {
            "hours": number(interview.hours_per_month, 1 if interview.hours_per_month % 1 else 0)
        }
    if interview.max_fee is not None:
        yield _("at most %(fee)s € a month") % {"fee": number(interview.max_fee, 2 if interview.max_fee % 1 else 0)}
    if interview.formats:
        yield format_words(interview.formats)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _short(note: str) -> str:
    words = " ".join(note.split())
    return f": {words[:LONGEST_NOTE]}{'…' if len(words) > LONGEST_NOTE else ''}" if words else ""

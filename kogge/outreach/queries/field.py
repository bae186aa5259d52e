"""What a telephone takes along: the visits of one person, what one must know there, and the guides in use."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.actors import hours
from kogge.actors.models import Organisation
from kogge.actors.queries import languages
from kogge.outreach.models import DAYS, FORMATS, TIMES, GuideVersion, Visit
from kogge.places.models import Area

from .briefing import Briefing, briefings
from .people import person_of

DAYS_AHEAD = 7
LONGEST_NOTE = 600  # letters of what was said last time


def own_visits(user: Any, area: Area) -> Any:
    """Planned visits of the signed-in person: left over, today, and the next days."""
    person = person_of(user, area)
    rows = Visit.objects.visible_to(user).in_area(area).planned()
    last = timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)
    return (
        (rows.filter(visitor=person, date__lte=last) if person is not None else rows.none())
        .select_related("organisation__district")
        .order_by("date", F("time").asc(nulls_last=True), "pk")
    )


def state_of(visit: Visit) -> str:
    """A mark that changes when somebody changes the visit: what a device saw is compared with what is there now."""
    seen = [
        visit.status, visit.outcome, visit.date, visit.time, visit.visitor_id, visit.organisation_id, visit.channel,
        visit.note, visit.minutes, visit.mood, visit.next_step, visit.next_step_due,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(seen, default=str).encode()).hexdigest()[:16]


def cases(user: Any, area: Area) -> list[dict[str, Any]]:
    """The person's visits as a device keeps them, in a constant number of queries."""
    visits = list(own_visits(user, area))
    told = briefings(user, area, {visit.organisation_id: visit.organisation for visit in visits}.values())
    return [
        {
            "visit": visit.pk,
            "state": state_of(visit),
            "date": visit.date.isoformat(),
            "time": visit.time.strftime("%H:%M") if visit.time else "",
            "channel": visit.get_channel_display(),
            "note": visit.note,
            "is_practice": visit.is_practice,
            "organisation": _organisation(visit.organisation),
            "told": _told(told[visit.organisation_id]),
        }
        for visit in visits
    ]


def _organisation(row: Organisation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "address": row.address_line,
        "district": row.district.name if row.district else "",
        "phone": row.phone,
        "opening_hours": [f"{days}: {times}" if days else times for days, times in hours.lines(row.opening_hours)],
        "lat": row.lat,
        "lon": row.lon,
    }


def _told(told: Briefing) -> dict[str, Any]:
    talk = told.last_talk
    return {
        "spoken": told.spoken,
        "last_talk": {"date": talk.date.isoformat(), "by": str(talk.visitor or ""), "note": talk.note[:LONGEST_NOTE]}
        if talk
        else None,
        "refused_on": told.refused_on.isoformat() if told.refused_on else "",
        "owes_an_apology": told.owes_an_apology,
        "open_promises": [_promise(promise) for promise in told.open_promises],
        "broken_promises": [_promise(promise) for promise in told.broken_promises],
        "contacts": [{"name": row.name, "title": row.title, "phone": row.phone} for row in told.contacts],
        "conditions": _conditions(told),
        "not_with": told.not_with,
    }


def _promise(promise: Any) -> dict[str, Any]:
    return {
        "what": promise.what,
        "due": promise.due.isoformat(),
        "by": str(promise.promised_by or ""),
        "is_overdue": promise.is_overdue,
    }


def _conditions(told: Briefing) -> list[dict[str, str]]:
    """Under which conditions they would join, as lines of label and text; nothing for who may not read interviews."""
    interview = told.interview
    if interview is None:
        return []
    field = interview._meta.get_field
    lines: list[tuple[str, Any]] = [
        ("would_join", interview.get_would_join_display() if interview.would_join else ""),
        ("slots", _times(interview.slots)),
        ("hours_per_month", interview.hours_per_month),
        ("max_fee", interview.max_fee),
        ("formats", ", ".join(str(label) for code, label in FORMATS if code in interview.formats)),
        ("languages", ", ".join(languages.name(code) for code in interview.languages)),
        ("max_walk_m", interview.max_walk_m),
    ]
    return [
        {"label": str(getattr(field(name), "verbose_name", name)), "text": _plain(value)}
        for name, value in lines
        if value not in (None, "")
    ]


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def _times(slots: Iterable[str]) -> str:
    days, times = dict(DAYS), dict(TIMES)
    named = [slot.partition("-") for slot in slots]
    return ", ".join(f"{days[day]} {times[time]}" for day, _dash, time in named if day in days and time in times)


def guides(user: Any, area: Area, permissions: frozenset[Permission], have: frozenset[str]) -> list[dict[str, Any]]:
    """The newest versions of the guides in use; the form itself only where the device lacks it (`have`: checksums).

    Who may not read interviews holds none either.
    """
    if Permission.VIEW_INTERVIEWS not in permissions:
        return []
    rows = GuideVersion.objects.visible_to(user).in_area(area).current().filter(guide__is_active=True)
    return [
        {
            "md5": row.md5,
            "name": row.guide.name,
            "minutes": row.guide.minutes,
            "version": row.version,
            "languages": list(row.definition.get("languages", ())),
        }
        | ({} if row.md5 in have else {"xform": row.xform, "itemsets": row.itemsets})
        for row in rows.select_related("guide").defer("file").order_by("guide__minutes", "guide__name")
    ]

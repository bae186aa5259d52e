"""Filled guides that wait for a person: which there are, what they say, to whom they may belong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.actors.queries import similar
from kogge.outreach.models import Submission, Visit
from kogge.places.models import Area

MOST = 8  # suggestions on one page


@dataclass
class Suggestion:
    """An organisation that a filled guide may belong to, and why."""

    organisation: Organisation
    pro: list[str] = field(default_factory=list)
    contra: list[str] = field(default_factory=list)


def waiting(user: Any, area: Area) -> Any:
    """What somebody must still file; one constant statement when counted."""
    return Submission.objects.visible_to(user).in_area(area).unfiled()


def by_status(user: Any, area: Area) -> dict[str, int]:
    """How many there are of each status."""
    rows = Submission.objects.visible_to(user).in_area(area).order_by().values("status").annotate(n=Count("pk"))
    return {row["status"]: row["n"] for row in rows}


def day_of(submission: Submission) -> dt.date:
    """The day of the talk: when the form was begun, else received; never in the future."""
    begun = submission.started_at or submission.received_at or timezone.now()
    return min(timezone.localdate(begun), timezone.localdate())


def open_visits(user: Any, submission: Submission) -> Any:
    """Visits of that day without a talk; those of the sender alone where the sender made any."""
    rows = (
        Visit.objects.visible_to(user)
        .in_area(submission.area)
        .filter(date=day_of(submission), interview__isnull=True)
        .exclude(status=Visit.Status.CANCELLED)
        .select_related("organisation__district", "visitor")
    )
    own = rows.filter(visitor__user=submission.by) if submission.by_id else rows.none()
    return own if submission.by_id and own.exists() else rows


def suggestions(user: Any, submission: Submission, told: dict[str, str]) -> list[Suggestion]:
    """Whom a filled guide may come from: by what it says of the business, and by the visits of its day."""
    found: dict[int, Suggestion] = {}
    for match in similar.to_typed(submission.area, told):
        found[match.organisation.pk] = Suggestion(match.organisation, list(match.pro), list(match.contra))
    for visit in open_visits(user, submission)[: MOST * 2]:
        one = found.setdefault(visit.organisation_id, Suggestion(visit.organisation))
        who = visit.visitor.name if visit.visitor else _("somebody")
        one.pro.append(_("%(who)s was there on that day or planned to be.") % {"who": who})
    return list(found.values())[:MOST]

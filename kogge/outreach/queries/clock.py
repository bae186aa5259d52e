"""The feedback clock: who talked to us and has not heard from us since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kogge.actors.models import Organisation
from kogge.outreach.models import Interview, Promise, Task, Visit
from kogge.places.models import Area

# After a year an answer no longer answers anything: such an organisation needs a new first visit.
OLDEST_DAYS = 365


@dataclass(frozen=True)
class FeedbackDue:
    """An organisation that waits for an answer: since when, and how many days more than the area allows."""

    organisation: Organisation
    since: dt.date
    days: int
    overdue_by: int
    visit: Visit | None
    interview: Interview | None


def feedback_overdue(user: Any, area: Area, *, today: dt.date | None = None) -> list[FeedbackDue]:
    """Organisations that wait longer than `area.answer_days` for an answer, the longest wait first.

    The clock of an organisation starts with its last talk, if that talk left something to be answered:

    - a talk is a visit that was made with the outcome "talked", or an interview without a visit;
    - it waits for an answer when it holds an interview, or agreed a next step, or was the first talk ever;
      a letter or mail from us (channel "mail") starts no clock, nor does a later call that only brought news.

    It stops with any of these:

    - a later talk or letter, or a later visit with the outcome "does not want to";
    - a task of that visit, or with that organisation, done on that day or later;
    - a promise to the organisation kept on that day or later.

    Closed organisations and talks of more than 365 days ago are left out. Two queries for any number;
    visible are visits for those who may see visits, interviews without a visit for those who may read them.
    """
    today = today or timezone.localdate()
    limit = today - dt.timedelta(days=area.answer_days)
    window = Q(date__lt=limit, date__gte=today - dt.timedelta(days=OLDEST_DAYS))
    contact = Visit.objects.filter(
        organisation=OuterRef("organisation"),
        status=Visit.Status.DONE,
        outcome__in=[Visit.Outcome.MET, Visit.Outcome.REFUSED],
    )
    talks = Interview.objects.filter(organisation=OuterRef("organisation"))
    answered = (
        Exists(contact.filter(date__gt=OuterRef("date")))
        | Exists(talks.filter(date__gt=OuterRef("date")))
        | Exists(Task.objects.filter(organisations=OuterRef("organisation"), done_on__gte=OuterRef("date")))
        | Exists(
            Promise.objects.filter(
                organisation=OuterRef("organisation"), status="kept", closed_on__gte=OuterRef("date")
            )
        )
    )
    visits = (
        Visit.objects.visible_to(user)
        .in_area(area)
        .filter(
            window,
            status=Visit.Status.DONE,
            outcome=Visit.Outcome.MET,
            organisation__closed_on__isnull=True,
        )
        .exclude(channel=Visit.Channel.MAIL)
        .filter(
            Q(Exists(Interview.objects.filter(visit=OuterRef("pk"))))
            | ~Q(next_step="")
            | ~Exists(contact.filter(outcome=Visit.Outcome.MET, date__lt=OuterRef("date")))
        )
        .filter(~answered, ~Exists(Task.objects.filter(visit=OuterRef("pk"), done_on__isnull=False)))
        .select_related("organisation", "visitor")
        .order_by("date", "pk")
    )
    alone = (
        Interview.objects.visible_to(user)
        .in_area(area)
        .filter(window, visit__isnull=True, organisation__closed_on__isnull=True)
        .filter(~answered)
        .select_related("organisation")
        .order_by("date", "pk")
    )
    waiting: dict[int, FeedbackDue] = {}
    for row in [*visits, *alone]:
        days = (today - row.date).days
        is_visit = isinstance(row, Visit)
        # Two talks on one day wait once; the visit tells more than the interview beside it.
        waiting.setdefault(
            row.organisation_id,
            FeedbackDue(
                row.organisation,
                row.date,
                days,
                days - area.answer_days,
                row if is_visit else None,
                None if is_visit else row,
            ),
        )
    return sorted(waiting.values(), key=lambda due: (-due.days, due.organisation.name))

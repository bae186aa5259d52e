"""The feedback clock: who talked to us and has not heard from us since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.kept import kept, stamp_of
from kogge.outreach.models import Interview, Promise, Task, TaskOrganisation, Visit
from kogge.places.models import Area

# After a year an answer no longer answers anything: such an organisation needs a new first visit.
OLDEST_DAYS = 365
CLOCK_RUNS_ON = (Visit, Interview, Task, TaskOrganisation, Promise, Organisation)


@dataclass(frozen=True)
class FeedbackDue:
    """An organisation that waits for an answer: since when, and how many days more than the area allows."""

    organisation: Organisation
    since: dt.date
    days: int
    overdue_by: int
    visit: Visit | None
    interview: Interview | None


@dataclass(frozen=True)
class _Talk:
    """What the clock runs on: a visit or an interview by its numbers alone."""

    organisation: int
    date: dt.date
    visit: int | None
    interview: int | None


class FeedbackList:
    """The organisations that wait, the longest wait first. Counting reads nothing more; a slice reads its rows
    (two queries at most)."""

    def __init__(self, talks: Sequence[_Talk], today: dt.date, answer_days: int) -> None:
        self._talks, self._today, self._allowed = talks, today, answer_days

    def __len__(self) -> int:
        return len(self._talks)

    def count(self) -> int:
        """How many wait (as on a query set)."""
        return len(self._talks)

    def __iter__(self) -> Iterator[FeedbackDue]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[FeedbackDue]:
        talks = self._talks[part]
        visits = _in_bulk(Visit.objects.select_related("organisation", "visitor"), [row.visit for row in talks])
        interviews = _in_bulk(
            Interview.objects.select_related("organisation"), [row.interview for row in talks if not row.visit]
        )
        rows = []
        for talk in talks:
            found = visits.get(talk.visit) or interviews.get(talk.interview)
            if found is None:  # erased since it was counted
                continue
            days = (self._today - talk.date).days
            rows.append(
                FeedbackDue(
                    found.organisation,
                    talk.date,
                    days,
                    days - self._allowed,
                    visits.get(talk.visit),
                    None if talk.visit else interviews.get(talk.interview),
                )
            )
        return rows


def _in_bulk(rows: Any, ids: Sequence[int | None]) -> dict[int | None, Any]:
    wanted = [pk for pk in ids if pk]
    return rows.in_bulk(wanted) if wanted else {}


def feedback_overdue(user: Any, area: Area, *, today: dt.date | None = None) -> FeedbackList:
    """Organisations that wait longer than `area.answer_days` for an answer, the longest wait first.

    The clock of an organisation starts with its last talk, if that talk left something to be answered:

    - a talk is a visit that was made with the outcome "talked", or an interview without a visit;
    - it waits for an answer when it holds an interview, or agreed a next step, or was the first talk ever;
      a letter or mail from us (channel "mail") starts no clock, nor does a later call that only brought news.

    It stops with any of these:

    - a later talk or letter, or a later visit with the outcome "does not want to";
    - a task of that visit, or with that organisation, done on that day or later;
    - a promise to the organisation kept on that day or later.

    Closed organisations and talks of more than 365 days ago are left out. Three queries for any number (one while
    nothing is written), and two more where rows are read; visible are visits for those who may see visits, interviews
    without a visit for those who may read them.
    """
    today = today or timezone.localdate()
    permissions = area.permissions_of(user)
    if {Permission.VIEW_VISITS, Permission.VIEW_INTERVIEWS} <= permissions:
        # All who may see everything see the same: it is counted once until something is written.
        stamp = (*stamp_of(CLOCK_RUNS_ON), today, area.answer_days)
        talks = kept(f"feedback-{area.pk}", stamp, lambda: _waiting(user, area, today))
    else:
        talks = _waiting(user, area, today)
    return FeedbackList(talks, today, area.answer_days)


def _waiting(user: Any, area: Area, today: dt.date) -> list[_Talk]:
    """The talks that wait for an answer, the oldest first (two queries)."""
    limit, oldest = today - dt.timedelta(days=area.answer_days), today - dt.timedelta(days=OLDEST_DAYS)
    waiting: dict[int, _Talk] = {}
    visits = Visit.objects.visible_to(user).filter(
        _in_reach(area, oldest, limit), ~_HEARD_SINCE, status=Visit.Status.DONE, outcome=Visit.Outcome.MET
    )
    asked = Q(Exists(_IN_VISIT)) | ~Q(next_step="") | ~Exists(_EARLIER)
    followed = Exists(Task.objects.filter(visit=OuterRef("pk"), done_on__isnull=False))
    visits = visits.exclude(channel=Visit.Channel.MAIL).filter(asked, ~followed, ~_ANSWERED).order_by("pk")
    for pk, organisation, date in visits.values_list("pk", "organisation", "date"):
        waiting.setdefault(organisation, _Talk(organisation, date, pk, None))
    alone = Interview.objects.visible_to(user).filter(
        _in_reach(area, oldest, limit), ~_HEARD_SINCE, ~_ANSWERED, visit__isnull=True
    )
    for pk, organisation, date in alone.order_by("pk").values_list("pk", "organisation", "date"):
        # Two talks on one day wait once; the visit tells more than the interview beside it.
        waiting.setdefault(organisation, _Talk(organisation, date, None, pk))
    return sorted(waiting.values(), key=lambda row: (row.date, row.organisation))


def _in_reach(area: Area, oldest: dt.date, limit: dt.date) -> Q:
    """Talks of an area that are old enough to wait and not too old to be answered."""
    return Q(area=area, date__gte=oldest, date__lt=limit, organisation__closed_on__isnull=True)


# Conditions on a talk, told from its row: the database looks a few rows up for each talk and hands over only those
# that wait, instead of everything that ever happened.
_SAME = Q(organisation=OuterRef("organisation"))
_MADE = Visit.objects.filter(_SAME, status=Visit.Status.DONE)
_HEARD_SINCE = Exists(
    _MADE.filter(outcome__in=[Visit.Outcome.MET, Visit.Outcome.REFUSED], date__gt=OuterRef("date"))
) | Exists(Interview.objects.filter(_SAME, date__gt=OuterRef("date")))
_EARLIER = _MADE.filter(outcome=Visit.Outcome.MET, date__lt=OuterRef("date"))
_IN_VISIT = Interview.objects.filter(visit=OuterRef("pk"))
_ANSWERED = Exists(Task.organisations.through.objects.filter(_SAME, task__done_on__gte=OuterRef("date"))) | Exists(
    Promise.objects.filter(_SAME, status=Promise.Status.KEPT, closed_on__gte=OuterRef("date"))
)

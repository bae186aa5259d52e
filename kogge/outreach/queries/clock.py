"""The feedback clock: who talked to us and has not heard from us since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Max, Min
from django.db.models.functions import Cast
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


@dataclass(frozen=True)
class _Talk:
    """What the clock runs on: a visit or an interview by its numbers alone. Days are ISO texts, which compare as days
    do: making thousands of dates takes longer than reading them."""

    organisation: int
    date: str
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
            since = dt.date.fromisoformat(talk.date)
            days = (self._today - since).days
            rows.append(
                FeedbackDue(
                    found.organisation,
                    since,
                    days,
                    days - self._allowed,
                    visits.get(talk.visit),
                    None if talk.visit else interviews.get(talk.interview),
                )
            )
        return rows


def _day(field: str) -> Cast:
    """A date column as the text of its ISO day."""
    return Cast(field, CharField(max_length=10))


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

    Closed organisations and talks of more than 365 days ago are left out. Seven queries for any number, and two
    more where rows are read; visible are visits for those who may see visits, interviews without a visit for those
    who may read them.
    """
    today = today or timezone.localdate()
    limit, oldest = today - dt.timedelta(days=area.answer_days), today - dt.timedelta(days=OLDEST_DAYS)
    contacts = Visit.objects.filter(
        area=area, status=Visit.Status.DONE, outcome__in=[Visit.Outcome.MET, Visit.Outcome.REFUSED]
    )
    recent = contacts.filter(date__gte=oldest)
    talks_said = list(
        Interview.objects.filter(area=area, date__gte=oldest)
        .order_by()
        .values_list("organisation", _day("date"), "visit")
    )
    held = {visit for _organisation, _date, visit in talks_said if visit}
    # The last contact of each organisation, of whatever kind.
    last = dict(recent.order_by().values_list("organisation").annotate(day=Max(_day("date"))))
    for organisation, date, _visit in talks_said:
        last[organisation] = max(date, last.get(organisation, date))
    first = dict(
        contacts.filter(outcome=Visit.Outcome.MET)
        .order_by()
        .values_list("organisation")
        .annotate(day=Min(_day("date")))
    )
    waiting: dict[int, _Talk] = {}
    visits = recent.visible_to(user).filter(
        outcome=Visit.Outcome.MET, date__lt=limit, organisation__closed_on__isnull=True
    )
    for pk, organisation, date, step in (
        visits.exclude(channel=Visit.Channel.MAIL)
        .order_by("pk")
        .values_list("pk", "organisation", _day("date"), "next_step")
    ):
        asked = pk in held or step or first.get(organisation) == date
        if asked and last[organisation] == date:
            waiting.setdefault(organisation, _Talk(organisation, date, pk, None))
    alone = Interview.objects.visible_to(user).filter(
        area=area, visit__isnull=True, date__gte=oldest, date__lt=limit, organisation__closed_on__isnull=True
    )
    for pk, organisation, date in alone.order_by("pk").values_list("pk", "organisation", _day("date")):
        # Two talks on one day wait once; the visit tells more than the interview beside it.
        if last[organisation] == date:
            waiting.setdefault(organisation, _Talk(organisation, date, None, pk))
    answers, visits_followed = _answers(area, oldest)
    rows = [
        talk
        for talk in waiting.values()
        if talk.visit not in visits_followed and answers.get(talk.organisation, "") < talk.date
    ]
    return FeedbackList(sorted(rows, key=lambda row: (row.date, row.organisation)), today, area.answer_days)


def _answers(area: Area, since: dt.date) -> tuple[dict[int, str], set[int | None]]:
    """By organisation the last day on which a task was done or a promise kept; visits with a task that was done."""
    days: dict[int, str] = {}
    followed: set[int | None] = set()
    tasks = Task.objects.filter(area=area, done_on__gte=since)
    for organisation, visit, day in tasks.order_by().values_list("organisations", "visit", _day("done_on")):
        if organisation:
            days[organisation] = max(day, days.get(organisation, day))
        if visit:
            followed.add(visit)
    kept = Promise.objects.filter(area=area, status=Promise.Status.KEPT, closed_on__gte=since)
    for organisation, day in kept.order_by().values_list("organisation").annotate(day=Max(_day("closed_on"))):
        days[organisation] = max(day, days.get(organisation, day))
    return days, followed

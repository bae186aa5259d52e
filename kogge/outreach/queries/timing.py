"""How long people wait for us: visit → answer, survey → assembly, flag raised → closed."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kogge.actors.models import Organisation
from kogge.outreach.models import Flag, Interview, Promise, SurveyRound, Task, Visit
from kogge.places.models import Area

from .clock import OLDEST_DAYS


@dataclass(frozen=True)
class Span:
    """One wait: since when, until when (None: it still lasts), and of what kind of record."""

    since: dt.date
    until: dt.date | None
    organisation: int | None
    record: int
    kind: str = "visit"  # of the record behind an answer: visit or interview

    def days(self, today: dt.date) -> int:
        return ((self.until or today) - self.since).days


@dataclass(frozen=True)
class Timing:
    """Median and P90 of the waits that ended, against a target in days; and those that still last."""

    spans: Sequence[Span]
    target: int
    today: dt.date
    least: int  # fewer ended waits are no figure

    @property
    def ended(self) -> list[int]:
        return sorted(span.days(self.today) for span in self.spans if span.until is not None)

    @property
    def lasting(self) -> list[Span]:
        return [span for span in self.spans if span.until is None]

    @property
    def median(self) -> float | None:
        return quantile(self.ended, 0.5) if len(self.ended) >= self.least else None

    @property
    def p90(self) -> float | None:
        return quantile(self.ended, 0.9) if len(self.ended) >= self.least else None

    @property
    def most(self) -> int | None:
        """P90 in whole days: nine of ten waited at most so long; a day that has begun was waited for."""
        return None if self.p90 is None else math.ceil(self.p90)

    @property
    def late(self) -> int:
        """Waits, ended or not, that are longer than the target."""
        return sum(1 for span in self.spans if span.days(self.today) > self.target)

    @property
    def keeps(self) -> bool | None:
        return None if self.median is None else self.median <= self.target


def quantile(values: Sequence[int], share: float) -> float:
    """The quantile of sorted values, linear between neighbours (as numpy's default; Hyndman and Fan 1996, type 7).

    >>> quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.9), quantile([7], 0.9)
    (2.5, 3.7, 7.0)
    """
    place = (len(values) - 1) * share
    low, high = math.floor(place), math.ceil(place)
    return round(values[low] + (values[high] - values[low]) * (place - low), 6)


def answers(user: Any, area: Area, *, today: dt.date | None = None) -> Timing:
    """Visit → answer, over the last 365 days: the rules of `feedback_overdue`, for every talk that asks for an answer.

    Such a talk holds an interview, agreed a next step, or was the first one ever. The answer is the first of: a later
    talk or letter, a task of that visit or for that organisation done on that day or later, a promise kept on that day
    or later. A later "does not want to" ends the wait without an answer: it does not count. Six queries.
    """
    today = today or timezone.localdate()
    oldest = today - dt.timedelta(days=OLDEST_DAYS)
    talks = _talks(user, area)
    heard: dict[int, list[dt.date]] = defaultdict(list)
    refused: dict[int, list[dt.date]] = defaultdict(list)
    for talk in talks:
        (refused if talk.refused else heard)[talk.organisation].append(talk.date)
    done: dict[int, list[dt.date]] = defaultdict(list)
    tasks = Task.organisations.through.objects.filter(task__area=area, task__done_on__isnull=False)
    for organisation, day in tasks.values_list("organisation", "task__done_on"):
        done[organisation].append(day)
    kept = Promise.objects.filter(area=area, status=Promise.Status.KEPT, is_practice=False)
    for organisation, day in kept.values_list("organisation", "closed_on"):
        done[organisation].append(day)
    of_visit: dict[int, dt.date] = {}
    steps = Task.objects.filter(area=area, visit__isnull=False, done_on__isnull=False)
    for visit, day in steps.values_list("visit", "done_on"):
        of_visit[visit] = min(day, of_visit.get(visit, day))
    for days in done.values():
        days.sort()
    closed = set(Organisation.objects.filter(area=area, closed_on__isnull=False).values_list("pk", flat=True))
    spans, first = [], set()
    for talk in talks:
        if talk.refused:
            continue
        organisation, day = talk.organisation, talk.date
        is_first = organisation not in first
        first.add(organisation)
        if talk.by_mail or day < oldest or not (talk.asks or is_first):
            continue
        step_done = of_visit.get(talk.record) if talk.kind == "visit" else None
        answered = _earliest(_after(heard[organisation], day), _from(done[organisation], day), step_done)
        gone = _after(refused[organisation], day)
        if gone is not None and (answered is None or gone < answered):
            continue
        if answered is None and organisation in closed:
            continue
        until = None if answered is None else max(answered, day)
        spans.append(Span(day, until, organisation, talk.record, talk.kind))
    return Timing(spans, area.answer_days, today, max(1, area.small_number))


@dataclass(frozen=True)
class _Talk:
    """A visit that was made, or an interview without one; `asks`: it asks for an answer by itself."""

    date: dt.date
    record: int
    kind: str
    organisation: int
    refused: bool = False
    by_mail: bool = False
    asks: bool = True


def _talks(user: Any, area: Area) -> list[_Talk]:
    """Talks and refusals by day, of all times: the first one ever must be known. Two queries."""
    interviews = Interview.objects.filter(area=area, is_practice=False)
    found, with_talk = [], set()
    for pk, visit, organisation, day in interviews.values_list("pk", "visit", "organisation", "date"):
        if visit is None:
            found.append(_Talk(day, pk, "interview", organisation))
        else:
            with_talk.add(visit)
    met, no = Visit.Outcome.MET, Visit.Outcome.REFUSED
    made = Visit.objects.visible_to(user).filter(area=area, status=Visit.Status.DONE, is_practice=False)
    fields = ("pk", "organisation", "date", "outcome", "channel", "next_step")
    for pk, organisation, day, outcome, channel, step in made.filter(outcome__in=[met, no]).values_list(*fields):
        asks, by_mail = pk in with_talk or bool(step), channel == Visit.Channel.MAIL
        found.append(_Talk(day, pk, "visit", organisation, outcome == no, by_mail, asks))
    return sorted(found, key=lambda talk: (talk.date, talk.kind, talk.record))


def _after(days: Sequence[dt.date], day: dt.date) -> dt.date | None:
    place = bisect_right(days, day)
    return days[place] if place < len(days) else None


def _from(days: Sequence[dt.date], day: dt.date) -> dt.date | None:
    place = bisect_left(days, day)
    return days[place] if place < len(days) else None


def _earliest(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def flags_closed(user: Any, area: Area, level: str, *, today: dt.date | None = None) -> Timing:
    """Flag raised → closed, of one level, over the last 365 days; open ones of any age. One query."""
    today = today or timezone.localdate()
    oldest = today - dt.timedelta(days=OLDEST_DAYS)
    rows = Flag.objects.visible_to(user).filter(area=area, level=level, is_practice=False)
    spans = [
        Span(opened, closed, organisation, pk)
        for pk, organisation, opened, closed in rows.values_list("pk", "organisation", "opened_on", "closed_on")
        if closed is None or opened >= oldest
    ]
    return Timing(spans, Flag.days_for(area, level), today, max(1, area.small_number))


@dataclass(frozen=True)
class RoundState:
    """A survey round with what its talks say: how many, the last one, and until when the assembly is in time."""

    round: SurveyRound
    talks: int
    last_talk: dt.date | None
    today: dt.date
    target: int

    @property
    def latest(self) -> dt.date:
        """The last day on which the assembly is in time."""
        return (self.last_talk or self.round.end) + dt.timedelta(days=self.target)

    @property
    def meets_on(self) -> dt.date | None:
        return self.round.held_on or self.round.assembly_on

    @property
    def days(self) -> int | None:
        """From the last talk to the assembly."""
        return (self.meets_on - (self.last_talk or self.round.end)).days if self.meets_on else None

    @property
    def is_late(self) -> bool:
        """The assembly is planned, or was held, after the target; or the target passed without one."""
        return (self.meets_on or self.today) > self.latest

    @property
    def is_unplanned(self) -> bool:
        """The talks have ended and no assembly is planned: the clock runs."""
        return self.meets_on is None and self.round.end < self.today

    @property
    def is_forgotten(self) -> bool:
        """Its day has passed and nobody noted that it was held."""
        return self.round.held_on is None and self.meets_on is not None and self.meets_on < self.today

    @property
    def warns(self) -> bool:
        return self.round.held_on is None and (self.is_late or self.is_unplanned or self.is_forgotten)


def rounds(user: Any, area: Area, *, pending: bool = False, today: dt.date | None = None) -> list[RoundState]:
    """Survey rounds with their talks, the newest first; `pending`: only those whose assembly was not held.

    Two queries for any number (one where there is no round).
    """
    today = today or timezone.localdate()
    rows = SurveyRound.objects.visible_to(user).in_area(area).select_related("district")
    found = list(rows.without_assembly() if pending else rows)
    if not found:
        return []
    talks = list(
        Interview.objects.filter(
            area=area, is_practice=False, date__gte=min(r.begin for r in found), date__lte=max(r.end for r in found)
        ).values_list("date", "organisation__district")
    )
    return [_state(row, talks, today, area.assembly_days) for row in found]


def _state(row: SurveyRound, talks: Iterable[tuple[dt.date, int | None]], today: dt.date, target: int) -> RoundState:
    days = [
        day
        for day, district in talks
        if row.begin <= day <= row.end and (row.district_id is None or row.district_id == district)
    ]
    return RoundState(row, len(days), max(days, default=None), today, target)


def assemblies(states: Sequence[RoundState], area: Area, *, today: dt.date | None = None) -> Timing:
    """Survey → assembly: from the last talk of a round to the day its results were told."""
    today = today or timezone.localdate()
    spans = [
        Span(state.last_talk or state.round.end, state.round.held_on, None, state.round.pk)
        for state in states
        if state.round.held_on or state.round.end < today
    ]
    return Timing(spans, area.assembly_days, today, 1)


def assemblies_to_mind(user: Any, area: Area, *, today: dt.date | None = None) -> list[RoundState]:
    """Rounds whose assembly comes too late, is not planned, or was not noted: for the home page."""
    return [state for state in rounds(user, area, pending=True, today=today) if state.warns]

"""How long people wait for us: visit → answer, survey → assembly, flag raised → closed."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.kept import kept, stamp_of
from kogge.outreach.models import Flag, Interview, Promise, SurveyRound, Task, Visit
from kogge.places.models import Area

from .clock import CLOCK_RUNS_ON, OLDEST_DAYS


class Span(NamedTuple):
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

    @cached_property
    def ended(self) -> list[int]:
        return sorted(span.days(self.today) for span in self.spans if span.until is not None)

    @cached_property
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

    @cached_property
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
    or later. A later "does not want to" ends the wait without an answer: it does not count.

    Nine queries for any number; two while nothing is written.
    """
    today = today or timezone.localdate()
    if Permission.VIEW_VISITS in area.permissions_of(user):
        # All who see the visits see the same: it is counted once until something is written.
        stamp = (*stamp_of(CLOCK_RUNS_ON), today)
        spans = kept(f"answered-{area.pk}", stamp, lambda: _answered(user, area, today), large=False)
    else:
        spans = _answered(user, area, today)
    return Timing(spans, area.answer_days, today, max(1, area.small_number))


def _answered(user: Any, area: Area, today: dt.date) -> list[Span]:
    """The waits of the last 365 days, in the order of the talks that began them."""
    oldest = today - dt.timedelta(days=OLDEST_DAYS)
    talks, first = _talks(user, area, oldest)
    heard: dict[int, list[dt.date]] = defaultdict(list)
    refused: dict[int, list[dt.date]] = defaultdict(list)
    for talk in talks:
        (refused if talk.refused else heard)[talk.organisation].append(talk.date)
    done: dict[int, list[dt.date]] = defaultdict(list)
    of_visit: dict[int, dt.date] = {}
    tasks = Task.objects.filter(area=area, done_on__isnull=False).order_by()
    tasks = tasks.filter(Q(done_on__gte=oldest) | Q(visit__date__gte=oldest))
    for organisation, visit, day in tasks.values_list("organisations", "visit", "done_on"):
        if organisation is not None:
            done[organisation].append(day)
        if visit is not None and (visit not in of_visit or day < of_visit[visit]):
            of_visit[visit] = day
    promises = Promise.objects.filter(area=area, status=Promise.Status.KEPT, is_practice=False, closed_on__gte=oldest)
    for organisation, day in promises.order_by().values_list("organisation", "closed_on"):
        done[organisation].append(day)
    for days in done.values():
        days.sort()
    closed = set(
        Organisation.objects.filter(area=area, closed_on__isnull=False).order_by().values_list("pk", flat=True)
    )
    spans = []
    for talk in talks:
        if talk.refused:
            continue
        organisation, day = talk.organisation, talk.date
        is_first = organisation not in first
        first.add(organisation)
        if talk.by_mail or not (talk.asks or is_first):
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
    return spans


class _Talk(NamedTuple):
    """A visit that was made, or an interview without one, in the order of days; `asks`: it asks for an answer by
    itself."""

    date: dt.date
    kind: str
    record: int
    organisation: int
    refused: bool
    by_mail: bool
    asks: bool


def _talks(user: Any, area: Area, oldest: dt.date) -> tuple[list[_Talk], set[int]]:
    """Talks and refusals from a day on, in the order of days; and those who talked before. Four queries."""
    met, no = Visit.Outcome.MET, Visit.Outcome.REFUSED
    interviews = Interview.objects.filter(area=area, is_practice=False).order_by()
    made = Visit.objects.visible_to(user).filter(area=area, status=Visit.Status.DONE, is_practice=False).order_by()
    alone = interviews.filter(visit__isnull=True)
    before = set(alone.filter(date__lt=oldest).values_list("organisation", flat=True))
    before |= set(made.filter(outcome=met, date__lt=oldest).values_list("organisation", flat=True))
    found, with_talk = [], set()
    # An interview may have been noted under another day than its visit.
    recent = interviews.filter(Q(date__gte=oldest) | Q(visit__date__gte=oldest))
    for pk, visit, organisation, day in recent.values_list("pk", "visit", "organisation", "date"):
        if visit is None:
            found.append(_Talk(day, "interview", pk, organisation, False, False, True))
        else:
            with_talk.add(visit)
    fields = ("pk", "organisation", "date", "outcome", "channel", "next_step")
    for pk, organisation, day, outcome, channel, step in made.filter(
        outcome__in=[met, no], date__gte=oldest
    ).values_list(*fields):
        asks = pk in with_talk or bool(step)
        found.append(_Talk(day, "visit", pk, organisation, outcome == no, channel == Visit.Channel.MAIL, asks))
    return sorted(found), before


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

"""Writes of outreach that touch several records: outcomes, next steps, interviews, promises, tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors import wording
from kogge.actors.actions import withdraw
from kogge.actors.models import Consent, Organisation
from kogge.core.history import change
from kogge.outreach.models import Interview, NoGo, Promise, Task, Visit

VISIT_LABELS = {
    Visit.Outcome.MET: gettext_lazy("Visit saved: %(organisation)s"),
    Visit.Outcome.AWAY: gettext_lazy("Nobody there: %(organisation)s"),
    Visit.Outcome.LATER: gettext_lazy("Come back later: %(organisation)s"),
    Visit.Outcome.REFUSED: gettext_lazy("Does not want to: %(organisation)s"),
}
CLOSING_LABELS = {
    Promise.Status.KEPT: gettext_lazy("Promise kept: %(what)s"),
    Promise.Status.BROKEN: gettext_lazy("Promise broken: %(what)s"),
    Promise.Status.RELEASED: gettext_lazy("Promise released: %(what)s"),
    Promise.Status.OPEN: gettext_lazy("Promise open again: %(what)s"),
}


def follow_up(visit: Visit) -> Task | None:
    """Keep the task of a visit's next step in line with the visit: made, changed, or dropped while open.

    A task that was done stays as it is. Call inside `change`.
    """
    tasks = Task.objects.filter(visit=visit, kind=Task.Kind.FOLLOW_UP)
    task = tasks.open().first()
    if not visit.next_step:
        if task is not None:
            task.delete()
        return None
    if task is None:
        if tasks.filter(title=visit.next_step[:250], done_on__isnull=False).exists():
            return None
        task = Task(area=visit.area, visit=visit, kind=Task.Kind.FOLLOW_UP, is_practice=visit.is_practice)
    task.title = visit.next_step[:250]
    task.due = visit.next_step_due
    task.assignee = visit.visitor
    task.reason = _("Agreed on %(day)s with %(organisation)s.") % {
        "day": visit.date.strftime("%d.%m.%Y"),
        "organisation": visit.organisation.name,
    }
    task.save()
    task.organisations.set([visit.organisation])
    return task


def record_visit(visit: Visit, *, by: Any, come_back_on: dt.date | None = None) -> Any:
    """Save a visit that was made, with everything that follows from its outcome; returns the Change.

    A next step becomes a task. "Come back later" plans the next visit for the day that was named. "Does not
    want to" cancels what else was planned there: a refusal is respected until they talk to us again.
    """
    visit.status = Visit.Status.DONE
    outcome = Visit.Outcome(visit.outcome or Visit.Outcome.MET)
    visit.outcome = outcome
    label = VISIT_LABELS[outcome] % {"organisation": visit.organisation.name}
    with change(label, by=by, area=visit.area) as made:
        visit.save()
        follow_up(visit)
        others = Visit.objects.filter(organisation=visit.organisation).planned().exclude(pk=visit.pk)
        if outcome == Visit.Outcome.LATER and come_back_on is not None:
            if not others.filter(date=come_back_on).exists():
                Visit.objects.create(
                    area=visit.area,
                    organisation=visit.organisation,
                    visitor=visit.visitor,
                    date=come_back_on,
                    channel=visit.channel,
                    note=visit.note,
                    is_practice=visit.is_practice,
                )
        elif outcome == Visit.Outcome.REFUSED:
            for other in others:
                other.status = Visit.Status.CANCELLED
                other.save()
    return made


def save_interview(
    interview: Interview,
    *,
    not_with: Iterable[Organisation],
    consents: Mapping[str, str],
    by: Any,
) -> Any:
    """Save an interview with its no-gos and consents; returns the Change.

    `consents`: purpose → channel, "" for "not given": a consent that was valid until now is then withdrawn.
    """
    label = _("Interview saved: %(organisation)s") % {"organisation": interview.organisation.name}
    with change(label, by=by, area=interview.area) as made:
        interview.save()
        wanted = {organisation.pk for organisation in not_with}
        for no_go in interview.no_gos.exclude(organisation__in=wanted):
            no_go.delete()
        known = set(interview.no_gos.values_list("organisation_id", flat=True))
        for pk in sorted(wanted - known):
            NoGo.objects.create(interview=interview, organisation_id=pk)
        _save_consents(interview, consents, by)
    return made


def _save_consents(interview: Interview, consents: Mapping[str, str], by: Any) -> None:
    valid: dict[str, list[Consent]] = {}
    for consent in Consent.objects.filter(organisation=interview.organisation, person__isnull=True).valid():
        valid.setdefault(consent.purpose, []).append(consent)
    for purpose, channel in consents.items():
        held = valid.get(purpose, [])
        if not channel:
            for consent in held:
                withdraw(consent, by=by, area=interview.area)
        elif channel not in {consent.channel for consent in held}:
            Consent.objects.create(
                area=interview.area,
                organisation=interview.organisation,
                purpose=purpose,
                channel=channel,
                given_on=interview.date,
                wording_version=wording.version(),
            )


def close_promise(promise: Promise, status: str, *, by: Any, result: str = "") -> Any:
    """Say what became of a promise (kept, broken, released), or open it again; returns the Change."""
    with change(CLOSING_LABELS[Promise.Status(status)] % {"what": promise.what}, by=by, area=promise.area) as made:
        promise.status = status
        promise.closed_on = None if status == Promise.Status.OPEN else timezone.localdate()
        promise.result = result if status != Promise.Status.OPEN else ""
        promise.save()
    return made


def set_done(task: Task, done: bool, *, by: Any) -> Any:
    """Tick a task off, or take the tick back; returns the Change."""
    label = _("Done: %(title)s") if done else _("Open again: %(title)s")
    with change(label % {"title": task.title}, by=by, area=task.area) as made:
        task.done_on = timezone.localdate() if done else None
        task.save()
    return made

"""Records for tests of outreach and of the apps below it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kogge.actors.models import Organisation
from kogge.outreach.models import Flag, Interview, NoGo, Promise, Task, Visit

TODAY = dt.date.today()


def days(number: int) -> dt.date:
    """A day that far from today; negative lies in the past."""
    return dt.date.today() + dt.timedelta(days=number)


def make_organisation(area: Any, name: str, **fields: Any) -> Organisation:
    fields.setdefault("search", name.lower())
    return Organisation.objects.create(area=area, name=name, **fields)


def make_visit(organisation: Organisation, day: int = 0, outcome: str = "", **fields: Any) -> Visit:
    """A visit; with an outcome it was made, else it is planned."""
    fields.setdefault("status", "done" if outcome else "planned")
    return Visit.objects.create(
        area=organisation.area, organisation=organisation, date=days(day), outcome=outcome, **fields
    )


def make_interview(
    organisation: Organisation, day: int = 0, not_with: list[Organisation] | None = None, **fields: Any
) -> Interview:
    interview = Interview.objects.create(area=organisation.area, organisation=organisation, date=days(day), **fields)
    for other in not_with or []:
        NoGo.objects.create(interview=interview, organisation=other)
    return interview


def make_promise(organisation: Organisation, due: int = 0, status: str = "open", **fields: Any) -> Promise:
    fields.setdefault("what", "Flyer vorbeibringen")
    fields.setdefault("made_on", days(min(due, 0) - 10))
    if status != "open":
        fields.setdefault("closed_on", days(min(due, 0)))
    return Promise.objects.create(
        area=organisation.area, organisation=organisation, due=days(due), status=status, **fields
    )


def make_task(organisation: Organisation, due: int | None = None, **fields: Any) -> Task:
    fields.setdefault("title", "Anrufen")
    task = Task.objects.create(area=organisation.area, due=None if due is None else days(due), **fields)
    task.organisations.add(organisation)
    return task


def make_flag(organisation: Organisation, due: int = 2, **fields: Any) -> Flag:
    fields.setdefault("opened_on", days(min(due, 0)))
    return Flag.objects.create(area=organisation.area, organisation=organisation, due=days(due), **fields)

"""The ledger read in other ways: to whom an apology is owed, the keeping rate by project generation and over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kogge.outreach.models import Promise
from kogge.places.models import Area, Project

from .ledger import KeepingRate


def owed(organisations: Iterable[int]) -> set[int]:
    """Ids of the organisations to which somebody owes an apology (one query)."""
    rows = Promise.objects.filter(organisation__in=list(organisations)).unforgiven()
    return set(rows.order_by().values_list("organisation_id", flat=True).distinct())


class Generations:
    """In which project a promise was given: that of the person who gave it, else the only one running that day."""

    def __init__(self, area: Area) -> None:
        self.projects = list(Project.objects.filter(area=area).order_by("start"))
        self._by_pk = {project.pk: project for project in self.projects}

    def of(self, staff_project: int | None, made_on: dt.date) -> Project | None:
        """None: somebody without a project, at a time when none or several ran."""
        found = self._by_pk.get(staff_project) if staff_project else None
        if found is not None and found.start <= made_on <= found.end:
            return found
        running = [project for project in self.projects if project.start <= made_on <= project.end]
        return running[0] if len(running) == 1 else found


@dataclass(frozen=True)
class Kept:
    """The keeping rate of one group of promises; `label` names the group, `key` finds its records."""

    label: str
    key: str
    since: dt.date | None
    until: dt.date | None
    rate: KeepingRate
    enough: bool

    @property
    def percent(self) -> int | None:
        """None where too few promises were due for a figure to say anything."""
        return self.rate.percent if self.enough else None


def keeping_by_generation(area: Area, *, nobody: str) -> list[Kept]:
    """The keeping rate by project, the earliest first; promises without one under `nobody`. Two queries."""
    generations = Generations(area)
    groups: dict[int | None, Counter[str]] = {}
    for person_project, made_on, state, _due in _states(area):
        project = generations.of(person_project, made_on)
        groups.setdefault(project.pk if project else None, Counter())[state] += 1
    rows = [
        _kept(project.name, str(project.pk), project.start, project.end, groups[project.pk], area)
        for project in generations.projects
        if project.pk in groups
    ]
    if None in groups:
        rows.append(_kept(nobody, "none", None, None, groups[None], area))
    return rows


def keeping_over_time(area: Area) -> list[Kept]:
    """The keeping rate by half-year of the day on which promises were due, the earliest first. One query."""
    groups: dict[tuple[int, int], Counter[str]] = {}
    today = timezone.localdate()
    for _project, _made, state, due in _states(area):
        if due <= today:
            groups.setdefault((due.year, 1 if due.month <= 6 else 2), Counter())[state] += 1
    rows = []
    for (year, half), counts in sorted(groups.items()):
        since = dt.date(year, 1 if half == 1 else 7, 1)
        until = dt.date(year, 6, 30) if half == 1 else dt.date(year, 12, 31)
        rows.append(_kept(f"{half}/{year}", "", since, until, counts, area))
    return rows


def _states(area: Area) -> Iterable[tuple[int | None, dt.date, str, dt.date]]:
    """Project of the giver, day given, what became of it, day due; practice promises left out."""
    today = timezone.localdate()
    rows = Promise.objects.filter(area=area, is_practice=False).order_by("pk")
    fields = rows.values_list("promised_by__project_id", "made_on", "status", "due")
    for project, made_on, status, due in fields:
        yield project, made_on, "overdue" if status == "open" and due < today else status, due


def _kept(label: str, key: str, since: Any, until: Any, counts: Counter[str], area: Area) -> Kept:
    rate = KeepingRate(counts["kept"], counts["broken"], counts["released"], counts["overdue"], counts["open"])
    return Kept(label, key, since, until, rate, rate.judged >= max(1, area.small_number))

"""Who stands for a person in the network, and what they are called to those who may not see names."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Person, Position
from kogge.places.models import Area

from .nodes import organisation_node, person_node


@dataclass(frozen=True)
class People:
    """Who stands for a person: themselves (project staff, volunteers), or the organisations they act in."""

    staff: frozenset[int]  # paid by a project that is not over
    gone: frozenset[int]  # were paid by a project that is over: they hold nothing any more
    organisations: dict[int, list[int]]  # person → organisations they act in today

    def nodes(self, pk: int) -> list[str]:
        """The nodes that hold the ties of a person."""
        if pk in self.gone:
            return []
        if pk not in self.staff and (acts_in := self.organisations.get(pk)):
            return [organisation_node(organisation) for organisation in acts_in]
        return [person_node(pk)]


def people_of(area: Area, today: dt.date) -> People:
    """Everybody's standing on a day (two queries)."""
    staff, gone = set(), set()
    paid = Person.objects.filter(area=area, project__isnull=False).values_list("pk", "project__end")
    for pk, end in paid:
        (staff if end >= today else gone).add(pk)
    organisations: dict[int, list[int]] = defaultdict(list)
    closed = Q(organisation__closed_on__isnull=True)
    if today < timezone.localdate():
        closed |= Q(organisation__closed_on__gt=today)
    positions = Position.objects.filter(
        closed,
        Q(start__isnull=True) | Q(start__lte=today),
        Q(end__isnull=True) | Q(end__gte=today),
        organisation__area=area,
    )
    for person, organisation in positions.values_list("person_id", "organisation_id"):
        organisations[person].append(organisation)
    return People(frozenset(staff), frozenset(gone), dict(organisations))


def staff_of(area: Area, today: dt.date) -> list[int]:
    """Persons paid by a project of the area that is not over, with or without ties (one query)."""
    rows = Person.objects.filter(area=area, project__end__gte=today).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def person_labels(area: Area, staff: Iterable[int], *, named: bool) -> dict[int, str]:
    """Every person of the area by id: the name, or without names a number that is the same on every page."""
    paid = set(staff)
    counted: Counter[bool] = Counter()
    labels = {}
    for pk, name in Person.objects.filter(area=area).order_by("pk").values_list("pk", "name"):
        is_staff = pk in paid
        counted[is_staff] += 1
        text = _("Project staff %(number)s") if is_staff else _("Volunteer %(number)s")
        labels[pk] = name if named else text % {"number": counted[is_staff]}
    return labels

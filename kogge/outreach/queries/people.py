"""Who goes out: the team of an area."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.actors.models import Person
from kogge.places.models import Area, Membership


def person_of(user: Any, area: Area) -> Person | None:
    """The person that stands for a user in an area, if there is one."""
    return Person.objects.filter(area=area, user=user).first() if user.is_authenticated else None


def team(area: Area, *, with_persons: Any = ()) -> Any:
    """Those who visit: may record visits here today, or are staff of a running project.

    `with_persons`: ids of persons who must be among them all the same (already named in a record).
    """
    visitors = Membership.objects.active().holding(Permission.EDIT_VISITS).filter(area=area).values("user_id")
    return Person.objects.filter(
        Q(user__in=visitors) | Q(project__end__gte=timezone.localdate()) | Q(pk__in=[pk for pk in with_persons if pk]),
        area=area,
    )

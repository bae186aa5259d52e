"""Writes about places that touch several records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import Signal
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.accounts.roles import STAFF_ROLES, Role
from kogge.core.history import change
from kogge.core.models import Change

from .boundaries import Boundary
from .models import Area, District, Membership, Project

# Sent with `area` and `by` once a fresh area is stored: later rooms of the story furnish it (topics …).
area_created = Signal()


def create_area(*, slug: str, name: str, by: User | None = None, **fields: Any) -> Area:
    """A fresh area with everything it needs to begin."""
    with change(_("Area %(name)s made") % {"name": name}, by=by):
        area = Area.objects.create(slug=slug, name=name, **fields)
        area_created.send(sender=Area, area=area, by=by)
    return area


def store_districts(*, area: Area, boundaries: list[Boundary], by: User | None = None) -> Change:
    """Make or redraw the districts of a file, by name. Unnamed ones are numbered."""
    with change(_("Districts from a file"), by=by, area=area) as made:
        known = {district.name.lower(): district for district in area.districts.all()}
        for number, boundary in enumerate(boundaries, start=1):
            name = boundary.name or _("District %(number)s") % {"number": number}
            district = known.get(name.lower()) or District(area=area, name=name)
            district.boundary = boundary.geometry
            district.code = boundary.code or district.code
            district.save()
            known[name.lower()] = district
    return made


def invite(
    *, area: Area, email: str, name: str, role: Role, project: Project | None, by: User | None
) -> tuple[Membership, Change]:
    """Give somebody a role in an area; makes the account when there is none for that address."""
    with change(_("%(name)s invited") % {"name": name or email}, by=by, area=area) as made:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = User.objects.create_user(email, name=name or email.partition("@")[0])
        membership, _made = Membership.objects.get_or_create(
            area=area,
            user=user,
            role=role,
            project=project if role in STAFF_ROLES else None,
            end=None,
        )
    return membership, made


def end_membership(*, membership: Membership, by: User | None) -> Change:
    """Somebody leaves: yesterday was the last day, what they did stays."""
    with change(_("%(name)s left") % {"name": membership.user}, by=by, area=membership.area) as made:
        membership.end = dt.date.today() - dt.timedelta(days=1)
        membership.save()
    return made

"""Writes about places that touch several records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.dispatch import Signal
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.accounts.roles import STAFF_ROLES, Permission, Role
from kogge.core.history import change
from kogge.core.models import Change

from .boundaries import Boundary
from .models import Area, District, Membership, Project

# Sent with `area` and `by` once a fresh area is stored: later rooms of the story furnish it (topics …).
area_created = Signal()
# Sent with `membership` and `by` inside the change, once somebody has a role: later rooms note who that is.
invited = Signal()


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
        invited.send(sender=Membership, membership=membership, by=by)
    return membership, made


def may_hand_out_link(user: User, area: Area) -> bool:
    """Whether the area's administrator may hold a key to this account.

    Only where it opens nothing but this area, and its owner has no way of their own to sign in.
    """
    from allauth.mfa.models import Authenticator

    elsewhere = Membership.objects.filter(user=user).exclude(area=area).exists()
    own_way = user.has_usable_password() or Authenticator.objects.filter(user=user).exists()
    return not (user.is_superuser or elsewhere or own_way)


class LastAdministrator(Exception):
    """Nobody would be left who may change the area."""


def end_membership(*, membership: Membership, by: User | None) -> Change:
    """Somebody leaves: yesterday was the last day, what they did stays. Raises LastAdministrator."""
    keepers = Membership.objects.active().holding(Permission.MANAGE_AREA).filter(area=membership.area)
    if keepers.filter(pk=membership.pk).exists() and not keepers.exclude(pk=membership.pk).exists():
        raise LastAdministrator
    with change(_("%(name)s left") % {"name": membership.user}, by=by, area=membership.area) as made:
        membership.end = dt.date.today() - dt.timedelta(days=1)
        membership.save()
    return made

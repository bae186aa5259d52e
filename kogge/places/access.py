"""Who sees what: every read goes through `visible_to`, every page through `area_view`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kogge.accounts.roles import PERMISSIONS, Permission, Role
from kogge.core.prepared import Prepared


def _roles(user: int, day: Any) -> models.QuerySet[Any]:
    from .models import Membership

    return Membership.objects.active(day).filter(user=user).order_by().values_list("area_id", "role")


_ROLES = Prepared(_roles)


def hold_permissions(user: Any) -> None:
    """Read once what a user may do today, in one statement: kept with the user for the length of a request.

    Every `visible_to` of the request then names the areas instead of asking for them in a sub-query, which costs more
    to write down than to run. Outside a request nothing is kept, so that nothing is out of date.
    """
    held: dict[int, frozenset[Permission]] = {}
    for area, role in _ROLES(user=user.pk, day=timezone.localdate()):
        held[area] = held.get(area, frozenset()) | PERMISSIONS[Role(role)]
    user.permissions_today = held


def areas_where(user: Any, permission: Permission) -> list[int] | models.QuerySet[Any]:
    """Ids of the areas in which a user holds a permission today (a sub-query, unless a request holds them)."""
    from .models import Membership

    held = getattr(user, "permissions_today", None)
    if held is not None:
        return [area for area, permissions in held.items() if permission in permissions]
    return Membership.objects.active().holding(permission).filter(user=user).values("area_id")


def _contains(areas: Any, others: Any) -> bool:
    """Is it known without asking that all the other areas are among these?"""
    return isinstance(areas, list) and set(others) <= set(areas)


def _held_today(own_path: str) -> Q:
    """Where the path to the user leads over positions: only those that are held today and open the records."""
    position = own_path.removesuffix("person__user")
    if position == own_path:
        return Q()
    today = timezone.localdate()
    begun = Q(**{f"{position}start__isnull": True}) | Q(**{f"{position}start__lte": today})
    return (
        Q(**{f"{position}opens_records": True})
        & begun
        & (Q(**{f"{position}end__isnull": True}) | Q(**{f"{position}end__gte": today}))
    )


class AreaOwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to an area. Subclasses name the permission that shows them and, where a member may
    see the rows of the own organisations, the path to the signed-in user."""

    view_permission = Permission.VIEW_REGISTER
    area_path = "area"
    own_path: str | None = None

    def visible_to(self, user: Any) -> Any:
        """Only what this person may see today; nothing at all for strangers."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_superuser:
            return self
        areas, areas_of_own = areas_where(user, self.view_permission), areas_where(user, Permission.VIEW_OWN)
        allowed = Q(**{f"{self.area_path}__in": areas})
        if self.own_path and not _contains(areas, areas_of_own):
            own = self.model._default_manager.filter(
                _held_today(self.own_path), **{self.own_path: user, f"{self.area_path}__in": areas_of_own}
            )
            allowed |= Q(pk__in=own.values("pk"))
        return self.filter(allowed)

    def in_area(self, area: Any) -> Any:
        return self.filter(**{self.area_path: area})


class AreaRequest(HttpRequest):
    """A request inside an area: what `area_view` adds."""

    area: Any
    permissions: frozenset[Permission]


View = Callable[..., HttpResponse]


def area_view(*needed: Permission) -> Callable[[View], View]:
    """The view's area comes from its address; strangers get 404, members without a permission 403.

    The view is called with the request (`request.area`, `request.permissions`) and the rest of the address.
    Several permissions: any of them opens the page.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: Any, area_slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            from .models import Area

            hold_permissions(request.user)
            area = get_object_or_404(Area.objects.visible_to(request.user), slug=area_slug)
            request.area = area
            request.permissions = area.permissions_of(request.user)
            if needed and not any(permission in request.permissions for permission in needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def require(request: Any, permission: Permission) -> None:
    """Refuse (403) what the signed-in person may not do in this area."""
    if permission not in request.permissions:
        raise PermissionDenied

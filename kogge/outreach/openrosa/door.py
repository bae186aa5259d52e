"""The door for field apps: HTTP Basic with an app password, asked for on every request.

ODK Collect and KoboCollect send Basic over https only; Digest would need the password itself, which is not kept.
Who may do what here is asked of the memberships each time: one that ended closes the door of the phone too.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.core.prepared import Prepared
from kogge.outreach.actions.devices import digest_of
from kogge.outreach.models import DevicePassword
from kogge.outreach.receiving import Refused
from kogge.places.access import hold_permissions
from kogge.places.models import Area

from . import words

REALM = 'Basic realm="Kogge", charset="UTF-8"'
REMEMBERED = dt.timedelta(minutes=10)  # how exactly one knows when a device was last here


def device_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for field apps: `request.device`, `request.area`, `request.user`; answers in the language of the user.

    Without a valid app password 401, after too many wrong ones 429, without the permission to record visits 403.
    """

    @csrf_exempt
    @wraps(view)
    def inner(request: Any, *args: Any, area_slug: str = "", **kwargs: Any) -> HttpResponse:
        given = _given(request)
        if given is None:
            return finished(_asking())
        user, password = given
        if _too_many(request, user):
            return finished(answer(_("Too many wrong passwords. Wait a few minutes."), status=429))
        device = _device(user, password)
        if device is None or (area_slug and area_slug != device.area.slug):
            _note_failure(request, user)
            return finished(_asking())
        request.user, request.area, request.device = device.user, device.area, device
        with translation.override(device.user.language):
            return finished(_inside(view, request, device, args, kwargs))

    return inner


def _inside(
    view: Callable[..., HttpResponse], request: Any, device: DevicePassword, args: Any, kwargs: Any
) -> HttpResponse:
    hold_permissions(device.user)
    if Permission.EDIT_VISITS not in device.area.permissions_of(device.user):
        return answer(_("You may not record visits in this area (any more)."), status=403)
    now = timezone.now()
    if device.last_used_at is None or device.last_used_at < now - REMEMBERED:
        DevicePassword.objects.filter(pk=device.pk).update(last_used_at=now)
    try:
        return view(request, *args, **kwargs)
    except Refused as refused:
        return answer(str(refused), status=refused.status)
    except BadRequest:
        return answer(str(Refused()), status=400)


def _given(request: HttpRequest) -> tuple[str, str] | None:
    """Name and password of the request, if it carries any."""
    kind, _space, code = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(code, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user.strip().lower(), password) if colon else None


# Asked on every request: only what is needed of the three tables, in the order in which a model takes its columns.
OF_DEVICE = ("id", "user_id", "area_id", "label", "last_used_at", "revoked_at")
OF_USER = ("id", "is_superuser", "is_active", "email", "language")
OF_AREA = ("id", "slug", "name")
_BY_DIGEST = Prepared(
    lambda digest: DevicePassword.objects.filter(digest=digest).values_list(
        *OF_DEVICE, *(f"user__{name}" for name in OF_USER), *(f"area__{name}" for name in OF_AREA)
    )
)


def _device(user: str, password: str) -> DevicePassword | None:
    for row in _BY_DIGEST(digest=digest_of(password)):
        rest = iter(row)
        device, owner, area = (
            model.from_db(DEFAULT_DB_ALIAS, names, [next(rest) for _name in names])
            for model, names in ((DevicePassword, OF_DEVICE), (User, OF_USER), (Area, OF_AREA))
        )
        device.user, device.area = owner, area
        if owner.is_active and owner.email.lower() == user and device.revoked_at is None:
            return device
    return None


def _limits(request: HttpRequest, user: str) -> dict[str, tuple[int, int]]:
    """Wrong passwords that are let through: key → how many, in how many seconds. As many as at the sign-in page."""
    address = get_adapter().get_client_ip(request)
    name = hashlib.sha256(user.encode()).hexdigest()
    return {f"openrosa:name:{name}": (5, 300), f"openrosa:address:{address}": (10, 60)}


def _too_many(request: HttpRequest, user: str) -> bool:
    limits = _limits(request, user)
    return any(count >= limits[key][0] for key, count in cache.get_many(limits).items())


def _note_failure(request: HttpRequest, user: str) -> None:
    for key, (_most, seconds) in _limits(request, user).items():
        if not cache.add(key, 1, seconds):
            try:
                cache.incr(key)
            except ValueError:  # it ran out in between
                cache.add(key, 1, seconds)


def _asking() -> HttpResponse:
    refused = answer(_("Sign in with your e-mail address and the app password of this device."), status=401)
    refused["WWW-Authenticate"] = REALM
    return refused


def answer(text: str, *, status: int, nature: str = "") -> HttpResponse:
    """An OpenRosa response with a message."""
    kind = nature or ("" if status < 400 else "error")
    return HttpResponse(words.response(text, nature=kind), status=status, content_type="text/xml; charset=utf-8")


def finished(made: HttpResponse) -> HttpResponse:
    """What every OpenRosa answer carries."""
    made["X-OpenRosa-Version"] = "1.0"
    made["Date"] = http_date()
    made["Content-Language"] = translation.get_language() or "de"
    made["Cache-Control"] = "no-store"
    return made

"""Meetings in one's own calendar: a feed behind a secret address, a file for one meeting."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.limits import too_often
from kogge.core.messages import done
from kogge.networks.forms.calendar import CalendarLinkForm
from kogge.networks.ics import calendar
from kogge.networks.models import CalendarLink, Meeting
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import here

PAST_DAYS = 365
ASKED_A_MINUTE = 30


def digest_of(token: str) -> str:
    """What is kept of a token: it is random and long, so a slow hash is not needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _ics(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"', "Cache-Control": "private, max-age=300"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
@sensitive_variables("token")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of a network for a calendar that holds the secret address; whoever holds it needs no account."""
    digest = digest_of(token)
    if too_often(f"calendar:{digest[:20]}", most=ASKED_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    link = CalendarLink.objects.valid().filter(digest=digest).select_related("network__area").first()
    if link is None:
        raise Http404
    now = timezone.now()
    if link.last_used_at is None or link.last_used_at < now - dt.timedelta(hours=12):
        CalendarLink.objects.filter(pk=link.pk).update(last_used_at=now)
    since = timezone.localdate() - dt.timedelta(days=PAST_DAYS)
    rows = Meeting.objects.filter(network=link.network, date__gte=since).select_related("host").order_by("date", "pk")
    return _ics(calendar(link.network, rows, host=request.get_host()), "kogge")


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def meeting_ics(request: AreaRequest, pk: int) -> HttpResponse:
    """One meeting as a file to invite with: whoever opens it has it in the calendar."""
    rows = Meeting.objects.visible_to(request.user).in_area(request.area).select_related("network__area", "host")
    row = get_object_or_404(rows, pk=pk)
    return _ics(calendar(row.network, [row], host=request.get_host()), f"{request.area.slug}-{row.date}")


@area_view(Permission.EDIT_NETWORKS)
@never_cache
@sensitive_variables("token")
def links(request: AreaRequest, pk: int) -> HttpResponse:
    """Who has the meetings in the calendar? A new address is shown once."""
    network = visible(request, pk)
    form = CalendarLinkForm(request.POST or None)
    context: dict[str, Any] = {"network": network, "tab": "meetings"}
    if request.method == "POST" and form.is_valid():
        token = secrets.token_urlsafe(32)
        context["made"] = CalendarLink.objects.create(
            network=network, label=form.cleaned_data["label"], digest=digest_of(token)
        )
        context["address"] = request.build_absolute_uri(reverse("calendar:feed", args=[token]))
        form = CalendarLinkForm()
    rows = CalendarLink.objects.visible_to(request.user).in_area(request.area).valid().filter(network=network)
    context |= {"form": form, "links": list(rows)}
    return render(request, "networks/meetings/calendar.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def link_revoke(request: AreaRequest, pk: int) -> HttpResponse:
    """An address is taken back, for good."""
    rows = CalendarLink.objects.visible_to(request.user).in_area(request.area).valid()
    link = get_object_or_404(rows, pk=pk)
    rows.filter(pk=link.pk).update(revoked_at=timezone.now())
    done(request, _("The address for %(label)s no longer works.") % {"label": link.label})
    return redirect(here("calendar_links", request, link.network_id))

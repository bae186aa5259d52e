"""Field apps: a password for each telephone, shown once as a QR code."""

from __future__ import annotations

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.messages import done
from kogge.outreach import actions
from kogge.outreach.actions.devices import collect_settings
from kogge.outreach.forms.devices import DeviceForm
from kogge.outreach.models import DevicePassword
from kogge.places.access import AreaRequest, area_view


def _devices(request: AreaRequest) -> Any:
    return DevicePassword.objects.visible_to(request.user).in_area(request.area).valid().select_related("user")


@area_view(Permission.EDIT_VISITS)
@never_cache
@sensitive_variables("password", "settings")
def devices(request: AreaRequest) -> HttpResponse:
    """Which telephones may fetch guides and send forms here? A new one is shown its password once."""
    form = DeviceForm(request.POST or None)
    context: dict[str, Any] = {"server": request.build_absolute_uri("/openrosa/"), "secure": request.is_secure()}
    if request.method == "POST" and form.is_valid():
        made, password = actions.make_password(
            by=request.user, area=request.area, label=form.cleaned_data["label"].strip()
        )
        settings = collect_settings(
            server=context["server"], user=request.user.email, password=password, project=request.area.name
        )
        code = segno.make(settings, error="m", micro=False)
        picture = code.svg_inline(
            omitsize=True, border=4, light="#fff", dark="#000", title=_("Settings of the field app")
        )
        # segno escapes the title; nothing else of it comes from outside.
        context |= {"made": made, "password": password, "picture": mark_safe(picture)}
        form = DeviceForm()
    context |= {"form": form, "devices": list(_devices(request))}
    return render(request, "outreach/devices.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_VISITS, Permission.MANAGE_AREA)
@require_POST
def device_revoke(request: AreaRequest, pk: int) -> HttpResponse:
    """Sign a telephone out, for good."""
    device = get_object_or_404(_devices(request), pk=pk)
    actions.revoke_password(device)
    done(request, _("%(device)s is signed out.") % {"device": device.label})
    return redirect("outreach:devices", request.area.slug)

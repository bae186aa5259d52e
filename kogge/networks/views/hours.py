"""Who gives the hours that the network costs?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.networks.forms import EffortForm
from kogge.networks.models import Effort
from kogge.networks.queries.hours import hours_of
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once

SHOWN = 100


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def hours(request: AreaRequest, pk: int) -> HttpResponse:
    """Hours by month and by member, and the records behind them."""
    network = visible(request, pk)
    found = hours_of(network)
    rows = Effort.objects.visible_to(request.user).filter(network=network).select_related("organisation", "action")
    context = {
        "network": network,
        "tab": "hours",
        "hours": found,
        "share": None if found.share is None else 100 * found.share,
        "efforts": list(rows[:SHOWN]),
        "top": max((max(month.members, month.staff) for month in found.months), default=0),
    }
    return render(request, "networks/hours/hours.html", context)


def _edit(request: AreaRequest, row: Effort, label: str, **more: Any) -> HttpResponse:
    initial = {"action": asked} if row.pk is None and (asked := number(request.GET.get("action"))) else {}
    form = EffortForm(request.POST or None, instance=row, network=row.network, user=request.user, initial=initial)
    back = here("hours", request, row.network_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"hours": form.cleaned_data["hours"], "network": row.network})
        return redirect(back)
    return form_page(request, form, row.network, question=_("Who gave how many hours?"), back=back, **more)


@area_view(Permission.EDIT_NETWORKS)
def effort_new(request: AreaRequest, pk: int) -> HttpResponse:
    """Somebody gave hours."""
    return _edit(request, Effort(network=visible(request, pk)), _("%(hours)s hours noted: %(network)s"))


@area_view(Permission.EDIT_NETWORKS)
def effort_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Other hours."""
    rows = Effort.objects.visible_to(request.user).in_area(request.area).select_related("network__area")
    row = get_object_or_404(rows, pk=pk)
    remove = here("remove", request, "efforts", row.pk)
    return _edit(request, row, _("Hours changed to %(hours)s: %(network)s"), remove=remove)

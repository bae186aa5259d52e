"""Which members take up what together?"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.forms.groups import GroupForm
from kogge.networks.models import WorkingGroup, WorkingGroupMember
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import form_page, here, save_once


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def groups(request: AreaRequest, pk: int) -> HttpResponse:
    """The working groups with who is in them."""
    network = visible(request, pk)
    members = WorkingGroupMember.objects.select_related("organisation").order_by("organisation__name")
    rows = WorkingGroup.objects.visible_to(request.user).filter(network=network).select_related("lead")
    rows = list(rows.prefetch_related(Prefetch("memberships", queryset=members)))
    context = {
        "network": network,
        "tab": "groups",
        "alive": [row for row in rows if row.ended_on is None],
        "ended": [row for row in rows if row.ended_on is not None],
    }
    return render(request, "networks/groups/list.html", context)


def _edit(request: AreaRequest, row: WorkingGroup, label: str, **more: Any) -> HttpResponse:
    form = GroupForm(request.POST or None, instance=row, network=row.network, user=request.user)
    back = here("groups", request, row.network_id)
    if request.method == "POST" and form.is_valid():
        save_once(request, form, label % {"name": form.cleaned_data["name"]})
        return redirect(back)
    question = _("Who takes up what together?")
    return form_page(request, form, row.network, question=question, back=back, tab="groups", **more)


@area_view(Permission.EDIT_NETWORKS)
def group_new(request: AreaRequest, pk: int) -> HttpResponse:
    """A working group begins."""
    return _edit(request, WorkingGroup(network=visible(request, pk)), _("Working group: %(name)s"))


@area_view(Permission.EDIT_NETWORKS)
def group_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Others are in it, somebody else leads it, it ends."""
    rows = WorkingGroup.objects.visible_to(request.user).in_area(request.area).select_related("network__area")
    row = get_object_or_404(rows, pk=pk)
    remove = here("remove", request, "groups", row.pk)
    return _edit(request, row, _("Working group changed: %(name)s"), remove=remove)

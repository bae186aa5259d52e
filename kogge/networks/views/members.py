"""Who is in a network and who leads it: join, change, leave; lead, and lead no longer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.networks.forms import LeaderForm, MemberForm
from kogge.networks.models import Leader, NetworkMember
from kogge.places.access import AreaRequest, area_view

from .founded import visible


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def leader_add(request: AreaRequest, pk: int) -> HttpResponse:
    """Somebody more leads the network."""
    network = visible(request, pk)
    form = LeaderForm(request.POST, network=network)
    if form.is_valid():
        person = form.cleaned_data["person"]
        text = _("%(person)s leads %(network)s.") % {"person": person, "network": network}
        with change(text, by=request.user, area=request.area) as made:
            Leader.objects.create(network=network, person=person)
        done(request, text, made)
    else:
        problem(request, _("Choose a person who is not leading the network yet."))
    return redirect("networks:network", request.area.slug, network.pk)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def leader_remove(request: AreaRequest, pk: int) -> HttpResponse:
    """Somebody no longer leads the network."""
    row = get_object_or_404(Leader.objects.select_related("person", "network"), pk=pk, network__area=request.area)
    network = visible(request, row.network_id)
    text = _("%(person)s no longer leads %(network)s.") % {"person": row.person, "network": network}
    with change(text, by=request.user, area=request.area) as made:
        row.delete()
    done(request, text, made)
    return redirect("networks:network", request.area.slug, network.pk)


def _edit(request: AreaRequest, row: NetworkMember, label: str) -> HttpResponse:
    initial = {}
    if row.pk is None and (asked := number(request.GET.get("organisation"))):
        initial["organisation"] = asked
    leaving = "leave" in request.GET
    form = MemberForm(
        request.POST or None, instance=row, area=request.area, user=request.user, leaving=leaving, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data.get("organisation") or row.organisation
        text = label % {"organisation": organisation, "network": row.network}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return redirect("networks:network", request.area.slug, row.network_id)
    context = {"form": form, "member": row, "network": row.network, "leaving": leaving}
    return render(request, "networks/member.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
def member_new(request: AreaRequest, pk: int) -> HttpResponse:
    """An organisation joins."""
    return _edit(request, NetworkMember(network=visible(request, pk)), _("%(organisation)s joined %(network)s."))


@area_view(Permission.EDIT_NETWORKS)
def member_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """A member changes its role, or leaves with a reason."""
    rows = NetworkMember.objects.visible_to(request.user).in_area(request.area)
    row = get_object_or_404(rows.select_related("network", "organisation"), pk=pk)
    label = _("%(organisation)s left %(network)s.") if request.POST.get("end") else _("Changed: %(organisation)s")
    return _edit(request, row, label)

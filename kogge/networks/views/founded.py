"""The networks that were founded: list, page, form, end; and what an organisation's page shows of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.core.messages import done
from kogge.networks.forms import EndForm, LeaderForm, NetworkForm
from kogge.networks.models import Decision, Network
from kogge.networks.queries.founded import (
    founded,
    members_of,
    memberships_of,
    relations_of,
    with_leaders,
    with_next_meeting,
)
from kogge.networks.queries.stages import needs_for, next_stage, stage_before
from kogge.places.access import AreaRequest, area_view


def visible(request: AreaRequest, pk: int) -> Network:
    """The network, if the person may see it; else 404."""
    found: Network = get_object_or_404(founded(request.user, request.area), pk=pk)
    return found


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def network_list(request: AreaRequest) -> HttpResponse:
    """Which networks are there, and what became of the earlier ones?"""
    rows = list(with_leaders(with_next_meeting(founded(request.user, request.area))))
    alive = [row for row in rows if row.ended_on is None]
    context = {
        "alive": alive,
        "ended": [row for row in rows if row.ended_on is not None],
        "members": sum(row.size for row in alive),
        "today": timezone.localdate(),
    }
    return render(request, "networks/list.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def network(request: AreaRequest, pk: int) -> HttpResponse:
    """One network: what for, how far, who leads it, who is in it, who left and why."""
    row = get_object_or_404(with_leaders(founded(request.user, request.area)), pk=pk)
    today = timezone.localdate()
    members = members_of(row)
    leaders = list(row.leaderships.all())
    paid = [entry for entry in leaders if entry.person.project and entry.person.project.end >= today]
    context: dict[str, Any] = {
        "network": row,
        "members": [entry for entry in members if entry.end is None or entry.end >= today],
        "former": [entry for entry in members if entry.end is not None and entry.end < today],
        "leaders": leaders,
        "paid": {entry.pk for entry in paid},
        "only_staff": bool(leaders) and len(paid) == len(leaders),
        "today": today,
    }
    if row.ended_on is None:
        stage = next_stage(row)
        needs = needs_for(row, stage) if stage else []
        context |= {
            "next_stage": stage,
            "stage_before": stage_before(row),
            "stage_needs": needs,
            "stage_ready": all(need.is_met for need in needs),
        }
    if Permission.EDIT_NETWORKS in request.permissions and row.ended_on is None:
        context["leader_form"] = LeaderForm(network=row)
    return render(request, "networks/network.html", context)


def _edit(request: AreaRequest, row: Network, label: str) -> HttpResponse:
    form = NetworkForm(request.POST or None, instance=row, area=request.area, user=request.user)
    if request.method == "POST" and form.is_valid():
        text = label % {"name": form.cleaned_data["name"]}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return redirect("networks:network", request.area.slug, row.pk)
    context = {"form": form, "network": row}
    return render(request, "networks/form.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_NETWORKS)
def network_new(request: AreaRequest) -> HttpResponse:
    """A new network, perhaps only an idea."""
    return _edit(request, Network(area=request.area), _("New network: %(name)s"))


@area_view(Permission.EDIT_NETWORKS)
def network_edit(request: AreaRequest, pk: int) -> HttpResponse:
    """Change what a network is for or how far it is."""
    return _edit(request, visible(request, pk), _("Network changed: %(name)s"))


@area_view(Permission.EDIT_NETWORKS)
def network_end(request: AreaRequest, pk: int) -> HttpResponse:
    """A network ends, with the reason."""
    row = visible(request, pk)
    form = EndForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        text = _("Network ended: %(name)s") % {"name": row.name}
        with change(text, by=request.user, area=request.area) as made:
            form.save()
        done(request, text, made)
        return redirect("networks:network", request.area.slug, row.pk)
    context = {"form": form, "network": row}
    return render(request, "networks/end.html", context, status=422 if form.errors else 200)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def organisation_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """Networks and relations of one organisation, for its page."""
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    organisation = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    memberships = list(memberships_of(organisation, request.user))
    rifts = Permission.VIEW_INTERVIEWS in request.permissions
    owned = Decision.objects.visible_to(request.user).open().filter(owner=organisation)
    context = {
        "organisation": organisation,
        "decisions": list(owned.select_related("meeting__network").order_by("due", "pk")),
        "memberships": [
            {"row": row, "over": bool((row.end and row.end < today) or row.network.ended_on)} for row in memberships
        ],
        "relations": [
            {"row": row, "other": row.target if row.source_id == organisation.pk else row.source}
            for row in relations_of(organisation, request.user, rifts=rifts)
        ],
    }
    return render(request, "networks/organisation_panel.html", context)

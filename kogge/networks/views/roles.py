"""Who plays which part, how the network went, and what changed between two days."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.forms.compare import CompareForm
from kogge.networks.queries.changes import POINTS, change_between, moments
from kogge.networks.queries.roles import roles_of
from kogge.places.access import AreaRequest, area_view

from .chosen import choice_of


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def roles(request: AreaRequest) -> HttpResponse:
    """Bridges, connectors, newcomers, those alone, missing sectors and subnetworks, each with its reason."""
    choice = choice_of(request)
    named = Permission.VIEW_PERSONS in request.permissions
    found = roles_of(request.area, kinds=choice.kinds, named=named, day=choice.day)
    context = {"roles": found, "query": choice.query, "all_kinds": choice.all_kinds, "past": choice.day}
    return render(request, "networks/roles.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def over_time(request: AreaRequest) -> HttpResponse:
    """Centralisation and dependence on project staff, by quarter or by month."""
    by = request.GET.get("by", "quarter")
    by = by if by in POINTS else "quarter"
    found = moments(request.area, by)

    def series(name: str, factor: float = 1.0) -> list[tuple[Any, float | None]]:
        values = [getattr(moment, name) for moment in found]
        return [
            (moment.day, None if value is None else round(factor * value, 2))
            for moment, value in zip(found, values, strict=True)
        ]

    charts = [
        (_("Ties that exist only through project staff"), _("per cent"), series("staff_only_ties", 100)),
        (_("Centralisation"), _("0 to 1"), series("centralisation")),
        (_("What more would fall apart without project staff"), _("0 to 1"), series("dependence")),
        (_("Ties"), "", series("ties")),
    ]
    now = found[-1]
    context = {
        "by": by,
        "charts": charts,
        "moments": found,
        "now": now,
        "percent": None if now.staff_only_ties is None else round(100 * now.staff_only_ties),
        "earliest": next((one for one in found if one.staff_only_ties is not None), None),
    }
    return render(request, "networks/time.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def comparison(request: AreaRequest) -> HttpResponse:
    """Two days: what came, what broke, who is new and who is gone."""
    form = CompareForm(request.GET) if request.GET else CompareForm.for_last_year()
    change = None
    if form.is_valid():
        first, second = form.cleaned_data["first"], form.cleaned_data["second"]
        named = Permission.VIEW_PERSONS in request.permissions
        change = change_between(request.area, first, second, kinds=form.chosen(), named=named)
    return render(request, "networks/compare.html", {"form": form, "change": change})

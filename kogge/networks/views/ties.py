"""Who holds the network together?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.kept import one_at_a_time
from kogge.networks.cards import cards
from kogge.networks.forms import KindsForm
from kogge.networks.queries import KINDS
from kogge.networks.queries.overview import Overview, overview_of
from kogge.networks.queries.records import RECORDS, records_of
from kogge.networks.queries.standing import MOST_FOR_BETWEENNESS, rifts, standing_of
from kogge.places.access import AreaRequest, area_view

PER_PAGE = 100
RIFTS = 50  # on the page


def _kinds(request: AreaRequest) -> tuple[KindsForm, list[str]]:
    form = KindsForm(request.GET or None)
    return form, form.chosen() if form.is_bound else list(KINDS)


def _overview(request: AreaRequest, kinds: list[str]) -> Overview:
    return overview_of(request.area, kinds=kinds, named=Permission.VIEW_PERSONS in request.permissions)


def _query(kinds: list[str]) -> str:
    """The choice of ties as it stands in the address; nothing when all count."""
    return "" if len(kinds) == len(KINDS) else "?" + urlencode([("kinds", kind) for kind in kinds])


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def ties(request: AreaRequest) -> HttpResponse:
    """The sentence, the figures, the picture with its ranked list, and who is hardly tied in."""
    form, kinds = _kinds(request)
    overview = _overview(request, kinds)
    if not form.is_bound:
        form = KindsForm({"kinds": kinds})
    broken = rifts(request.area) if Permission.VIEW_INTERVIEWS in request.permissions else []
    context: dict[str, Any] = {
        "form": form,
        "kinds": kinds,
        "all_kinds": len(kinds) == len(KINDS),
        "query": _query(kinds),
        "standing": overview,
        "figures": overview.figures,
        "cards": cards(overview, _query(kinds)),
        "most_for_betweenness": MOST_FOR_BETWEENNESS,
        "rifts": broken[:RIFTS],
        "more_rifts": max(0, len(broken) - RIFTS),
    }
    return render(request, "networks/ties.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def picture_json(request: AreaRequest) -> HttpResponse:
    """The picture's nodes and ties."""
    _form, kinds = _kinds(request)
    return JsonResponse(_overview(request, kinds).picture)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def records(request: AreaRequest, what: str) -> HttpResponse:
    """What a figure was computed from, as a list."""
    if what not in RECORDS:
        raise Http404
    _form, kinds = _kinds(request)
    with one_at_a_time():
        standing = standing_of(request.area, kinds=kinds, named=Permission.VIEW_PERSONS in request.permissions)
        found = records_of(what, standing, request.area)
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "lines": [found.cells(row) for row in page],
        "count": len(found.rows),
        "query": _query(kinds),
        "all_kinds": len(kinds) == len(KINDS),
        "kinds": [KINDS[kind] for kind in kinds],
    }
    return render(request, "networks/records.html", context)

"""Who holds the network together?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.cards import cards
from kogge.networks.forms import KindsForm
from kogge.networks.picture import picture
from kogge.networks.queries import KINDS
from kogge.networks.queries.records import RECORDS, records_of
from kogge.networks.queries.standing import (
    MOST_DRAWN,
    MOST_FOR_BETWEENNESS,
    Standing,
    rifts,
    standing_of,
)
from kogge.places.access import AreaRequest, area_view

PER_PAGE = 100
SHOWN = 12  # parts, groups and hardly tied ones on the page itself


def _standing(request: AreaRequest) -> tuple[KindsForm, list[str], Standing]:
    form = KindsForm(request.GET or None)
    kinds = form.chosen() if form.is_bound else list(KINDS)
    named = Permission.VIEW_PERSONS in request.permissions
    return form, kinds, standing_of(request.area, kinds=kinds, named=named)


def _query(kinds: list[str]) -> str:
    """The choice of ties as it stands in the address; nothing when all count."""
    return "" if len(kinds) == len(KINDS) else "?" + urlencode([("kinds", kind) for kind in kinds])


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def ties(request: AreaRequest) -> HttpResponse:
    """The sentence, the figures, the picture with its ranked list, and who is hardly tied in."""
    form, kinds, standing = _standing(request)
    if not form.is_bound:
        form = KindsForm({"kinds": kinds})
    context: dict[str, Any] = {
        "form": form,
        "kinds": kinds,
        "all_kinds": len(kinds) == len(KINDS),
        "query": _query(kinds),
        "standing": standing,
        "figures": standing.figures,
        "cards": cards(standing, _query(kinds)),
        "left_out": max(0, len(standing.network.nodes) - MOST_DRAWN),
        "most_for_betweenness": MOST_FOR_BETWEENNESS,
        "parts": standing.parts[1 : SHOWN + 1],
        "more_parts": max(0, len(standing.parts) - SHOWN - 1),
        "few": [standing.row(standing.network.index[node.id]) for node in standing.few[:SHOWN]],
        "rifts": rifts(request.area) if Permission.VIEW_INTERVIEWS in request.permissions else [],
    }
    return render(request, "networks/ties.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def picture_json(request: AreaRequest) -> HttpResponse:
    """The picture's nodes and ties."""
    _form, _kinds, standing = _standing(request)
    return JsonResponse(picture(standing))


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def records(request: AreaRequest, what: str) -> HttpResponse:
    """What a figure was computed from, as a list."""
    if what not in RECORDS:
        raise Http404
    _form, kinds, standing = _standing(request)
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

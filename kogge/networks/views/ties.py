"""Who holds the network together?"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.core.kept import one_at_a_time
from kogge.networks.cards import cards
from kogge.networks.queries import KINDS
from kogge.networks.queries.records import RECORDS, records_of
from kogge.networks.queries.rifts import rifts_of
from kogge.networks.queries.standing import MOST_FOR_BETWEENNESS, standing_of
from kogge.places.access import AreaRequest, area_view

from .chosen import choice_of, overview_for, shown

PER_PAGE = 100
RIFTS = 50  # on the page


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def ties(request: AreaRequest) -> HttpResponse:
    """The sentence, the figures, the picture with its ranked list, and who is hardly tied in."""
    choice = choice_of(request)
    overview = overview_for(request, choice)
    broken = rifts_of(request.area) if Permission.VIEW_INTERVIEWS in request.permissions else []
    context: dict[str, Any] = {
        "form": shown(choice),
        "all_kinds": choice.all_kinds,
        "query": choice.query,
        "past": choice.day,
        "standing": overview,
        "figures": overview.figures,
        "cards": cards(overview, choice.query),
        "most_for_betweenness": MOST_FOR_BETWEENNESS,
        "rifts": broken[:RIFTS],
        "more_rifts": max(0, len(broken) - RIFTS),
    }
    return render(request, "networks/ties.html", context)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def records(request: AreaRequest, what: str) -> HttpResponse:
    """What a figure was computed from, as a list."""
    if what not in RECORDS:
        raise Http404
    choice = choice_of(request)
    named = Permission.VIEW_PERSONS in request.permissions
    with one_at_a_time():
        standing = standing_of(request.area, kinds=choice.kinds, named=named, day=choice.day)
        found = records_of(what, standing, request.area)
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "lines": [found.cells(row) for row in page],
        "count": len(found.rows),
        "query": choice.query,
        "past": choice.day,
        "all_kinds": choice.all_kinds,
        "kinds": [KINDS[kind] for kind in choice.kinds],
    }
    return render(request, "networks/records.html", context)

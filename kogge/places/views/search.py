"""Quick search from every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kogge.accounts.roles import Permission
from kogge.core.search import find
from kogge.places.access import AreaRequest, area_view


@area_view(Permission.VIEW_AREA)
def search(request: AreaRequest) -> HttpResponse:
    """Hits of all apps: a list under the field with HTMX, a page without."""
    text = request.GET.get("q", "")[:100]
    groups = find(request.user, request.area, text)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "core/includes/search_results.html", {"groups": groups})
    count = sum(len(group.results) for group in groups)
    return render(request, "places/search.html", {"groups": groups, "count": count, "q": text})

"""Which needs and offers of a talk have no topic yet?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.needs.filing import uncoded as not_coded
from kogge.outreach.models import Interview
from kogge.places.access import AreaRequest, area_view


@require_safe
@area_view(Permission.EDIT_NEEDS)
def uncoded(request: AreaRequest, pk: int) -> HttpResponse:
    """A part of the page of a talk (or a page of its own without a script): what fitted no topic, each with a way."""
    rows = Interview.objects.visible_to(request.user).in_area(request.area)
    interview = get_object_or_404(rows.select_related("guide_version", "organisation"), pk=pk)
    context = {"interview": interview, "entries": not_coded(interview)}
    name = "needs/uncoded.html#part" if request.htmx else "needs/uncoded.html"
    return render(request, name, context)

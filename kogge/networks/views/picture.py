"""The picture of the network: what the page draws it from, and as a file."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.svg import drawing
from kogge.places.access import AreaRequest, area_view

from .chosen import choice_of, overview_for


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def picture_json(request: AreaRequest) -> HttpResponse:
    """The picture's nodes and ties."""
    return HttpResponse(overview_for(request, choice_of(request)).picture, content_type="application/json")


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def picture_svg(request: AreaRequest) -> HttpResponse:
    """The picture as a file, coloured as on the page."""
    overview = overview_for(request, choice_of(request))
    picture = json.loads(overview.picture)
    by = request.GET.get("by", "kind")
    if by not in picture["by"]:
        by = "kind"
    note = _("%(day)s: %(nodes)s in the network, %(ties)s ties. Coloured by: %(by)s.") % {
        "day": date_format(overview.day),
        "nodes": overview.figures.nodes,
        "ties": overview.figures.edges,
        "by": picture["by"][by]["label"],
    }
    title = _("Network: %(area)s") % {"area": request.area.name}
    answer = HttpResponse(drawing(picture, by=by, title=title, note=note), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="network-{overview.day:%Y-%m-%d}.svg"'
    return answer

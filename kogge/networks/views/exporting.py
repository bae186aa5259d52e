"""The network as files that other programs read."""

from __future__ import annotations

import io
import zipfile

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.actors import exporting
from kogge.actors.models import Organisation
from kogge.core.kept import one_at_a_time
from kogge.engine.ties import Network
from kogge.engine.ties.files import FORMS, written
from kogge.networks.queries.life import members_on
from kogge.networks.queries.nodes import is_organisation
from kogge.networks.queries.ties import area_network
from kogge.places.access import AreaRequest, area_view, require

from .chosen import choice_of
from .founded import visible

TYPES = {".graphml": "application/graphml+xml", ".gexf": "application/gexf+xml", ".zip": "application/zip"}


def without_persons(network: Network) -> Network:
    """Organisations and the ties among them alone, and nobody named who carries a tie."""
    nodes = tuple(node for node in network.nodes if is_organisation(node.id))
    there = {node.id for node in nodes}
    edges = tuple(edge for edge in network.edges if edge.source in there and edge.target in there and not edge.through)
    return Network(nodes, edges, network.directed)


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def network_file(request: AreaRequest, form: str) -> HttpResponse:
    """The chosen ties as a file, two tables in one ZIP; no rifts, and persons only for those who may see them."""
    wanted = next((known for known in FORMS if known == form), None)
    if wanted is None:
        raise Http404
    choice = choice_of(request)
    with one_at_a_time():
        network = area_network(request.area, kinds=choice.kinds, day=choice.day)
        if Permission.VIEW_PERSONS not in request.permissions:
            network = without_persons(network)
        files = written(network, wanted)
    name = f"network-{choice.day or timezone.localdate():%Y-%m-%d}"
    if len(files) == 1:
        [(ending, content)] = files.items()
    else:
        ending, packed = ".zip", io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, table in files.items():
                archive.writestr(f"{name}{part}", table)
        content, name = packed.getvalue(), f"{name}-{wanted}"
    answer = HttpResponse(content, content_type=TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def members_vcard(request: AreaRequest, pk: int) -> HttpResponse:
    """The members of a network for an address book."""
    require(request, Permission.VIEW_REGISTER)
    network = visible(request, pk)
    seen = Organisation.objects.visible_to(request.user).in_area(request.area)
    rows = seen.filter(pk__in=members_on(network).order_by().values("pk")).order_by("name", "pk")
    answer = exporting.response("vcard", rows, slugify(network.name)[:60] or "members")
    answer["Cache-Control"] = "private, no-store"
    return answer

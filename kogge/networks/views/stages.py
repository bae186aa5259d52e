"""How far is the network, and what does the next stage need?"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.core.history import change
from kogge.core.messages import done
from kogge.networks.models import Network
from kogge.places.access import AreaRequest, area_view

from .founded import visible
from .records import here


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def stage_set(request: AreaRequest, pk: int, stage: str) -> HttpResponse:
    """A person says how far the network is; what is missing was shown before."""
    if stage not in Network.Stage.values:
        raise Http404
    network = visible(request, pk)
    network.stage = stage
    text = _("%(network)s is now: %(stage)s") % {"network": network, "stage": network.get_stage_display()}
    with change(text, by=request.user, area=request.area) as made:
        network.save(update_fields=["stage"])
    done(request, text, made)
    return redirect(here("network", request, network.pk))

"""How does the network fare, and what should be done now?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.networks.queries.health import health_of
from kogge.places.access import AreaRequest, area_view

from .founded import visible


@require_safe
@area_view(Permission.VIEW_NETWORKS)
def health(request: AreaRequest, pk: int) -> HttpResponse:
    """Attendance, hours, decisions, money, renewal; what warns early, with what to do."""
    network = visible(request, pk)
    found = health_of(network)
    context = {
        "network": network,
        "tab": "health",
        "health": found,
        "alarms": [] if network.ended_on else found.warnings,
    }
    return render(request, "networks/health/health.html", context)

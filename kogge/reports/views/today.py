"""Heute: what is due, and what would remain. Nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.places.access import AreaRequest, area_view
from kogge.reports import queries


@area_view(Permission.VIEW_AREA)
def today(request: AreaRequest) -> HttpResponse:
    """The home page of an area for the person who is signed in."""
    found = queries.today(request.user, request.area, request.permissions)
    return render(request, "reports/today.html", {"today": found, "day": timezone.localdate()})

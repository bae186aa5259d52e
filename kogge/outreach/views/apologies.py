"""First say sorry; and everything that was promised to one organisation, whoever promised it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.messages import done
from kogge.core.twice import just_made
from kogge.outreach.actions.apologies import apologise
from kogge.outreach.flow import back, way_back
from kogge.outreach.forms.apologies import ApologyForm
from kogge.outreach.models import Apology, Promise
from kogge.outreach.queries import keeping_rate
from kogge.outreach.queries.promises import Generations, keeping_by_generation, keeping_over_time
from kogge.places.access import AreaRequest, area_view, require


def _organisation(request: AreaRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    found: Organisation = get_object_or_404(rows, pk=pk)
    return found


@area_view(Permission.EDIT_VISITS)
def apology_new(request: AreaRequest, pk: int) -> HttpResponse:
    """Which promises were not kept, and what was said about it."""
    organisation = _organisation(request, pk)
    promises = list(
        Promise.objects.filter(organisation=organisation).unforgiven().select_related("promised_by").order_by("due")
    )
    apology = Apology(area=request.area, organisation=organisation)
    form = ApologyForm(request.POST or None, instance=apology, area=request.area, user=request.user)
    home = reverse("outreach:organisation_promises", args=[request.area.slug, organisation.pk])
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            row = form.save(commit=False)
            if just_made(row, by=request.user) is None:
                made = apologise(row, by=request.user)
                text = ngettext(
                    "Noted: apologised for %(count)s promise.",
                    "Noted: apologised for %(count)s promises.",
                    len(promises),
                )
                done(request, text % {"count": len(promises)}, made)
        return back(request, home)
    context = {
        "form": form,
        "organisation": organisation,
        "promises": promises,
        "way_out": way_back(request, home),
    }
    return render(request, "outreach/promises/apology.html", context, status=422 if form.errors else 200)


@area_view(Permission.VIEW_VISITS)
def organisation_promises(request: AreaRequest, pk: int) -> HttpResponse:
    """Everything that anyone promised to one organisation: who, in which project, what became of it."""
    organisation = _organisation(request, pk)
    rows = Promise.objects.visible_to(request.user).filter(organisation=organisation)
    generations = Generations(request.area)
    promises = [
        (promise, generations.of(promise.promised_by.project_id if promise.promised_by else None, promise.made_on))
        for promise in rows.select_related("organisation", "promised_by", "apology__said_by").order_by(
            "-made_on", "-pk"
        )
    ]
    still_open = [pair for pair in promises if pair[0].status == Promise.Status.OPEN]
    context = {
        "organisation": organisation,
        "promises": promises,
        "apologies": list(
            Apology.objects.visible_to(request.user).filter(organisation=organisation).select_related("said_by")
        ),
        "still_open": sorted(still_open, key=lambda pair: (pair[0].due, pair[0].pk)),
        "over": [pair for pair in promises if pair[0].status != Promise.Status.OPEN],
        "open": len(still_open),
        "broken": sum(1 for promise, _project in promises if promise.status == Promise.Status.BROKEN),
        "owed": any(promise.wants_an_apology for promise, _project in promises),
        "projects": len({project.pk for _promise, project in promises if project}),
    }
    return render(request, "outreach/promises/organisation.html", context)


@area_view(Permission.VIEW_VISITS)
def keeping(request: AreaRequest) -> HttpResponse:
    """How well the area keeps its word: by project generation and over time."""
    require(request, Permission.VIEW_REPORTS)
    by_project = keeping_by_generation(request.area, nobody=_("outside of projects"))
    by_time = keeping_over_time(request.area)
    context: dict[str, Any] = {
        "rate": keeping_rate(request.area, practice=False),
        "by_project": by_project,
        "by_time": by_time,
        "points": [(row.label, row.percent) for row in by_time],
        "least": max(1, request.area.small_number),
    }
    return render(request, "outreach/promises/keeping.html", context)

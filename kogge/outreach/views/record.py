"""Recording a visit: step 1, and the summary at the end."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.messages import done
from kogge.core.twice import just_made
from kogge.outreach import actions
from kogge.outreach.flow import interview_of, needs_url, next_url, steps
from kogge.outreach.forms import RecordForm
from kogge.outreach.models import Interview, Promise, Task, Visit
from kogge.outreach.queries import briefing
from kogge.places.access import AreaRequest, area_view


def visits_of(request: AreaRequest) -> Any:
    """The visits one may see here."""
    rows = Visit.objects.visible_to(request.user).in_area(request.area)
    return rows.select_related("organisation__district", "visitor")


def _step_one(request: AreaRequest, visit: Visit) -> HttpResponse:
    form = RecordForm(request.POST or None, instance=visit, area=request.area, user=request.user)
    if request.method == "POST" and form.is_valid():
        visit = form.save(commit=False)
        visit.status = Visit.Status.DONE
        with transaction.atomic():
            twin = just_made(visit, by=request.user) if visit.pk is None else None
            if twin is None:
                made = actions.record_visit(visit, by=request.user, come_back_on=form.cleaned_data.get("come_back_on"))
                done(request, made.label, made)
        visit = twin or visit
        if visit.outcome == Visit.Outcome.MET and "finish" not in request.POST:
            return redirect(next_url(request, visit, "visit"))
        if visit.outcome == Visit.Outcome.MET:
            return redirect("outreach:visit", request.area.slug, visit.pk)
        return redirect("outreach:visits", request.area.slug)
    organisation = visit.organisation if visit.organisation_id else None
    context = {
        "form": form,
        "visit": visit,
        "organisation": organisation,
        "told": briefing(request.user, request.area, organisation, before=visit) if organisation else None,
        "steps": steps(request, visit, "visit"),
    }
    return render(request, "outreach/record.html", context, status=422 if form.errors else 200)


@area_view(Permission.EDIT_VISITS)
def record_new(request: AreaRequest) -> HttpResponse:
    """Record a visit that nobody planned: met by chance, or called."""
    visit = Visit(area=request.area)
    if asked := number(request.GET.get("organisation")):
        rows = Organisation.objects.visible_to(request.user).in_area(request.area)
        visit.organisation = get_object_or_404(rows.select_related("district"), pk=asked)
    return _step_one(request, visit)


@area_view(Permission.EDIT_VISITS)
def record(request: AreaRequest, pk: int) -> HttpResponse:
    """Step 1 of a visit: planned, or already recorded and now corrected."""
    visit = get_object_or_404(visits_of(request).exclude(status=Visit.Status.CANCELLED), pk=pk)
    return _step_one(request, visit)


@area_view(Permission.VIEW_VISITS)
def visit(request: AreaRequest, pk: int) -> HttpResponse:
    """What is known of one visit: the summary after recording, and the page of a planned one."""
    row = get_object_or_404(visits_of(request), pk=pk)
    may_read = Permission.VIEW_INTERVIEWS in request.permissions
    interview = interview_of(row)
    context = {
        "visit": row,
        "organisation": row.organisation,
        "interview": interview if may_read else None,
        "promises": list(Promise.objects.filter(visit=row).select_related("promised_by", "apology")),
        "tasks": list(Task.objects.filter(visit=row).select_related("assignee")),
        "told": briefing(request.user, request.area, row.organisation, before=row),
        "steps": steps(request, row, "", interview),
        "needs_url": needs_url(request.area, row, interview if may_read else None),
        "today": timezone.localdate(),
    }
    return render(request, "outreach/visit.html", context)


def latest_interview(organisation: Organisation) -> Interview | None:
    """The interview whose conditions hold today."""
    return Interview.objects.filter(organisation=organisation).latest_per_organisation().first()

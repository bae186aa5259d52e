"""Whom do I visit today? The list, planning, and outcomes in one gesture."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.messages import done, problem
from kogge.outreach import actions
from kogge.outreach.flow import back, way_back
from kogge.outreach.forms import OutcomeForm, PlanForm, VisitFilter
from kogge.outreach.models import Promise, Task, Visit
from kogge.outreach.queries import (
    briefing,
    briefings,
    feedback_overdue,
    lost_sight_of,
    open_tasks,
    refusals,
    todays_visits,
)
from kogge.outreach.sheets import sheet
from kogge.outreach.widgets import OrganisationPicker
from kogge.places.access import AreaRequest, area_view

PER_PAGE = 50
MOST_TODAY = 60


def _rows(request: AreaRequest) -> Any:
    rows = Visit.objects.visible_to(request.user).in_area(request.area)
    return rows.select_related("organisation__district", "visitor")


@area_view(Permission.VIEW_VISITS)
def visit_list(request: AreaRequest) -> HttpResponse:
    """Today's visits with what one must know, what was left lying, and all visits to search through."""
    filters = VisitFilter(request.GET, area=request.area, user=request.user)
    page = Paginator(filters.apply(_rows(request)), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"filters": filters, "page": page}
    if request.htmx:
        return render(request, "outreach/visits.html#results", context)
    today = timezone.localdate()
    visits = list(todays_visits(request.user, request.area)[:MOST_TODAY])
    told = briefings(request.user, request.area, {visit.organisation for visit in visits})
    late = open_tasks(request.user, request.area).filter(kind=Task.Kind.FOLLOW_UP, due__lt=today)
    context |= {
        "cards": [(visit, told[visit.organisation_id]) for visit in visits],
        "today_count": sum(1 for visit in visits if visit.date == today),
        "mine_count": sum(1 for visit in visits if visit.is_mine),
        "left_count": sum(1 for visit in visits if visit.date < today),
        "late_steps": list(late[:20]),
        "missed": list(lost_sight_of(request.user, request.area)[:20]),
        "today": today,
        "plan_url": reverse("outreach:plan", args=[request.area.slug])
        if Permission.EDIT_VISITS in request.permissions
        else "",
    }
    return render(request, "outreach/visits.html", context)


@area_view(Permission.VIEW_VISITS)
def waiting(request: AreaRequest) -> HttpResponse:
    """Who talked with us and waits for an answer?"""
    found = feedback_overdue(request.user, request.area)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outreach/waiting.html", {"page": page, "count": len(found)})


@area_view(Permission.VIEW_VISITS)
def visit_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The visits that the filters leave, as CSV or XLSX."""
    filters = VisitFilter(request.GET, area=request.area, user=request.user)
    heads = [
        _("Day"),
        _("Organisation"),
        _("Address"),
        pgettext("of a town", "District"),
        _("Who"),
        _("Channel"),
        _("Status"),
        _("Outcome"),
        _("Minutes"),
        _("What was said"),
        _("Next step"),
        _("until"),
        _("Practice"),
    ]
    rows = (
        [
            row.date,
            row.organisation.name,
            row.organisation.address_line,
            row.organisation.district,
            row.visitor,
            row.get_channel_display(),
            row.get_status_display(),
            row.get_outcome_display(),
            row.minutes,
            row.note,
            row.next_step,
            row.next_step_due,
            _("yes") if row.is_practice else "",
        ]
        for row in filters.apply(_rows(request)).iterator(chunk_size=2000)
    )
    return sheet(kind, f"{request.area.slug}-{_('visits')}", heads, rows)


def _plan(request: AreaRequest, visit: Visit, label: str) -> HttpResponse:
    initial: dict[str, Any] = {}
    if asked := number(request.GET.get("organisation")):
        initial["organisation"] = asked
    form = PlanForm(request.POST or None, instance=visit, area=request.area, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["organisation"].name
        with change(label % {"organisation": name}, by=request.user, area=request.area) as made:
            form.save()
        done(request, label % {"organisation": name}, made)
        return back(request, reverse("outreach:visits", args=[request.area.slug]))
    status = 422 if request.method == "POST" else 200
    told = None
    if (chosen := visit.organisation_id or initial.get("organisation")) and not form.is_bound:
        organisation = Organisation.objects.visible_to(request.user).in_area(request.area).filter(pk=chosen).first()
        told = briefing(request.user, request.area, organisation) if organisation else None
    way_out = way_back(request, reverse("outreach:visits", args=[request.area.slug]))
    context = {"form": form, "visit": visit, "told": told, "way_out": way_out}
    return render(request, "outreach/plan.html", context, status=status)


@area_view(Permission.EDIT_VISITS)
def plan(request: AreaRequest) -> HttpResponse:
    """Plan a visit."""
    return _plan(request, Visit(area=request.area), _("Visit planned: %(organisation)s"))


@area_view(Permission.EDIT_VISITS)
def replan(request: AreaRequest, pk: int) -> HttpResponse:
    """Change a planned visit."""
    visit = get_object_or_404(_rows(request).planned(), pk=pk)
    return _plan(request, visit, _("Planned visit changed: %(organisation)s"))


@area_view(Permission.EDIT_VISITS)
@require_POST
def cancel(request: AreaRequest, pk: int) -> HttpResponse:
    """Call a planned visit off."""
    visit = get_object_or_404(_rows(request).planned(), pk=pk)
    label = _("Visit cancelled: %(organisation)s") % {"organisation": visit.organisation}
    with change(label, by=request.user, area=request.area) as made:
        visit.status = Visit.Status.CANCELLED
        visit.save()
    done(request, label, made)
    return back(request, reverse("outreach:visits", args=[request.area.slug]))


@area_view(Permission.EDIT_VISITS)
@require_POST
def outcome(request: AreaRequest, pk: int) -> HttpResponse:
    """One gesture: nobody there, come back on a day, does not want to."""
    visit = get_object_or_404(_rows(request).planned(), pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            for error in errors:
                problem(request, f"{visit.organisation}: {error}")
        return back(request, reverse("outreach:visits", args=[request.area.slug]))
    visit.outcome = form.cleaned_data["outcome"]
    visit.date = timezone.localdate()
    made = actions.record_visit(visit, by=request.user, come_back_on=form.cleaned_data["come_back_on"])
    done(request, made.label, made)
    return back(request, reverse("outreach:visits", args=[request.area.slug]))


@area_view(Permission.EDIT_VISITS, Permission.EDIT_NEEDS, Permission.EDIT_OWN)
def organisation_options(request: AreaRequest) -> HttpResponse:
    """What a picker shows below its search field: what is ticked, then the hits."""
    name = request.GET.get("field", "organisation")
    many = bool(request.GET.get("many"))
    picker = OrganisationPicker(many=many)
    picker.area = request.area
    picker.rows = Organisation.objects.visible_to(request.user).in_area(request.area).current()
    picker.typed = request.GET.get(f"{name}_q", "")
    chosen = request.GET.getlist(name) if many else []
    context = {"name": name, "many": many, "options": picker.options(chosen), "typed": picker.typed}
    if Permission.EDIT_REGISTER in request.permissions:
        query = urlencode({"name": picker.typed.strip()})
        context["add_url"] = f"{reverse('actors:new', args=[request.area.slug])}?{query}"
    return render(request, "outreach/includes/organisation_options.html", context)


@area_view(Permission.VIEW_VISITS)
def organisation_panel(request: AreaRequest, pk: int) -> HttpResponse:
    """Visits, promises and conditions of one organisation, for its page."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user).in_area(request.area), pk=pk)
    visits = Visit.objects.visible_to(request.user).filter(organisation=organisation).select_related("visitor")
    promises = Promise.objects.visible_to(request.user).filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "told": briefing(request.user, request.area, organisation),
        "visits": list(visits[:6]),
        "promises": list(promises.select_related("promised_by").order_by("-due")[:8]),
        "tasks": list(open_tasks(request.user, request.area).filter(organisations=organisation)[:6]),
        "refused_on": refusals([organisation.pk]).get(organisation.pk),
    }
    return render(request, "outreach/organisation_panel.html", context)

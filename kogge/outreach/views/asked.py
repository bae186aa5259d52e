"""The organisations behind the numbers of the response, those never asked first; and visits planned from the list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.actors.queries.register import load, matching, ordered, organisations
from kogge.core.addresses import number as key_of
from kogge.core.messages import done, problem
from kogge.outreach.actions.planning import plan_many
from kogge.outreach.flow import back
from kogge.outreach.forms.said import PlanManyForm, ResponseFilter
from kogge.outreach.models import Visit
from kogge.outreach.queries.response import STATES, in_state, made_visits, with_planned
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

from .said_tabs import said_tabs

PER_PAGE = 50
MOST_PLANNED = 200  # visits planned in one go
IN_STATE: dict[str, Any] = {
    "unasked": gettext_lazy("never asked"),
    "asked": gettext_lazy("asked"),
    **{key: label for key, _outcome, label in STATES},
}


def filters_of(request: AreaRequest) -> ResponseFilter:
    return ResponseFilter(request.GET, area=request.area, user=request.user)


def register_of(request: AreaRequest, filters: ResponseFilter) -> Any:
    """The organisations looked at: those that exist today and fit the filters."""
    rows = organisations(request.user, request.area).current().filter(filters.of_organisation())
    text = filters.value("text")
    return matching(rows, request.area, text) if text else rows


def _asked(request: AreaRequest) -> tuple[ResponseFilter, str, Any]:
    """Filters, state and the organisations that fit both, in order."""
    filters = filters_of(request)
    state = request.GET.get("state", "")
    state = state if state in IN_STATE else "unasked"
    rows = in_state(register_of(request, filters), made_visits(request.user, request.area, filters.of_visit()), state)
    return filters, state, ordered(rows, request.GET.get("sort") or "town")


@area_view(Permission.VIEW_VISITS)
def asked(request: AreaRequest) -> HttpResponse:
    """The organisations behind a number of the response: to begin with, those who were never asked."""
    filters, state, rows = _asked(request)
    pages = Paginator(rows.values_list("pk", flat=True), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    found = load(list(page.object_list))
    planned = dict(
        Visit.objects.visible_to(request.user)
        .planned()
        .filter(organisation__in=found)
        .order_by("-date")
        .values_list("organisation_id", "date")
    )
    last = dict(
        Visit.objects.visible_to(request.user)
        .done()
        .filter(organisation__in=found, is_practice=filters.is_practice)
        .order_by("date", "pk")
        .values_list("organisation_id", "date")
    )
    context = {
        "filters": filters,
        "tabs": said_tabs(request, "outreach:said"),
        "state": state,
        "states": list(IN_STATE.items()),
        "is_part": filters.is_part,
        "page": page,
        "count": pages.count,
        "rows": [
            {
                "organisation": row,
                "section": sectors.title(row.wz_code),
                "planned": planned.get(row.pk),
                "last": last.get(row.pk),
            }
            for row in found
        ],
        "sort": request.GET.get("sort") or "town",
        "plan": PlanManyForm(area=request.area, user=request.user)
        if Permission.EDIT_VISITS in request.permissions
        else None,
    }
    return render(request, "outreach/said/asked.html", context)


@area_view(Permission.VIEW_VISITS)
def asked_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The organisations that the filters leave, as CSV or XLSX."""
    _filters_used, state, rows = _asked(request)
    heads = [
        _("Organisation"), _("Kind of actor"), _("Address"), pgettext("of a town", "District"), _("sector (WZ)"),
        _("phone"), _("Response"), _("Visit planned"),
    ]  # fmt: skip
    table = (
        [
            row.name,
            row.get_kind_display(),
            row.address_line,
            row.district,
            row.wz_code,
            row.phone,
            IN_STATE[state],
            _("yes") if row.is_planned else "",
        ]
        for row in with_planned(rows).select_related("district").iterator(chunk_size=2000)
    )
    return sheet(kind, f"{request.area.slug}-{_('asked')}", heads, table)


@area_view(Permission.EDIT_VISITS)
@require_POST
def plan_asked(request: AreaRequest) -> HttpResponse:
    """Plan a visit at each organisation ticked, on one day."""
    home = reverse("outreach:asked", args=[request.area.slug])
    form = PlanManyForm(request.POST, area=request.area, user=request.user)
    keys = [key for text in request.POST.getlist("selected") if (key := key_of(text))]
    if not form.is_valid():
        for errors in form.errors.values():
            for error in errors:
                problem(request, error)
        return back(request, home)
    rows = list(
        Organisation.objects.visible_to(request.user).in_area(request.area).current().filter(pk__in=keys[:MOST_PLANNED])
    )
    if not rows:
        problem(request, _("Nothing is ticked. Tick the organisations that shall be visited."))
        return back(request, home)
    made = plan_many(
        request.area, rows, date=form.cleaned_data["date"], visitor=form.cleaned_data["visitor"], by=request.user
    )
    if made.count:
        day = date_format(form.cleaned_data["date"], "SHORT_DATE_FORMAT")
        said = ngettext("%(count)s visit planned for %(day)s", "%(count)s visits planned for %(day)s", made.count) % {
            "count": made.count,
            "day": day,
        }
        done(request, said, made.change)
    if made.refused:
        problem(request, _("Left out, because they do not want visits: %(names)s") % {"names": _names(made.refused)})
    if made.already:
        problem(request, _("Left out, because a visit is planned already: %(names)s") % {"names": _names(made.already)})
    return back(request, home)


def _names(rows: list[Organisation]) -> str:
    shown = ", ".join(row.name for row in rows[:5])
    return f"{shown} …" if len(rows) > 5 else shown

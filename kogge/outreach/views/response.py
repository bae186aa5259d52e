"""Who was asked, and who never was? The response, its records, and visits planned from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.actors.queries import sectors
from kogge.actors.queries.register import load, matching, ordered, organisations
from kogge.core.addresses import number as key_of
from kogge.core.messages import done, problem
from kogge.outreach.actions.planning import plan_many
from kogge.outreach.flow import back
from kogge.outreach.forms.said import NONE, PlanManyForm, ResponseFilter
from kogge.outreach.models import Visit
from kogge.outreach.queries.response import (
    DIMENSIONS,
    OF_THE_REGISTER,
    STATES,
    Line,
    in_state,
    made_visits,
    names_of,
    reached_over_time,
    response,
    with_planned,
)
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

from .said_tabs import said_tabs

PER_PAGE = 50
MOST_PLANNED = 200  # visits planned in one go
BY: dict[str, Any] = {
    "district": gettext_lazy("by district"),
    "section": gettext_lazy("by sector"),
    "kind": gettext_lazy("by kind of actor"),
    "who": gettext_lazy("by person"),
    "month": gettext_lazy("by month"),
}
SORTS = {key for key, _outcome, _label in STATES} | {"name", "known", "asked", "rate", "unasked"}
IN_STATE: dict[str, Any] = {
    "unasked": gettext_lazy("never asked"),
    "asked": gettext_lazy("asked"),
    **{key: label for key, _outcome, label in STATES},
}


def _register(request: AreaRequest, filters: ResponseFilter) -> Any:
    rows = organisations(request.user, request.area).current().filter(filters.of_organisation())
    text = filters.value("text")
    return matching(rows, request.area, text) if text else rows


def _visits(request: AreaRequest, filters: ResponseFilter) -> Any:
    return made_visits(request.user, request.area, filters.of_visit())


def _filters(request: AreaRequest) -> ResponseFilter:
    return ResponseFilter(request.GET, area=request.area, user=request.user)


def _by(request: AreaRequest) -> str:
    wanted = request.GET.get("by", "")
    return wanted if wanted in DIMENSIONS else "district"


def _records(request: AreaRequest, by: str, key: Any, state: str) -> str:
    """The address of the organisations behind a number of the table."""
    query: QueryDict = request.GET.copy()
    for name in ("by", "sort", "page"):
        query.pop(name, None)
    query["state"] = state
    if by == "district":
        query["district"] = str(key) if key else NONE
    elif by == "section":
        query["section"] = key or NONE
    elif by == "kind":
        query["kind"] = key
    elif by == "who":
        query["who"] = str(key) if key else "nobody"
    elif by == "month":
        after = key.replace(year=key.year + key.month // 12, month=key.month % 12 + 1)
        last = (after - dt.timedelta(days=1)).isoformat()
        query["since"] = max(query.get("since", ""), key.isoformat())
        query["until"] = min(query.get("until") or last, last)
    return f"{reverse('outreach:asked', args=[request.area.slug])}?{query.urlencode()}"


def _lines(request: AreaRequest, filters: ResponseFilter, by: str) -> tuple[Line, list[dict[str, Any]]]:
    """The whole, and the table's lines in the order asked for, each with its name."""
    total, lines = response(_visits(request, filters), _register(request, filters), by)
    people: dict[int, str] = {}
    if by == "who":
        people = dict(Person.objects.filter(area=request.area).values_list("pk", "name"))
    names = names_of(by, [line.key for line in lines], dict(filters.districts), people)
    if by == "month":
        names = {line.key: date_format(line.key, "F Y") for line in lines}
    sort = request.GET.get("sort", "")
    column = sort.removeprefix("-")
    rows = [{"line": line, "name": names[line.key]} for line in lines]
    rows.sort(key=lambda row: row["line"].key if by == "month" else row["name"].casefold())
    if column in SORTS and column != "name":
        rows.sort(key=lambda row: (_value(row["line"], column) is None, _value(row["line"], column) or 0))
    if sort.startswith("-"):
        rows.reverse()
    return total, rows


def _value(line: Line, column: str) -> Any:
    if column in {"known", "asked", "rate", "unasked"}:
        return getattr(line, column)
    return line.counts[column]


@area_view(Permission.VIEW_VISITS)
def response_page(request: AreaRequest) -> HttpResponse:
    """Of those asked, how many talked? By district, sector, kind, person, month; and the share reached over time."""
    filters, by = _filters(request), _by(request)
    total, rows = _lines(request, filters, by)
    states = [(key, label) for key, _outcome, label in STATES if key != "unsaid" or total.counts[key]]
    for row in rows:
        line = row["line"]
        row["cells"] = [(label, line.counts[key], _records(request, by, line.key, key)) for key, label in states]
        row["asked_url"] = _records(request, by, line.key, "asked")
        row["unasked_url"] = _records(request, by, line.key, "unasked")
    practised = (
        not total.asked
        and not filters.is_practice
        and Visit.objects.visible_to(request.user)
        .in_area(request.area)
        .filter(is_practice=True, status=Visit.Status.DONE)
        .exists()
    )
    base = filters.of_visit()
    register = _register(request, filters)
    context = {
        "filters": filters,
        "tabs": said_tabs(request, "outreach:said"),
        "by": by,
        "by_choices": list(BY.items()),
        "total": total,
        "rows": rows,
        "states": states,
        "sort": request.GET.get("sort") or "name",
        "urls": {key: _records(request, "", None, key) for key in IN_STATE},
        "counts": [(label, total.counts[key], _records(request, "", None, key)) for key, label in states],
        "of_register": by in OF_THE_REGISTER,
        "is_part": filters.is_part,
        "practised": practised,
        "reached": reached_over_time(
            made_visits(request.user, request.area, base), register, total.known or 0, timezone.localdate()
        ),
    }
    return render(request, "outreach/said/response.html", context)


@area_view(Permission.VIEW_VISITS)
def response_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The table as it is filtered and sorted, as CSV or XLSX."""
    filters, by = _filters(request), _by(request)
    _total, rows = _lines(request, filters, by)
    heads = [str(BY[by]), _("In the register"), _("Asked")]
    heads += [str(label) for _key, _outcome, label in STATES] + [_("Response in percent"), _("Not asked")]
    table = [
        [
            row["name"],
            row["line"].known,
            row["line"].asked,
            *(row["line"].counts[key] for key, _outcome, _label in STATES),
            None if row["line"].rate is None else round(100 * row["line"].rate, 1),
            row["line"].unasked,
        ]
        for row in rows
    ]
    return sheet(kind, f"{request.area.slug}-{_('response')}", heads, table)


def _asked(request: AreaRequest) -> tuple[ResponseFilter, str, Any]:
    """Filters, state and the organisations that fit both, in order."""
    filters = _filters(request)
    state = request.GET.get("state", "")
    state = state if state in IN_STATE else "unasked"
    rows = in_state(_register(request, filters), _visits(request, filters), state)
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

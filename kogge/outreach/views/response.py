"""Of those asked, how many talked? The response as a table; the organisations behind its numbers are in `asked`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Person
from kogge.outreach.forms.said import NONE, ResponseFilter
from kogge.outreach.models import Visit
from kogge.outreach.queries.response import (
    DIMENSIONS,
    OF_THE_REGISTER,
    STATES,
    Line,
    Response,
    made_visits,
    names_of,
    reached_over_time,
    response,
)
from kogge.outreach.sheets import sheet
from kogge.places.access import AreaRequest, area_view

from .asked import IN_STATE, filters_of, register_of
from .said_tabs import said_tabs

BY: dict[str, Any] = {
    "district": gettext_lazy("by district"),
    "section": gettext_lazy("by sector"),
    "kind": gettext_lazy("by kind of actor"),
    "who": gettext_lazy("by person"),
    "month": gettext_lazy("by month"),
}
SORTS = {key for key, _outcome, _label in STATES} | {"name", "known", "asked", "rate", "unasked"}


def _visits(request: AreaRequest, filters: ResponseFilter) -> Any:
    """The visits that asked the organisations looked at. Whoever sees visits sees the whole register, so that the
    conditions on it are told by a join, which costs less than naming tens of thousands of ids."""
    rows = made_visits(request.user, request.area, filters.of_visit())
    if filters.value("text"):
        return rows.filter(organisation__in=register_of(request, filters).values("pk"))
    return rows.filter(filters.of_organisation("organisation__"), organisation__closed_on__isnull=True)


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


def _lines(request: AreaRequest, filters: ResponseFilter, by: str) -> tuple[Response, list[dict[str, Any]]]:
    """The whole, and the table's lines in the order asked for, each with its name."""
    found = response(_visits(request, filters), register_of(request, filters), by)
    lines = found.lines
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
    return found, rows


def _value(line: Line, column: str) -> Any:
    if column in {"known", "asked", "rate", "unasked"}:
        return getattr(line, column)
    return line.counts[column]


@area_view(Permission.VIEW_VISITS)
def response_page(request: AreaRequest) -> HttpResponse:
    """Of those asked, how many talked? By district, sector, kind, person, month; and the share reached over time."""
    filters, by = filters_of(request), _by(request)
    found, rows = _lines(request, filters, by)
    total = found.total
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
        "reached": reached_over_time(found.first_talks, total.known or 0, timezone.localdate()),
    }
    return render(request, "outreach/said/response.html", context)


@area_view(Permission.VIEW_VISITS)
def response_export(request: AreaRequest, kind: str) -> HttpResponse:
    """The table as it is filtered and sorted, as CSV or XLSX."""
    filters, by = filters_of(request), _by(request)
    _found, rows = _lines(request, filters, by)
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

"""Of what is there too little, where, since when? Needs and offers counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.needs.counting import COLUMNS, Tally, after, tally, total
from kogge.needs.forms import BoardFilter
from kogge.needs.models import Need, Offer
from kogge.outreach.forms.said import NONE
from kogge.outreach.sheets import sheet
from kogge.outreach.views.said_tabs import said_tabs
from kogge.places.access import AreaRequest, area_view

BY: dict[str, Any] = {
    "group": gettext_lazy("by topic group"),
    "topic": gettext_lazy("by topic"),
    "district": gettext_lazy("by district"),
    "section": gettext_lazy("by sector"),
    "kind": gettext_lazy("by kind of actor"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
}
TIMES = ("month", "quarter")
SHOW: dict[str, Any] = {
    "gap": gettext_lazy("gap (open needs less open offers)"),
    "needs_open": gettext_lazy("open needs"),
    "offers_open": gettext_lazy("open offers"),
    "needs": gettext_lazy("needs noted"),
    "offers": gettext_lazy("offers noted"),
    "needs_met": gettext_lazy("needs settled"),
    "offers_met": gettext_lazy("offers settled"),
}
NUMBERS = ("needs", "needs_open", "needs_met", "offers", "offers_open", "offers_met")
STATUS = {"needs": "all", "offers": "all", "needs_met": "met", "offers_met": "met"}


class FiguresFilter(BoardFilter):
    """The filters of the board without its status and order: here all are counted, each by its status."""

    def __init__(self, data: Any, *, area: Any) -> None:
        super().__init__(data, area=area)
        for name in ("status", "order", "q"):
            del self.fields[name]


class _Page:
    """What the address asks for, counted: rows, columns, names and links."""

    def __init__(self, request: AreaRequest) -> None:
        self.request = request
        self.filters = FiguresFilter(request.GET, area=request.area)
        self.by = self._one_of("by", COLUMNS, "group")
        self.across = self._one_of("across", COLUMNS, "")
        self.across = "" if self.across == self.by else self.across
        self.show = self._one_of("show", SHOW, "gap")
        needs, offers = (
            self.filters.narrowed(model.objects.visible_to(request.user).in_area(request.area))
            for model in (Need, Offer)
        )
        self.cells = tally(needs, offers, self.by, self.across)
        self.names = self._names()
        self.total = total(self.cells.values())

    def _one_of(self, name: str, known: Any, default: str) -> str:
        wanted = self.request.GET.get(name, "")
        return wanted if wanted in known else default

    def _names(self) -> dict[str, dict[Any, str]]:
        districts: Any = self.filters.fields["district"]
        return {
            "group": {row.pk: row.name for row in self.filters.groups},
            "topic": {row.pk: row.name for row in self.filters.topics},
            "district": {int(key): name for key, name in districts.choices if key.isdecimal()},
            "section": {key: f"{key} {title}" for key, title in sectors.sections()},
            "kind": {key: str(label) for key, label in Organisation.Kind.choices},
        }

    def name(self, by: str, key: Any) -> str:
        """What a person reads for a key."""
        if by == "month":
            return date_format(key, "F Y")
        if by == "quarter":
            return _("%(number)s/%(year)s quarter") % {"number": (key.month + 2) // 3, "year": key.year}
        none = _("without a district") if by == "district" else _("not known")
        return self.names[by].get(key) or none

    def _place(self, by: str, key: Any) -> Any:
        """Where a line stands when no other order is asked for."""
        if by in {"group", "topic"}:
            return list(self.names[by]).index(key)
        return key if by in TIMES else self.name(by, key).casefold()

    def keys(self, by: str, found: set[Any]) -> list[Any]:
        return sorted(found, key=lambda key: self._place(by, key))

    def rows(self) -> list[dict[str, Any]]:
        """The lines of the table in the order asked for."""
        lines: dict[Any, Tally] = {}
        for key in self.keys(self.by, {key for key, _other in self.cells}):
            lines[key] = total(cell for (one, _other), cell in self.cells.items() if one == key)
        rows = [{"key": key, "name": self.name(self.by, key), "tally": cell} for key, cell in lines.items()]
        sort = self.request.GET.get("sort", "")
        column = sort.removeprefix("-")
        if column in {*NUMBERS, "gap"}:
            rows.sort(key=lambda row: getattr(row["tally"], column))
        if sort.startswith("-"):
            rows.reverse()
        return rows

    def columns(self) -> list[Any]:
        return self.keys(self.across, {other for _key, other in self.cells}) if self.across else []

    def records(self, number: str, *keys: tuple[str, Any]) -> str:
        """The address of the board with the needs and offers behind a number."""
        query: QueryDict = self.request.GET.copy()
        for name in ("by", "across", "show", "sort", "page", "status", "order", "q"):
            query.pop(name, None)
        if status := STATUS.get(number):
            query["status"] = status
        for by, key in keys:
            if by in TIMES:
                last = (after(by, key) - dt.timedelta(days=1)).isoformat()
                query["since"] = max(query.get("since", ""), key.isoformat())
                query["until"] = min(query.get("until") or last, last)
            else:
                query[by] = str(key) if key else NONE
        return f"{reverse('needs:board', args=[self.request.area.slug])}?{query.urlencode()}"


@area_view(Permission.VIEW_NEEDS)
def figures_page(request: AreaRequest) -> HttpResponse:
    """Needs and offers in a table with its picture; with a second view across it a table of one number a cell."""
    page = _Page(request)
    rows = page.rows()
    top = max((max(row["tally"].needs_open, row["tally"].offers_open) for row in rows), default=0)
    columns = page.columns()
    for row in rows:
        key = (page.by, row["key"])
        row["numbers"] = [(name, getattr(row["tally"], name), page.records(name, key)) for name in NUMBERS]
        row["gap_url"] = page.records("gap", key)
        row["cells"] = []
        for other in columns:
            cell = page.cells.get((row["key"], other))
            value = getattr(cell, page.show) if cell else 0
            name = page.name(page.across, other)
            row["cells"].append((name, value, page.records(page.show, key, (page.across, other)) if cell else ""))
    widest = max(rows, key=lambda row: row["tally"].gap, default=None)
    spare = min(rows, key=lambda row: row["tally"].gap, default=None)
    context = {
        "filters": page.filters,
        "tabs": said_tabs(request, "needs:figures"),
        "by": page.by,
        "by_choices": list(BY.items()),
        "across": page.across,
        "show": page.show,
        "show_label": SHOW[page.show],
        "show_choices": list(SHOW.items()),
        "rows": rows,
        "columns": [page.name(page.across, key) for key in columns],
        "total": page.total,
        "total_urls": {name: page.records(name) for name in NUMBERS},
        "top": top,
        "widest": widest if widest and widest["tally"].gap > 0 and page.by not in TIMES else None,
        "spare": spare if spare and spare["tally"].gap < 0 and page.by not in TIMES else None,
        "sort": request.GET.get("sort") or "name",
        "over_time": _over_time(page, rows) if page.by in TIMES and len(rows) > 1 else [],
    }
    return render(request, "needs/figures.html", context)


def _over_time(page: _Page, rows: list[dict[str, Any]]) -> list[tuple[str, list[tuple[Any, float | None]]]]:
    """The lines over time: needs and offers noted in each month or quarter, none left out."""
    tallies = {row["key"]: row["tally"] for row in rows}
    days, day = [], min(tallies)
    while day <= max(tallies):
        days.append(day)
        day = after(page.by, day)
    return [
        (label, [(day, getattr(tallies.get(day, Tally()), name)) for day in days])
        for name, label in (("needs", _("Needs noted")), ("offers", _("Offers noted")))
    ]


@area_view(Permission.VIEW_NEEDS)
def figures_export(request: AreaRequest, kind: str) -> HttpResponse:
    """What the filters leave, counted, as CSV or XLSX: a line for each row, or for each row and column."""
    page = _Page(request)
    heads = [str(BY[page.by]), *([str(BY[page.across])] if page.across else [])]
    heads += [
        _("needs noted"), _("needs open"), _("needs settled"), _("offers noted"), _("offers open"),
        _("offers settled"), _("gap"),
    ]  # fmt: skip
    table = []
    for row in page.rows():
        if not page.across:
            table.append([row["name"], *_line(row["tally"])])
            continue
        for other in page.columns():
            if cell := page.cells.get((row["key"], other)):
                table.append([row["name"], page.name(page.across, other), *_line(cell)])
    return sheet(kind, f"{request.area.slug}-{_('needs-and-offers')}-{_('figures')}", heads, table)


def _line(cell: Tally) -> list[int]:
    return [*(getattr(cell, name) for name in NUMBERS), cell.gap]

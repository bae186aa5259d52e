"""One page with every component of the interface, so that later pages look alike."""

from __future__ import annotations

import math
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DISTRICTS = (("toitenwinkel", "Toitenwinkel"), ("dierkow", "Dierkow"), ("schmarl", "Schmarl"))
LANGUAGES = (("de", "Deutsch"), ("ru", "Русский"), ("ar", "العربية"))


class VisitForm(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(label=gettext_lazy("Name of the business"), max_length=60)
    district = forms.ChoiceField(label=gettext_lazy("District"), choices=(("", "–"), *DISTRICTS))
    on = forms.DateField(
        label=gettext_lazy("Date of the visit"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600, required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=(
            ("counter", gettext_lazy("at the counter")),
            ("phone", gettext_lazy("by phone")),
            ("paper", gettext_lazy("on paper")),
        ),
        widget=forms.RadioSelect,
        initial="counter",
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("What was said"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("In their own words. Nobody outside the team reads this."),
    )
    photo = forms.FileField(label=gettext_lazy("Photo of the paper form"), required=False)
    consent = forms.BooleanField(label=gettext_lazy("They agree that we keep this"), required=False)


class FilterForm(forms.Form):
    """The filters above the sample list."""

    q = forms.CharField(
        label=gettext_lazy("Name or street"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    district = forms.ChoiceField(
        label=gettext_lazy("District"), choices=(("", gettext_lazy("all")), *DISTRICTS), required=False
    )
    flag = forms.BooleanField(label=gettext_lazy("only with a flag"), required=False)


PLACES: tuple[tuple[str, str, str, int, float, float], ...] = (
    ("Bäckerei Möwe", "toitenwinkel", "business", 7, 12.1850, 54.1110),
    ("Nähstube Dierkow", "dierkow", "business", 2, 12.1560, 54.1055),
    ("Nachbarschaftshaus Schmarl", "schmarl", "civic", 11, 12.0890, 54.1330),
    ("Fahrrad-Klinik", "toitenwinkel", "business", 3, 12.1905, 54.1135),
    ("Grundschule am Hafen", "schmarl", "education", 42, 12.0840, 54.1365),
    ("Blumen Petersen", "dierkow", "business", 4, 12.1620, 54.1082),
)
TIES = ((0, 1), (0, 3), (1, 5), (2, 4), (0, 2), (3, 5))


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    names = dict(DISTRICTS)
    rows = [
        {
            "id": str(index),
            "name": name,
            "district": names[slug],
            "slug": slug,
            "people": people,
            "flag": index == 3,
        }
        for index, (name, slug, _kind, people, _lon, _lat) in enumerate(PLACES)
    ]
    query = request.GET
    rows = [
        row
        for row in rows
        if query.get("q", "").lower() in str(row["name"]).lower()
        and query.get("district", "") in ("", row["slug"])
        and (not query.get("flag") or row["flag"])
    ]
    sort = query.get("sort", "name")
    key = sort.removeprefix("-")
    if key in {"name", "district", "people"}:
        rows.sort(key=lambda row: row[key], reverse=sort.startswith("-"))
    return rows


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; `?errors=1` shows the form with its error summary. Open to all: nothing is real."""
    today = timezone.localdate()
    weeks = [today - timedelta(weeks=11 - index) for index in range(12)]
    values = [0.71, 0.70, 0.70, 0.66, 0.64, None, 0.61, 0.58, 0.55, 0.55, 0.49, 0.42]
    wrong = {"name": "", "district": "dierkow", "on": "", "minutes": "900", "channel": "counter"}
    context = {
        "form": VisitForm(wrong if "errors" in request.GET else None),
        "filters": FilterForm(request.GET, auto_id="filter_%s"),
        "page": Paginator(_rows(request), 3).get_page(request.GET.get("page")),
        "tabs": [
            {"label": _("List"), "url": "?", "active": "view" not in request.GET, "count": 6},
            {"label": _("Map"), "url": "?view=map", "active": request.GET.get("view") == "map"},
            {
                "label": _("Flags"),
                "url": "?view=flags",
                "active": request.GET.get("view") == "flags",
                "count": 1,
            },
        ],
        "points": list(zip(weeks, values, strict=True)),
        "trend": [value for value in values if value is not None],
        "pro": [
            _("Both need somebody for the accounts"),
            _("Both are free on Tuesday mornings"),
            _("400 metres apart"),
        ],
        "contra": [_("One agreement of 2024 was not kept")],
        "entries": [
            SimpleNamespace(
                at=timezone.now() - timedelta(hours=3),
                by="Jana Brandt",
                label=_("Opening hours changed"),
                changes=[{"field": _("Saturday"), "old": "9–12", "new": "9–13"}],
                undo_url="/styleguide/",
                undone_at=None,
            ),
            SimpleNamespace(
                at=timezone.now() - timedelta(days=2),
                by="Import",
                label=_("Created"),
                changes=[],
                undo_url="",
                undone_at=None,
            ),
        ],
        "jobs": [
            _sample_job("running", 40, _("Reading addresses")),
            _sample_job("failed", 60, "", _("Line 212: the postcode is missing.")),
        ],
        "comparison": [
            {"name": "name", "label": _("Name"), "left": "Bäckerei Möwe", "right": "Baeckerei Moewe GmbH"},
            {"name": "street", "label": _("Street"), "left": "Hafenallee 4", "right": "Hafenallee 4"},
            {"name": "phone", "label": _("Telephone"), "left": "", "right": "0381 55501", "choice": "right"},
        ],
        "places": _rows(request),
        "feedback": [
            SimpleNamespace(level_tag="success", extra_tags="undo:/styleguide/", text=_("Visit saved.")),
            SimpleNamespace(level_tag="warning", extra_tags="", text=_("Two dates collide in March.")),
            SimpleNamespace(level_tag="error", extra_tags="", text=_("The file could not be read.")),
        ],
        "first_of_month": date(today.year, today.month, 1),
    }
    return render(request, "core/styleguide.html", context)


def _sample_job(status: str, percent: int, step: str, error: str = "") -> SimpleNamespace:
    words = {"running": _("running"), "failed": _("failed"), "done": _("done")}
    return SimpleNamespace(
        title=_("Import of the address list"),
        status=status,
        get_status_display=words[status],
        step=step,
        percent=percent,
        is_over=status != "running",
        cancel_requested=False,
        result_url="",
        error=error,
    )


def sample_bar(request: HttpRequest) -> HttpResponse:
    """The running sample job, a step further at every question; with `?percent=100` it is done."""
    asked = request.GET.get("percent", "")
    percent = min(100, (int(asked) if asked.isdecimal() and len(asked) < 4 else 0) + 5)
    status = "done" if percent == 100 else "running"
    context = {
        "job": _sample_job(status, percent, _("Reading addresses")),
        "url": f"{request.path}?percent={percent}",
        "cancel_url": "",
    }
    return render(request, "core/components/job.html", context)


def sample_places(request: HttpRequest) -> JsonResponse:
    """The sample points as GeoJSON, in the shape the map component reads."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"id": str(index), "name": name, "kind": kind, "url": "#", "flag": index == 3},
        }
        for index, (name, _slug, kind, _people, lon, lat) in enumerate(PLACES)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def sample_network(request: HttpRequest) -> JsonResponse:
    """The sample network, in the shape the network component reads."""
    nodes = [
        {
            "id": str(index),
            "label": name,
            "kind": kind,
            "size": people / 42,
            "url": "#",
            "leaving": index == 2,
            "x": round(120 * math.cos(2 * math.pi * index / len(PLACES)), 1),
            "y": round(120 * math.sin(2 * math.pi * index / len(PLACES)), 1),
        }
        for index, (name, _slug, kind, people, _lon, _lat) in enumerate(PLACES)
    ]
    edges = [{"source": str(one), "target": str(two), "weight": 1 + (one + two) % 3} for one, two in TIES]
    kinds = {"business": _("Businesses"), "civic": _("Civic actors"), "education": _("Education")}
    return JsonResponse({"nodes": nodes, "edges": edges, "kinds": kinds})

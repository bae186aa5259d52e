"""The area, its districts, facts and projects."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.places.models import Area, Fact

from .wording import day, number


def area(area: Area) -> dict[str, Any]:
    return {
        "name": area.name,
        "note": area.note,
        "imprint": area.imprint,
        "demo": area.is_demo,
        "date": date_format(timezone.localdate(), "DATE_FORMAT"),
        "mapsource": area.basemap_source,
    }


def districts(area: Area) -> list[dict[str, Any]]:
    counts: Counter[tuple[int | None, str]] = Counter(
        Organisation.objects.current().filter(area=area).values_list("district_id", "kind")
    )
    rows = []
    for pk, name in [*area.districts.values_list("pk", "name"), (None, _("without a district"))]:
        kinds = {kind: counts[pk, kind] for kind in Organisation.Kind.values}
        total = sum(kinds.values())
        if total or pk is not None:
            civic = kinds["civic"] + kinds["education"] + kinds["public"] + kinds["housing"]
            rows.append(
                {
                    "name": name,
                    "business": number(kinds["business"]),
                    "civic": number(civic),
                    "other": number(kinds["other"]),
                    "total": number(total),
                }
            )
    return rows


def facts(area: Area) -> dict[str, Any]:
    """The newest value of each fact, a column for each district, with day and source."""
    newest: dict[tuple[str, int], Fact] = {}
    for fact in Fact.objects.filter(district__area=area).order_by("date"):
        newest[fact.name, fact.district_id] = fact
    districts = [d for d in area.districts.all() if any(pk == d.pk for _name, pk in newest)]
    rows = []
    for name in sorted({name for name, _pk in newest}):
        found = [newest.get((name, district.pk)) for district in districts]
        sources = sorted({f"{fact.source}, {day(fact.date)}" for fact in found if fact})
        values = [
            f"{number(float(fact.value), 0 if fact.value == int(fact.value) else 1)} {fact.unit}".strip()
            if fact
            else "–"
            for fact in found
        ]
        rows.append({"what": name, "values": values, "source": "; ".join(sources)})
    return {"districts": [district.name for district in districts], "rows": rows}


def projects(area: Area) -> list[dict[str, str]]:
    return [
        {
            "name": project.name,
            "carrier": project.carrier,
            "funder": project.funder,
            "time": f"{day(project.start)} – {day(project.end)}",
            "note": project.note or project.goals,
        }
        for project in area.projects.order_by("start")
    ]

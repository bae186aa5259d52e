"""What quick search finds in the register."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from kogge.actors.models import Organisation, Person
from kogge.core.search import Hit
from kogge.engine.linkage.text import fold

from .register import load, matching

ICONS = {
    "business": "store",
    "civic": "heart-handshake",
    "public": "landmark",
    "housing": "building-2",
    "education": "graduation-cap",
    "other": "circle",
}


def search(area: Any, user: Any, text: str, limit: int = 8) -> list[Organisation]:
    """Organisations whose name, address or tags hold every word; those whose name begins so come first.

    The ids come first: they are found in an index, the rows of 30,000 organisations need not be read for it.
    """
    visible = Organisation.objects.visible_to(user).in_area(area)
    starts = When(search__startswith=fold(text), then=Value(0))
    first = Case(starts, default=Value(1), output_field=IntegerField())
    ids = matching(visible, area, text).order_by(first, "search", "pk").values_list("pk", flat=True)[:limit]
    return load(list(ids))


def find_organisations(user: Any, area: Any, text: str, limit: int) -> list[Hit]:
    """Organisations for the quick search box."""
    return [
        Hit(row.name, row.address_line, reverse("actors:detail", args=[area.slug, row.pk]), ICONS[row.kind])
        for row in search(area, user, text, limit)
    ]


def find_persons(user: Any, area: Any, text: str, limit: int) -> list[Hit]:
    """Persons by name; each leads to the organisation where they hold a position."""
    people = Person.objects.visible_to(user).in_area(area).filter(name__icontains=text.strip())
    rows = people.filter(positions__isnull=False).prefetch_related("positions__organisation").distinct()
    found = []
    for person in rows[:limit]:
        position = person.positions.all()[0]
        url = reverse("actors:detail", args=[area.slug, position.organisation_id])
        found.append(Hit(person.name, f"{position.title}, {position.organisation.name}", url, "user"))
    return found

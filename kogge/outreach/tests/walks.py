"""A street to walk, and how the pages are asked for walks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kogge.actors.models import Organisation
from kogge.places.models import Area

from .factories import TODAY, make_organisation


def row_of_shops(area: Area) -> list[Organisation]:
    """Five shops in a row in one street, given in no order; a sixth in another street."""
    rows = [
        make_organisation(area, f"Laden {n}", street="Kaistraße", housenumber=str(n), lat=54.1, lon=12.1 + n / 1000)
        for n in (4, 1, 5, 2, 3)
    ]
    return [*rows, make_organisation(area, "Werft", street="Werftallee", housenumber="1", lat=54.101, lon=12.109)]


def plan_url(area: Area, **query: Any) -> str:
    pairs = {"minutes": 90, "visit": 8, **query}
    return reverse("outreach:walk_plan", args=[area.slug]) + "?" + "&".join(f"{k}={v}" for k, v in pairs.items())


def doors_of(response: Any) -> list[list[str]]:
    return [[row.name for row, _metres in entry["doors"]] for entry in response.context.get("walks", [])]


def names_of(response: Any) -> list[str]:
    return [name for walk in doors_of(response) for name in walk]


def take(client: Any, area: Area, shops: list[Organisation], **more: Any) -> Any:
    data = {"doors": ",".join(str(row.pk) for row in shops), "visit": 8, "date": TODAY.isoformat(), **more}
    return client.post(reverse("outreach:walk_take", args=[area.slug]), data)

"""Whom a walk may lead to: not the closed, not those who do not want to, not those somebody else is going to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from shapely.geometry import Polygon

from kogge.actors.importing import network
from kogge.actors.models import Organisation
from kogge.engine import walks as engine
from kogge.outreach.models import Promise, Visit, Walk
from kogge.places.models import Area

from .briefing import refusals


@dataclass
class Candidates:
    """Organisations for walks, and those that are skipped with the reason."""

    free: list[Organisation] = field(default_factory=list)
    refused: list[Organisation] = field(default_factory=list)
    reserved: list[Visit] = field(default_factory=list)  # the planned visit that reserves each


def chosen(user: Any, area: Area, wanted: dict[str, Any]) -> Any:
    """Organisations that exist today and fit what was chosen (the cleaned data of `WalkFilter`)."""
    rows = Organisation.objects.visible_to(user).in_area(area).current()
    if wanted.get("district"):
        rows = rows.filter(district=int(wanted["district"]))
    if wanted.get("streets"):
        rows = rows.filter(street__in=wanted["streets"])
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    made = Visit.objects.filter(organisation=OuterRef("pk"), status=Visit.Status.DONE)
    which = wanted.get("which")
    if which == "never":
        rows = rows.filter(~Exists(made))
    elif which == "before" and wanted.get("before"):
        rows = rows.filter(~Exists(made.filter(date__gte=wanted["before"])))
    elif which == "promise":
        rows = rows.filter(Exists(Promise.objects.filter(organisation=OuterRef("pk"), status=Promise.Status.OPEN)))
    if outline := wanted.get("drawn"):
        rows = rows.filter(pk__in=_inside(rows, outline))
    return rows.order_by("street", "housenumber", "pk")


def _inside(rows: Any, outline: Polygon) -> list[int]:
    west, south, east, north = outline.bounds
    near = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    places = list(near.values_list("pk", "lon", "lat"))
    inside = shapely.contains_xy(outline, [lon for _, lon, _ in places], [lat for _, _, lat in places])
    return [pk for (pk, _, _), is_in in zip(places, inside, strict=True) if is_in]


def candidates(user: Any, area: Area, rows: Sequence[Organisation]) -> Candidates:
    """The rows sorted into those a walk may lead to and those it may not. Three queries."""
    found = Candidates()
    ids = [row.pk for row in rows]
    no = refusals(ids)
    planned: dict[int, Visit] = {}
    visits = Visit.objects.in_area(area).planned().filter(organisation__in=ids)
    for visit in visits.select_related("organisation", "visitor", "walk").order_by("date", "pk"):
        planned.setdefault(visit.organisation_id, visit)
    for row in rows:
        if row.pk in no:
            found.refused.append(row)
        elif row.pk in planned:
            found.reserved.append(planned[row.pk])
        else:
            found.free.append(row)
    return found


def addresses(rows: Sequence[Organisation]) -> list[engine.Address]:
    """Organisations as the engine takes them."""
    return [engine.Address(str(row.pk), row.lat, row.lon) for row in rows]


def paths(area: Area) -> engine.Network | None:
    """The area's path network, None until an import brought one."""
    found = network.of_area(area)
    return None if found is None else engine.Network.of(vars(found))


def name_of(streets: Sequence[str]) -> str:
    """A walk is called by its most visited streets, at most two; "" without any.

    >>> name_of(["Kaistraße", "Markt", "", "Markt", "Hof"])
    'Markt, Kaistraße'
    """
    counts = Counter(street for street in streets if street)
    return ", ".join(street for street, _count in counts.most_common(2))[:120]


def streets(area: Area) -> list[str]:
    """Streets in which organisations of the area are."""
    rows = Organisation.objects.in_area(area).current().exclude(street="")
    return list(rows.order_by("street").values_list("street", flat=True).distinct())


def open_walks(user: Any, area: Area) -> Any:
    """Walks with visits still to make, or of today and later."""
    still = Visit.objects.filter(walk=OuterRef("pk"), status=Visit.Status.PLANNED)
    rows = Walk.objects.visible_to(user).in_area(area).annotate(is_open=Exists(still))
    return rows.filter(Q(is_open=True) | Q(date__gte=timezone.localdate())).select_related("person")

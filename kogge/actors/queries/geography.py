"""Where something lies: the district a point is in, the point an address has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from kogge.actors.models import AddressPoint
from kogge.engine.linkage.text import fold
from kogge.places.models import District


class Districts:
    """The boundaries of an area's districts, prepared for many questions; those without one are left out."""

    def __init__(self, area: Any) -> None:
        rows = District.objects.filter(area=area, boundary__isnull=False).order_by("name", "pk")
        self.ids: list[int] = []
        self.shapes: list[Any] = []
        for pk, boundary in rows.values_list("pk", "boundary"):
            outline = shape(boundary)
            shapely.prepare(outline)
            self.ids.append(pk)
            self.shapes.append(outline)

    def of_points(self, lon: Sequence[float], lat: Sequence[float]) -> list[int | None]:
        """Id of the district each point (WGS 84 degrees) lies in, None outside all of them.

        A point on a common boundary belongs to the first district by name.
        """
        found = np.full(len(lon), -1, dtype=np.int64)
        points = shapely.points(np.asarray(lon, float), np.asarray(lat, float))
        for pk, outline in zip(self.ids, self.shapes, strict=True):
            open_ones = np.flatnonzero(found < 0)
            inside = shapely.covers(outline, points[open_ones])
            found[open_ones[inside]] = pk
        return [int(pk) if pk >= 0 else None for pk in found]

    def of(self, lat: float | None, lon: float | None) -> int | None:
        """Id of the district a point lies in."""
        return None if lat is None or lon is None else self.of_points([lon], [lat])[0]


def address_key(street: str, housenumber: str) -> str:
    """A street and number in the one way addresses are looked up; "" without both.

    >>> address_key("Lange Str.", "12 A"), address_key("Lange Straße", "12a"), address_key("Am Markt", "")
    ('langestrasse12a', 'langestrasse12a', '')
    """
    name, number = fold(street), fold(housenumber).replace(" ", "")
    if not name or not number:
        return ""
    name = re.sub(r"str$", "strasse", name).replace(" ", "")
    return f"{name}{number}"


class Addresses:
    """The known address points of an area, for many look-ups in one query."""

    def __init__(self, area: Any, keys: Sequence[str] | None = None) -> None:
        rows = AddressPoint.objects.filter(area=area)
        if keys is not None:
            rows = rows.filter(key__in=[key for key in keys if key])
        self.points: dict[str, list[tuple[str, str, float, float]]] = {}
        for key, postcode, city, lat, lon in rows.order_by("pk").values_list("key", "postcode", "city", "lat", "lon"):
            self.points.setdefault(key, []).append((postcode, fold(city), lat, lon))

    def find(self, street: str, housenumber: str, postcode: str, city: str) -> tuple[float, float] | None:
        """Latitude and longitude of an address. The postcode must not contradict, nor the town without one.

        A point that says nothing about its town counts: OSM files of one town often leave it out.
        """
        for plz, town, lat, lon in self.points.get(address_key(street, housenumber), ()):
            if plz and postcode:
                if plz == postcode:
                    return lat, lon
            elif not town or not city or town == fold(city):
                return lat, lon
        return None

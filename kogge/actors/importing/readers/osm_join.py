"""OSM objects beside each other: doubles become one, places learn their address from the building around
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import cos, radians

import shapely

from kogge.actors.importing.readers.guesses import legal_form_of
from kogge.actors.importing.readers.osm import Found
from kogge.actors.importing.readers.osm_place import address_of, contact_of, kind_of, tags_of, wz_of
from kogge.actors.importing.records import OrganisationRecord
from kogge.engine.linkage.text import fold

METRES_PER_DEGREE = 111_195.0
# Two objects of one name and class nearer than this are one place drawn twice; chains keep larger distances.
DOUBLE_METRES = 75.0
# The same name in another class ("Badehaus", restaurant and hotel) is one place only under one roof.
SAME_ROOF_METRES = 30.0
# "near …" in a made-up name is only said of an address this close.
NEAR_METRES = 60.0
# Postcode and town are taken over from an address within this distance.
TOWN_METRES = 150.0


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two (lon, lat) points, flat around their latitude: exact enough within a town."""
    dx = (a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2))
    return float(((dx * dx + (a[1] - b[1]) ** 2) ** 0.5) * METRES_PER_DEGREE)


def merge_doubles(found: Sequence[Found]) -> list[Found]:
    """The places without their doubles, in the order of the file.

    Doubles have the same name and class and lie within ``DOUBLE_METRES`` or one inside the other; or the same
    name and kind within ``SAME_ROOF_METRES``; or one of them has no name and lies inside the other's
    surface, of the same class.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(found):
        by_name[fold(item.place.name)].append(index)
    parent = list(range(len(found)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for name, members in by_name.items():
        if not name:
            continue
        for position, a in enumerate(members):
            for b in members[position + 1 :]:
                if metres(found[a].lonlat, found[b].lonlat) <= DOUBLE_METRES or found[a].shape.intersects(
                    found[b].shape
                ):
                    parent[root(b)] = root(a)
    surfaces = [index for index, item in enumerate(found) if item.shape.geom_type in ("Polygon", "MultiPolygon")]
    tree = shapely.STRtree([found[index].shape for index in surfaces])
    for index, item in enumerate(found):
        if item.place.name:
            continue
        for hit in tree.query(shapely.Point(item.lonlat), predicate="within"):
            other = surfaces[int(hit)]
            if other != index and found[other].place.entry.label == item.place.entry.label:
                parent[root(index)] = root(other)
                break
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(found)):
        groups[root(index)].append(index)
    kept = [_together([found[index] for index in group]) for group in groups.values()]
    return sorted(kept, key=lambda item: item.row)


def _is_double(a: Found, b: Found) -> bool:
    distance = metres(a.lonlat, b.lonlat)
    if a.place.entry.label == b.place.entry.label:
        return distance <= DOUBLE_METRES or bool(a.shape.intersects(b.shape))
    return a.place.entry.kind == b.place.entry.kind and distance <= SAME_ROOF_METRES


def _together(items: list[Found]) -> Found:
    """One place out of its doubles: the one that says most leads, the others fill what it does not say."""
    if len(items) == 1:
        return items[0]
    leading = max(items, key=lambda item: (bool(item.place.name), len(item.tags), -item.row))
    tags = dict(leading.tags)
    for item in items:
        for key, value in item.tags.items():
            tags.setdefault(key, value)
    return Found(leading.source_id, leading.place, tags, leading.shape, min(item.row for item in items))


class Surroundings:
    """Addressed buildings and points, and the named streets, around a place."""

    def __init__(
        self,
        houses: Sequence[tuple[shapely.Geometry, Mapping[str, str]]],
        streets: Sequence[tuple[shapely.Geometry, str]],
    ) -> None:
        self._houses = houses
        self._house_tree = shapely.STRtree([shape for shape, _ in houses])
        self._streets = streets
        self._street_tree = shapely.STRtree([line for line, _ in streets])
        self._towns = [(shape, tags) for shape, tags in houses if "addr:postcode" in tags and "addr:city" in tags]
        self._town_tree = shapely.STRtree([shape for shape, _ in self._towns])

    def house_around(self, lonlat: tuple[float, float]) -> Mapping[str, str] | None:
        """Tags of the addressed building that the point lies in."""
        hits = self._house_tree.query(shapely.Point(lonlat), predicate="within")
        return self._houses[int(hits[0])][1] if len(hits) else None

    def town_of(self, lonlat: tuple[float, float]) -> tuple[str, str]:
        """Postcode and town of the nearest address that has both, ("", "") when it is far."""
        if self._towns:
            shape, tags = self._towns[int(self._town_tree.nearest(shapely.Point(lonlat)))]
            if _metres_to(lonlat, shape) <= TOWN_METRES:
                return address_of(tags)[2:4]
        return "", ""

    def street_near(self, lonlat: tuple[float, float]) -> str:
        """Name of the street of the nearest address, else of the nearest named street, "" when both are
        far.
        """
        point = shapely.Point(lonlat)
        if self._houses:
            shape, tags = self._houses[int(self._house_tree.nearest(point))]
            if _metres_to(lonlat, shape) <= NEAR_METRES:
                return address_of(tags)[0]
        if self._streets:
            line, name = self._streets[int(self._street_tree.nearest(point))]
            if _metres_to(lonlat, line) <= 2 * NEAR_METRES:
                return name
        return ""


def _metres_to(lonlat: tuple[float, float], shape: shapely.Geometry) -> float:
    closest = shapely.shortest_line(shapely.Point(lonlat), shape).coords[1]
    return metres(lonlat, (closest[0], closest[1]))


def to_record(item: Found, around: Surroundings) -> OrganisationRecord:
    """The record of a place; its address is its own or that of the building it lies in."""
    tags, place = item.tags, item.place
    lonlat = item.lonlat
    street, number, postcode, city, quarter = address_of(tags)
    if not number:
        house = around.house_around(lonlat)
        if house is not None and street in ("", address_of(house)[0]):
            street, number, house_postcode, house_city, house_quarter = address_of(house)
            postcode, city, quarter = postcode or house_postcode, city or house_city, quarter or house_quarter
    if not (postcode and city):
        near_postcode, near_city = around.town_of(lonlat)
        if city in ("", near_city):
            postcode, city = postcode or near_postcode, city or near_city
    name = place.name
    if not name:
        name = f"{place.entry.label} (ohne Namen)"
        if street:
            name += f", {street} {number}".rstrip()
        elif near := around.street_near(lonlat):
            name += f", nahe {near}"
    phone, email, website = contact_of(tags)
    operator = tags.get("operator", "").strip()
    return OrganisationRecord(
        name=name,
        kind=kind_of(place),
        wz_code=wz_of(place, tags),
        legal_form=legal_form_of(name),
        street=street,
        housenumber=number,
        postcode=postcode,
        city=city,
        district=quarter,
        lat=round(lonlat[1], 7),
        lon=round(lonlat[0], 7),
        phone=phone,
        email=email,
        website=website,
        opening_hours=tags.get("opening_hours", "").strip(),
        tags=tags_of(place, tags),
        source="osm",
        source_id=item.source_id,
        note=f"Betreiber: {operator}" if operator and operator != name else "",
        row=item.row,
        unnamed=not place.name,
    )

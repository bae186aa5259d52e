"""OpenStreetMap files: the organisations of an area, its addresses, and what it covers.

Decisions that a project worker will notice:

- A shop without a name is still a shop that somebody must visit: it is taken as "Bäckerei (ohne Namen),
Lindenstraße 3" with
  ``unnamed`` set; the street is its own, its building's, or "bei …" the nearest one. Things that are nothing
  without a name (a car wash box, a sports hall) are refused with that reason. Benches, car parks, vending
  machines and the like are no organisations and only counted.
- A place drawn twice (a node inside its building, a building inside its school yard) is taken once, with
what both say.
- Opening hours stay in OSM's own syntax.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import osmium
import shapely

from kogge.actors.importing.readers.base import MIB, Options, Reading, UnreadableFile
from kogge.actors.importing.readers.osm_place import KEYS, Place, address_of, place_of
from kogge.actors.importing.readers.sniffing import head_of
from kogge.actors.importing.records import AddressRecord, Problem, gettext_noop

# XML of a whole federal state packs to about a tenth.
MAX_OSM_UNPACKED = 4096 * MIB
_TYPES = {"n": "node", "w": "way", "r": "relation"}


@dataclass(slots=True)
class Found:
    """An organisation's object with its place in the world; ``shape`` is a point, a line or a surface (lon,
    lat).
    """

    source_id: str
    place: Place
    tags: dict[str, str]
    shape: shapely.Geometry
    row: int

    @property
    def lonlat(self) -> tuple[float, float]:
        point = self.shape if self.shape.geom_type == "Point" else self.shape.representative_point()
        return point.x, point.y


def guard(path: Path) -> None:
    """Refuse what osmium would choke on or be misused by. Raises ``UnreadableFile``."""
    head = head_of(path)
    # OSM files have no document type; one is only good for entities that blow up or read other files.
    if b"<!DOCTYPE" in head.upper() or b"<!ENTITY" in head.upper():
        raise UnreadableFile(
            path,
            gettext_noop("The file declares XML entities, which no OSM file needs; it was not read."),
            gettext_noop("Use the file as OpenStreetMap or its mirrors deliver it."),
        )
    with path.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return
    total = 0
    try:
        with gzip.open(path) as packed:
            while block := packed.read(4 * MIB):
                total += len(block)
                if total > MAX_OSM_UNPACKED:
                    message = gettext_noop("The file unpacks to more than %(limit)s MB.")
                    remedy = gettext_noop("Cut it to your area first.")
                    raise UnreadableFile(path, message, remedy, limit=MAX_OSM_UNPACKED // MIB)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            path,
            gettext_noop("The packed file is damaged or was cut off."),
            gettext_noop("Download or copy it again."),
        ) from error


def objects(path: Path, *keys: str) -> Iterator[Any]:
    """Nodes, open ways and surfaces that carry one of the keys. Raises ``UnreadableFile``.

    A closed way and a multipolygon come as a surface; ``osmium.osm.Area.orig_id`` is the way or relation it
    came from.
    """
    processor = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.KeyFilter(*keys))
    try:
        yield from processor
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        line = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableFile(
            path,
            gettext_noop("The file is not a sound OSM file (%(why)s)."),
            gettext_noop("Download or export it again."),
            why=line[:150],
        ) from error


def origin(thing: Any) -> str:
    """OSM's own name of an object: "node/1", "way/2", "relation/3", also for surfaces."""
    if thing.is_area():
        return f"{'way' if thing.from_way() else 'relation'}/{thing.orig_id()}"
    return f"{_TYPES[thing.type_str()]}/{thing.id}"


class Shapes:
    """Geometry of osmium objects as shapely geometry; ``None`` for broken ones."""

    def __init__(self) -> None:
        self._wkb = osmium.geom.WKBFactory()

    def of(self, thing: Any) -> shapely.Geometry | None:
        try:
            if thing.is_node():
                return shapely.Point(thing.location.lon, thing.location.lat)
            if thing.is_way():
                return shapely.from_wkb(self._wkb.create_linestring(thing))
            if thing.is_area():
                return shapely.from_wkb(self._wkb.create_multipolygon(thing))
        except (RuntimeError, osmium.InvalidLocationError, shapely.errors.GEOSException):
            return None
        return None


def read(path: Path, options: Options) -> Reading:
    """Read an OSM file (.osm, .osm.gz, .osm.bz2, .pbf). Raises ``UnreadableFile``."""
    from kogge.actors.importing.readers.osm_join import Surroundings, merge_doubles, to_record

    guard(path)
    reading = Reading(kind="osm", bounds=bounds_of(path))
    found: dict[str, Found] = {}
    relations: dict[str, dict[str, str]] = {}
    others: set[str] = set()  # benches, car parks: what KEYS name, too, but is no organisation
    shapes = Shapes()
    houses: list[tuple[shapely.Geometry, Mapping[str, str]]] = []
    streets: list[tuple[shapely.Geometry, str]] = []
    for thing in objects(path, *KEYS, "addr:housenumber", "highway"):
        tags = dict(thing.tags)
        if "highway" in tags and thing.is_way():
            line = shapes.of(thing) if "name" in tags else None
            if line is not None:
                streets.append((line, tags["name"]))
            continue
        place = place_of(tags)
        addressed = "addr:housenumber" in tags and ("addr:street" in tags or "addr:place" in tags)
        name = origin(thing)
        if place is None and any(key in tags for key in KEYS):
            others.add(name)
        if place is None and not addressed:
            continue
        shape = shapes.of(thing)
        if shape is None:
            if place is not None:
                relations[name] = tags
            continue
        if addressed and thing.type_str() != "w":
            houses.append((shape, tags))
        if place is not None:
            # A closed way comes first as a way, then as a surface, which knows its inside.
            row = found[name].row if name in found else len(found) + 1
            found[name] = Found(f"osm:{name}", place, tags, shape, row)
    lost = [name for name in relations if name not in found]
    for name in lost:
        message = gettext_noop("The object %(object)s has no usable geometry; it has no place on the map.")
        remedy = gettext_noop("Mend it in OpenStreetMap.")
        reading.refuse(Problem(0, "", name, message, remedy, "refused", {"object": name}))
    # A closed way is told of twice, and an old multipolygon has its tags on its outline: objects are counted by name.
    reading.counts["read"] = len(others) + len(found) + len(lost)
    reading.counts["no_organisation"] = reading.counts["filtered"] = len(others)
    reading.addresses = _addresses(houses)
    kept = merge_doubles(list(found.values()))
    reading.counts["duplicates"] = len(found) - len(kept)
    surroundings = Surroundings(houses, streets)
    for item in kept:
        if not item.place.name and (item.place.name_needed or not options.keep_unnamed):
            message = gettext_noop("%(class)s without a name; it was left out.")
            remedy = gettext_noop("Give it a name in OpenStreetMap, or add it by hand.")
            label = item.place.entry.label
            reading.refuse(Problem(item.row, "name", item.source_id, message, remedy, "refused", {"class": label}))
            continue
        reading.take(to_record(item, surroundings))
    return reading


def _addresses(houses: list[tuple[shapely.Geometry, Mapping[str, str]]]) -> list[AddressRecord]:
    if not houses:
        return []
    inside = shapely.point_on_surface([shape for shape, _ in houses])
    coordinates = zip(shapely.get_x(inside).round(7).tolist(), shapely.get_y(inside).round(7).tolist(), strict=True)
    return [
        AddressRecord(*address_of(tags)[:4], lat=lat, lon=lon)
        for (lon, lat), (_, tags) in zip(coordinates, houses, strict=True)
    ]


def bounds_of(path: Path) -> tuple[float, float, float, float] | None:
    """West, south, east, north from the file's header, ``None`` where it has none. Raises
    ``UnreadableFile``.
    """
    try:
        with osmium.io.Reader(str(path), osmium.osm.osm_entity_bits.NOTHING) as reader:
            box = reader.header().box()
    except (RuntimeError, ValueError) as error:
        message = gettext_noop("The file is not a sound OSM file (%(why)s).")
        raise UnreadableFile(path, message, why=str(error).splitlines()[0][:150]) from error
    if not box.valid():
        return None
    return box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat

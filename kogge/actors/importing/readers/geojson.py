"""GeoJSON (RFC 7946): a point or surface with properties is an organisation; properties are mapped like
headers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely

from kogge.actors.importing.readers.base import Options, Reading, UnreadableFile
from kogge.actors.importing.readers.csv_file import decode, read_bytes
from kogge.actors.importing.readers.fields import JOINED, guess_mapping
from kogge.actors.importing.readers.rows import RowReader
from kogge.actors.importing.records import Problem, gettext_noop
from kogge.core import foreign_json

MAX_PROPERTIES = 500


def features_of(path: Path, encoding: str = "") -> list[dict[str, Any]]:
    """Features of the file. Raises ``UnreadableFile`` with line and column of the error."""
    content = read_bytes(path)
    if content.strip() == b"":
        raise UnreadableFile(path, gettext_noop("The file is empty."))
    text, _ = decode(content, path, encoding)
    try:
        data = foreign_json.load(text.lstrip("\ufeff"))
    except ValueError as error:
        message = gettext_noop("The JSON is damaged or was cut off here.")
        raise UnreadableFile(
            path, message, gettext_noop("Export it again."), line=getattr(error, "lineno", 0)
        ) from error
    except RecursionError as error:
        raise UnreadableFile(path, gettext_noop("The JSON is nested far too deeply.")) from error
    if isinstance(data, dict) and data.get("type") == "Feature":
        return [data]
    if isinstance(data, dict) and isinstance(data.get("features"), list):
        return [feature if isinstance(feature, dict) else {} for feature in data["features"]]
    message = gettext_noop("The file has no list of features.")
    raise UnreadableFile(path, message, gettext_noop("Export it as a GeoJSON FeatureCollection."))


def read(path: Path, options: Options) -> Reading:
    """Read a GeoJSON file. Raises ``UnreadableFile``."""
    features = features_of(path, options.encoding)
    reading = Reading(kind="geojson")
    headers: dict[str, None] = {}
    for feature in features:
        for key in _properties(feature):
            headers.setdefault(str(key)[:80])
        if len(headers) > MAX_PROPERTIES:
            message = gettext_noop("The features have more than %(limit)s different properties.")
            raise UnreadableFile(path, message, limit=MAX_PROPERTIES)
    reading.headers = list(headers)
    # OSM's own spelling is common in GeoJSON exports: "addr:street", "contact:phone".
    reading.mapping = (
        guess_mapping(reading.headers)
        if options.mapping is None
        else {header: field for header, field in options.mapping.items() if field and header in headers}
    )
    if "name" not in reading.mapping.values():
        message = gettext_noop("No column holds the name of the organisation.")
        remedy = gettext_noop("Choose the column that does, or call one “Name” or “Firma”.")
        reading.refuse(Problem(1, "", "; ".join(reading.headers)[:200], message, remedy))
        return reading
    by_field: dict[str, str] = {}
    for header, field in reading.mapping.items():
        by_field.setdefault(field, header)
    reader = RowReader("geojson", by_field)
    for number, feature in enumerate(features[: options.max_rows], start=1):
        reading.counts["read"] += 1
        properties = _properties(feature)
        cells = _cells(properties, reading.mapping)
        place = _place(feature.get("geometry"))
        if place is not None:
            cells["lon"], cells["lat"] = repr(place[0]), repr(place[1])
        elif feature.get("geometry"):
            message = gettext_noop("The geometry is not usable; the organisation has no place on the map.")
            reading.refuse(Problem(number, "geometry", "", message, "", "warning"))
        if "source_id" not in cells and isinstance(feature.get("id"), str | int):
            cells["source_id"] = str(feature["id"])[:100]
        record, problems = reader.record(number, cells)
        for problem in problems:
            reading.refuse(problem, [_text(properties.get(header)) for header in reading.headers])
        if record is not None:
            reading.take(record)
    return reading


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return "; ".join(_text(part) for part in value)
    return str(value)


def _cells(properties: dict[str, Any], mapping: dict[str, str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for header, field in mapping.items():
        text = _text(properties.get(header))[:100_000]
        if text.strip():
            if field not in cells:
                cells[field] = text
            elif field in JOINED:
                cells[field] += f"; {text}"
    return cells


def _place(geometry: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a point, or of a point inside a surface or on a line; ``None`` when there
    is none.
    """
    if not isinstance(geometry, dict):
        return None
    try:
        shape = shapely.geometry.shape(geometry)
        if shape.is_empty:
            return None
        point = shape if shape.geom_type == "Point" else shape.representative_point()
        lon, lat = float(point.x), float(point.y)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, shapely.errors.ShapelyError):
        return None
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None

"""Boundaries of districts from GeoJSON files: checked, named, simplified where they are needlessly fine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kogge.core import foreign_json

MOST_BYTES = 20 * 1024 * 1024
MOST_DISTRICTS = 200
TOLERANCE = 0.00002  # degrees, about 2 m: finer detail of a boundary is not kept
NAME_KEYS = ("name", "NAME", "bezeichnung", "stadtteil", "stadtbereich_bezeichnung", "ortsteil", "bez")
CODE_KEYS = ("code", "schluessel", "key", "stadtbereich", "nummer", "id")


class BadBoundary(ValueError):
    """The file cannot be used; the message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class Boundary:
    """A district of a file: its name ("" if the file has none), official key and GeoJSON geometry."""

    name: str
    code: str
    geometry: dict[str, Any]


def read_boundaries(content: bytes) -> list[Boundary]:
    """The polygons of a GeoJSON file (WGS 84, longitude first). Raises BadBoundary."""
    if len(content) > MOST_BYTES:
        raise BadBoundary(_("The file is larger than 20 MB. Simplify the boundaries and try again."))
    try:
        data = foreign_json.load(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadBoundary(_("This is not a GeoJSON file (it cannot be read as JSON).")) from error
    features = _features(data)
    if len(features) > MOST_DISTRICTS:
        raise BadBoundary(_("The file has more than %(most)s areas.") % {"most": MOST_DISTRICTS})
    return [_boundary(feature, number) for number, feature in enumerate(features, start=1)]


def _features(data: Any) -> list[dict[str, Any]]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        features = data["features"]
    elif kind == "Feature":
        features = [data]
    elif kind in {"Polygon", "MultiPolygon"}:
        features = [{"type": "Feature", "properties": {}, "geometry": data}]
    else:
        raise BadBoundary(_("This is not a GeoJSON file with areas (FeatureCollection, Feature or Polygon)."))
    if not features:
        raise BadBoundary(_("The file contains no area."))
    return features


def _boundary(feature: Any, number: int) -> Boundary:
    import shapely  # takes a quarter of a second: only who reads boundaries pays for it
    from shapely.geometry import mapping, shape

    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise BadBoundary(_("Area %(number)s is not a polygon.") % {"number": number})
    try:
        figure = shapely.force_2d(shape(geometry))
        west, south, east, north = figure.bounds
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        shapely.errors.ShapelyError,
    ) as error:
        raise BadBoundary(_("The coordinates of area %(number)s cannot be read.") % {"number": number}) from error
    if figure.is_empty:
        raise BadBoundary(_("Area %(number)s has no points.") % {"number": number})
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadBoundary(
            _(
                "The coordinates of area %(number)s are not longitude and latitude (WGS 84). "
                "Export the file in EPSG:4326."
            )
            % {"number": number}
        )
    if not figure.is_valid:
        # "Self-intersection[12.1 54.1]": the place is what helps, the rest is English.
        where = ", ".join(shapely.is_valid_reason(figure).partition("[")[2].rstrip("]").split())
        raise BadBoundary(
            _("The boundary of area %(number)s crosses itself near %(where)s. Mend it in a map editor.")
            % {"number": number, "where": where}
        )
    figure = figure.simplify(TOLERANCE)
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    return Boundary(_first(properties, NAME_KEYS)[:120], _first(properties, CODE_KEYS)[:20], mapping(figure))


def _first(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    folded = {str(key).lower(): value for key, value in properties.items()}
    for key in keys:
        value = folded.get(key.lower())
        if value not in (None, ""):
            return str(value).strip()
    return ""

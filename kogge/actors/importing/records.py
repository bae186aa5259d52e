"""What the file readers hand to the import: plain frozen records, no database, no Django models.

Coordinates are WGS 84 degrees. Geometries are lists of ``(lon, lat)`` pairs, in GeoJSON's order; single
points are ``lat`` and ``lon`` fields, in the order people speak them. Text is stripped and in Unicode NFC;
an unknown value is the empty string (or ``None`` for coordinates), never a placeholder such as "k. A.".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["business", "civic", "public", "housing", "education", "other"]
KINDS: tuple[Kind, ...] = ("business", "civic", "public", "housing", "education", "other")

LonLat = tuple[float, float]


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue (makemessages finds the name) without loading Django here."""
    return message


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """One organisation as a file describes it.

    ``wz_code`` is a code of ``wz_edition`` ("2008" or "2025") at any level, e.g. "47.24". ``languages``
    holds ISO 639-1 codes. ``opening_hours`` is kept verbatim (OSM's syntax when the file is an OSM file).
    ``source`` names the kind of source ("osm", "register", "csv", "xlsx", "geojson", "vcard");
    ``source_id`` is stable between two imports of the same source ("osm:node/123",
    "register:N1206V_HRB11050", or "" when the file has no identifier). ``register_no`` reads like "HRB
    11050 Neubrandenburg". ``row`` is the 1-based line of a table, counting the header as a person sees it
    in a spreadsheet; for files without lines the 1-based position of the object. ``status`` is "current" or
    "removed" (struck off, closed). ``unnamed`` tells that the name was made up from the kind and the street
    because the source has none.
    """

    name: str
    kind: Kind = "business"
    wz_code: str = ""
    wz_edition: str = "2008"
    legal_form: str = ""
    size_class: str = ""
    street: str = ""
    housenumber: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    contact_person: str = ""
    opening_hours: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    source_id: str = ""
    register_no: str = ""
    note: str = ""
    row: int = 0
    status: Literal["current", "removed"] = "current"
    unnamed: bool = False


Severity = Literal["refused", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row or one of its cells, and what would be right.

    ``message`` and ``remedy`` are English catalogue entries with ``%(name)s`` places, filled from
    ``params``; ``text`` joins them. "refused" means that the row gave no record, "warning" that the record
    was taken and only the cell was left out, repaired or kept as plain text.
    """

    row: int
    column: str
    value: str
    message: str
    remedy: str = ""
    severity: Severity = "refused"
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Sentence(s) for a person; pass ``gettext`` to have them translated."""
        parts = [translate(part) % self.params for part in (self.message, self.remedy) if part]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class AddressRecord:
    """An address with its place; the import uses them to put organisations without coordinates on the map."""

    street: str
    housenumber: str
    postcode: str
    city: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class StreetRecord:
    """A street or path of the base map; ``road_class`` is OSM's ``highway`` value."""

    name: str
    road_class: str
    line: tuple[LonLat, ...]


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """A surface of the base map: building, water, green. Rings are closed; the first is the outline."""

    layer: str
    area_class: str
    name: str
    rings: tuple[tuple[LonLat, ...], ...]


@dataclass(frozen=True, slots=True)
class BuildingRecord:
    """A building of the base map; ``homes`` is true where its tag says that people live in it."""

    building_class: str
    name: str
    street: str
    housenumber: str
    rings: tuple[tuple[LonLat, ...], ...]
    homes: bool = False

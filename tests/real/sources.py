"""The real files counted without Kogge: standard library only, rules as short as can be."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, iterparse


@dataclass(frozen=True, slots=True)
class OsmObject:
    """A node, way or relation that has tags."""

    id: str
    tags: dict[str, str]
    lat: float | None
    lon: float | None


def osm_objects(path: Path) -> Iterator[OsmObject]:
    """Every tagged object of an OSM XML file (.osm.gz)."""
    with gzip.open(path) as file:
        root: Element | None = None
        for event, element in iterparse(file, events=("start", "end")):
            if root is None:
                root = element
            if event == "start" or element.tag not in ("node", "way", "relation"):
                continue
            tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
            if tags:
                place = [float(value) if (value := element.get(name)) else None for name in ("lat", "lon")]
                yield OsmObject(f"osm:{element.tag}/{element.get('id')}", tags, *place)
            root.clear()


def register_entries(path: Path, town: str) -> list[dict[str, str]]:
    """Entries that are not struck off and have their seat in the town, or an address with its postcode."""
    seat, address = re.compile(rf"^\W*{town}\b", re.IGNORECASE), re.compile(rf"\b\d{{5}} {town}\b")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["status"] == "currently registered"
            and (seat.match(row["registered_office"]) or address.search(row["registered_address"]))
        ]


def register_rows(path: Path) -> int:
    """Rows of the register without its head."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))
